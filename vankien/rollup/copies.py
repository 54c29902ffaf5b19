"""Texts that are most likely copied from one another, found in time that grows with the length of the texts.

Every text is cut into passages of neighbouring words; a fixed eighth of them, chosen by their own words, goes into
an index. Two texts that share enough of them are compared in shorter shingles. A passage that many texts have links
each of them only with the first and with the few before it, so that no turn of phrase makes the work quadratic.
"""

import re
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import xor
from typing import TypeVar
from zlib import crc32

SHINGLE = 6
"""Words of a shingle: shorter ones are turns of phrase, longer ones miss a text in which every tenth word changed."""

PASSAGE = 12
"""Words of an indexed passage: longer than a turn of phrase, so that few texts share one by chance."""

SAMPLE = 8
"""One passage in so many goes into the index."""

BEFORE = 4
"""With so many of the texts that had a passage before, and with the first, a text is linked."""

LEAST_WORDS = 40
"""Shorter texts say the same thing by chance."""

LARGEST_SHARE = 0.6
"""Share of a text's shingles, found in the other one, from which on it is a copy."""

LONGEST_RUN = 60
"""So many words in a row are a copy whatever stands around them; the longest title of a resolution has fewer."""

LEAST_SHARED = 3
"""Least number of passages of the sample that a pair worth comparing shares."""

SHARED = 0.15
"""Share of the sample from which on they are enough; a text in which every tenth word was changed keeps 0.28."""

CLOSE = 5
"""So many of them within a long run's words are enough, too."""

PARTNERS = 3
"""How many of the likeliest originals a text is compared with word by word."""

MOST_WORDS = 1 << 18
"""So many written forms are remembered at once."""

WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts of which one is most likely copied from the other."""

    text: str
    """Key of the later text."""
    original: str
    """Key of the earlier text."""
    share: float
    """Share of the later text's shingles that the earlier one has."""
    start: int
    """Where the longest common stretch begins in the later text, in characters."""
    end: int
    """Where it ends."""
    original_start: int
    """Where it begins in the earlier text."""
    original_end: int
    """Where it ends."""


class _Vocabulary(dict[str, int]):
    """A fixed number for each word; marks around it and the kind of figure in it do not count."""

    def __missing__(self, word: str) -> int:
        plain = re.sub(r"\d+", "0", word.casefold().strip(".,;:!?()[]{}*_~`“”\"'‘’…-–—|/"))
        if len(self) > MOST_WORDS:
            self.clear()
        number = self[word] = crc32(plain.encode()) >> 4 or 1 if plain else 0
        return number

    def numbers(self, text: str) -> list[int]:
        """The numbers of all words of a text; bare marks are no words."""
        return list(filter(None, map(self.__getitem__, text.split())))


VOCABULARY = _Vocabulary()
"""The numbers of the words met so far; they are the same for all texts, so that they are worked out once."""

Name = TypeVar("Name")
Sample = tuple[bytes, bytes]
"""Hashes of the passages that were taken from a text, and the number of the word at which each begins."""

Alike = tuple[float, int, int, int]
"""Share, and the longest run: words, its place in the later text and in the earlier one."""


@dataclass(slots=True)
class Earlier:
    """What was found out about texts before."""

    taken: dict[str, Sample] = field(default_factory=dict)
    """Their samples."""
    likely: dict[str, list[str]] = field(default_factory=dict)
    """For each text those that it could be a copy of."""
    compared: dict[tuple[str, str], Alike | None] = field(default_factory=dict)
    """How alike two texts are, by their hashes; nothing where neither is a copy."""


def samples(texts: Iterable[tuple[Name, str]]) -> tuple[tuple[Name, Sample], ...]:
    """The sample of each text by its key; short texts have none. It depends on nothing but the text."""
    found = []
    for key, text in texts:
        numbers = VOCABULARY.numbers(text)
        if len(numbers) >= LEAST_WORDS:
            sample = _sample(numbers)
            found.append((key, (array("q", sample).tobytes(), array("I", sample.values()).tobytes())))
    return tuple(found)


def copies(
    texts: Mapping[str, str],
    apart: Mapping[str, str],
    common: Iterable[str] = (),
    taken: Mapping[str, Sample] | None = None,
    earlier: Earlier | None = None,
    digests: Mapping[str, str] | None = None,
) -> list[Copy]:
    """The copies among texts; texts with the same mark in `apart` (those of one unit) are not held against each other.

    Words of the `common` texts, such as titles, belong to everybody and do not count. The later of two texts, in the
    order of the mapping, counts as the copy; each text has at most one finding.

    Where `taken` has the samples already, only texts that may be copies are looked at. `earlier` is what was found out
    about these or other texts with the same `common`, and afterwards about these; pairs of texts are known by their
    `digests`.
    """
    everybody = frozenset(
        shingle
        for text in common
        for numbers in [VOCABULARY.numbers(text)]
        for shingle in (*_shingles(numbers), *_shingles(numbers, PASSAGE))
    )
    taken = dict(samples(texts.items())) if taken is None else taken
    earlier = Earlier() if earlier is None else earlier
    likely = _likely(taken, apart, everybody, earlier)
    found = []
    compared: dict[tuple[str, str], Alike | None] = {}
    for key, partners in likely.items():
        best: tuple[str, Alike] | None = None
        for partner in partners:
            pair = (digests[key], digests[partner]) if digests is not None else (key, partner)
            alike = compared[pair] = (
                earlier.compared[pair] if pair in earlier.compared else _compare(texts[key], texts[partner], everybody)
            )
            if alike and (best is None or (alike[0], partner) > (best[1][0], best[0])):
                best = partner, alike
        if best:
            found.append(_placed(key, *best, texts))
    earlier.taken, earlier.likely, earlier.compared = dict(taken), likely, compared
    return found


def _shingles(numbers: Sequence[int], length: int = SHINGLE) -> list[int]:
    # The hash of whole numbers is the same in every run of Python.
    return list(map(hash, zip(*(numbers[place:] for place in range(length)), strict=False)))


def _sample(numbers: Sequence[int]) -> dict[int, int]:
    """An eighth of the passages with their places, chosen by their first two words."""
    last = len(numbers) - PASSAGE
    return {
        hash(tuple(numbers[place : place + PASSAGE])): place
        for place, mixed in enumerate(map(xor, numbers, numbers[1:]))
        if not mixed % SAMPLE and place <= last
    }


def _likely(
    taken: Mapping[str, Sample], apart: Mapping[str, str], everybody: Set[int], earlier: Earlier
) -> dict[str, list[str]]:
    """For each text the earlier ones of other units that share most passages of the sample."""
    passages = {key: array("q", hashes) for key, (hashes, _) in taken.items()}
    changed = {key for key in taken.keys() | earlier.taken.keys() if taken.get(key) != earlier.taken.get(key)}
    same = [key for key in taken if key not in changed]
    if len(same) * 2 < len(taken) or same != [key for key in earlier.taken if key not in changed]:
        return _linked(passages, taken, apart, _in_several(passages, apart) - everybody, passages)
    # Only texts that have, or had, a passage of a changed one can have other partners than before.
    moved: set[int] = set()
    for key in changed:
        moved.update(passages.get(key, ()), array("q", earlier.taken[key][0]) if key in earlier.taken else ())
    affected = [key for key, hashes in passages.items() if key in changed or not moved.isdisjoint(hashes)]
    counted = set().union(*(passages[key] for key in affected)) - everybody
    found = _linked(passages, taken, apart, counted, frozenset(affected))
    others = set(affected)
    known = {key: partners for key, partners in earlier.likely.items() if key not in others} | found
    return {key: known[key] for key in taken if key in known}


def _linked(
    passages: Mapping[str, "array[int]"],
    taken: Mapping[str, Sample],
    apart: Mapping[str, str],
    counted: Set[int],
    wanted: Container[str],
) -> dict[str, list[str]]:
    """The partners of some texts, found by those passages that are counted."""
    holders: dict[int, list[str]] = {}
    likely = {}
    for key, hashes in passages.items():
        if counted.isdisjoint(hashes):
            continue
        hits: list[str] = []
        met: list[tuple[int, tuple[str, ...]]] = []
        for passage, place in zip(hashes, array("I", taken[key][1]), strict=True):
            if passage not in counted:
                continue
            known = holders.get(passage)
            if known is None:
                holders[passage] = [key]
                continue
            hits += known
            met.append((place, tuple(known)))
            if len(known) > BEFORE:
                # The first stays, the oldest of the others goes.
                del known[1]
            known.append(key)
        if key not in wanted:
            continue
        own = apart[key]
        shared = {
            partner: count
            for partner, count in Counter(hits).items()
            if count >= LEAST_SHARED and apart[partner] != own
        }
        partners = [
            partner
            for partner, count in shared.items()
            if count >= SHARED * len(hashes)
            or (count >= CLOSE and _close(sorted(place for place, known in met if partner in known)))
        ]
        if partners:
            likely[key] = sorted(partners, key=lambda partner: -shared[partner])[:PARTNERS]
    return likely


def _in_several(passages: Mapping[str, "array[int]"], apart: Mapping[str, str]) -> set[int]:
    """The passages that texts with different marks have; most stand in one text alone."""
    marks: dict[str, list[array[int]]] = {}
    for key, hashes in passages.items():
        marks.setdefault(apart[key], []).append(hashes)
    seen: set[int] = set()
    again: set[int] = set()
    for arrays in marks.values():
        own = set().union(*arrays)
        again |= seen & own
        seen |= own
    return again


def _close(places: Sequence[int]) -> bool:
    """Whether some of the shared passages lie close together, as in a long run of words."""
    return any(last - one <= LONGEST_RUN for one, last in zip(places, places[CLOSE - 1 :], strict=False))


def _compare(text: str, other: str, everybody: Set[int]) -> Alike | None:
    own, theirs = (_shingles(VOCABULARY.numbers(one)) for one in (text, other))
    shared = sum(map((set(theirs) - everybody).__contains__, own))
    share = shared / len(own)
    if share < LARGEST_SHARE and shared + SHINGLE - 1 < LONGEST_RUN:
        return None
    places: dict[int, list[int]] = {}
    for place, shingle in enumerate(theirs):
        if shingle not in everybody:
            places.setdefault(shingle, []).append(place)
    longest = (0, 0, 0)
    running: dict[int, int] = {}
    for place, shingle in enumerate(own):
        there = places.get(shingle)
        if there is None:
            running = {}
            continue
        running = {spot: running.get(spot - 1, 0) + 1 for spot in there[:PARTNERS]}
        for spot, length in running.items():
            if length > longest[0]:
                longest = length, place - length + 1, spot - length + 1
    run = longest[0] + SHINGLE - 1 if longest[0] else 0
    return (share, run, longest[1], longest[2]) if share >= LARGEST_SHARE or run >= LONGEST_RUN else None


def _placed(key: str, other: str, alike: Alike, texts: Mapping[str, str]) -> Copy:
    share, run, place, spot = alike
    start, end = _characters(texts[key], place, run)
    original_start, original_end = _characters(texts[other], spot, run)
    return Copy(key, other, share, start, end, original_start, original_end)


def _characters(text: str, place: int, run: int) -> tuple[int, int]:
    """Where a run of counted words stands in a text."""
    spans = [match.span() for match in WORD.finditer(text) if VOCABULARY[match[0]]]
    return spans[place][0], spans[min(place + run, len(spans)) - 1][1]

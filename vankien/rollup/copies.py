"""Texts that are most likely copied from one another, found in time that grows with the length of the texts.

Every text is cut into passages of neighbouring words; a fixed eighth of them, chosen by their own words, goes into
an index. Two texts that share enough of them are compared in shorter shingles. A passage that many texts have links
each of them only with the first and with the few before it, so that no turn of phrase makes the work quadratic.
"""

import re
import sys
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import lru_cache
from itertools import chain, compress, groupby, islice
from zlib import crc32

from vankien.model.record import record
from vankien.model.regex import regex

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

RUN = b"\1" * (LONGEST_RUN - SHINGLE + 1)
"""Marks of the shingles of such a run, all of which stand in the other text."""

LEAST_SHARED = 3
"""Least number of passages of the sample that a pair worth comparing shares."""

SHARED = 0.15
"""Share of the sample from which on they are enough; a text in which every tenth word was changed keeps 0.28."""

CLOSE = 5
"""So many of them within a long run's words are enough, too."""

FEW = 8
"""So few passages are looked for one by one, which takes less time than to look at all that were taken."""

PARTNERS = 3
"""How many of the likeliest originals a text is compared with word by word."""

MOST_WORDS = 1 << 18
"""So many written forms are remembered at once."""

MOST_TEXTS = 1 << 13
"""Of so many texts the words, since those that are compared were sampled before."""

WORD = regex(r"\S+")


@record
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


@lru_cache(maxsize=MOST_TEXTS)
def word_numbers(text: str) -> tuple[int, ...]:
    """A number for each word of a text, the same in every run; bare marks are no words, and all figures are alike."""
    return tuple(filter(None, map(VOCABULARY.__getitem__, text.split())))


LAST_BYTE = 0 if sys.byteorder == "little" else 3
CHOSEN = bytes(not byte % SAMPLE for byte in range(256))

VOCABULARY = _Vocabulary()
"""The numbers of the words met so far; they are the same for all texts, so that they are worked out once."""

Alike = tuple[float, int, int, int]
"""Share, and the longest run: words, its place in the later text and in the earlier one."""


@record
class Samples:
    """The passages taken from some texts, all in one row, since there are many and few are ever looked at."""

    names: tuple[str, ...]
    """Keys of the texts, in order."""
    counts: bytes
    """How many passages were taken from each text."""
    hashes: bytes
    """Their hashes."""
    places: bytes
    """The number of the word at which each begins."""
    words: bytes
    """A hash of all words of each text, by which it is known again."""

    def one_by_one(self) -> "Iterator[tuple[str, array[int], array[int]]]":
        """Each text with the hashes of its passages and their places."""
        hashes, places, at = array("q", self.hashes), array("I", self.places), 0
        for name, count in zip(self.names, array("I", self.counts), strict=True):
            yield name, hashes[at : at + count], places[at : at + count]
            at += count


@record(frozen=False)
class Earlier:
    """What was found out about texts before."""

    taken: tuple[Samples, ...] = ()
    """Their samples."""
    likely: dict[str, list[str]] = field(default_factory=dict)
    """For each text those that it could be a copy of."""
    compared: dict[tuple[int, int], Alike | None] = field(default_factory=dict)
    """How alike two texts are, by the hashes of their words; nothing where neither is a copy."""
    everybody: bytes | None = None
    """Hashes of the words that belong to everybody; none where they were not worked out."""


def samples(texts: Iterable[tuple[str, str]]) -> Samples:
    """The samples of texts by their keys; short texts have none. They depend on nothing but the texts."""
    names, counts, hashes, places, words = [], array("I"), array("q"), array("I"), array("q")
    for name, text in texts:
        numbers = word_numbers(text)
        if len(numbers) >= LEAST_WORDS:
            sample = _sample(numbers)
            names.append(name)
            counts.append(len(sample))
            hashes.extend(sample)
            places.extend(sample.values())
            words.append(hash(numbers))
    return Samples(tuple(names), counts.tobytes(), hashes.tobytes(), places.tobytes(), words.tobytes())


def copies(
    texts: Mapping[str, str],
    apart: Mapping[str, str],
    common: Iterable[str] = (),
    taken: Iterable[Samples] | None = None,
    earlier: Earlier | None = None,
) -> list[Copy]:
    """The copies among texts; texts with the same mark in `apart` (those of one unit) are not held against each other.

    Words of the `common` texts, such as titles, belong to everybody and do not count. The later of two texts, in the
    order of the mapping, counts as the copy; each text has at most one finding.

    Where `taken` has the samples already, in that order, only texts that may be copies are looked at. `earlier` is what
    was found out about these or other texts with the same `common`, and afterwards about these.
    """
    earlier = Earlier() if earlier is None else earlier
    if earlier.everybody is None:
        earlier.everybody = _of_all(common)
    everybody = frozenset(array("q", earlier.everybody))
    if taken is None:
        taken = (samples((key, texts[key]) for key in run) for _, run in groupby(texts, key=apart.__getitem__))
    taken = tuple(taken)
    likely = _likely(taken, apart, everybody, earlier)
    found = []
    compared: dict[tuple[int, int], Alike | None] = {}
    words = {name: number for one in taken for name, number in zip(one.names, array("q", one.words), strict=True)}
    for key, partners in likely.items():
        best: tuple[str, Alike] | None = None
        for partner in partners:
            pair = words[key], words[partner]
            alike = compared[pair] = (
                earlier.compared[pair] if pair in earlier.compared else _compare(texts[key], texts[partner], everybody)
            )
            if alike and (best is None or (alike[0], partner) > (best[1][0], best[0])):
                best = partner, alike
        if best:
            found.append(_placed(key, *best, texts))
    earlier.taken, earlier.likely, earlier.compared = taken, likely, compared
    return found


def _of_all(common: Iterable[str]) -> bytes:
    """The hashes of all shingles and passages of texts whose words belong to everybody."""
    found: set[int] = set()
    for text in common:
        numbers = word_numbers(text)
        found.update(_shingles(numbers), _shingles(numbers, PASSAGE))
    return array("q", sorted(found)).tobytes()


def _shingles(numbers: Sequence[int], length: int = SHINGLE) -> list[int]:
    # The hash of whole numbers is the same in every run of Python.
    return list(map(hash, zip(*(numbers[place:] for place in range(length)), strict=False)))


def _sample(numbers: tuple[int, ...]) -> dict[int, int]:
    """An eighth of the passages with their places, chosen by their first two words: both end in the same bits."""
    # The last bytes of all numbers as two long numbers, so that all neighbours are compared at once.
    ends = array("I", numbers).tobytes()[LAST_BYTE::4]
    mixed = int.from_bytes(ends, "little") ^ int.from_bytes(ends[1:], "little")
    chosen = mixed.to_bytes(len(ends), "little").translate(CHOSEN)
    places = compress(range(len(numbers) - PASSAGE + 1), chosen)
    return {hash(numbers[place : place + PASSAGE]): place for place in places}


def _likely(
    taken: Sequence[Samples], apart: Mapping[str, str], everybody: Set[int], earlier: Earlier
) -> dict[str, list[str]]:
    """For each text the earlier ones of other units that share most passages of the sample."""
    changed = _changed(taken, earlier.taken)
    if changed is None:
        return _linked(taken, apart, _in_several(taken, apart) - everybody, None)
    wanted, moved = changed
    if not wanted:
        return earlier.likely
    # A text that did not change has other partners than before only if it meets others by a passage that moved.
    wanted |= {name for name, *_ in _met(taken, moved - everybody) ^ _met(earlier.taken, moved - everybody)}
    counted: set[int] = set()
    for one in taken:
        if not wanted.isdisjoint(one.names):
            counted.update(*(hashes for name, hashes, _ in one.one_by_one() if name in wanted))
    known = {key: partners for key, partners in earlier.likely.items() if key not in wanted}
    known |= _linked(taken, apart, counted - everybody, wanted)
    return {name: known[name] for one in taken for name in one.names if name in known}


def _changed(taken: Sequence[Samples], earlier: Sequence[Samples]) -> tuple[set[str], set[int]] | None:
    """The texts that changed, and the passages that came or went with it; none where most texts changed."""
    if not earlier:
        return None
    first = next((at for at, (now, then) in enumerate(zip(taken, earlier, strict=False)) if now != then), None)
    if first is None:
        first = min(len(taken), len(earlier))
    last = 0
    while last < min(len(taken), len(earlier)) - first and taken[-1 - last] == earlier[-1 - last]:
        last += 1
    now, then = (
        {
            name: (hashes, places)
            for one in every[first : len(every) - last]
            for name, hashes, places in one.one_by_one()
        }
        for every in (taken, earlier)
    )
    changed = {name for name in now.keys() | then.keys() if now.get(name) != then.get(name)}
    count = sum(len(one.names) for one in taken)
    in_order = [name for name in now if name in then] == [name for name in then if name in now]
    if not in_order or 2 * len(changed) > count:
        return None
    nothing: tuple[Sequence[int], Sequence[int]] = (), ()
    moved = set().union(*(set(now.get(name, nothing)[0]) ^ set(then.get(name, nothing)[0]) for name in changed))
    return changed, moved


def _met(taken: Iterable[Samples], moved: Set[int]) -> set[tuple[str, int, tuple[str, ...]]]:
    """Each text with the moved passages that it has, and the texts that it is linked with by them."""
    found = set()
    holders: dict[int, tuple[str, ...]] = {}
    for name, _, shared_places in _with_counted(taken, moved):
        for passage, _ in shared_places:
            known = holders.get(passage, ())
            found.add((name, passage, known))
            holders[passage] = _and(known, (name,))
    return found


def _and(known: tuple[str, ...], one: tuple[str]) -> tuple[str, ...]:
    """The texts that the next one with a passage is linked with: the first stays, the oldest of the others goes."""
    return known + one if len(known) <= BEFORE else known[:1] + known[2:] + one


def _linked(
    taken: Iterable[Samples], apart: Mapping[str, str], counted: Set[int], wanted: Container[str] | None
) -> dict[str, list[str]]:
    """The partners of some texts, or of all, found by those passages that are counted."""
    holders: dict[int, tuple[str, ...]] = {}
    likely = {}
    for key, count_of_all, shared_places in _with_counted(taken, counted):
        met: list[tuple[int, tuple[str, ...]]] = []
        own = (key,)
        for passage, place in shared_places:
            known = holders.get(passage)
            if known is None:
                holders[passage] = own
                continue
            met.append((place, known))
            holders[passage] = _and(known, own)
        if len(met) < LEAST_SHARED or (wanted is not None and key not in wanted):
            continue
        counts = Counter(chain.from_iterable([known for _, known in met]))
        if max(counts.values()) < LEAST_SHARED:
            continue
        mark = apart[key]
        shared = {
            partner: count for partner, count in counts.items() if count >= LEAST_SHARED and apart[partner] != mark
        }
        partners = [
            partner
            for partner, count in shared.items()
            if count >= SHARED * count_of_all
            or (count >= CLOSE and _close(sorted(place for place, known in met if partner in known)))
        ]
        if partners:
            likely[key] = sorted(partners, key=lambda partner: -shared[partner])[:PARTNERS]
    return likely


def _with_counted(taken: Iterable[Samples], counted: Set[int]) -> Iterator[tuple[str, int, list[tuple[int, int]]]]:
    """Each text that has any of some passages, with the size of its sample, and these passages with their places."""
    sought = [passage.to_bytes(8, sys.byteorder, signed=True) for passage in counted] if len(counted) <= FEW else None
    for one in taken:
        if sought is not None and not any(map(one.hashes.__contains__, sought)):
            continue
        hashes, places = array("q", one.hashes), array("I", one.places)
        meeting = bytes(map(counted.__contains__, hashes))
        if 1 not in meeting:
            continue
        pairs = zip(compress(hashes, meeting), compress(places, meeting), strict=True)
        begin = 0
        for name, count in zip(one.names, array("I", one.counts), strict=True):
            end = begin + count
            if shared := meeting.count(1, begin, end):
                yield name, count, list(islice(pairs, shared))
            begin = end


def _in_several(taken: Iterable[Samples], apart: Mapping[str, str]) -> set[int]:
    """The passages that texts with different marks have; most stand in one text alone."""
    by_mark: dict[str, list[array[int]]] = {}
    for one in taken:
        if one.names:
            by_mark.setdefault(apart[one.names[0]], []).append(array("q", one.hashes))
    seen: set[int] = set()
    again: set[int] = set()
    for arrays in by_mark.values():
        own = set().union(*arrays)
        again |= seen & own
        seen |= own
    return again


def _close(places: Sequence[int]) -> bool:
    """Whether some of the shared passages lie close together, as in a long run of words."""
    return any(last - one <= LONGEST_RUN for one, last in zip(places, places[CLOSE - 1 :], strict=False))


@lru_cache(maxsize=256)
def _shingles_of(text: str, everybody: frozenset[int]) -> tuple[list[int], set[int]]:
    """The shingles of a text in order, and those that are its own; a text is mostly compared with several others."""
    found = _shingles(word_numbers(text))
    return found, set(found) - everybody


def _compare(text: str, other: str, everybody: frozenset[int]) -> Alike | None:
    (own, _), (theirs, not_common) = _shingles_of(text, everybody), _shingles_of(other, everybody)
    shared = bytes(map(not_common.__contains__, own))
    share = shared.count(1) / len(own)
    if share < LARGEST_SHARE and RUN not in shared:
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

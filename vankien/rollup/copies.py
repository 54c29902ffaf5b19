"""Texts that are most likely copied from one another, found in time that grows with the length of the texts.

Every text is cut into passages of neighbouring words; a fixed eighth of them, chosen by their own words, goes into
an index. Two texts that share enough of them are compared in shorter shingles. A passage that many texts have links
each of them only with the first and with the few before it, so that no turn of phrase makes the work quadratic.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
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
        number = self[word] = crc32(plain.encode()) >> 4 or 1 if plain else 0
        return number

    def numbers(self, text: str) -> list[int]:
        """The numbers of all words of a text; bare marks are no words."""
        return [number for word in text.split() if (number := self[word])]


def copies(texts: Mapping[str, str], apart: Mapping[str, str], common: Iterable[str] = ()) -> list[Copy]:
    """The copies among texts; texts with the same mark in `apart` (those of one unit) are not held against each other.

    Words of the `common` texts, such as titles, belong to everybody and do not count. The later of two texts, in the
    order of the mapping, counts as the copy; each text has at most one finding.
    """
    vocabulary = _Vocabulary()
    words = {key: vocabulary.numbers(text) for key, text in texts.items()}
    words = {key: numbers for key, numbers in words.items() if len(numbers) >= LEAST_WORDS}
    everybody = {
        shingle
        for text in common
        for numbers in [vocabulary.numbers(text)]
        for shingle in (*_shingles(numbers), *_shingles(numbers, PASSAGE))
    }
    found = []
    for key, partners in _likely(words, apart, everybody).items():
        best = max(
            (copy for partner in partners if (copy := _compare(key, partner, words, everybody))),
            key=lambda copy: (copy[1], copy[0]),
            default=None,
        )
        if best:
            found.append(_placed(key, best, texts, vocabulary))
    return found


def _shingles(numbers: Sequence[int], length: int = SHINGLE) -> list[int]:
    # The hash of whole numbers is the same in every run of Python.
    return [hash(shingle) for shingle in zip(*(numbers[place:] for place in range(length)), strict=False)]


def _sample(numbers: Sequence[int]) -> dict[int, int]:
    """An eighth of the passages with their places, chosen by their first two words."""
    return {
        hash((one, two, *numbers[place + 2 : place + PASSAGE])): place
        for place, (one, two) in enumerate(pairwise(numbers[: 2 - PASSAGE]))
        if not (one ^ two) % SAMPLE
    }


def _likely(words: Mapping[str, list[int]], apart: Mapping[str, str], everybody: Set[int]) -> dict[str, list[str]]:
    """For each text the earlier ones of other units that share most passages of the sample."""
    holders: dict[int, list[str]] = {}
    likely = {}
    for key, numbers in words.items():
        own = apart[key]
        shared: dict[str, list[int]] = {}
        sample = _sample(numbers)
        for passage, place in sample.items():
            if passage in everybody:
                continue
            known = holders.get(passage)
            if known is None:
                holders[passage] = [key]
                continue
            for earlier in known:
                if apart[earlier] != own:
                    shared.setdefault(earlier, []).append(place)
            if len(known) > BEFORE:
                # The first stays, the oldest of the others goes.
                del known[1]
            known.append(key)
        partners = [partner for partner, places in shared.items() if _worth_comparing(sorted(places), len(sample))]
        if partners:
            likely[key] = sorted(partners, key=lambda partner: -len(shared[partner]))[:PARTNERS]
    return likely


def _worth_comparing(places: Sequence[int], sample: int) -> bool:
    """Whether the shared part of the sample is large, or lies close together as in a long run of words."""
    if len(places) < LEAST_SHARED:
        return False
    return len(places) >= SHARED * sample or any(
        last - one <= LONGEST_RUN for one, last in zip(places, places[CLOSE - 1 :], strict=False)
    )


Best = tuple[str, float, int, int, int]
"""Key of the other text, share, and the longest run: words, its place in this text and in the other."""


def _compare(key: str, other: str, words: Mapping[str, list[int]], everybody: Set[int]) -> Best | None:
    places: dict[int, list[int]] = {}
    for place, shingle in enumerate(_shingles(words[other])):
        if shingle not in everybody:
            places.setdefault(shingle, []).append(place)
    shared = 0
    longest = (0, 0, 0)
    running: dict[int, int] = {}
    own = _shingles(words[key])
    for place, shingle in enumerate(own):
        there = places.get(shingle)
        if there is None:
            running = {}
            continue
        shared += 1
        running = {spot: running.get(spot - 1, 0) + 1 for spot in there[:PARTNERS]}
        for spot, length in running.items():
            if length > longest[0]:
                longest = length, place - length + 1, spot - length + 1
    share = shared / len(own)
    run = longest[0] + SHINGLE - 1 if longest[0] else 0
    return (other, share, run, longest[1], longest[2]) if share >= LARGEST_SHARE or run >= LONGEST_RUN else None


def _placed(key: str, best: Best, texts: Mapping[str, str], vocabulary: _Vocabulary) -> Copy:
    other, share, run, place, spot = best
    start, end = _characters(texts[key], vocabulary, place, run)
    original_start, original_end = _characters(texts[other], vocabulary, spot, run)
    return Copy(key, other, share, start, end, original_start, original_end)


def _characters(text: str, vocabulary: _Vocabulary, place: int, run: int) -> tuple[int, int]:
    """Where a run of counted words stands in a text."""
    spans = [match.span() for match in WORD.finditer(text) if vocabulary[match[0]]]
    return spans[place][0], spans[min(place + run, len(spans)) - 1][1]

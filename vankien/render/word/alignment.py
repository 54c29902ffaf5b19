"""Two sequences side by side: which items are the same, which are alike, which stand on one side only."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

ALIKE = 0.5
# A gap with more pairs than this is not compared pair by pair: nobody reads such a change word by word.
MOST_PAIRS = 40_000

Pair = tuple[int | None, int | None]
"""Positions of one item on both sides; none where a side lacks it."""


def align(old: Sequence[Hashable], new: Sequence[Hashable], likeness: Callable[[int, int], float]) -> list[Pair]:
    """The items of both sides in one order; of a gap, those that go stand before those that come.

    Equal items are matched first; `likeness` says of two others how alike they are, from 0 to 1.
    """
    pairs: list[Pair] = []
    at_old = at_new = 0
    for start_old, start_new, length in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        pairs += _gap(range(at_old, start_old), range(at_new, start_new), likeness)
        pairs += zip(range(start_old, start_old + length), range(start_new, start_new + length), strict=True)
        at_old, at_new = start_old + length, start_new + length
    return pairs


def dice(one: Counter[str], other: Counter[str]) -> float:
    """How many of the words of two texts are in both, as a share of all (Sørensen and Dice)."""
    total = one.total() + other.total()
    if not total:
        return 1.0
    few, many = sorted((one, other), key=len)
    return 2 * sum(min(count, many[word]) for word, count in few.items()) / total


def _gap(old: range, new: range, likeness: Callable[[int, int], float]) -> list[Pair]:
    """The items of a gap, those matched that make the greatest sum of likeness without crossing."""
    matched: list[tuple[int, int]] = []
    if old and new and len(old) * len(new) <= MOST_PAIRS:
        alike = [[likeness(i, j) for j in new] for i in old]
        # best[i][j] is the greatest sum for the items from i and from j on.
        best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
        for i in reversed(range(len(old))):
            for j in reversed(range(len(new))):
                here = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= ALIKE else 0.0
                best[i][j] = max(best[i + 1][j], best[i][j + 1], here)
        i = j = 0
        while i < len(old) and j < len(new):
            if alike[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
                matched.append((old[i], new[j]))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
    pairs: list[Pair] = []
    at_old, at_new = old.start, new.start
    for i, j in [*matched, (old.stop, new.stop)]:
        pairs += [(position, None) for position in range(at_old, i)]
        pairs += [(None, position) for position in range(at_new, j)]
        if (i, j) != (old.stop, new.stop):
            pairs.append((i, j))
        at_old, at_new = i + 1, j + 1
    return pairs

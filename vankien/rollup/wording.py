"""Two versions of a text compared word by word."""

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import lru_cache

from vankien.model.record import record
from vankien.model.regex import regex

TOKEN = regex(r"(?:\w+(?:[-.,:/]\w+)*|[^\w\s])[^\S\n]*(?:\n(?![^\S\n]*\n)[^\S\n]*)?|\s+")
"""A word or a sign with the blanks behind it, or the blanks between two paragraphs."""
BREAK = regex(r"\n[^\S\n]*\n")
PARAGRAPH = "\n\n"

LARGEST = 64_000_000
"""Words times words that are aligned in one piece, in eight megabytes; longer texts are aligned by lines first."""

ACCIDENT = 3
"""So many words that happen to be the same between two longer changes do not part them."""


class Kind(Enum):
    """What became of the words of a run."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@record
class Run:
    """Words in a row with the same fate."""

    kind: Kind
    """What became of them."""
    text: str
    """The words with the blanks behind them; where only blanks differ, those of the newer text."""


def compare(before: str, after: str) -> tuple[Run, ...]:
    """The runs that lead from one text to another; blanks and line breaks inside a paragraph make no difference.

    All runs but the deleted ones are the newer text, to the letter; all but the inserted ones are the older text but
    for its blanks.
    """
    if before == after:
        return (Run(Kind.EQUAL, after),) if after else ()
    head, tail = _ends(before, after)
    middle = _aligned(before[head : len(before) - tail], after[head : len(after) - tail])
    return tuple(_runs([(after[:head],) * 2, *middle, (after[len(after) - tail :],) * 2]))


def inserted(runs: Sequence[Run]) -> str:
    """The newer text."""
    return "".join(run.text for run in runs if run.kind is not Kind.DELETE)


def deleted(runs: Sequence[Run]) -> str:
    """The older text, but for blanks."""
    return "".join(run.text for run in runs if run.kind is not Kind.INSERT)


def count(runs: Sequence[Run], kind: Kind) -> int:
    """How many words have one fate; signs alone are no words."""
    return sum(len(re.findall(r"\w+(?:[-.,:/]\w+)*", run.text)) for run in runs if run.kind is kind)


Piece = tuple[str, ...]
"""What stood in a place and what stands there now; the same string twice where nothing changed."""


def _ends(before: str, after: str) -> tuple[int, int]:
    """How many signs two texts have in common at their beginning and, behind that, at their end, in whole words."""
    most = min(len(before), len(after))
    head = _longest(most, lambda size: before[:size] == after[:size])
    while head and not (_parts(before, head) and _parts(after, head)):
        head -= 1
    tail = _longest(most - head, lambda size: before[len(before) - size :] == after[len(after) - size :])
    while tail and not (_parts(before, len(before) - tail) and _parts(after, len(after) - tail)):
        tail -= 1
    return head, tail


def _parts(text: str, at: int) -> bool:
    """Whether a word begins at a place and blanks stand before it, so that no word or blank is cut in two."""
    return 0 < at < len(text) and text[at - 1].isspace() and not text[at].isspace()


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """The greatest size up to which something holds that holds for every smaller size as well."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _aligned(before: str, after: str) -> list[Piece]:
    """The pieces of two texts."""
    words, others = _tokens(before), _tokens(after)
    if len(words) * len(others) <= LARGEST:
        return _joined(_blocks(words, others))
    found: list[Piece] = []
    for was, now, same in _blocks(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        before, after = "".join(was), "".join(now)
        words, others = _tokens(before), _tokens(after)
        if same:
            found.append((after, after))
        elif len(words) * len(others) <= LARGEST:
            found += _joined(_blocks(words, others))
        else:
            found.append((before, after))
    return found


def _tokens(text: str) -> list[str]:
    """Words and signs with the blanks behind them; the end of a paragraph is one more."""
    return TOKEN.findall(text)


@lru_cache(maxsize=1 << 16)
def _key(token: str) -> str:
    """What is compared of a token: all but the blanks behind it."""
    return token.rstrip() or (PARAGRAPH if BREAK.search(token) else "")


Block = tuple[list[str], list[str], bool]


def _blocks(old: list[str], new: list[str]) -> list[Block]:
    """Stretches of words or lines in turn: those that are the same and those that are not."""
    # Loaded late: most runs compare no texts.
    from rapidfuzz.distance import Indel

    blocks: list[Block] = []
    for step in Indel.opcodes(list(map(_key, old)), list(map(_key, new))):
        same = step.tag == "equal"
        was, now = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        if blocks and blocks[-1][2] == same:
            blocks[-1] = blocks[-1][0] + was, blocks[-1][1] + now, same
        else:
            blocks.append((was, now, same))
    return blocks


def _joined(blocks: list[Block]) -> list[Piece]:
    """The blocks as texts, without the few words between two changes that are the same only by accident."""
    kept: list[Block] = []
    for position, (was, now, same) in enumerate(blocks):
        accident = (
            same
            and kept
            and position + 1 < len(blocks)
            and len(now) <= ACCIDENT
            and len(now) <= min(_size(kept[-1]), _size(blocks[position + 1]))
        )
        if kept and not kept[-1][2] and (accident or not same):
            kept[-1] = kept[-1][0] + was, kept[-1][1] + now, False
        else:
            kept.append((was, now, same))
    return [("".join(now if same else was), "".join(now)) for was, now, same in kept]


def _size(block: Block) -> int:
    return max(len(block[0]), len(block[1]))


def _runs(pieces: list[Piece]) -> Iterator[Run]:
    equal = ""
    for was, now in pieces:
        if was == now:
            equal += now
            continue
        if equal:
            yield Run(Kind.EQUAL, equal)
            equal = ""
        if was:
            yield Run(Kind.DELETE, was)
        if now:
            yield Run(Kind.INSERT, now)
    if equal:
        yield Run(Kind.EQUAL, equal)


def excerpts(runs: Sequence[Run], around: int = 12) -> tuple[tuple[Run, ...], ...]:
    """The changed places with a few equal words on each side; places that lie close together are one."""
    found: list[tuple[Run, ...]] = []
    place: list[Run] = []
    for position, run in enumerate(runs):
        if run.kind is not Kind.EQUAL:
            place.append(run)
            continue
        words = run.text.split()
        first, last = position == 0, position + 1 == len(runs)
        if len(words) <= (around if first or last else 2 * around):
            place.append(run)
            continue
        if not first:
            place.append(Run(Kind.EQUAL, " ".join(words[:around]) + " …"))
            found.append(tuple(place))
        place = [] if last else [Run(Kind.EQUAL, "… " + " ".join(words[-around:]) + _blank(run.text))]
    if any(run.kind is not Kind.EQUAL for run in place):
        found.append(tuple(place))
    return tuple(found)


def _blank(text: str) -> str:
    """The blanks at the end of a text."""
    return text[len(text.rstrip()) :]

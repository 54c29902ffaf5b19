"""A text cut into the sentences that may claim arithmetic, each with its figures."""

import re
from collections.abc import Iterator

from vankien.checks.figures.number import Figure, figures
from vankien.model.record import record
from vankien.model.regex import regex

TWO = regex(r"[0-9][^0-9\n]{2,}+[0-9]")
THREE = regex(r"[0-9](?![.,]?[0-9])[^0-9\r\n]++[0-9]++(?:[.,][0-9]++)*+[^0-9\r\n]++[0-9]")
"""Three numbers, from the last digit of the first to the first digit of the third; a ratio has two of them.

No line has a `\\r`, but of three kinds of signs Python makes a table, in which it looks a sign up in less time.
"""
AMONG = "trong đó"
NEXT = r"[ \t]+(?=[\"“(*]{0,3}[A-ZÀ-ỸĐ])"
OTHER_STOPS = '!?…”"'
STOP = regex(rf"[.{OTHER_STOPS}]{NEXT}")
FULL_STOP = regex(rf"\.{NEXT}")
RELATING = ("phần trăm", "tăng", "giảm", "vượt", "gấp", "gồm", "trong đó", "còn lại")
REST = regex(r"\bcòn [0-9]")
HIDDEN = regex(
    r"\[\^[^\]\s]{1,80}\]|~~[^~\n]{1,2000}~~|\]\([^()\s]{1,500}\)|`[^`\n]{1,500}`|<[^<>\n]{1,500}>|https?://\S{1,500}"
)
PLACEHOLDER = regex(r"\{\{[^{}\n]{0,200}\}\}")
LIST_ITEM = regex(r"[ \t]*(?:[-+*]|[0-9]{1,2}[.)])[ \t]+|[ \t]*\(?[0-9a-zđ]{1,2}(?:\.[0-9]{1,2}){0,3}[.)][ \t]+")
LONGEST = 6000
"""Longer sentences are no sentences."""
LIST = regex(r":\n(?:[ \t]{0,20}\n)?(?:[ ]{0,3}(?:[-+*]|[0-9]{1,2}[.)])[ \t][^\n]*(?:\n|\Z)){2,60}")
DIGIT = regex(r"[0-9]")
MOST = 120
"""A sentence of more figures is left alone."""
INLINE_LABEL = regex(r"\([0-9]{1,2}\)(?=\s)")


@record(frozen=False)
class Sentence:
    """One sentence with figures."""

    text: str
    """The words; what is not read as prose is blanked out, in the same length."""
    start: int
    """Offset in the whole text."""
    figures: list[Figure]
    """Its numbers, dates left out."""
    before: str
    """The sentence before it in the same paragraph."""
    colon: int = -1
    """Where the colon stands below which a list was joined to it."""

    def earlier(self) -> list[Figure]:
        """The numbers of the sentence before it."""
        return figures(self.before)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, tables left out, that hold figures enough for a claim and words that relate them."""
    # A placeholder is a number that is not typed; one brace is looked for in less time than two.
    enough = TWO if "{" in text else _enough(text)
    for begin, line in lines(text, enough):
        if not line.startswith(("|", "    ")) and TWO.search(line):
            yield from _of_line(line, begin)


def lines(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The lines of a text in which a pattern is found, each behind its offset; all others are only passed over."""
    match = pattern.search(text)
    while match:
        begin, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        end = end if end >= 0 else len(text)
        yield begin, text[begin:end]
        match = pattern.search(text, end)


def _enough(text: str) -> re.Pattern[str]:
    """What a sentence has where it can be wrong: three numbers, or two if it says that the one is among the other."""
    return TWO if AMONG in text else THREE


def _of_line(line: str, begin: int) -> Iterator[Sentence]:
    plain = prose(line)
    if item := LIST_ITEM.match(plain):
        plain = " " * item.end() + plain[item.end() :]
    enough, stops = _enough(plain), _stops(plain)
    start, before = 0, ""
    match = enough.search(plain)
    while match:
        if between := stops.search(plain, match.start(), match.end()):
            match = enough.search(plain, between.end())
            continue
        for stop in stops.finditer(plain, start, match.start()):
            start, before = stop.end(), plain[start : stop.start() + 1]
        last = stops.search(plain, match.end())
        end = last.start() + 1 if last else len(plain)
        piece = plain[start:end]
        if TWO.search(piece) and len(piece) < LONGEST and _relates(piece):
            found = [figure for figure in figures(piece) if figure.kind != "date"]
            if 1 < len(found) <= MOST:
                yield Sentence(piece, begin + start, found, before)
        match = enough.search(plain, end)


def lists(text: str) -> Iterator[Sentence]:
    """The sentences that end in a colon, each joined with the list below it."""
    for match in LIST.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        whole = text[start : match.end()]
        if len(whole) > LONGEST or whole.startswith("|") or not DIGIT.search(whole, 0, match.start() - start):
            continue
        lines = [prose(line) for line in whole.split("\n")]
        lines = [LIST_ITEM.sub(lambda item: " " * len(item[0]), line, count=1) for line in lines]
        joined = ";".join(lines)
        begin = max((stop.end() for stop in _stops(lines[0]).finditer(lines[0])), default=0)
        found = [figure for figure in figures(joined[begin:]) if figure.kind != "date"]
        if 1 < len(found) <= MOST:
            yield Sentence(joined[begin:], start + begin, found, "", len(lines[0].rstrip()) - 1 - begin)


def prose(line: str) -> str:
    """A line in which marks, footnotes, links and struck text are blank, and a placeholder is an unknown number."""
    if "{{" in line:
        line = PLACEHOLDER.sub(lambda match: "9" * len(match[0]), line)
    if "[" in line or "~" in line or "`" in line or "<" in line or "://" in line:
        line = HIDDEN.sub(lambda match: " " * len(match[0]), line)
    if "*" in line:
        line = line.replace("*", " ")
    if "(" in line:
        line = INLINE_LABEL.sub(lambda match: " " * len(match[0]), line)
    return line


def _relates(piece: str) -> bool:
    """Whether there are signs or words that relate one figure to another."""
    return (
        "%" in piece
        or ":" in piece
        or "(" in piece
        or any(map(piece.__contains__, RELATING))
        or ("còn " in piece and REST.search(piece) is not None)
    )


def _stops(line: str) -> re.Pattern[str]:
    """What ends the sentences of a line: most have full stops only, and to look for one sign takes less time."""
    return STOP if any(map(line.__contains__, OTHER_STOPS)) else FULL_STOP

"""A text cut into the sentences that may claim arithmetic, each with its figures."""

from collections.abc import Iterator
from string import digits

from vankien.checks.figures.number import Figure, figures
from vankien.model.record import record
from vankien.model.regex import regex

TWO = regex(r"[0-9][^0-9\n]{2,}+[0-9]")
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
    """The sentences of a text, tables left out, that hold two figures or more and words that relate them."""
    begin = following = 0
    for line in text.split("\n"):
        begin, following = following, following + len(line) + 1
        if line.startswith(("|", "    ")) or not any(map(line.__contains__, digits)) or not TWO.search(line):
            continue
        plain = prose(line)
        match = TWO.search(plain)
        if item := LIST_ITEM.match(plain):
            plain = " " * item.end() + plain[item.end() :]
            match = TWO.search(plain)
        previous = 0, 0
        for start, end in _cut(plain) if match else ():
            if match is not None and match.start() < start:
                match = TWO.search(plain, start)
            if match is None:
                break
            if match.end() <= end and end - start < LONGEST and _relates(plain[start:end]):
                piece = plain[start:end]
                found = [figure for figure in figures(piece) if figure.kind != "date"]
                if 1 < len(found) <= MOST:
                    yield Sentence(piece, begin + start, found, plain[slice(*previous)])
            previous = start, end


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
        begin = [place for place, _ in _cut(lines[0])][-1]
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


def _cut(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    # Most lines have full stops only, and to look for one sign takes a fraction of the time.
    stops = STOP if any(map(line.__contains__, OTHER_STOPS)) else FULL_STOP
    for stop in stops.finditer(line):
        yield begin, stop.start() + 1
        begin = stop.end()
    yield begin, len(line)

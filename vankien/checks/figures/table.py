"""A pipe table as a grid of figures, with its headings put together over several rows and merged cells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from decimal import Decimal

from vankien.checks.figures.number import NUMBER, decimal, decimals_of
from vankien.model.record import record
from vankien.model.regex import regex

ROW = regex(r"^[ ]{0,3}\|.*$", re.MULTILINE)
DELIMITER = regex(r"\|?:?-{1,200}:?(?:\|:?-{1,200}:?)*\|?")
CELL = regex(r"(?:\\.|[^|\\])*")
VALUE = regex(rf"[\s*_]*(?P<sign>[+−-])?\s?(?P<number>{NUMBER})(?P<percent>\s*%)?(?:\[\^[^\]]{{1,40}}\])?[\s*_]*")
NOTHING = frozenset(("", "-", "–", "—", "0", "x", "…", "...", "không"))
LARGEST = 4000
"""Tables of more cells are left alone."""


@record(frozen=False)
class Cell:
    """A cell with a number."""

    start: int
    """Offset of the number in the text."""
    end: int
    """Offset after it, with the percent sign."""
    value: Decimal
    """The number."""
    step: Decimal
    """What one unit of its last digit is worth."""
    decimals: int
    """Digits after the comma."""
    percent: bool
    """Whether a percent sign stands in the cell."""

    @property
    def blur(self) -> Decimal:
        """How far the true value may lie from the printed one."""
        return self.step / 2 if self.decimals else Decimal(0)


@record(frozen=False)
class Grid:
    """Rows of numbers with a name for each row and each column; a table, or a table turned on its side."""

    rows: list[str]
    """Names of the rows, in small letters."""
    columns: list[str]
    """Names of the columns, in small letters, over all header rows."""
    cells: list[list[Cell | None]]
    """Numbers by row and column; none where there is no number."""
    texts: list[list[str]] = field(default_factory=list)
    """What stands in the cells, plain."""
    leads: list[str] = field(default_factory=list)
    """What stands in front of a row's name: its running number."""

    def turned(self) -> "Grid":
        """The same with rows and columns exchanged."""
        flipped = [list(column) for column in zip(*self.cells, strict=True)]
        return Grid(self.columns, self.rows, flipped)

    def column(self, number: int) -> list[Cell | None]:
        """The cells of one column."""
        return [row[number] for row in self.cells]


def grids(text: str, words: Iterable[str]) -> Iterator[Grid]:
    """The tables of a text that hold figures and one of some words, given in small letters and without spaces."""
    if "|" not in text:
        return
    for block in _blocks(text):
        # Without marks, as `plain` has it; where a footnote is in the way the names are read first.
        told = text[block[0].start() : block[-1].end()].replace("*", "").casefold()
        if "[^" in told or any(map(told.__contains__, words)):
            yield from _grid(text, block)


def _blocks(text: str) -> Iterator[list[re.Match[str]]]:
    """The lines of each table."""
    block: list[re.Match[str]] = []
    for row in ROW.finditer(text):
        if block and row.start() != block[-1].end() + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _grid(text: str, lines: list[re.Match[str]]) -> Iterator[Grid]:
    if len(lines) < 4 or not DELIMITER.fullmatch("".join(lines[1][0].split())):
        return
    table = [list(_cells(line[0], line.start())) for number, line in enumerate(lines) if number != 1]
    width = len(table[0])
    if width < 2 or width * len(table) > LARGEST:
        return
    table = [row[:width] + [("", 0)] * (width - len(row)) for row in table]
    heads = 1
    while heads < len(table) - 1 and _is_header(table[heads]):
        heads += 1
    body = table[heads:]
    numbers = [[_number(*cell) for cell in row] for row in body]
    texts = [[plain(cell) for cell, _ in row] for row in body]
    counted = [
        column
        for column in range(width)
        if any(row[column] for row in numbers)
        and all(row[column] or text[column] in NOTHING for row, text in zip(numbers, texts, strict=True))
    ]
    named = next((c for c in range(width) if any(_wordy(row[c]) for row in texts)), None)
    heads_of = _headings([[plain(cell) for cell, _ in row] for row in table[:heads]])
    running = bool(counted) and re.fullmatch(r"(?:s?tt|số tt|số thứ tự|stt\.?)\b.*", heads_of[counted[0]]) is not None
    if running:
        counted = counted[1:]
    if named is None:
        # A table of years has no names but the years themselves.
        named, counted = (counted[0], counted[1:]) if counted else (0, [])
    names = [row[named] or next((cell for cell in row if _wordy(cell)), "") for row in texts]
    counted = [column for column in counted if column != named]
    if counted:
        yield Grid(
            names,
            [heads_of[column] for column in counted],
            [[row[column] for column in counted] for row in numbers],
            [[row[column] for column in counted] for row in texts],
            [row[0] if named else "" for row in texts],
        )


def _cells(line: str, offset: int) -> Iterator[tuple[str, int]]:
    place = line.index("|") + 1
    if "\\" not in line:
        cells = line[place:].split("|")
        for cell in cells if cells[-1].strip() else cells[:-1]:
            yield cell, offset + place
            place += len(cell) + 1
        return
    while place < len(line):
        match = CELL.match(line, place)
        assert match
        if match.end() >= len(line) and not match[0].strip():
            return
        yield match[0], offset + place
        place = match.end() + 1


def _number(cell: str, offset: int) -> Cell | None:
    match = VALUE.fullmatch(cell)
    if match is None:
        return None
    digits = match["number"]
    decimals = decimals_of(digits)
    value = decimal(digits)
    return Cell(
        offset + match.start("number"),
        offset + (match.end("percent") if match["percent"] else match.end("number")),
        -value if match["sign"] in ("-", "−") else value,
        Decimal(1).scaleb(-decimals),
        decimals,
        bool(match["percent"]),
    )


def plain(cell: str) -> str:
    """The words of a cell without marks, in small letters."""
    cell = re.sub(r"\[\^[^\]]{1,40}\]", "", cell) if "[^" in cell else cell
    return cell.replace("*", "").replace("_", " ").strip().casefold()


def _wordy(cell: str) -> bool:
    return sum(sign.isalpha() for sign in cell) > 2


def _is_header(row: list[tuple[str, int]]) -> bool:
    """Whether a row below the line goes on with the headings, as people write tables with merged cells."""
    if plain(row[0][0]):
        return False
    filled = [cell for cell, _ in row if cell.strip()]
    return len(filled) > 1 and not any(VALUE.fullmatch(cell) and not _year(cell) for cell in filled)


def _year(cell: str) -> bool:
    return re.fullmatch(r"[\s*]*(?:19|20)[0-9]{2}[\s*]*", cell) is not None


def _headings(rows: list[list[str]]) -> list[str]:
    """Each column's heading over all header rows; in the upper ones an empty cell goes on with the cell before it."""
    names = [""] * len(rows[0])
    for number, row in enumerate(rows):
        upper = number < len(rows) - 1
        last = ""
        for column, cell in enumerate(row):
            last = cell if cell or not upper else last
            names[column] = f"{names[column]} {last}".strip()
    return names

"""Tables that organisations send, CSV or XLSX, as cells of text."""

import csv
import datetime
import io
import unicodedata
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say
from vankien.readers.disk import outside
from vankien.rollup.comment_table import Grid

LARGEST = 32 << 20
MOST_ROWS = 50_000
MOST_COLUMNS = 200
DELIMITERS = ";,\t"
EMPTY_ROWS = 500
"""After so many empty rows nothing more is expected; some programs format sheets down to their last row."""


def read_grid(path: Path) -> Grid:
    """The first sheet of a table; raises `PipelineError` where the file is none."""
    data = outside(path, LARGEST)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path, data)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        return Grid(path.name, _limited(path, _csv(path, data)))
    raise PipelineError(
        say("{file} is neither CSV nor XLSX.", file=path.name),
        say("Save the table as XLSX, or as CSV in UTF-8."),
    )


def _csv(path: Path, data: bytes) -> list[tuple[str, ...]]:
    text = _decoded(path, data)
    head = text[:4096].split("\n")
    # The line with most of one separator is that of the headings; commas inside sentences are fewer.
    counts = {sign: max(line.count(sign) for line in head) for sign in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda sign: counts[sign])
    if head[0].lower().startswith("sep=") and len(head[0].strip()) == 5:
        delimiter = head[0].strip()[4]
        text = "\n" + text.partition("\n")[2]
    try:
        csv.field_size_limit(LARGEST)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _unreadable(path, str(error)) from error
    return [tuple(_cell(cell) for cell in row) for row in rows]


def _decoded(path: Path, data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise PipelineError(
            say("{file} is not encoded in UTF-8.", file=path.name),
            say("Save it as “CSV UTF-8”, or as XLSX."),
        ) from error


def _workbook(path: Path, data: bytes) -> Grid:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        sheet = book.worksheets[0]
        if sheet.max_column > MOST_COLUMNS:
            sheet.delete_cols(MOST_COLUMNS + 1, sheet.max_column - MOST_COLUMNS)
        rows = []
        empty = 0
        for row in sheet.iter_rows(values_only=True, max_row=min(sheet.max_row, MOST_ROWS + EMPTY_ROWS)):
            rows.append([_cell(cell) for cell in row])
            empty = 0 if any(rows[-1]) else empty + 1
            if empty > EMPTY_ROWS:
                break
        ranges = [(one.min_row, one.max_row, one.min_col) for one in sheet.merged_cells.ranges]
    # A damaged file can fail anywhere in the package that reads it.
    except Exception as error:
        raise _unreadable(path, str(error)) from error
    merged = []
    for first, last, column in sorted(ranges):
        if last > first and first <= len(rows):
            for number in range(first + 1, min(last, len(rows)) + 1):
                rows[number - 1][column - 1] = rows[first - 1][column - 1]
            merged.append((first, last, column))
    return Grid(path.name, _limited(path, [tuple(row) for row in rows]), tuple(merged))


def _limited(path: Path, rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise PipelineError(
            say("{file} has more than {limit} rows.", file=path.name, limit=MOST_ROWS),
            say("Part it into several tables."),
        )
    return tuple(rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else ""
        case datetime.datetime() | datetime.date():
            return value.isoformat()[:10]
        case float() if value.is_integer():
            return str(int(value))
    return unicodedata.normalize("NFC", str(value)).replace("_x000D_", "").strip()


def _unreadable(path: Path, reason: str) -> PipelineError:
    return PipelineError(
        say("{file} cannot be read as a table: {reason}", file=path.name, reason=reason),
        say("Open it in a spreadsheet program and save it again as XLSX."),
    )

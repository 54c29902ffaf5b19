"""Comments as a spreadsheet, CSV or XLSX, and the form that organisations fill in."""

import csv
import datetime
import io
from collections.abc import Sequence
from typing import Any

from vankien.model.comment import Comment
from vankien.model.project import Project
from vankien.render.dates import short_date
from vankien.rollup.comment_table import COLUMNS, DISPOSITIONS, PROPOSALS, Column, cells, template_columns

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that spreadsheets take for a formula (OWASP, CSV Injection)."""
LONGEST_TEXT = 32_767
FORM_ROWS = 200
HEADINGS_SHEET = "Đề mục"


def csv_bytes(project: Project, comments: Sequence[Comment]) -> bytes:
    """The comments as CSV with semicolons and a byte order mark, as Vietnamese spreadsheets open it."""
    rows = [cells(comment, number, project) for number, comment in enumerate(comments, start=1)]
    return _csv(COLUMNS, rows)


def csv_form() -> bytes:
    """The empty form as CSV."""
    return _csv(template_columns(), [])


def xlsx_bytes(project: Project, comments: Sequence[Comment]) -> bytes:
    """The comments as a workbook; the same for the same comments and the same commit."""
    rows = [cells(comment, number, project) for number, comment in enumerate(comments, start=1)]
    return _workbook(project, "Ý kiến", COLUMNS, rows, form=False)


def xlsx_form(project: Project) -> bytes:
    """The empty form as a workbook, with a list of all headings and lists to choose from."""
    return _workbook(project, "Góp ý", template_columns(), [], form=True)


def _csv(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_typed(row[column.key]) for column in columns])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _typed(value: object) -> object:
    if isinstance(value, datetime.date):
        return short_date(value)
    if isinstance(value, str) and value.startswith(FORMULA):
        return " " + value
    return "" if value is None else value


def _workbook(
    project: Project, title: str, columns: Sequence[Column], rows: Sequence[dict[str, Any]], form: bool
) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    moment = datetime.datetime.fromtimestamp(project.epoch, datetime.UTC).replace(tzinfo=None)
    book.set_properties({"title": project.cycle.name, "created": moment})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E4EDF8"})
    text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    number = book.add_format({"valign": "top", "border": 1})
    day = book.add_format({"valign": "top", "border": 1, "num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(title)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
        sheet.write_string(0, position, column.title, head)
    for line, row in enumerate(rows, start=1):
        for position, column in enumerate(columns):
            match row[column.key]:
                case datetime.date() as value:
                    sheet.write_datetime(line, position, value, day)
                case int() as value:
                    sheet.write_number(line, position, value, number)
                case None:
                    sheet.write_blank(line, position, None, text)
                case value:
                    # Written as text whatever it looks like: a cell is never a formula.
                    sheet.write_string(line, position, value[:LONGEST_TEXT], text)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    last = FORM_ROWS if form else len(rows)
    _choices(sheet, columns, "proposal", list(PROPOSALS.values()), last)
    if form:
        for line in range(1, FORM_ROWS + 1):
            sheet.write_number(line, 0, line, number)
            for position in range(1, len(columns)):
                sheet.write_blank(line, position, None, text)
        _choices(sheet, columns, "report", list(project.outlines), last)
        _headings(book.add_worksheet(HEADINGS_SHEET), project, head, text)
    else:
        _choices(sheet, columns, "disposition", list(DISPOSITIONS.values()), last)
    book.close()
    return stream.getvalue()


def _choices(sheet: Any, columns: Sequence[Column], key: str, values: list[str], last: int) -> None:
    position = next(place for place, column in enumerate(columns) if column.key == key)
    # A spreadsheet keeps such a list in one string of at most 255 characters.
    if last and len(",".join(values)) <= 255:
        rule = {"validate": "list", "source": values, "error_type": "warning"}
        sheet.data_validation(1, position, last, position, rule)


def _headings(sheet: Any, project: Project, head: Any, text: Any) -> None:
    """The headings that the form can name, by report, number and title."""
    for position, (title, width) in enumerate((("Báo cáo", 16), ("Số", 10), ("Đề mục", 70), ("Tên báo cáo", 50))):
        sheet.set_column(position, position, width)
        sheet.write_string(0, position, title, head)
    line = 1
    for report, outline in project.outlines.items():
        for heading in outline.headings:
            for position, value in enumerate((report, heading.label, heading.title, outline.title)):
                sheet.write_string(line, position, value, text)
            line += 1
    sheet.freeze_panes(1, 0)

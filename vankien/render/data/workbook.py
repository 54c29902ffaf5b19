"""An XLSX workbook: one sheet a table, with real numbers and dates, frozen headings and filters."""

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from vankien.model.diagnostic import PipelineError, say
from vankien.model.project import Project
from vankien.render.data.table import Cell, Column, Percent, Table

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
"""Limits of the format: characters of a cell, rows below the heading."""

FORMATS = {
    "whole": {"num_format": "#,##0"},
    "number": {"num_format": "#,##0.##"},
    "percent": {"num_format": "0.00%"},
    "date": {"num_format": "dd/mm/yyyy"},
    "year": {"num_format": "0"},
    "text": {"num_format": "@"},
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
}


def content(project: Project, tables: Sequence[Table]) -> bytes:
    """The workbook; the same for the same tables and the same commit."""
    import xlsxwriter

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    moment = datetime.datetime.fromtimestamp(project.epoch, datetime.UTC).replace(tzinfo=None)
    workbook.set_properties({"title": project.cycle.name, "comments": project.cycle.notice, "created": moment})
    formats = {name: workbook.add_format(properties) for name, properties in FORMATS.items()}
    for table in tables:
        _sheet(workbook.add_worksheet(table.title), table, formats)
    workbook.close()
    return stream.getvalue()


def _sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    if len(table.rows) > MOST_ROWS:
        raise PipelineError(
            say("The table {table} has more rows than a spreadsheet can hold.", table=table.name),
            say("Use `data --format csv` or `data --format sqlite`."),
        )
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, max(column.width, 10))
        sheet.write_string(0, position, column.title, formats["heading"])
    for line, row in enumerate(table.rows, start=1):
        for position, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _cell(sheet, line, position, column, cell, formats)
    sheet.freeze_panes(1, min(2, len(table.columns)))
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _cell(sheet: Any, line: int, position: int, column: Column, cell: Cell, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_string(line, position, "Có" if cell else "Không")
        case Percent():
            sheet.write_number(line, position, float(cell.value / 100), formats["percent"])
        case Decimal():
            whole = cell == cell.to_integral_value()
            sheet.write_number(line, position, float(cell), formats["whole" if whole else "number"])
        case int():
            sheet.write_number(line, position, cell, formats["year" if column.name in ("year", "line") else "whole"])
        case datetime.date():
            sheet.write_datetime(line, position, cell, formats["date"])
        case _:
            # Written as text whatever it looks like: a cell is never a formula.
            text = column.labels.get(str(cell), str(cell))
            sheet.write_string(line, position, text[:LONGEST_TEXT], formats["text"])

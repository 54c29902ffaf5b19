"""A Frictionless data package: one CSV file a table, and `datapackage.json` that describes them."""

import csv
import datetime
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from vankien.model.project import Project
from vankien.render.data.table import Cell, Column, Percent, Table

FORMULA = re.compile(r"\s*[=+\-@\t\r]")
"""Beginnings that spreadsheets take for a formula (OWASP, CSV Injection)."""
PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?", re.ASCII)


def files(project: Project, tables: Iterable[Table]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; the description comes last."""
    resources = []
    for table in tables:
        content = _csv(table)
        resources.append(_resource(table, content))
        yield f"{table.name}.csv", content
    description = {
        "profile": "tabular-data-package",
        "name": "vankien",
        "title": project.cycle.name,
        "description": project.cycle.notice,
        "created": datetime.datetime.fromtimestamp(project.epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": resources,
    }
    text = json.dumps({key: value for key, value in description.items() if value}, ensure_ascii=False, indent=2)
    yield "datapackage.json", (text + "\n").encode()


def _csv(table: Table) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return stream.getvalue().encode()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Percent():
            return f"{cell.value:f}"
        case str():
            return safe(cell)
        case datetime.date():
            return cell.isoformat()
        case int():
            return str(cell)
    return f"{cell:f}"


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that could be begins with an apostrophe."""
    return "'" + text if FORMULA.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column, table) for column in table.columns]}
    schema["missingValues"] = [""]
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": resource, "fields": [field]}}
            for column, (resource, field) in table.references.items()
        ]
    return {
        "name": table.name,
        "title": table.title,
        "profile": "tabular-data-resource",
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": schema,
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, "title": column.title}
    if column.labels:
        field["description"] = "; ".join(f"{value}: {label}" for value, label in column.labels.items())
    constraints: dict[str, Any] = {}
    if column.required or column.name in table.key:
        constraints["required"] = True
    if column.labels:
        constraints["enum"] = list(column.labels)
    if constraints:
        field["constraints"] = constraints
    return field

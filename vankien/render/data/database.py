"""An SQLite file: the tables with their keys and indexes, and views that answer what is asked most."""

import datetime
import sqlite3
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from vankien.render.data.table import Cell, Percent, Table

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}

INDEXES = {
    "units": ("parent", "level"),
    "observations": ("indicator", "verdict"),
    "totals": ("indicator", "verdict"),
    "gaps": ("indicator", "gap"),
    "sections": ("report", "status"),
}
"""Columns by which tables are searched, besides their keys."""

VIEWS = """
CREATE VIEW behind AS
-- Which units are behind on what: targets not met or lagging, and figures that are missing.
SELECT u.id AS unit, u.name AS unit_name, i.id AS indicator, i.title AS indicator_title, o.target AS target,
       o.value AS value, o.words AS words, o.verdict AS verdict, o.as_of AS as_of
  FROM observations o JOIN units u ON u.id = o.unit JOIN indicators i ON i.id = o.indicator
 WHERE o.verdict IN ('unmet', 'behind')
UNION ALL
SELECT u.id, u.name, i.id, i.title, i.target, NULL, '', 'missing', NULL
  FROM gaps g JOIN units u ON u.id = g.unit JOIN indicators i ON i.id = g.indicator
 WHERE g.gap = 'missing';

CREATE VIEW standing AS
-- How many indicators each unit meets, is behind on, and has not reported.
SELECT u.id AS unit, u.name AS unit_name,
       (SELECT count(*) FROM observations o WHERE o.unit = u.id AND o.verdict IN ('met', 'exceeded')) AS met,
       (SELECT count(*) FROM observations o WHERE o.unit = u.id AND o.verdict = 'on-track') AS on_track,
       (SELECT count(*) FROM observations o WHERE o.unit = u.id AND o.verdict IN ('unmet', 'behind')) AS behind,
       (SELECT count(*) FROM observations o WHERE o.unit = u.id AND o.verdict = 'unassessed') AS unassessed,
       (SELECT count(*) FROM gaps g WHERE g.unit = u.id AND g.gap = 'missing') AS missing
  FROM units u;

CREATE VIEW coverage AS
-- How much of each total is there.
SELECT t.unit AS unit, u.name AS unit_name, t.indicator AS indicator, i.title AS indicator_title, t.value AS value,
       t.verdict AS verdict, t.reported AS reported, t.asked AS asked, t.missing AS missing, t.stale AS stale,
       t.left_out AS left_out, t.refused AS refused
  FROM totals t JOIN units u ON u.id = t.unit JOIN indicators i ON i.id = t.indicator;
"""


def write(tables: Iterable[Table], path: Path) -> None:
    """Writes the database to a path at which there is no file yet."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for table in tables:
            connection.execute(_definition(table))
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(
                f'INSERT INTO "{table.name}" VALUES ({marks})', ([_value(cell) for cell in row] for row in table.rows)
            )
            for column in INDEXES.get(table.name, ()):
                connection.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
        for statement in filter(str.strip, VIEWS.split(";\n")):
            connection.execute(statement)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _definition(table: Table) -> str:
    lines = [
        f'"{column.name}" {TYPES[column.type]}' + (" NOT NULL" if column.required else "") for column in table.columns
    ]
    if table.key:
        lines.append("PRIMARY KEY (" + ", ".join(f'"{column}"' for column in table.key) + ")")
    lines += [
        f'FOREIGN KEY ("{column}") REFERENCES "{other or table.name}" ("{target}")'
        for column, (other, target) in table.references.items()
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _value(cell: Cell) -> str | int | float | None:
    match cell:
        case None | "":
            return None
        case bool():
            return int(cell)
        case Percent():
            return float(cell.value)
        case Decimal():
            return float(cell)
        case datetime.date():
            return cell.isoformat()
    return cell

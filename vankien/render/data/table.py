"""What a table of data is, apart from the format it is written in."""

import datetime
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from vankien.model.record import record


@record
class Percent:
    """A number that is a percentage, so that a spreadsheet can show it as one."""

    value: Decimal
    """The percentage: 94.38 for 94,38%."""


Cell = str | int | bool | Decimal | Percent | datetime.date | None


@record
class Column:
    """A column of a table."""

    name: str
    """Name in CSV and SQLite."""
    title: str
    """Name that people read."""
    type: str = "string"
    """`string`, `integer`, `number`, `boolean` or `date`, as in Table Schema."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """The values it can have, where there are only some, and what people read for them."""
    width: int = 14
    """Width in characters on a sheet."""
    required: bool = False
    """Whether it always has a value."""


@record
class Table:
    """A table with its rows."""

    name: str
    """Name of the file, sheet and database table."""
    title: str
    """Name that people read."""
    columns: tuple[Column, ...]
    """Its columns, in order."""
    rows: tuple[tuple[Cell, ...], ...]
    """Its rows, a cell a column."""
    key: tuple[str, ...] = ()
    """Columns that together are different in every row."""
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Table and column that a column's values come from."""

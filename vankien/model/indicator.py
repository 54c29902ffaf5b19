"""Indicators (chỉ tiêu) of the register, and what a unit observed of them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from vankien.model.source import Span


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of the indicator register."""

    id: str
    """Key in the register."""
    title: str
    """What is measured."""
    span: Span
    """Where it is defined."""
    unit: str = ""
    """Unit of measure, in words."""
    measure: str = "number"
    """`number`, `percentage`, `ordinal` or `qualitative`."""
    ascending: bool = True
    """Whether more is better."""
    target: str = ""
    """Target as typed: a value, `>= 90`, or a range `140 - 150`."""
    over: str = "term"
    """What the target is set for: `term`, `year` or `moment`."""
    aggregate: str = "none"
    """How it rolls up: `sum`, `ratio`, `share-met`, `min`, `max` or `none`."""
    report: str = ""
    """Report whose appendix shows it."""
    heading: str = ""
    """Heading of that report to which it belongs."""
    applies: str = ""
    """Units it is asked of, as in an outline."""
    aliases: tuple[str, ...] = ()
    """Other names under which texts speak of it."""
    source: str = ""
    """Resolution and clause that set it."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one unit reports of one indicator; figures are kept as typed."""

    indicator: str
    """Id of the indicator."""
    span: Span
    """Where it stands."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """`actual`, `numerator`, `denominator`, `baseline`, `target`, `note`, `source` as typed."""
    as_of: datetime.date | None = None
    """Day to which the figure is counted."""

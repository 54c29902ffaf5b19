"""Indicators (chỉ tiêu) of the register, and what a unit observed of them."""

import datetime
from collections.abc import Mapping
from dataclasses import field

from vankien.model.record import record
from vankien.model.source import Span


@record
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
    decimals: int | None = None
    """How many decimals its values can have; none where the register does not say."""
    scale: tuple[str, ...] = ()
    """Words of an ordinal indicator, from the lowest to the highest."""
    ascending: bool = True
    """Whether more is better."""
    target: str = ""
    """Target as typed: a value, `>= 90`, or a range `140 - 150`."""
    share: str = ""
    """Of a `share-met` indicator: percent of the units that must meet the target, such as `> 90`."""
    exceedable: bool = False
    """Whether a numerator may be greater than its denominator, as where a plan is overfulfilled."""
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
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)
    """Where `target`, `share` and `aggregate` stand."""


@record
class Approval:
    """The document by which the level above agreed to a changed target."""

    number: str
    """Number and symbol."""
    date: datetime.date | None = None
    """Day of the document."""


@record
class Observation:
    """What one unit reports of one indicator; figures are kept as typed."""

    indicator: str
    """Id of the indicator."""
    span: Span
    """Where it stands."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """`actual`, `numerator`, `denominator`, `baseline`, `target`, `unit`, `note`, `source` as typed."""
    as_of: datetime.date | None = None
    """Day to which the figure is counted."""
    years: Mapping[str, str] = field(default_factory=dict)
    """Value of each year as typed, by year (`2022`) or, for a year that is not over, month (`2020-08`)."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of how many of the whole something holds (`nu`, `dan-toc`, `ton-giao`), as typed."""
    approval: Approval | None = None
    """Who agreed to its own target."""
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)
    """Where its values stand, by key such as `actual`, `as_of`, `years.2022` or `parts.nu`."""

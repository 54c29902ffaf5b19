"""Totals of the indicators at every level of the tree of units."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Context, Decimal, localcontext
from functools import cached_property
from typing import NamedTuple

from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.model.record import record
from vankien.rollup.by_unit import ByUnit
from vankien.rollup.comparison import judge, target_of
from vankien.rollup.quantity import Target, field_of
from vankien.rollup.reading import Reading, Readings, by_indicator

EXACT = Context(prec=60)
"""Sums of a million figures of the longest kind are exact, and so do not depend on their order."""

PART = 4
"""Totals of a unit are worked out apart where it and those below it are less than this part of all units."""


@record
class Coverage:
    """How many units a total stands on."""

    reported: int
    """Units whose figure counts."""
    asked: int
    """Units of which a figure is asked."""


@record
class LeftOut:
    """A unit whose figure does not count."""

    unit: str
    """Id of the unit."""
    reason: str
    """Kind of the slip that keeps it out; or `range` (no single number), `incomparable` (no verdict)."""


@record
class Refusal:
    """Why a total has no number although figures were given."""

    reason: str
    """`unit` (mixed units of measure), `period` (periods that differ), `twice` (a unit counted twice),
    `base` (a percentage without numerator and denominator), `percentages` (a sum of percentages)."""
    units: tuple[str, ...] = ()
    """The units at which that lies; for periods those of the smaller group."""


@record
class Total:
    """An indicator rolled up over the units below one unit."""

    indicator: str
    """Id of the indicator."""
    unit: str
    """Id of the unit above them."""
    value: Decimal | None
    """The total, in percent for a percentage or for a share of units; none where there is no number."""
    coverage: Coverage
    """How many units reported, of how many asked."""
    missing: tuple[str, ...] = ()
    """Units that reported nothing."""
    stale: tuple[str, ...] = ()
    """Units whose figure counts and is older than the period."""
    left_out: tuple[LeftOut, ...] = ()
    """Units whose figure does not count, and why."""
    parts: tuple[Reading, ...] = ()
    """The figures that it is made of."""
    refused: Refusal | None = None
    """Why there is no number."""
    numerator: Decimal | None = None
    """Sum of the numerators of a ratio; number of units that met their target."""
    denominator: Decimal | None = None
    """Sum of the denominators of a ratio; number of units that could be judged."""
    words: str = ""
    """The value of an ordinal indicator, in words."""
    breakdown: Mapping[str, Decimal] = field(default_factory=dict)
    """Sums of the parts (nữ, dân tộc …) that the units gave."""


@record
class Difference:
    """A unit's own figure beside the roll-up of the units below it."""

    own: Reading
    """What the unit reports."""
    total: Total
    """What the units below it report."""
    comparable: bool
    """Whether all units reported, for the same month: then the two should be equal."""


class Totals(ByUnit[Total]):
    """The total of every indicator at every unit that has asked units below it, by unit and indicator.

    What counts are the lowest units of which the indicator is asked: a unit whose sub-units report it too
    is not added to them a second time. Exempt units count where they report, and are not missed.

    A total looks at nothing but the units below its own, so that those of one unit are worked out without the others.
    """

    def __init__(self, project: Project, found: Readings) -> None:
        self._project = project
        self._found = found
        self._of: dict[str, dict[tuple[str, str], Total]] = {}

    def _all(self) -> dict[tuple[str, str], Total]:
        return _totals(self._project, self._found.whole)

    def of(self, unit: str) -> Mapping[tuple[str, str], Total]:
        """Those of one unit."""
        if "whole" in self.__dict__:  # all are known already
            return self.whole
        if unit not in self._of:
            self._of[unit] = self._rolled_up(unit) if unit in self._above else {}
        return self._of[unit]

    @cached_property
    def _above(self) -> dict[str, list[str]]:
        """The units that have others directly below them, and these."""
        below: dict[str, list[str]] = {}
        for unit in self._project.units.values():
            if unit.parent in self._project.units:
                below.setdefault(unit.parent, []).append(unit.id)
        return below

    def _rolled_up(self, unit: str) -> Mapping[tuple[str, str], Total]:
        """The totals of a unit, for which its part of the tree is enough; of a large part all are worked out."""
        below = {unit: None}
        waiting = [unit]
        while waiting:
            found = [id for id in self._above.get(waiting.pop(), ()) if id not in below]
            below |= dict.fromkeys(found)
            waiting += found
        units = self._project.units
        if len(below) * PART > len(units):
            return self.whole
        part = replace(self._project, units={id: one for id, one in units.items() if id in below})
        found = _totals(part, {key: one for id in part.units for key, one in self._found.of(id).items()})
        return {key: one for key, one in found.items() if key[0] == unit}


def _totals(project: Project, found: Mapping[tuple[str, str], Reading]) -> dict[tuple[str, str], Total]:
    order = _from_the_top(project)
    grouped = by_indicator(found)
    result: dict[tuple[str, str], Total] = {}
    below: dict[str, dict[str, list[str]]] = {}
    exempt = {unit.id for unit in project.units.values() if project.exempt(unit)}
    for indicator in project.indicators.values():
        if indicator.applies not in below:
            below[indicator.applies] = _below(project, order, indicator.applies)
        given = grouped.get(indicator.id, {})
        judging = _Judging(indicator)
        judged = {unit: judging.of(reading) for unit, reading in given.items()}
        # A unit that was never asked is shown as left out, wherever its figure could have been looked for.
        unasked: dict[str, list[_Judged]] = {}
        for unit, one in judged.items():
            if one.reason == "unasked":
                for above in project.ancestors(unit):
                    unasked.setdefault(above.id, []).append(one)
        for parent, units in below[indicator.applies].items():
            parts = [judged[unit] for unit in units if unit in judged]
            missing = () if len(parts) == len(units) else [u for u in units if u not in given and u not in exempt]
            if parent in unasked and (parts or missing):
                parts = sorted(parts + unasked[parent], key=lambda one: one.reading.unit)
            if parts or missing:
                result[parent, indicator.id] = _total(judging, parent, parts, missing)
    return result


def total(indicator: Indicator, unit: str, given: Iterable[Reading], missing: Iterable[str] = ()) -> Total:
    """The roll-up of readings of one indicator; the same in whatever order they come."""
    judging = _Judging(indicator)
    judged = [judging.of(reading) for reading in sorted(given, key=lambda reading: reading.unit)]
    counts = Counter(one.reading.unit for one in judged)
    return _total(judging, unit, judged, missing, tuple(sorted(one for one, count in counts.items() if count > 1)))


class _Judged(NamedTuple):
    """A reading with what its counting depends on, which is the same for every unit above it."""

    reading: Reading
    reason: str = ""
    """Why it does not count: `empty`, or a reason as in `LeftOut`; empty where it counts."""
    refused: str = ""
    """Why a total with it has no number: `unit` or `base`."""
    met: bool | None = None
    """Of a share of units, whether the unit meets its target."""


class _Judging:
    """Judges the readings of one indicator; each target is read once."""

    __slots__ = ("_bounds", "indicator", "kind")

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self.kind = field_of(indicator)
        self._bounds: dict[str, Target | None] = {}

    def of(self, reading: Reading) -> _Judged:
        """A reading, judged."""
        fault, figure, aggregate = reading.fault, reading.figure, self.indicator.aggregate
        if fault:
            return _Judged(reading, refused="unit") if fault == "unit" else _Judged(reading, fault)
        if figure.value is None and figure.quantity.empty and figure.numerator is None:
            # A note, a target or a date, and no figure.
            return _Judged(reading, "empty")
        if aggregate == "ratio":
            has_base = figure.numerator is not None and figure.denominator
            if not has_base and not (figure.quantity.empty and not figure.years):
                return _Judged(reading, refused="base")
            return _Judged(reading, "" if figure.denominator is not None else self._reason(reading))
        if aggregate == "share-met":
            met = self._met(reading)
            return _Judged(reading, "" if met is not None else "incomparable", met=met)
        return _Judged(reading, "" if aggregate == "none" else self._reason(reading))

    def _reason(self, reading: Reading) -> str:
        """Why a figure without a base does not count."""
        figure = reading.figure
        if self.kind.words:
            ranked = self.indicator.aggregate in ("min", "max") and figure.rank is not None
            return "" if ranked else "incomparable"
        return "" if figure.value is not None else "range"

    def _met(self, reading: Reading) -> bool | None:
        """Whether a unit meets its own target, or else the register's; only that, since many units are asked for it."""
        target = reading.observation.fields.get("target") or self.indicator.target
        if self.kind.words:
            return judge(self.indicator, reading.figure, target).met
        if target not in self._bounds:
            self._bounds[target] = target_of(self.indicator, target)
        bounds = self._bounds[target]
        if bounds is None:
            return None
        value = reading.figure.value
        return bounds.met(value) if value is not None else bounds.met_by(reading.figure.quantity)


def _total(
    judging: _Judging, unit: str, given: Sequence[_Judged], missing: Iterable[str], twice: tuple[str, ...] = ()
) -> Total:
    """The roll-up of judged readings that are sorted by unit."""
    indicator = judging.indicator
    counted = [one for one in given if not one.reason]
    left_out: list[LeftOut] = []
    missing = [*missing]
    if len(counted) < len(given):
        left_out = [LeftOut(one.reading.unit, one.reason) for one in given if one.reason and one.reason != "empty"]
        missing += [one.reading.unit for one in given if one.reason == "empty"]
    readings = tuple([one.reading for one in counted])
    refused = Refusal("twice", twice) if twice else _refusal(judging, counted, readings)
    unasked = sum(one.reason == "unasked" for one in left_out)
    coverage = Coverage(len(counted), len(counted) + len(left_out) - unasked + len(missing))
    value = numerator = denominator = None
    words = ""
    if counted and not refused:
        value, numerator, denominator = _value(judging, counted)
        if (
            indicator.measure == "ordinal"
            and indicator.scale
            and value is not None
            and indicator.aggregate in ("min", "max")
        ):
            words = indicator.scale[int(value)]
    return Total(
        indicator.id,
        unit,
        value,
        coverage,
        tuple(sorted(missing)),
        tuple([reading.unit for reading in readings if reading.stale]),
        tuple(left_out),
        readings,
        refused,
        numerator,
        denominator,
        words,
        {} if refused else _breakdown(readings),
    )


def differences(
    found: Mapping[tuple[str, str], Reading], rolled_up: Mapping[tuple[str, str], Total]
) -> Iterator[Difference]:
    """The units whose own figure is not what the units below them amount to."""
    for key, whole in rolled_up.items():
        own = found.get(key)
        if own is not None and (differing := difference(own, whole)):
            yield differing


def difference(own: Reading, whole: Total) -> Difference | None:
    """A unit's own figure beside what the units below it amount to, where that is another."""
    if own.fault or not _differ(own, whole):
        return None
    months = {_month(own)} | {_month(part) for part in whole.parts}
    complete = not whole.missing and not whole.left_out
    return Difference(own, whole, complete and not whole.stale and len(months) == 1)


def _from_the_top(project: Project) -> list[str]:
    """Units that hang on a root, each behind its parent."""
    children: dict[str, list[str]] = {}
    order = []
    for unit in project.units.values():
        if unit.parent in project.units:
            children.setdefault(unit.parent, []).append(unit.id)
        else:
            order.append(unit.id)
    for unit in order:
        order += children.get(unit, ())
    return order


def _below(project: Project, order: Sequence[str], applies: str) -> dict[str, list[str]]:
    """For each unit, from the top, the lowest units below it to which terms apply, sorted by id."""
    above: dict[str, tuple[str, ...]] = {}
    asked = set()
    for id in order:
        unit = project.units[id]
        above[id] = (unit.parent, *above[unit.parent]) if unit.parent in above else ()
        if unit.matches(applies):
            asked.add(id)
    covered = {parent for id in asked for parent in above[id]}
    below: dict[str, list[str]] = {id: [] for id in order}
    for id in sorted(asked - covered):
        for parent in above[id]:
            below[parent].append(id)
    return below


def _refusal(judging: _Judging, counted: Sequence[_Judged], readings: Sequence[Reading]) -> Refusal | None:
    indicator = judging.indicator
    if indicator.aggregate == "none" or not counted:
        return None
    if indicator.aggregate == "sum" and judging.kind.percent:
        return Refusal("percentages")
    if hindered := [one for one in counted if one.refused]:
        reason = "unit" if any(one.refused == "unit" for one in hindered) else "base"
        return Refusal(reason, tuple(one.reading.unit for one in hindered if one.refused == reason))
    if other := _of_other_periods(indicator, readings):
        return Refusal("period", other)
    return None


def _of_other_periods(indicator: Indicator, counted: Sequence[Reading]) -> tuple[str, ...]:
    """The units whose figures are of another period than those of most.

    A yearly figure belongs to the year it is counted to. Of other figures, those of levels whose periods end
    in different months are of different periods, unless they are counted to the same month all the same; an
    old figure among new ones of one level is only stale.
    """
    if len({reading.observation.as_of or reading.period for reading in counted}) < 2:
        return ()
    if indicator.over == "year":
        groups: dict[object, list[str]] = {}
        for reading in counted:
            if day := reading.observation.as_of or reading.period:
                groups.setdefault(day.year, []).append(reading.unit)
    else:
        if len({reading.period for reading in counted}) < 2 or len({_month(reading) for reading in counted}) < 2:
            return ()
        groups = {}
        for reading in counted:
            groups.setdefault(reading.period and (reading.period.year, reading.period.month), []).append(reading.unit)
    if len(groups) < 2:
        return ()
    most = max(groups, key=lambda period: (len(groups[period]), str(period)))
    return tuple(sorted(unit for period, units in groups.items() if period != most for unit in units))


def _month(reading: Reading) -> tuple[int, int] | None:
    day: datetime.date | None = reading.observation.as_of or reading.period
    return (day.year, day.month) if day else None


def _value(judging: _Judging, counted: Sequence[_Judged]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, numerator and denominator of the total of readings that can be rolled up."""
    indicator, kind = judging.indicator, judging.kind
    with localcontext(EXACT):
        match indicator.aggregate:
            case "sum":
                return sum([one.reading.figure.value for one in counted], Decimal(0)), None, None
            case "ratio":
                numerator = sum([one.reading.figure.numerator for one in counted], Decimal(0))
                denominator = sum([one.reading.figure.denominator for one in counted], Decimal(0))
            case "share-met":
                numerator, denominator = Decimal(sum([bool(one.met) for one in counted])), Decimal(len(counted))
            case "min" | "max":
                figures = [one.reading.figure for one in counted]
                values = [Decimal(figure.rank) if kind.words else figure.value for figure in figures]
                return (min if indicator.aggregate == "min" else max)(values), None, None
            case _:
                return None, None, None
    percent = kind.percent or indicator.aggregate == "share-met"
    return (numerator / denominator * (100 if percent else 1)), numerator, denominator


def _breakdown(counted: Sequence[Reading]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    with localcontext(EXACT):
        for parts in [reading.figure.parts for reading in counted if reading.figure.parts]:
            for part, value in parts.items():
                sums[part] = sums.get(part, Decimal(0)) + value
    return dict(sorted(sums.items()))


def _differ(own: Reading, whole: Total) -> bool:
    indicator, figure = own.indicator, own.figure
    if whole.value is None:
        return False
    if field_of(indicator).words:
        return bool(whole.words) and figure.rank is not None and figure.rank != whole.value
    if indicator.aggregate == "share-met" and not (figure.quantity.percent or figure.denominator is not None):
        return False
    if figure.value is None:
        return False
    if figure.denominator is not None and whole.denominator is not None:
        return (figure.numerator, figure.denominator) != (whole.numerator, whole.denominator)
    # A figure typed with two decimals equals every number that is printed so.
    step = Decimal(1).scaleb(min(figure.value.as_tuple().exponent, 0))
    return abs(figure.value - whole.value) > step / 2

"""Totals of the indicators at every level of the tree of units."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext

from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.rollup.comparison import judge, target_of
from vankien.rollup.quantity import Field, field_of
from vankien.rollup.reading import Reading, by_indicator

EXACT = Context(prec=60)
"""Sums of a million figures of the longest kind are exact, and so do not depend on their order."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many units a total stands on."""

    reported: int
    """Units whose figure counts."""
    asked: int
    """Units of which a figure is asked."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit whose figure does not count."""

    unit: str
    """Id of the unit."""
    reason: str
    """Kind of the slip that keeps it out; or `range` (no single number), `incomparable` (no verdict)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a total has no number although figures were given."""

    reason: str
    """`unit` (mixed units of measure), `period` (periods that differ), `twice` (a unit counted twice),
    `base` (a percentage without numerator and denominator), `percentages` (a sum of percentages)."""
    units: tuple[str, ...] = ()
    """The units at which that lies; for periods those of the smaller group."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit's own figure beside the roll-up of the units below it."""

    own: Reading
    """What the unit reports."""
    total: Total
    """What the units below it report."""
    comparable: bool
    """Whether all units reported, for the same month: then the two should be equal."""


def totals(project: Project, found: Mapping[tuple[str, str], Reading]) -> dict[tuple[str, str], Total]:
    """The total of every indicator at every unit that has asked units below it, by unit and indicator.

    What counts are the lowest units of which the indicator is asked: a unit whose sub-units report it too
    is not added to them a second time. Exempt units count where they report, and are not missed.
    """
    order = _from_the_top(project)
    grouped = by_indicator(found)
    result: dict[tuple[str, str], Total] = {}
    sources: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    exempt = {unit.id for unit in project.units.values() if project.exempt(unit)}
    for indicator in project.indicators.values():
        if indicator.applies not in sources:
            sources[indicator.applies] = _sources(project, order, indicator.applies)
        given = grouped.get(indicator.id, {})
        parts: dict[str, list[Reading]] = {}
        missing: dict[str, list[str]] = {}
        for unit, above in sources[indicator.applies]:
            reading = given.get(unit)
            if reading is None and unit in exempt:
                continue
            for parent in above:
                if reading is None:
                    missing.setdefault(parent, []).append(unit)
                else:
                    parts.setdefault(parent, []).append(reading)
        for reading in given.values():
            # A unit that was never asked is shown as left out, wherever its figure could have been looked for.
            if reading.fault == "unasked":
                for parent in (above.id for above in project.ancestors(reading.unit)):
                    if parent in parts or parent in missing:
                        parts.setdefault(parent, []).append(reading)
        for parent in order:
            if parent in parts or parent in missing:
                result[parent, indicator.id] = total(indicator, parent, parts.get(parent, ()), missing.get(parent, ()))
    return result


def total(indicator: Indicator, unit: str, given: Iterable[Reading], missing: Iterable[str] = ()) -> Total:
    """The roll-up of readings of one indicator; the same in whatever order they come."""
    kind = field_of(indicator)
    given = sorted(given, key=lambda reading: reading.unit)
    missing = [*missing]
    counted: list[Reading] = []
    left_out: list[LeftOut] = []
    for reading in given:
        if _empty(reading):
            missing.append(reading.unit)
        elif reason := _reason(indicator, kind, reading):
            left_out.append(LeftOut(reading.unit, reason))
        else:
            counted.append(reading)
    refused = _refusal(indicator, given, counted)
    unasked = sum(one.reason == "unasked" for one in left_out)
    coverage = Coverage(len(counted), len(counted) + len(left_out) - unasked + len(missing))
    stale = tuple(reading.unit for reading in counted if reading.stale)
    value = numerator = denominator = None
    words = ""
    if counted and not refused:
        value, numerator, denominator = _value(indicator, counted)
        if indicator.scale and value is not None and indicator.aggregate in ("min", "max"):
            words = indicator.scale[int(value)]
    return Total(
        indicator.id,
        unit,
        value,
        coverage,
        tuple(sorted(missing)),
        stale,
        tuple(left_out),
        tuple(counted),
        refused,
        numerator,
        denominator,
        words,
        {} if refused else _breakdown(counted),
    )


def differences(
    found: Mapping[tuple[str, str], Reading], rolled_up: Mapping[tuple[str, str], Total]
) -> Iterator[Difference]:
    """The units whose own figure is not what the units below them amount to."""
    for key, whole in rolled_up.items():
        own = found.get(key)
        if own is not None and not own.fault and _differ(own, whole):
            months = {_month(own)} | {_month(part) for part in whole.parts}
            complete = not whole.missing and not whole.left_out
            yield Difference(own, whole, complete and not whole.stale and len(months) == 1)


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


def _sources(project: Project, order: Sequence[str], applies: str) -> list[tuple[str, tuple[str, ...]]]:
    """The lowest units to which terms apply, each with the units above it."""
    above: dict[str, tuple[str, ...]] = {}
    asked = set()
    for id in order:
        unit = project.units[id]
        above[id] = (unit.parent, *above[unit.parent]) if unit.parent in above else ()
        if unit.matches(applies):
            asked.add(id)
    covered = {parent for id in asked for parent in above[id]}
    return [(id, above[id]) for id in sorted(asked - covered)]


def _reason(indicator: Indicator, kind: Field, reading: Reading) -> str:
    """Why a reading does not count; empty where it does, also where it makes the whole total impossible."""
    fault = reading.fault
    if fault and fault != "unit":
        return fault
    if fault or _without_base(indicator, reading):
        return ""
    figure = reading.figure
    if indicator.aggregate == "share-met":
        return "" if _met(kind, reading) is not None else "incomparable"
    if indicator.aggregate == "none" or (indicator.aggregate == "ratio" and figure.denominator is not None):
        return ""
    if kind.words:
        ranked = indicator.aggregate in ("min", "max") and figure.rank is not None
        return "" if ranked else "incomparable"
    return "" if figure.value is not None else "range"


def _empty(reading: Reading) -> bool:
    """Whether a unit gave a note, a target or a date, and no figure."""
    figure = reading.figure
    return not reading.fault and figure.value is None and figure.quantity.empty and figure.numerator is None


def _without_base(indicator: Indicator, reading: Reading) -> bool:
    figure = reading.figure
    return (
        indicator.aggregate == "ratio"
        and not (figure.numerator is not None and figure.denominator)
        and not (figure.quantity.empty and not figure.years)
    )


def _refusal(indicator: Indicator, given: Sequence[Reading], counted: Sequence[Reading]) -> Refusal | None:
    if len({reading.unit for reading in given}) < len(given):
        units = [reading.unit for reading in given]
        return Refusal("twice", tuple(sorted({unit for unit in units if units.count(unit) > 1})))
    if indicator.aggregate == "none" or not counted:
        return None
    if indicator.aggregate == "sum" and field_of(indicator).percent:
        return Refusal("percentages")
    if mixed := tuple(reading.unit for reading in counted if reading.fault == "unit"):
        return Refusal("unit", mixed)
    if bare := tuple(reading.unit for reading in counted if _without_base(indicator, reading)):
        return Refusal("base", bare)
    if other := _of_other_periods(indicator, counted):
        return Refusal("period", other)
    return None


def _of_other_periods(indicator: Indicator, counted: Sequence[Reading]) -> tuple[str, ...]:
    """The units whose figures are of another period than those of most.

    A yearly figure belongs to the year it is counted to. Of other figures, those of levels whose periods end
    in different months are of different periods, unless they are counted to the same month all the same; an
    old figure among new ones of one level is only stale.
    """
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


def _value(indicator: Indicator, counted: Sequence[Reading]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, numerator and denominator of the total of readings that can be rolled up."""
    kind = field_of(indicator)
    with localcontext(EXACT):
        match indicator.aggregate:
            case "sum":
                return sum((reading.figure.value for reading in counted), Decimal(0)), None, None
            case "ratio":
                numerator = sum((reading.figure.numerator for reading in counted), Decimal(0))
                denominator = sum((reading.figure.denominator for reading in counted), Decimal(0))
            case "share-met":
                numerator, denominator = (
                    Decimal(sum(bool(_met(kind, reading)) for reading in counted)),
                    Decimal(len(counted)),
                )
            case "min" | "max":
                values = [Decimal(reading.figure.rank) if kind.words else reading.figure.value for reading in counted]
                return (min if indicator.aggregate == "min" else max)(values), None, None
            case _:
                return None, None, None
    percent = kind.percent or indicator.aggregate == "share-met"
    return (numerator / denominator * (100 if percent else 1)), numerator, denominator


def _met(kind: Field, reading: Reading) -> bool | None:
    """Whether a unit meets its own target, or else the register's; only that, since many units are asked for it."""
    indicator = reading.indicator
    target = reading.observation.fields.get("target") or indicator.target
    if kind.words:
        return judge(indicator, reading.figure, target).met
    bounds = target_of(indicator, target)
    if bounds is None:
        return None
    value = reading.figure.value
    return bounds.met(value) if value is not None else bounds.met_by(reading.figure.quantity)


def _breakdown(counted: Sequence[Reading]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    with localcontext(EXACT):
        for reading in counted:
            for part, value in reading.figure.parts.items():
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

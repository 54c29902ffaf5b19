"""All figures of a project: readings, totals and how they compare, worked out once."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cached_property

from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.rollup.comparison import Comparison, baseline_of, judge
from vankien.rollup.figure import Figure, Slip, side_slips
from vankien.rollup.once import once
from vankien.rollup.quantity import Quantity, field_of
from vankien.rollup.reading import Reading, Readings
from vankien.rollup.term import passed
from vankien.rollup.tree import EXACT, Difference, Total, Totals, difference, differences


class Ledger:
    """The figures of a project, each worked out when somebody looks at it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.readings = Readings(project)
        self.totals = Totals(project, self.readings)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where a unit's own figure and its total differ."""
        return tuple(differences(self.readings, self.totals))

    @cached_property
    def slips(self) -> Mapping[str, tuple[tuple[Reading, Slip], ...]]:
        """What is wrong with single values, by kind of slip, in the order of the readings."""
        return _slips(self.readings.values())

    def differs(self, unit: str, indicator: str) -> bool:
        """Whether a unit reports another figure than the units below it amount to."""
        own, total = self.readings.get((unit, indicator)), self.totals.get((unit, indicator))
        return own is not None and total is not None and difference(own, total) is not None

    def comparison(self, unit: str, indicator: str) -> Comparison:
        """How a unit's figure stands to its target; a comparison of nothing where it has no figure that counts."""
        reading = self.readings.get((unit, indicator))
        if reading is None or reading.fault:
            return Comparison()
        return judge(
            reading.indicator,
            reading.figure,
            reading.observation.fields.get("target") or self.owed(unit, reading.indicator).target,
            baseline_of(reading.indicator, reading.observation),
            self._passed(unit, reading.indicator, reading.observation.as_of or reading.period),
        )

    def total_comparison(self, unit: str, indicator: str) -> Comparison:
        """How the total of the units below a unit stands to that unit's target."""
        total = self.totals.get((unit, indicator))
        if total is None or total.value is None:
            return Comparison()
        own = self.owed(unit, self.project.indicators[indicator])
        reading = self.readings.get((unit, indicator))
        target = (reading.observation.fields.get("target") if reading else "") or own.target
        if own.aggregate == "share-met":
            own = replace(own, measure="percentage", unit="%", ascending=True)
            target = own.share
        found = Figure(Quantity("", total.value, total.value), total.value)
        if field_of(own).words:
            found = Figure(Quantity(""), words=total.words, rank=int(total.value))
        days = [part.observation.as_of or part.period for part in total.parts]
        day = max((day for day in days if day), default=None)
        return judge(own, found, target, baseline_of_sum(own, total), self._passed(unit, own, day))

    def owed(self, unit: str, indicator: Indicator) -> Indicator:
        """The indicator as it binds a unit: the target of a sum is that of the whole, not of each unit below it; that
        of a share of units is each unit's, not that of the whole."""
        if indicator.aggregate == "share-met" and (unit, indicator.id) in self.totals:
            return replace(indicator, target="")
        if indicator.aggregate != "sum" or not indicator.target:
            return indicator
        if any(above.matches(indicator.applies) for above in self.project.ancestors(unit)):
            return replace(indicator, target="")
        return indicator

    def _passed(self, unit: str, indicator: Indicator, day: datetime.date | None) -> Decimal | None:
        if indicator.over != "term":
            return None
        level = self.project.cycle.levels.get(self.project.units[unit].level)
        return passed(self.project.cycle, level.period, day) if level and day else None


def baseline_of_sum(indicator: Indicator, total: Total) -> Decimal | None:
    """The sum of the baselines, where figures are added up and each of them has one."""
    if indicator.aggregate != "sum" or total.value is None:
        return None
    found = [baseline_of(indicator, part.observation) for part in total.parts]
    with localcontext(EXACT):
        return None if None in found else sum(found, Decimal(0))


@once
def ledger(project: Project) -> Ledger:
    """The ledger of a project; asked for again with the same project, it is the same."""
    return Ledger(project)


def _slips(found: Iterable[Reading]) -> dict[str, tuple[tuple[Reading, Slip], ...]]:
    by_kind: dict[str, list[tuple[Reading, Slip]]] = {}
    for reading in found:
        fields = reading.observation.fields
        beside = (
            side_slips(reading.indicator, reading.observation) if "target" in fields or "baseline" in fields else ()
        )
        for slip in (*reading.slips, *beside):
            by_kind.setdefault(slip.kind, []).append((reading, slip))
    return {kind: tuple(listed) for kind, listed in by_kind.items()}

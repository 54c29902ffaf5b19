"""What each unit reports of each indicator, and what keeps it out of a total."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from vankien.model.cycle import Period
from vankien.model.indicator import Indicator, Observation
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.sections import Sections
from vankien.rollup.by_unit import ByUnit
from vankien.rollup.figure import HARMLESS, Figure, Slip, figure
from vankien.rollup.quantity import Field, field_of
from vankien.rollup.term import term


@record
class Reading:
    """One unit's observation of one indicator, as it counts."""

    unit: str
    """Id of the unit."""
    indicator: Indicator
    """What is observed."""
    observation: Observation
    """As typed."""
    report: str
    """Id of the report, and"""
    heading: str
    """of the heading, of the text at whose head it stands."""
    figure: Figure
    """The figure that it amounts to."""
    slips: tuple[Slip, ...] = ()
    """What is wrong: the figure's own slips, and `future`, `outside` (of the reporting period), `unasked` (an
    indicator that the unit does not have), `twice` (given in two files)."""
    period: datetime.date | None = None
    """Last day of the period that its level reports on; none where that is not known."""
    stale: bool = False
    """Whether it is older than the last month that the level reports on and that is over."""
    fault: str = ""
    """The kind of the first slip after which the figure does not count; empty where it counts."""


class Readings(ByUnit[Reading]):
    """Every observation of a registered indicator, by unit and indicator; the first where a unit gives it twice.

    Those of a unit are read when somebody looks at one of them: after an edit hardly any page needs them all.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._of: dict[str, dict[tuple[str, str], Reading]] = {}
        self._fields: dict[str, Field] = {}
        self._windows: dict[str, _Window] = {}
        self._given = _Given(project)

    def _all(self) -> dict[tuple[str, str], Reading]:
        return {key: one for unit in self._project.units for key, one in self.of(unit).items()}

    def of(self, unit: str) -> Mapping[tuple[str, str], Reading]:
        """What one unit reports."""
        if unit not in self._of:
            self._of[unit] = self._read(unit) if unit in self._project.units else {}
        return self._of[unit]

    def _read(self, id: str) -> dict[tuple[str, str], Reading]:
        project = self._project
        unit = project.units[id]
        if unit.level not in self._windows:
            level = project.cycle.levels.get(unit.level)
            self._windows[unit.level] = _Window(project, level.period if level else Period())
        found: dict[tuple[str, str], Reading] = {}
        matching: dict[str, bool] = {}
        for report, heading, observations in self._given.of(id):
            for one, observation in observations.items():
                indicator = project.indicators.get(one)
                if indicator is None:
                    continue
                key = id, one
                if key in found:
                    first = found[key]
                    if not any(slip.kind == "twice" for slip in first.slips):
                        found[key] = replace(
                            first, slips=(*first.slips, Slip("", "twice")), fault=first.fault or "twice"
                        )
                    continue
                is_asked = matching.get(indicator.applies)
                if is_asked is None:
                    is_asked = matching[indicator.applies] = unit.matches(indicator.applies)
                if one not in self._fields:
                    self._fields[one] = field_of(indicator)
                window = self._windows[unit.level]
                found[key] = _reading(id, indicator, observation, report, heading, self._fields[one], window, is_asked)
        return found


class _Given:
    """What units say they observed, without their texts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._orders: dict[tuple[int, ...], dict[tuple[str, str], int]] = {}

    def of(self, unit: str) -> Iterator[tuple[str, str, Mapping[str, Observation]]]:
        """Observations by indicator, after report and heading, of a unit's texts under headings that apply to it."""
        observed = self._observed(unit)
        if not observed:
            return
        order = self._order({report: self._project.applied[unit, report] for report in self._project.outlines})
        for place in sorted((place for place in observed if place in order), key=order.__getitem__):
            yield *place, observed[place]

    def _order(self, outlines: Mapping[str, Outline]) -> dict[tuple[str, str], int]:
        """The headings of some outlines, each after its report, with their order; most units share one."""
        shared = tuple(map(id, outlines.values()))
        if shared not in self._orders:
            places = ((report, heading.id) for report, outline in outlines.items() for heading in outline.headings)
            self._orders[shared] = {place: number for number, place in enumerate(places)}
        return self._orders[shared]

    def _observed(self, unit: str) -> Mapping[tuple[str, str], Mapping[str, Observation]]:
        texts = self._project.sections
        if not isinstance(texts, Sections):
            return self._typed.get(unit, {})
        shelf = texts.shelves.get(unit)
        return {key[1:]: found for key, found in shelf.observed.items()} if shelf else {}

    @cached_property
    def _typed(self) -> Mapping[str, Mapping[tuple[str, str], Mapping[str, Observation]]]:
        """The same of a project that was not read from a disk."""
        found: dict[str, dict[tuple[str, str], Mapping[str, Observation]]] = {}
        for section in self._project.sections.values():
            if section.observations:
                found.setdefault(section.unit, {})[section.report, section.heading] = section.observations
        return found


def repeated(project: Project) -> Iterator[tuple[Observation, Observation]]:
    """Each observation that a unit gives a second time, with the one that it gave first."""
    given = _Given(project)
    for unit in project.units:
        first: dict[str, Observation] = {}
        for _, _, observations in given.of(unit):
            for id, observation in observations.items():
                if first.setdefault(id, observation) is not observation:
                    yield observation, first[id]


def _reading(
    unit: str,
    indicator: Indicator,
    observation: Observation,
    report: str,
    heading: str,
    field: Field,
    window: "_Window",
    is_asked: bool,
) -> Reading:
    found = figure(indicator, observation, field)
    slips = found.slips
    kind, stale = window.judge(observation.as_of)
    if kind:
        slips = (*slips, Slip("as_of", kind))
    if not is_asked:
        slips = (*slips, Slip("", "unasked"))
    fault = next((slip.kind for slip in slips if slip.kind not in HARMLESS), "") if slips else ""
    return Reading(unit, indicator, observation, report, heading, found, slips, window.end, stale, fault)


class _Window:
    """The days that the figures of one level may be of."""

    __slots__ = ("end", "fresh", "judged", "start", "today")

    def __init__(self, project: Project, period: Period) -> None:
        ends = term(project.cycle, period)
        # Where only the year is known in which the term began, all of it counts.
        self.start = period.start or (ends[0].replace(month=1, day=1) if ends else None)
        self.end = period.end
        # An estimate (ước) is given for days that are still to come.
        self.today = max(project.today, period.end) if period.estimate and period.end else project.today
        self.fresh = _first_of_last_month(period.end, project.today) if period.end else None
        # Nearly all figures are of a few days.
        self.judged: dict[datetime.date | None, tuple[str, bool]] = {None: ("", False)}

    def judge(self, day: datetime.date | None) -> tuple[str, bool]:
        """What is wrong with a day, as a kind of slip, and whether a figure of that day is stale."""
        if day not in self.judged:
            outside = (self.start and day < self.start) or (self.end and day > self.end)
            kind = "future" if day > self.today else "outside" if outside else ""
            self.judged[day] = kind, self.fresh is not None and day < self.fresh
        return self.judged[day]


def _first_of_last_month(end: datetime.date, today: datetime.date) -> datetime.date:
    """First day of the last month that belongs to a period and is over on a day."""
    if end <= today:
        return end.replace(day=1)
    return (today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def by_indicator(found: Mapping[tuple[str, str], Reading]) -> dict[str, dict[str, Reading]]:
    """The readings by indicator, and by unit below it."""
    grouped: dict[str, dict[str, Reading]] = {}
    for (unit, indicator), reading in found.items():
        grouped.setdefault(indicator, {})[unit] = reading
    return grouped

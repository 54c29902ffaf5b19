"""A project cut down to one unit, for rules whose findings at a unit depend on nothing else."""

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property

from vankien.model.diagnostic import Fault
from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.model.sections import MARKS, Key, Sections, Shelf


class Slices:
    """The slices of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.faults: dict[str, list[Fault]] = {}
        for fault in project.faults:
            top, _, below = fault.finding.span.path.partition("/")
            self.faults.setdefault(below.partition("/")[0] if top == "units" else "", []).append(fault)
        self.images: dict[str, dict[str, int]] = {}
        for path, size in project.images.items():
            self.images.setdefault(path.split("/")[1], {})[path] = size

    def of(self, unit: str, today: datetime.date, words: bool) -> Project:
        """What a rule that looks at one unit may see: its files and `content/`; without a unit only `content/`.

        Every field that is not named here stays empty, so that a rule which needs more gives itself away.
        """
        whole = self.project
        sections = whole.sections if isinstance(whole.sections, Sections) else Sections({})
        own = sections.shelves.get(unit)
        return Project(
            cycle=whole.cycle,
            today=today,
            outlines=whole.outlines,
            units={unit: whole.units[unit]} if unit else {},
            sections=sections.of(unit),
            entries=own.entries if own else (),
            themes=whole.themes,
            indicators=whole.indicators,
            documents=whole.documents,
            pages=whole.pages,
            profiles=whole.profiles,
            images=self.images.get(unit, {}) if unit else {},
            vocabulary=whole.vocabulary if words else frozenset(),
            faults=(*self.faults.get("", ()), *(self.faults.get(unit, ()) if unit else ())),
            # What is remembered of the unit's texts serves the rules that look at all units as well.
            memory=whole.memory,
            applied={(unit, report): whole.applied[unit, report] for report in whole.outlines} if unit else {},
        )

    @cached_property
    def with_placeholders(self) -> list[str]:
        """The units with placeholders in their texts."""
        return [unit for unit, shelf in self.project.sections.shelves.items() if shelf.marked["placeholders"]]

    def figures(self, units: Container[str], indicators: Iterable[str] | None = None) -> Project:
        """What a rule about figures may see: `content/`, all units, and what some of them observed; no texts.

        `indicators` are those that it may see, where not all.
        """
        whole = self.project
        listed = whole.indicators if indicators is None else {id: whole.indicators[id] for id in indicators}
        return self._shown({unit: () for unit in whole.units if unit in units}, listed)

    def placeholders(self, units: Container[str]) -> Project:
        """What a rule about placeholders may see: what all units observed, and the texts of some with placeholders."""
        whole = self.project
        shelves = whole.sections.shelves
        shown = {unit: shelves[unit].marked["placeholders"] if unit in units else () for unit in whole.units}
        return self._shown(shown, whole.indicators)

    def _shown(self, shown: Mapping[str, Sequence[Key]], indicators: Mapping[str, Indicator]) -> Project:
        """All units, what those that are named observed, and of these some texts."""
        whole = self.project
        shelves = whole.sections.shelves
        return Project(
            cycle=whole.cycle,
            today=whole.today,
            outlines=whole.outlines,
            units=whole.units,
            sections=Sections(
                {
                    unit: Shelf(keys, {**dict.fromkeys(MARKS, ()), "placeholders": keys}, shelf.section, shelf.observed)
                    for unit, keys in shown.items()
                    for shelf in [shelves[unit]]
                }
            ),
            themes=whole.themes,
            indicators=indicators,
            documents=whole.documents,
            profiles=whole.profiles,
            faults=tuple(self.faults.get("", ())),
            applied=whole.applied,
        )

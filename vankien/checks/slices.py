"""A project cut down to one unit, for rules whose findings at a unit depend on nothing else."""

import datetime

from vankien.model.diagnostic import Fault
from vankien.model.project import Project
from vankien.model.sections import Sections, marked


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

    def figures(self) -> Project:
        """What a rule about figures may see: all units, `content/`, and the texts with observations or placeholders."""
        whole = self.project
        among = {
            (section.unit, section.report, section.heading): section
            for mark in ("observations", "placeholders")
            for section in marked(whole.sections, mark)
        }
        return Project(
            cycle=whole.cycle,
            today=whole.today,
            outlines=whole.outlines,
            units=whole.units,
            sections={key: among[key] for key in whole.sections if key in among},
            themes=whole.themes,
            indicators=whole.indicators,
            documents=whole.documents,
            profiles=whole.profiles,
            faults=tuple(self.faults.get("", ())),
            applied=whole.applied,
        )

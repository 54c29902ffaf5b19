"""Everything read from one repository, as one value, with look-ups."""

import datetime
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import takewhile
from typing import TypeVar

from vankien.model.comment import Comment
from vankien.model.commented import Commented
from vankien.model.cycle import DEFAULT_PROFILE, Cycle, Milestone
from vankien.model.diagnostic import Fault
from vankien.model.draft import Draft
from vankien.model.indicator import Indicator
from vankien.model.memory import Memory
from vankien.model.outline import Document, Outline, resolve_conditional
from vankien.model.picture import Picture
from vankien.model.recent import Recent
from vankien.model.record import record
from vankien.model.section import Entry, Section
from vankien.model.sections import Key, Sections
from vankien.model.source import Body
from vankien.model.theme import Theme
from vankien.model.unit import Unit

Value = TypeVar("Value")


@record
class Project:
    """One editorial repository at one moment."""

    cycle: Cycle
    """The reporting cycle."""
    today: datetime.date
    """The day that everything depending on the day reads."""
    outlines: Mapping[str, Outline]
    """Outlines by report id, in the cycle's order, with all headings and words of all units."""
    units: Mapping[str, Unit]
    """Units by id, the root first, then depth first by folder name."""
    sections: Mapping[tuple[str, str, str], Section]
    """Readable section files by unit, report and heading id; each may be read only when it is looked at."""
    entries: Sequence[Entry] = ()
    """Every section file found, readable or not, whether or not a heading asks for it."""
    themes: Mapping[str, Theme] = field(default_factory=dict)
    """Cross-cutting tasks by id."""
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    """The indicator register by id."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    """The register of directive documents by id."""
    comments: Sequence[Comment] = ()
    """All comments on drafts, by unit in the units' order, then by id."""
    commented: Commented = field(default_factory=Commented)
    """Texts of earlier drafts that comments speak of; empty unless they were asked for."""
    drafts: tuple[Draft, ...] = ()
    """The drafts that were put out before, oldest first; empty unless they were asked for."""
    recent: tuple[Recent, ...] = ()
    """Texts that were changed in the seven days up to `today`, newest first; empty unless they were asked for."""
    pages: tuple[Body, ...] = ()
    """The site's own pages, in order of file name."""
    profiles: tuple[str, ...] = ()
    """Names of the layout profiles that there are; empty where nobody has looked."""
    images: Mapping[str, int] = field(default_factory=dict)
    """Size in bytes of every file below a unit's folder `images`, by path."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """The pictures that texts show and that are whole, by path."""
    vocabulary: frozenset[str] = frozenset()
    """Words that the spelling check takes for right; empty unless it was asked for."""
    faults: tuple[Fault, ...] = ()
    """What could not be read, and what was read with doubts."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Hash of the bytes of every content file that was opened, by path."""
    files: int = 0
    """How many content files were opened."""
    commit: str = ""
    """Git commit that the content was read at, empty outside git."""
    epoch: int = 0
    """Seconds since 1970 of that commit, or of `today` outside git, for reproducible output."""
    stamps: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """Commit that last changed each unit's report, and its time, newest first; empty where nobody has looked."""
    applied: Mapping[tuple[str, str], Outline] = field(default_factory=dict)
    """Outline of each unit and report with only what applies to the unit, numbered for it."""
    memory: Memory | None = field(default=None, compare=False, repr=False)
    """What earlier runs worked out and is still true; none where there is no cache."""

    def of_units(self, name: str, work_out: Callable[[Iterable[Section]], Value]) -> Iterator[tuple[str, Value]]:
        """What a function makes of the texts of each unit, remembered from run to run under a name.

        The function must look at nothing but these texts. The order is that of `sections`.
        """
        if isinstance(self.sections, Sections):
            for unit, shelf in self.sections.shelves.items():
                if self.memory is None:
                    yield unit, work_out(shelf.all())
                else:
                    key = self.memory.digests[unit]
                    yield unit, self.memory.of_unit(unit, name, key, lambda shelf=shelf: work_out(shelf.all()))
            return
        by_unit: dict[str, list[Section]] = {}
        for section in self.sections.values():
            by_unit.setdefault(section.unit, []).append(section)
        for unit, texts in by_unit.items():
            yield unit, work_out(texts)

    def of_texts(
        self, name: str, work_out: Callable[[Body], Iterable[Value]]
    ) -> Iterator[tuple[Key, tuple[Value, ...]]]:
        """What a function makes of each text of which it makes anything, remembered text by text under a name.

        The function must look at nothing but the text. The order is that of `sections`.
        """
        if self.memory is None or not isinstance(self.sections, Sections):
            for key, section in self.sections.items():
                if found := tuple(work_out(section.body)):
                    yield key, found
            return
        for unit, shelf in self.sections.shelves.items():
            yield from self.memory.of_texts(unit, name, shelf.bodies, work_out)

    def children(self, unit: str) -> tuple[Unit, ...]:
        """The units directly below one."""
        return tuple(child for child in self.units.values() if child.parent == unit)

    def ancestors(self, unit: str) -> tuple[Unit, ...]:
        """The units above one, nearest first; a loop ends where it closes."""
        chain: list[Unit] = []
        seen = {unit}
        current = self.units.get(unit)
        while current and current.parent and current.parent not in seen:
            seen.add(current.parent)
            current = self.units.get(current.parent)
            if current:
                chain.append(current)
        return tuple(chain)

    def section(self, unit: str, report: str, heading: str) -> Section | None:
        """What a unit wrote under a heading or as an appendix."""
        return self.sections.get((unit, report, heading))

    def shown(self, section: Section) -> Mapping[str, Picture]:
        """The pictures of its unit's own folder that a text shows, by the destination its author typed."""
        folder = f"units/{section.unit}/images/"
        return {
            element.value: self.pictures[path]
            for element in section.body.elements
            if element.kind == "image"
            if (path := section.body.target(element.value)).startswith(folder)
            if path in self.pictures
        }

    def due(self, unit: Unit, report: str) -> Milestone | None:
        """The milestone by which a unit's report is due: the first of the outline's that its level has."""
        level = self.cycle.levels.get(unit.level)
        outline = self.outlines.get(report)
        if level is None or outline is None:
            return None
        return next((level.milestones[key] for key in outline.due if key in level.milestones), None)

    def exempt(self, unit: Unit) -> bool:
        """Whether a unit is too young to report, by the cycle's rule."""
        if not self.cycle.exempt_months or unit.established is None:
            return False
        dates = [due.before for report in self.outlines if (due := self.due(unit, report))]
        return _months_later(unit.established, self.cycle.exempt_months) > min(dates, default=self.today)

    def profile(self, unit: Unit) -> str:
        """The layout profile of a unit: its own, else the cycle's; one that is not there does not count."""
        for name in (unit.profile, self.cycle.profile):
            if name and (name in self.profiles or not self.profiles):
                return name
        return DEFAULT_PROFILE

    def printed(self, unit: str, report: str) -> Outline:
        """The outline as a unit's report prints it: an optional heading without any text is left out."""
        outline = self.applied[unit, report]
        written = {heading.id for heading in outline.headings if (unit, report, heading.id) in self.sections}
        return without(outline, unwritten(outline, written))


def unwritten(outline: Outline, written: Container[str]) -> tuple[str, ...]:
    """The optional headings of an outline under which nothing is written, nor under any heading below them."""
    found = []
    for place, heading in enumerate(outline.headings):
        if heading.optional and heading.id not in written:
            below = takewhile(lambda other: other.level > heading.level, outline.headings[place + 1 :])  # noqa: B023
            if not any(other.id in written for other in below):
                found.append(heading.id)
    return tuple(found)


def without(outline: Outline, ids: Container[str]) -> Outline:
    """The outline without some headings, numbered anew."""
    return outline.only(lambda heading: heading.id not in ids)


def resolve_outline(outline: Outline, matches: Callable[[str], bool]) -> Outline:
    """The outline with only the headings and words whose terms match, numbered anew."""
    applied = outline.only(lambda heading: matches(heading.applies))
    if not any("]{applies=" in heading.title + heading.guidance for heading in applied.headings):
        return applied
    headings = tuple(
        replace(
            heading,
            title=resolve_conditional(heading.title, matches),
            guidance=resolve_conditional(heading.guidance, matches),
        )
        for heading in applied.headings
    )
    return replace(applied, headings=headings)


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

"""What changed between two drafts: texts word by word, figures and structure apart."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import zip_longest

from vankien.model.indicator import Observation
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.section import Section
from vankien.rollup.restructure import Step, restructure, sources
from vankien.rollup.wording import Kind, Run, compare, count

NUMBER = r"\d+(?:[.,]\d+)*"
FIGURE = regex(
    rf"(?<![\w./-])(?:(?<!ngày )(?!\d?\d/(?:19|20)\d\d(?![\d.,])){NUMBER}/{NUMBER}(?![\w/-])|{NUMBER}(?![\w/-]))"
)
"""A figure in a text, or part and whole (`44/150`); numbers of documents and dates have letters or strokes beside them,
or tell a month of a year."""

AROUND = 6
"""Words that are shown on each side of a figure."""


class Fate(Enum):
    """What became of a text."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@record
class FigureChange:
    """A figure that changed."""

    before: str
    """As it was typed; empty where it is new."""
    after: str
    """As it is typed now; empty where it is gone."""
    indicator: str = ""
    """Id of the indicator; empty for a figure in the text."""
    key: str = ""
    """Which value of the indicator, such as `actual` or `years.2022`."""
    context: str = ""
    """For a figure in the text, the words around it, with `…` in its place."""


@record
class ValueChange:
    """Another particular of a text that changed, such as its status."""

    key: str
    """Key of the front matter."""
    before: str
    """As it was."""
    after: str
    """As it is now."""


@record
class SectionChange:
    """What changed in what one unit wrote under one heading."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    heading: str
    """Id of the heading or appendix: as it is now, or as it was where the text is gone."""
    origins: tuple[str, ...]
    """Ids under which the text stood before; several where headings were merged."""
    fate: Fate
    """What became of the text."""
    title: str
    """Title of the heading; empty where no outline has it."""
    runs: tuple[Run, ...]
    """The text word by word; one equal run where only something else changed."""
    figures: tuple[FigureChange, ...] = ()
    """Figures that changed: those of indicators first, then those in the text."""
    values: tuple[ValueChange, ...] = ()
    """Particulars that changed."""

    @property
    def inserted(self) -> int:
        """How many words came."""
        return count(self.runs, Kind.INSERT)

    @property
    def deleted(self) -> int:
        """How many words went."""
        return count(self.runs, Kind.DELETE)

    @property
    def reworded(self) -> bool:
        """Whether the text itself changed."""
        return any(run.kind is not Kind.EQUAL for run in self.runs)


@record
class Difference:
    """Everything that changed between two drafts."""

    sections: tuple[SectionChange, ...]
    """Changed texts by unit, report and heading, in the order of the newer draft; behind them those whose
    heading it lacks."""
    structure: tuple[Step, ...]
    """What became of the headings, by report."""
    targets: tuple[FigureChange, ...] = ()
    """Targets of the indicator register that changed."""
    units_added: tuple[str, ...] = ()
    """Units that are new."""
    units_removed: tuple[str, ...] = ()
    """Units that are gone."""

    @property
    def figure_count(self) -> int:
        """How many figures changed."""
        return len(self.targets) + sum(len(change.figures) for change in self.sections)

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.sections or self.structure or self.targets or self.units_added or self.units_removed)

    def of(self, unit: str) -> tuple[SectionChange, ...]:
        """The changed texts of one unit."""
        return tuple(change for change in self.sections if change.unit == unit)


def difference(before: Project, after: Project, unit: str = "", report: str = "") -> Difference:
    """What changed from one draft to another, everywhere or for one unit or report only."""
    reports = [id for id in dict.fromkeys((*after.outlines, *before.outlines)) if report in ("", id)]
    units = [id for id in dict.fromkeys((*after.units, *before.units)) if unit in ("", id)]
    old, new = _texts(before), _texts(after)
    changes: list[SectionChange] = []
    plans = {id: _plan(before.outlines.get(id), after.outlines.get(id)) for id in reports}
    for of_unit in units:
        for id in reports:
            was, now = old.get((of_unit, id), {}), new.get((of_unit, id), {})
            if was or now:
                changes += _report_changes(before, after, was, now, plans[id])
    return Difference(
        sections=tuple(changes),
        structure=tuple(
            step for id in reports for step in restructure(id, before.outlines.get(id), after.outlines.get(id))
        ),
        targets=tuple(_targets(before, after)) if not unit else (),
        units_added=tuple(id for id in units if id not in before.units),
        units_removed=tuple(id for id in units if id not in after.units),
    )


Plan = tuple[dict[str, tuple[str, ...]], dict[str, str]]
"""Under which ids each text stood before, in the order of the report; and the titles of all headings."""


def _plan(before: Outline | None, after: Outline | None) -> Plan:
    named = (
        one for outline in (before, after) if outline is not None for one in (*outline.headings, *outline.appendices)
    )
    return sources(before, after), {one.id: one.title for one in named}


Keys = Mapping[str, tuple[str, str, str]]
"""The keys of a unit's texts in one report, by heading."""


def _texts(project: Project) -> dict[tuple[str, str], dict[str, tuple[str, str, str]]]:
    found: dict[tuple[str, str], dict[str, tuple[str, str, str]]] = {}
    for key in project.sections:
        found.setdefault(key[:2], {})[key[2]] = key
    return found


def _report_changes(before: Project, after: Project, was: Keys, now: Keys, plan: Plan) -> Iterator[SectionChange]:
    """The changes of one unit's report; texts whose files are the same, byte for byte, are not even taken out."""
    origins, titles = plan
    left = set(was)
    # A text whose heading no outline has is compared under its own name.
    for id in [*origins, *(id for id in now if id not in origins)]:
        old = [origin for origin in origins.get(id, (id,)) if origin in was]
        left.difference_update(old)
        if not old and id not in now:
            continue
        if old == [id] and id in now and _same_file(before, after, now[id]):
            continue
        texts = [before.sections[was[origin]] for origin in old]
        if change := _change(texts, after.sections[now[id]] if id in now else None, id, titles.get(id, "")):
            yield change
    for id in was:
        if id in left:
            yield _change([before.sections[was[id]]], None, id, titles.get(id, ""))


def _same_file(before: Project, after: Project, key: tuple[str, str, str]) -> bool:
    path = "units/{}/{}/{}.md".format(*key)
    known = before.digests.get(path)
    return known is not None and known == after.digests.get(path)


def _change(old: list[Section], new: Section | None, heading: str, title: str) -> SectionChange | None:
    before = "\n\n".join(section.body.text.strip() for section in old)
    after = new.body.text.strip() if new else ""
    values = tuple(_values(old[0] if old else None, new)) if old and new else ()
    figures = list(_observed([section.observations for section in old], new.observations if new else {}))
    if old and new and before == after and not values and not figures:
        return None
    runs = compare(before, after)
    if old and new:
        figures += _figures(runs)
        if not figures and not values and all(run.kind is Kind.EQUAL for run in runs):
            return None
    fate = Fate.CHANGED if old and new else Fate.ADDED if new else Fate.REMOVED
    origins = tuple(section.heading for section in old)
    unit, report = (new or old[0]).unit, (new or old[0]).report
    return SectionChange(unit, report, heading, origins, fate, title, runs, tuple(figures), values)


def _values(old: Section, new: Section) -> Iterator[ValueChange]:
    for key, was, now in (
        ("status", old.status.value, new.status.value),
        ("approved_by", old.approved_by, new.approved_by),
        ("themes", ", ".join(old.themes), ", ".join(new.themes)),
    ):
        if was != now:
            yield ValueChange(key, was, now)


def _observed(old: Iterable[Mapping[str, Observation]], new: Mapping[str, Observation]) -> Iterator[FigureChange]:
    was = {id: one for observations in old for id, one in observations.items()}
    for id in dict.fromkeys((*new, *was)):
        before, after = _flat(was.get(id)), _flat(new.get(id))
        for key in dict.fromkeys((*after, *before)):
            if before.get(key) != after.get(key):
                yield FigureChange(before.get(key, ""), after.get(key, ""), id, key)


def _flat(observation: Observation | None) -> dict[str, str]:
    if observation is None:
        return {}
    values = dict(observation.fields)
    if observation.as_of:
        values["as_of"] = observation.as_of.isoformat()
    values |= {f"years.{year}": value for year, value in observation.years.items()}
    values |= {f"parts.{part}": value for part, value in observation.parts.items()}
    if observation.approval:
        values["approval"] = observation.approval.number
    return values


def _figures(runs: tuple[Run, ...]) -> Iterator[FigureChange]:
    """The figures of a text that changed, each with the words around it."""
    position = 0
    while position < len(runs):
        if runs[position].kind is Kind.EQUAL:
            position += 1
            continue
        end = position
        while end < len(runs) and runs[end].kind is not Kind.EQUAL:
            end += 1
        texts = {run.kind: run.text for run in runs[position:end]}
        before = runs[position - 1].text if position else ""
        after = runs[end].text if end < len(runs) else ""
        old, new = (
            tuple(FIGURE.finditer(before + texts.get(kind, ""), len(before))) for kind in (Kind.DELETE, Kind.INSERT)
        )
        # Between figures that stayed, those that changed stand in the same order.
        for was, now in zip_longest(old, new):
            if (was and was[0]) != (now and now[0]):
                one = now or was
                context = _around(one, after) if one else ""
                yield FigureChange(was[0] if was else "", now[0] if now else "", context=context)
        position = end


def _around(figure: re.Match[str], after: str) -> str:
    """The words beside a figure: of its own run, and of the texts that stayed in front and behind."""
    head, tail = figure.string[: figure.start()], figure.string[figure.end() :] + after
    told = " ".join(head.rsplit(None, AROUND)[-AROUND:]), " ".join(tail.split(None, AROUND)[:AROUND])
    # A sign stays stuck to its figure: `đạt …%`.
    return told[0] + " " * head[-1:].isspace() + "…" + " " * tail[:1].isspace() + told[1]


def _targets(before: Project, after: Project) -> Iterator[FigureChange]:
    for id in dict.fromkeys((*after.indicators, *before.indicators)):
        was, now = before.indicators.get(id), after.indicators.get(id)
        for key in ("target", "share"):
            values = tuple(getattr(one, key) if one else "" for one in (was, now))
            if values[0] != values[1]:
                yield FigureChange(values[0], values[1], id, key)

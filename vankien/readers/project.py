"""A whole editorial repository read into one value."""

import datetime
import difflib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from vankien.model.cycle import Cycle
from vankien.model.diagnostic import Fault, PipelineError, say
from vankien.model.outline import CONDITIONAL, Outline
from vankien.model.project import Entry, Project, resolve_outline
from vankien.model.section import Section
from vankien.model.source import Body, Span
from vankien.model.unit import Unit
from vankien.readers.comment import read_comments
from vankien.readers.cycle import read_cycle
from vankien.readers.disk import ID, Disk, Item, Text, fault
from vankien.readers.markdown import elements
from vankien.readers.outline import read_outline
from vankien.readers.registers import read_documents, read_indicators, read_themes
from vankien.readers.section import read_section
from vankien.readers.unit import read_unit

IMAGES = "images"
SETTLED_FOLDERS = ("comments", IMAGES)
"""Folders of a unit that hold no report."""

DEEPEST_IMAGE = 8
"""Folders below this depth are not looked into: a link may lead round in a circle."""

Value = TypeVar("Value")
Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""


def read(root: Path, today: datetime.date | None = None, progress: Progress = lambda done, total: None) -> Project:
    """Everything below `root`; raises `PipelineError` only where it is no editorial repository.

    `today` overrides the day that the cycle fixes; without either it is the day of the machine.
    """
    disk = Disk(root)
    if not disk.exists("content/cycle.yml"):
        raise PipelineError(
            say("There is no content/cycle.yml in {root}: this is no vankien repository.", root=str(root)),
            say("Go to the folder of the repository, name it with --root, or make one with `new repository`."),
        )
    faults: list[Fault] = []
    cycle = _file(disk, "content/cycle.yml", read_cycle, faults) or Cycle("", "")
    outlines, reports = _outlines(disk, cycle, faults)
    units, folders = _units(disk, cycle, faults)
    entries = [entry for unit in units for entry in _entries(disk, unit, folders[unit], reports, faults)]
    sections = {}
    for number, (entry, item) in enumerate(entries):
        if section := _section(disk, entry, item, faults):
            sections[entry.unit, entry.report, entry.name] = section
        progress(number + 1, len(entries))
    project = Project(
        cycle=cycle,
        today=today or cycle.today or datetime.date.today(),
        outlines={id: resolve_outline(outline, lambda terms: True) for id, outline in outlines.items()},
        units=units,
        sections=sections,
        entries=tuple(entry for entry, _ in entries),
        themes=_file(disk, "content/themes.yml", read_themes, faults) or {},
        indicators=_file(disk, "content/indicators.yml", read_indicators, faults) or {},
        documents=_file(disk, "content/documents.yml", read_documents, faults) or {},
        pages=_pages(disk, faults),
        images=_images(disk, folders, faults),
        comments=tuple(
            comment
            for unit in units
            if unit in folders
            for comment in read_comments(disk, unit, folders[unit].path, faults)
        ),
        applied=_applied(outlines, units),
        faults=tuple(faults),
        digests=disk.digests,
        files=disk.opened,
    )
    noon = datetime.datetime.combine(project.today, datetime.time(12), datetime.UTC)
    return replace(project, epoch=int(noon.timestamp()))


def _file(
    disk: Disk, path: str, reader: Callable[[Text], tuple[Value, list[Fault]]], faults: list[Fault]
) -> Value | None:
    if not disk.exists(path):
        return None
    text, problems = disk.text(disk.named(path))
    faults += problems
    if text is None:
        return None
    value, problems = reader(text)
    faults += problems
    return value


def _outlines(disk: Disk, cycle: Cycle, faults: list[Fault]) -> tuple[dict[str, Outline], dict[str, bool]]:
    """The outlines in the cycle's order; and of every report that has an outline file, whether it is readable."""
    items, problems = disk.listing("content/outlines")
    faults += problems
    outlines = {}
    reports = {}
    for item in items:
        if not item.name.endswith(".md"):
            continue
        report = item.name.removesuffix(".md")
        _check_name(item, report, faults)
        reports[report] = False
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            outlines[report], problems = read_outline(text, report)
            reports[report] = True
            faults += problems
    if not reports and not problems:
        raise PipelineError(
            say("There is no outline in content/outlines."),
            say("Put one Markdown file a report there; the instructions show how it looks."),
        )
    order = [report for report in cycle.reports if report in outlines]
    rest = [report for report in outlines if report not in order]
    return {report: outlines[report] for report in order + rest}, reports


def _units(disk: Disk, cycle: Cycle, faults: list[Fault]) -> tuple[dict[str, Unit], dict[str, Item]]:
    """Units by id, the root first and then depth first, and their folders."""
    items, problems = disk.listing("units")
    faults += problems
    found: dict[str, Unit] = {}
    folders = {}
    for item in items:
        if not item.folder:
            continue
        _check_name(item, item.name, faults)
        path = f"{item.path}/unit.yml"
        if not disk.exists(path):
            faults.append(
                fault(
                    "S109",
                    Span(item.path),
                    say("The folder of this unit has no unit.yml."),
                    say("Make one with `new unit`, or delete the folder."),
                )
            )
        # Texts of a unit that nobody describes are read all the same, so that its findings stay in sight.
        found[item.name] = _file(disk, path, partial(read_unit, id=item.name), faults) or Unit(
            item.name, item.name, "", Span(path)
        )
        folders[item.name] = item
    top = cycle.root or next((unit.id for unit in found.values() if not unit.parent), "")
    return _in_order(found, top), folders


def _in_order(units: dict[str, Unit], root: str) -> dict[str, Unit]:
    children: dict[str, list[str]] = {}
    for unit in units.values():
        children.setdefault(unit.parent, []).append(unit.id)
    ordered: dict[str, Unit] = {}
    waiting = [id for id in sorted(units, reverse=True) if id != root] + ([root] if root in units else [])
    # Depth first without recursion; units in a loop or without a parent come last, as themselves.
    while waiting:
        id = waiting.pop()
        if id in ordered:
            continue
        ordered[id] = units[id]
        waiting += [child for child in sorted(children.get(id, ()), reverse=True) if child not in ordered]
    return ordered


def _entries(
    disk: Disk, unit: str, folder: Item, reports: dict[str, bool], faults: list[Fault]
) -> list[tuple[Entry, Item]]:
    items, problems = disk.listing(folder.path)
    faults += problems
    entries = []
    for report in items:
        if report.name in SETTLED_FOLDERS or report.name == "unit.yml":
            continue
        if not report.folder:
            entries.append((Entry(unit, "", report.name, Span(report.path)), report))
            continue
        if not reports.get(report.name):
            if report.name not in reports:
                faults.append(_no_report(report, list(reports)))
            continue
        files, problems = disk.listing(report.path)
        faults += problems
        for file in files:
            name = file.name.removesuffix(".md")
            _check_name(file, name, faults)
            entries.append((Entry(unit, report.name, name, Span(file.path)), file))
    return entries


def _section(disk: Disk, entry: Entry, item: Item, faults: list[Fault]) -> Section | None:
    if not item.name.endswith(".md") or not entry.report:
        return None
    text, problems = disk.text(item)
    faults += problems
    if text is None:
        return None
    section, problems = read_section(text, entry.unit, entry.report, entry.name)
    faults += problems
    return section


def _images(disk: Disk, units: dict[str, Item], faults: list[Fault]) -> dict[str, int]:
    """The sizes of all files in the units' folders of images, by path."""
    sizes = {}
    waiting = [f"{unit.path}/{IMAGES}" for unit in units.values()]
    while waiting:
        items, problems = disk.listing(waiting.pop())
        faults += problems
        for item in items:
            if not item.folder:
                sizes[item.path] = disk.size(item)
            elif item.path.count("/") < DEEPEST_IMAGE:
                waiting.append(item.path)
    return sizes


def _pages(disk: Disk, faults: list[Fault]) -> tuple[Body, ...]:
    items, problems = disk.listing("content/pages")
    faults += problems
    pages = []
    for item in items:
        if item.folder or not item.name.endswith(".md"):
            continue
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            pages.append(Body(text.content, text.path, 1, elements(text.content)))
    return tuple(pages)


def _applied(outlines: dict[str, Outline], units: dict[str, Unit]) -> dict[tuple[str, str], Outline]:
    """Each unit's own outlines; units to which the same words apply share one."""
    applied = {}
    shared: dict[tuple[str, tuple[bool, ...]], Outline] = {}
    for report, outline in outlines.items():
        terms = sorted(_terms(outline))
        for unit in units.values():
            key = report, tuple(unit.matches(term) for term in terms)
            if key not in shared:
                shared[key] = resolve_outline(outline, unit.matches)
            applied[unit.id, report] = shared[key]
    return applied


def _terms(outline: Outline) -> set[str]:
    texts = (heading.title + heading.guidance for heading in outline.headings)
    conditional = {terms for text in texts for _, terms in CONDITIONAL.findall(text)}
    return conditional | {heading.applies for heading in outline.headings}


def _check_name(item: Item, name: str, faults: list[Fault]) -> None:
    if not all(ID.match(part) for part in name.split(".")):
        faults.append(
            fault(
                "R109",
                Span(item.path),
                say("The name “{name}” has other signs than a-z, 0-9 and hyphens.", name=item.name),
                say("Rename it without spaces, capitals and Vietnamese letters."),
            )
        )


def _no_report(item: Item, reports: list[str]) -> Fault:
    nearest = difflib.get_close_matches(item.name, reports, 1, 0.5)
    return fault(
        "S108",
        Span(item.path),
        say("No report is named `{name}`, so this folder is not read.", name=item.name),
        say("Did you mean `{nearest}`?", nearest=nearest[0])
        if nearest
        else say("Reports of this cycle: {reports}.", reports=", ".join(reports)),
    )

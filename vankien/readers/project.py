"""A whole editorial repository read into one value."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vankien.model.cycle import Cycle
from vankien.model.diagnostic import Fault, NoRepository, say
from vankien.model.outline import CONDITIONAL, Outline
from vankien.model.project import Project, resolve_outline
from vankien.model.sections import Later, Sections
from vankien.model.source import Body
from vankien.model.unit import Unit
from vankien.readers.cycle import read_cycle
from vankien.readers.disk import Disk, read_file
from vankien.readers.folder import Folder, check_name, read_folder
from vankien.readers.markdown import elements
from vankien.readers.outline import read_outline
from vankien.readers.registers import read_documents, read_indicators, read_themes
from vankien.readers.store import Store

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""


def read(
    root: Path,
    today: datetime.date | None = None,
    progress: Progress = lambda done, total: None,
    store: Store | None = None,
) -> Project:
    """Everything below `root`; raises `NoRepository` only where it is no editorial repository.

    `today` overrides the day that the cycle fixes; without either it is the day of the machine. What `store` still
    knows of a unit is not read again.
    """
    disk = Disk(root)
    if not disk.exists("content/cycle.yml"):
        raise NoRepository(
            say("There is no content/cycle.yml in {root}: this is no vankien repository.", root=str(root)),
            say("Go to the folder of the repository, name it with --root, or make one with `new repository`."),
        )
    faults: list[Fault] = []
    cycle = read_file(disk, "content/cycle.yml", read_cycle, faults) or Cycle("", "")
    outlines, reports = _outlines(disk, cycle, faults)
    found = _folders(disk, reports, store, faults, progress)
    units = {name: folder.unit for name, folder in found.items()}
    units = _in_order(units, cycle.root or next((unit.id for unit in units.values() if not unit.parent), ""))
    folders = [found[id] for id in units]
    for folder in folders:
        faults += folder.faults
        disk.digests.update(folder.digests)
    project = Project(
        cycle=cycle,
        today=today or cycle.today or datetime.date.today(),
        outlines={id: resolve_outline(outline, lambda terms: True) for id, outline in outlines.items()},
        units=units,
        sections=Sections({folder.unit.id: folder.sections for folder in folders}),
        entries=Later(lambda: (folder.sections.entries for folder in folders)),
        themes=read_file(disk, "content/themes.yml", read_themes, faults) or {},
        indicators=read_file(disk, "content/indicators.yml", read_indicators, faults) or {},
        documents=read_file(disk, "content/documents.yml", read_documents, faults) or {},
        pages=_pages(disk, faults),
        images={path: size for folder in folders for path, size in folder.images.items()},
        pictures={path: picture for folder in folders for path, picture in folder.pictures.items()},
        comments=Later(lambda: (folder.comments for folder in folders)),
        applied=_applied(outlines, units),
        faults=tuple(faults),
        digests=disk.digests,
        files=disk.opened + sum(folder.files for folder in folders),
    )
    noon = datetime.datetime.combine(project.today, datetime.time(12), datetime.UTC)
    return replace(project, epoch=int(noon.timestamp()))


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
        check_name(item, report, faults)
        reports[report] = False
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            outlines[report], problems = read_outline(text, report)
            reports[report] = True
            faults += problems
    if not reports and not problems:
        raise NoRepository(
            say("There is no outline in content/outlines."),
            say("Put one Markdown file a report there; the instructions show how it looks."),
        )
    order = [report for report in cycle.reports if report in outlines]
    rest = [report for report in outlines if report not in order]
    return {report: outlines[report] for report in order + rest}, reports


def _folders(
    disk: Disk, reports: dict[str, bool], store: Store | None, faults: list[Fault], progress: Progress
) -> dict[str, Folder]:
    """The folders of all units by name: those that did not change from the cache, the others from the disk."""
    items, problems = disk.listing("units")
    faults += problems
    folders = {}
    items = [item for item in items if item.folder]
    for number, item in enumerate(items):
        folders[item.name] = (
            store.folder(disk, item, reports) if store is not None else read_folder(disk, item, reports)
        )
        progress(number + 1, len(items))
    return folders


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

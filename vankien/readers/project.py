"""A whole editorial repository read into one value."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from vankien.model.diagnostic import Fault, NoRepository, say
from vankien.model.outline import CONDITIONAL, Outline
from vankien.model.project import Project, resolve_outline
from vankien.model.sections import Joined, Later, Sections
from vankien.model.unit import Unit
from vankien.readers.content import read_content
from vankien.readers.disk import Disk
from vankien.readers.folder import Folder, read_folder
from vankien.readers.store import Store

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""


def read(
    root: Path,
    today: datetime.date | None = None,
    progress: Progress = lambda done, total: None,
    store: Store | None = None,
    only: Collection[str] | None = None,
) -> Project:
    """Everything below `root`; raises `NoRepository` only where it is no editorial repository.

    `today` overrides the day that the cycle fixes; without either it is the day of the machine. What `store` still
    knows of a unit is not read again. `only` names the units that are read, where it is not all of them.
    """
    disk = Disk(root)
    if not disk.exists("content/cycle.yml"):
        raise NoRepository(
            say("There is no content/cycle.yml in {root}: this is no vankien repository.", root=str(root)),
            say("Go to the folder of the repository, name it with --root, or make one with `new repository`."),
        )
    content = store.content(disk) if store is not None else read_content(disk)
    faults = list(content.faults)
    found = _folders(disk, content.reports, store, faults, progress, only)
    units = {name: folder.unit for name, folder in found.items()}
    units = _in_order(units, content.cycle.root or next((unit.id for unit in units.values() if not unit.parent), ""))
    folders = [found[id] for id in units]
    for folder in folders:
        faults += folder.faults
    project = Project(
        cycle=content.cycle,
        today=today or content.cycle.today or datetime.date.today(),
        outlines={id: resolve_outline(outline, lambda terms: True) for id, outline in content.outlines.items()},
        units=units,
        sections=Sections({folder.unit.id: folder.sections for folder in folders}),
        entries=Later(lambda: (folder.sections.entries for folder in folders)),
        themes=content.themes,
        indicators=content.indicators,
        documents=content.documents,
        pages=content.pages,
        images={path: size for folder in folders for path, size in folder.images.items()},
        pictures={path: picture for folder in folders for path, picture in folder.pictures.items()},
        comments=Later(lambda: (folder.comments for folder in folders)),
        applied=_applied(content.outlines, units),
        faults=tuple(faults),
        digests=Joined(lambda: (one.digests for one in (content, *folders))),
        files=content.files + sum(folder.files for folder in folders),
    )
    noon = datetime.datetime.combine(project.today, datetime.time(12), datetime.UTC)
    return replace(project, epoch=int(noon.timestamp()))


def _folders(
    disk: Disk,
    reports: Mapping[str, bool],
    store: Store | None,
    faults: list[Fault],
    progress: Progress,
    only: Collection[str] | None,
) -> dict[str, Folder]:
    """The folders of all units by name: those that did not change from the cache, the others from the disk."""
    items, problems = disk.listing("units")
    faults += problems
    folders = {}
    items = [item for item in items if item.folder and (only is None or item.name in only)]
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


def _applied(outlines: Mapping[str, Outline], units: dict[str, Unit]) -> dict[tuple[str, str], Outline]:
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

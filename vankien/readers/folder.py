"""Everything in the folder of one unit, read into one value that a cache can keep as a whole."""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial

from vankien.model.comment import Comment
from vankien.model.diagnostic import Fault, say
from vankien.model.digest import digest
from vankien.model.picture import Picture
from vankien.model.record import record
from vankien.model.section import Entry, Section
from vankien.model.sections import Key, Shelf, shelve
from vankien.model.source import Span
from vankien.model.unit import Unit
from vankien.readers.comment import FOLDER as COMMENTS
from vankien.readers.comment import read_comments
from vankien.readers.disk import ID, Disk, Item, fault, read_file
from vankien.readers.picture import PICTURE_LIMIT, SUFFIXES, read_picture
from vankien.readers.section import read_section
from vankien.readers.unit import read_unit

IMAGES = "images"
SETTLED_FOLDERS = (COMMENTS, IMAGES)
"""Folders of a unit that hold no report."""

DEEPEST_IMAGE = 8
"""Folders below this depth are not looked into: a link may lead round in a circle."""


@record
class Folder:
    """What one unit's folder holds."""

    unit: Unit
    """Who the unit is."""
    sections: Shelf
    """Its readable section files."""
    images: Mapping[str, int]
    """Size in bytes of every file below `images`, by path."""
    pictures: Mapping[str, Picture]
    """The pictures that its texts show and that are whole, by path."""
    faults: tuple[Fault, ...]
    """What could not be read, and what was read with doubts."""
    digests: Mapping[str, str]
    """Hash of every file that was opened, by path."""
    files: int
    """How many files were opened."""
    listed: str
    """Hash of the names of all section files, readable or not."""
    troubles: Mapping[Key, tuple[Fault, ...]]
    """Of the readable texts those with faults, and these."""
    comments: Sequence[Comment] = ()
    """The comments on its drafts, by id."""


Before = tuple[Folder, Set[str]]
"""What was read of the same folder before, and the paths of the files that are the same still."""


def read_folder(disk: Disk, item: Item, reports: Mapping[str, bool], before: Before | None = None) -> Folder:
    """The folder of a unit; `reports` says of every report that has an outline whether it could be read.

    Texts that were read `before` and are the same still are taken from there.
    """
    faults: list[Fault] = []
    disk = disk.afresh()
    check_name(item, item.name, faults)
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
    known, same = before or (None, frozenset())
    if known and path in same and path in known.digests:
        disk.opened += 1
        disk.digests[path] = known.digests[path]
        faults += [one for one in known.faults if one.finding.span.path == path]
        unit = known.unit
    else:
        # Texts of a unit that nobody describes are read all the same, so that its findings stay in sight.
        unit = read_file(disk, path, partial(read_unit, id=item.name), faults)
    entries = _entries(disk, item, reports, faults)
    shelf, troubles = _shelf(disk, entries, before)
    faults += [fault for found in troubles.values() for fault in found]
    images = _images(disk, item, faults)
    pictures = _pictures(disk, item, map(shelf.section, shelf.marked["links"]), images, faults)
    comments = tuple(read_comments(disk, item.name, item.path, faults))
    return Folder(
        unit=unit or Unit(item.name, item.name, "", Span(path)),
        sections=shelf,
        images=images,
        pictures=pictures,
        faults=tuple(faults),
        digests=disk.digests,
        files=disk.opened,
        listed=digest(repr([(entry.span.path, file.folder) for entry, file in entries]).encode()),
        troubles={key: found for key, found in troubles.items() if key in shelf.keys},
        comments=comments,
    )


def _shelf(
    disk: Disk, entries: list[tuple[Entry, Item]], before: Before | None
) -> tuple[Shelf, dict[Key, tuple[Fault, ...]]]:
    """The texts of a unit, and the faults of those files that have any, readable or not."""
    known, same = before or (None, frozenset())
    stored = set(known.sections.keys) if known else set()
    read: dict[Key, Section] = {}
    keys: list[Key] = []
    troubles: dict[Key, tuple[Fault, ...]] = {}
    for entry, file in entries:
        key = entry.unit, entry.report, entry.name
        if entry.span.path in same and key in stored:
            disk.opened += 1
            disk.digests[entry.span.path] = known.digests[entry.span.path]
            found = known.troubles.get(key, ())
            keys.append(key)
        else:
            section, found = _section(disk, entry, file)
            if section:
                keys.append(key)
                read[key] = section
        if found:
            troubles[key] = tuple(found)
    all_entries = tuple(entry for entry, _ in entries)
    shelf = shelve(read, all_entries, disk.digests)
    if known is None or len(read) == len(keys):
        return shelf, troubles
    marked = {
        mark: tuple(key for key in keys if key in have)
        for mark, new in shelf.marked.items()
        for have in [set(new) | (set(known.sections.marked[mark]) - read.keys())]
    }
    return Shelf(
        tuple(keys),
        marked,
        lambda key: read[key] if key in read else known.sections.section(key),
        {
            key: read[key].observations if key in read else known.sections.observed[key]
            for key in marked["observations"]
        },
        all_entries,
        disk.digests,
    ), troubles


def check_name(item: Item, name: str, faults: list[Fault]) -> None:
    """Reports a name that is no id."""
    if not all(ID.match(part) for part in name.split(".")):
        faults.append(
            fault(
                "R109",
                Span(item.path),
                say("The name “{name}” has other signs than a-z, 0-9 and hyphens.", name=item.name),
                say("Rename it without spaces, capitals and Vietnamese letters."),
            )
        )


def _entries(disk: Disk, folder: Item, reports: Mapping[str, bool], faults: list[Fault]) -> list[tuple[Entry, Item]]:
    unit = folder.name
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
            check_name(file, name, faults)
            entries.append((Entry(unit, report.name, name, Span(file.path)), file))
    return entries


def _section(disk: Disk, entry: Entry, item: Item) -> tuple[Section | None, list[Fault]]:
    if not item.name.endswith(".md") or not entry.report:
        return None, []
    text, faults = disk.text(item)
    if text is None:
        return None, faults
    section, problems = read_section(text, entry.unit, entry.report, entry.name)
    return section, [*faults, *problems]


def _images(disk: Disk, folder: Item, faults: list[Fault]) -> dict[str, int]:
    """The sizes of all files in the unit's folder of images, by path."""
    sizes = {}
    waiting = [f"{folder.path}/{IMAGES}"]
    while waiting:
        items, problems = disk.listing(waiting.pop())
        faults += problems
        for item in items:
            if not item.folder:
                sizes[item.path] = disk.size(item)
            elif item.path.count("/") < DEEPEST_IMAGE:
                waiting.append(item.path)
    return sizes


def _pictures(
    disk: Disk, folder: Item, sections: Iterable[Section], images: Mapping[str, int], faults: list[Fault]
) -> dict[str, Picture]:
    """The pictures that a unit's texts show from its own folder; files that no text shows are not opened."""
    wanted: dict[str, Span] = {}
    for section in sections:
        for element in section.body.elements:
            if element.kind == "image":
                path = section.body.target(element.value)
                if path in images and path.startswith(f"{folder.path}/{IMAGES}/"):
                    wanted.setdefault(path, section.body.span(element.start, element.end))
    pictures = {}
    for path, place in wanted.items():
        if path.rpartition(".")[2].lower() not in SUFFIXES:
            continue
        data = disk.binary(path, PICTURE_LIMIT)
        found = say("The file cannot be read.") if data is None else read_picture(path, data)
        if isinstance(found, Picture):
            pictures[path] = found
        else:
            hint = say("Open {path} in a drawing program and save it anew as PNG or JPEG.", path=path)
            faults.append(fault("M205", place, found, hint))
    return pictures


def _no_report(item: Item, reports: list[str]) -> Fault:
    from difflib import get_close_matches

    nearest = get_close_matches(item.name, reports, 1, 0.5)
    return fault(
        "S108",
        Span(item.path),
        say("No report is named `{name}`, so this folder is not read.", name=item.name),
        say("Did you mean `{nearest}`?", nearest=nearest[0])
        if nearest
        else say("Reports of this cycle: {reports}.", reports=", ".join(reports)),
    )

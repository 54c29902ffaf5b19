"""What each unit has written, as far as keys of pages and lists of units need it: told without looking at any text."""

from collections.abc import Iterable, Iterator, Mapping

from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Entry, Section, Status
from vankien.model.sections import Sections
from vankien.render.figures import PLACEHOLDER
from vankien.render.site.store import digest
from vankien.rollup.length import length
from vankien.rollup.once import once
from vankien.rollup.progress import ReportProgress, report_progress

STATES = {status.value: status for status in Status}

Place = tuple[str, str]
"""Report, and heading or appendix."""

Text = tuple[str, int, str, str]
"""Status, empty where the file cannot be read; how many words; the paths of its files, empty where it is the one file
of this name; hash of them and of what is in them."""


@record
class Holding:
    """What one unit has written."""

    head: str
    """Hash of its `unit.yml`."""
    files: str
    """Hash of all its files."""
    folders: Mapping[str, str]
    """Hash of the files in each of its folders; of those that lie in none under the empty name."""
    states: str
    """Hash of which texts there are, readable or not, and how far each has come."""
    names: str
    """Hash of which texts there are, readable or not."""
    texts: Mapping[Place, Text]
    """Its texts, readable or not."""
    odd: tuple[Place, ...]
    """Those of them that cannot be read, or that lie in another file than that of their name or in several."""
    begun: tuple[str, ...]
    """The reports of which there is any text, readable or not."""
    observed: Mapping[str, str]
    """Hash of what it reports of each indicator, with the files that do."""
    drawn: Mapping[Place, tuple[str, ...]]
    """The indicators of which a text shows a figure or a chart."""
    themes: str
    """Hash of which texts report on which cross-cutting task."""


@record
class Writers:
    """Who wrote under one heading, in the units' order."""

    units: list[str]
    """Ids of the units."""
    states: list[str]
    """How far their texts have come."""
    lengths: list[int]
    """How many words these have."""
    texts: list[Text]
    """All that is told of them."""


NOBODY = Writers([], [], [], [])
"""Of a heading under which there is nothing."""


class Delivered(Mapping[tuple[str, str], ReportProgress]):
    """How far each report of each unit has come, by unit and report, worked out where somebody looks at it."""

    def __init__(self, project: Project, held: Mapping[str, Holding]) -> None:
        self._project = project
        self._held = held
        self._known: dict[tuple[str, str], ReportProgress] = {}

    def __getitem__(self, key: tuple[str, str]) -> ReportProgress:
        if key not in self._known:
            unit, report = key
            held = self._held.get(unit)
            texts = held.texts if held else {}
            states = {place: STATES[text[0]] for place, text in texts.items() if place[0] == report and text[0]}
            self._known[key] = report_progress(self._project, self._project.units[unit], report, texts, states)
        return self._known[key]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((unit, report) for unit in self._project.units for report in self._project.outlines)

    def __len__(self) -> int:
        return len(self._project.units) * len(self._project.outlines)


@once
def holdings(project: Project) -> dict[str, Holding]:
    """What each unit has written, remembered from run to run."""
    if not isinstance(project.sections, Sections):
        return {unit: Holding(*_told(*found)) for unit, found in _apart(project)}
    memory = project.memory
    found = {}
    for unit, shelf in project.sections.shelves.items():

        def told(unit: str = unit, shelf=shelf) -> tuple:
            return _told(unit, shelf.all(), shelf.entries, shelf.digests)

        # As plain values, which are taken out of the cache in no time.
        found[unit] = Holding(*(told() if memory is None else memory.of_unit(unit, "held", memory.digests[unit], told)))
    return found


def _apart(project: Project) -> Iterator[tuple[str, tuple[str, list[Section], list[Entry], dict[str, str]]]]:
    """The texts, section files and hashes of files of each unit, of a project that was not read from a disk."""
    for unit in project.units:
        texts = [section for section in project.sections.values() if section.unit == unit]
        entries = [entry for entry in project.entries if entry.unit == unit]
        below = f"units/{unit}/"
        yield unit, (unit, texts, entries, {p: hashed for p, hashed in project.digests.items() if p.startswith(below)})


def _told(unit: str, texts: Iterable[Section], entries: Iterable[Entry], digests: Mapping[str, str]) -> tuple:
    """The values of a `Holding`."""
    above = f"units/{unit}/"
    files: dict[str, list[tuple[str, str]]] = {}
    paths: dict[Place, list[str]] = {}
    for path, hashed in sorted(digests.items()):
        files.setdefault(_folder(path, above), []).append((path, hashed))
    for entry in entries:
        # A file that could not be opened has no hash.
        files.setdefault(_folder(entry.span.path, above), []).append((entry.span.path, ""))
        paths.setdefault((entry.report, entry.name), []).append(entry.span.path)
    states: dict[Place, tuple[str, int]] = {}
    observed: dict[str, list[str]] = {}
    drawn: dict[Place, tuple[str, ...]] = {}
    themes: dict[Place, tuple[str, ...]] = {}
    for section in texts:
        place = section.report, section.heading
        states[place] = section.status.value, length(section.body.text)
        for id, observation in section.observations.items():
            observed.setdefault(id, []).append(digest(section.path, observation))
        if section.themes:
            themes[place] = section.themes
        if "{{" in section.body.text:
            drawn[place] = tuple(sorted({match[1] for match in PLACEHOLDER.finditer(section.body.text)}))
    listed = {
        place: (*states.get(place, ("", 0)), *_paths(paths.get(place, []), above, place, digests))
        for place in sorted({*states, *paths})
    }
    return (
        digests.get(f"{above}unit.yml", ""),
        digest(sorted(files.items())),
        {folder: digest(found) for folder, found in files.items()},
        digest([(place, text[0], text[2]) for place, text in listed.items()]),
        digest([(place, text[2]) for place, text in listed.items()]),
        listed,
        tuple(place for place, text in listed.items() if not text[0] or text[2]),
        tuple(dict.fromkeys(report for report, _ in listed)),
        {id: digest(hashes) for id, hashes in observed.items()},
        drawn,
        digest(sorted(themes.items())),
    )


def _paths(paths: list[str], above: str, place: Place, digests: Mapping[str, str]) -> tuple[str, str]:
    """The files of a text as a `Text` names them, and their hash."""
    own = not paths or paths == [path_of(above, place)]
    return "" if own else "\n".join(paths), digest([(path, digests.get(path, "")) for path in paths])


def path_of(above: str, place: Place) -> str:
    """Where the file of a text lies, in the folder of a unit."""
    return f"{above}{place[0]}/{place[1]}.md"


def _folder(path: str, above: str) -> str:
    """The folder of a unit in which a file lies."""
    return path.removeprefix(above).rpartition("/")[0].partition("/")[0]

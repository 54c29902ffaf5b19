"""What makes each page of the site, with the key of everything that goes into it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from vankien.model.diagnostic import say
from vankien.model.page import Page
from vankien.model.section import Entry, Section
from vankien.model.sections import marked
from vankien.render.figures import PLACEHOLDER
from vankien.render.site.edition import Edition
from vankien.render.site.store import digest
from vankien.rollup.anchor import heading_now
from vankien.rollup.themes import themes


@dataclass(frozen=True, slots=True)
class Task:
    """Pages that are made together."""

    name: str
    """Name, unique in a site: the kind of page, and after a colon what it shows."""
    key: str
    """Hash of everything that goes into the pages: while it is the same, so are they."""
    make: Callable[[], Iterable[Page]]
    """Makes them."""


def tasks(edition: Edition, inputs: "Inputs", kinds: Sequence[ModuleType]) -> Iterator[Task]:
    """What makes the pages of some kinds.

    A kind is a module with `pages(edition)`. One that has `plan(edition, inputs)` as well names its pages one by one,
    each with its key; the pages of any other depend on everything, and are made again whenever anything has changed.
    """
    for kind in kinds:
        name = kind.__name__.rpartition(".")[2]
        if hasattr(kind, "plan"):
            for task in kind.plan(edition, inputs):
                yield Task(f"{name}:{task.name}", task.key, task.make)
        else:
            yield Task(name, inputs.everything, lambda kind=kind: kind.pages(edition))


class Inputs:
    """Hashes of what pages are made of, coarse rather than too fine: a page may be made without need, never missed."""

    def __init__(self, edition: Edition, stamp: str) -> None:
        """`stamp` stands for the program, the templates and the settings of the repository."""
        self.edition = edition
        self.stamp = stamp
        self._units: dict[str, str] = {}
        self._reports: dict[tuple[str, str], str] = {}

    @cached_property
    def common(self) -> str:
        """What any page may show: the program, the day, `content/`, the units without their texts, the drafts."""
        project = self.edition.project
        return digest(
            self.stamp,
            self.edition.translate(say("Reading")),
            project.today,
            sorted(self.edition.downloads),
            [rule.code for rule in self.edition.rules],
            project.profiles,
            [(draft.number, draft.commit, draft.date) for draft in project.drafts],
            sorted(project.commented.commits.items()),
            [
                (path, hashed)
                for path, hashed in sorted(project.digests.items())
                if not path.startswith("units/") or path.endswith("/unit.yml")
            ],
            list(project.units),
            self.found.get("", ""),
        )

    @cached_property
    def everything(self) -> str:
        """All that was read and found."""
        return digest(
            self.common,
            sorted(self.edition.project.digests.items()),
            self.edition.project.recent,
            [(entry.span.path, entry.report) for entry in self.edition.project.entries],
            sorted(self.edition.project.images.items()),
            [(path, picture.digest) for path, picture in sorted(self.edition.project.pictures.items())],
            sorted(self.found.items()),
        )

    @cached_property
    def _told(self) -> dict[str, str]:
        """The findings of each file, by path."""
        return {path: digest([repr(one) for one in found]) for path, found in self.edition.by_path.items()}

    @cached_property
    def found(self) -> dict[str, str]:
        """The findings of each unit; those of the files that belong to no unit under the empty id."""
        return {owner: digest(found) for owner, found in self._told_of.items()}

    @cached_property
    def _told_of(self) -> dict[str, list[tuple[str, str]]]:
        """The files of each unit in which something was found, each with its findings."""
        told = self._told
        return {
            owner: [(path, told[path]) for path in dict.fromkeys(one.span.path for one in found)]
            for owner, found in self.edition.by_owner.items()
        }

    @cached_property
    def _files(self) -> dict[str, list[tuple[str, str]]]:
        """Paths and hashes of the files of each unit."""
        files: dict[str, list[tuple[str, str]]] = {}
        project = self.edition.project
        for path, hashed in sorted(project.digests.items()):
            if path.startswith("units/"):
                files.setdefault(path.split("/")[1], []).append((path, hashed))
        for entry in project.entries:
            files.setdefault(entry.unit, []).append((entry.span.path, ""))
        for path, size in sorted(project.images.items()):
            files.setdefault(path.split("/")[1], []).append((path, str(size)))
        for path, picture in sorted(project.pictures.items()):
            files.setdefault(path.split("/")[1], []).append((path, picture.digest))
        return files

    @cached_property
    def progress(self) -> str:
        """Which texts there are, and how far each has come."""
        return digest(
            self.common,
            list(self.edition.project.of_units("states", _states)),
            [(entry.unit, entry.report, entry.name) for entry in self.edition.project.entries],
        )

    @cached_property
    def figures(self) -> str:
        """All figures that units report."""
        return digest(self.common, list(self._observed.items()))

    @cached_property
    def faults(self) -> str:
        """All that was found."""
        return digest(self.common, sorted(self.found.items()))

    @cached_property
    def themes(self) -> str:
        """Which texts report on which cross-cutting task."""
        return digest(
            self.common, [(unit, sorted(found.items())) for unit, found in themes(self.edition.project).items()]
        )

    @cached_property
    def counts(self) -> str:
        """How much was found in each unit."""
        return digest(self.common, [(owner, self.edition.counts(owner)) for owner in self.edition.by_owner])

    @cached_property
    def _observed(self) -> dict[str, dict[str, list[str]]]:
        """Hashes of what each unit reports of each indicator, with the file that does."""
        return dict(self.edition.project.of_units("observed", _observed))

    @cached_property
    def _entries(self) -> dict[str, list[Entry]]:
        """The section files of each unit, readable or not."""
        entries: dict[str, list[Entry]] = {}
        for entry in self.edition.project.entries:
            entries.setdefault(entry.unit, []).append(entry)
        return entries

    @cached_property
    def _below(self) -> dict[str, str]:
        """Figures of all units below a unit, and its own, and which texts there are."""
        project = self.edition.project
        below: dict[str, list[str]] = {id: [] for id in project.units}
        for id in project.units:
            texts = [(entry.report, entry.name) for entry in self._entries.get(id, ())]
            own = digest(id, self._observed.get(id, {}), texts)
            for over in (id, *(ancestor.id for ancestor in project.ancestors(id))):
                below[over].append(own)
        return {id: digest(hashes) for id, hashes in below.items()}

    def unit(self, id: str) -> str:
        """What a page on one unit may show: its texts and findings, and the figures of all units below it."""
        if id not in self._units:
            files, found = self._files.get(id, ()), self.found.get(id, "")
            self._units[id] = digest(self.common, files, found, self._below[id], self._volumes(id))
        return self._units[id]

    def report(self, id: str, report: str) -> str:
        """What the page of a unit's report may show: what that of the unit does, but for texts of its other reports.

        On which page of the summary a comment stands follows from all texts of its unit.
        """
        if id in self._with_comments:
            return self.unit(id)
        if (id, report) not in self._reports:
            self._reports[id, report] = self._report(id, report)
        return self._reports[id, report]

    def _report(self, id: str, report: str) -> str:
        others = tuple(f"units/{id}/{other}/" for other in self.edition.project.outlines if other != report)
        files = [one for one in self._files.get(id, ()) if not one[0].startswith(others)]
        told = [(path, told) for path, told in self._told_of.get(id, ()) if not path.startswith(others)]
        return digest(self.common, files, told, self.edition.counts(id), self._below[id], self._volumes(id))

    def _volumes(self, id: str) -> list[str]:
        """The reports of a unit that are offered with those of the units below it."""
        return sorted(report for unit, report in self.edition.volumes if unit == id)

    def findings(self, id: str) -> str:
        """What a page on the findings of one unit may show: they lead to the paragraphs of its texts."""
        return digest(self.common, self.found.get(id, ""), self._files.get(id, ()))

    def heading(self, report: str, id: str, units: Sequence[str], others: object) -> str:
        """What a page on one heading may show: texts of some units with findings, comments and indicators.

        `others` is what it tells of the texts that it does not show.
        """
        figures = {
            one.id for one in self.edition.project.indicators.values() if (one.report, one.heading) == (report, id)
        }
        figures |= self._drawn.get((report, id), set())
        files = self._places.get((report, id), {})
        digests = self.edition.project.digests
        shown = [
            (path, digests.get(path, ""), self._told.get(path, "")) for unit in units for path in files.get(unit, ())
        ]
        # A comment is found again anywhere in its report, and leads to the page of all comments on its unit.
        commented = [unit for unit in self._commented.get((report, id), ()) if unit in units]
        shown += [(unit, self._files.get(unit, ())) for unit in commented]
        hashes = [self._figures.get(figure, "") for figure in sorted(figures)]
        there = self._there.get((report, id), "")
        return digest(self.common, report, id, there, shown, others, self._pictures.get((report, id), ()), hashes)

    def indicator(self, id: str) -> str:
        """What a page on one indicator may show: its figures in all units, from which its totals follow."""
        return digest(self.common, id, self._figures.get(id, ""))

    @cached_property
    def _places(self) -> dict[tuple[str, str], dict[str, list[str]]]:
        """Paths of the files by report and heading, then by unit, readable or not."""
        places: dict[tuple[str, str], dict[str, list[str]]] = {}
        for entry in self.edition.project.entries:
            places.setdefault((entry.report, entry.name), {}).setdefault(entry.unit, []).append(entry.span.path)
        return places

    @cached_property
    def _there(self) -> dict[tuple[str, str], str]:
        """Which files there are, by report and heading."""
        return {place: digest(files) for place, files in self._places.items()}

    @cached_property
    def _drawn(self) -> dict[tuple[str, str], set[str]]:
        """The indicators of which texts show a figure or a chart, by report and heading."""
        drawn: dict[tuple[str, str], set[str]] = {}
        for _, told in self.edition.project.of_units("drawn", _drawn):
            for place, found in told.items():
                drawn.setdefault(place, set()).update(found)
        return drawn

    @cached_property
    def _pictures(self) -> dict[tuple[str, str], list[str]]:
        """Hashes of the pictures that texts show, by report and heading."""
        pictures: dict[tuple[str, str], list[str]] = {}
        for section in marked(self.edition.project.sections, "links") if self.edition.project.pictures else ():
            for typed, picture in sorted(self.edition.project.shown(section).items()):
                pictures.setdefault((section.report, section.heading), []).append(f"{typed} {picture.digest}")
        return pictures

    @cached_property
    def _commented(self) -> dict[tuple[str, str], dict[str, None]]:
        """Units with comments, by report and heading."""
        units: dict[tuple[str, str], dict[str, None]] = {}
        for comment in self.edition.project.comments:
            for heading in {comment.heading, heading_now(self.edition.project, comment)}:
                units.setdefault((comment.report, heading), {})[comment.unit] = None
        return units

    @cached_property
    def _with_comments(self) -> frozenset[str]:
        """Units with comments."""
        return frozenset(comment.unit for comment in self.edition.project.comments)

    @cached_property
    def comments(self) -> str:
        """All comments, and the texts in which their places are found again."""
        units = dict.fromkeys(comment.unit for comment in self.edition.project.comments)
        return digest(self.common, [(unit, self._files.get(unit, ())) for unit in units])

    @cached_property
    def _figures(self) -> dict[str, str]:
        """What all units report, by indicator."""
        told: dict[str, list[tuple[str, list[str]]]] = {}
        for unit, observed in self._observed.items():
            for id, hashes in observed.items():
                told.setdefault(id, []).append((unit, hashes))
        return {id: digest(listed) for id, listed in told.items()}


def _observed(texts: Iterable[Section]) -> dict[str, list[str]]:
    observed: dict[str, list[str]] = {}
    for section in texts:
        for id, observation in section.observations.items():
            observed.setdefault(id, []).append(digest(section.path, observation))
    return observed


def _drawn(texts: Iterable[Section]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The indicators that each text shows a figure or a chart of."""
    return {
        (text.report, text.heading): tuple(sorted({match[1] for match in PLACEHOLDER.finditer(text.body.text)}))
        for text in texts
        if "{{" in text.body.text
    }


def _states(texts: Iterable[Section]) -> str:
    """Which texts there are, and how far each has come."""
    return digest(sorted((text.report, text.heading, text.status.value) for text in texts))

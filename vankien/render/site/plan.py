"""What makes each page of the site, with the key of everything that goes into it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import ModuleType

from vankien.model.diagnostic import say
from vankien.model.page import Page
from vankien.model.record import record
from vankien.model.sections import marked
from vankien.render.site.edition import Edition
from vankien.render.site.holdings import NOBODY, Holding, Place
from vankien.render.site.store import digest
from vankien.rollup.anchor import heading_now


@record
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
        self._files_at: dict[Place, str] = {}

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
            self._content,
            [(id, held.head) for id, held in self.held.items()],
            list(project.units),
            self.found.get("", ""),
        )

    @cached_property
    def _content(self) -> object:
        """What stands for the files of `content/`."""
        project = self.edition.project
        if project.memory is not None:
            return project.memory.frame
        return sorted(one for one in project.digests.items() if not one[0].startswith("units/"))

    @cached_property
    def everything(self) -> str:
        """All that was read and found."""
        project = self.edition.project
        held = [(unit, one.files) for unit, one in self.held.items()]
        return digest(self.common, held, self._images, project.recent, sorted(self.found.items()))

    @cached_property
    def held(self) -> Mapping[str, Holding]:
        """What each unit has written."""
        return self.edition.holdings

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
    def _images(self) -> dict[str, list[tuple[str, str]]]:
        """The pictures of each unit, by path, with what is known of them."""
        images: dict[str, list[tuple[str, str]]] = {}
        project = self.edition.project
        for path, size in sorted(project.images.items()):
            images.setdefault(path.split("/")[1], []).append((path, str(size)))
        for path, picture in sorted(project.pictures.items()):
            images.setdefault(path.split("/")[1], []).append((path, picture.digest))
        return images

    def _files(self, id: str) -> object:
        """What stands for all files of a unit."""
        held = self.held.get(id)
        return held and held.files, self._images.get(id, ())

    @cached_property
    def progress(self) -> str:
        """Which texts there are, and how far each has come."""
        return digest(self.common, [(unit, one.states) for unit, one in self.held.items()])

    @cached_property
    def figures(self) -> str:
        """All figures that units report."""
        return digest(self.common, [(unit, one.observed) for unit, one in self.held.items() if one.observed])

    @cached_property
    def faults(self) -> str:
        """All that was found."""
        return digest(self.common, sorted(self.found.items()))

    @cached_property
    def themes(self) -> str:
        """Which texts report on which cross-cutting task."""
        return digest(self.common, [(unit, one.themes) for unit, one in self.held.items()])

    @cached_property
    def counts(self) -> str:
        """How much was found in each unit."""
        return digest(self.common, [(owner, self.edition.counts(owner)) for owner in self.edition.by_owner])

    def matrix(self, report: str, ids: Iterable[str]) -> str:
        """What a page on the states of the headings of a report in some units may show."""
        wrong = self._wrong
        held = [(id, self.held[id].states, self.edition.counts(id), wrong.get(id, ())) for id in ids]
        return digest(self.common, report, held)

    @cached_property
    def _wrong(self) -> dict[str, list[str]]:
        """The files with errors, by unit."""
        wrong: dict[str, list[str]] = {}
        for path in sorted(self.edition.faulty):
            wrong.setdefault(path.partition("/")[2].partition("/")[0], []).append(path)
        return wrong

    @cached_property
    def _below(self) -> dict[str, str]:
        """Figures of all units below a unit, and its own, and which texts there are."""
        own = {id: digest(id, held.observed, held.names) for id, held in self.held.items()}
        return {id: digest([own[one] for one in within]) for id, within in self._within.items()}

    def unit(self, id: str) -> str:
        """What a page on one unit may show: its texts and findings, and the figures of all units below it."""
        if id not in self._units:
            files, found = self._files(id), self.found.get(id, "")
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
        held, others = self.held.get(id), self._others[report]
        files = [one for one in held.folders.items() if one[0] not in others] if held else ()
        told = self._told_of.get(id, ())
        if told:
            elsewhere = tuple([f"units/{id}/{other}/" for other in others])
            told = [one for one in told if not one[0].startswith(elsewhere)]
        images = self._images.get(id, ())
        return digest(self.common, files, images, told, self.edition.counts(id), self._below[id], self._volumes(id))

    @cached_property
    def _others(self) -> dict[str, frozenset[str]]:
        """Of each report the others."""
        reports = frozenset(self.edition.project.outlines)
        return {report: reports - {report} for report in reports}

    def _volumes(self, id: str) -> list[str]:
        """The reports of a unit that are offered with those of the units below it."""
        return sorted(report for unit, report in self.edition.volumes if unit == id)

    def findings(self, id: str) -> str:
        """What a page on the findings of one unit may show: they lead to the paragraphs of its texts."""
        return digest(self.common, self.found.get(id, ""), self._files(id))

    def heading(self, report: str, id: str, start: int, end: int, others: object) -> str:
        """What a page on one heading may show: texts of some units with findings, comments and indicators.

        They are those from `start` to `end` of all that wrote under it; `others` is what it tells of the texts that it
        does not show.
        """
        place = report, id
        written = self.edition.written.get(place, NOBODY)
        units, texts = written.units[start:end], written.texts[start:end]
        shown: list[object] = ["".join([text[3] for text in texts])]
        if told := self._told_at.get(place):
            shown += [(unit, told[unit]) for unit in units if unit in told]
        # Files of one text beside each other.
        if place in self._odd:
            shown += [self._told.get(path, "") for text in texts if text[2] for path in text[2].split("\n")]
        # A comment is found again anywhere in its report, and leads to the page of all comments on its unit.
        commented = [unit for unit in self._commented.get(place, ()) if unit in units]
        shown += [(unit, self._files(unit)) for unit in commented]
        if told := self._drawn.get(place):
            shown += [(unit, one, self._figure(unit, one)) for unit in units for one in told.get(unit, ())]
        # The first page has the table of the indicators of the heading.
        hashes = [self._figures.get(one, "") for one in self._placed.get(place, ())] if not start else ()
        there = self._there(place, written.units)
        return digest(self.common, report, id, there, shown, others, self._pictures.get(place, ()), hashes)

    def indicator(self, id: str) -> str:
        """What a page on one indicator may show: its figures in all units, from which its totals follow."""
        return digest(self.common, id, self._figures.get(id, ""))

    @cached_property
    def _placed(self) -> dict[Place, list[str]]:
        """The indicators that belong to a heading, by report and heading."""
        placed: dict[Place, list[str]] = {}
        for one in self.edition.project.indicators.values():
            placed.setdefault((one.report, one.heading), []).append(one.id)
        return placed

    @cached_property
    def _told_at(self) -> dict[Place, dict[str, str]]:
        """The findings of texts, by report and heading, then by unit."""
        told: dict[Place, dict[str, str]] = {}
        for path, found in self._told.items():
            folder, *parts = path.split("/")
            if folder == "units" and len(parts) == 3 and parts[2].endswith(".md"):
                told.setdefault((parts[1], parts[2].removesuffix(".md")), {})[parts[0]] = found
        return told

    @cached_property
    def _odd(self) -> dict[Place, list[tuple[str, str]]]:
        """Texts that cannot be read or do not lie in the one file of their name, by report and heading: their units,
        and their files where these are others."""
        odd: dict[Place, list[tuple[str, str]]] = {}
        for unit, one in self.held.items():
            for place in one.odd:
                odd.setdefault(place, []).append((unit, one.texts[place][2]))
        return odd

    def _there(self, place: Place, units: Sequence[str]) -> str:
        """Which files there are under a heading: those of the units that wrote under it, and odd ones."""
        if place not in self._files_at:
            self._files_at[place] = digest("\n".join(units), self._odd.get(place, ()))
        return self._files_at[place]

    @cached_property
    def _drawn(self) -> dict[Place, dict[str, tuple[str, ...]]]:
        """The indicators of which texts show a figure or a chart, by report and heading, then by unit."""
        drawn: dict[Place, dict[str, tuple[str, ...]]] = {}
        for unit, one in self.held.items():
            for place, found in one.drawn.items():
                drawn.setdefault(place, {})[unit] = found
        return drawn

    def _figure(self, unit: str, indicator: str) -> list[str]:
        """What a figure or a chart of an indicator in a text of a unit may show: what it and those below it report."""
        return [f"{one} {hashed}" for one in self._within[unit] if (hashed := self.held[one].observed.get(indicator))]

    @cached_property
    def _within(self) -> dict[str, list[str]]:
        """Each unit and those below it."""
        project = self.edition.project
        within: dict[str, list[str]] = {id: [] for id in project.units}
        for id in self.held:
            for over in (id, *(ancestor.id for ancestor in project.ancestors(id))):
                within[over].append(id)
        return within

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
        return digest(self.common, [(unit, self._files(unit)) for unit in units])

    @cached_property
    def _figures(self) -> dict[str, str]:
        """What all units report, by indicator."""
        told: dict[str, list[tuple[str, str]]] = {}
        for unit, held in self.held.items():
            for id, hashed in held.observed.items():
                told.setdefault(id, []).append((unit, hashed))
        return {id: digest(listed) for id, listed in told.items()}

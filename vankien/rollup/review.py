"""What one branch brings, as whoever has to read it wants to know: changes, findings, approvals that it takes back."""

import datetime
from collections.abc import Iterator, Mapping

from vankien.model.diagnostic import Diagnostic
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Section, Status
from vankien.rollup.difference import Difference, Fate


@record
class Lapse:
    """An approval that no longer holds."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    heading: str
    """Id under which the text was approved."""
    path: str
    """File of the text as it is now, or as it was where it is gone."""
    by: str
    """Who had approved it."""
    on: datetime.date | None
    """Day of the approval."""
    gone: bool
    """Whether the text is no longer there."""


@record
class Review:
    """What a branch brings, held against where it left another one."""

    before: Project
    """The state where the branch left; empty where there was no editorial repository yet."""
    after: Project
    """The state that is judged."""
    base: str
    """Commit where the branch left."""
    paths: tuple[str, ...]
    """Every file that differs."""
    renamed: Mapping[str, str]
    """Files and folders that stood under another path: new path to old path."""
    difference: Difference
    """What changed in texts, figures and outlines."""
    new: tuple[Diagnostic, ...]
    """Findings that the branch causes, wherever they stand."""
    fixed: tuple[Diagnostic, ...]
    """Findings that it takes away, as they stood before."""
    left: tuple[Diagnostic, ...]
    """Findings that were there before and still are."""
    outside: tuple[Diagnostic, ...]
    """Files outside the unit to which the branch belongs."""
    branch: str = ""
    """Name of the branch, where it is known."""
    units: frozenset[str] = frozenset()
    """Ids of the units to which the branch belongs; none for one that may change everything."""

    @property
    def left_nearby(self) -> tuple[Diagnostic, ...]:
        """Of what is left, the findings in files and folders that the branch touches."""
        touched = {above for path in self.paths for above in _with_folders(path)}
        return tuple(one for one in self.left if one.span.path in touched)

    @property
    def other_paths(self) -> tuple[str, ...]:
        """The files that differ and are no texts: what is said of texts is said elsewhere."""
        texts = {
            section.path for project in (self.before, self.after) for section in _changed(project, self.difference)
        }
        return tuple(path for path in self.paths if path not in texts)

    @property
    def lapses(self) -> tuple[Lapse, ...]:
        """The approvals that the branch takes back, in the order of the changes."""
        return tuple(_lapses(self))


def without_content(project: Project) -> Project:
    """What there was before a project: nothing."""
    return Project(project.cycle, project.today, {}, {}, {})


def _with_folders(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _changed(project: Project, difference: Difference) -> Iterator[Section]:
    for change in difference.sections:
        for heading in (change.heading, *change.origins):
            if section := project.section(change.unit, change.report, heading):
                yield section


def _lapses(review: Review) -> Iterator[Lapse]:
    for change in review.difference.sections:
        now = None if change.fate is Fate.REMOVED else review.after.section(change.unit, change.report, change.heading)
        if now is not None and now.status is Status.APPROVED:
            continue
        for heading in change.origins:
            was = review.before.section(change.unit, change.report, heading)
            if was is not None and was.status is Status.APPROVED:
                path = now.path if now else was.path
                yield Lapse(change.unit, change.report, heading, path, was.approved_by, was.approved_on, now is None)

"""Who has delivered what: states and counts of every unit's reports."""

import datetime
from collections.abc import Container, Iterable, Mapping

from vankien.model.outline import Heading
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Section, Status
from vankien.model.unit import Unit


@record
class ReportProgress:
    """How far one report of one unit has come; appendices are not counted."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    state: str
    """`absent`, `draft`, `review` or `approved`; of an exempt unit `exempt`."""
    headings: int
    """Headings that apply to the unit."""
    required: int
    """Those of them that must be written."""
    present: int
    """Headings with a readable file."""
    missing: tuple[Heading, ...]
    """Required headings without a file."""
    draft: int
    """Present headings in draft."""
    review: int
    """Present headings in review."""
    approved: int
    """Present headings that are approved."""
    due: datetime.date | None
    """The day before which the report is due."""
    overdue: bool
    """Whether that day has come and something required is missing."""
    exempt: bool
    """Whether the unit is too young to report."""

    @property
    def written(self) -> int:
        """Required headings that have a file."""
        return self.required - len(self.missing)


def progress(project: Project) -> dict[tuple[str, str], ReportProgress]:
    """The progress of every report of every unit, by unit and report id, in their order."""
    files: dict[str, set[tuple[str, str]]] = {}
    for entry in project.entries:
        files.setdefault(entry.unit, set()).add((entry.report, entry.name))
    known = statuses(project)
    return {
        (unit.id, report): report_progress(project, unit, report, files.get(unit.id, ()), known.get(unit.id, {}))
        for unit in project.units.values()
        for report in project.outlines
    }


def statuses(project: Project) -> dict[str, Mapping[tuple[str, str], Status]]:
    """How far each text has come, by unit, then by report and heading; no text is looked at again for it."""
    return dict(project.of_units("statuses", _statuses))


def _statuses(texts: Iterable[Section]) -> dict[tuple[str, str], Status]:
    return {(section.report, section.heading): section.status for section in texts}


def written(project: Project, unit: str, report: str) -> bool:
    """Whether a report has any text; the texts are not looked at."""
    outline = project.applied[unit, report]
    places = (*outline.headings, *outline.appendices)
    return any((unit, report, place.id) in project.sections for place in places)


def report_state(project: Project, unit: str, report: str) -> str:
    """`approved` where all texts are, `review` where none is a draft any more, else `draft`; `absent` without texts."""
    ids = _ids(project, unit, report)
    return _state({section.status for id in ids if (section := project.section(unit, report, id))})


def _ids(project: Project, unit: str, report: str) -> list[str]:
    outline = project.applied[unit, report]
    return [heading.id for heading in outline.headings] + [appendix.id for appendix in outline.appendices]


def _state(found: set[Status]) -> str:
    if not found:
        return "absent"
    if Status.DRAFT in found:
        return "draft"
    return "review" if Status.REVIEW in found else "approved"


def report_progress(
    project: Project,
    unit: Unit,
    report: str,
    files: Container[tuple[str, str]],
    known: Mapping[tuple[str, str], Status],
) -> ReportProgress:
    """The progress of one report of a unit.

    `files` are those that it has, readable or not, `known` says how far its texts have come, by report and heading.
    """
    outline = project.applied[unit.id, report]
    exempt = project.exempt(unit)
    counts = dict.fromkeys(Status, 0)
    missing = []
    for heading in outline.headings:
        status = known.get((report, heading.id))
        if status:
            counts[status] += 1
        elif heading.required and (report, heading.id) not in files:
            missing.append(heading)
    state = _state({known[report, id] for id in _ids(project, unit.id, report) if (report, id) in known})
    milestone = project.due(unit, report)
    due = milestone.before if milestone else None
    return ReportProgress(
        unit=unit.id,
        report=report,
        state="exempt" if exempt and state == "absent" else state,
        headings=len(outline.headings),
        required=0 if exempt else sum(heading.required for heading in outline.headings),
        present=sum(counts.values()),
        missing=() if exempt else tuple(missing),
        draft=counts[Status.DRAFT],
        review=counts[Status.REVIEW],
        approved=counts[Status.APPROVED],
        due=due,
        overdue=bool(due and project.today >= due and not exempt and missing),
        exempt=exempt,
    )

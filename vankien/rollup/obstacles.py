"""What keeps a report from being final: errors, and headings that are not approved."""

from collections.abc import Iterable

from vankien.model.diagnostic import Diagnostic, Severity
from vankien.model.outline import Appendix, Heading
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Status


@record
class Obstacles:
    """What is left to do before one report of one unit is final."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    errors: tuple[Diagnostic, ...]
    """Errors in its files, in the unit's description and in the registers and outlines of all."""
    unapproved: tuple[Heading | Appendix, ...]
    """Headings and appendices with a text that is not approved."""
    missing: tuple[Heading | Appendix, ...]
    """Required headings and appendices without a text: errors in a final report, however early it is."""

    def __bool__(self) -> bool:
        return bool(self.errors or self.unapproved or self.missing)


def obstacles(project: Project, diagnostics: Iterable[Diagnostic], unit: str, report: str) -> Obstacles:
    """What keeps one report from being final; false where nothing does."""
    folder = f"units/{unit}/{report}"
    outline = project.applied[unit, report]
    places: list[Heading | Appendix] = [*outline.headings, *outline.appendices]
    unapproved = []
    missing = []
    for place in places:
        section = project.section(unit, report, place.id)
        if section:
            if section.status is not Status.APPROVED:
                unapproved.append(place)
        elif _required(place):
            missing.append(place)
    errors = tuple(
        one
        for one in diagnostics
        if one.severity is Severity.ERROR
        if one.span.path in (folder, f"units/{unit}/unit.yml") or one.span.path.startswith((f"{folder}/", "content/"))
    )
    return Obstacles(unit, report, errors, tuple(unapproved), tuple(missing))


def _required(place: Heading | Appendix) -> bool:
    if isinstance(place, Heading):
        return place.required
    return place.kind == "text" and not place.optional

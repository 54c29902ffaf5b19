"""The page of each report of a unit: numbered and worded as in Word."""

from collections.abc import Iterator

from vankien.model.outline import Appendix, Heading, Outline
from vankien.model.page import Page
from vankien.model.unit import Unit
from vankien.render.figures import appendix_rows
from vankien.render.html import Notes
from vankien.render.site import comments, compose, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task

NOTES = "_chu-thich"


def pages(edition: Edition) -> Iterator[Page]:
    """One page for each report of a unit that has been begun."""
    for unit in edition.project.units.values():
        for report, outline in edition.project.outlines.items():
            if (unit.id, report) in edition.begun:
                yield _report(edition, unit, outline)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    for unit in edition.project.units.values():
        for report, outline in edition.project.outlines.items():
            if (unit.id, report) in edition.begun:
                yield Task(
                    f"{unit.id}/{report}",
                    inputs.report(unit.id, report),
                    lambda unit=unit, outline=outline: [_report(edition, unit, outline)],
                )


def _report(edition: Edition, unit: Unit, outline: Outline) -> Page:
    project = edition.project
    report = outline.report
    uri = places.report(unit.id, report)
    printed = edition.printed(unit.id, report)
    notes = Notes()
    body: list[str] = []
    entries: list[tuple[str, str, int]] = []
    for heading in printed.headings:
        if not heading.opening:
            title = wording.numbered(heading)
            entries.append((heading.id, title, heading.level))
            body.append(compose.heading(heading.level + 1, title, heading.id))
        if heading.leaf or heading.opening or project.section(unit.id, report, heading.id):
            body.append(_section(edition, uri, heading, unit, report, notes))
            section = project.section(unit.id, report, heading.id)
            body.append(comments.below(edition, uri, unit, report, heading.id, section))
    for appendix, title in _appendices(outline):
        entries.append((appendix.id, title, 1))
        body += [compose.heading(2, title, appendix.id), _appendix(edition, uri, unit, report, appendix, notes)]
        section = project.section(unit.id, report, appendix.id)
        body.append(comments.below(edition, uri, unit, report, appendix.id, section))
    if listed := notes.html():
        body += [compose.heading(2, "Chú thích", NOTES), compose.block(listed)]
    intro = edition.render(
        "report",
        uri,
        unit=unit,
        outline=outline,
        subject=wording.subject(outline.subject, unit),
        progress=edition.progress[unit.id, report],
        entries=entries,
        counts=edition.counts(unit.id),
        comments=sum(len(found) for key, found in edition.comments.items() if key[:2] == (unit.id, report)),
    )
    title = f"{outline.title} – {unit.name}"
    trail = [("Đơn vị", places.UNITS), (unit.name, places.unit(unit.id))]
    return edition.page(uri, title, [intro, *body], trail)


def _section(
    edition: Edition, uri: str, heading: Heading, unit: Unit, report: str, notes: Notes, across: bool = True
) -> str:
    section = edition.project.section(unit.id, report, heading.id)
    margin = edition.margin(section, uri, heading.id, comments.beside(edition, uri, section)) if section else None
    return edition.render(
        "section",
        uri,
        unit=unit,
        report=report,
        heading=heading,
        section=section,
        state=edition.heading_state(unit.id, report, heading),
        text=notes.place(edition.section_html(section), margin.around()) if section else "",
        findings=edition.by_path.get(section.path, ()) if section else (),
        above=margin.above() if margin else "",
        across=across,
    )


def _appendices(outline: Outline) -> Iterator[tuple[Appendix, str]]:
    for number, appendix in enumerate(outline.appendices, 1):
        count = f" {number}" if len(outline.appendices) > 1 else ""
        yield appendix, f"Phụ lục{count}: {wording.capital(appendix.title)}"


def _appendix(edition: Edition, uri: str, unit: Unit, report: str, appendix: Appendix, notes: Notes) -> str:
    if appendix.kind == "indicators":
        rows = appendix_rows(edition.project, unit.id, appendix)
        return edition.render("appendix", uri, appendix=appendix, rows=rows)
    optional = appendix.optional or edition.progress[unit.id, report].exempt
    heading = Heading(appendix.id, appendix.title, 1, unit.span, optional=optional)
    return _section(edition, uri, heading, unit, report, notes, across=False)

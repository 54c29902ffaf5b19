"""The tree of units, and the page of each unit."""

from collections.abc import Iterator

from vankien.model.page import Page
from vankien.model.unit import Unit
from vankien.render.figures import short_date
from vankien.render.site import compose, indicators, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task


def pages(edition: Edition) -> Iterator[Page]:
    """The list of units and one page a unit."""
    yield _list(edition)
    for unit in edition.project.units.values():
        yield _unit(edition, unit)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.progress, lambda: [_list(edition)])
    for unit in edition.project.units.values():
        yield Task(unit.id, inputs.unit(unit.id), lambda unit=unit: [_unit(edition, unit)])


def _list(edition: Edition) -> Page:
    project = edition.project
    rows = [
        (unit, len(project.ancestors(unit.id)), [edition.progress[unit.id, report] for report in project.outlines])
        for unit in project.units.values()
    ]
    return edition.page(
        places.UNITS,
        "Đơn vị",
        [edition.render("units", places.UNITS, rows=rows)],
        contents=False,
    )


def _unit(edition: Edition, unit: Unit) -> Page:
    project = edition.project
    uri = places.unit(unit.id)
    reports = [edition.progress[unit.id, report] for report in project.outlines]
    parts = [
        edition.render(
            "unit",
            uri,
            unit=unit,
            facts=list(_facts(edition, unit)),
            reports=reports,
            counts=edition.counts(unit.id),
            children=project.children(unit.id),
        )
    ]
    for report, outline in project.outlines.items():
        headings = project.applied[unit.id, report].headings
        rows = [
            (heading, edition.heading_state(unit.id, report, heading), project.section(unit.id, report, heading.id))
            for heading in headings
        ]
        parts += [
            compose.heading(2, outline.title, f"_{report}"),
            edition.render("unit_report", uri, unit=unit, report=report, rows=rows),
        ]
    if listed := [] if project.exempt(unit) else indicators.standings_of(edition, unit):
        behind = [one for one in listed if one.comparison.verdict in indicators.SUMMARY["behind"]]
        lacking = [one for one in listed if not one.text and not one.refused and not (one.total and one.total.parts)]
        counts = indicators.counts([one for one in listed if one not in lacking])
        parts += [
            compose.heading(2, "Chỉ tiêu", "_chi-tieu"),
            edition.render("unit_indicators", uri, unit=unit, counts=counts, behind=behind, lacking=lacking),
        ]
    above = [(ancestor.name, places.unit(ancestor.id)) for ancestor in reversed(project.ancestors(unit.id))]
    return edition.page(uri, unit.name, parts, [("Đơn vị", places.UNITS), *above])


def _facts(edition: Edition, unit: Unit) -> Iterator[tuple[str, str, str]]:
    """What is known of a unit: name of the fact, its words, and the place it links to."""
    project = edition.project
    yield "Cấp", wording.level(project.cycle, unit.level), ""
    if unit.parent:
        parent = project.units.get(unit.parent)
        yield "Trực thuộc", parent.name if parent else unit.parent, places.unit(parent.id) if parent else ""
    kind = [wording.FORMS.get(unit.form, unit.form), wording.KINDS.get(unit.kind, unit.kind)]
    if any(kind):
        yield "Loại hình", ", ".join(word for word in kind if word), ""
    if unit.sector:
        yield "Lĩnh vực", unit.sector, ""
    if unit.established:
        yield "Thành lập", short_date(unit.established), ""
    if unit.overseer:
        yield "Người theo dõi", unit.overseer, ""

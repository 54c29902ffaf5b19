"""The tree of units, and the page of each unit."""

from collections.abc import Iterator

from vankien.model.page import Page
from vankien.model.recent import Recent
from vankien.model.unit import Unit
from vankien.render.dates import short_date
from vankien.render.site import compose, drafts, host, indicators, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.render.site.store import digest
from vankien.rollup.difference import SectionChange


def pages(edition: Edition) -> Iterator[Page]:
    """The list of units and one page a unit."""
    yield _list(edition)
    for unit in edition.project.units.values():
        yield _unit(edition, unit)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.progress, lambda: [_list(edition)])
    lately = _lately(edition)
    for unit in edition.project.units.values():
        key = digest(
            inputs.unit(unit.id), lately.get(unit.id, ()), sorted(one for one in edition.prints if one[0] == unit.id)
        )
        yield Task(unit.id, key, lambda unit=unit: [_unit(edition, unit)])


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
            edition.render(
                "unit_report", uri, unit=unit, report=report, rows=rows, edits=bool(host.kind(project.cycle))
            ),
        ]
    if listed := [] if project.exempt(unit) else indicators.standings_of(edition, unit):
        behind = [one for one in listed if one.comparison.verdict in indicators.SUMMARY["behind"]]
        lacking = [one for one in listed if not one.text and not one.refused and not (one.total and one.total.parts)]
        counts = indicators.counts([one for one in listed if one not in lacking])
        parts += [
            compose.heading(2, "Chỉ tiêu", "_chi-tieu"),
            edition.render("unit_indicators", uri, unit=unit, counts=counts, behind=behind, lacking=lacking),
        ]
    parts += _history(edition, unit)
    above = [(ancestor.name, places.unit(ancestor.id)) for ancestor in reversed(project.ancestors(unit.id))]
    return edition.page(uri, unit.name, parts, [("Đơn vị", places.UNITS), *above])


def _history(edition: Edition, unit: Unit) -> list[str]:
    """What changed in the unit's texts from draft to draft and this week; nothing where no history tells of any."""
    project = edition.project
    pairs: list[tuple[drafts.Pair, list[SectionChange]]] = []
    for pair in edition.pairs:
        if changes := [change for change in pair.difference.sections if change.unit == unit.id]:
            pairs.append((pair, changes))
    recent = []
    for one in _lately(edition).get(unit.id, ()):
        outline = project.outlines.get(one.report)
        titles = {part.id: part.title for part in (*outline.headings, *outline.appendices)} if outline else {}
        recent.append((one, titles.get(one.heading, one.heading)))
    if not pairs and not recent:
        return []
    uri = places.unit(unit.id)
    return [
        compose.heading(2, "Lịch sử", "_lich-su"),
        edition.render("unit_history", uri, unit=unit, pairs=pairs, recent=recent),
    ]


def _lately(edition: Edition) -> dict[str, list[Recent]]:
    """The texts that changed this week, by unit."""
    lately: dict[str, list[Recent]] = {}
    for one in edition.project.recent:
        lately.setdefault(one.unit, []).append(one)
    return lately


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

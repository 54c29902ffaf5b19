"""The matrix of units and headings: the state of each cell, and what its rows are filtered and sorted by."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup

from vankien.model.outline import Heading, Outline
from vankien.model.record import record
from vankien.model.unit import Unit
from vankien.render.site import places, wording
from vankien.render.site.edition import Edition
from vankien.rollup.consultation import numbers_above
from vankien.rollup.progress import ReportProgress

WRONG = "có lỗi"

MOST = 8000
"""So many cells a page may have, as with a hundred units and eighty headings: browsers take a second over them."""


@record
class Column:
    """One heading."""

    heading: Heading
    """The heading as the outline has it."""
    title: str
    """Its number and title."""
    place: str
    """The same with the numbers above it, since numbers begin again under each heading."""


@record
class Group:
    """The columns of one report."""

    outline: Outline
    """Its outline."""
    columns: tuple[Column, ...]
    """Its headings that hold texts."""


@record
class Further:
    """A page for the headings of one report, where the home page cannot show them."""

    group: Group
    """The report and its headings."""
    number: int
    """Number of the page, from 1."""
    last: int
    """How many pages the report has."""
    units: tuple[Unit, ...]
    """The units on this page."""


@record
class Cells:
    """What one unit has of one report."""

    progress: ReportProgress
    """The report as a whole."""
    cells: Markup
    """One cell a column, as HTML."""


@record
class Row:
    """One unit."""

    unit: Unit
    """The unit."""
    depth: int
    """How many units stand above it."""
    traits: Mapping[str, str]
    """What it may be filtered and sorted by: short name of the trait, and the words for it."""
    reports: tuple[Cells, ...]
    """What it has of each report."""
    counts: tuple[int, int, int]
    """Its errors, warnings and notes."""


def groups(edition: Edition) -> tuple[Group, ...]:
    """The columns: headings without others below them, and any other under which a unit wrote."""
    written = edition.written
    return tuple(
        Group(
            outline,
            tuple(
                Column(one, wording.numbered(one), ", ".join((*numbers_above(outline, one.id), wording.numbered(one))))
                for one in outline.headings
                if one.leaf or (outline.report, one.id) in written
            ),
        )
        for outline in edition.project.outlines.values()
    )


def fits(edition: Edition, columns: Sequence[Group]) -> bool:
    """Whether one page can show everything."""
    return len(edition.project.units) * sum(len(group.columns) for group in columns) <= MOST


def short(columns: Sequence[Group]) -> tuple[Group, ...]:
    """The reports alone, without their headings."""
    return tuple(Group(group.outline, ()) for group in columns)


def further(edition: Edition, columns: Sequence[Group]) -> Iterator[Further]:
    """The pages beside the home page, where that cannot show everything."""
    units = list(edition.project.units.values())
    for group in () if fits(edition, columns) else columns:
        step = max(1, MOST // max(1, len(group.columns)))
        last = -(-len(units) // step)
        for number in range(1, last + 1):
            yield Further(group, number, last, tuple(units[(number - 1) * step : number * step]))


def rows(edition: Edition, columns: Sequence[Group], units: Iterable[Unit]) -> Iterator[Row]:
    """One row a unit."""
    project = edition.project
    wrong = edition.faulty
    for unit in units:
        held = edition.holdings.get(unit.id)
        texts = held.texts if held else {}
        reports = []
        for group in columns:
            report = group.outline.report
            progress = edition.progress[unit.id, report]
            own = {heading.id: heading for heading in project.applied[unit.id, report].headings}
            cells = []
            for column in group.columns:
                id = column.heading.id
                text = texts.get((report, id))
                state = _state(own.get(id), text[0] if text else "", progress, text is not None)
                cells.append(_cell(state, f"units/{unit.id}/{report}/{id}.md" in wrong))
            reports.append(Cells(progress, Markup("".join(cells))))
        depth = len(project.ancestors(unit.id))
        yield Row(unit, depth, _traits(edition, unit), tuple(reports), edition.counts(unit.id))


def files(edition: Edition) -> dict[str, bytes]:
    """What the script of a heading's page filters units by; its signs are those of a script, for pages from a disk."""
    units = {unit.id: _traits(edition, unit) for unit in edition.project.units.values()}
    data = json.dumps(units, ensure_ascii=False, separators=(",", ":"))
    # The two signs that JSON allows in a text and older scripts do not.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return {places.UNIT_DATA: f"window.vankienUnits = {data};\n".encode()}


def _state(heading: Heading | None, status: str, progress: ReportProgress, there: bool) -> str:
    """State of a cell, empty where the unit has nothing to write; the text itself is not looked at."""
    if heading is None:
        return ""
    if status:
        return status
    if there:
        return "unreadable"
    if not heading.leaf:
        return ""
    if progress.exempt:
        return "exempt"
    return "optional" if heading.optional else "absent"


def _cell(state: str, wrong: bool) -> str:
    """A cell without a link, since a browser takes long over so many; the script of the page leads on from it."""
    if not state:
        return "<td></td>"
    if wrong:
        return f'<td class="vk-c vk-c-{state} vk-c-wrong">{wording.STATES[state]}, {WRONG}</td>'
    return f'<td class="vk-c vk-c-{state}">{wording.STATES[state]}</td>'


def _traits(edition: Edition, unit: Unit) -> dict[str, str]:
    """What a unit may be filtered by; a trait that it does not have is left out."""
    traits = {
        "cap": wording.level(edition.project.cycle, unit.level),
        "loai": wording.KINDS.get(unit.kind, unit.kind),
        "linh-vuc": unit.sector,
        "theo-doi": unit.overseer,
    }
    return {name: words for name, words in traits.items() if words}

"""The register of indicators, and for each the page with its totals, the figures of all units and their chart."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vankien.model.indicator import Indicator
from vankien.model.outline import Heading, Outline
from vankien.model.page import Page
from vankien.model.unit import Unit
from vankien.render import chart
from vankien.render.figures import (
    REASONS,
    REFUSALS,
    VERDICTS,
    actual_text,
    number_text,
    percent_text,
    target_text,
    total_text,
)
from vankien.render.site import compose, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.rollup.comparison import Comparison, Verdict, target_of
from vankien.rollup.ledger import Ledger, ledger
from vankien.rollup.quantity import field_of
from vankien.rollup.reading import Reading
from vankien.rollup.tree import Total

SUMMARY = {
    "met": (Verdict.EXCEEDED, Verdict.MET),
    "on-track": (Verdict.ON_TRACK,),
    "behind": (Verdict.BEHIND, Verdict.UNMET),
    "unassessed": (Verdict.UNASSESSED,),
}
"""What verdicts count together on the home page."""

SIGNS = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "✓",
    Verdict.ON_TRACK: "→",
    Verdict.BEHIND: "▼",
    Verdict.UNMET: "✕",
}
"""The shape of each verdict in a chart; the style sheet draws the same before its word."""


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's line in the table of an indicator."""

    unit: Unit
    """The unit."""
    depth: int
    """How many units stand above it."""
    reading: Reading | None
    """What it reports."""
    state: str
    """Why there is nothing: `absent` or `exempt`; empty where there is a figure."""
    actual: str
    """Its figure as printed."""
    value: Decimal | None
    """Its figure as a number that counts."""
    target: str
    """Its target as printed."""
    comparison: Comparison
    """How the two compare."""
    fault: str
    """Why its figure does not count, in words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the whole stands with an indicator: the total over the units, or else the unit's own figure."""

    indicator: Indicator
    """The indicator."""
    unit: Unit
    """The unit at the top, or one above others."""
    total: Total | None
    """The total over the units below it."""
    own: Reading | None
    """What it reports itself."""
    text: str
    """Its figure as printed; empty where there is none."""
    from_units: bool
    """Whether the figure is the total, and not what the unit reports itself."""
    target: str
    """Its target as printed."""
    comparison: Comparison
    """How the two compare."""
    refused: str
    """Why the total has no number, in words."""
    differs: bool
    """Whether the unit reports another figure than the total."""


def pages(edition: Edition) -> Iterator[Page]:
    """The register and one page an indicator."""
    yield _list(edition)
    for indicator in edition.project.indicators.values():
        yield _indicator(edition, indicator)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.everything, lambda: [_list(edition)])
    for indicator in edition.project.indicators.values():
        yield Task(
            indicator.id,
            inputs.indicator(indicator.id),
            lambda indicator=indicator: [_indicator(edition, indicator)],
        )


def _list(edition: Edition) -> Page:
    uri = places.INDICATORS
    parts = [edition.render("indicators", uri, counts=counts(edition), top=_top(edition))]
    for outline, groups in _register(edition):
        parts += [
            compose.heading(2, outline.title if outline else "Ngoài đề cương", f"_{outline.report}" if outline else ""),
            edition.render("register", uri, groups=groups, top=_top(edition), outline=outline),
        ]
    return edition.page(uri, "Chỉ tiêu", parts, contents=False)


def counts(edition: Edition) -> dict[str, int]:
    """How many indicators stand where, at the top of the tree, by key of `SUMMARY`."""
    found = Counter(standing.comparison.verdict for standing in standings(edition))
    return {key: sum(found[verdict] for verdict in verdicts) for key, verdicts in SUMMARY.items()}


def standings(edition: Edition) -> list[Standing]:
    """Where the unit at the top stands with each indicator."""
    top = _top(edition)
    return [_standing(ledger(edition.project), top, one) for one in edition.project.indicators.values()] if top else []


def _top(edition: Edition) -> Unit | None:
    project = edition.project
    return project.units.get(project.cycle.root) or next(iter(project.units.values()), None)


def _standing(book: Ledger, unit: Unit, indicator: Indicator) -> Standing:
    key = unit.id, indicator.id
    total, own = book.totals.get(key), book.readings.get(key)
    text = total_text(indicator, total) if total else ""
    from_units = bool(text)
    comparison = book.total_comparison(*key) if from_units else book.comparison(*key)
    if not from_units and own and not own.fault:
        text = actual_text(indicator, own.observation)
    return Standing(
        indicator,
        unit,
        total,
        own,
        text,
        from_units,
        _whole_target(book, unit, indicator, own),
        comparison,
        REFUSALS.get(total.refused.reason, total.refused.reason) if total and total.refused else "",
        any((one.own.unit, one.total.indicator) == key for one in book.differences),
    )


def _whole_target(book: Ledger, unit: Unit, indicator: Indicator, own: Reading | None) -> str:
    """The target of a whole; of a share of units, the share."""
    if indicator.aggregate == "share-met":
        return share_text(indicator)
    return target_text(book.owed(unit.id, indicator), own.observation if own else None)


def share_text(indicator: Indicator) -> str:
    """The share of the units that must meet their target, in words; empty where none is asked."""
    if indicator.aggregate != "share-met" or not indicator.share:
        return ""
    return target_text(replace(indicator, measure="percentage", target=indicator.share)) + " đơn vị"


def _register(edition: Edition) -> Iterator[tuple[Outline | None, list[tuple[Heading | None, list[Standing]]]]]:
    """The indicators by report, and within it by heading in the outline's order."""
    project = edition.project
    listed = standings(edition)
    for outline in project.outlines.values():
        groups = [
            (heading, [one for one in listed if _belongs(one.indicator, outline.report, heading.id)])
            for heading in outline.headings
        ]
        if groups := [(heading, group) for heading, group in groups if group]:
            yield outline, groups
            seen = {one.indicator.id for _, group in groups for one in group}
            listed = [one for one in listed if one.indicator.id not in seen]
    if listed:
        yield None, [(None, listed)]


def _belongs(indicator: Indicator, report: str, heading: str) -> bool:
    return indicator.report == report and indicator.heading == heading


def _indicator(edition: Edition, indicator: Indicator) -> Page:
    project = edition.project
    depths = {unit.id: len(project.ancestors(unit.id)) for unit in project.units.values()}
    book = ledger(project)
    uri = places.indicator(indicator.id)
    top = _top(edition)
    rows = list(_rows(edition, indicator, depths))
    parents = [
        _standing(book, unit, indicator) for unit in project.units.values() if (unit.id, indicator.id) in book.totals
    ]
    parts = [
        edition.render(
            "indicator",
            uri,
            indicator=indicator,
            facts=list(_facts(edition, indicator)),
            standing=_standing(book, top, indicator) if top else None,
            compared=compared,
        )
    ]
    if parents:
        parts += [
            compose.heading(2, "Tổng hợp từ các đơn vị", "_tong-hop"),
            edition.render(
                "rollup",
                uri,
                indicator=indicator,
                parents=parents,
                book=book,
                reasons=REASONS,
                compared=compared,
                part_text=_part_text,
                total_text=total_text,
                actual_text=actual_text,
                number_text=number_text,
                parts_names=wording.PARTS,
            ),
        ]
    parts += [
        compose.heading(2, "Số liệu từng đơn vị", "_don-vi"),
        edition.render(
            "observations", uri, rows=rows, compared=compared, number_text=number_text, parts_names=wording.PARTS
        ),
    ]
    if drawn := _chart(edition, indicator, rows):
        parts += [compose.heading(2, "Biểu đồ", "_bieu-do"), drawn]
    return edition.page(uri, indicator.title, parts, [("Chỉ tiêu", places.INDICATORS)], search=False, contents=False)


def _facts(edition: Edition, indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """What the register says of an indicator: name of the fact, its words, and the place it links to."""
    project = edition.project
    yield "Mục tiêu", target_text(indicator) or "không đặt", ""
    if share := share_text(indicator):
        yield "Đơn vị phải đạt", share, ""
    if indicator.unit:
        yield "Đơn vị tính", indicator.unit, ""
    if indicator.scale:
        yield "Các mức, từ thấp đến cao", "; ".join(indicator.scale), ""
    else:
        yield "Chiều", "càng cao càng tốt" if indicator.ascending else "càng thấp càng tốt", ""
    yield "Tính cho", wording.SPANS.get(indicator.over, indicator.over), ""
    yield "Cách tổng hợp", wording.AGGREGATES.get(indicator.aggregate, indicator.aggregate), ""
    if indicator.applies:
        yield "Giao cho", wording.applies(project, indicator.applies), ""
    outline = project.outlines.get(indicator.report)
    if outline and (heading := outline.heading(indicator.heading)):
        yield "Đề mục", wording.numbered(heading), places.heading(outline.report, heading.id)
    if indicator.source:
        yield "Nguồn", indicator.source, ""


def _rows(edition: Edition, indicator: Indicator, depths: Mapping[str, int]) -> Iterator[Row]:
    """The units of which the indicator is asked, and those that report it all the same."""
    project = edition.project
    book = ledger(project)
    for unit in project.units.values():
        reading = book.readings.get((unit.id, indicator.id))
        if reading is None and not unit.matches(indicator.applies):
            continue
        observation = reading.observation if reading else None
        yield Row(
            unit,
            depths[unit.id],
            reading,
            "" if reading else "exempt" if project.exempt(unit) else "absent",
            actual_text(indicator, observation) if observation else "",
            reading.figure.value if reading and not reading.fault else None,
            target_text(book.owed(unit.id, indicator), observation),
            book.comparison(unit.id, indicator.id),
            REASONS.get(reading.fault, reading.fault) if reading and reading.fault else "",
        )


def _part_text(reading: Reading) -> str:
    """What a unit adds to a total: its numerator and denominator, or its figure."""
    found = reading.figure
    if found.numerator is not None and found.denominator is not None:
        return f"{number_text(found.numerator)}/{number_text(found.denominator)}"
    return actual_text(reading.indicator, reading.observation)


def _chart(edition: Edition, indicator: Indicator, rows: Sequence[Row]) -> str:
    """The bars of the lowest units, the best first; nothing where no unit gave a number."""
    above = {ancestor.id for row in rows for ancestor in edition.project.ancestors(row.unit.id)}
    lowest = [row for row in rows if row.unit.id not in above and row.state != "exempt"]
    drawn = [row for row in lowest if row.value is not None]
    if field_of(indicator).words or not drawn:
        return ""
    best = sorted(drawn, key=lambda row: row.value, reverse=indicator.ascending)
    silent = [row for row in lowest if row.value is None]
    targets = {row.target for row in lowest}
    bounds = target_of(indicator, indicator.target) if target_text(indicator) in targets else None
    line = target_text(indicator) if bounds else ""
    verdicts = Counter(row.comparison.verdict for row in drawn)
    said = ", ".join(f"{VERDICTS[verdict].lower()} {verdicts[verdict]}" for verdict in Verdict if verdicts[verdict])
    description = (
        f"Biểu đồ thanh ngang của {len(drawn)}/{len(lowest)} đơn vị có số liệu, từ {best[0].actual} "
        f"({best[0].unit.name}) đến {best[-1].actual} ({best[-1].unit.name})."
        + (f" Đường kẻ dọc là chỉ tiêu {line}." if line else "")
        + f" Số đơn vị: {said}. Số liệu đầy đủ ở bảng phía trên."
    )
    svg = chart.bars(
        "_bieu-do-" + indicator.id,
        indicator.title,
        description,
        [
            *(
                chart.Bar(row.unit.name, _label(row), row.value, _behind_bar(row, indicator), _kind(row))
                for row in best
            ),
            *(chart.Bar(row.unit.name, _label(row), None, "", "absent") for row in silent),
        ],
        bounds.bound if bounds else None,
        line,
    )
    shown = [verdict for verdict in Verdict if verdicts[verdict]]
    return edition.render("chart", places.indicator(indicator.id), svg=svg, line=line, verdicts=shown, silent=silent)


def _label(row: Row) -> str:
    """A unit's name without the word that nearly all names begin with."""
    name = row.unit.name
    for form in wording.FORMS.values():
        name = name.removeprefix(f"{form} ")
    return wording.capital(name)


def _behind_bar(row: Row, indicator: Indicator) -> str:
    value = percent_text(row.value) if field_of(indicator).percent else number_text(row.value)
    return f"{value} {SIGNS.get(row.comparison.verdict, '')}".rstrip()


def _kind(row: Row) -> str:
    return row.comparison.verdict.value


def compared(comparison: Comparison) -> str:
    """What a comparison says beyond its verdict: the distance in points, or the share of the target."""
    if comparison.points:
        side = "cao" if comparison.points > 0 else "thấp"
        return f"{side} hơn {number_text(abs(comparison.points))} điểm\N{NO-BREAK SPACE}%"
    if comparison.points is None and comparison.share is not None:
        return f"bằng {percent_text(comparison.share)} mục tiêu"
    return ""

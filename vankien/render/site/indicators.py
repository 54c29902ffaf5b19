"""The register of indicators, and for each the page with its totals, the figures of all units and their chart."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from vankien.model.indicator import Indicator
from vankien.model.outline import Heading, Outline
from vankien.model.page import Page
from vankien.model.record import record
from vankien.model.unit import Unit
from vankien.render import indicator_charts
from vankien.render.figures import (
    REASONS,
    REFUSALS,
    actual_text,
    baseline_text,
    change_text,
    number_text,
    percent_text,
    share_text,
    target_text,
    total_text,
    value_text,
)
from vankien.render.site import compose, history, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.rollup.comparison import Comparison, Verdict
from vankien.rollup.ledger import Ledger
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

LISTED = 300
"""Units whose figures a page lists; of more, only those that fall short of something."""

YEARS_DRAWN = 12
"""Units whose years a page draws."""


@record
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
    baseline: str
    """The figure of the same period of the term before, as printed."""
    change: str
    """How the two figures compare, in words."""

    @property
    def wanting(self) -> bool:
        """Whether there is no figure, none that counts, or one that falls short of its target."""
        return self.state == "absent" or bool(self.fault) or self.comparison.verdict in SUMMARY["behind"]


@record
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
    yield Task("", inputs.figures, lambda: [_list(edition)])
    for indicator in edition.project.indicators.values():
        yield Task(
            indicator.id,
            inputs.indicator(indicator.id),
            lambda indicator=indicator: [_indicator(edition, indicator)],
        )


def _list(edition: Edition) -> Page:
    uri = places.INDICATORS
    parts = [edition.render("indicators", uri, counts=counts(standings(edition)), top=edition.top)]
    for outline, groups in _register(edition):
        parts += [
            compose.heading(2, outline.title if outline else "Ngoài đề cương", f"_{outline.report}" if outline else ""),
            edition.render("register", uri, groups=groups, top=edition.top, outline=outline),
        ]
    return edition.page(uri, "Chỉ tiêu", parts, contents=False)


def of_heading(edition: Edition, uri: str, outline: Outline, heading: Heading) -> list[str]:
    """The indicators that belong to a heading as a table, for the page `uri`; nothing where there are none."""
    known = edition.project.indicators.values()
    top = edition.top
    listed = [_standing(edition, top, one) for one in known if top and _belongs(one, outline.report, heading.id)]
    if not listed:
        return []
    return [
        compose.heading(2, "Chỉ tiêu của đề mục", "_chi-tieu"),
        edition.render("register", uri, groups=[(None, listed)], top=top, outline=outline),
    ]


def counts(listed: Sequence[Standing]) -> dict[str, int]:
    """How many of some standings are where, by key of `SUMMARY`."""
    found = Counter(standing.comparison.verdict for standing in listed)
    return {key: sum(found[verdict] for verdict in verdicts) for key, verdicts in SUMMARY.items()}


def standings(edition: Edition) -> list[Standing]:
    """Where the unit at the top stands with each indicator."""
    top = edition.top
    return [_standing(edition, top, one) for one in edition.project.indicators.values()] if top else []


def standings_of(edition: Edition, unit: Unit) -> list[Standing]:
    """Where a unit stands with each indicator that it is asked for, or that is rolled up below it."""
    book = edition.book
    return [
        _standing(edition, unit, one)
        for one in edition.project.indicators.values()
        if unit.matches(one.applies) or (unit.id, one.id) in book.totals
    ]


def _standing(edition: Edition, unit: Unit, indicator: Indicator) -> Standing:
    book = edition.book
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
        book.differs(*key),
    )


def _whole_target(book: Ledger, unit: Unit, indicator: Indicator, own: Reading | None) -> str:
    """The target of a whole; of a share of units, the share."""
    if indicator.aggregate == "share-met":
        return share_text(indicator)
    return target_text(book.owed(unit.id, indicator), own.observation if own else None)


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
    book = edition.book
    uri = places.indicator(indicator.id)
    top = edition.top
    every = list(_rows(edition, indicator, depths))
    rows = every if len(every) <= LISTED else [row for row in every if row.wanting or not row.depth][:LISTED]
    parents = [
        _standing(edition, unit, indicator) for unit in project.units.values() if (unit.id, indicator.id) in book.totals
    ]
    parts = [
        edition.render(
            "indicator",
            uri,
            indicator=indicator,
            facts=list(_facts(edition, indicator)),
            standing=_standing(edition, top, indicator) if top else None,
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
                baseline_text=lambda value: value_text(indicator, value),
                change_text=lambda comparison: change_text(comparison, field_of(indicator).percent),
                parts_names=wording.PARTS,
                below={one.unit.id: _below(edition, one, parents) for one in parents},
            ),
        ]
    parts += _drawn(edition, indicator, every)
    parts += [
        compose.heading(2, "Số liệu từng đơn vị", "_don-vi"),
        edition.render(
            "observations",
            uri,
            rows=rows,
            left=len(every) - len(rows),
            with_baseline=any(row.baseline for row in rows),
            compared=compared,
            number_text=number_text,
            parts_names=wording.PARTS,
        ),
    ]
    parts += history.parts(edition, indicator)
    return edition.page(uri, indicator.title, parts, [("Chỉ tiêu", places.INDICATORS)], contents=False)


def _drawn(edition: Edition, indicator: Indicator, rows: Sequence[Row]) -> Iterator[str]:
    """The chart of the units, or of the words that they gave, and those of the years."""
    book, top = edition.book, edition.top
    if top is None:
        return
    whole = indicator_charts.placed(book, top.id, indicator.id)
    if whole:
        yield compose.heading(2, "Biểu đồ", "_bieu-do")
        yield compose.block(edition.figure(whole, f"_bieu-do-{indicator.id}"))
    sums = indicator_charts.of_year_sums(book, top.id, indicator)
    of_units = []
    for row in rows:
        if row.reading and len(row.reading.figure.years) > 1 and len(of_units) < YEARS_DRAWN:
            chart = indicator_charts.of_years(book, row.unit.id, indicator)
            if chart and chart != whole:
                of_units.append((row.unit, edition.figure(chart, f"_nam-{indicator.id}-{row.unit.id}")))
    if sums or of_units:
        yield compose.heading(2, "Qua các năm", "_qua-cac-nam")
        uri = places.indicator(indicator.id)
        drawn = edition.figure(sums, f"_cac-nam-{indicator.id}") if sums else ""
        yield edition.render("years", uri, sums=drawn, of_units=of_units)


def _below(edition: Edition, standing: Standing, parents: Sequence[Standing]) -> tuple[list[Standing], list[Reading]]:
    """What a total opens to: the totals of the units directly below it, and the figures that are in none of those."""
    children = {child.id for child in edition.project.children(standing.unit.id)}
    totals = [one for one in parents if one.unit.id in children]
    inside = {part.unit for one in totals for part in one.total.parts}
    return totals, [part for part in standing.total.parts if part.unit not in inside]


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
    book = edition.book
    for unit in project.units.values():
        reading = book.readings.get((unit.id, indicator.id))
        if reading is None and not unit.matches(indicator.applies):
            continue
        observation = reading.observation if reading else None
        comparison = book.comparison(unit.id, indicator.id)
        yield Row(
            unit,
            depths[unit.id],
            reading,
            "" if reading else "exempt" if project.exempt(unit) else "absent",
            actual_text(indicator, observation) if observation else "",
            reading.figure.value if reading and not reading.fault else None,
            target_text(book.owed(unit.id, indicator), observation),
            comparison,
            REASONS.get(reading.fault, reading.fault) if reading and reading.fault else "",
            baseline_text(indicator, observation) if observation else "",
            change_text(comparison, field_of(indicator).percent),
        )


def _part_text(reading: Reading) -> str:
    """What a unit adds to a total: its numerator and denominator, or its figure."""
    found = reading.figure
    if found.numerator is not None and found.denominator is not None:
        return f"{number_text(found.numerator)}/{number_text(found.denominator)}"
    return actual_text(reading.indicator, reading.observation)


def compared(comparison: Comparison) -> str:
    """What a comparison says beyond its verdict: the distance in points, or the share of the target."""
    if comparison.points:
        side = "cao" if comparison.points > 0 else "thấp"
        return f"{side} hơn {number_text(abs(comparison.points))} điểm\N{NO-BREAK SPACE}%"
    if comparison.points is None and comparison.share is not None:
        return f"bằng {percent_text(comparison.share)} mục tiêu"
    return ""

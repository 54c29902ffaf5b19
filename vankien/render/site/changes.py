"""What changed between drafts: an overview of each pair, and a page for each unit that changed."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from vankien.model.page import Page
from vankien.render.changes import marked, step_words, value_words
from vankien.render.site import compose, places
from vankien.render.site.drafts import Pair, compared
from vankien.render.site.edition import Edition
from vankien.rollup.difference import FigureChange, SectionChange
from vankien.rollup.wording import excerpts

AROUND = 30
"""Equal words that are shown on each side of a change."""

LISTED = 300
"""Figures that the overview of a pair lists; the pages of the units have them all."""

FATES = {"added": "Bài mới", "removed": "Đã bỏ bài", "changed": "Có sửa"}
KEYS = {
    "actual": "thực hiện", "target": "chỉ tiêu", "baseline": "gốc so sánh", "numerator": "tử số",
    "denominator": "mẫu số", "unit": "đơn vị tính", "source": "nguồn", "note": "ghi chú", "as_of": "tính đến ngày",
    "share": "tỷ lệ phải đạt", "approval": "văn bản đồng ý",
}  # fmt: skip
SPOKEN = ("bỏ: ", "thêm: ")


def pages(edition: Edition) -> Iterator[Page]:
    """The list of pairs, the overview of each, and its pages of units."""
    yield edition.page(
        places.CHANGES,
        "Thay đổi",
        [edition.render("changes", places.CHANGES, pairs=edition.pairs, older=_older(edition))],
        contents=False,
    )
    for pair in edition.pairs:
        yield _overview(edition, pair)
        for unit, changes in groupby(pair.difference.sections, key=lambda change: change.unit):
            yield _unit(edition, pair, unit, list(changes))


def since(edition: Edition, uri: str, unit: str, report: str, heading: str) -> str:
    """What changed in a text since the previous draft, folded, for the page `uri`; empty where nothing did."""
    if (unit, report, heading) not in edition.changed:
        return ""
    pair, change = edition.changed[unit, report, heading]
    return edition.render("since", uri, pair=pair, change=change, **_told(edition, change))


def _told(edition: Edition, change: SectionChange) -> dict[str, object]:
    """What templates tell of a change: what became of the text, its particulars, and the places that changed."""
    titles = {id: theme.title for id, theme in edition.project.themes.items()}
    return {
        "fate": FATES[change.fate.value],
        "values": [value_words(one, edition.translate, titles) for one in change.values],
        "excerpts": [marked(place, SPOKEN) for place in excerpts(change.runs, AROUND)],
    }


def _older(edition: Edition) -> bool:
    """Whether there are drafts before those that are compared."""
    return any(draft.number > 1 for draft in compared(edition.project)[:1])


def _overview(edition: Edition, pair: Pair) -> Page:
    uri = places.change(pair.slug)
    found = pair.difference
    rows = [
        (unit, name(edition, pair, unit), list(changes))
        for unit, changes in groupby(found.sections, key=lambda change: change.unit)
    ]
    figures = [(None, one) for one in found.targets]
    figures += [(change, one) for change in found.sections for one in change.figures]
    parts = [edition.render("change", uri, pair=pair, figures=len(figures))]
    if found.structure or found.units_added or found.units_removed:
        steps = [(step, step_words(step, edition.translate)) for step in found.structure]
        parts += [
            compose.heading(2, "Cơ cấu", "_co-cau"),
            edition.render("change_structure", uri, pair=pair, steps=steps, named=partial(name, edition, pair)),
        ]
    if figures:
        parts += [
            compose.heading(2, "Số liệu", "_so-lieu"),
            _figures(edition, uri, pair, figures[:LISTED], units=True),
        ]
        if len(figures) > LISTED:
            more = f"<p>Còn {len(figures) - LISTED} số liệu nữa, xem trong trang của từng đơn vị.</p>"
            parts.append(compose.block(more))
    if rows:
        parts += [
            compose.heading(2, "Bài viết theo đơn vị", "_don-vi"),
            edition.render("change_units", uri, pair=pair, rows=rows),
        ]
    return edition.page(uri, pair.title, parts, [("Thay đổi", places.CHANGES)])


def _unit(edition: Edition, pair: Pair, unit: str, changes: Sequence[SectionChange]) -> Page:
    uri = places.change(pair.slug, unit)
    title = name(edition, pair, unit)
    parts = [edition.render("change_unit", uri, pair=pair, unit=unit, changes=changes)]
    figures = [(change, one) for change in changes for one in change.figures]
    if figures:
        parts += [
            compose.heading(2, "Số liệu", "_so-lieu"),
            _figures(edition, uri, pair, figures, units=False),
        ]
    for report, of_report in groupby(changes, key=lambda change: change.report):
        outline = edition.project.outlines.get(report) or pair.before.project.outlines.get(report)
        parts.append(compose.heading(2, outline.title if outline else report, f"_{report}"))
        for change in of_report:
            parts += [
                compose.heading(3, change.title or change.heading, places.change_anchor(change.report, change.heading)),
                edition.render(
                    "change_section",
                    uri,
                    change=change,
                    **_told(edition, change),
                    stands=pair.after is None and change.fate.value != "removed",
                ),
            ]
    trail = [("Thay đổi", places.CHANGES), (pair.title, places.change(pair.slug))]
    return edition.page(uri, f"{title}: {pair.title[:1].lower()}{pair.title[1:]}", parts, trail)


def _figures(
    edition: Edition,
    uri: str,
    pair: Pair,
    figures: Sequence[tuple[SectionChange | None, FigureChange]],
    units: bool,
) -> str:
    rows = [(change, one, _what(edition, pair, one)) for change, one in figures]
    return edition.render("change_figures", uri, pair=pair, rows=rows, units=units, named=partial(name, edition, pair))


def _what(edition: Edition, pair: Pair, change: FigureChange) -> tuple[str, str]:
    """What a figure counts: the indicator and which of its values; or nothing and the words around it."""
    if not change.indicator:
        return "", change.context
    known = edition.project.indicators.get(change.indicator) or pair.before.project.indicators.get(change.indicator)
    kind, _, detail = change.key.partition(".")
    if kind == "years":
        words = f"năm {detail}"
    else:
        words = f"trong đó {detail}" if kind == "parts" else KEYS.get(change.key, change.key)
    return known.title if known else change.indicator, words


def name(edition: Edition, pair: Pair, unit: str) -> str:
    """Name of a unit of either draft."""
    known = edition.project.units.get(unit) or pair.before.project.units.get(unit)
    if known is None and pair.after is not None:
        known = pair.after.project.units.get(unit)
    return known.name if known else unit

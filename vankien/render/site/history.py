"""What an indicator was in each draft that was put out, and is now: for every unit that had a figure in one of them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from vankien.model.indicator import Indicator
from vankien.model.record import record
from vankien.render import chart
from vankien.render.figures import VERDICTS, actual_text, share_text, target_text, total_text
from vankien.render.indicator_charts import SIGNS
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.rollup.comparison import Verdict, target_of
from vankien.rollup.ledger import Ledger
from vankien.rollup.quantity import field_of

LISTED = 200
"""Units that a page lists; of more, those whose figure or target changed come first."""


@record
class Moment:
    """One column of the history: a draft, or now."""

    name: str
    """Its heading."""
    book: Ledger
    """The figures that there were."""


@record
class Past:
    """What stood at one moment."""

    text: str = ""
    """The figure as printed; empty where there was none."""
    summed: bool = False
    """Whether it was the total of the units below, and not the unit's own."""
    coverage: str = ""
    """Of a total, how many units of how many had reported."""
    value: Decimal | None = None
    """The figure as a number, where it is one."""
    verdict: Verdict = Verdict.UNASSESSED
    """What it was worth."""
    target: str = ""
    """The target as printed."""
    changed: bool = False
    """Whether the target is another than at the moment before."""


@record
class Line:
    """One row of the history."""

    unit: str
    """Id of the unit."""
    name: str
    """Name of the unit."""
    known: bool
    """Whether the unit is still there, and so has a page."""
    past: tuple[Past, ...]
    """What stood at each moment."""

    @property
    def moved(self) -> bool:
        """Whether figure or target were not the same all the time."""
        return len({(one.text, one.target) for one in self.past}) > 1


def parts(edition: Edition, indicator: Indicator) -> list[str]:
    """Heading, table and chart of an indicator's history; nothing where no draft was put out."""
    moments = _moments(edition)
    if len(moments) < 2:
        return []
    lines = list(_lines(edition, moments, indicator))
    if not lines:
        return []
    lines.sort(key=lambda line: not line.moved)
    shown = lines if len(lines) <= LISTED else lines[:LISTED]
    order = {unit: position for position, unit in enumerate(edition.project.units)}
    shown = sorted(shown, key=lambda line: order.get(line.unit, len(order)))
    uri = places.indicator(indicator.id)
    return [
        compose.heading(2, "Qua các lần dự thảo", "_du-thao"),
        edition.render(
            "history",
            uri,
            moments=moments,
            lines=shown,
            left=len(lines) - len(shown),
            changed=[line for line in lines if any(one.changed for one in line.past)],
            svg=_chart(edition, indicator, moments, lines),
        ),
    ]


def _moments(edition: Edition) -> list[Moment]:
    drafts = [Moment(f"Dự thảo {draft.number}", edition.book_of(draft.project)) for draft in edition.project.drafts]
    return [*drafts, Moment("Hiện nay", edition.book)]


def _lines(edition: Edition, moments: Sequence[Moment], indicator: Indicator) -> Iterator[Line]:
    """The units that had a figure at one of the moments: those that are there now, then those that were."""
    names: dict[str, str] = {}
    for moment in reversed(moments):
        names = {**names, **{id: unit.name for id, unit in moment.book.project.units.items() if id not in names}}
    for unit, name in names.items():
        past: list[Past] = []
        for moment in moments:
            past.append(_past(moment.book, unit, indicator.id, past[-1] if past else None))
        if any(one.text for one in past):
            yield Line(unit, name, unit in edition.project.units, tuple(past))


def _past(book: Ledger, unit: str, id: str, before: Past | None) -> Past:
    """What stood at one moment, with the register of that moment."""
    indicator = book.project.indicators.get(id)
    if indicator is None or unit not in book.project.units:
        return Past()
    total, reading = book.totals.get((unit, id)), book.readings.get((unit, id))
    text = total_text(indicator, total) if total else ""
    if text:
        compared, value = book.total_comparison(unit, id), total.value
    else:
        compared = book.comparison(unit, id)
        value = reading.figure.value if reading and not reading.fault else None
    target = share_text(indicator) if text and indicator.aggregate == "share-met" else ""
    target = target or target_text(book.owed(unit, indicator), reading.observation if reading else None)
    return Past(
        text or (actual_text(indicator, reading.observation) if reading else ""),
        bool(text),
        f"{total.coverage.reported}/{total.coverage.asked}" if text else "",
        value,
        compared.verdict,
        target,
        before is not None and bool(before.target or before.text) and before.target != target,
    )


def _chart(edition: Edition, indicator: Indicator, moments: Sequence[Moment], lines: Sequence[Line]) -> str:
    """The figure of the whole from draft to draft; nothing where it was no number twice.

    Bars are of one kind: totals, or what the whole reported itself where no total can be told now.
    """
    top = edition.top
    line = next((one for one in lines if top and one.unit == top.id), None)
    if line is None or field_of(indicator).words:
        return ""
    summed = line.past[-1].summed
    each = [(moment, one) for moment, one in zip(moments, line.past, strict=True) if one.summed == summed]
    if sum(one.value is not None for _, one in each) < 2:
        return ""
    is_share = indicator.aggregate == "share-met" and summed
    bounds = None if is_share else target_of(edition.book.owed(line.unit, indicator), line.past[-1].target)
    told = "; ".join(f"{moment.name}: {one.text or 'chưa có số'}" for moment, one in each)
    drawn = chart.Chart(
        f"{indicator.title}, {line.name} qua các lần dự thảo",
        f"Biểu đồ thanh ngang. {told}." + (f" Đường kẻ dọc là chỉ tiêu {line.past[-1].target}." if bounds else ""),
        tuple(
            chart.Bar(
                f"{moment.name}: {VERDICTS[one.verdict].lower()}",
                moment.name,
                one.value,
                f"{one.text} {SIGNS.get(one.verdict, '')}".rstrip(),
                one.verdict.value,
            )
            for moment, one in each
        ),
        bounds.bound if bounds else None,
        line.past[-1].target if bounds else "",
    )
    return chart.svg(f"_qua-du-thao-{indicator.id}", drawn)

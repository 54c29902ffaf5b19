"""The charts of an indicator, as values that site and Word draw each in its own way."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from vankien.model.indicator import Indicator
from vankien.model.record import record
from vankien.model.unit import Unit
from vankien.render.chart import Bar, Chart
from vankien.render.figures import (
    VERDICTS,
    actual_text,
    number_text,
    percent_text,
    share_text,
    target_text,
    total_text,
)
from vankien.rollup import series
from vankien.rollup.comparison import Comparison, Verdict, target_of
from vankien.rollup.ledger import Ledger
from vankien.rollup.quantity import Target, field_of

SIGNS = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "✓",
    Verdict.ON_TRACK: "→",
    Verdict.BEHIND: "▼",
    Verdict.UNMET: "✕",
}
"""The shape of each verdict in a chart; the style sheet draws the same before its word."""

MOST_BARS = 100
"""Bars that can still be told apart; of more units, those above them are drawn, or else only the worst."""

HEADS = ("Đảng bộ ", "Chi bộ ")
"""What nearly all names of units begin with, and charts leave out."""


@record
class _Point:
    unit: Unit
    value: Decimal | None
    comparison: Comparison
    target: str


def placed(book: Ledger, unit: str, id: str) -> Chart | None:
    """The chart of an indicator in a unit's own text; none where there is nothing to draw."""
    indicator = book.project.indicators.get(id)
    if indicator is None or unit not in book.project.units:
        return None
    match series.kind(book, unit, id):
        case series.Kind.UNITS:
            return of_units(book, unit, indicator)
        case series.Kind.WORDS:
            return of_words(book, unit, indicator)
        case series.Kind.YEARS:
            return of_years(book, unit, indicator)
        case series.Kind.OWN:
            return _of_one(book, unit, indicator)
    return None


def of_units(book: Ledger, unit: str, indicator: Indicator) -> Chart | None:
    """The units below one, the best first; nothing where none gave a number."""
    project = book.project
    asked = [
        id
        for id in series.units_below(book, unit, indicator.id)
        if (id, indicator.id) in book.readings or not project.exempt(project.units[id])
    ]
    points = [_point(book, id, indicator) for id in asked]
    above = [child for child in project.children(unit) if (child.id, indicator.id) in book.totals]
    grouped = len(points) > MOST_BARS and 1 < len(above) <= MOST_BARS
    if grouped:
        points = [_sum_point(book, child.id, indicator) for child in above]
    drawn = [point for point in points if point.value is not None]
    if not drawn:
        return None
    share_of_units = grouped and indicator.aggregate == "share-met"
    best = sorted(drawn, key=lambda point: point.value, reverse=indicator.ascending or share_of_units)
    shown, silent = best[-MOST_BARS:], [point for point in points if point.value is None]
    silent = silent[: MOST_BARS - len(shown)]
    bounds, line = _line(indicator, {point.target for point in points}, share_of_units)
    percent = field_of(indicator).percent or share_of_units
    kinds = Counter(point.comparison.verdict for point in drawn)
    told = ", ".join(f"{VERDICTS[verdict].lower()} {kinds[verdict]}" for verdict in Verdict if kinds[verdict])
    who = "cấp trên cơ sở (số tổng hợp)" if grouped else "đơn vị có số liệu"
    description = (
        f"Biểu đồ thanh ngang của {len(drawn)}/{len(points)} {who}, từ {_value(best[0].value, percent)} "
        f"({best[0].unit.name}) đến {_value(best[-1].value, percent)} ({best[-1].unit.name})."
        + (f" Đường kẻ là chỉ tiêu {line}." if line else "")
        + (f" Chỉ vẽ {len(shown)} đơn vị thấp nhất." if len(shown) < len(best) else "")
        + f" Số đơn vị: {told}."
    )
    rows = [
        Bar(
            point.unit.name,
            label(point.unit),
            point.value,
            f"{_value(point.value, percent)} {SIGNS.get(point.comparison.verdict, '')}".rstrip(),
            point.comparison.verdict.value,
        )
        for point in shown
    ]
    rows += [Bar(point.unit.name, label(point.unit), None, "", "absent") for point in silent]
    return Chart(indicator.title, description, tuple(rows), bounds.bound if bounds else None, line)


def of_words(book: Ledger, unit: str, indicator: Indicator) -> Chart | None:
    """How many units below one gave each word; nothing where they gave too many different ones."""
    below = series.units_below(book, unit, indicator.id)
    given = [book.readings[key] for id in below if (key := (id, indicator.id)) in book.readings]
    counted = series.words(indicator, given)
    if not counted:
        return None
    silent = len(below) - sum(word.units for word in counted)
    rows = [
        Bar(
            f"{word.text}: {VERDICTS[word.verdict].lower()}",
            word.text,
            Decimal(word.units),
            f"{word.units} đơn vị {SIGNS.get(word.verdict, '')}".rstrip(),
            word.verdict.value,
        )
        for word in counted
    ]
    if silent:
        rows.append(Bar("Chưa có số tính được", "Chưa có", Decimal(silent), f"{silent} đơn vị", "absent"))
    told = "; ".join(f"{row.label}: {row.text.partition(' đơn vị')[0]}" for row in rows)
    target = f" Mục tiêu: {target_text(indicator)}." if indicator.target else ""
    return Chart(indicator.title, f"Biểu đồ thanh ngang, số đơn vị theo từng mức. {told}.{target}", tuple(rows))


def of_years(book: Ledger, unit: str, indicator: Indicator) -> Chart | None:
    """A unit's own figures year by year; nothing where there are not two of them."""
    reading = book.readings.get((unit, indicator.id))
    if reading is None or reading.fault:
        return None
    years = [year for year in book.comparison(unit, indicator.id).years if year.value is not None]
    owed = book.owed(unit, indicator)
    typed = target_text(owed, reading.observation)
    bounds = target_of(owed, reading.observation.fields.get("target") or owed.target)
    points = [(year_text(year.year, year.month), year.value, year.verdict, "") for year in years]
    return _over_time(book.project.units[unit], indicator, points, bounds, typed)


def of_year_sums(book: Ledger, unit: str, indicator: Indicator) -> Chart | None:
    """The sums of each year over the units below one; nothing where there are not two of them."""
    total = book.totals.get((unit, indicator.id))
    found = list(series.year_sums(book, unit, indicator))
    points = [
        (
            year_text(one.year, one.month),
            one.value,
            one.verdict,
            "" if one.units == total.coverage.asked else f" ({one.units}/{total.coverage.asked})",
        )
        for one in found
    ]
    owed = book.owed(unit, indicator)
    bounds = target_of(owed, owed.target) if indicator.over == "year" else None
    return _over_time(book.project.units[unit], indicator, points, bounds, target_text(owed))


def _over_time(
    unit: Unit,
    indicator: Indicator,
    points: Sequence[tuple[str, Decimal, Verdict, str]],
    bounds: Target | None,
    target: str,
) -> Chart | None:
    if len(points) < 2:
        return None
    percent = field_of(indicator).percent
    rows = tuple(
        Bar(
            f"{name}: {VERDICTS[verdict].lower()}",
            name,
            value,
            f"{_value(value, percent)}{more} {SIGNS.get(verdict, '')}".rstrip(),
            verdict.value,
        )
        for name, value, verdict, more in points
    )
    told = "; ".join(f"{name}: {_value(value, percent)}{more}" for name, value, _, more in points)
    line = f" Đường kẻ là chỉ tiêu mỗi năm {target}." if bounds else ""
    return Chart(
        f"{indicator.title} qua các năm",
        f"Biểu đồ thanh ngang của {unit.name}, mỗi năm một thanh. {told}.{line}",
        rows,
        bounds.bound if bounds else None,
        target if bounds else "",
    )


def _of_one(book: Ledger, unit: str, indicator: Indicator) -> Chart | None:
    """A unit's own figure, below it that of the same period of the term before, and a line at the target."""
    reading = book.readings[unit, indicator.id]
    comparison = book.comparison(unit, indicator.id)
    owed = book.owed(unit, indicator)
    bounds = target_of(owed, reading.observation.fields.get("target") or owed.target)
    target = target_text(owed, reading.observation) if bounds else ""
    percent = field_of(indicator).percent
    value = actual_text(indicator, reading.observation)
    sign = SIGNS.get(comparison.verdict, "")
    rows = [
        Bar(
            f"Thực hiện: {VERDICTS[comparison.verdict].lower()}",
            "Thực hiện",
            comparison.actual,
            f"{value} {sign}".rstrip(),
            comparison.verdict.value,
        )
    ]
    if comparison.before is not None:
        before = _value(comparison.before, percent)
        rows.append(Bar("Cùng kỳ nhiệm kỳ trước", "Cùng kỳ trước", comparison.before, before, "before"))
    told = "; ".join(
        f"{row.label.lower()}: {row.text.removesuffix(sign).strip() if sign else row.text}" for row in rows
    )
    line = f" Đường kẻ là chỉ tiêu {target}." if target else ""
    return Chart(
        indicator.title,
        f"Biểu đồ thanh ngang của {book.project.units[unit].name}: {told}.{line}",
        tuple(rows),
        bounds.bound if bounds else None,
        target,
    )


def _point(book: Ledger, unit: str, indicator: Indicator) -> _Point:
    reading = book.readings.get((unit, indicator.id))
    observation = reading.observation if reading else None
    value = reading.figure.value if reading and not reading.fault else None
    target = target_text(book.owed(unit, indicator), observation)
    return _Point(book.project.units[unit], value, book.comparison(unit, indicator.id), target)


def _sum_point(book: Ledger, unit: str, indicator: Indicator) -> _Point:
    total = book.totals[unit, indicator.id]
    return _Point(
        book.project.units[unit],
        total.value if total_text(indicator, total) else None,
        book.total_comparison(unit, indicator.id),
        share_text(indicator) or target_text(book.owed(unit, indicator)),
    )


def _line(indicator: Indicator, targets: set[str], share_of_units: bool) -> tuple[Target | None, str]:
    """The bound of the line and its words; none where no unit is held to it."""
    if share_of_units:
        judged = replace(indicator, measure="percentage", unit="%", ascending=True, target=indicator.share)
    else:
        judged = indicator if target_text(indicator) in targets else replace(indicator, target="")
    bounds = target_of(judged, judged.target)
    return bounds, target_text(judged) if bounds else ""


def label(unit: Unit) -> str:
    """A unit's name without the word that nearly all names begin with."""
    name = unit.name
    for head in HEADS:
        name = name.removeprefix(head)
    return name[:1].upper() + name[1:]


def year_text(year: int, month: int) -> str:
    """A year, or the months of a year that is not over."""
    return f"Đến {month}/{year}" if month else str(year)


def _value(value: Decimal, percent: bool) -> str:
    return percent_text(value) if percent else number_text(value)


def verdicts(chart: Chart) -> Iterator[Verdict]:
    """The verdicts that the bars of a chart show."""
    kinds = {row.kind for row in chart.rows if row.value is not None}
    return (verdict for verdict in Verdict if verdict.value in kinds)

"""Figures and dates as Vietnamese documents print them, and the places in texts and tables that show them."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Context, Decimal

from vankien.model.indicator import Indicator, Observation
from vankien.model.outline import Appendix
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.render.dates import short_date
from vankien.rollup.comparison import Comparison, Verdict, baseline_of
from vankien.rollup.figure import figure
from vankien.rollup.ledger import Ledger, ledger
from vankien.rollup.quantity import NUMBER, field_of
from vankien.rollup.tree import Total

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9-]+)\.([a-z_]+)\s*\}\}")
CHART = re.compile(r"\{\{\s*([a-z0-9-]+)\.chart\s*\}\}")
SIGNS = {
    ">=": "từ {} trở lên",
    "≥": "từ {} trở lên",
    "<=": "không quá {}",
    "≤": "không quá {}",
    ">": "trên {}",
    "<": "dưới {}",
}

WIDE = Context(prec=60)
"""No figure is too long to be rounded."""

POINTS = "\N{NO-BREAK SPACE}điểm\N{NO-BREAK SPACE}%"
"""Percentage points behind a number, on one line with it."""

VERDICTS = {
    Verdict.EXCEEDED: "Vượt",
    Verdict.MET: "Đạt",
    Verdict.ON_TRACK: "Đúng tiến độ",
    Verdict.BEHIND: "Chậm",
    Verdict.UNMET: "Chưa đạt",
    Verdict.UNASSESSED: "Chưa đánh giá",
}
"""What each verdict is called."""

REASONS = {
    "text": "Không phải là số",
    "commas": "Viết sai dấu phẩy",
    "point": "Viết sai dấu chấm",
    "not-finite": "Không phải là số hữu hạn",
    "length": "Số quá dài",
    "reversed": "Khoảng viết ngược",
    "ambiguous": "Số hiểu được hai cách",
    "negative": "Số đếm âm",
    "above": "Tử số lớn hơn mẫu số",
    "zero": "Mẫu số bằng không",
    "alone": "Thiếu mẫu số",
    "parts": "Phần lớn hơn tổng",
    "unit": "Khác đơn vị tính",
    "scale": "Không có trong các mức xếp loại",
    "future": "Ngày trong tương lai",
    "outside": "Ngoài kỳ báo cáo",
    "unasked": "Chỉ tiêu không giao cho đơn vị",
    "twice": "Ghi ở hai tệp",
    "range": "Là một khoảng, không phải một số",
    "incomparable": "Không so được với chỉ tiêu",
}
"""Why a unit's figure does not count."""

REFUSALS = {
    "unit": "Khác đơn vị tính",
    "period": "Khác kỳ báo cáo",
    "twice": "Một đơn vị tính hai lần",
    "base": "Tỷ lệ thiếu tử số, mẫu số",
    "percentages": "Không cộng các tỷ lệ",
}
"""Why a total has no number."""


def fill(project: Project, section: Section) -> str:
    """The Markdown of a section with each `{{ id.field }}` replaced by a value.

    `actual`, `target`, `share`, `verdict`, `baseline` and `change` are the unit's own; `total` and `coverage` (`63/81`)
    are rolled up over the units below it. A placeholder that stands for nothing stays as it is typed, and rule F107
    reports it; so does one for a chart, which is no text: who lays out the text puts the chart there.
    """
    if "{{" not in section.body.text:
        return section.body.text
    book = ledger(project)

    def value(match: re.Match[str]) -> str:
        text = _placeholder(book, section.unit, match[1], match[2])
        return re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", text) or match[0]

    return PLACEHOLDER.sub(value, section.body.text)


def _placeholder(book: Ledger, unit: str, id: str, field: str) -> str:
    """The value of a placeholder; empty where it stands for nothing."""
    if total := book.totals.get((unit, id)):
        if field == "total":
            return total_text(book.project.indicators[id], total)
        if field == "coverage":
            return f"{total.coverage.reported}/{total.coverage.asked}"
    reading = book.readings.get((unit, id))
    if reading is None:
        return ""
    match field:
        case "actual":
            return actual_text(reading.indicator, reading.observation)
        case "target":
            return target_text(book.owed(unit, reading.indicator), reading.observation)
        case "verdict":
            return VERDICTS[book.comparison(unit, id).verdict].lower()
        case "share":
            share = book.comparison(unit, id).share
            return percent_text(share) if share is not None else ""
        case "baseline":
            return baseline_text(reading.indicator, reading.observation)
        case "change":
            changed = change_text(book.comparison(unit, id), field_of(reading.indicator).percent)
            return changed[:1].lower() + changed[1:]
    return ""


def total_text(indicator: Indicator, total: Total) -> str:
    """A total in print; empty where it has no number."""
    if total.words or total.value is None:
        return total.words
    percent = field_of(indicator).percent or indicator.aggregate == "share-met"
    return percent_text(total.value) if percent else number_text(total.value)


def appendix_rows(project: Project, unit: str, appendix: Appendix) -> list[list[str]]:
    """The rows of an indicator table, one cell a column as `appendix.shows` names them. What a unit does not report
    itself is the total over the units below it once all of them have reported; what neither gives keeps its row with
    empty cells."""
    report = next(id for id, outline in project.outlines.items() if appendix in outline.appendices)
    book = ledger(project)
    owner = project.units[unit]
    asked = [
        indicator
        for indicator in project.indicators.values()
        if indicator.report == report and owner.matches(indicator.applies)
    ]
    rows = []
    for position, indicator in enumerate(asked, start=1):
        reading = book.readings.get((unit, indicator.id))
        observation = reading.observation if reading else None
        total = None if observation else _complete(book.totals.get((unit, indicator.id)))
        cells = {
            "position": f"{position:02d}",
            "title": indicator.title,
            "unit": indicator.unit,
            "target": target_text(book.owed(unit, indicator), observation) or share_text(indicator),
        }
        compared = None
        if observation:
            compared = book.comparison(unit, indicator.id)
            cells["actual"] = actual_text(indicator, observation)
            cells["baseline"] = baseline_text(indicator, observation)
            cells["as_of"] = short_date(observation.as_of) if observation.as_of else ""
            cells |= {key: observation.fields.get(key, "") for key in ("source", "note")}
        elif total:
            compared = book.total_comparison(unit, indicator.id)
            cells["actual"] = total_text(indicator, total)
            cells["baseline"] = value_text(indicator, compared.before) if compared.before is not None else ""
        if compared:
            cells["comparison"] = comparison_text(compared)
            cells["change"] = change_text(compared, field_of(indicator).percent)
        rows.append([cells.get(key, "") for key in appendix.shows])
    return rows


def _complete(total: Total | None) -> Total | None:
    """A total to which nothing is lacking."""
    return total if total and not total.missing and not total.left_out and total.value is not None else None


def value_text(indicator: Indicator, value: Decimal) -> str:
    """A number of an indicator in print."""
    return percent_text(value) if field_of(indicator).percent else number_text(value)


def baseline_text(indicator: Indicator, observation: Observation) -> str:
    """The figure of the same period of the term before; in words, as typed; empty where none is given."""
    value = baseline_of(indicator, observation)
    if value is None:
        return observation.fields.get("baseline", "")
    return value_text(indicator, value)


def change_text(comparison: Comparison, percent: bool = False) -> str:
    """How a figure stands to the same period of the term before: `Tăng 3 (75%)`, `Giảm 2,5 điểm %`, `Bằng`."""
    if comparison.change is None:
        return ""
    if not comparison.change:
        return "Bằng"
    distance = number_text(abs(comparison.change)) + (POINTS if percent else "")
    growth = f" ({percent_text(abs(comparison.growth))})" if comparison.growth is not None else ""
    return ("Tăng " if comparison.change > 0 else "Giảm ") + distance + growth


def share_text(indicator: Indicator) -> str:
    """The share of the units that must meet their target, in words; empty where none is asked."""
    if indicator.aggregate != "share-met" or not indicator.share:
        return ""
    return target_text(replace(indicator, measure="percentage", target=indicator.share)) + " đơn vị"


def target_text(indicator: Indicator, observation: Observation | None = None) -> str:
    """The target in words: `trên 90%`, `từ 80% trở lên`, `140 - 150`."""
    typed = (observation.fields.get("target") if observation else "") or indicator.target
    sign = next((sign for sign in SIGNS if typed.startswith(sign)), "")
    value = typed.removeprefix(sign).strip()
    if indicator.measure == "percentage" and value[-1:].isdigit():
        value += "%"
    return SIGNS[sign].format(value) if sign else value


def actual_text(indicator: Indicator, observation: Observation) -> str:
    """The observed figure; a quotient is rounded half up to two decimals."""
    typed = observation.fields.get("actual", "")
    value = figure(indicator, observation).value
    if value is None:
        return typed
    percent = field_of(indicator).percent
    if NUMBER.fullmatch(typed.removesuffix("%").rstrip()):
        return typed + "%" if percent and not typed.endswith("%") else typed
    return percent_text(value) if percent else number_text(value)


def comparison_text(comparison: Comparison) -> str:
    """A comparison in words: `Vượt 3,38 điểm %`, `Đạt 102,5% (vượt)`; empty where nothing can be said."""
    text = _compared(comparison)
    told = comparison.verdict in (Verdict.ON_TRACK, Verdict.BEHIND)
    if comparison.points is None and comparison.share is not None:
        # A share alone does not say whether that is enough: a target can be a range.
        told = comparison.verdict not in (Verdict.MET, Verdict.UNASSESSED)
    return f"{text} ({VERDICTS[comparison.verdict].lower()})" if text and told else text


def _compared(comparison: Comparison) -> str:
    if comparison.points is not None:
        distance = number_text(abs(comparison.points))
        if comparison.met and comparison.points > 0 and comparison.verdict is not Verdict.MET:
            return f"Vượt {distance}{POINTS}"
        if comparison.met:
            return f"Vượt, thấp hơn {distance}{POINTS}" if comparison.verdict is Verdict.EXCEEDED else "Đạt"
        if not comparison.points:
            return "Chưa đạt"
        return f"Thấp hơn {distance}{POINTS}" if comparison.points < 0 else f"Chênh {distance}{POINTS}"
    if comparison.share is not None:
        return f"Đạt {percent_text(comparison.share)}"
    if comparison.met is not None:
        return "Đạt" if comparison.met else "Chưa đạt"
    return ""


def percent_text(value: Decimal) -> str:
    """A percentage, rounded half up to at most two decimals; thousands are not parted, so that it reads in one way."""
    return number_text(value).replace(".", "") + "%"


def number_text(value: Decimal) -> str:
    """A number with comma for decimals and dot for thousands, rounded half up to at most two decimals."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP, WIDE)
    whole, _, decimals = f"{rounded:,.2f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")

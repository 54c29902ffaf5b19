"""Figures and dates as Vietnamese documents print them, and the places in texts and tables that show them."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from vankien.model.indicator import Indicator, Observation
from vankien.model.outline import Appendix
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.rollup.comparison import Comparison, actual, compare

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9-]+)\.([a-z_]+)\s*\}\}")
SIGNS = {
    ">=": "từ {} trở lên",
    "≥": "từ {} trở lên",
    "<=": "không quá {}",
    "≤": "không quá {}",
    ">": "trên {}",
    "<": "dưới {}",
}


def fill(project: Project, section: Section) -> str:
    """The Markdown of a section with each `{{ id.actual }}` and `{{ id.target }}` replaced by the unit's value.

    A placeholder that stands for nothing stays as it is typed; rule F107 reports it.
    """
    if "{{" not in section.body.text:
        return section.body.text
    observations = unit_observations(project, section.unit)

    def value(match: re.Match[str]) -> str:
        indicator = project.indicators.get(match[1])
        observation = observations.get(match[1])
        if indicator is None or observation is None or match[2] not in ("actual", "target"):
            return match[0]
        text = actual_text(indicator, observation) if match[2] == "actual" else target_text(indicator, observation)
        return re.sub(r"([\\`*_\[\]<>~|])", r"\\\1", text) or match[0]

    return PLACEHOLDER.sub(value, section.body.text)


def unit_observations(project: Project, unit: str) -> dict[str, Observation]:
    """All observations of one unit, by indicator id; the first where one is given twice."""
    found: dict[str, Observation] = {}
    for report in project.outlines:
        for heading in project.applied[unit, report].headings:
            if section := project.section(unit, report, heading.id):
                for id, observation in section.observations.items():
                    found.setdefault(id, observation)
    return found


def appendix_rows(project: Project, unit: str, appendix: Appendix) -> list[list[str]]:
    """The rows of an indicator table, one cell a column of `appendix.columns`: position, title, unit of measure,
    target, figure, comparison. An indicator that the unit does not report keeps its row with empty cells."""
    report = next(id for id, outline in project.outlines.items() if appendix in outline.appendices)
    observations = unit_observations(project, unit)
    owner = project.units[unit]
    asked = [
        indicator
        for indicator in project.indicators.values()
        if indicator.report == report and owner.matches(indicator.applies)
    ]
    rows = []
    for position, indicator in enumerate(asked, start=1):
        observation = observations.get(indicator.id)
        cells = [
            f"{position:02d}",
            indicator.title,
            indicator.unit,
            target_text(indicator, observation),
            actual_text(indicator, observation) if observation else "",
            comparison_text(compare(indicator, observation)) if observation else "",
        ]
        rows.append((cells + [""] * len(appendix.columns))[: len(appendix.columns)])
    return rows


def target_text(indicator: Indicator, observation: Observation | None = None) -> str:
    """The target in words: `trên 90%`, `từ 80% trở lên`, `140 - 150`."""
    typed = (observation.fields.get("target") if observation else "") or indicator.target
    sign = next((sign for sign in SIGNS if typed.startswith(sign)), "")
    value = typed.removeprefix(sign).strip()
    if indicator.measure == "percentage" and value and not value.endswith("%"):
        value += "%"
    return SIGNS[sign].format(value) if sign else value


def actual_text(indicator: Indicator, observation: Observation) -> str:
    """The observed figure; a quotient is rounded half up to two decimals."""
    typed = observation.fields.get("actual", "")
    value = actual(indicator, observation)
    if value is None:
        return typed
    percent = "%" if indicator.measure == "percentage" else ""
    if typed:
        return typed if typed.endswith("%") else typed + percent
    return number_text(value) + percent


def comparison_text(comparison: Comparison) -> str:
    """A comparison in words: `Vượt 3,38 điểm %`, `Đạt 102,5%`; empty where nothing can be said."""
    if comparison.points is not None:
        distance = number_text(abs(comparison.points))
        if comparison.met:
            return f"Vượt {distance} điểm %" if comparison.points > 0 else "Đạt"
        return f"Thấp hơn {distance} điểm %" if comparison.points < 0 else f"Chênh {distance} điểm %"
    if comparison.share is not None:
        return f"Đạt {number_text(comparison.share)}%"
    if comparison.met is not None:
        return "Đạt" if comparison.met else "Chưa đạt"
    return ""


def number_text(value: Decimal) -> str:
    """A number with comma for decimals and dot for thousands, rounded half up to at most two decimals."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:,.2f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


def vietnamese_date(day: datetime.date) -> str:
    """A day in words, with a leading zero for days below 10 and for January and February only.

    Source: Decree 30/2020/NĐ-CP, Appendix I, and the sample documents.
    """
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: datetime.date) -> str:
    """A day in figures by the same rule of zeros: `05/6/2023`, `20/02/2023`."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"

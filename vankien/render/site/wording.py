"""The Vietnamese words for what the model holds as keys."""

import datetime

from vankien.model.cycle import Cycle, Period
from vankien.model.diagnostic import Severity
from vankien.model.outline import Document, Heading
from vankien.model.project import Project
from vankien.model.unit import Unit
from vankien.render.dates import short_date

STATES = {
    "absent": "Chưa có",
    "draft": "Dự thảo",
    "review": "Chờ duyệt",
    "approved": "Đã duyệt",
    "exempt": "Được miễn",
    "optional": "Không bắt buộc",
    "unreadable": "Chưa đọc được",
}
"""States of reports and texts."""

REPORT_STATES = ("approved", "review", "draft", "absent", "exempt")
"""States that a whole report can be in, from done to nothing."""

SEVERITIES = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}

KINDS = {
    "bloc": "Khối",
    "agency": "Cơ quan",
    "public-service": "Đơn vị sự nghiệp",
    "enterprise": "Doanh nghiệp",
}
SPANS = {"term": "cả nhiệm kỳ", "year": "từng năm", "moment": "một thời điểm"}
AGGREGATES = {
    "sum": "cộng số của các đơn vị",
    "ratio": "cộng tử số và mẫu số của các đơn vị rồi chia",
    "share-met": "tỷ lệ đơn vị đạt chỉ tiêu",
    "min": "số thấp nhất của các đơn vị",
    "max": "số cao nhất của các đơn vị",
    "none": "không tổng hợp",
}
"""What an indicator's target is set for, and how it rolls up."""

PARTS = {"nu": "nữ", "dan-toc": "dân tộc thiểu số", "ton-giao": "tôn giáo"}
"""The parts of a figure that most reports ask for."""

FORMS = {"dang-bo": "Đảng bộ", "chi-bo": "Chi bộ"}


def level(cycle: Cycle, id: str) -> str:
    """Name of a level of the cycle."""
    return cycle.levels[id].name or id if id in cycle.levels else id


def applies(project: Project, terms: str) -> str:
    """Whom a heading with these `applies` terms is for, in words; empty where it is for all."""
    return "; ".join(_term(project, term.strip()) for term in terms.split(",") if term.strip())


def numbered(heading: Heading) -> str:
    """A heading with its number, on one line."""
    if heading.opening or not heading.label:
        return heading.title
    stop = "" if heading.label[-1] in ".-)/" else "."
    return f"{heading.label}{stop} {heading.title}"


def subject(text: str, unit: Unit) -> str:
    """The subject line of a report for one unit."""
    return capital(text.replace("{unit}", unit.name).replace("{committee}", unit.committee or unit.name))


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def document(document: Document) -> str:
    """A directive document as it is cited."""
    number = f"số {document.number}" if document.number else ""
    date = f"ngày {short_date(datetime.date.fromisoformat(document.date))}" if document.date else ""
    name = " ".join(part for part in (document.type, number) if part)
    head = ", ".join(part for part in (name, date) if part)
    issuer = f" của {document.issuer}" if document.issuer else ""
    return head + issuer


def period(period: Period) -> str:
    """A reporting period, by its months."""
    start = f"từ {_start(period.start)}" if period.start else "từ đầu nhiệm kỳ"
    end = f" đến {_month(period.end)}" if period.end else ""
    return start + end + (" (số liệu cuối kỳ là số ước)" if period.estimate else "")


def remaining(days: int) -> str:
    """How far a date is: `days` until it, negative after it."""
    if days > 0:
        return f"còn {days} ngày"
    return f"quá {-days} ngày" if days else "đến hạn hôm nay"


def _start(day: datetime.date) -> str:
    return _month(day) if day.month > 1 else f"đầu năm {day.year}"


def _month(day: datetime.date) -> str:
    return f"tháng {day.month}/{day.year}"


def _term(project: Project, term: str) -> str:
    key, _, value = (part.strip() for part in term.partition(":"))
    match key:
        case "kind":
            return KINDS.get(value, value).lower()
        case "form":
            return FORMS.get(value, value).lower()
        case "level":
            return level(project.cycle, value)
        case "unit":
            return project.units[value].name if value in project.units else value
        case "organ":
            return "nơi có ban thường vụ"
    return value

"""The tables of a project's figures: units, indicators, observations, totals, gaps, texts."""

from collections.abc import Iterator
from decimal import Decimal

from vankien.model.project import Project
from vankien.model.section import Status
from vankien.render.data.table import Cell, Column, Percent, Table
from vankien.render.figures import REASONS, REFUSALS, VERDICTS
from vankien.rollup.comparison import Comparison, Verdict, baseline_of
from vankien.rollup.ledger import Ledger, ledger
from vankien.rollup.quantity import field_of
from vankien.rollup.reading import Reading
from vankien.rollup.tree import Total

MEASURES = {"number": "Số", "percentage": "Tỷ lệ", "ordinal": "Mức xếp loại", "qualitative": "Định tính"}
SPANS_OF_TIME = {"term": "Cả nhiệm kỳ", "year": "Hằng năm", "moment": "Tại thời điểm"}
AGGREGATES = {
    "sum": "Cộng",
    "ratio": "Tử số trên mẫu số",
    "share-met": "Tỷ lệ đơn vị đạt",
    "min": "Thấp nhất",
    "max": "Cao nhất",
    "none": "Không tổng hợp",
}
STATUSES = {Status.DRAFT.value: "Dự thảo", Status.REVIEW.value: "Chờ duyệt", Status.APPROVED.value: "Đã duyệt"}
VERDICT_LABELS = {verdict.value: words for verdict, words in VERDICTS.items()}
GAPS = {"missing": "Chưa báo cáo", "stale": "Số liệu cũ", "left-out": "Không tính vào tổng hợp"}

UNIT = Column("unit", "Mã đơn vị", width=24, required=True)
INDICATOR = Column("indicator", "Mã chỉ tiêu", width=28, required=True)
OF_UNIT_AND_INDICATOR = {"unit": ("units", "id"), "indicator": ("indicators", "id")}


def tables(project: Project) -> tuple[Table, ...]:
    """All tables of a project; a table comes behind those that it refers to."""
    book = ledger(project)
    return (
        _units(project),
        _indicators(project),
        _observations(book),
        _years(book),
        _parts(book),
        _totals(book),
        _gaps(book),
        _sections(project),
    )


def _units(project: Project) -> Table:
    columns = (
        Column("id", "Mã đơn vị", width=24, required=True),
        Column("name", "Tên đơn vị", width=48, required=True),
        Column("level", "Mã cấp"),
        Column("level_name", "Cấp", width=24),
        Column("parent", "Mã đơn vị cấp trên", width=24),
        Column("kind", "Loại hình"),
        Column("form", "Tổ chức", labels={"dang-bo": "Đảng bộ", "chi-bo": "Chi bộ"}),
        Column("sector", "Lĩnh vực", width=24),
        Column("established", "Ngày thành lập", "date"),
        Column("exempt", "Được miễn báo cáo", "boolean", required=True),
    )
    rows = tuple(
        (
            unit.id,
            unit.name,
            unit.level,
            project.cycle.levels[unit.level].name if unit.level in project.cycle.levels else "",
            unit.parent if unit.parent in project.units else "",
            unit.kind,
            unit.form,
            unit.sector,
            unit.established,
            project.exempt(unit),
        )
        for unit in project.units.values()
    )
    return Table("units", "Đơn vị", columns, rows, ("id",), {"parent": ("", "id")})


def _indicators(project: Project) -> Table:
    columns = (
        Column("id", "Mã chỉ tiêu", width=28, required=True),
        Column("title", "Chỉ tiêu", width=64),
        Column("measure_unit", "Đơn vị tính"),
        Column("measure", "Loại giá trị", labels=MEASURES, required=True),
        Column("ascending", "Càng cao càng tốt", "boolean", required=True),
        Column("target", "Chỉ tiêu nghị quyết", width=24),
        Column("share", "Tỷ lệ đơn vị phải đạt"),
        Column("over", "Tính theo", labels=SPANS_OF_TIME, required=True),
        Column("aggregate", "Cách tổng hợp", labels=AGGREGATES, required=True),
        Column("report", "Báo cáo"),
        Column("heading", "Mục", width=24),
        Column("applies", "Áp dụng cho", width=24),
        Column("scale", "Các mức, từ thấp đến cao", width=40),
        Column("source", "Nguồn", width=40),
    )
    rows = tuple(
        (
            one.id,
            one.title,
            one.unit,
            one.measure,
            one.ascending,
            one.target,
            one.share,
            one.over,
            one.aggregate,
            one.report,
            one.heading,
            one.applies,
            " < ".join(one.scale),
            one.source,
        )
        for one in project.indicators.values()
    )
    return Table("indicators", "Chỉ tiêu", columns, rows, ("id",))


COMPARED = (
    Column("share", "Đạt so với chỉ tiêu (%)", "number"),
    Column("points", "Chênh so với chỉ tiêu (điểm %)", "number"),
    Column("verdict", "Đánh giá", labels=VERDICT_LABELS, required=True),
)


def _compared(comparison: Comparison) -> tuple[Cell, ...]:
    return comparison.share, comparison.points, comparison.verdict.value


def _observations(book: Ledger) -> Table:
    columns = (
        UNIT,
        INDICATOR,
        Column("report", "Báo cáo"),
        Column("heading", "Mục", width=24),
        Column("typed", "Giá trị như đã ghi"),
        Column("value", "Giá trị", "number"),
        Column("low", "Từ", "number"),
        Column("high", "Đến", "number"),
        Column("words", "Giá trị bằng chữ", width=24),
        Column("numerator", "Tử số", "number"),
        Column("denominator", "Mẫu số", "number"),
        Column("baseline", "Cùng kỳ nhiệm kỳ trước", "number"),
        Column("change", "Tăng, giảm so với cùng kỳ", "number"),
        Column("growth", "Tăng, giảm so với cùng kỳ (%)", "number"),
        Column("target", "Chỉ tiêu của đơn vị"),
        *COMPARED,
        Column("as_of", "Số liệu đến ngày", "date"),
        Column("stale", "Số liệu cũ", "boolean", required=True),
        Column("fault", "Lý do không tính", labels=REASONS),
        Column("approval_number", "Số văn bản đồng ý sửa chỉ tiêu"),
        Column("approval_date", "Ngày văn bản", "date"),
        Column("source", "Nguồn", width=40),
        Column("note", "Ghi chú", width=40),
        Column("path", "Tệp", width=40, required=True),
        Column("line", "Dòng", "integer", required=True),
    )
    rows = tuple(_observation(book, reading) for reading in book.readings.values())
    return Table("observations", "Số liệu", columns, rows, ("unit", "indicator"), OF_UNIT_AND_INDICATOR)


def _observation(book: Ledger, reading: Reading) -> tuple[Cell, ...]:
    indicator, observation, figure = reading.indicator, reading.observation, reading.figure
    fields, approval = observation.fields, observation.approval
    comparison = book.comparison(reading.unit, indicator.id)
    kind = field_of(indicator)
    value = None if reading.fault else figure.value
    before = baseline_of(indicator, observation)
    return (
        reading.unit,
        indicator.id,
        reading.report,
        reading.heading,
        fields.get("actual", ""),
        Percent(value) if kind.percent and value is not None else value,
        figure.quantity.low,
        figure.quantity.high,
        figure.words,
        figure.numerator,
        figure.denominator,
        Percent(before) if kind.percent and before is not None else before,
        comparison.change,
        comparison.growth,
        fields.get("target") or book.owed(reading.unit, indicator).target,
        *_compared(comparison),
        observation.as_of,
        reading.stale,
        reading.fault,
        approval.number if approval else "",
        approval.date if approval else None,
        fields.get("source", ""),
        fields.get("note", ""),
        reading.observation.span.path,
        observation.span.line,
    )


def _years(book: Ledger) -> Table:
    columns = (
        UNIT,
        INDICATOR,
        Column("year", "Năm", "integer", required=True),
        Column("month", "Đến tháng (0: cả năm)", "integer", required=True),
        Column("value", "Giá trị", "number"),
        Column("verdict", "Đánh giá", labels=VERDICT_LABELS, required=True),
    )
    rows = {}
    for reading in book.readings.values():
        if reading.figure.years:
            verdicts = {
                (year.year, year.month): year.verdict
                for year in book.comparison(reading.unit, reading.indicator.id).years
            }
            for year in reading.figure.years:
                key = reading.unit, reading.indicator.id, year.year, year.month
                verdict = verdicts.get((year.year, year.month), Verdict.UNASSESSED)
                rows.setdefault(key, (*key, year.quantity.value, verdict.value))
    key = ("unit", "indicator", "year", "month")
    return Table("years", "Số liệu từng năm", columns, tuple(rows.values()), key, OF_UNIT_AND_INDICATOR)


def _parts(book: Ledger) -> Table:
    columns = (
        UNIT,
        INDICATOR,
        Column("part", "Trong đó", required=True),
        Column("value", "Giá trị", "number", required=True),
    )
    rows = tuple(
        (reading.unit, reading.indicator.id, part, value)
        for reading in book.readings.values()
        for part, value in reading.figure.parts.items()
    )
    return Table("parts", "Phân tổ", columns, rows, ("unit", "indicator", "part"), OF_UNIT_AND_INDICATOR)


def _totals(book: Ledger) -> Table:
    columns = (
        UNIT,
        INDICATOR,
        Column("value", "Giá trị tổng hợp", "number"),
        Column("words", "Giá trị bằng chữ", width=24),
        Column("numerator", "Tử số", "number"),
        Column("denominator", "Mẫu số", "number"),
        Column("baseline", "Cùng kỳ nhiệm kỳ trước", "number"),
        Column("change", "Tăng, giảm so với cùng kỳ", "number"),
        Column("growth", "Tăng, giảm so với cùng kỳ (%)", "number"),
        *COMPARED,
        Column("asked", "Số đơn vị phải báo cáo", "integer", required=True),
        Column("reported", "Số đơn vị đã tính", "integer", required=True),
        Column("missing", "Chưa báo cáo", "integer", required=True),
        Column("stale", "Số liệu cũ", "integer", required=True),
        Column("left_out", "Không tính", "integer", required=True),
        Column("refused", "Lý do không có số tổng hợp", labels=REFUSALS),
    )
    rows = tuple(_total(book, total) for total in book.totals.values())
    return Table("totals", "Tổng hợp", columns, rows, ("unit", "indicator"), OF_UNIT_AND_INDICATOR)


def _total(book: Ledger, total: Total) -> tuple[Cell, ...]:
    indicator = book.project.indicators[total.indicator]
    percent = field_of(indicator).percent or indicator.aggregate == "share-met"
    value: Decimal | None = total.value
    comparison = book.total_comparison(total.unit, total.indicator)
    return (
        total.unit,
        total.indicator,
        Percent(value) if percent and value is not None else value,
        total.words,
        total.numerator,
        total.denominator,
        comparison.before,
        comparison.change,
        comparison.growth,
        *_compared(comparison),
        total.coverage.asked,
        total.coverage.reported,
        len(total.missing),
        len(total.stale),
        len(total.left_out),
        total.refused.reason if total.refused else "",
    )


def _gaps(book: Ledger) -> Table:
    columns = (
        UNIT,
        INDICATOR,
        Column("gap", "Tình trạng", labels=GAPS, required=True),
        Column("reason", "Lý do", labels=REASONS),
    )
    rows = {}
    for total in book.totals.values():
        for unit, gap, reason in _gaps_of(total):
            rows.setdefault((unit, total.indicator), (unit, total.indicator, gap, reason))
    return Table("gaps", "Thiếu số liệu", columns, tuple(rows.values()), ("unit", "indicator"), OF_UNIT_AND_INDICATOR)


def _gaps_of(total: Total) -> Iterator[tuple[str, str, str]]:
    for unit in total.missing:
        yield unit, "missing", ""
    for left_out in total.left_out:
        yield left_out.unit, "left-out", left_out.reason
    for unit in total.stale:
        yield unit, "stale", ""


def _sections(project: Project) -> Table:
    columns = (
        UNIT,
        Column("report", "Báo cáo", required=True),
        Column("heading", "Mã mục", width=24, required=True),
        Column("title", "Mục", width=48),
        Column("status", "Trạng thái", labels=STATUSES, required=True),
        Column("updated", "Cập nhật", "date"),
        Column("approved_by", "Người duyệt", width=24),
        Column("words", "Số chữ", "integer", required=True),
        Column("path", "Tệp", width=40, required=True),
    )
    titles = {
        (report, heading.id): heading.title
        for report, outline in project.outlines.items()
        for heading in outline.headings
    } | {
        (report, appendix.id): appendix.title
        for report, outline in project.outlines.items()
        for appendix in outline.appendices
    }
    rows = tuple(
        (
            section.unit,
            section.report,
            section.heading,
            titles.get((section.report, section.heading), ""),
            section.status.value,
            section.updated,
            section.approved_by,
            len(section.body.text.split()),
            section.path,
        )
        for section in project.sections.values()
    )
    return Table("sections", "Văn bản", columns, rows, ("unit", "report", "heading"), {"unit": ("units", "id")})

"""What is to be mended: all findings by unit, and what to do first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vankien.model.diagnostic import Diagnostic, Severity
from vankien.model.page import Page
from vankien.model.record import record
from vankien.model.unit import Unit
from vankien.render import rulebook
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task

SHOWN_FIRST = 100
"""Errors that the first page lists; the rest stands on the pages of the units."""

OPEN = 8
"""Findings of one task that stand open on a unit's page; the rest is folded."""

STEPS = 5
"""Tasks that are named at the top of a unit's page."""

TASKS = (
    ("Mở được các tệp", "Máy bỏ qua tệp chưa đọc được, nên bài trong đó coi như chưa có.", ("R1", "R2")),
    ("Viết đủ các mục bắt buộc", "Thiếu mục hoặc quá hạn thì báo cáo chưa nộp được.",
     ("S101", "S111", "P101", "P103", "R107")),
    ("Sửa số liệu sai hoặc không khớp", "Số sai là điều người đọc nhắc đến trước nhất.", ("N", "I", "F105", "F107")),
    ("Đối chiếu văn bản được viện dẫn", "Tra lại bản gốc: số, ngày và cơ quan ban hành.", ("D",)),
    ("Hoàn chỉnh phần khai báo, tên và chỗ của tệp", "Khai sai thì máy hiểu sai bài thuộc mục nào, đã duyệt chưa.",
     ("F", "S", "R")),
    ("Giải quyết ý kiến góp ý", "Nơi góp ý chờ được biết ý kiến của mình được xử lý ra sao.", ("C",)),
    ("Viết lại chỗ chép và chỗ dài, ngắn bất thường", "", ("P",)),
    ("Sửa hình, liên kết, chú thích", "", ("M",)),
    ("Soát câu chữ", "", ("T",)),
)  # fmt: skip
"""What there is to do, what blocks delivery first: title, why, and how the codes of its rules begin."""


def pages(edition: Edition) -> Iterator[Page]:
    """The overview, and one page for each unit."""
    yield _overview(edition)
    for unit in edition.project.units.values():
        yield _unit(edition, unit)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.faults, lambda: [_overview(edition)])
    for unit in edition.project.units.values():
        yield Task(unit.id, inputs.findings(unit.id), lambda unit=unit: [_unit(edition, unit)])


def _unit(edition: Edition, unit: Unit) -> Page:
    found = edition.by_owner.get(unit.id, ())
    return edition.page(
        places.findings(unit.id),
        f"Việc cần sửa – {unit.name}",
        _listed(edition, places.findings(unit.id), found),
        [("Việc cần sửa", places.FINDINGS), (unit.name, places.unit(unit.id))],
        contents=bool(found),
    )


def _overview(edition: Edition) -> Page:
    uri = places.FINDINGS
    errors = [one for one in edition.diagnostics if one.severity is Severity.ERROR]
    units = [(unit, edition.counts(unit.id)) for unit in edition.project.units.values() if unit.id in edition.by_owner]
    units.sort(key=lambda pair: [-count for count in pair[1]])
    shared = edition.by_owner.get("", ())
    codes = Counter((one.code, one.severity) for one in edition.diagnostics)
    severities = list(Severity)
    order = sorted(codes.items(), key=lambda pair: (severities.index(pair[0][1]), -pair[1], pair[0][0]))
    parts = [edition.render("findings", uri, units=units, total=_total(edition.diagnostics))]
    if errors:
        parts += [
            compose.heading(2, "Lỗi phải sửa trước", "_loi"),
            edition.render("finding_list", uri, groups=_by_path(errors[:SHOWN_FIRST]), more=errors[SHOWN_FIRST:]),
        ]
    if units:
        parts += [compose.heading(2, "Theo đơn vị", "_don-vi"), edition.render("finding_units", uri, units=units)]
    if shared:
        parts += [
            compose.heading(2, "Tệp chung của kho", "_chung"),
            edition.render("finding_list", uri, groups=_by_path(shared), more=()),
        ]
    if order:
        titles = {rule.code: rulebook.entry(rule, edition.translate).title for rule in edition.rules}
        parts += [
            compose.heading(2, "Theo quy tắc", "_quy-tac"),
            edition.render("finding_codes", uri, codes=order, titles=titles),
        ]
    return edition.page(uri, "Việc cần sửa", parts)


def _listed(edition: Edition, uri: str, found: Sequence[Diagnostic]) -> Iterator[str]:
    tasks = {severity: list(_tasks(edition, severity, found)) for severity in Severity}
    first = [(severity, task) for severity, of_it in tasks.items() for task in of_it][:STEPS]
    yield edition.render("findings", uri, units=(), total=_total(found))
    if found:
        mended = sum(1 for one in found if one.fix)
        yield edition.render("finding_steps", uri, steps=first, mended=mended)
    for severity, title in (
        (Severity.ERROR, "Lỗi phải sửa"),
        (Severity.WARNING, "Cảnh báo nên xem"),
        (Severity.NOTE, "Lưu ý"),
    ):
        if tasks[severity]:
            yield compose.heading(2, title, f"_{severity.value}")
        for task in tasks[severity]:
            yield compose.heading(3, task.title, task.id)
            yield edition.render("finding_task", uri, task=task, open=OPEN)


@record
class Chore:
    """Findings of one severity that are mended in one way."""

    id: str
    """Anchor on the page."""
    title: str
    """What to do."""
    why: str
    """Why it comes at its place; may be empty."""
    found: Sequence[tuple[Diagnostic, tuple[str, str, str]]]
    """The findings in order of the drafts, each with its place: page, anchor and name."""


def _tasks(edition: Edition, severity: Severity, found: Iterable[Diagnostic]) -> Iterator[Chore]:
    """What is to be done about the findings of one severity, in order."""
    of_it: dict[int, list[Diagnostic]] = {}
    for one in found:
        if one.severity is severity:
            of_it.setdefault(_task_of(one.code), []).append(one)
    for number in sorted(of_it):
        title, why, _ = TASKS[number]
        ordered = sorted(of_it[number], key=edition.reading_order)
        yield Chore(f"_{severity.value}-{number}", title, why, [(one, edition.place(one)) for one in ordered])


def _task_of(code: str) -> int:
    """The task whose rules a code belongs to: that with the longest beginning of it."""
    fitting = [(len(begin), number) for number, task in enumerate(TASKS) for begin in task[2] if code.startswith(begin)]
    return max(fitting)[1] if fitting else len(TASKS) - 1


def _by_path(found: Iterable[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
    return [(path, list(group)) for path, group in groupby(found, key=lambda one: one.span.path)]


def _total(found: Iterable[Diagnostic]) -> dict[Severity, int]:
    counts = Counter(one.severity for one in found)
    return {severity: counts[severity] for severity in Severity}

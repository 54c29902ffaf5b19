"""Comments as a table with Vietnamese headings, as organisations fill it in: its columns, and what its rows say."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from vankien.model.comment import Answer, Comment, Disposition, Proposal
from vankien.model.diagnostic import Message, PipelineError, say
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.source import Body, Span
from vankien.rollup.anchor import earlier_body, heading_now, locate
from vankien.rollup.consultation import find_heading, fitting_headings, path_of, placed, slug, with_id
from vankien.rollup.quotation import quoted_words


@record
class Column:
    """A column of the table."""

    key: str
    """What it holds."""
    title: str
    """Its heading."""
    width: int
    """Width in characters."""
    others: tuple[str, ...] = ()
    """Other headings under which people send it, as slugs."""
    asked: bool = True
    """Whether the form for organisations has it."""


COLUMNS = (
    Column("number", "STT", 6, ("tt", "so-tt", "so-thu-tu")),
    Column("id", "Mã ý kiến", 26, ("ma", "ma-so"), asked=False),
    Column("unit", "Dự thảo của", 18, ("du-thao-cua-don-vi", "don-vi-co-du-thao"), asked=False),
    Column("report", "Báo cáo", 16, ("van-ban", "du-thao", "ten-bao-cao", "ten-du-thao")),
    Column("heading", "Đề mục", 22, ("muc", "de-muc-so", "tieu-de", "phan-muc", "muc-tieu-muc")),
    Column("paragraph", "Đoạn", 7, ("doan-so", "so-doan")),
    Column("quote", "Nội dung dự thảo (trích)", 40, ("noi-dung-du-thao", "trich", "trich-du-thao", "noi-dung-trich")),
    Column("text", "Ý kiến", 60, ("y-kien-gop-y", "noi-dung-gop-y", "noi-dung-y-kien", "gop-y")),
    Column("proposal", "Loại", 14, ("loai-y-kien", "hinh-thuc")),
    Column("organisation", "Đơn vị góp ý", 28, ("don-vi", "don-vi-gui", "co-quan", "to-chuc", "co-quan-don-vi")),
    Column("present", "Số dự họp", 10, ("so-du", "so-nguoi-du", "so-co-mat", "co-mat", "so-nguoi-du-hop")),
    Column("in_favour", "Số đồng ý", 10, ("dong-y", "so-nhat-tri", "nhat-tri", "so-tan-thanh", "tan-thanh")),
    Column("received", "Ngày nhận", 12, ("ngay", "ngay-gop-y", "ngay-gui")),
    Column("disposition", "Tiếp thu/giải trình", 18, ("tiep-thu", "giai-trinh", "ket-qua"), asked=False),
    Column("reason", "Nội dung trả lời", 40, ("ly-do", "tra-loi", "noi-dung-giai-trinh"), asked=False),
    Column("by", "Người trả lời", 20, ("don-vi-tra-loi",), asked=False),
    Column("answered", "Ngày trả lời", 12, (), asked=False),
    Column("commit", "Lần sửa (commit)", 14, ("commit", "lan-sua"), asked=False),
)

PROPOSALS = {
    Proposal.ADD: "Bổ sung",
    Proposal.AMEND: "Sửa đổi",
    Proposal.REMOVE: "Bỏ",
    Proposal.RESTRUCTURE: "Đổi cấu trúc",
    Proposal.WORDING: "Câu chữ",
    Proposal.OTHER: "Khác",
}
DISPOSITIONS = {
    Disposition.ACCEPTED: "Tiếp thu",
    Disposition.PARTLY: "Tiếp thu một phần",
    Disposition.EXPLAINED: "Giải trình",
    Disposition.OPEN: "Chưa trả lời",
}
_KINDS = {
    "bo-sung": Proposal.ADD, "them": Proposal.ADD, "sua": Proposal.AMEND, "sua-doi": Proposal.AMEND,
    "thay": Proposal.AMEND, "bo": Proposal.REMOVE, "bo-bot": Proposal.REMOVE, "xoa": Proposal.REMOVE,
    "doi-cau-truc": Proposal.RESTRUCTURE, "cau-truc": Proposal.RESTRUCTURE, "bo-cuc": Proposal.RESTRUCTURE,
    "cau-chu": Proposal.WORDING, "chinh-ta": Proposal.WORDING, "van-phong": Proposal.WORDING, "khac": Proposal.OTHER,
    "nhat-tri": Proposal.OTHER,
}  # fmt: skip
_ANSWERS = (
    ("tiep-thu-mot-phan", Disposition.PARTLY),
    ("tiep-thu", Disposition.ACCEPTED),
    ("khong-tiep-thu", Disposition.EXPLAINED),
    ("giai-trinh", Disposition.EXPLAINED),
    ("chua-tra-loi", Disposition.OPEN),
)
HEAD_ROWS = 30
"""Among so many rows from the top the headings are looked for."""
COMPARED = 30_000
"""So many characters tell whether a row says what a comment says: a cell of a spreadsheet holds few more."""
_SAID = regex(r"[^\W\d_]")
_SHARE = regex(r"(\d{1,6})\s*/\s*(\d{1,6})")
_COUNT = regex(r"(\d{1,6})(?:[.,]0+)?(?:\s*(?:người|đồng chí|đ/c|đảng viên|phiếu))?", re.IGNORECASE)
_DAY = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")


@record
class Grid:
    """The cells of a table as its file has them."""

    name: str
    """Name of the file."""
    rows: tuple[tuple[str, ...], ...]
    """The cells as text; the first row is row 1."""
    merged: tuple[tuple[int, int, int], ...] = ()
    """Cells that run over several rows: first row, last row and column, from 1; each row has their text."""


@record
class Told:
    """What is to be said of one row."""

    row: int
    """Number of the row in the file, from 1."""
    message: Message
    """What was found there."""


@record
class Intake:
    """What a table brings."""

    comments: tuple[Comment, ...]
    """New comments, each with its id."""
    answers: tuple[tuple[Comment, Answer], ...]
    """Comments that were open, with the answers that the table has for them."""
    known: int
    """How many rows are there already."""
    told: tuple[Told, ...]
    """What is to be said, by row."""


@record
class Defaults:
    """What counts for rows that do not say."""

    unit: str
    """Id of the unit whose draft the comments are about."""
    report: str = ""
    """Id of the report."""
    organisation: str = ""
    """Who sent the table."""
    draft: int | None = None
    """Number of the draft that was put out."""
    received: datetime.date | None = None
    """Day on which it came in."""
    by: str = ""
    """Who answers, where a row only says what was decided."""


def intake(project: Project, grid: Grid, defaults: Defaults) -> Intake:
    """The comments and answers in a table; raises `PipelineError` where it lacks the columns without which none is one.

    A row that names no heading of the report is taken over all the same, with the heading as it was typed: the check
    goes on reporting it until somebody puts it right.
    """
    head, columns = _head(grid, defaults)
    reader = _Rows(project, defaults)
    told = [
        Told(first, _shared(first, last, column, columns))
        for first, last, column in grid.merged
        if last > head and column - 1 in columns
    ]
    for number, cells in enumerate(grid.rows[head:], start=head + 1):
        values = {key: cells[position].strip() for position, key in columns.items() if position < len(cells)}
        if any(values[key] for key in values if key != "number"):
            told += [Told(number, message) for message in reader.read(values)]
    told.sort(key=lambda one: one.row)
    return Intake(tuple(reader.comments), tuple(reader.answers), reader.known, tuple(told))


def cells(comment: Comment, number: int, project: Project) -> dict[str, str | int | datetime.date | None]:
    """A comment as a row of the table, by key of the column."""
    outline = project.outlines.get(comment.report)
    answer = comment.answer
    return {
        "number": number,
        "id": comment.id,
        "unit": comment.unit,
        "report": comment.report,
        "heading": heading_name(outline, heading_now(project, comment)),
        "paragraph": comment.paragraph,
        "quote": comment.quote,
        "text": comment.body.text.strip("\n"),
        "proposal": PROPOSALS[comment.proposal],
        "organisation": comment.organisation,
        "present": comment.present,
        "in_favour": comment.in_favour,
        "received": comment.received,
        "disposition": DISPOSITIONS[answer.disposition],
        "reason": answer.reason,
        "by": answer.by,
        "answered": answer.date,
        "commit": answer.commit,
    }


def heading_name(outline: Outline | None, id: str) -> str:
    """A heading by number and title, so that the table that comes back is understood; its id where that is not sure."""
    heading = outline.heading(id) if outline else None
    if heading is None:
        return id
    name = f"{heading.label} {heading.title}".strip()
    return name if find_heading(outline, name) == id else id


def _head(grid: Grid, defaults: Defaults) -> tuple[int, dict[int, str]]:
    """How many rows there are down to the headings, and the key of each column that is known."""
    names = {slug(column.title): column.key for column in COLUMNS}
    names |= {other: column.key for column in COLUMNS for other in column.others}
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(grid.rows[:HEAD_ROWS], start=1):
        found: dict[int, str] = {}
        for position, cell in enumerate(row):
            key = names.get(slug(cell))
            if key and key not in found.values():
                found[position] = key
        if len(found) > len(best[1]):
            best = number, found
    present = set(best[1].values())
    lacking = [column.title for column in COLUMNS if column.key in _needed(defaults) and column.key not in present]
    if lacking:
        raise PipelineError(
            say("{file} lacks the columns: {columns}.", file=grid.name, columns=", ".join(lacking)),
            say(
                "Write these headings above the columns as they stand here; `comments export --template` gives a form."
            ),
        )
    return best


def _needed(defaults: Defaults) -> tuple[str, ...]:
    return ("text",) if defaults.organisation else ("text", "organisation")


def _shared(first: int, last: int, column: int, columns: dict[int, str]) -> Message:
    title = next(one.title for one in COLUMNS if one.key == columns[column - 1])
    return say(
        "Rows {first} to {last} share one cell in “{column}”; it counts for each of them.",
        first=first,
        last=last,
        column=title,
    )


class _Rows:
    """The rows of one table, read one after the other."""

    def __init__(self, project: Project, defaults: Defaults) -> None:
        self.project = project
        self.defaults = defaults
        self.comments: list[Comment] = []
        self.answers: list[tuple[Comment, Answer]] = []
        self.known = 0
        self._by_id = {(comment.unit, comment.id): comment for comment in project.comments}
        self._by_words: dict[tuple[str, ...], list[Comment]] = {}
        for comment in self._by_id.values():
            self._by_words.setdefault(self._words(comment), []).append(comment)

    def read(self, values: dict[str, str]) -> list[Message]:
        """Takes one row over; gives what is to be said of it."""
        messages: list[Message] = []
        unit = self._unit(values, messages)
        if known := self._by_id.get((unit, values.get("id", ""))):
            said = _plain(values.get("text", ""))
            if not _SAID.search(said) or _plain(known.body.text)[:COMPARED] == said[:COMPARED]:
                self.known += 1
                return self._answer(known, values, messages)
            messages.append(say("`{id}` says something else; this row was taken for another comment.", id=known.id))
        if not _SAID.search(values.get("text", "")):
            return [*messages, say("There is no comment in this row, so it was passed over.")]
        report = self._report(values, messages)
        typed = Comment(
            id="",
            unit=unit,
            span=Span(path_of(unit, "")),
            body=Body(_lines(values["text"]), ""),
            report=report,
            heading=self._heading(unit, report, values, messages),
            draft=self.defaults.draft,
            paragraph=_count(values, "paragraph", messages) or None,
            quote=" ".join(values.get("quote", "").split()),
            organisation=" ".join((values.get("organisation") or self.defaults.organisation).split()),
            present=_count(values, "present", messages),
            in_favour=_count(values, "in_favour", messages),
            proposal=_proposal(values, messages),
            received=_day(values, "received", messages) or self.defaults.received,
            answer=self._answer_in(values, messages),
        )
        if share := _SHARE.fullmatch(values.get("in_favour", "")):
            typed = replace(typed, in_favour=int(share[1]), present=typed.present or int(share[2]))
        if not typed.organisation:
            messages.append(say("Nobody is named as the sender; the check will ask for it."))
        comment = with_id(typed)
        if same := self._same(typed) or self._by_id.get((unit, comment.id)):
            self.known += 1
            return self._answer(same, values, messages)
        if comment.paragraph or comment.quote:
            comment = self._placed(comment, messages)
        self._by_id[unit, comment.id] = comment
        self._by_words.setdefault(self._words(comment), []).append(comment)
        self.comments.append(comment)
        return messages

    def _answer(self, comment: Comment, values: dict[str, str], messages: list[Message]) -> list[Message]:
        """The answer that a row has for a comment that is there already."""
        answer = self._answer_in(values, messages)
        if answer.disposition is Disposition.OPEN or answer == comment.answer or comment in self.comments:
            return messages
        if not comment.open:
            if (answer.disposition, answer.reason) != (comment.answer.disposition, comment.answer.reason):
                messages.append(say("`{id}` was answered otherwise before; that answer was kept.", id=comment.id))
            return messages
        self.answers.append((comment, answer))
        return messages

    def _answer_in(self, values: dict[str, str], messages: list[Message]) -> Answer:
        decided, _, rest = values.get("disposition", "").replace("–", ":").partition(":")
        if not decided.strip():
            return Answer()
        disposition = next((kind for word, kind in _ANSWERS if slug(decided).startswith(word)), None)
        if disposition is None:
            messages.append(say("“{value}” is no answer; the comment stays open.", value=decided.strip()))
            return Answer()
        if disposition is Disposition.OPEN:
            return Answer()
        return Answer(
            disposition,
            values.get("by") or self.defaults.by,
            _day(values, "answered", messages),
            _lines(values.get("reason") or rest.strip()).replace("\n", " "),
            values.get("commit", ""),
        )

    def _report(self, values: dict[str, str], messages: list[Message]) -> str:
        typed = values.get("report", "")
        outlines = self.project.outlines
        if not typed:
            if self.defaults.report or len(outlines) == 1:
                return self.defaults.report or next(iter(outlines))
            heading = values.get("heading", "")
            fitting = [id for id, outline in outlines.items() if heading and find_heading(outline, heading)]
            if len(fitting) == 1:
                return fitting[0]
            messages.append(say("No report is named; the check will ask for it."))
            return ""
        wanted = slug(typed)
        for id, outline in outlines.items():
            if wanted in (slug(id), slug(outline.title)):
                return id
        messages.append(say("There is no report “{name}”; it was kept as typed.", name=typed))
        return typed

    def _unit(self, values: dict[str, str], messages: list[Message]) -> str:
        typed = values.get("unit", "")
        if not typed:
            return self.defaults.unit
        units = self.project.units.values()
        found = [unit.id for unit in units if typed == unit.id or slug(typed) == slug(unit.name)]
        if len(found) == 1:
            return found[0]
        messages.append(
            say("No unit is “{name}”; the row was taken for the draft of {unit}.", name=typed, unit=self.defaults.unit)
        )
        return self.defaults.unit

    def _heading(self, unit: str, report: str, values: dict[str, str], messages: list[Message]) -> str:
        typed = " ".join(values.get("heading", "").split())
        outline = self.project.applied.get((unit, report)) or self.project.outlines.get(report)
        if not typed or outline is None:
            return typed
        found = fitting_headings(outline, typed)
        if len(found) > 1 and quoted_words(values.get("quote", "")):
            # Of headings of the same name the one is meant in which the words quoted stand.
            found = [id for id in found if self._stands(unit, report, id, values["quote"])] or found
        if len(found) == 1:
            return found[0]
        messages.append(
            say("Several headings are “{name}” ({ids}); it was kept as typed.", name=typed, ids=", ".join(found))
            if found
            else say("No heading is “{name}”; it was kept as typed.", name=typed)
        )
        return typed

    def _stands(self, unit: str, report: str, heading: str, quote: str) -> bool:
        section = self.project.section(unit, report, heading)
        return section is not None and bool(locate(section.body, heading, quote))

    def _placed(self, comment: Comment, messages: list[Message]) -> Comment:
        section = self.project.section(comment.unit, comment.report, comment.heading)
        body = earlier_body(self.project, comment) or (section.body if section else None)
        if body is None:
            return comment
        found, places = placed(self.project, comment, body)
        if places > 1:
            messages.append(say("The words quoted stand in {count} places; say which is meant.", count=places))
        elif not places:
            messages.append(say("The words quoted were not found in the draft."))
        return found

    def _same(self, typed: Comment) -> Comment | None:
        """A comment of the same words by the same sender about the same place, if there is one."""
        for other in self._by_words.get(self._words(typed), ()):
            quote = quoted_words(typed.quote)
            if typed.paragraph in (None, other.paragraph) and (not quote or quote == quoted_words(other.quote)):
                return other
        return None

    def _words(self, comment: Comment) -> tuple[str, ...]:
        heading = heading_now(self.project, comment)
        return comment.unit, comment.report, heading, slug(comment.organisation), _plain(comment.body.text)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))


def _count(values: dict[str, str], key: str, messages: list[Message]) -> int | None:
    typed = values.get(key, "")
    if not typed or (key == "in_favour" and _SHARE.fullmatch(typed)):
        return None
    if match := _COUNT.fullmatch(typed):
        return int(match[1])
    messages.append(_unread(typed, key))
    return None


def _day(values: dict[str, str], key: str, messages: list[Message]) -> datetime.date | None:
    typed = values.get(key, "")
    if not typed:
        return None
    if match := _DAY.fullmatch(typed):
        day, month, year, *iso = match.groups()
        try:
            return datetime.date(*(int(part) for part in (iso if iso[0] else (year, month, day))))
        except ValueError:
            pass
    messages.append(_unread(typed, key))
    return None


def _proposal(values: dict[str, str], messages: list[Message]) -> Proposal:
    typed = values.get("proposal", "")
    kind = _KINDS.get(slug(typed)) if typed else Proposal.OTHER
    if kind is None:
        messages.append(_unread(typed, "proposal"))
    return kind or Proposal.OTHER


def _unread(typed: str, key: str) -> Message:
    title = next(column.title for column in COLUMNS if column.key == key)
    return say("“{value}” in “{column}” was not understood and left out.", value=typed, column=title)


def template_columns() -> Sequence[Column]:
    """The columns that organisations are asked to fill in."""
    return [column for column in COLUMNS if column.asked]

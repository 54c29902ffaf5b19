"""The summary of the comments on a unit's drafts as a job for pandoc: counts, minority opinions, the table of all."""

import re
from collections.abc import Iterator, Sequence

import vankien
from vankien.model.comment import Comment, Disposition
from vankien.model.outline import Appendix, Outline
from vankien.model.project import Project
from vankien.render.dates import short_date, vietnamese_date
from vankien.render.word import elements
from vankien.render.word.document import midnight
from vankien.render.word.job import DataTable, Ending, HeadingPiece, Job, OpenXml, Piece, Text
from vankien.render.word.stationery import Stationery
from vankien.render.word.typography import clean, line, upper
from vankien.rollup.comment_table import DISPOSITIONS, PROPOSALS
from vankien.rollup.consultation import Group, groups, numbers_above, paragraph_now, slug, tally

REPORT = "gop-y"
"""Name of the file; that of one organisation goes on with its slug."""
KINDS = ("roman", "number", "subnumber")
COLUMNS = ("TT", "Nội dung dự thảo", "Ý kiến góp ý", "Đơn vị góp ý", "Tiếp thu, giải trình")
ALIGNMENTS = ("center", "left", "left", "left", "left")
TABLE = Appendix("bang-gop-y", "tổng hợp ý kiến góp ý và việc tiếp thu, giải trình", "text", landscape=True)
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&^$=:\"'])")


def compose(stationery: Stationery, project: Project, unit_id: str, organisation: str = "") -> Job:
    """The job that makes the summary of the comments on one unit's drafts; of one organisation, where it is named.

    Comments stand word for word, without a remark of the compiler's own.
    """
    unit = project.units[unit_id]
    comments = [comment for comment in project.comments if comment.unit == unit_id]
    if organisation:
        comments = [comment for comment in comments if slug(comment.organisation) == slug(organisation)]
    ordered = groups(project, comments)
    name = comments[0].organisation if organisation and comments else ""
    outline = _outline(ordered, name)
    head = elements.letterhead(stationery, project, unit, outline, final=True)
    pieces: list[Piece] = [OpenXml(elements.header_block(stationery, unit, head))]
    pieces += _general(stationery, project, comments, name)
    pieces += _minority(stationery, project, ordered)
    pieces += [
        _plain("Toàn bộ ý kiến, xếp theo trình tự đề mục của dự thảo, nêu trong bảng kèm theo."),
        Ending(stationery.profile.words.ending),
        OpenXml(elements.signature(stationery, unit)),
        OpenXml(stationery.section(landscape=False, ends=True)),
        OpenXml(elements.appendix_title(stationery, head, TABLE, 1, several=False)),
        _table(ordered, project),
    ]
    return Job(
        unit=unit_id,
        report=REPORT + (f"-{slug(organisation)}" if organisation else ""),
        profile=stationery.name,
        kinds=KINDS,
        pieces=tuple(pieces),
        last_section=stationery.section(landscape=True, ends=False),
        title=f"{head.type} {head.subject}".strip(),
        creator=head.issuer,
        status="",
        epoch=project.epoch if project.epoch > 0 else midnight(project.today),
        properties={
            "unit": line(unit.name),
            "report": REPORT,
            "draft": str(project.cycle.draft),
            "commit": project.commit,
            "profile": stationery.name,
            "vankien": vankien.__version__,
        },
    )


def _outline(ordered: Sequence[Group], organisation: str) -> Outline:
    """What stands for an outline in the header block: type and subject of the summary."""
    sender = f" của {organisation}" if organisation else ""
    reports = {group.report: group.outline.title for group in ordered if group.outline}
    of = next(iter(reports.values())) if len(reports) == 1 else "các báo cáo"
    return Outline(
        REPORT,
        "Báo cáo tổng hợp ý kiến góp ý",
        "",
        subject=f"tổng hợp ý kiến góp ý{sender} vào dự thảo {_small(of)} của {{unit}}",
    )


def _general(stationery: Stationery, project: Project, comments: Sequence[Comment], name: str) -> Iterator[Piece]:
    counts = tally(comments)
    yield _heading(stationery, 1, "I.", "Tình hình góp ý")
    senders = "" if name else f" của {counts.organisations} cơ quan, đơn vị, tổ chức"
    kinds = ", ".join(
        f"{counts.proposals[kind]} {word.lower()}" for kind, word in PROPOSALS.items() if counts.proposals[kind]
    )
    yield _plain(
        f"Tính đến {vietnamese_date(project.today)}, có {counts.total} ý kiến{senders} góp ý vào dự thảo; "
        f"chia theo loại: {kinds}."
    )
    answered = [
        f"{counts.dispositions[answer]} {word.lower()}"
        for answer, word in DISPOSITIONS.items()
        if answer is not Disposition.OPEN
    ]
    left = counts.dispositions[Disposition.OPEN]
    yield _plain(f"Việc trả lời: {', '.join(answered)}; còn {left} ý kiến chưa trả lời.")
    rows = [
        (word, *(str(counts.crossed[kind, answer]) for answer in DISPOSITIONS), str(counts.proposals[kind]))
        for kind, word in PROPOSALS.items()
        if counts.proposals[kind]
    ]
    total = ("Cộng", *(str(counts.dispositions[answer]) for answer in DISPOSITIONS), str(counts.total))
    columns = ("Loại ý kiến", *DISPOSITIONS.values(), "Cộng")
    yield DataTable(columns, ("left", *["center"] * (len(columns) - 1)), (*rows, total))


def _minority(stationery: Stationery, project: Project, ordered: Sequence[Group]) -> Iterator[Piece]:
    """The minority opinions in full; a sentence where there are none."""
    yield _heading(stationery, 1, "II.", "Ý kiến cá biệt")
    found = [(group, comment) for group in ordered for comment in group.comments if comment.minority]
    if not found:
        yield _plain("Không có ý kiến cá biệt.")
        return
    yield _plain("Ý kiến chưa quá nửa số người dự họp đồng ý được ghi nguyên văn dưới đây.")
    for number, (group, comment) in enumerate(found, start=1):
        place = _place(project, group, comment)
        yield _heading(
            stationery, 2, f"{number}.", f"{comment.organisation} ({comment.in_favour}/{comment.present} người đồng ý)"
        )
        about = f"Về {place}" + (f": “{comment.quote}”" if comment.quote else "")
        yield _plain(about if about.endswith(".") else about + ".")
        yield Text("\n".join(_quoted(comment.body.text)) + "\n")


def _table(ordered: Sequence[Group], project: Project) -> DataTable:
    """All comments in the order of the draft, a title above those on each heading."""
    rows: list[tuple[str, ...]] = []
    number = 0
    report = ""
    several = len({group.report for group in ordered}) > 1
    for group in ordered:
        if several and group.report != report:
            report = group.report
            rows.append((upper(line(group.outline.title if group.outline else report)),))
        rows.append((line(_small_title(group)),))
        for comment in group.comments:
            number += 1
            rows.append((str(number), *_cells(project, comment)))
    return DataTable(COLUMNS, ALIGNMENTS, tuple(rows))


def _cells(project: Project, comment: Comment) -> tuple[str, str, str, str]:
    answer = comment.answer
    paragraph = paragraph_now(project, comment) or comment.paragraph
    about = [f"Đoạn {paragraph}" if paragraph else "", f"“{comment.quote}”" if comment.quote else ""]
    share = "" if comment.present is None else f"{comment.present} người dự"
    if share and comment.in_favour is not None:
        share = f"{comment.in_favour}/{comment.present} người đồng ý" + (" (cá biệt)" if comment.minority else "")
    who = ", ".join(part for part in (answer.by, short_date(answer.date) if answer.date else "") if part)
    return (
        _joined(*about) or ("Cả mục" if comment.heading else "Toàn bộ báo cáo"),
        _joined(f"({PROPOSALS[comment.proposal]})", comment.body.text.strip("\n")),
        _joined(comment.organisation, share),
        _joined(DISPOSITIONS[answer.disposition], answer.reason, f"({who})" if who else ""),
    )


def _joined(*parts: str) -> str:
    return "\n".join(clean(part) for part in parts if part)


def _place(project: Project, group: Group, comment: Comment) -> str:
    number = paragraph_now(project, comment) or comment.paragraph
    paragraph = f", đoạn {number}" if number else ""
    if not comment.heading:
        return "toàn bộ báo cáo"
    return f"mục “{_small_title(group)}”{paragraph}"


def _small_title(group: Group) -> str:
    if group.heading:
        name = f"{group.heading.label} {group.heading.title}".strip()
        return ", ".join((*numbers_above(group.outline, group.heading.id), name))
    return group.title or "Về toàn bộ báo cáo"


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _heading(stationery: Stationery, level: int, label: str, title: str) -> HeadingPiece:
    style = getattr(stationery.profile.headings, KINDS[level - 1])
    title = line(title)
    return HeadingPiece(level, (f"{label} {upper(title) if style.title_capitals else title}".strip(),))


def _plain(words: str) -> Text:
    return Text(_escaped(words) + "\n")


def _quoted(words: str) -> Iterator[str]:
    """The words of a comment as they were typed: each line its own, an empty one between paragraphs."""
    lines = clean(words).strip("\n").split("\n")
    for position, one in enumerate(lines):
        follows = position + 1 < len(lines) and lines[position + 1].strip()
        yield _escaped(one.strip()) + ("\\" if one.strip() and follows else "")


def _escaped(words: str) -> str:
    return _MARKS.sub(r"\\\1", clean(words))

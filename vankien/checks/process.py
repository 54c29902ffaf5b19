"""Rules P101 to P104: whether the work has come as far as the plan and the outline ask."""

import re
from collections.abc import Iterator

from vankien.model.diagnostic import Finding, Message, Related, say
from vankien.model.outline import Heading
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section, Status
from vankien.model.source import Span
from vankien.rollup.citations import recognise
from vankien.rollup.progress import progress

ORDER = {Status.DRAFT: 0, Status.REVIEW: 1, Status.APPROVED: 2}
STATES = {"review": Status.REVIEW, "approved": Status.APPROVED}
DATE = regex(
    r"(?:ngày|tháng|năm|quý|nhiệm kỳ|giai đoạn|khóa|khoá|điều|khoản|mục|lần thứ)\s+[\dIVX]+(?:\s?[-–/.]\s?\d+)*"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/(?:19|20)\d\d|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d|\[\^[^\]\n]*\]"
    r"|^\s*\d{1,2}[.)]\s|\(\d{1,2}\)|[Cc]ovid-19",
    re.IGNORECASE | re.MULTILINE,
)
SURE = regex(r"[0-9](?:%|,[0-9]|\.[0-9]{3}(?![0-9/]))")
DIGIT = regex(r"\d")
NUMBERS = (
    "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ",
    "chục", "một nửa", "gấp đôi",
)  # fmt: skip
# The letter comes before the look behind it, so that the search stops at few letters.
COUNTED = regex("|".join(rf"{word[0]}(?<!\w{word[0]}){word[1:]}(?!\w)" for word in NUMBERS))
NOTHING = regex(r"(?<!\w)(?:không|chưa)\s+(?:\w+\s+){0,3}?(?:có|phát sinh|xảy ra|phát hiện|phải|để|nhận)(?!\w)", re.I)
WORD = regex(r"\w[^\s|]*")


def milestone_passed(project: Project) -> Iterator[Finding]:
    """A milestone of the plan has passed, and a report has not reached the state it asks for.

    Why: What should be approved is then printed as a draft, or not at all. Which state a milestone asks for stands at
    its `state` in `content/cycle.yml`; headings without a text are reported by S101.

    Mend: Finish the texts that are named and set their `status`, or agree on another day.

    Bad:
        content/cycle.yml
            name: Sơ kết giữa nhiệm kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            levels:
              khoi: {name: Khối}
              co-so:
                name: Cơ sở
                milestones: {gui-bao-cao: {title: Gửi báo cáo, before: 2023-05-01, state: review}}

    Good:
        content/cycle.yml
            name: Sơ kết giữa nhiệm kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            levels:
              khoi: {name: Khối}
              co-so:
                name: Cơ sở
                milestones: {gui-bao-cao: {title: Gửi báo cáo, before: 2023-06-01, state: review}}
    """
    passed = {
        id: [one for one in level.milestones.values() if one.before <= project.today and one.state in STATES]
        for id, level in project.cycle.levels.items()
    }
    if not any(passed.values()):
        return
    states = progress(project)
    behind: dict[tuple[str, str], list[Section]] = {}
    for (unit, report, _), section in project.sections.items():
        behind.setdefault((unit, report), []).append(section)
    for (unit, report), sections in behind.items():
        if unit not in project.units or (unit, report) not in states or states[unit, report].exempt:
            continue
        asked = passed.get(project.units[unit].level, [])
        # The last milestone asks for most; an earlier one is not told as well.
        for milestone in sorted(asked, key=lambda one: one.before, reverse=True):
            least = ORDER[STATES[milestone.state]]
            late = [section for section in sections if ORDER[section.status] < least]
            if late:
                yield Finding(
                    late[0].places.get("status", Span(late[0].path)),
                    say(
                        "“{milestone}” was due before {date}, but {count} texts of this report are not {state}.",
                        milestone=milestone.title,
                        date=milestone.before,
                        count=len(late),
                        state=_state(milestone.state),
                    )
                    if len(late) != 1
                    else say(
                        "“{milestone}” was due before {date}, but this text is not {state}.",
                        milestone=milestone.title,
                        date=milestone.before,
                        state=_state(milestone.state),
                    ),
                    say("Finish the texts and set their `status`."),
                    tuple(
                        Related(one.places.get("status", Span(one.path)), say("This text is behind, too."))
                        for one in late[1:4]
                    ),
                )
                break


def _state(state: str) -> Message:
    return say("approved") if state == "approved" else say("ready for review")


def unit_without_overseer(project: Project) -> Iterator[Finding]:
    """A unit has nobody of the higher committee who oversees it, while other units have.

    Why: Drafts go to the overseer before the conference; without a name nobody feels asked.

    Mend: Add the line `overseer: …` to `unit.yml`.

    Bad:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
        units/cong-ty-dien/unit.yml
            name: Đảng bộ Công ty Điện
            level: co-so
            kind: enterprise
            parent: khoi
            overseer: Đồng chí Trần Thị B

    Good:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
            overseer: Đồng chí Trần Thị B
        units/cong-ty-dien/unit.yml
            name: Đảng bộ Công ty Điện
            level: co-so
            kind: enterprise
            parent: khoi
            overseer: Đồng chí Trần Thị B
    """
    # A team that names no overseer at all does without them.
    if not any(unit.overseer for unit in project.units.values()):
        return
    faulty = {fault.finding.span.path for fault in project.faults}
    for unit in project.units.values():
        if unit.overseer or not unit.parent or unit.id == project.cycle.root or project.exempt(unit):
            continue
        if unit.span.path not in faulty:
            yield Finding(
                Span(unit.span.path),
                say("The unit has no overseer."),
                say("Add the line `overseer: …` with the member of the higher committee who follows this unit."),
            )


def no_figures(project: Project) -> Iterator[Finding]:
    """A text without figures stands under a heading that asks for them.

    Why: The plan wants numbers here: how many, out of how many, compared with what. Dates, numbers of documents and
    years are no figures.

    Mend: Give the figures, or say in one sentence that there was nothing to count.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap figures=required}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Từ năm 2021, việc học tập nghị quyết được tổ chức nghiêm túc, đúng thành phần.

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap figures=required}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Từ năm 2021 đã mở 12 lớp học nghị quyết với 340 lượt đảng viên.
    """
    for section, heading in _with_heading(project):
        if not heading.figures or not heading.leaf or section.observations or "{{" in section.body.text:
            continue
        text = section.body.text
        if text.strip() and not _has_figures(text):
            yield Finding(
                Span(section.path, section.body.line),
                say("The heading “{heading}” asks for figures, and the text has none.", heading=heading.title),
                say("Give the figures, or say that there was nothing to count."),
                (Related(heading.span, say("The outline asks for it here.")),),
            )


def _has_figures(text: str) -> bool:
    """Whether a text counts anything, dates and numbers of documents apart, or says that there is nothing to count."""
    if SURE.search(text) or COUNTED.search(text.lower()) or NOTHING.search(text):
        return True
    if not DIGIT.search(text):
        return False
    rest, at = [], 0
    for citation in recognise(text):
        rest.append(text[at : max(citation.start, at)])
        at = max(citation.end, at)
    return bool(DIGIT.search(DATE.sub(" ", "".join([*rest, text[at:]]))))


def unusual_length(project: Project) -> Iterator[Finding]:
    """A text is shorter or longer than the outline says is usual.

    Why: A text of one line under a main task, or of five pages under a side matter, puts the report out of balance.

    Mend: Look whether something is missing, or can be said more briefly. The range stands in the outline as
    `words="80-400"`; without it nothing is checked.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap words="5-400"}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đã học.

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            numbering: ["{roman}."]
            ---
            # Học tập nghị quyết {#hoc-tap words="5-400"}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Mở ba lớp học nghị quyết với 212 lượt đảng viên.
    """
    for section, heading in _with_heading(project):
        if heading.words is None or not section.body.text.strip():
            continue
        least, most = heading.words
        count = len(WORD.findall(section.body.text))
        if least <= count <= most:
            continue
        yield Finding(
            Span(section.path, section.body.line),
            say("The text has {count} words; usual are {least} to {most}.", count=count, least=least, most=most),
            say("Look whether something is missing.")
            if count < least
            else say("Look whether it can be said more briefly."),
            (Related(heading.span, say("The outline says so here.")),),
        )


def _with_heading(project: Project) -> Iterator[tuple[Section, Heading]]:
    """Sections with their heading as it applies to the unit."""
    headings: dict[int, dict[str, Heading]] = {}
    for (unit, report, id_), section in project.sections.items():
        outline = project.applied.get((unit, report))
        if outline is None:
            continue
        # Units of one kind share one outline; its headings are gathered once.
        known = headings.get(id(outline))
        if known is None:
            known = headings[id(outline)] = {one.id: one for one in outline.headings if one.figures or one.words}
        if heading := known.get(id_):
            yield section, heading

"""Rules C101 to C112: whether each comment has its place in the draft, its words, and an answer that holds."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading, unreadable
from vankien.checks.nearest import did_you_mean
from vankien.model.comment import Comment, Disposition, Proposal
from vankien.model.diagnostic import Finding, Related, Severity, say
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.source import Span
from vankien.rollup.anchor import Place, Standing, anchors, current_heading, earlier_body, heading_now, unchanged

COMMIT = regex(r"[0-9a-f]{7,40}\Z")
SAID = regex(r"\w")
REWRITES = (Proposal.AMEND, Proposal.REMOVE, Proposal.WORDING)
"""What cannot be done without touching the words quoted."""
SHOWN = 5
"""Places that a finding names."""


def place_lost(project: Project) -> Iterator[Finding]:
    """The words that a comment quotes are no longer in the draft.

    Nothing is said of a comment that was accepted with the commit in which it was done: its words had to go.

    Why: Nobody sees any more what the comment was about. It is never attached to other words in silence.

    Mend: If the place was rewritten, quote the words that stand there now; if it was deleted, answer the comment.

    Bad:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: nhiều chi bộ còn chậm gửi báo cáo về văn phòng
            organisation: Chi bộ 1
            ---
            Đề nghị nêu rõ chi bộ nào.

    Good:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: ba lớp học tập
            organisation: Chi bộ 1
            ---
            Đề nghị nêu rõ từng lớp.
    """
    for comment in _placed(project):
        found = anchors(project)[comment.unit, comment.id]
        if comment.answer.commit and comment.answer.disposition in (Disposition.ACCEPTED, Disposition.PARTLY):
            continue
        if found.standing is Standing.LOST and not _text_unreadable(project, comment):
            gone = say("The words quoted no longer stand in the draft.")
            others = say("The words quoted stand in the draft, but among quite other words than those noted.")
            yield Finding(
                comment.place("quote"),
                others if found.places else gone,
                say("Quote the words that stand there now, or answer the comment if they were deleted."),
                _related(project, comment, found.places, say("The same words stand here.")),
            )


def place_ambiguous(project: Project) -> Iterator[Finding]:
    """The words that a comment quotes stand in several places, and nothing says which is meant.

    Why: An answer might be given for the wrong sentence.

    Mend: Quote more words, or add `before` and `after`: the words just before and after the place that is meant.

    Bad:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Năm 2021 mở ba lớp. Năm 2022 mở ba lớp.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: mở ba lớp
            organisation: Chi bộ 1
            ---
            Đề nghị nêu số người học.

    Good:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Năm 2021 mở ba lớp. Năm 2022 mở ba lớp.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: Năm 2022 mở ba lớp
            organisation: Chi bộ 1
            ---
            Đề nghị nêu số người học.
    """
    for comment in _placed(project):
        found = anchors(project)[comment.unit, comment.id]
        if found.standing is Standing.AMBIGUOUS:
            yield Finding(
                comment.place("quote"),
                say("{count} places of the draft fit the words quoted.", count=len(found.places)),
                say("Quote more words, or add those around them as `before` and `after`."),
                _related(project, comment, found.places, say("One of the places is here.")),
            )


def unknown_place(project: Project) -> Iterator[Finding]:
    """A comment is about a report or heading that does not exist.

    Why: It would stand below no text, and the authors of the draft would not see it. It is kept and listed.

    Mend: Correct `report` and `heading`; leave `heading` out where the report as a whole is meant.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tep
            organisation: Chi bộ 1
            ---
            Đề nghị nêu số người học.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            organisation: Chi bộ 1
            ---
            Đề nghị nêu số người học.
    """
    for comment in project.comments:
        outline = project.outlines.get(comment.report)
        if comment.report and outline is None:
            if not unreadable(project, f"content/outlines/{comment.report}.md"):
                yield Finding(
                    comment.place("report"),
                    say("There is no report `{id}`.", id=comment.report),
                    did_you_mean(comment.report, project.outlines),
                )
        elif outline and comment.heading and not current_heading(outline, comment.heading):
            ids = [one.id for one in (*outline.headings, *outline.appendices)]
            yield Finding(
                comment.place("heading"),
                say("The report `{report}` has no heading `{id}`.", report=comment.report, id=comment.heading),
                did_you_mean(comment.heading, ids),
            )


def same_id(project: Project) -> Iterator[Finding]:
    """Two comments have one id.

    Why: Where names differ in capitals only, some computers keep but one of the two files. In two units both are kept,
    but an answer must say which is meant.

    Mend: Rename one of the files.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            ---
            Đề nghị bổ sung số liệu.
        units/khoi/comments/Y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 2
            ---
            Đề nghị rút ngắn.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            ---
            Đề nghị bổ sung số liệu.
        units/khoi/comments/y-kien-2.md
            ---
            report: so-ket
            organisation: Chi bộ 2
            ---
            Đề nghị rút ngắn.
    """
    first: dict[str, Comment] = {}
    for comment in project.comments:
        other = first.setdefault(comment.id.casefold(), comment)
        if other is comment:
            continue
        related = (Related(other.span, say("The other comment is here.")),)
        if other.unit == comment.unit:
            message = say("Two comments of the unit have the id `{id}`, apart from capitals.", id=comment.id)
            yield Finding(comment.span, message, say("Rename one of the files."), related)
        else:
            yield Finding(
                comment.span,
                say("Another unit has a comment with the id `{id}` as well.", id=comment.id),
                say("Rename one of the files, or name the unit with each answer."),
                related,
                Severity.NOTE,
            )


def answer_incomplete(project: Project) -> Iterator[Finding]:
    """An answer does not say who gave it, or why a comment was not taken over as a whole.

    Why: Whoever sent a comment may expect to be told; the summary prints both beside the comment.

    Mend: Add `by`, and `reason` where the comment was explained or taken over in part.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            answer: {disposition: giai-trinh, by: Tổ Biên tập}
            ---
            Đề nghị bổ sung số liệu năm 2019.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            answer: {disposition: giai-trinh, by: Tổ Biên tập, reason: Kỳ báo cáo bắt đầu từ năm 2020.}
            ---
            Đề nghị bổ sung số liệu năm 2019.
    """
    for comment in project.comments:
        answer = comment.answer
        if comment.open:
            if answer.by or answer.reason or answer.commit or answer.date:
                yield Finding(
                    comment.place("answer"),
                    say("The answer does not say what was decided."),
                    say("Add `disposition`: tiep-thu, tiep-thu-mot-phan or giai-trinh."),
                )
            continue
        if not answer.by:
            yield Finding(
                comment.place("answer"),
                say("The answer does not say who gave it."),
                say("Add `by`, such as `by: Tổ Biên tập`."),
            )
        if answer.disposition in (Disposition.PARTLY, Disposition.EXPLAINED) and not answer.reason:
            yield Finding(
                comment.place("answer"),
                say("The comment was not taken over as a whole, and the answer gives no reason."),
                say("Add `reason` in a sentence that the sender can be told."),
            )


def accepted_not_done(project: Project) -> Iterator[Finding]:
    """A comment is marked as accepted, but its place has not changed since.

    Why: The sender was told that the draft would be changed. The paragraph is compared with the same paragraph of the
    draft that the comment was made on; where that draft is not known, the words quoted and those around them.

    Mend: Change the text, or set the answer to what was decided.

    Bad:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: ba lớp
            before: Đảng bộ tổ chức
            after: học tập nghị quyết
            proposal: cau-chu
            organisation: Chi bộ 1
            answer: {disposition: tiep-thu, by: Tổ Biên tập}
            ---
            Sửa thành "03 lớp".

    Good:
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức 03 lớp học tập nghị quyết.
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            heading: hoc-tap
            quote: ba lớp
            before: Đảng bộ tổ chức
            after: học tập nghị quyết
            proposal: cau-chu
            organisation: Chi bộ 1
            answer: {disposition: tiep-thu, by: Tổ Biên tập}
            ---
            Sửa thành "03 lớp".
    """
    for comment in _placed(project, whole=True):
        if comment.answer.disposition is not Disposition.ACCEPTED:
            continue
        found = anchors(project)[comment.unit, comment.id]
        heading = found.place.heading if found.place else heading_now(project, comment)
        section = project.section(comment.unit, comment.report, heading)
        earlier = earlier_body(project, comment)
        if earlier is None and comment.proposal not in REWRITES:
            continue
        body = section.body if section else None
        if body is None or not unchanged(comment, found, body, earlier):
            continue
        span = body.span(found.place.start, found.place.end) if found.place else Span(body.path)
        yield Finding(
            comment.place("answer.disposition"),
            say("The comment was accepted, but its place in the text is still the same."),
            say("Change the text, or correct the answer."),
            (Related(span, say("The place is here.")),),
        )


def more_in_favour_than_present(project: Project) -> Iterator[Finding]:
    """More people were in favour of a comment than were present.

    Why: The summary tells a minority opinion from these two numbers.

    Mend: Correct `present` or `in_favour` after the record of the meeting.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            present: 12
            in_favour: 21
            ---
            Đề nghị bổ sung số liệu.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            present: 21
            in_favour: 12
            ---
            Đề nghị bổ sung số liệu.
    """
    for comment in project.comments:
        if comment.present is not None and comment.in_favour is not None and comment.in_favour > comment.present:
            yield Finding(
                comment.place("in_favour"),
                say(
                    "{in_favour} were in favour, but only {present} were present.",
                    in_favour=comment.in_favour,
                    present=comment.present,
                ),
                say("Compare both numbers with the record of the meeting."),
            )


def comment_without_words(project: Project) -> Iterator[Finding]:
    """A comment says nothing.

    Why: It would be counted and could not be answered.

    Mend: Write the comment below the front matter, word for word, or delete the file.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            ---

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            ---
            Nhất trí với dự thảo.
    """
    for comment in project.comments:
        if not SAID.search(comment.body.text) and not unreadable(project, comment.span.path):
            yield Finding(
                comment.span,
                say("The comment has no words."),
                say("Write it below the front matter, or delete the file."),
            )


def no_comment(project: Project) -> Iterator[Finding]:
    """A file lies among the comments that is none.

    Why: A table or a Word file that lies there is read by nobody, and the comments in it are not answered.

    Mend: Bring the table in with `comments import`; keep other files elsewhere.

    Bad:
        units/khoi/comments/tong-hop.csv
            STT,Ý kiến
            1,Đề nghị bổ sung số liệu.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            ---
            Đề nghị bổ sung số liệu.
    """
    yield from found_in_reading(project, "C109")


def draft_to_come(project: Project) -> Iterator[Finding]:
    """A comment is about a draft that has not been put out yet.

    Why: Its paragraph and its words are then looked for in a text that its sender cannot have read.

    Mend: Correct `draft` in the comment, or in the cycle.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            draft: 7
            organisation: Chi bộ 1
            ---
            Nhất trí với dự thảo.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            draft: 1
            organisation: Chi bộ 1
            ---
            Nhất trí với dự thảo.
    """
    for comment in project.comments:
        if comment.draft is not None and not 0 < comment.draft <= project.cycle.draft:
            yield Finding(
                comment.place("draft"),
                say(
                    "There is no draft {number}; the cycle is at draft {current}.",
                    number=comment.draft,
                    current=project.cycle.draft,
                ),
                say("Correct `draft` here, or in content/cycle.yml."),
            )


def dates_out_of_order(project: Project) -> Iterator[Finding]:
    """A comment was answered before it came in, or one of its days lies in the future.

    Why: The summary says by when comments came in and were answered.

    Mend: Correct `received`, or `date` of the answer.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            received: 2023-05-08
            answer: {disposition: tiep-thu, by: Tổ Biên tập, date: 2023-05-02}
            ---
            Đề nghị bổ sung số liệu.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            received: 2023-05-02
            answer: {disposition: tiep-thu, by: Tổ Biên tập, date: 2023-05-08}
            ---
            Đề nghị bổ sung số liệu.
    """
    for comment in project.comments:
        received, answered = comment.received, comment.answer.date
        if received and answered and answered < received:
            yield Finding(
                comment.place("answer.date"),
                say("The comment was answered before it came in."),
                say("Correct `received`, or `date` of the answer."),
            )
        for key, day in (("received", received), ("answer.date", answered)):
            if day and day > project.today:
                yield Finding(
                    comment.place(key),
                    say("This day lies in the future."),
                    say("Correct the day, or give the day of the run with --today."),
                )


def no_commit(project: Project) -> Iterator[Finding]:
    """The `commit` of an answer is no git commit.

    Why: It is the proof of the change, and the site leads to it.

    Mend: Put the commit's hash, 7 to 40 signs of 0-9 and a-f, as `git log` shows it.

    Bad:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            answer: {disposition: tiep-thu, by: Tổ Biên tập, commit: đã sửa}
            ---
            Đề nghị bổ sung số liệu.

    Good:
        units/khoi/comments/y-kien-1.md
            ---
            report: so-ket
            organisation: Chi bộ 1
            answer: {disposition: tiep-thu, by: Tổ Biên tập, commit: 1a2b3c4d}
            ---
            Đề nghị bổ sung số liệu.
    """
    for comment in project.comments:
        if comment.answer.commit and not COMMIT.match(comment.answer.commit):
            yield Finding(
                comment.place("answer.commit"),
                say("`{commit}` is no git commit.", commit=comment.answer.commit),
                say("Put the hash that `git log` shows, such as `1a2b3c4d`."),
            )


def _placed(project: Project, whole: bool = False) -> Iterator[Comment]:
    """The comments whose report and heading exist; `whole` includes those without a heading."""
    for comment in project.comments:
        outline = project.outlines.get(comment.report)
        if outline and (_known(outline, comment) or (whole and not comment.heading)):
            yield comment


def _known(outline: Outline, comment: Comment) -> bool:
    return bool(comment.heading and current_heading(outline, comment.heading))


def _text_unreadable(project: Project, comment: Comment) -> bool:
    return unreadable(project, f"units/{comment.unit}/{comment.report}/{heading_now(project, comment)}.md")


def _related(project: Project, comment: Comment, places: tuple[Place, ...], message) -> tuple[Related, ...]:
    found = []
    for place in places[:SHOWN]:
        if section := project.section(comment.unit, comment.report, place.heading):
            found.append(Related(section.body.span(place.start, place.end), message))
    return tuple(found)

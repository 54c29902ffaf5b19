"""Comments on the site: beside their paragraphs, as a list to filter, and as the summary of each draft."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from vankien.model.comment import Comment, Disposition
from vankien.model.page import Page
from vankien.model.section import Section
from vankien.model.unit import Unit
from vankien.render.site import compose, host, places, wording
from vankien.render.site.edition import Edition, Trail
from vankien.render.site.margin import MarginNote
from vankien.render.site.plan import Inputs, Task
from vankien.rollup.anchor import Anchor, Standing, anchors, heading_now
from vankien.rollup.comment_table import DISPOSITIONS, PROPOSALS
from vankien.rollup.consultation import (
    Group,
    groups,
    in_parts,
    numbers_above,
    open_first,
    organisations,
    paragraph_now,
    slug,
    tally,
)

LISTED = 200
"""Comments on one page of the list."""
BESIDE = 20
"""Comments beside or below one section of a report; the others stand in the summary."""
FIRST_WORDS = 160
"""Characters of a comment in lists and margins."""

STANDINGS = {
    Standing.MOVED: "đã chuyển chỗ",
    Standing.CHANGED: "chỗ này đã sửa",
    Standing.AMBIGUOUS: "có nhiều chỗ giống nhau",
    Standing.LOST: "không còn thấy trong dự thảo",
}
"""What is said of a place that is no longer as it was."""
STATES = {
    Disposition.OPEN: "absent",
    Disposition.ACCEPTED: "approved",
    Disposition.PARTLY: "review",
    Disposition.EXPLAINED: "draft",
}
"""The look of each answer, as that of a state of texts."""


def pages(edition: Edition) -> Iterator[Page]:
    """The list with the data of its filters, the page for a new comment, and the summaries."""
    project = edition.project
    yield from _list(edition)
    yield _new(edition)
    for unit in project.units.values():
        own = [comment for comment in project.comments if comment.unit == unit.id]
        if own:
            yield from _summary(edition, unit, own)
    by_sender: dict[str, list[Comment]] = {}
    for comment in project.comments:
        by_sender.setdefault(slug(comment.organisation), []).append(comment)
    for sender, name in organisations(project.comments).items():
        trail = [("Góp ý", places.COMMENTS)]
        yield from _in_full(
            edition, partial(places.organisation, sender), f"Góp ý của {name or 'nơi gửi không ghi tên'}",
            by_sender[sender], trail, name,
        )  # fmt: skip


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show the comments with the places that were found for them again."""
    yield Task("", inputs.comments, lambda: pages(edition))


def beside(edition: Edition, uri: str, section: Section) -> Iterator[MarginNote]:
    """The comments on one section for the margin of its text, at most `BESIDE`, those first that wait for an answer.

    Comments on the whole heading, and those whose place is lost, stand above the text.
    """
    for comment in open_first(edition.comments.get((section.unit, section.report, section.heading), ()))[:BESIDE]:
        number = paragraph_now(edition.project, comment) or 0
        kind = "comment-open" if comment.open else "comment"
        values = _values(edition, comment)
        block = edition.fragment("margin_comment", uri, paragraph_then=0 if number else comment.paragraph, **values)
        yield MarginNote(number, kind, block)


def below(edition: Edition, uri: str, unit: Unit, report: str, heading: str, section: Section | None) -> str:
    """What stands below one section of a report: how many comments it has, those that no margin shows, and the way to
    a new one."""
    found = edition.comments.get((unit.id, report, heading), ())
    if section is None and not found:
        return ""
    return edition.render(
        "section_comments",
        uri,
        unit=unit,
        report=report,
        heading=heading,
        count=len(found),
        unanswered=sum(comment.open for comment in found),
        rows=[] if section else [_values(edition, comment) for comment in open_first(found)[:BESIDE]],
        hidden=max(0, len(found) - BESIDE),
        summary=_summary_page(edition, found[0]) if found else "",
        writable=section is not None,
        address=host.new_file_link(edition.project.cycle, _new_path(unit.id), prepared(edition, report, heading)),
        fills_in=host.fills_in(edition.project.cycle),
    )


def prepared(edition: Edition, report: str, heading: str) -> str:
    """The file of a new comment with its place, for its sender to complete."""
    lines = ["---", f"report: {report}", f"heading: {heading}", f"draft: {edition.project.cycle.draft}"]
    return "\n".join([*lines, "organisation: ", "proposal: khac", "---", "", ""])


def _new_path(unit: str) -> str:
    return f"units/{unit}/comments/gop-y-moi.md"


def files(edition: Edition) -> dict[str, bytes]:
    """What the script of the list reads: every comment in short, those first that nobody has answered."""
    data = json.dumps([_data(edition, one) for one in _listed(edition)], ensure_ascii=False, separators=(",", ":"))
    # The two signs that JSON allows in a text and older scripts do not.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return {places.COMMENT_DATA: f"window.vankienComments = {data};\n".encode()}


def findable(edition: Edition) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    """The pages of summaries for the search: page, unit, and anchor, title and words of each comment there."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for group in groups(edition.project, edition.project.comments):
        for comment in group.comments:
            values = _values(edition, comment)
            told = (comment.organisation, comment.body.text, comment.answer.reason)
            words = " ".join(" ".join(told).split())
            page = _summary_page(edition, comment), _unit_name(edition, comment.unit)
            found.setdefault(page, []).append((str(values["anchor"]), str(values["place"]), words))
    for (page, unit), entries in found.items():
        yield page, unit, entries


def _listed(edition: Edition) -> tuple[Comment, ...]:
    project = edition.project
    return open_first(comment for group in groups(project, project.comments) for comment in group.comments)


def _list(edition: Edition) -> Iterator[Page]:
    project = edition.project
    listed = _listed(edition)
    parts = [listed[start : start + LISTED] for start in range(0, len(listed), LISTED)] or [()]
    counts, senders = tally(project.comments), organisations(project.comments)
    commented = {comment.unit for comment in project.comments}
    summaries = [unit for unit in project.units.values() if unit.id in commented]
    for number, part in enumerate(parts, start=1):
        uri = places.comment_list(number)
        block = edition.render(
            "comments",
            uri,
            rows=[_values(edition, comment) for comment in part],
            counts=counts,
            page=number,
            last=len(parts),
            summaries=summaries,
            senders=senders,
        )
        title = "Góp ý" if number == 1 else f"Góp ý, trang {number}"
        trail = [("Góp ý", places.COMMENTS)] if number > 1 else ()
        yield edition.page(uri, title, [block], trail, contents=False)


def _data(edition: Edition, comment: Comment) -> dict[str, object]:
    """What the list shows of a comment, for the script that filters it."""
    values = _values(edition, comment)
    return {
        "u": comment.unit,
        "un": values["unit_name"],
        "h": values["place"],
        "k": comment.proposal.value,
        "kn": PROPOSALS[comment.proposal],
        "o": comment.organisation,
        "s": comment.answer.disposition.value,
        "sn": DISPOSITIONS[comment.answer.disposition],
        "c": STATES[comment.answer.disposition],
        "t": values["first"],
        "a": places.link(places.COMMENTS, values["target"], values["anchor"]),
        "m": comment.minority,
        "w": STANDINGS.get(values["found"].standing, ""),
    }


def _new(edition: Edition) -> Page:
    uri = places.NEW_COMMENT
    cycle = edition.project.cycle
    block = edition.render(
        "new_comment", uri, content=prepared(edition, "", ""), address=host.new_file_link(cycle, "x", "")
    )
    return edition.page(uri, "Góp ý mới", [block], [("Góp ý", places.COMMENTS)], contents=False)


def _summary(edition: Edition, unit: Unit, comments: Sequence[Comment]) -> Iterator[Page]:
    trail = [("Góp ý", places.COMMENTS)]
    title = f"Tổng hợp ý kiến góp ý – {unit.name}"
    yield from _in_full(edition, partial(places.summary, unit.id), title, comments, trail, "", unit)


def _in_full(
    edition: Edition,
    place: Callable[[int], str],
    title: str,
    comments: Sequence[Comment],
    trail: Trail,
    sender: str = "",
    unit: Unit | None = None,
) -> Iterator[Page]:
    """Comments word for word in the order of the drafts, with their counts, in pages of a bounded length."""
    project = edition.project
    ordered = groups(project, comments)
    parts = in_parts(ordered, places.COMMENTS_A_PAGE)
    minority = [comment for group in ordered for comment in group.comments if comment.minority]
    counts = tally(comments)
    for number, part in enumerate(parts, start=1):
        uri = place(number)
        blocks = [
            edition.render(
                "summary", uri, counts=counts, page=number, last=len(parts), place=place, unit=unit,
                sender=sender, PROPOSALS=PROPOSALS, DISPOSITIONS=DISPOSITIONS,
            )
        ]  # fmt: skip
        before = ("", "")
        for group in part:
            if (group.unit, group.report) != before:
                before = group.unit, group.report
                name = group.outline.title if group.outline else f"Báo cáo không có trong chu kỳ: {group.report}"
                owner = "" if unit else f" – {_unit_name(edition, group.unit)}"
                blocks.append(compose.heading(2, name + owner, f"_{group.unit}-{slug(group.report)}"))
            rows = [_values(edition, comment) for comment in group.comments]
            blocks.append(compose.heading(3, heading_title(group)))
            blocks.append(edition.render("summary_table", uri, rows=rows))
        if number == len(parts) and minority:
            blocks.append(compose.heading(2, "Ý kiến cá biệt", "_ca-biet"))
            rows = [_values(edition, comment) for comment in minority[: places.COMMENTS_A_PAGE]]
            blocks.append(edition.render("minority", uri, rows=rows, more=len(minority) - len(rows)))
        shown = title if number == 1 else f"{title}, trang {number}"
        yield edition.page(uri, shown, blocks, trail)


def heading_title(group: Group) -> str:
    """What stands above the comments of one heading."""
    if group.heading:
        return ", ".join((*numbers_above(group.outline, group.heading.id), wording.numbered(group.heading)))
    if group.title:
        known = group.outline and any(one.title == group.title for one in group.outline.appendices)
        return f"Phụ lục: {group.title}" if known else f"Đề mục không có trong đề cương: {group.title}"
    return "Về toàn bộ báo cáo"


def _values(edition: Edition, comment: Comment) -> dict[str, object]:
    """What templates need of one comment."""
    project = edition.project
    found = anchors(project).get((comment.unit, comment.id), Anchor(Standing.LOST))
    number = found.place.paragraph if found.place else comment.paragraph
    now = paragraph_now(project, comment)
    outline = project.applied.get((comment.unit, comment.report))
    id = heading_now(project, comment)
    heading = outline.heading(id) if outline else None
    written = (comment.unit, comment.report) in edition.begun
    said = " ".join(comment.body.text.split())
    place = id or "toàn bộ báo cáo"
    if heading:
        place = ", ".join((*numbers_above(outline, id), wording.numbered(heading)))
    return {
        "comment": comment,
        "found": found,
        "paragraph": number,
        "place": f"{place}, đoạn {number}" if number else place,
        "unit_name": _unit_name(edition, comment.unit),
        "first": said if len(said) <= FIRST_WORDS else said[:FIRST_WORDS].rpartition(" ")[0] + " …",
        "said": comment.body.text.strip("\n"),
        "anchor": f"y-kien-{comment.unit}-{comment.id}",
        "target": _summary_page(edition, comment),
        "report_place": places.report(comment.unit, comment.report) if heading and written else "",
        "report_anchor": places.paragraph(id, now) if now else id,
        "kind": PROPOSALS[comment.proposal],
        "state": STATES[comment.answer.disposition],
        "state_name": DISPOSITIONS[comment.answer.disposition],
        "standing": STANDINGS.get(found.standing, ""),
        "sender": slug(comment.organisation),
    }


def _summary_page(edition: Edition, comment: Comment) -> str:
    return places.summary(comment.unit, edition.comment_pages[comment.unit, comment.id])


def _unit_name(edition: Edition, unit: str) -> str:
    return edition.project.units[unit].name if unit in edition.project.units else unit

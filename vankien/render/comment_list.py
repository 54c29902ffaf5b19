"""Comments as a list, for people and for programs."""

import json
from collections.abc import Callable, Mapping, Sequence

from vankien.model.comment import Comment, Disposition, Proposal
from vankien.model.diagnostic import Message, say
from vankien.model.project import Project
from vankien.render.listing import table
from vankien.rollup.anchor import Anchor, Standing, anchors

JSON_VERSION = 1
LONGEST_LINE = 60

Translate = Callable[[Message], str]

DISPOSITIONS = {
    Disposition.OPEN: ("○", say("not answered")),
    Disposition.ACCEPTED: ("●", say("accepted")),
    Disposition.PARTLY: ("◐", say("accepted in part")),
    Disposition.EXPLAINED: ("◇", say("explained")),
}
"""Sign and word of each answer."""

PROPOSALS = {
    Proposal.ADD: say("addition"),
    Proposal.AMEND: say("amendment"),
    Proposal.REMOVE: say("removal"),
    Proposal.RESTRUCTURE: say("structure"),
    Proposal.WORDING: say("wording"),
    Proposal.OTHER: say("other"),
}

STANDINGS = {
    Standing.MOVED: say("moved"),
    Standing.CHANGED: say("place changed"),
    Standing.AMBIGUOUS: say("place ambiguous"),
    Standing.LOST: say("place lost"),
}
"""What is said of a place that is no longer as it was."""


def comments_text(project: Project, comments: Sequence[Comment], translate: Translate) -> str:
    """A table of comments, one a line, in the order given."""
    if not comments:
        return translate(say("There are no such comments."))
    found = anchors(project)
    rows = [_row(comment, found[comment.unit, comment.id], translate) for comment in comments]
    legend = "  ".join(f"{sign} {translate(word)}" for sign, word in DISPOSITIONS.values())
    return "\n".join([*table(rows), "", translate(say("Comments: {count}.", count=len(comments))), legend])


def comments_json(project: Project, comments: Sequence[Comment]) -> str:
    """All that is known of comments; the shape is described in docs/json.md."""
    found = anchors(project)
    listed = [_object(comment, found) for comment in comments]
    return json.dumps({"version": JSON_VERSION, "comments": listed}, ensure_ascii=False, indent=2)


def _row(comment: Comment, anchor: Anchor, translate: Translate) -> list[str]:
    number = anchor.place.paragraph if anchor.place else comment.paragraph
    place = "/".join(
        part for part in (comment.report, anchor.place.heading if anchor.place else comment.heading) if part
    )
    if number:
        place += " " + translate(say("paragraph {number}", number=number))
    said = " ".join(comment.body.text.split())
    return [
        DISPOSITIONS[comment.answer.disposition][0],
        f"{comment.unit}/{comment.id}",
        place,
        translate(PROPOSALS[comment.proposal]),
        comment.organisation,
        translate(STANDINGS[anchor.standing]) if anchor.standing in STANDINGS else "",
        said if len(said) <= LONGEST_LINE else said[: LONGEST_LINE - 1].rstrip() + "…",
    ]


def _object(comment: Comment, found: Mapping[tuple[str, str], Anchor]) -> dict[str, object]:
    anchor = found[comment.unit, comment.id]
    place, answer = anchor.place, comment.answer
    return {
        "id": comment.id,
        "unit": comment.unit,
        "path": comment.span.path,
        "report": comment.report,
        "heading": comment.heading or None,
        "draft": comment.draft,
        "paragraph": comment.paragraph,
        "quote": comment.quote or None,
        "place": {
            "standing": anchor.standing.value,
            "heading": place.heading if place else None,
            "paragraph": place.paragraph if place else None,
            "candidates": len(anchor.places),
        },
        "organisation": comment.organisation,
        "present": comment.present,
        "in_favour": comment.in_favour,
        "minority": comment.minority,
        "proposal": comment.proposal.value,
        "received": comment.received.isoformat() if comment.received else None,
        "text": comment.body.text.strip("\n"),
        "answer": {
            "disposition": answer.disposition.value,
            "by": answer.by or None,
            "date": answer.date.isoformat() if answer.date else None,
            "reason": answer.reason or None,
            "commit": answer.commit or None,
        },
    }

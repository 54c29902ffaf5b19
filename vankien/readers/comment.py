"""Comments on drafts: one file a comment in a unit's folder `comments`."""

from vankien.model.comment import Answer, Comment, Disposition, Proposal
from vankien.model.diagnostic import Fault, say
from vankien.model.source import Body, Span
from vankien.readers.disk import Disk, Item, Text, fault
from vankien.readers.front_matter import divide
from vankien.readers.yaml import Fields

FOLDER = "comments"
PROPOSALS = tuple(proposal.value for proposal in Proposal)
DISPOSITIONS = tuple(disposition.value for disposition in Disposition)
KEYS = (
    "report", "heading", "draft", "paragraph", "quote", "before", "after", "organisation", "present", "in_favour",
    "proposal", "received", "answer",
)  # fmt: skip


def read_comments(disk: Disk, unit: str, folder: str, faults: list[Fault]) -> list[Comment]:
    """The comments in the folder of one unit, by id; what is no comment there is a fault."""
    items, problems = disk.listing(f"{folder}/{FOLDER}")
    faults += problems
    comments = []
    for item in items:
        if not item.folder and not item.name.endswith(".md"):
            faults.append(_no_comment(item))
            continue
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            found, problems = read_comment(text, unit, item.name.removesuffix(".md"))
            faults += problems
            comments.append(found)
    return comments


def read_comment(text: Text, unit: str, id: str) -> tuple[Comment, list[Fault]]:
    """The comment in a file's text; where its front matter is not readable, its words are kept all the same."""
    fields, body, faults = divide(text)
    found = comment(fields, body, unit, id)
    fields.close()
    return found, faults


def comment(fields: Fields, body: Body, unit: str, id: str) -> Comment:
    """The comment of a front matter and the words below it."""
    fields.require("report", "organisation")
    places = {key: fields.span(key) for key in KEYS if key in fields}
    return Comment(
        id=id,
        unit=unit,
        span=Span(body.path),
        body=body,
        report=fields.text("report"),
        heading=fields.text("heading"),
        draft=fields.integer("draft"),
        paragraph=fields.integer("paragraph") or None,
        quote=fields.text("quote"),
        before=fields.text("before"),
        after=fields.text("after"),
        organisation=" ".join(fields.text("organisation").split()),
        present=fields.integer("present"),
        in_favour=fields.integer("in_favour"),
        proposal=Proposal(fields.choice("proposal", PROPOSALS, Proposal.OTHER.value)),
        received=fields.date("received"),
        answer=_answer(fields.mapping("answer"), places),
        places=places,
    )


def _answer(fields: Fields, places: dict[str, Span]) -> Answer:
    places |= {f"answer.{key}": fields.span(key) for key in fields.pairs}
    answer = Answer(
        disposition=Disposition(fields.choice("disposition", DISPOSITIONS, Disposition.OPEN.value)),
        by=fields.text("by"),
        date=fields.date("date"),
        reason=fields.text("reason"),
        commit=fields.text("commit"),
    )
    fields.close()
    return answer


def _no_comment(item: Item) -> Fault:
    return fault(
        "C109",
        Span(item.path),
        say("This is no comment, so it is not read."),
        say("Bring a table in with `comments import`; keep other files elsewhere."),
    )

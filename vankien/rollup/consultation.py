"""All comments on drafts together: their order, who sent them, how many of each kind, and what a new one says."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from vankien.model.comment import Comment, Disposition, Proposal
from vankien.model.digest import digest
from vankien.model.outline import Heading, Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.source import Body, Span
from vankien.rollup.anchor import anchors, current_heading, heading_now, locate, paragraph_text, surroundings
from vankien.rollup.quotation import quoted_words

LONGEST_SLUG = 32
LONGEST_QUOTE = 300


@record
class Wanted:
    """Which comments are asked for; what is empty does not narrow them down."""

    unit: str = ""
    """Id of the unit whose draft they are about."""
    report: str = ""
    """Id of the report."""
    heading: str = ""
    """Id of the heading."""
    proposal: Proposal | None = None
    """What they ask for."""
    organisation: str = ""
    """Who sent them, apart from capitals, marks and spaces."""
    open_only: bool = False
    """Only those that nobody has answered."""

    def fits(self, comment: Comment, heading: str) -> bool:
        """Whether a comment is asked for; `heading` is what its heading is called today."""
        return (
            self.unit in ("", comment.unit)
            and self.report in ("", comment.report)
            and self.heading in ("", heading)
            and self.proposal in (None, comment.proposal)
            and (not self.organisation or slug(self.organisation) == slug(comment.organisation))
            and (not self.open_only or comment.open)
        )


@record
class Group:
    """The comments under one heading of one draft."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report, as the comments give it."""
    outline: Outline | None
    """The outline as it applies to the unit; none where there is no such report."""
    heading: Heading | None
    """The heading; none for a report as a whole, an appendix, and a heading that is not there."""
    title: str
    """Title of an appendix, or what was typed for a heading that is not there; empty otherwise."""
    comments: tuple[Comment, ...]
    """The comments, by paragraph."""


@record
class Tally:
    """How many comments there are."""

    total: int
    """All of them."""
    organisations: int
    """How many organisations sent them."""
    minority: int
    """How many are minority opinions."""
    proposals: Mapping[Proposal, int]
    """How many ask for what."""
    dispositions: Mapping[Disposition, int]
    """How many were answered how."""
    crossed: Mapping[tuple[Proposal, Disposition], int]
    """How many of each kind were answered how."""


def tally(comments: Iterable[Comment]) -> Tally:
    """The counts of some comments."""
    listed = list(comments)
    return Tally(
        len(listed),
        len({slug(comment.organisation) for comment in listed}),
        sum(comment.minority for comment in listed),
        Counter(comment.proposal for comment in listed),
        Counter(comment.answer.disposition for comment in listed),
        Counter((comment.proposal, comment.answer.disposition) for comment in listed),
    )


def selected(project: Project, wanted: Wanted) -> tuple[Comment, ...]:
    """The comments asked for, in the order of the drafts."""
    found = (comment for comment in project.comments if wanted.fits(comment, heading_now(project, comment)))
    return tuple(comment for group in groups(project, found) for comment in group.comments)


def open_first(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """The comments with those first that nobody has answered."""
    return tuple(sorted(comments, key=lambda comment: not comment.open))


def groups(project: Project, comments: Iterable[Comment]) -> tuple[Group, ...]:
    """Comments by unit, report and heading, in the order of units, reports and the draft's own headings.

    Comments on a report as a whole come first, then headings, appendices, and headings that are not there.
    """
    found: dict[tuple[str, str, str], list[Comment]] = {}
    for comment in comments:
        found.setdefault((comment.unit, comment.report, heading_now(project, comment)), []).append(comment)
    units = {unit: position for position, unit in enumerate(project.units)}
    reports = {report: position for position, report in enumerate(project.outlines)}
    positions: dict[tuple[str, str], dict[str, int]] = {}

    def order(key: tuple[str, str, str]) -> tuple[int, int, int, tuple[str, str, str]]:
        unit, report, heading = key
        if (unit, report) not in positions:
            positions[unit, report] = _positions(_outline(project, unit, report))
        place = positions[unit, report].get(heading, len(positions[unit, report]) + 1)
        return units.get(unit, len(units)), reports.get(report, len(reports)), place, key

    return tuple(_group(project, key, found[key]) for key in sorted(found, key=order))


def in_parts(ordered: Iterable[Group], size: int) -> list[list[Group]]:
    """The groups in parts of at most `size` comments, one part at least; a long group goes on in the next."""
    parts: list[list[Group]] = [[]]
    room = size
    for group in ordered:
        rest = group.comments
        while rest:
            if not room:
                parts.append([])
                room = size
            parts[-1].append(replace(group, comments=rest[:room]))
            room, rest = room - len(rest[:room]), rest[room:]
    return parts


def paragraph_now(project: Project, comment: Comment) -> int | None:
    """The number of the paragraph that a comment's words stand in today, where they were found under its heading."""
    found = anchors(project).get((comment.unit, comment.id))
    place = found.place if found else None
    return place.paragraph if place and place.heading == heading_now(project, comment) else None


def organisations(comments: Iterable[Comment]) -> dict[str, str]:
    """Who sent comments, by slug, in alphabetical order; of several spellings the first."""
    names: dict[str, str] = {}
    for comment in comments:
        names.setdefault(slug(comment.organisation), comment.organisation)
    return dict(sorted(names.items()))


def find_heading(outline: Outline, typed: str) -> str:
    """The id of the heading that people name by its id, its number or its title; empty where none or several fit."""
    fitting = fitting_headings(outline, typed)
    return fitting[0] if len(fitting) == 1 else ""


def fitting_headings(outline: Outline, typed: str) -> tuple[str, ...]:
    """The ids of the headings that an id, a number or a title can mean, in the order of the outline.

    A number may stand alone (`4.2`) or after those above it (`II.4.2`); mirrored headings share titles and numbers.
    """
    wanted = typed.strip()
    if known := current_heading(outline, wanted):
        return (known,)
    names: dict[str, dict[str, None]] = {}
    above: list[Heading] = []
    for heading in outline.headings:
        above = [*(one for one in above if one.level < heading.level), heading]
        number = slug(heading.label)
        numbers = [slug(one.label) for one in above if one.label]
        chains = {"-".join(numbers[start:]) for start in range(len(numbers))}
        forms = {slug(heading.title), *chains, *(f"{chain}-{slug(heading.title)}" for chain in chains), f"muc-{number}"}
        for name in forms - {""}:
            names.setdefault(name, {})[heading.id] = None
    for appendix in outline.appendices:
        names.setdefault(slug(appendix.title), {})[appendix.id] = None
    return tuple(names.get(slug(wanted), ()))


def numbers_above(outline: Outline, id: str) -> tuple[str, ...]:
    """The numbers of the headings above one, outermost first: mirrored headings share their own number and title."""
    found: list[str] = []
    level = 0
    for heading in reversed(outline.headings):
        if heading.id == id:
            level = heading.level
        elif heading.level < level:
            level = heading.level
            if heading.label:
                found.append(heading.label.rstrip(" -.)/"))
    return tuple(reversed(found))


def placed(project: Project, comment: Comment, body: Body | None) -> tuple[Comment, int]:
    """The comment with its paragraph, its quotation and the words around it, and how many places fit it.

    `body` is the text that its sender read. A comment on a whole paragraph quotes the paragraph. Where no place or
    several fit, the comment stays as it is.
    """
    if body is None or not (comment.quote or comment.paragraph):
        return comment, 0
    quote = comment.quote
    if not quoted_words(quote):
        quote = paragraph_text(body, comment.paragraph)
        quote = quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rpartition(" ")[0]
    places = locate(body, comment.heading, quote, comment.paragraph)
    if len(places) != 1:
        return comment, len(places)
    before, after = surroundings(body, places[0])
    number = places[0].paragraph or comment.paragraph
    return replace(comment, quote=quote, before=before, after=after, paragraph=number), 1


def new_id(comment: Comment) -> str:
    """The id of a comment that has none: its sender and a hash of what it says, so that it stays the same."""
    said = (
        comment.report, comment.heading, str(comment.paragraph or ""), quoted_words(comment.quote),
        slug(comment.organisation), " ".join(comment.body.text.split()),
    )  # fmt: skip
    hashed = digest("\0".join(said).encode("utf-8"), 4)
    return f"{slug(comment.organisation)[:LONGEST_SLUG].strip('-') or 'y-kien'}-{hashed}"


def path_of(unit: str, id: str) -> str:
    """Where the file of a comment lies."""
    return f"units/{unit}/comments/{id}.md"


def with_id(comment: Comment, id: str = "") -> Comment:
    """The comment under an id of its own, with its file."""
    id = id or new_id(comment)
    path = path_of(comment.unit, id)
    return replace(comment, id=id, span=Span(path), body=replace(comment.body, path=path))


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """A name in small letters without marks, with hyphens between its words."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(name)).strip("-")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def _outline(project: Project, unit: str, report: str) -> Outline | None:
    return project.applied.get((unit, report)) or project.outlines.get(report)


def _positions(outline: Outline | None) -> dict[str, int]:
    if outline is None:
        return {"": 0}
    ids = ["", *(heading.id for heading in outline.headings), *(appendix.id for appendix in outline.appendices)]
    return {id: position for position, id in enumerate(ids)}


def _group(project: Project, key: tuple[str, str, str], comments: Sequence[Comment]) -> Group:
    unit, report, id = key
    outline = _outline(project, unit, report)
    heading = outline.heading(id) if outline and id else None
    appendix = next((one for one in outline.appendices if one.id == id), None) if outline else None
    title = "" if heading else appendix.title if appendix else id
    ordered = sorted(comments, key=lambda comment: _paragraph(project, comment))
    return Group(unit, report, outline, heading, title, tuple(ordered))


def _paragraph(project: Project, comment: Comment) -> tuple[int, str]:
    number = paragraph_now(project, comment) or comment.paragraph
    return number or 0, comment.id

"""Where the place of a comment is in the text of today, found again by its words and those around them, or lost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from vankien.model.comment import Comment
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.source import Body
from vankien.rollup.once import once
from vankien.rollup.quotation import Reading, paragraph_at, quoted_words, read_words

CONTEXT = 48
"""How many characters before and after a quotation are kept with a comment."""
SHORT = 30
"""A quotation shorter than this is found by its surroundings as well or not at all."""
LONG = 60
"""A quotation of this length is taken for itself even under another heading."""
LEAST_FUZZY = 15
ALIKE = 75.0
"""Share, in percent, from which words count as the same words changed."""
APART = 8.0
"""How much one place must be more alike than the next, so that it is the one."""


class Standing(Enum):
    """What became of the place that a comment is about."""

    WHOLE = "whole"
    """No words are quoted: it is about a heading or a report as a whole."""
    EXACT = "exact"
    """The words stand where they stood."""
    MOVED = "moved"
    """The words stand in another paragraph or under another heading."""
    CHANGED = "changed"
    """The place is there, its words are others."""
    AMBIGUOUS = "ambiguous"
    """Several places fit."""
    LOST = "lost"
    """No place fits."""


@record
class Place:
    """A stretch of one section's text."""

    heading: str
    """Id of the heading."""
    paragraph: int | None
    """Number of the paragraph, from 1; none outside all paragraphs, such as in a footnote."""
    start: int
    """Offset in the body's text."""
    end: int
    """Offset after it."""


@record
class Anchor:
    """What was found of a comment's place."""

    standing: Standing
    """How it was found."""
    place: Place | None = None
    """The place, where there is one."""
    places: tuple[Place, ...] = ()
    """Places that might be meant, where none is sure."""


@record
class _Candidate:
    """A place that may be the one."""

    place: Place
    alike: float
    """How alike the surroundings are, in percent; negative where none were noted."""
    beside: bool = False
    """Whether the words on one side at least are as they were."""


@once
def anchors(project: Project) -> Mapping[tuple[str, str], Anchor]:
    """The anchor of every comment, by unit and id; worked out once a project."""
    memory = project.memory
    by_unit: dict[str, list[Comment]] = {}
    for comment in project.comments:
        by_unit.setdefault(comment.unit, []).append(comment)
    found = {}
    for unit, comments in by_unit.items():
        if memory is None:
            placed = _of_unit(project, unit, comments)
        else:
            key = memory.key(unit, memory.frame, project.commented.commits)
            placed = memory.of_unit(
                unit, "anchors", key, lambda unit=unit, comments=comments: _of_unit(project, unit, comments)
            )
        found.update({(unit, id): one for id, one in placed.items()})
    return found


def anchor(comment: Comment, bodies: Mapping[str, Body], earlier: Body | None = None) -> Anchor:
    """The place of a comment in the texts of its report, by heading.

    `earlier` is the text of its heading in the draft that it was made on, where that is known; it says what stood
    around a quotation whose comment does not. A place is taken only where nothing else fits about as well.
    """
    comment = _completed(comment, earlier)
    words = quoted_words(comment.quote)
    if not words:
        return Anchor(Standing.WHOLE)
    body = bodies.get(comment.heading)
    own = _exact(comment, words, body) if body else []
    if own:
        return _one_of(comment, own, words)
    changed = _changed(comment, words, body) if body else Anchor(Standing.LOST)
    if changed.standing is not Standing.LOST:
        return changed
    others = [
        candidate
        for heading, other in bodies.items()
        if heading != comment.heading
        for candidate in _exact(replace(comment, heading=heading), words, other)
        if candidate.alike >= ALIKE or (candidate.alike < 0 and len(words) >= LONG)
    ]
    return _one_of(comment, others, words) if others else changed


def locate(body: Body, heading: str, quote: str, paragraph: int | None = None) -> tuple[Place, ...]:
    """Where words stand in a text, for a comment that is being made; a paragraph's number narrows it down."""
    words = quoted_words(quote)
    reading = read_words(body.text)
    found = [_place(body, heading, reading, start, end) for start, end in reading.find(words)] if words else []
    nearer = [place for place in found if place.paragraph == paragraph]
    return tuple(nearer if paragraph and nearer else found)


def surroundings(body: Body, place: Place) -> tuple[str, str]:
    """The words before and after a place, whole words only."""
    reading = read_words(body.text)
    start = next((i for i, offset in enumerate(reading.offsets) if offset >= place.start), 0)
    end = next((i for i, offset in enumerate(reading.offsets) if offset >= place.end), len(reading.text))
    before, after = reading.text[max(0, start - CONTEXT) : start], reading.text[end : end + CONTEXT]
    if start > CONTEXT:
        before = before.partition(" ")[2]
    if end + CONTEXT < len(reading.text):
        after = after.rpartition(" ")[0]
    return _plain(before), _plain(after)


def paragraph_text(body: Body, number: int | None) -> str:
    """The words of a numbered paragraph as they are read; empty where there is no such paragraph."""
    paragraphs = body.paragraphs
    if number is None or not 1 <= number <= len(paragraphs):
        return ""
    element = paragraphs[number - 1]
    return read_words(body.text[element.start : element.end]).text


def earlier_body(project: Project, comment: Comment) -> Body | None:
    """The text that a comment was made on, where the draft that it speaks of is known.

    Of headings that were merged since, it is the text in which the words quoted stand.
    """
    if not comment.draft:
        return None
    heading = heading_now(project, comment)
    bodies = project.commented.bodies((comment.draft, comment.unit, comment.report, heading))
    if len(bodies) < 2:
        return bodies[0] if bodies else None
    return next((body for body in bodies if locate(body, heading, comment.quote, comment.paragraph)), bodies[0])


def heading_now(project: Project, comment: Comment) -> str:
    """The id that the heading of a comment has today; as it was typed where there is none."""
    outline = project.outlines.get(comment.report)
    return (current_heading(outline, comment.heading) if outline else "") or comment.heading


def current_heading(outline: Outline, id: str) -> str:
    """The id that a heading has today, also where it is one of an earlier draft; empty where there is none."""
    if not id or outline.heading(id) or any(one.id == id for one in outline.appendices):
        return id
    found = [heading.id for heading in outline.headings if id in heading.was]
    return found[0] if len(found) == 1 else ""


def unchanged(comment: Comment, found: Anchor, body: Body | None, earlier: Body | None) -> bool:
    """Whether the place of a comment is as it was when the comment was made, as far as that can be known.

    With the draft's text the paragraph is compared with itself; without it only the words quoted and those noted
    around them, which says nothing of words that may have been added elsewhere.
    """
    if body is None:
        return False
    if earlier is not None:
        was = paragraph_text(earlier, _paragraph_then(comment, earlier))
        now = paragraph_text(body, found.place.paragraph) if found.place else ""
        if was:
            return bool(now) and was == now
        return read_words(earlier.text).text == read_words(body.text).text
    if found.standing not in (Standing.EXACT, Standing.MOVED) or not (comment.before or comment.after):
        return False
    before, after = surroundings(body, found.place)
    return before.endswith(_tail(comment.before)) and after.startswith(_front(comment.after))


def _tail(words: str) -> str:
    return read_words(words).text[-CONTEXT // 2 :]


def _front(words: str) -> str:
    return read_words(words).text[: CONTEXT // 2]


def _paragraph_then(comment: Comment, earlier: Body) -> int | None:
    places = locate(earlier, comment.heading, comment.quote, comment.paragraph)
    return places[0].paragraph if len(places) == 1 else comment.paragraph


def _completed(comment: Comment, earlier: Body | None) -> Comment:
    """The comment with what the draft's text says of its place."""
    if earlier is None or (comment.before or comment.after):
        return comment
    if not quoted_words(comment.quote):
        return replace(comment, quote=paragraph_text(earlier, comment.paragraph))
    places = locate(earlier, comment.heading, comment.quote, comment.paragraph)
    if len(places) != 1:
        return comment
    before, after = surroundings(earlier, places[0])
    return replace(comment, before=before, after=after, paragraph=places[0].paragraph)


def _exact(comment: Comment, words: str, body: Body) -> list[_Candidate]:
    reading = read_words(body.text)
    before, after = read_words(comment.before).text, read_words(comment.after).text
    return [
        _Candidate(
            _place(body, comment.heading, reading, start, end),
            _alike(reading.text, start, end, before, after),
            _beside(reading.text, start, end, before, after),
        )
        for start, end in reading.find(words)
    ]


def _one_of(comment: Comment, found: list[_Candidate], words: str) -> Anchor:
    """The anchor at the one candidate that fits, if there is one."""
    ordered = sorted(found, key=lambda candidate: -candidate.alike)
    best = ordered[0]
    places = tuple(candidate.place for candidate in found)
    if len(ordered) > 1:
        decided = best.alike >= ALIKE and best.alike - ordered[1].alike >= APART
        if not decided:
            return Anchor(Standing.AMBIGUOUS, None, places)
    elif 0 <= best.alike < ALIKE and not best.beside and len(words) < SHORT:
        # A few words that stand among quite other words may be other words of the same sound.
        return Anchor(Standing.LOST, None, places)
    stayed = best.place.heading == comment.heading and comment.paragraph in (None, best.place.paragraph)
    return Anchor(Standing.EXACT if stayed else Standing.MOVED, best.place)


def _changed(comment: Comment, words: str, body: Body) -> Anchor:
    """The anchor at words that took the place of those quoted: between the same neighbours, or much like them."""
    reading = read_words(body.text)
    between = _between(reading, read_words(comment.before).text, read_words(comment.after).text, len(words))
    if len(between) == 1:
        return Anchor(Standing.CHANGED, _place(body, comment.heading, reading, *between[0]))
    if len(words) < LEAST_FUZZY:
        return Anchor(Standing.LOST)
    # All rules are loaded for every check, this only where a place is no longer to be found word for word.
    from rapidfuzz import fuzz

    found = []
    for number, element in enumerate(body.paragraphs, start=1):
        part = read_words(body.text[element.start : element.end])
        alignment = fuzz.partial_ratio_alignment(words, part.text, score_cutoff=ALIKE)
        if alignment is None or alignment.dest_end - alignment.dest_start < len(words) * 0.6:
            continue
        start, end = _whole_words(part.text, alignment.dest_start, alignment.dest_end)
        first, last = part.typed(start, end)
        place = Place(comment.heading, number, element.start + first, element.start + last)
        found.append(_Candidate(place, alignment.score))
    if not found:
        return Anchor(Standing.LOST)
    found.sort(key=lambda candidate: -candidate.alike)
    if len(found) > 1 and found[0].alike - found[1].alike < APART:
        return Anchor(Standing.AMBIGUOUS, None, tuple(candidate.place for candidate in found))
    return Anchor(Standing.CHANGED, found[0].place)


def _between(reading: Reading, before: str, after: str, length: int) -> list[tuple[int, int]]:
    """What stands between the two neighbours of a quotation, if not much more than it was."""
    if len(before) < LEAST_FUZZY or len(after) < LEAST_FUZZY:
        return []
    ends = [end for _, end in reading.find(before)]
    starts = [start for start, _ in reading.find(after)]
    near = [(end, start) for end in ends for start in starts if 0 <= start - end <= 3 * length + 80]
    return [_trimmed(reading.text, start, end) for start, end in near]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def _alike(text: str, start: int, end: int, before: str, after: str) -> float:
    """How alike the surroundings of a stretch are to those noted, in percent; -1 where none were noted."""
    if not before and not after:
        return -1.0
    from rapidfuzz import fuzz

    there = text[max(0, start - len(before) - 1) : start].strip(), text[end : end + len(after) + 1].strip()
    scores = [
        (fuzz.ratio(noted, found), len(noted))
        for noted, found in ((before[-CONTEXT:], there[0][-CONTEXT:]), (after[:CONTEXT], there[1][:CONTEXT]))
        if noted
    ]
    return sum(score * weight for score, weight in scores) / sum(weight for _, weight in scores)


def _beside(text: str, start: int, end: int, before: str, after: str) -> bool:
    """Whether the words noted on one side, two at least, stand there unchanged."""
    same_before = " " in before and text[:start].rstrip().endswith(before)
    return same_before or (" " in after and text[end:].lstrip().startswith(after))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] != " ":
        start -= 1
    while end < len(text) and text[end] != " ":
        end += 1
    return start, end


def _place(body: Body, heading: str, reading: Reading, start: int, end: int) -> Place:
    first, last = reading.typed(start, end)
    return Place(heading, paragraph_at(body, first), first, last)


def _plain(words: str) -> str:
    """Words without the signs that stand for values and notes; those nearest to the quotation are kept."""
    return "".join(sign for sign in words if sign < "\ue000" or sign > "\uf8ff").strip()


def _of_unit(project: Project, unit: str, comments: Sequence[Comment]) -> dict[str, Anchor]:
    """The anchors of the comments on one unit's drafts, by id."""
    bodies: dict[str, dict[str, Body]] = {comment.report: {} for comment in comments}
    for key in project.sections:
        if key[0] == unit and key[1] in bodies:
            bodies[key[1]][key[2]] = project.sections[key].body
    found = {}
    for comment in comments:
        now = replace(comment, heading=heading_now(project, comment))
        found[comment.id] = anchor(now, bodies[comment.report], earlier_body(project, comment))
    return found

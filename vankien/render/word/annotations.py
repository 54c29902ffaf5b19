"""Remarks and paragraph numbers in a Word document: comments of Word's at the words that they are about."""

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence

from vankien.render.word.copy import Remark
from vankien.render.word.markup import W, keep_with_next, style_of, w

# How the assembling script marks a place: heading, a stroke, the number of the paragraph (0: the heading itself).
PLACE = "place/"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TITLE = "DocumentType"

Place = tuple[str, int]


def annotate(document: ET.Element, remarks: Sequence[Remark], number: str) -> ET.Element:
    """Turns the marked places of a document into paragraph numbers and comments; gives the part of the comments.

    `number` is what stands before a numbered paragraph, with `{n}`.
    """
    places = _places(document.find(f"{W}body"), number)
    comments = ET.Element(f"{W}comments")
    # LibreOffice (7.4) sorts the ids of comments in among those of footnotes, and takes a note by its rank: a comment
    # with a lower id than a note, met between the first note and the second, would give notes each other's words.
    notes = (int(note.get(f"{W}id")) for note in document.iter(f"{W}footnoteReference"))
    for id, remark in enumerate(remarks, start=max(notes, default=-1) + 1):
        found = _mark(places, remark, id)
        lines = remark.lines if found or not remark.lost else (*remark.lines, remark.lost)
        comments.append(_comment(id, remark, lines))
    return comments


def _places(body: ET.Element, number: str) -> dict[Place, list[ET.Element]]:
    """The paragraphs of each place, in order; the title is the place of the report as a whole."""
    places: dict[Place, list[ET.Element]] = {}
    current: list[ET.Element] = []
    for element in list(body):
        if _is_mark(element):
            current = places.setdefault(_place(element), [])
            position = list(body).index(element)
            body.remove(element)
            _number_block(body, position, _place(element), number, current)
            continue
        for paragraph in element.iter(f"{W}p"):
            marks = [child for child in paragraph if _is_mark(child)]
            for mark in marks:
                current = places.setdefault(_place(mark), [])
                paragraph.remove(mark)
            if style_of(paragraph) == TITLE:
                current = places.setdefault(("", 0), [])
            current.append(paragraph)
            if marks and _place(marks[-1])[1]:
                _number(paragraph, number.format(n=_place(marks[-1])[1]))
    return places


def _is_mark(element: ET.Element) -> bool:
    return element.tag == f"{W}bookmarkStart" and element.get(f"{W}name", "").startswith(PLACE)


def _place(mark: ET.Element) -> Place:
    heading, _, number = mark.get(f"{W}name").removeprefix(PLACE).rpartition("/")
    return heading, int(number)


def _number_block(body: ET.Element, position: int, place: Place, number: str, paragraphs: list[ET.Element]) -> None:
    """Numbers what stands behind a mark between blocks: a paragraph in itself, a table by a line above it."""
    words = number.format(n=place[1])
    if position < len(body) and body[position].tag == f"{W}p":
        _number(body[position], words)
        return
    above = ET.Element(f"{W}p")
    _number(above, words)
    keep_with_next(above)
    body.insert(position, above)
    paragraphs.append(above)


def _number(paragraph: ET.Element, words: str) -> None:
    run = w("r")
    properties = ET.SubElement(run, f"{W}rPr")
    properties.append(w("rStyle", val="ParagraphNumber"))
    ET.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = f"{words} "
    paragraph.insert(0 if paragraph.find(f"{W}pPr") is None else 1, run)


def _mark(places: dict[Place, list[ET.Element]], remark: Remark, id: int) -> bool:
    """Puts a remark at its words, else at its paragraph, else at the heading; tells whether the words were found."""
    own = places.get((remark.heading, remark.paragraph), [])
    # Since a comment was sent in, its words may have moved to another paragraph of the same text.
    others = [each for (heading, _), each in places.items() if heading == remark.heading and each is not own]
    if remark.words:
        for paragraph in (*own, *(paragraph for each in others for paragraph in each)):
            if span := _find(paragraph, remark):
                _enclose(paragraph, *span, id)
                return True
    fallbacks = [own, *(places.get(place, []) for place in ((remark.heading, 0), (remark.heading, 1), ("", 0)))]
    paragraph = next((each[0] for each in fallbacks if each), None)
    if paragraph is not None:
        _enclose(paragraph, 0, len(_text(paragraph)), id)
    return not remark.words


def _find(paragraph: ET.Element, remark: Remark) -> tuple[int, int] | None:
    """Where the words of a remark stand in a paragraph; of several places the one behind the most like words."""
    text = _text(paragraph)
    pattern = r"\s+".join(re.escape(word) for word in remark.words.split())
    found = [match.span() for match in re.finditer(pattern, text)]
    if not found:
        return None
    return max(found, key=lambda span: (_alike(text[: span[0]], remark.before), -span[0]))


def _alike(text: str, before: str) -> int:
    """How many letters at the end of two texts are the same, white space aside."""
    letters = zip(reversed("".join(text.split())), reversed("".join(before.split())), strict=False)
    return next((count for count, (one, other) in enumerate(letters) if one != other), min(len(text), len(before)))


def _runs(paragraph: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    """The runs of a paragraph with what they stand in; numbers of paragraphs and older remarks are none of its text."""
    for parent in (paragraph, *paragraph.findall(f"{W}hyperlink")):
        for run in parent.findall(f"{W}r"):
            style = run.find(f"{W}rPr/{W}rStyle")
            if style is None or style.get(f"{W}val") not in ("ParagraphNumber", "CommentReference"):
                yield parent, run


def _length(piece: ET.Element) -> int:
    return len(_words(piece))


def _words(piece: ET.Element) -> str:
    if piece.tag == f"{W}t":
        return piece.text or ""
    return {f"{W}br": "\n", f"{W}noBreakHyphen": "-"}.get(piece.tag, "")


def _in_order(paragraph: ET.Element) -> list[tuple[ET.Element, ET.Element]]:
    position = {id(element): number for number, element in enumerate(paragraph.iter())}
    return sorted(_runs(paragraph), key=lambda pair: position[id(pair[1])])


def _text(paragraph: ET.Element) -> str:
    return "".join(_words(piece) for _, run in _in_order(paragraph) for piece in run)


def _enclose(paragraph: ET.Element, start: int, end: int, id: int) -> None:
    """Puts the marks of a comment around a stretch of a paragraph's text."""
    first, last = _cut(paragraph, start), _cut(paragraph, end)
    begin, finish = w("commentRangeStart", id=id), w("commentRangeEnd", id=id)
    sign = w("r")
    ET.SubElement(sign, f"{W}rPr").append(w("rStyle", val="CommentReference"))
    sign.append(w("commentReference", id=id))
    paragraph.insert(last, finish)
    paragraph.insert(last + 1, sign)
    paragraph.insert(first, begin)


def _cut(paragraph: ET.Element, offset: int) -> int:
    """Position among a paragraph's children at an offset of its text, where a run is cut in two if need be.

    Inside a link the position is that in front of the link, or behind it for its end.
    """
    reached = 0
    for parent, run in _in_order(paragraph):
        length = sum(_length(piece) for piece in run)
        if reached == offset and length:
            return list(paragraph).index(run if parent is paragraph else parent)
        if reached < offset < reached + length:
            if parent is not paragraph:
                return list(paragraph).index(parent)
            return _split(paragraph, run, offset - reached)
        reached += length
    return len(paragraph)


def _split(paragraph: ET.Element, run: ET.Element, offset: int) -> int:
    """Cuts a run behind so many characters; gives the position of its second half."""
    second = w("r")
    properties = run.find(f"{W}rPr")
    if properties is not None:
        second.append(copy.deepcopy(properties))
    reached = 0
    for piece in [each for each in run if each.tag != f"{W}rPr"]:
        length = _length(piece)
        if reached >= offset:
            run.remove(piece)
            second.append(piece)
        elif reached + length > offset:
            rest = copy.deepcopy(piece)
            piece.text, rest.text = piece.text[: offset - reached], piece.text[offset - reached :]
            for half in (piece, rest):
                half.set(SPACE, "preserve")
            second.append(rest)
        reached += length
    position = list(paragraph).index(run) + 1
    paragraph.insert(position, second)
    return position


def _comment(id: int, remark: Remark, lines: Iterable[str]) -> ET.Element:
    initials = "".join(word[0] for word in remark.author.split())[:4]
    comment = w("comment", id=id, author=remark.author, date=remark.date, initials=initials)
    for position, words in enumerate(lines):
        paragraph = ET.SubElement(comment, f"{W}p")
        ET.SubElement(paragraph, f"{W}pPr").append(w("pStyle", val="CommentText"))
        if position == 0:
            sign = ET.SubElement(paragraph, f"{W}r")
            ET.SubElement(sign, f"{W}rPr").append(w("rStyle", val="CommentReference"))
            sign.append(w("annotationRef"))
        run = ET.SubElement(paragraph, f"{W}r")
        ET.SubElement(run, f"{W}t", {SPACE: "preserve"}).text = words
    return comment

"""The text of a Word file, from how pandoc lays it out to how the profile does."""

import xml.etree.ElementTree as ET

from vankien.render.word import pictures, table
from vankien.render.word.markup import (
    W,
    child_value,
    keep_with_next,
    paragraph_properties,
    put_in_order,
    set_style,
    style_of,
    w,
)
from vankien.render.word.stationery import Stationery, twips

# The number under which pandoc files the paragraphs of a list item after its first.
CONTINUATION = "1000"


def lay_out(document: ET.Element, last_section: ET.Element, stationery: Stationery, known: frozenset[str]) -> None:
    """Changes a document of pandoc's in place; `known` are the ids of the styles that the file has."""
    body = document.find(f"{W}body")
    for old in body.findall(f"{W}sectPr"):
        body.remove(old)
    body.append(last_section)
    _tables(body, stationery)
    pictures.fit(body, stationery)
    for paragraph in body.iter(f"{W}p"):
        _paragraph(paragraph, known)
    for run in body.iter(f"{W}rPr"):
        _run(run, known)
    _keep_signature_company(body)


def lay_out_notes(notes: ET.Element, stationery: Stationery, known: frozenset[str]) -> None:
    """Changes the footnotes of pandoc's in place."""
    pictures.fit_notes(notes, stationery)
    for note in notes.findall(f"{W}footnote"):
        if note.get(f"{W}type"):
            continue
        for paragraph in note.iter(f"{W}p"):
            set_style(paragraph, "FootnoteText")
        for row in note.iter(f"{W}tr"):
            table.keep_whole(row)
    for run in notes.iter(f"{W}rPr"):
        _run(run, known)


def lay_out_lists(numbering: ET.Element, stationery: Stationery) -> None:
    """Gives every list the marks and indents of the profile."""
    lists = stationery.profile.lists
    for level in numbering.iter(f"{W}lvl"):
        depth = int(level.get(f"{W}ilvl", "0"))
        if child_value(level, "numFmt") == "bullet":
            level.find(f"{W}lvlText").set(f"{W}val", lists.bullets[min(depth, len(lists.bullets) - 1)])
        for name in ("pPr", "rPr", "suff"):
            for old in level.findall(W + name):
                level.remove(old)
        level.insert(list(level).index(level.find(f"{W}lvlText")), w("suff", val="space"))
        properties = w("pPr")
        properties.append(w("ind", left=twips(lists.step_mm * depth), firstLine=twips(lists.first_mm)))
        level.append(properties)


def _tables(body: ET.Element, stationery: Stationery) -> None:
    """Lays out the tables of the text, each for the width of the section it stands in."""
    width = 0.0
    for element in reversed(list(body)):
        section = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            width = _text_width(section)
        elif element.tag == f"{W}tbl" and child_value(element.find(f"{W}tblPr"), "tblStyle") == "Table":
            table.lay_out(element, stationery, width)
            body.insert(list(body).index(element) + 1, _gap(stationery.profile.tables.gap_pt))


def _text_width(section: ET.Element) -> float:
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    free = int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    return free / twips(1000) * 1000


def _gap(points: float) -> ET.Element:
    """A paragraph of its own below a table, so that neither text nor another table clings to it."""
    gap = w("p")
    properties = paragraph_properties(gap)
    properties.append(w("pStyle", val="Spacer"))
    properties.append(w("spacing", before=round(points * 20)))
    return gap


def _paragraph(paragraph: ET.Element, known: frozenset[str]) -> None:
    style = style_of(paragraph)
    if next(paragraph.iter(f"{W}drawing"), None) is not None and style not in ("TableText", "TableHeader"):
        if _is_picture(paragraph):
            set_style(paragraph, "Picture")
            return
        _let_lines_grow(paragraph)
    numbers = paragraph.find(f"{W}pPr/{W}numPr")
    if numbers is not None:
        if child_value(numbers, "numId") == CONTINUATION:
            paragraph.find(f"{W}pPr").remove(numbers)
            set_style(paragraph, "BodyText")
        else:
            set_style(paragraph, "ListParagraph")
    elif style not in known:
        set_style(paragraph, "BodyText")


def _is_picture(paragraph: ET.Element) -> bool:
    """Whether a paragraph is a picture, with or without its caption, and no item of a list."""
    runs = paragraph.findall(f"{W}r")
    return paragraph.find(f"{W}pPr/{W}numPr") is None and bool(runs) and runs[0].find(f"{W}drawing") is not None


def _let_lines_grow(paragraph: ET.Element) -> None:
    """A line of an exact height would cut off a picture that stands among words."""
    properties = paragraph_properties(paragraph)
    # The order of the children is fixed: spacing stands before indents and alignment, behind all that pandoc sets.
    last = next((child for child in properties if child.tag in (f"{W}ind", f"{W}jc")), None)
    place = len(properties) if last is None else list(properties).index(last)
    properties.insert(place, w("spacing", line=240, lineRule="auto"))


def _run(properties: ET.Element, known: frozenset[str]) -> None:
    style = properties.find(f"{W}rStyle")
    if style is not None and style.get(f"{W}val") not in known:
        properties.remove(style)
    if len(properties) > 1:
        put_in_order(properties)


def _keep_signature_company(body: ET.Element) -> None:
    """Holds the last paragraph of the text on the page of the signature."""
    previous: list[ET.Element] = []
    for element in body:
        if element.tag == f"{W}tbl" and child_value(element.find(f"{W}tblPr"), "tblStyle") == "Signature":
            hold_last(previous)
            return
        previous.append(element)


def hold_last(blocks: list[ET.Element]) -> None:
    """Holds the last paragraph of some blocks on the page of what follows them."""
    previous = list(blocks)
    while previous:
        last = previous.pop()
        if last.tag == f"{W}p":
            keep_with_next(last)
            if style_of(last) != "Spacer":
                return
        elif last.tag == f"{W}tbl":
            for paragraph in last.findall(f"{W}tr")[-1].iter(f"{W}p"):
                keep_with_next(paragraph)
            return

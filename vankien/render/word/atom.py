"""The content of a paragraph cut into pieces that stay or change as a whole: words, signs, notes, pictures."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace

from vankien.model.record import record
from vankien.render.word.markup import W

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORD = re.compile(r"\s+|\w+|[^\w\s]")
FIELD_PARTS = (f"{W}fldChar", f"{W}instrText")
MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
SIMPLE = (f"{W}pPr", f"{W}r", f"{W}hyperlink", f"{W}fldSimple", *MARKS)
# Derived from the rest of the document by the layout, and not worth a revision of its own.
DERIVED = (f"{W}keepNext", f"{W}keepLines")


@record
class Atom:
    """One piece of a paragraph."""

    key: tuple
    """Equal for pieces that look the same, on both sides."""
    text: str
    """Its words; empty for what is no text."""
    element: ET.Element | None
    """What stands in the run; none for words."""
    properties: ET.Element | None
    """Properties of its run."""
    link: ET.Element | None
    """The link around it."""
    mark: ET.Element | None = None
    """The mark around a footnote's sign, to which other signs of the same footnote lead."""


# Numbers and names that drawings have from their order in the file.
COUNTED = ("id", "name")
MARK = re.compile(r"_Note\w+")


Resolve = Callable[[str], str]
"""Makes what a relation's id, or the name of a footnote's mark, stands for out of it."""


def atoms(paragraph: ET.Element, resolve: Resolve) -> list[Atom]:
    """The pieces of a paragraph in order."""
    found: list[Atom] = []
    mark: ET.Element | None = None
    for child in paragraph:
        if child.tag == f"{W}bookmarkStart":
            mark = child
        elif child.tag == f"{W}r":
            pieces = list(_of_run(child, None, (), resolve))
            if mark is not None and pieces and pieces[0].key[0] == "note":
                pieces[0] = replace(pieces[0], mark=mark)
                mark = None
            found += pieces
        elif child.tag == f"{W}fldSimple":
            # The number is a part of the text: Word counts it anew only when it is asked to.
            shown = field(child.get(f"{W}instr", ""), resolve), "".join(child.itertext())
            found.append(Atom(("field", *shown), "", child, None, None))
        elif child.tag == f"{W}hyperlink":
            around = canonical(ET.Element(child.tag, child.attrib), resolve)
            for run in child.iter(f"{W}r"):
                found += _of_run(run, child, around, resolve)
    return found


def canonical(element: ET.Element, resolve: Resolve, without: tuple[str, ...] = ()) -> tuple:
    """An element as a value: the same for elements that mean the same, whatever ids their relations have."""
    attributes = tuple(
        sorted(
            (key, resolve(value) if "/relationships}" in key else value)
            for key, value in element.items()
            if not (key in COUNTED and element.tag.endswith(("}docPr", "}cNvPr")))
        )
    )
    inside = tuple(canonical(child, resolve, without) for child in element if child.tag not in without)
    text = element.text or ""
    return element.tag, attributes, text if element.tag == f"{W}t" else text.strip(), inside


def field(instruction: str, resolve: Resolve) -> str:
    """What a field shows: the footnote that it leads to in the place of the name of its mark."""
    return MARK.sub(lambda found: resolve(found[0]), instruction)


def simple(paragraph: ET.Element) -> bool:
    """Whether a paragraph can be changed piece by piece: runs, links, signs of footnotes cited again, nothing else."""
    plain = all(child.tag in SIMPLE for child in paragraph)
    linked = (node for link in paragraph.iterfind(f"{W}hyperlink") for node in link)
    return (
        plain
        and all(node.tag == f"{W}r" for node in linked)
        and next((node for node in paragraph.iter() if node.tag in FIELD_PARTS), None) is None
    )


def words(element: ET.Element) -> list[str]:
    """The words of a paragraph, a row or a table."""
    return [word for node in element.iter(f"{W}t") for word in WORD.findall(node.text or "") if not word.isspace()]


def text_element(text: str, deleted: bool) -> ET.Element:
    """Words as they stand in a run."""
    made = ET.Element(f"{W}delText" if deleted else f"{W}t", {SPACE: "preserve"})
    made.text = text
    return made


def _of_run(run: ET.Element, link: ET.Element | None, around: tuple, resolve: Resolve) -> Iterator[Atom]:
    properties = run.find(f"{W}rPr")
    look = () if properties is None else canonical(properties, resolve)[3]
    for child in run:
        if child.tag == f"{W}rPr":
            continue
        if child.tag == f"{W}t":
            for word in WORD.findall(child.text or ""):
                yield Atom(("word", word, look, around), word, None, properties, link)
        elif child.tag == f"{W}footnoteReference":
            # Notes are matched by their place; what stands in them is compared afterwards.
            yield Atom(("note", look, around), "", child, properties, link)
        else:
            yield Atom(("other", canonical(child, resolve), look, around), "", child, properties, link)

"""The blocks of a Word file, paragraphs and tables, as a comparison of two files looks at them."""

import xml.etree.ElementTree as ET

from vankien.render.word.atom import simple, words
from vankien.render.word.markup import W, child_value, style_of

# What is shorter than this many letters may well stand twice without having been moved.
MOVED_LETTERS = 24
# A paragraph with one of these is not shown as moved.
FIXED = tuple(W + name for name in ("footnoteReference", "drawing", "hyperlink", "fldSimple", "bookmarkStart"))


def number(paragraph: ET.Element) -> str:
    """Id of the list that a paragraph is an item of; empty where it is none."""
    numbers = paragraph.find(f"{W}pPr/{W}numPr") if paragraph.tag == f"{W}p" else None
    return "" if numbers is None else child_value(numbers, "numId")


def is_plain(block: ET.Element) -> bool:
    """Whether a block is a paragraph that ends no section."""
    return block.tag == f"{W}p" and block.find(f"{W}pPr/{W}sectPr") is None


def may_pair(old: ET.Element, new: ET.Element) -> bool:
    """Whether two blocks may be two states of one."""
    if old.tag != new.tag:
        return False
    if old.tag == f"{W}tbl":
        return table_shape(old) == table_shape(new)
    return is_plain(old) == is_plain(new) and _place(old) == _place(new)


def _place(paragraph: ET.Element) -> bool:
    """Headings are two states of one only with headings."""
    return style_of(paragraph).startswith("Heading")


def table_shape(table: ET.Element) -> tuple:
    """Style and number of columns of a table; two states of one table have the same."""
    properties = table.find(f"{W}tblPr")
    style = "" if properties is None else child_value(properties, "tblStyle")
    return style, len(table.findall(f"{W}tblGrid/{W}gridCol"))


def cell_shapes(row: ET.Element) -> list[tuple[str, bool]]:
    """How many columns each cell of a row spans, as written, and whether it is part of one over several rows."""
    return [
        (child_value(cell.find(f"{W}tcPr"), "gridSpan") if cell.find(f"{W}tcPr") is not None else "",
         cell.find(f"{W}tcPr/{W}vMerge") is not None)
        for cell in row.findall(f"{W}tc")
    ]  # fmt: skip


def content_of(cell: ET.Element) -> list[ET.Element]:
    """What stands in a cell, without its properties."""
    return [child for child in cell if child.tag != f"{W}tcPr"]


def may_move(block: ET.Element) -> bool:
    """Whether a paragraph can be shown as moved: long enough to be known again, of plain words only."""
    if not is_plain(block) or not simple(block):
        return False
    if any(node.tag in FIXED for node in block.iter()):
        return False
    return sum(map(len, words(block))) >= MOVED_LETTERS

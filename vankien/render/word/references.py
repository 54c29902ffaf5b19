"""Numbers and bonds that a Word document has beside its words: footnotes cited again, symbols that stay whole."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from vankien.render.word.markup import W, w

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FIELD = re.compile(r"\s*NOTEREF (\S+)")
# A hyphen inside the number and sign of a document (`09-CT/TU`, `30/2020/NĐ-CP`) or between two years.
HYPHEN = re.compile(r"(?<=\d)-(?=[A-ZĐ])|(?<=[A-ZĐ])-(?=[A-ZĐ])|(?<=\d{4})-(?=\d{4}(?!\d))")


def number_again(document: ET.Element) -> None:
    """Gives each further reference to a footnote the number of the first, and every mark an id of its own."""
    numbers: dict[str, int] = {}
    ids: dict[str, str] = {}
    open_marks: list[str] = []
    reached = 0
    for element in document.iter():
        if element.tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name")
            ids.setdefault(name, str(len(ids)))
            element.set(f"{W}id", ids[name])
            open_marks.append(name)
        elif element.tag == f"{W}bookmarkEnd":
            name = element.attrib.pop(f"{W}name", "") or (open_marks[-1] if open_marks else "")
            if name in open_marks:
                open_marks.remove(name)
            element.set(f"{W}id", ids.get(name, "0"))
        elif element.tag == f"{W}footnoteReference":
            reached += 1
            for name in open_marks:
                numbers.setdefault(name, reached)
    for field in document.iter(f"{W}fldSimple"):
        found = FIELD.match(field.get(f"{W}instr", ""))
        if found and found[1] in numbers:
            field.find(f"{W}r/{W}t").text = str(numbers[found[1]])


def keep_symbols_whole(roots: Iterable[ET.Element]) -> None:
    """Sets hyphens at which a line must not break as Word's own sign for them; the letters around stay as they are."""
    for root in roots:
        for run in root.iter(f"{W}r"):
            for piece in run.findall(f"{W}t"):
                if piece.text and "-" in piece.text:
                    _bind(run, piece)


def _bind(run: ET.Element, piece: ET.Element) -> None:
    cuts = [match.start() for match in HYPHEN.finditer(piece.text)]
    if not cuts:
        return
    text, position, reached = piece.text, list(run).index(piece), 0
    pieces: list[ET.Element] = []
    for cut in cuts:
        pieces += [_words(text[reached:cut]), w("noBreakHyphen")]
        reached = cut + 1
    pieces.append(_words(text[reached:]))
    run.remove(piece)
    for offset, each in enumerate(each for each in pieces if each.tag != f"{W}t" or each.text):
        run.insert(position + offset, each)


def _words(text: str) -> ET.Element:
    words = ET.Element(f"{W}t", {SPACE: "preserve"})
    words.text = text
    return words

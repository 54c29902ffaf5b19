"""A small reader of tracked changes, apart from what writes them: accepts or rejects all, and says what is left."""

import copy
import zipfile
from io import BytesIO

from lxml import etree

from tests.render.word.made import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COMES, GOES = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
RANGES = tuple(f"{W}{way}Range{end}" for way in ("moveFrom", "moveTo") for end in ("Start", "End"))
REFERENCES = (f"{W}headerReference", f"{W}footerReference")
# Follows from the rest of the text, so that it is no change of its own.
DERIVED = (f"{W}keepNext", f"{W}keepLines", f"{W}rPr", f"{W}sectPr", f"{W}numPr")


def content(file: bytes, accept: bool | None = None) -> list:
    """What a Word file says, as values; with its revisions accepted or rejected where asked."""
    reader = _Reader(file)
    if accept is not None:
        for root in (reader.document, reader.notes):
            settle(root, accept)
    return reader.read()


def settle(root: etree._Element, accept: bool) -> None:
    """Accepts or rejects every revision of a part, as Word does."""
    stays, goes = (COMES, GOES) if accept else (GOES, COMES)
    for row in list(root.iter(f"{W}tr")):
        properties = row.find(f"{W}trPr")
        if properties is not None and any(each.tag in goes for each in properties):
            table = row.getparent()
            table.remove(row)
            if table.find(f"{W}tr") is None:
                table.getparent().remove(table)
    for properties in list(root.iter(f"{W}trPr")):
        for mark in [each for each in properties if each.tag in stays]:
            properties.remove(mark)
    for change in list(root.iter(f"{W}pPrChange", f"{W}sectPrChange")):
        parent = change.getparent()
        parent.remove(change)
        if not accept:
            kept = ("rPr", "sectPr") if parent.tag == f"{W}pPr" else ("headerReference", "footerReference")
            for child in [each for each in parent if each.tag not in [W + name for name in kept]]:
                parent.remove(child)
            for position, child in enumerate(change[0]):
                parent.insert(position, copy.deepcopy(child))
    for node in list(root.iter(*goes)):
        if node.getparent().tag in (f"{W}p", f"{W}hyperlink"):
            node.getparent().remove(node)
    for node in list(root.iter(*stays)):
        parent = node.getparent()
        if parent.tag in (f"{W}p", f"{W}hyperlink"):
            for child in list(node):
                node.addprevious(child)
            parent.remove(node)
    for kind in ("Text", "InstrText"):
        for node in root.iter(f"{W}del{kind}"):
            node.tag = W + kind[0].lower() + kind[1:] if kind != "Text" else f"{W}t"
    for node in list(root.iter(*RANGES)):
        node.getparent().remove(node)
    for link in list(root.iter(f"{W}hyperlink")):
        if not len(link):
            link.getparent().remove(link)
    for paragraph in list(root.iter(f"{W}p")):
        look = paragraph.find(f"{W}pPr/{W}rPr")
        marks = [] if look is None else [each for each in look if each.tag in (*stays, *goes)]
        for mark in marks:
            look.remove(mark)
        if look is not None and not len(look):
            look.getparent().remove(look)
        if any(mark.tag in goes for mark in marks):
            following = paragraph.getnext()
            pieces = [child for child in paragraph if child.tag != f"{W}pPr"]
            if following is not None and following.tag == f"{W}p":
                properties = following.find(f"{W}pPr")
                at = 0 if properties is None else 1
                for offset, piece in enumerate(pieces):
                    following.insert(at + offset, piece)
            assert not pieces or following.tag == f"{W}p", "words would be lost"
            paragraph.getparent().remove(paragraph)


class _Reader:
    def __init__(self, file: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(file))
        self.document, self.notes = self._tree("word/document.xml"), self._tree("word/footnotes.xml")
        self._numbering = self._tree("word/numbering.xml")
        self._relations = {
            part: {each.get("Id"): each for each in self._tree(f"word/_rels/{part}.xml.rels")}
            for part in ("document", "footnotes")
        }
        self._lists: dict[str, int] = {}

    def read(self) -> list:
        body = self.document.find(f"{W}body")
        return [self._block(block, "document") for block in body]

    def _tree(self, name: str) -> etree._Element:
        return etree.fromstring(self._archive.read(name))

    def _block(self, block: etree._Element, part: str):
        if block.tag == f"{W}tbl":
            return [
                [[self._block(each, part) for each in cell if each.tag != f"{W}tcPr"] for cell in row.findall(f"{W}tc")]
                for row in block.findall(f"{W}tr")
            ]
        if block.tag == f"{W}sectPr":
            return self._section(block)
        properties = block.find(f"{W}pPr")
        look = () if properties is None else tuple(_plain(each) for each in properties if each.tag not in DERIVED)
        section = block.find(f"{W}pPr/{W}sectPr")
        return (
            look,
            self._list(block),
            None if section is None else self._section(section),
            self._pieces(block, part),
        )

    def _section(self, section: etree._Element):
        return tuple(_plain(each) for each in section if each.tag not in REFERENCES)

    def _list(self, block: etree._Element):
        number = block.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is None:
            return None
        id = number.get(f"{W}val")
        rank = self._lists.setdefault(id, len(self._lists))
        own = next(each for each in self._numbering.findall(f"{W}num") if each.get(f"{W}numId") == id)
        abstract = own.find(f"{W}abstractNumId").get(f"{W}val")
        looks = next(e for e in self._numbering.findall(f"{W}abstractNum") if e.get(f"{W}abstractNumId") == abstract)
        level = block.find(f"{W}pPr/{W}numPr/{W}ilvl").get(f"{W}val")
        overrides = tuple(_plain(each) for each in own.findall(f"{W}lvlOverride"))
        return rank, level, tuple(_plain(each) for each in looks.findall(f"{W}lvl")), overrides

    def _pieces(self, block: etree._Element, part: str) -> list:
        found: list = []
        for run in block.iter(f"{W}r"):
            link = run.getparent()
            around = None
            if link.tag == f"{W}hyperlink":
                around = self._relations[part][link.get(f"{R}id")].get("Target")
            properties = run.find(f"{W}rPr")
            look = () if properties is None else tuple(_plain(each) for each in properties)
            for child in run:
                if child.tag == f"{W}t" and child.text:
                    if found and found[-1][:3] == ("text", look, around):
                        found[-1] = (*found[-1][:3], found[-1][3] + child.text)
                    else:
                        found.append(("text", look, around, child.text))
                elif child.tag == f"{W}footnoteReference":
                    id = child.get(f"{W}id")
                    (note,) = [each for each in self.notes if each.get(f"{W}id") == id]
                    inside = [self._block(each, "footnotes") for each in note]
                    found.append(("note", look, around, inside))
                elif child.tag not in (f"{W}rPr", f"{W}t", f"{W}fldChar", f"{W}instrText"):
                    found.append(("other", look, around, self._resolved(child, part)))
        return found

    def _resolved(self, element: etree._Element, part: str):
        element = copy.deepcopy(element)
        for node in element.iter():
            if etree.QName(node).localname in ("docPr", "cNvPr"):
                # Numbers in the order of the file.
                node.attrib.pop("id")
                node.attrib.pop("name")
            for name, value in list(node.items()):
                if name.startswith(R):
                    target = self._relations[part][value].get("Target")
                    node.set(name, str(hash(self._archive.read(f"word/{target}"))))
        return _plain(element)


def _plain(element: etree._Element):
    text = (element.text or "").strip()
    return element.tag, tuple(sorted(element.items())), text, tuple(_plain(each) for each in element)

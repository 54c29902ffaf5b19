"""Joins the parts of one file: footnotes and lists are numbered through it, marks and links are its own."""

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from vankien.model.record import record
from vankien.render.word import body, pictures
from vankien.render.word.consolidated import CONTENTS, NAME, Part
from vankien.render.word.markup import NAMESPACES, W, fragment, serialise, style_of, text_of, w
from vankien.render.word.package import Content, hyperlinks, link_relations, picture_relations
from vankien.render.word.pictures import Album
from vankien.render.word.references import FIELD, keep_symbols_whole
from vankien.render.word.stationery import Stationery

R = "{" + NAMESPACES["r"] + "}"
WP = "{" + NAMESPACES["wp"] + "}"
HEADING = re.compile(r"Heading([1-9])")
FIRST_LIST = 1001
"""The first number that pandoc gives to a list; the one before it marks what goes on with an item."""


@record
class Entry:
    """A line of the contents."""

    level: int
    text: str
    anchor: str


@record(eq=False)
class Sheet:
    """A part in the layout of the profile, with ids that are its own."""

    blocks: list[ET.Element]
    notes: Mapping[str, ET.Element]
    """Footnotes by id."""
    lists: Mapping[str, ET.Element]
    """Lists by id."""
    kinds: Mapping[str, ET.Element]
    """Kinds of lists by id; pandoc names the same kind alike in all files."""
    links: Mapping[str, str]
    """Addresses by id of their relation."""
    links_of_notes: Mapping[str, str]


def sheet(converted: Path, part: Part, stationery: Stationery, known: frozenset[str], album: Album) -> Sheet:
    """What pandoc made of a part, laid out; `known` are the ids of the styles that the file has."""
    with zipfile.ZipFile(converted) as archive:
        document = ET.fromstring(archive.read("word/document.xml"))
        notes = ET.fromstring(archive.read("word/footnotes.xml"))
        numbering = ET.fromstring(archive.read("word/numbering.xml"))
        links = hyperlinks(ET.fromstring(archive.read("word/_rels/document.xml.rels")))
        links_of_notes = hyperlinks(ET.fromstring(archive.read("word/_rels/footnotes.xml.rels")))
    pictures.set_in((document, notes), album, stationery)
    body.lay_out(document, ET.fromstring(part.section), stationery, known)
    body.lay_out_notes(notes, stationery, known)
    body.lay_out_lists(numbering, stationery)
    keep_symbols_whole((document, notes))
    blocks = [block for block in document.find(f"{W}body") if block.tag != f"{W}sectPr"]
    if part.held:
        body.hold_last(blocks)
    return Sheet(
        blocks,
        {note.get(f"{W}id"): note for note in notes.findall(f"{W}footnote")},
        {each.get(f"{W}numId"): each for each in numbering.findall(f"{W}num")},
        {each.get(f"{W}abstractNumId"): each for each in numbering.findall(f"{W}abstractNum")},
        links,
        links_of_notes,
    )


class Binding:
    """The text of one file, to which sheets are added in order."""

    def __init__(self, stationery: Stationery) -> None:
        self._stationery = stationery
        self._pieces: list[bytes] = []
        self._contents = -1
        self._entries: list[Entry] = []
        self._spaces: dict[str, str] = dict(NAMESPACES)
        self._fixed_notes: list[ET.Element] = []
        self._notes: list[bytes] = []
        self._kinds: dict[str, ET.Element] = {}
        self._lists: list[ET.Element] = []
        self._links: dict[str, str] = {}
        self._links_of_notes: dict[str, str] = {}
        self._pictures: dict[str, None] = {}
        self._pictures_of_notes: dict[str, None] = {}
        self._sheets = self._marks = self._drawings = 0

    def add(self, sheet: Sheet) -> Iterator[str]:
        """Adds a sheet; stops at each place with its name, so that what belongs there can be added."""
        self._sheets += 1
        number = self._sheets
        if not self._fixed_notes:
            self._fixed_notes = [note for note in sheet.notes.values() if note.get(f"{W}type")]
        for id, kind in sheet.kinds.items():
            self._kinds.setdefault(id, kind)
        renumbering = _Renumbering(self, sheet, number)
        run: list[ET.Element] = []
        for position, block in enumerate(sheet.blocks):
            name = _place(block)
            if not name:
                following = sheet.blocks[position + 1] if position + 1 < len(sheet.blocks) else None
                self._enter(block, following)
                run.append(block)
                continue
            self._write(run, renumbering)
            run = []
            if name == CONTENTS:
                self._contents = len(self._pieces)
                self._pieces.append(b"")
            else:
                yield name
        self._write(run, renumbering)

    def content(self, last_section: str) -> Content:
        """The finished text; `last_section` is the page layout of its last section."""
        if self._contents >= 0:
            self._pieces[self._contents] = self._contents_xml()
        section = self._bytes([ET.fromstring(last_section)])
        spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in self._spaces.items()).encode()
        head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        document = [head, b"<w:document", spaces, b"><w:body>", *self._pieces, section, b"</w:body></w:document>"]
        fixed = self._bytes(self._fixed_notes)
        notes = [head, b"<w:footnotes", spaces, b">", fixed, *self._notes, b"</w:footnotes>"]
        numbering = w("numbering")
        numbering.extend(self._kinds[id] for id in sorted(self._kinds, key=int))
        numbering.extend(self._lists)
        return Content(
            document=b"".join(document),
            notes=b"".join(notes),
            numbering=serialise(numbering),
            relations=(*link_relations(self._links), *picture_relations(self._pictures)),
            relations_of_notes=(*link_relations(self._links_of_notes), *picture_relations(self._pictures_of_notes)),
            pictures=(*self._pictures, *self._pictures_of_notes),
        )

    def _write(self, blocks: list[ET.Element], renumbering: "_Renumbering") -> None:
        if blocks:
            for block in blocks:
                renumbering.block(block)
            self._pieces.append(self._bytes(blocks))

    def _bytes(self, elements: list[ET.Element]) -> bytes:
        """Some elements without the names of their spaces, which stand once at the top of the part."""
        data, spaces = fragment(elements)
        self._spaces.update(spaces)
        return data

    def _enter(self, block: ET.Element, following: ET.Element | None) -> None:
        """Makes an entry of the contents of a heading or of the label of an appendix, with its title."""
        if block.tag != f"{W}p":
            return
        style = style_of(block)
        heading = HEADING.fullmatch(style)
        if not heading and style != "AppendixLabel":
            return
        label, _, title = text_of(block).partition("\n")
        if not heading and following is not None:
            title = text_of(following).replace("\n", " ")
        joint = (": " if style == "AppendixLabel" else ". ") if title else ""
        text = " ".join(f"{label}{joint}{title}".split())
        anchor = f"_Toc{len(self._entries) + 1:06d}"
        self._entries.append(Entry(int(heading[1]) if heading else 1, text, anchor))
        start = 1 if block.find(f"{W}pPr") is not None else 0
        block.insert(start, w("bookmarkStart", id=0, name=anchor))
        block.append(w("bookmarkEnd", id=0))
        if not heading:
            # The label alone would be all that Word finds when it makes the contents anew.
            for offset, run in enumerate(_hidden_entry(text)):
                block.insert(start + 1 + offset, run)

    def _contents_xml(self) -> bytes:
        most = self._stationery.profile.contents
        depth = most.depth
        # The names of the units are on the second level: without them the contents would lead to nobody.
        while depth > 2 and sum(entry.level <= depth for entry in self._entries) > most.lines:
            depth -= 1
        entries = [entry for entry in self._entries if entry.level <= depth]
        return self._stationery.contents(entries, depth).encode()


class _Renumbering:
    """Gives the ids of one sheet the values that they have in the whole file."""

    def __init__(self, binding: Binding, sheet: Sheet, number: int) -> None:
        self._binding = binding
        self._sheet = sheet
        self._number = number
        self._list_ids: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self._noted: dict[str, int] = {}

    def block(self, block: ET.Element) -> None:
        """Renumbers a block; blocks come in the order of the text."""
        binding = self._binding
        for element in block.iter():
            tag = element.tag
            if tag == f"{W}footnoteReference":
                self._note(element)
            elif tag == f"{W}numId":
                self._list(element)
            elif tag == f"{W}hyperlink" and element.get(f"{R}id"):
                self._link(element, self._sheet.links, binding._links)
            elif tag == f"{W}bookmarkStart":
                self._start(element)
            elif tag == f"{W}bookmarkEnd":
                self._end(element)
            elif tag == f"{W}fldSimple":
                self._again(element)
            elif tag == f"{WP}docPr":
                self._drawing(element)
        binding._pictures.update(dict.fromkeys(pictures.names(block)))

    def _note(self, reference: ET.Element) -> None:
        binding = self._binding
        note = self._sheet.notes[reference.get(f"{W}id")]
        id = len(binding._notes) + 1
        reference.set(f"{W}id", str(id))
        note.set(f"{W}id", str(id))
        for name, _ in self._open:
            self._noted.setdefault(name, id)
        for element in note.iter():
            if element.tag == f"{W}numId":
                self._list(element)
            elif element.tag == f"{W}hyperlink" and element.get(f"{R}id"):
                self._link(element, self._sheet.links_of_notes, binding._links_of_notes)
            elif element.tag == f"{WP}docPr":
                self._drawing(element)
        binding._pictures_of_notes.update(dict.fromkeys(pictures.names(note)))
        binding._notes.append(binding._bytes([note]))

    def _list(self, number: ET.Element) -> None:
        old = number.get(f"{W}val")
        if old == body.CONTINUATION or old not in self._sheet.lists:
            return
        if old not in self._list_ids:
            new = str(FIRST_LIST + len(self._binding._lists))
            self._list_ids[old] = new
            made = self._sheet.lists[old]
            made.set(f"{W}numId", new)
            self._binding._lists.append(made)
        number.set(f"{W}val", self._list_ids[old])

    def _link(self, element: ET.Element, addresses: Mapping[str, str], ids: dict[str, str]) -> None:
        address = addresses[element.get(f"{R}id")]
        element.set(f"{R}id", ids.setdefault(address, f"rIdLink{len(ids) + 1}"))

    def _start(self, mark: ET.Element) -> None:
        name = mark.get(f"{W}name")
        id = str(self._binding._marks)
        self._binding._marks += 1
        mark.set(f"{W}id", id)
        mark.set(f"{W}name", self._own(name))
        self._open.append((name, id))

    def _end(self, mark: ET.Element) -> None:
        name = mark.attrib.pop(f"{W}name", "") or (self._open[-1][0] if self._open else "")
        found = next((each for each in reversed(self._open) if each[0] == name), None)
        if found:
            self._open.remove(found)
            mark.set(f"{W}id", found[1])

    def _own(self, name: str) -> str:
        return name if name.startswith("_Toc") else f"{name}_{self._number}"

    def _again(self, field: ET.Element) -> None:
        """A further reference to a footnote repeats the number of the first."""
        found = FIELD.match(field.get(f"{W}instr", ""))
        if found and found[1] in self._noted:
            field.set(f"{W}instr", field.get(f"{W}instr").replace(found[1], self._own(found[1]), 1))
            field.find(f"{W}r/{W}t").text = str(self._noted[found[1]])

    def _drawing(self, properties: ET.Element) -> None:
        self._binding._drawings += 1
        properties.set("id", str(self._binding._drawings))


def _place(block: ET.Element) -> str:
    """The name of a place; empty for all other blocks."""
    name = block.get(f"{W}name", "") if block.tag == f"{W}bookmarkStart" else ""
    return name if NAME.fullmatch(f'w:name="{name}"') else ""


def _hidden_entry(text: str) -> Iterator[ET.Element]:
    """The field from which Word makes an entry of the contents (ECMA-376 Part 1, 17.16.5.71)."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    for kind in ("begin", "", "end"):
        run = w("r")
        if kind:
            run.append(w("fldChar", fldCharType=kind))
        else:
            code = ET.SubElement(run, f"{W}instrText", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            code.text = f' TC "{quoted}" \\f C \\l 1 '
        yield run

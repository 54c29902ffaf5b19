"""Two Word files as one with tracked changes: accepting all gives the newer, rejecting all the older."""

import copy
import datetime
import hashlib
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable

from vankien.render.word.atom import canonical
from vankien.render.word.markup import NAMESPACES, W, child_value, serialise
from vankien.render.word.revision import Reviser, Side

R = "{" + NAMESPACES["r"] + "}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DOCUMENT, NOTES = "word/document.xml", "word/footnotes.xml"
NUMBERING = "word/numbering.xml"
# Where relations of the two parts lie.
RELATIONS = {False: "word/_rels/document.xml.rels", True: "word/_rels/footnotes.xml.rels"}


def redline(old: bytes, new: bytes, author: str, date: datetime.datetime) -> bytes:
    """The newer file with revisions against the older, both as `package.finish` makes them.

    Column widths and what holds paragraphs together follow the newer text without a revision.
    """
    before, after = _Package(old), _Package(new)
    lists = _Lists(before.tree(NUMBERING), after.tree(NUMBERING))
    notes = after.tree(NOTES)
    free = max((int(note.get(f"{W}id")) for note in notes.findall(f"{W}footnote")), default=0)

    def adopt(element: ET.Element, in_notes: bool) -> ET.Element:
        taken = copy.deepcopy(element)
        for node in taken.iter():
            for name, value in node.items():
                if name.startswith(R):
                    node.set(name, after.adopted(before, in_notes, value))
        return taken

    def adopt_note(note: ET.Element) -> str:
        nonlocal free
        free += 1
        note.set(f"{W}id", str(free))
        notes.append(note)
        return note.get(f"{W}id")

    Reviser(
        Side(before.body(), before.tree(NOTES), before.resolver(False), before.resolver(True)),
        Side(after.body(), notes, after.resolver(False), after.resolver(True)),
        author,
        date.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        adopt,
        adopt_note,
        lists.adopted,
        lists.key,
    ).revise()
    return after.packed()


class _Package:
    """A Word file taken apart."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self._entries = {entry.filename: entry for entry in archive.infolist()}
            self._files = {name: archive.read(name) for name in self._entries}
        self._trees: dict[str, ET.Element] = {}
        self._stands: dict[tuple[bool, str], str] = {}
        for in_notes, path in RELATIONS.items():
            for relation in self.tree(path):
                self._stands[in_notes, relation.get("Id")] = self._meaning(relation)

    def tree(self, name: str) -> ET.Element:
        """A part, parsed once; a change in it is a change of the file."""
        if name not in self._trees:
            self._trees[name] = ET.fromstring(self._files[name])
        return self._trees[name]

    def body(self) -> ET.Element:
        return self.tree(DOCUMENT).find(f"{W}body")

    def resolver(self, in_notes: bool) -> Callable[[str], str]:
        """A function from a relation's id to what it leads to."""
        return lambda relation: self._stands.get((in_notes, relation), relation)

    def adopted(self, other: "_Package", in_notes: bool, id: str) -> str:
        """The id under which this file has what a relation of another leads to; taken over where it has not."""
        meaning = other._stands.get((in_notes, id))
        if meaning is None:
            return id
        known = next(
            (own for (where, own), found in self._stands.items() if where == in_notes and found == meaning), None
        )
        if known:
            return known
        relation = copy.deepcopy(next(each for each in other.tree(RELATIONS[in_notes]) if each.get("Id") == id))
        fresh = f"rIdOld{len(self._stands)}"
        relation.set("Id", fresh)
        if relation.get("TargetMode") != "External":
            name = f"word/{relation.get('Target')}"
            place = name
            while place in self._files and self._files[place] != other._files[name]:
                place = place.replace("word/media/", "word/media/old-")
            relation.set("Target", place.removeprefix("word/"))
            self._files[place] = other._files[name]
            if place not in self._entries:
                self._entries[place] = copy.copy(other._entries[name])
                self._entries[place].filename = place
        self.tree(RELATIONS[in_notes]).append(relation)
        self._stands[in_notes, fresh] = meaning
        return fresh

    def packed(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, entry in self._entries.items():
                tree = self._trees.get(name)
                archive.writestr(entry, self._files[name] if tree is None else serialise(tree))
        return buffer.getvalue()

    def _meaning(self, relation: ET.Element) -> str:
        target = relation.get("Target")
        if relation.get("TargetMode") == "External" or "media/" not in target:
            return f"{relation.get('Type')} {target}"
        return f"{relation.get('Type')} {hashlib.sha256(self._files[f'word/{target}']).hexdigest()}"


class _Lists:
    """The lists of both files: which of the older is which of the newer, and what is taken over."""

    def __init__(self, old: ET.Element, new: ET.Element) -> None:
        self._new = new
        self._numbers = {True: _by_id(old, "num"), False: _by_id(new, "num")}
        self._looks = {True: _by_id(old, "abstractNum"), False: _by_id(new, "abstractNum")}

    def key(self, id: str, old: bool) -> tuple:
        """How a list looks: equal for lists whose items look alike."""
        number = self._numbers[old].get(id)
        if number is None:
            return (id,)
        look = self._looks[old].get(child_value(number, "abstractNumId"))
        levels = () if look is None else tuple(canonical(level, str) for level in look.iter(f"{W}lvl"))
        return levels, tuple(canonical(each, str) for each in number.findall(f"{W}lvlOverride"))

    def adopted(self, id: str) -> str:
        """The id of a list of the older file, taken over into the newer one."""
        number = self._numbers[True].get(id)
        if number is None:
            return id
        look = copy.deepcopy(self._looks[True][child_value(number, "abstractNumId")])
        look_id = str(1 + max(map(int, self._looks[False]), default=0))
        look.set(f"{W}abstractNumId", look_id)
        for tag in ("nsid", "tmpl"):
            for each in look.findall(W + tag):
                look.remove(each)
        taken = copy.deepcopy(number)
        taken.find(f"{W}abstractNumId").set(f"{W}val", look_id)
        taken.set(f"{W}numId", str(1 + max(map(int, self._numbers[False]), default=0)))
        # All abstract lists stand before all lists (ECMA-376 Part 1, 17.9.16).
        self._new.insert(len(self._new.findall(f"{W}abstractNum")), look)
        self._new.append(taken)
        self._looks[False][look_id] = look
        self._numbers[False][taken.get(f"{W}numId")] = taken
        return taken.get(f"{W}numId")


def _by_id(numbering: ET.Element, tag: str) -> dict[str, ET.Element]:
    name = f"{W}numId" if tag == "num" else f"{W}abstractNumId"
    return {each.get(name): each for each in numbering.findall(W + tag)}

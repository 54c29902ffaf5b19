"""Two Word files as one with tracked changes: accepting all gives the newer, rejecting all the older."""

import copy
import datetime
import hashlib
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator, Mapping

from vankien.render.word.atom import MARK, canonical
from vankien.render.word.markup import NAMESPACES, W, child_value, serialise
from vankien.render.word.revision import Reviser, Side

R = "{" + NAMESPACES["r"] + "}"
DOCUMENT, NOTES = "word/document.xml", "word/footnotes.xml"
NUMBERING = "word/numbering.xml"
CHARTS, KINDS = "word/charts/", "[Content_Types].xml"
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
            if node.tag == f"{W}bookmarkStart":
                node.set(f"{W}name", former(node.get(f"{W}name")))
            elif node.tag == f"{W}fldSimple":
                node.set(f"{W}instr", MARK.sub(lambda found: former(found[0]), node.get(f"{W}instr", "")))
        return taken

    def adopt_note(note: ET.Element) -> str:
        nonlocal free
        free += 1
        note.set(f"{W}id", str(free))
        notes.append(note)
        return note.get(f"{W}id")

    reviser = Reviser(
        Side(before.body(), before.tree(NOTES), before.resolver(False), before.resolver(True)),
        Side(after.body(), notes, after.resolver(False), after.resolver(True)),
        author,
        date.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        adopt,
        adopt_note,
        lists.adopted,
        lists.key,
    )
    reviser.revise()
    _count(after.tree(DOCUMENT), reviser.same_marks, reviser.last_id + 1)
    return after.packed()


def former(mark: str) -> str:
    """The name that a mark of the older file has in the newer one."""
    return f"{mark}_old"


def _count(document: ET.Element, same: Mapping[str, str], first: int) -> None:
    """Numbers marks, from `first` on, and drawings; fields of the older text lead to the marks that stayed."""
    stayed = {former(old): new for old, new in same.items()}
    numbers: dict[str, str] = {}
    open_marks: dict[str, str] = {}
    drawings = 0
    for element in document.iter():
        if element.tag == f"{W}bookmarkStart":
            number = numbers.setdefault(element.get(f"{W}name"), str(first + len(numbers)))
            open_marks[element.get(f"{W}id")] = number
            element.set(f"{W}id", number)
        elif element.tag == f"{W}bookmarkEnd":
            element.set(f"{W}id", open_marks.get(element.get(f"{W}id"), "0"))
        elif element.tag == f"{W}delInstrText":
            element.text = MARK.sub(lambda found: stayed.get(found[0], found[0]), element.text)
        elif element.tag.endswith("}docPr"):
            drawings += 1
            element.set("id", str(drawings))


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
        for mark, note in self._marks():
            self._stands[False, mark] = note

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
                folder, _, last = place.rpartition("/")
                place = f"{folder}/old-{last}"
            relation.set("Target", place.removeprefix("word/"))
            self._take(other, name, place)
            if name.startswith(CHARTS):
                self._take_chart(other, name, place)
        self.tree(RELATIONS[in_notes]).append(relation)
        self._stands[in_notes, fresh] = meaning
        return fresh

    def _take(self, other: "_Package", name: str, place: str, content: bytes | None = None) -> None:
        """Puts a part of another file at a place in this one."""
        self._files[place] = other._files[name] if content is None else content
        if place not in self._entries:
            self._entries[place] = copy.copy(other._entries[name])
            self._entries[place].filename = place

    def _take_chart(self, other: "_Package", name: str, place: str) -> None:
        """Takes over what belongs to a chart: the workbook with its numbers, and the kinds of both."""
        chart, taken = (path.removeprefix(CHARTS).removesuffix(".xml") for path in (name, place))
        relations = f"{CHARTS}_rels/{{}}.xml.rels"
        content = other._files[relations.format(chart)].replace(f"/{chart}.xlsx".encode(), f"/{taken}.xlsx".encode())
        self._take(other, relations.format(chart), relations.format(taken), content)
        self._take(other, f"word/embeddings/{chart}.xlsx", f"word/embeddings/{taken}.xlsx")
        kinds = self.tree(KINDS)
        known = {(kind.get("Extension"), kind.get("PartName")) for kind in kinds}
        for kind in other.tree(KINDS):
            if kind.get("Extension") == "xlsx" and ("xlsx", None) not in known:
                kinds.insert(0, copy.deepcopy(kind))
            elif kind.get("PartName") == f"/{name}" and (None, f"/{place}") not in known:
                own = copy.deepcopy(kind)
                own.set("PartName", f"/{place}")
                kinds.append(own)

    def _marks(self) -> Iterator[tuple[str, str]]:
        """Each mark around a footnote's sign, with the words of that footnote."""
        notes = {note.get(f"{W}id"): "".join(note.itertext()) for note in self.tree(NOTES)}
        mark = ""
        for element in self.tree(DOCUMENT).iter():
            if element.tag == f"{W}bookmarkStart":
                mark = element.get(f"{W}name")
            elif mark and element.tag == f"{W}footnoteReference":
                yield mark, notes.get(element.get(f"{W}id"), "")
                mark = ""

    def packed(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, entry in self._entries.items():
                tree = self._trees.get(name)
                archive.writestr(entry, self._files[name] if tree is None else serialise(tree))
        return buffer.getvalue()

    def _meaning(self, relation: ET.Element) -> str:
        target = relation.get("Target")
        if relation.get("TargetMode") == "External" or not target.startswith(("media/", "charts/")):
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

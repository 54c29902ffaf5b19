"""The text of two Word files as one with revisions: what goes, what comes, what moves, each as Word itself notes it."""

import copy
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from vankien.render.word.alignment import Pair, align, dice
from vankien.render.word.atom import DERIVED, Atom, Resolve, atoms, canonical, simple, words
from vankien.render.word.block import cell_shapes, content_of, is_plain, may_move, may_pair, number, table_shape
from vankien.render.word.markup import W, w
from vankien.render.word.revised_runs import Way, changes, joined_runs, strike

MARKS = ("ins", "del", "moveFrom", "moveTo")


class Side:
    """One of the two files: its text and what the ids in it stand for."""

    def __init__(self, body: ET.Element, notes: ET.Element, resolve: Resolve, note_resolve: Resolve) -> None:
        self.body = body
        self.notes = {note.get(f"{W}id"): note for note in notes.findall(f"{W}footnote")}
        self.resolve = resolve
        self.note_resolve = note_resolve


class Reviser:
    """Writes the revisions of one file; everything of the old file that it takes over goes through `adopt`."""

    def __init__(
        self,
        old: Side,
        new: Side,
        author: str,
        date: str,
        adopt: Callable[[ET.Element, bool], ET.Element],
        adopt_note: Callable[[ET.Element], str],
        adopt_list: Callable[[str], str],
        list_key: Callable[[str, bool], tuple],
    ) -> None:
        self._old = old
        self._new = new
        self._about = {f"{W}author": author, f"{W}date": date}
        self._adopt = adopt
        self._adopt_note = adopt_note
        self._adopt_list = adopt_list
        self._list_key = list_key
        self._lists: dict[str, str] = {}
        self._links: dict[int, ET.Element] = {}
        self._resolvers = {True: old.resolve, False: new.resolve}
        self._in_notes = False
        self.last_id = 0
        """Number of the last revision."""
        self.same_marks: dict[str, str] = {}
        """Names of the old file's marks that stay, and what they are called in the new one."""

    def revise(self) -> None:
        """Turns the new body into the one with revisions."""
        old, new = list(self._old.body), list(self._new.body)
        last_old, last_new = old.pop(), new.pop()
        pairs = self._aligned(old, new)
        moves = self._moves(pairs, old, new)
        result = self._blocks(pairs, old, new, moves)
        for child in list(self._new.body):
            self._new.body.remove(child)
        self._new.body.extend(result)
        self._section(last_old, last_new)
        self._new.body.append(last_new)

    # What stands below each other.

    def _container(self, old: Sequence[ET.Element], new: Sequence[ET.Element]) -> list[ET.Element]:
        return self._blocks(self._aligned(old, new), old, new, {})

    def _aligned(self, old: Sequence[ET.Element], new: Sequence[ET.Element]) -> list[Pair]:
        """The blocks side by side; the last paragraphs as one, since no revision takes the last mark of a cell away."""
        last: list[Pair] = []
        end_old, end_new = len(old), len(new)
        if old and new and is_plain(old[-1]) and is_plain(new[-1]):
            last, end_old, end_new = [(end_old - 1, end_new - 1)], end_old - 1, end_new - 1
        keys_old = [self._block_key(block, True) for block in old[:end_old]]
        keys_new = [self._block_key(block, False) for block in new[:end_new]]
        counts_old = [Counter(words(block)) for block in old]
        counts_new = [Counter(words(block)) for block in new]

        def likeness(i: int, j: int) -> float:
            return dice(counts_old[i], counts_new[j]) if may_pair(old[i], new[j]) else 0.0

        pairs = align(keys_old, keys_new, likeness) + last
        self._join_lists(old, new, pairs)
        return pairs

    def _join_lists(self, old: Sequence[ET.Element], new: Sequence[ET.Element], pairs: Sequence[Pair]) -> None:
        """A list of the old file is the one of the new file of which an item stands beside, if they look alike."""
        for i, j in pairs:
            if i is not None and j is not None and number(old[i]) and number(new[j]):
                one, other = number(old[i]), number(new[j])
                alike = self._list_key(one, True) == self._list_key(other, False)
                if alike and one not in self._lists and other not in self._lists.values():
                    self._lists[one] = other

    def _blocks(
        self, pairs: Sequence[Pair], old: Sequence[ET.Element], new: Sequence[ET.Element], moves: dict[Pair, str]
    ) -> list[ET.Element]:
        result: list[ET.Element] = []
        for pair in pairs:
            i, j = pair
            if i is not None and j is not None:
                result += self._pair(old[i], new[j])
            elif pair in moves:
                result += self._moved(old[i] if j is None else new[j], j is None, moves[pair])
            elif j is None:
                result += self._whole(old[i], True)
            else:
                result += self._whole(new[j], False)
        return result

    def _pair(self, old: ET.Element, new: ET.Element) -> list[ET.Element]:
        if new.tag == f"{W}p":
            return [self._paragraph(old, new)]
        if new.tag == f"{W}tbl" and table_shape(old) == table_shape(new):
            return [self._table(old, new)]
        if canonical(old, self._resolvers[True]) == canonical(new, self._resolvers[False]):
            return [new]
        return self._whole(old, True) + self._whole(new, False)

    def _whole(self, block: ET.Element, deleted: bool) -> list[ET.Element]:
        """A block that one side lacks."""
        if block.tag == f"{W}p":
            way: Way = "del" if deleted else "ins"
            return [self._marked(self._rewritten(block, deleted, way), way)]
        if block.tag != f"{W}tbl":
            return [] if deleted else [block]
        table = self._shell(block, deleted)
        for row in block.findall(f"{W}tr"):
            table.append(self._row(row, deleted, None))
        return [table]

    # Paragraphs.

    def _paragraph(self, old: ET.Element, new: ET.Element) -> ET.Element:
        before, after = atoms(old, self._resolvers[True]), atoms(new, self._resolvers[False])
        same = [atom.key for atom in before] == [atom.key for atom in after]
        if same:
            for one, other in zip(before, after, strict=True):
                self._note(one, other)
                if one.mark is not None and other.mark is None:
                    _enclose(new, other.element, self._adopt(one.mark, self._in_notes))
            result = new
        elif simple(old) and simple(new):
            result = self._mixed(before, after, new)
        else:
            result = _empty(new)
            result.extend(self._rewritten(old, True, "del")[1:])
            result.extend(self._rewritten(new, False, "ins")[1:])
        self._properties(old, result)
        return result

    def _mixed(self, before: list[Atom], after: list[Atom], new: ET.Element) -> ET.Element:
        result = _empty(new)
        spans: list[tuple[ET.Element | None, Way | None, list[Atom]]] = []
        for tag, a, b, c, d in changes(before, after):
            if tag == "equal":
                for one, other in zip(before[a:b], after[c:d], strict=True):
                    self._note(one, other)
                    kept = other
                    if one.mark is not None and other.mark is None:
                        kept = replace(other, mark=self._adopt(one.mark, self._in_notes))
                    spans.append((other.link, None, [kept]))
                continue
            gone = [self._taken(atom) for atom in before[a:b]]
            spans += [(atom.link, "del", [atom]) for atom in gone]
            spans += [(atom.link, "ins", [atom]) for atom in map(self._come, after[c:d])]
        self._put(result, spans)
        return result

    def _rewritten(self, paragraph: ET.Element, deleted: bool, way: Way) -> ET.Element:
        """A paragraph whose every piece goes or comes."""
        result = _empty(paragraph)
        if deleted:
            result[0][:] = [self._adopt(child, self._in_notes) for child in result[0]]
            self._renumber(result)
        if not simple(paragraph):
            for child in paragraph:
                if child.tag != f"{W}pPr":
                    result.append(self._exotic(child, deleted, way))
            return result
        pieces = atoms(paragraph, self._resolvers[deleted])
        change = self._taken if deleted else self._come
        self._put(result, [(atom.link, way, [atom]) for atom in map(change, pieces)])
        return result

    def _exotic(self, element: ET.Element, deleted: bool, way: Way) -> ET.Element:
        """What is no run or link: its runs go or come, and what holds them stays."""
        if element.tag != f"{W}r":
            result = ET.Element(element.tag, element.attrib)
            result.text = element.text
            result.extend(self._exotic(child, deleted, way) for child in element)
            return self._adopt(result, self._in_notes) if deleted else result
        run = self._adopt(element, self._in_notes) if deleted else copy.deepcopy(element)
        for reference in run.iter(f"{W}footnoteReference"):
            id = reference.get(f"{W}id")
            reference.set(f"{W}id", self._gone_note(id) if deleted else self._come_note(id))
        if way == "del":
            strike(run)
        return self._wrap(way, [run])

    def _put(self, paragraph: ET.Element, spans: list[tuple[ET.Element | None, Way | None, list[Atom]]]) -> None:
        """Writes pieces into a paragraph: neighbours of one kind share a revision, of one look a run."""
        groups: list[tuple[ET.Element | None, Way | None, list[Atom]]] = []
        for link, way, pieces in spans:
            if groups and groups[-1][0] is link and groups[-1][1] == way:
                groups[-1][2].extend(pieces)
            else:
                groups.append((link, way, list(pieces)))
        around: ET.Element | None = None
        place = paragraph
        for link, way, pieces in groups:
            if link is None:
                place = paragraph
            elif link is not around:
                place = ET.SubElement(paragraph, link.tag, link.attrib)
            around = link
            runs = joined_runs(pieces, way)
            place.extend(runs if way is None else [self._wrap(way, runs)])

    def _taken(self, atom: Atom) -> Atom:
        """A piece of the old file, as it stands in the new one."""
        element = atom.element
        if element is not None:
            element = self._adopt(element, self._in_notes)
            if element.tag == f"{W}footnoteReference":
                element.set(f"{W}id", self._gone_note(element.get(f"{W}id")))
        link = self._adopted_link(atom.link)
        mark = None if atom.mark is None else self._adopt(atom.mark, self._in_notes)
        return Atom(atom.key, atom.text, element, atom.properties, link, mark)

    def _adopted_link(self, link: ET.Element | None) -> ET.Element | None:
        if link is None:
            return None
        shell = self._links.get(id(link))
        if shell is None:
            shell = self._links[id(link)] = self._adopt(ET.Element(link.tag, link.attrib), self._in_notes)
        return shell

    def _come(self, atom: Atom) -> Atom:
        if atom.element is not None and atom.element.tag == f"{W}footnoteReference":
            self._come_note(atom.element.get(f"{W}id"))
        return atom

    # Footnotes.

    def _note(self, old: Atom, new: Atom) -> None:
        """Compares what two footnotes at the same place say."""
        if new.element is None or new.element.tag != f"{W}footnoteReference":
            return
        if old.mark is not None and new.mark is not None:
            self.same_marks[old.mark.get(f"{W}name")] = new.mark.get(f"{W}name")
        before = self._old.notes.get(old.element.get(f"{W}id"))
        after = self._new.notes.get(new.element.get(f"{W}id"))
        if before is not None and after is not None:
            self._inside_note(after, lambda: self._container(list(before), list(after)))

    def _gone_note(self, id: str) -> str:
        """A note of the old file taken over with its words as gone; gives its new id."""
        note = self._old.notes[id]
        taken = ET.Element(note.tag, note.attrib)
        self._inside_note(taken, lambda: self._note_blocks(note, True))
        return self._adopt_note(taken)

    def _come_note(self, id: str) -> str:
        note = self._new.notes[id]
        self._inside_note(note, lambda: self._note_blocks(note, False))
        return id

    def _note_blocks(self, note: ET.Element, deleted: bool) -> list[ET.Element]:
        blocks = list(note)
        result = [block for each in blocks[:-1] for block in self._whole(each, deleted)]
        last = blocks[-1]
        if last.tag != f"{W}p":
            return result + self._whole(last, deleted)
        return [*result, self._rewritten(last, deleted, "del" if deleted else "ins")]

    def _inside_note(self, note: ET.Element, make: Callable[[], list[ET.Element]]) -> None:
        resolvers, in_notes = self._resolvers, self._in_notes
        self._resolvers = {True: self._old.note_resolve, False: self._new.note_resolve}
        self._in_notes = True
        blocks = make()
        self._resolvers, self._in_notes = resolvers, in_notes
        note[:] = blocks

    # Tables.

    def _table(self, old: ET.Element, new: ET.Element) -> ET.Element:
        before, after = old.findall(f"{W}tr"), new.findall(f"{W}tr")
        counts_old = [Counter(words(row)) for row in before]
        counts_new = [Counter(words(row)) for row in after]

        def likeness(i: int, j: int) -> float:
            return dice(counts_old[i], counts_new[j]) if cell_shapes(before[i]) == cell_shapes(after[j]) else 0.0

        keys_old = [self._row_key(row, True) for row in before]
        keys_new = [self._row_key(row, False) for row in after]
        result = self._shell(new, False)
        widths = [column.get(f"{W}w") for column in new.findall(f"{W}tblGrid/{W}gridCol")]
        for i, j in align(keys_old, keys_new, likeness):
            if i is not None and j is not None:
                row = _without(after[j], f"{W}tc")
                for one, other in zip(before[i].findall(f"{W}tc"), after[j].findall(f"{W}tc"), strict=True):
                    cell = _head(other, f"{W}tcPr")
                    cell.extend(self._container(content_of(one), content_of(other)))
                    row.append(cell)
                result.append(row)
            elif j is None:
                result.append(self._row(before[i], True, widths))
            else:
                result.append(self._row(after[j], False, None))
        return result

    def _row(self, row: ET.Element, deleted: bool, widths: list[str] | None) -> ET.Element:
        """A row that one side lacks; in a table of the other side it takes that table's columns."""
        result = ET.Element(row.tag, row.attrib)
        properties = copy.deepcopy(row.find(f"{W}trPr"))
        if properties is None:
            properties = w("trPr")
        properties.append(self._revision("del" if deleted else "ins"))
        result.append(properties)
        cells = row.findall(f"{W}tc")
        for position, cell in enumerate(cells):
            made = copy.deepcopy(_head(cell, f"{W}tcPr"))
            width = made.find(f"{W}tcPr/{W}tcW")
            if widths and len(widths) == len(cells) and width is not None:
                width.set(f"{W}w", widths[position])
            for block in content_of(cell):
                made.extend(self._whole(block, deleted))
            result.append(made)
        return result

    def _shell(self, table: ET.Element, deleted: bool) -> ET.Element:
        result = _without(table, f"{W}tr")
        return self._adopt(result, self._in_notes) if deleted else result

    # Moves.

    def _moves(self, pairs: Sequence[Pair], old: Sequence[ET.Element], new: Sequence[ET.Element]) -> dict[Pair, str]:
        """Paragraphs that are gone at one place and there at another, by pair, with a name for each move."""
        gone: dict[tuple, list[Pair]] = {}
        for pair in pairs:
            if pair[1] is None and may_move(old[pair[0]]):
                gone.setdefault(self._block_key(old[pair[0]], True), []).append(pair)
        moves: dict[Pair, str] = {}
        for pair in pairs:
            if pair[0] is None and may_move(new[pair[1]]):
                waiting = gone.get(self._block_key(new[pair[1]], False))
                if waiting:
                    moves[waiting.pop(0)] = moves[pair] = f"move{len(moves) // 2 + 1}"
        return moves

    def _moved(self, block: ET.Element, deleted: bool, name: str) -> list[ET.Element]:
        way: Way = "moveFrom" if deleted else "moveTo"
        result = self._marked(self._rewritten(block, deleted, way), way)
        start = self._revision(f"{way}RangeStart")
        start.set(f"{W}name", name)
        result.insert(1, start)
        return [result, w(f"{way}RangeEnd", id=start.get(f"{W}id"))]

    # Properties.

    def _properties(self, old: ET.Element, result: ET.Element) -> None:
        """Notes where a paragraph that stays looked otherwise."""
        before = copy.deepcopy(old.find(f"{W}pPr"))
        if before is None:
            before = w("pPr")
        shell = ET.Element(old.tag)
        shell.append(before)
        self._renumber(shell)
        after = result.find(f"{W}pPr")
        if after is None:
            after = w("pPr")
            result.insert(0, after)
        aside = (f"{W}rPr", f"{W}sectPr", *DERIVED)
        if before.find(f"{W}sectPr") is not None and after.find(f"{W}sectPr") is not None:
            self._section(before.find(f"{W}sectPr"), after.find(f"{W}sectPr"))
        if canonical(before, str, aside) != canonical(after, str, aside):
            change = self._revision("pPrChange")
            for child in before.findall(f"{W}rPr") + before.findall(f"{W}sectPr"):
                before.remove(child)
            change.append(before)
            after.append(change)

    def _section(self, old: ET.Element, new: ET.Element) -> None:
        references = (f"{W}headerReference", f"{W}footerReference")
        if canonical(old, str) == canonical(new, str):
            return
        change = self._revision("sectPrChange")
        before = copy.deepcopy(old)
        for child in [child for child in before if child.tag in references]:
            before.remove(child)
        change.append(before)
        new.append(change)

    def _marked(self, paragraph: ET.Element, way: Way) -> ET.Element:
        """A paragraph whose end goes or comes as well."""
        properties = paragraph[0]
        look = properties.find(f"{W}rPr")
        if look is None:
            look = w("rPr")
            section = properties.find(f"{W}sectPr")
            properties.insert(len(properties) if section is None else list(properties).index(section), look)
        look.insert(0, self._revision(way))
        return paragraph

    def _renumber(self, paragraph: ET.Element) -> None:
        for numbered in paragraph.iterfind(f"{W}pPr/{W}numPr/{W}numId"):
            id = numbered.get(f"{W}val")
            if id not in self._lists:
                self._lists[id] = self._adopt_list(id)
            numbered.set(f"{W}val", self._lists[id])

    def _revision(self, name: str) -> ET.Element:
        self.last_id += 1
        return ET.Element(W + name, {f"{W}id": str(self.last_id), **self._about})

    def _wrap(self, way: Way, runs: list[ET.Element]) -> ET.Element:
        revision = self._revision(way)
        revision.extend(runs)
        return revision

    # Keys.

    def _block_key(self, block: ET.Element, old: bool) -> tuple:
        if block.tag != f"{W}p":
            return (
                canonical(block, self._resolvers[old], DERIVED) if block.tag != f"{W}tbl" else self._row_key(block, old)
            )
        properties = block.find(f"{W}pPr")
        look = () if properties is None else canonical(properties, str, (*DERIVED, f"{W}numPr"))
        return ("p", look, self._list_key(number(block), old), tuple(a.key for a in atoms(block, self._resolvers[old])))

    def _row_key(self, row: ET.Element, old: bool) -> tuple:
        return tuple(
            tuple(self._block_key(paragraph, old) for paragraph in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")
        )


def _enclose(paragraph: ET.Element, reference: ET.Element, mark: ET.Element) -> None:
    """Puts a mark around the run with a footnote's sign."""
    for position, run in enumerate(paragraph):
        if reference in list(run):
            paragraph.insert(position + 1, w("bookmarkEnd", id=mark.get(f"{W}id")))
            paragraph.insert(position, mark)
            return


def _empty(paragraph: ET.Element) -> ET.Element:
    """A paragraph with the properties of another and nothing in it."""
    result = ET.Element(paragraph.tag)
    properties = paragraph.find(f"{W}pPr")
    result.append(w("pPr") if properties is None else copy.deepcopy(properties))
    return result


def _without(element: ET.Element, tag: str) -> ET.Element:
    result = ET.Element(element.tag, element.attrib)
    result.extend(child for child in element if child.tag != tag)
    return result


def _head(element: ET.Element, tag: str) -> ET.Element:
    result = ET.Element(element.tag, element.attrib)
    result.extend(element.findall(tag))
    return result

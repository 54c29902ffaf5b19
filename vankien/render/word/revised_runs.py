"""The words of a revised paragraph: what of them changes, and the runs that show it."""

import copy
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from vankien.render.word.atom import Atom, canonical, text_element
from vankien.render.word.markup import W, w

Way = Literal["ins", "del", "moveFrom", "moveTo"]
"""What a revision says of some words."""

# A paragraph of which less than this stays is shown as two: nobody reads a mosaic.
KEPT = 0.25


def changes(before: list[Atom], after: list[Atom]) -> list[tuple[str, int, int, int, int]]:
    """What to do with the pieces, as `difflib` says it; blanks between two changes change with them."""
    codes = SequenceMatcher(None, [a.key for a in before], [a.key for a in after], autojunk=False).get_opcodes()
    kept = sum(len(before[i].text.strip()) for tag, a, b, _, _ in codes if tag == "equal" for i in range(a, b))
    letters = max(sum(len(atom.text.strip()) for atom in side) for side in (before, after))
    if letters and kept < KEPT * letters and not any(atom.key[0] == "note" for atom in before):
        return [("replace", 0, len(before), 0, len(after))]
    merged: list[tuple[str, int, int, int, int]] = []
    for position, (tag, a, b, c, d) in enumerate(codes):
        between = 0 < position < len(codes) - 1
        blank = tag == "equal" and between and all(atom.text.isspace() for atom in before[a:b])
        if (tag != "equal" or blank) and merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], b, merged[-1][3], d)
        else:
            merged.append((tag, a, b, c, d))
    return merged


def field_runs(field: ET.Element, deleted: bool) -> list[ET.Element]:
    """A field as runs, since only runs can go or come."""
    shown = [copy.deepcopy(run) for run in field.findall(f"{W}r")]
    instruction = w("instrText")
    instruction.text = field.get(f"{W}instr")
    around = [w("fldChar", fldCharType="begin"), instruction, w("fldChar", fldCharType="separate")]
    runs = [run_like(shown, element) for element in around]
    runs += [*shown, run_like(shown, w("fldChar", fldCharType="end"))]
    if deleted:
        for run in runs:
            strike(run)
    return runs


def strike(run: ET.Element) -> None:
    """Gives the words of a run the names that they have once they are gone."""
    for node in run.iter():
        if node.tag in (f"{W}t", f"{W}instrText"):
            node.tag = f"{W}delText" if node.tag == f"{W}t" else f"{W}delInstrText"


def run_like(runs: Sequence[ET.Element], element: ET.Element) -> ET.Element:
    """A run that holds an element and looks as the first of some runs."""
    look = runs[0].find(f"{W}rPr") if runs else None
    run = w("r")
    run.extend([] if look is None else [copy.deepcopy(look)])
    run.append(element)
    return run


def joined_runs(pieces: list[Atom], way: Way | None) -> list[ET.Element]:
    """Runs of some pieces: neighbours of one look share a run, their words one text."""
    deleted = way == "del"
    runs: list[ET.Element] = []
    look: tuple | None = None
    for atom in pieces:
        if atom.key[0] == "field":
            runs += [atom.element] if way is None else field_runs(atom.element, deleted)
            look = None
            continue
        if atom.mark is not None:
            run = w("r")
            run.extend([each for each in (atom.properties, atom.element) if each is not None])
            runs += [atom.mark, run, w("bookmarkEnd", id=atom.mark.get(f"{W}id"))]
            look = None
            continue
        here = () if atom.properties is None else canonical(atom.properties, str)
        if look is None or here != look:
            runs.append(w("r"))
            if atom.properties is not None:
                runs[-1].append(atom.properties)
            look = here
        run = runs[-1]
        if atom.element is not None:
            run.append(atom.element)
        elif len(run) and run[-1].tag in (f"{W}t", f"{W}delText"):
            run[-1].text += atom.text
        else:
            run.append(text_element(atom.text, deleted))
    return runs

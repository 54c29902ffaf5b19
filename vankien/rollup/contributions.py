"""What the units below a parent give to its report: which text is drawn in where, and what is left for the annex."""

import re
from collections.abc import Iterator, Mapping

from vankien.model.outline import Heading, Outline
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.section import Section

PLACE = regex(r"\{\{\s*(?:(?P<all>units)|contribution:\s*(?P<unit>[a-z0-9-]+))\s*\}\}")
"""`{{ units }}`, or `{{ contribution: <unit> }}`."""


@record
class Place:
    """A paragraph of a parent's text that stands for texts of units below it."""

    start: int
    """Character offset of the placeholder in the text."""
    end: int
    """Offset behind it."""
    named: str
    """Id of the unit that it names; empty where it stands for all units directly below."""
    units: tuple[str, ...]
    """Ids of the units whose texts come here, in the units' order; none that has its place further up."""


@record
class Contributions:
    """What the units below one give to one of its reports."""

    drawn: Mapping[tuple[str, str], tuple[str, ...]]
    """By heading of the parent and unit: the headings whose texts are drawn in there, in order."""
    left: Mapping[str, tuple[str, ...]]
    """By unit directly below: the headings and appendices whose texts no place draws in, in order."""
    missing: tuple[str, ...]
    """Units directly below that owe the report and have not written anything of it."""


def places(project: Project, section: Section) -> tuple[Place, ...]:
    """The places of a text, in order; a placeholder amid other words, or for a unit that is not below, is none."""
    text = section.body.text
    if "{{" not in text:
        return ()
    found = [match for match in PLACE.finditer(text) if alone(section, match)]
    below = [unit.id for unit in project.children(section.unit) if unit.id != section.unit]
    named = {match["unit"] for match in found if match["unit"]}
    taken: set[str] = set()
    result = []
    for match in found:
        if match["unit"]:
            units = [match["unit"]] if is_below(project, match["unit"], section.unit) else []
        else:
            units = [unit for unit in below if unit not in named]
        result.append(
            Place(match.start(), match.end(), match["unit"] or "", tuple(unit for unit in units if unit not in taken))
        )
        taken.update(units)
    return tuple(result)


def alone(section: Section, match: re.Match[str]) -> bool:
    """Whether a placeholder is a paragraph of its own, outside lists and quotations."""
    text = section.body.text
    indent = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    # Deeper indented it is code.
    return indent in ("", " ", "  ", "   ") and any(
        one.start <= match.start() and match.end() <= one.end and text[one.start : one.end].strip() == match[0]
        for one in section.body.paragraphs
    )


def is_below(project: Project, unit: str, above: str) -> bool:
    """Whether a unit stands below another, at any depth."""
    return unit != above and any(ancestor.id == above for ancestor in project.ancestors(unit))


def contributions(project: Project, owner: str, report: str) -> Contributions:
    """What the units below `owner` give to its report.

    A text belongs to the place under its own heading, else under the nearest heading above it that draws in its unit.
    """
    outline = project.outlines[report]
    takers = {
        section.heading: {unit for place in places(project, section) for unit in place.units}
        for section in _texts(project, owner, report, project.printed(owner, report))
        if "{{" in section.body.text
    }
    drawn: dict[tuple[str, str], list[str]] = {}
    left: dict[str, list[str]] = {}
    children = [unit.id for unit in project.children(owner) if unit.id != owner]
    for unit in dict.fromkeys([*children, *(unit for named in takers.values() for unit in named)]):
        for section in _texts(project, unit, report, project.printed(unit, report)):
            lines = _line(outline, section.heading)
            taker = next((heading for heading in lines if unit in takers.get(heading, ())), None)
            if taker is not None:
                drawn.setdefault((taker, unit), []).append(section.heading)
            elif unit in children:
                left.setdefault(unit, []).append(section.heading)
    gave = {unit for _, unit in drawn} | set(left)
    return Contributions(
        drawn={key: tuple(headings) for key, headings in drawn.items()},
        left={unit: tuple(left[unit]) for unit in children if unit in left},
        missing=tuple(unit for unit in children if unit not in gave and not project.exempt(project.units[unit])),
    )


def _texts(project: Project, unit: str, report: str, printed: Outline) -> Iterator[Section]:
    """The texts of a report, as it prints them."""
    appendices = [appendix.id for appendix in printed.appendices if appendix.kind == "text"]
    for id in [*(heading.id for heading in printed.headings), *appendices]:
        section = project.section(unit, report, id)
        if section and section.body.text.strip():
            yield section


def _line(outline: Outline, id: str) -> list[str]:
    """A heading and those above it, nearest first."""
    found: list[Heading] = []
    for heading in reversed(outline.headings):
        if heading.id == id if not found else heading.level < found[-1].level:
            found.append(heading)
    return [heading.id for heading in found] or [id]

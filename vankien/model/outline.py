"""The outline (đề cương) of a report: its headings, their order, their numbers."""

import re
from collections.abc import Callable
from dataclasses import replace

from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.source import Span

# The points of an article run through the Vietnamese alphabet without ă, â, ê, ô, ơ, ư
# (Decree 30/2020/NĐ-CP, Appendix I; list in the layout rules).
VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
CONDITIONAL = regex(r'\[([^\]\n]*)\]\{applies="([^"\n]*)"\}')


@record
class Document:
    """A directive document (văn bản chỉ đạo), as it is cited."""

    number: str
    """Number and symbol, such as `106-KH/ĐUK`; empty where the document has none."""
    type: str = ""
    """Type in words, such as `Kế hoạch`."""
    date: str = ""
    """ISO date, empty where it is not known."""
    issuer: str = ""
    """The body that issued it."""
    title: str = ""
    """What it is about (trích yếu)."""


COLUMNS = (
    "position", "title", "unit", "target", "actual", "comparison", "baseline", "change", "as_of", "source", "note",
)  # fmt: skip
"""What the columns of an indicator table can show; those without a mark show the first six in turn."""


@record
class Appendix:
    """An appendix (phụ lục) that the outline asks for."""

    id: str
    """Name of the file that holds it; shares one name space with the headings."""
    title: str
    """Title below the word PHỤ LỤC."""
    kind: str
    """`indicators` (built from the register) or `text` (written by the unit as a section file)."""
    columns: tuple[str, ...] = ()
    """Titles of the columns of an indicator table."""
    shows: tuple[str, ...] = ()
    """What stands in each of these columns: one of `COLUMNS`, or nothing."""
    landscape: bool = False
    """Whether its pages lie on the long side."""
    optional: bool = False
    """Whether it may be absent."""


@record
class Heading:
    """One heading of an outline; mirrored headings are already expanded."""

    id: str
    """Name of the section file; `<own id>.<mirrored id>` for a mirrored heading."""
    title: str
    """Title as the outline gives it, conditional parts included."""
    level: int
    """Depth, from 1."""
    span: Span
    """Where it is defined."""
    guidance: str = ""
    """Markdown for its author."""
    optional: bool = False
    """May be absent (nếu có)."""
    applies: str = ""
    """Only for units that match one of these `key:value` terms, separated by commas; empty for all."""
    figures: bool = False
    """The text must carry figures."""
    words: tuple[int, int] | None = None
    """Fewest and most words that its text usually has; none where the outline does not say."""
    opening: bool = False
    """Text before the first numbered heading: without a number and without a printed title."""
    mirrors: str = ""
    """Id of the heading that this one repeats, for headings that came from `mirror=`."""
    was: tuple[str, ...] = ()
    """Ids that it had in earlier drafts, newest first; several of one draft were merged into it."""
    cut_from: str = ""
    """Id of the heading whose text it took a part of when that was split."""
    leaf: bool = True
    """Has no heading below it, so that its text is asked for."""
    label: str = ""
    """Number such as `II-` or `1.2.`, derived from the position; empty for an opening."""

    @property
    def required(self) -> bool:
        """Whether a unit to which it applies must write it."""
        return self.leaf and not self.optional


@record
class Outline:
    """The outline of one report."""

    report: str
    """Id of the report; name of the outline's file."""
    title: str
    """Title of the report, for lists and pages."""
    path: str
    """File that defines it."""
    type: str = "BC"
    """Abbreviation of the document type, as in the number and symbol."""
    subject: str = ""
    """Subject line (trích yếu) below the type; `{unit}` and `{committee}` stand for the unit's."""
    preamble: str = ""
    """Guidance that stands before the first heading."""
    basis: Document | None = None
    """The document that issued the outline."""
    note: str = ""
    """Remark for those who keep the outline, such as that it was not part of the plan."""
    numbering: tuple[str, ...] = ()
    """One label pattern a level."""
    due: tuple[str, ...] = ()
    """Milestones by which the report is due; the first that a unit's level has, counts."""
    appendices: tuple[Appendix, ...] = ()
    """Appendices in order."""
    headings: tuple[Heading, ...] = ()
    """All headings in order, mirrored ones expanded, numbered for a unit to which all apply."""

    def heading(self, id: str) -> Heading | None:
        """The heading of that id."""
        return next((heading for heading in self.headings if heading.id == id), None)

    def only(self, keep: Callable[[Heading], bool]) -> "Outline":
        """The outline without the headings that are not kept, nor what stands below them, numbered anew."""
        kept: list[Heading] = []
        dropped_level = 0
        for heading in self.headings:
            if dropped_level and heading.level > dropped_level:
                continue
            dropped_level = 0 if keep(heading) else heading.level
            if not dropped_level:
                kept.append(heading)
        if len(kept) == len(self.headings):
            return self
        return replace(self, headings=numbered(kept, self.numbering))


def numbered(headings: list[Heading], numbering: tuple[str, ...]) -> tuple[Heading, ...]:
    """The headings with `label` and `leaf` set from their order.

    `numbering` holds a pattern a level with the fields `{n}`, `{roman}`, `{ordinal}`, `{letter}`
    (Vietnamese alphabet) and `{latin}`; of several fields in one pattern the last is the heading's
    own count and those before it are the counts of the levels above.
    """
    counts: list[int] = []
    result = []
    for position, heading in enumerate(headings):
        following = headings[position + 1] if position + 1 < len(headings) else None
        leaf = following is None or following.level <= heading.level
        label = ""
        if not heading.opening:
            counts = counts[: heading.level]
            counts += [0] * (heading.level - len(counts))
            counts[heading.level - 1] += 1
            label = _label(numbering, counts)
        result.append(replace(heading, leaf=leaf, label=label))
    return tuple(result)


def _label(numbering: tuple[str, ...], counts: list[int]) -> str:
    if len(counts) > len(numbering):
        return ""
    pattern = numbering[len(counts) - 1]
    fields = re.findall(r"\{(n|roman|ordinal|letter|latin)\}", pattern)
    label = pattern
    for field, count in zip(fields, counts[-len(fields) :] if fields else (), strict=False):
        label = label.replace("{" + field + "}", _count(field, count), 1)
    return label


def _count(field: str, count: int) -> str:
    if field == "roman":
        return roman(count)
    if field == "ordinal":
        return "thứ " + (ORDINALS[count - 1] if 0 < count <= len(ORDINALS) else str(count))
    if field in ("letter", "latin"):
        letters = VIETNAMESE_LETTERS if field == "letter" else LATIN_LETTERS
        return letters[count - 1] if 0 < count <= len(letters) else str(count)
    return str(count)


def roman(number: int) -> str:
    """Roman numeral of a positive number."""
    result = ""
    for value, digits in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        result += digits * (number // value)
        number %= value
    return result


def resolve_conditional(text: str, holds: Callable[[str], bool]) -> str:
    """The text with each `[words]{applies="terms"}` kept or dropped, as `holds(terms)` says."""
    if "]{applies=" not in text:
        return text
    return CONDITIONAL.sub(lambda match: match[1] if holds(match[2]) else "", text)

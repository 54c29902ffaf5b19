"""Footnotes that pandoc reads otherwise than the site: those that lead into themselves, and those cited again."""

import re
from collections import Counter

import pyromark

from vankien.model.record import record

LABEL = r"\[\^((?:[^\[\]\\]|\\.)*)\]"
# What certainly begins a footnote, and what may: indented, it can go on with the paragraph before it.
DEFINITION = re.compile(r"(?: {0,3}(?:>|[-+*](?= )|\d{1,9}[.)](?= )))* {0,3}" + LABEL + ":")
DOUBTFUL = re.compile(r"[ \t>*+\-0-9.)]*" + LABEL + ":")
# A sign behind an odd number of backslashes is text.
SIGN = re.compile(r"(?<!\\)((?:\\\\)*)" + LABEL)
INNER = re.compile(SIGN.pattern + ":")
CONTINUATION = re.compile(r"[ \t>]+\S")
BLANK = " \t>"
DIALECT = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
# Signs for the assembling script, in brackets that count as punctuation like those of a footnote, and with a letter
# inside that no text may hold.
SIGNS = "\ufdd0"
FIRST, AGAIN = "\u2e28\ufdd0f{number}\u2e29", "\u2e28\ufdd0a{number}\u2e29"


@record
class Stretch:
    """Lines that belong to one footnote, or to none."""

    label: str
    """Label of the footnote; empty outside footnotes."""
    mark: str
    """The beginning of the first line, up to the colon behind the label."""
    rest: str
    """All that follows."""

    def signs(self) -> set[str]:
        """Labels of the footnotes that it refers to."""
        return {_normal(label) for _, label in SIGN.findall(self.rest)}

    def owners(self) -> set[str]:
        """Labels of the footnotes that hold it: its own, and any that may begin in the middle of its lines."""
        return {self.label, *(_normal(label) for _, label in INNER.findall(self.rest))} if self.label else set()


def cited_once(markdown: str) -> str:
    """The text in which every footnote is referred to once: each further sign becomes a reference to the first.

    Pandoc would print the footnote again under another number. The first sign is marked as well. Signs inside
    footnotes stay.
    """
    markdown = markdown.replace(SIGNS, "")
    # Once where it is defined and once where it is cited: only a third time needs the parser.
    times = Counter(_normal(label) for _, label in SIGN.findall(markdown))
    if max(times.values(), default=0) < 3:
        return markdown
    data = markdown.encode()
    cited: dict[str, list[tuple[int, int]]] = {}
    inside = 0
    for event, place in pyromark.events_with_range(markdown, options=DIALECT):
        if isinstance(event, str):
            continue
        ((name, value),) = event.items()
        if name in ("Start", "End") and isinstance(value, dict) and "FootnoteDefinition" in value:
            inside += 1 if name == "Start" else -1
        elif name == "End" and value == "FootnoteDefinition":
            inside -= 1
        elif name == "FootnoteReference" and not inside:
            cited.setdefault(value.casefold(), []).append((place["start"], place["end"]))
    changes = []
    for number, places in enumerate(cited.values(), start=1):
        if len(places) > 1:
            (_, end), *others = places
            changes.append((end, end, FIRST.format(number=number)))
            changes += [(start, end, AGAIN.format(number=number)) for start, end in others]
    for start, end, text in sorted(changes, reverse=True):
        data = data[:start] + text.encode() + data[end:]
    return data.decode()


def without_loops(markdown: str) -> str:
    """The text, in which a footnote that is reached from itself no longer refers to any: its signs become words.

    In doubt a line counts as part of the footnote before it; that matters only where footnotes run in a circle.
    """
    if "]:" not in markdown or markdown.count("[^") < 2:
        return markdown
    stretches = _stretches(markdown)
    leads: dict[str, set[str]] = {}
    for stretch in stretches:
        for label in stretch.owners():
            leads.setdefault(label, set()).update(stretch.signs())
    looping = {label for label in leads if _reaches(label, leads)}
    if not looping:
        return markdown
    return "\n".join(
        stretch.mark + (SIGN.sub(r"\1\\[^\2]", stretch.rest) if looping & stretch.owners() else stretch.rest)
        for stretch in stretches
    )


def _stretches(markdown: str) -> list[Stretch]:
    """The text cut at every line that begins a footnote and at every line that ends one."""
    label, mark = "", ""
    lines: list[str] = []
    stretches: list[Stretch] = []
    after_blank = False
    for line in markdown.split("\n"):
        begins = DEFINITION.match(line) or (None if label else DOUBTFUL.match(line))
        ends = label and after_blank and line.strip(BLANK) and not CONTINUATION.match(line)
        if begins or ends:
            if lines:
                stretches.append(Stretch(label, mark, "\n".join(lines)))
            label, mark = (_normal(begins[1]), begins[0]) if begins else ("", "")
            lines = []
        lines.append(line.removeprefix(mark) if not lines else line)
        after_blank = not line.strip(BLANK)
    return [*stretches, Stretch(label, mark, "\n".join(lines))]


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold() or " "


def _reaches(label: str, leads: dict[str, set[str]]) -> bool:
    """Whether a footnote leads back to itself."""
    seen: set[str] = set()
    ahead = list(leads[label])
    while ahead:
        current = ahead.pop()
        if current == label:
            return True
        if current not in seen:
            seen.add(current)
            ahead.extend(leads.get(current, ()))
    return False

"""Writes an approval into the front matter of a section file, and takes it out again."""

import datetime
import json
import re
from collections.abc import Mapping

from vankien.model.section import Section
from vankien.rollup.approval import mark

PLAIN = re.compile(r"[^\W\d_][\w .,()/-]*\Z")
"""Texts that YAML reads as themselves without quotation marks."""

WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


def approved(text: str, section: Section, by: str, on: datetime.date) -> str:
    """A section file's text with the approval of what it says; everything else of the file stays as it is."""
    values = {
        "status": "approved",
        "approved_by": _scalar(by),
        "approved_on": on.isoformat(),
        "approved_text": f'"{mark(section)}"',
    }
    return _with(text, section, values)


def withdrawn(text: str, section: Section) -> str:
    """A section file's text back in review, without an approval."""
    return _with(text, section, {"status": "review", "approved_by": "", "approved_on": "", "approved_text": ""})


def _with(text: str, section: Section, values: Mapping[str, str]) -> str:
    """The text with some values of its front matter: set where they stand, added below the others, or left out."""
    lines = text.split("\n")
    added = []
    gone = set()
    after = 1
    for key, value in values.items():
        place = section.places.get(key)
        if place is None:
            added += [f"{key}: {value}"] if value else []
            continue
        # A text of several lines (`>-`) ends before the first column of the next line.
        whole = place.end_column == 1 and place.end_line > place.line
        first, last = place.line - 1, place.end_line - 1 - whole
        if value:
            before = lines[first][: place.column - 1]
            space = "" if before.endswith(" ") else " "
            rest = "" if whole else lines[last][place.end_column - 1 :]
            lines[first] = before + space + value + rest
        gone |= set(range(first + bool(value), last + 1))
        after = max(after, last + 1)
    kept = [line for number, line in enumerate(lines[:after]) if number not in gone]
    return "\n".join([*kept, *added, *lines[after:]])


def _scalar(text: str) -> str:
    """A YAML scalar that reads as the text."""
    text = " ".join(text.split())
    plain = PLAIN.match(text) and text.lower() not in WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)

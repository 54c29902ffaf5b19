"""How long the texts of units are."""

from collections.abc import Iterable, Mapping

from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section

_WORD = regex(r"(?<![\w^])[^\W_][^\s|]*")
"""From its first letter to the next space, so that an address behind a link and the mark of a note belong to it."""


def lengths(project: Project) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """How many words each text has, by unit, then by report and heading; no text is looked at again for it."""
    return dict(project.of_units("lengths", _lengths))


def length(markdown: str) -> int:
    """How many words (syllables, for Vietnamese) a text has."""
    return len(_WORD.findall(markdown))


def _lengths(texts: Iterable[Section]) -> dict[tuple[str, str], int]:
    return {(section.report, section.heading): length(section.body.text) for section in texts}

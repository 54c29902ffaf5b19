"""The two tone styles, hòa and hoà, where one report has both."""

import re
from collections.abc import Iterator

from vankien.checks.prose import LETTER, prose
from vankien.checks.slip import Places, Slip
from vankien.checks.vietnamese.syllable import ON_FIRST, ON_SECOND, tone_on_first, tone_on_second
from vankien.model.diagnostic import Finding, say
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section

LETTERS_BEFORE = regex(rf"{LETTER}{{1,10}}\Z")
WORD_BEFORE = regex(rf"({LETTER}{{1,12}})[ *_]{{1,3}}\Z")
WORD_AFTER = regex(rf"[ *_]{{1,3}}({LETTER}{{1,12}})")


def mixed(project: Project) -> Iterator[Finding]:
    """The words of each report in the style that it has less often; the first style where both are as frequent."""
    reports: dict[tuple[str, str], list[Section]] = {}
    for section in project.sections.values():
        reports.setdefault((section.unit, section.report), []).append(section)
    for sections in reports.values():
        # Most reports keep to one style; that is found out without looking at each word.
        if not any(ON_SECOND.search(section.body.text) for section in sections):
            continue
        if not any(ON_FIRST.search(section.body.text) for section in sections):
            continue
        yield from _of_report(sections)


def _of_report(sections: list[Section]) -> Iterator[Finding]:
    texts = [(section.body, prose(section.body)) for section in sections]
    first = [(body, text, place) for body, text in texts for place in _words(ON_FIRST, text)]
    second = [(body, text, place) for body, text in texts for place in _words(ON_SECOND, text)]
    if not first or not second:
        return
    fewer, turned, often = (
        (second, tone_on_first, len(first)) if len(second) <= len(first) else (first, tone_on_second, len(second))
    )
    places: dict[str, Places] = {}
    for body, text, (start, end) in fewer:
        written = text[start:end]
        mended = turned(written)
        slip = Slip(
            "T104",
            start,
            end,
            say("This report writes the tone in two ways: here as in “{written}”, elsewhere as in “{mended}”.",
                written=written, mended=mended),
            say("Both are right; write “{mended}”, as most of the report does.", mended=mended)
            if often > len(fewer)
            else say("Both are right, but let the report keep to one: “{mended}”.", mended=mended),
            mended,
        )  # fmt: skip
        if body.path not in places:
            places[body.path] = Places(body)
        yield places[body.path].finding(slip)


def _words(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The words of one style, names of people and places left out: they are written as their owners write them."""
    for match in pattern.finditer(text):
        end = match.end()
        start = end - len(LETTERS_BEFORE.search(text, max(0, end - 10), end)[0])
        if text[start:end].istitle():
            earlier = WORD_BEFORE.search(text, max(0, start - 16), start)
            later = WORD_AFTER.match(text, end)
            if (earlier and earlier[1].istitle()) or (later and later[1].istitle()):
                continue
        yield start, end

"""Spaces that are too many or missing: between words, and beside punctuation, `%` and hyphens."""

import re
from collections.abc import Iterator

from vankien.checks.prose import LETTER
from vankien.checks.slip import Slip
from vankien.checks.vietnamese.syllable import is_syllable
from vankien.model.diagnostic import say
from vankien.model.regex import regex

RUN = regex(r"(?<=[^\s\0])(?: {2,}|[ \t]*\t[ \t]*)(?=[^\s\0])")
MARKER = regex(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\[\^[^\]\n]{1,99}\]:)?(?:[ \t]+(?:[-*+]|\d{1,9}[.)]))*\Z")
BEFORE = regex(r"(?<=[^\s\0|(“:;,.])( +)([,;:!?)”]|\.(?!\.))(?![\w/\[(.\0-])")
SPACED = tuple((pair.strip(), pair) for pair in (" ,", " .", " ;", " :", " )", " !", " ?", " ”", "( ", "“ "))
"""Most texts have few of these signs, and to look for one sign takes a quarter of the time."""
WITHIN = regex(r"(?<=[(“])( +)(?=\w)")
# The sign comes first in these patterns, so that the search stops at signs and not at every letter; for one sign it
# takes a third of the time that it takes for any of several.
AFTER = {sign: regex(rf"[{sign}](?={LETTER})(?<={LETTER}.)") for sign in ",;:!?"}
SENTENCE = regex(rf"\.(?={LETTER}{{2}})(?<={LETTER}{{2}}.)")
PERCENT = regex(r" +%")
NUMBER_BEFORE = regex(r"[0-9][0-9.,]*(?<=[0-9])\Z")
HYPHEN = regex(rf"-(?: (?={LETTER})(?<={LETTER}..)|(?={LETTER})(?<={LETTER} .))")
WORD_BEFORE = regex(rf"{LETTER}{{1,12}}\Z")
WORD_AFTER = regex(rf"{LETTER}{{1,12}}")


def spacing(text: str) -> Iterator[Slip]:
    """Slips T201 to T205 of a text in which what is no prose is hidden."""
    if "  " in text or "\t" in text:
        yield from _doubled(text)
    if any(sign in text and pair in text for sign, pair in SPACED):
        yield from _before(text)
    yield from _after(text)
    if " %" in text:
        for match in PERCENT.finditer(text):
            number = NUMBER_BEFORE.search(text, max(0, match.start() - 20), match.start())
            if number is None:
                continue
            yield Slip(
                "T204",
                match.start(),
                match.end(),
                say("There is a space between the number and %."),
                say("Delete the space: {example}.", example=f"{number[0]}%"),
                "%",
            )
    if "- " in text or " -" in text:
        yield from _hyphens(text)


def _doubled(text: str) -> Iterator[Slip]:
    for match in RUN.finditer(text):
        start, end = match.span()
        line = text.rfind("\n", 0, start) + 1
        # A row of a table is aligned with spaces; so is the text behind a list mark.
        rest = text.find("\n", end)
        row = text[line : rest if rest >= 0 else len(text)] if start - line < 2000 else ""
        if "|" in row or MARKER.match(text[line:start][:200]):
            continue
        if text[end] in ",;:!?)”" or text[start - 1] in "(“" or text[end] == "%":
            continue
        yield Slip("T201", start, end, say("There is more than one space."), say("Leave one space."), " ")


def _before(text: str) -> Iterator[Slip]:
    for match in BEFORE.finditer(text):
        mark = match[2]
        start, end = match.span(1)
        # A ratio is written with spaces: `3 : 1`.
        if mark == ":" and text[start - 1].isdigit() and text[end + 1 : end + 3].strip()[:1].isdigit():
            continue
        message = (
            say("There is a space before the end of the brackets or the quotation.")
            if mark in ")”"
            else say("There is a space before “{mark}”.", mark=mark)
        )
        yield Slip("T202", start, match.end(), message, say("Delete the space."), mark)
    for match in WITHIN.finditer(text):
        mark = text[match.start() - 1]
        # Behind a word it closes a quotation, and is only turned the wrong way.
        if mark == "“" and text[max(0, match.start() - 2) : match.start() - 1].isalnum():
            continue
        yield Slip(
            "T202",
            match.start() - 1,
            match.end(),
            say("There is a space at the beginning of the brackets or the quotation."),
            say("Delete the space."),
            mark,
        )


def _after(text: str) -> Iterator[Slip]:
    for match in sorted(_glued(text), key=re.Match.start):
        before, after = _around(text, match)
        # Titles are joined on purpose: `GS,TS`.
        if not (before.isupper() and after.isupper()):
            yield _missing(match.start(), match[0])
    for match in SENTENCE.finditer(text):
        before, after = _around(text, match)
        # Neither an address or file name (`bao-cao.docx`) nor an abbreviation (`TP.HCM`, `Ths.An`) ends a sentence.
        ends = before[-1:].islower() and is_syllable(before)
        if ends and after[:1].isupper() and after[1:].islower() and is_syllable(after):
            yield _missing(match.start(), ".")


def _glued(text: str) -> Iterator[re.Match[str]]:
    """The signs right between two letters."""
    for sign, pattern in AFTER.items():
        if sign in text:
            yield from pattern.finditer(text)


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The words before and after a sign; empty where one is too long to be a word."""
    before = WORD_BEFORE.search(text, max(0, match.start() - 12), match.start())
    after = WORD_AFTER.match(text, match.end())
    return before[0] if before else "", after[0] if after else ""


def _missing(place: int, mark: str) -> Slip:
    return Slip(
        "T203",
        place,
        place + 1,
        say("There is no space after “{mark}”.", mark=mark),
        say("Put a space after it."),
        mark + " ",
    )


def _hyphens(text: str) -> Iterator[Slip]:
    for match in HYPHEN.finditer(text):
        end = match.end()
        start = match.start() - (match[0] == "-")
        before = WORD_BEFORE.search(text, max(0, start - 12), start)[0]
        after = WORD_AFTER.match(text, end)[0]
        # Labels such as `I- ` and signs of documents such as `Số -KH/TU` are no words joined by a hyphen.
        words = len(before) > 1 and before.islower() and after.islower()
        if words and is_syllable(before) and is_syllable(after):
            yield Slip(
                "T205",
                start,
                end,
                say("The hyphen has a space on one side only."),
                say("Put a space on both sides, or on none where it joins one name: {example}.",
                    example="kinh tế - xã hội"),
            )  # fmt: skip

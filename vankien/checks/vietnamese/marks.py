"""Quotation marks that are straight or have no partner, and dots that a form has left."""

import re
from collections.abc import Iterator

from vankien.checks.slip import Slip
from vankien.model.diagnostic import Message, say
from vankien.model.regex import regex

PARAGRAPH_END = regex(r"\n[ \t]*(?:\n|(?=[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t])|(?=#|\|))")
QUOTE = regex(r"[“”\"]")
INCH = regex(r"\d\"")
BLANK = regex(
    r"(?<![.…])(?:\.{4,}|…(?:[.…])+)"  # a row of dots
    r"|(?:\.{3}|…)/(?:\.{3}|…)(?:/(?:\.{3}|…))?"  # …/…/…
    r"|\b(?:ngày|tháng|năm|số|khóa|khoá|lần thứ|nhiệm kỳ|quý) (?:\.{3}|…)(?!\.)"  # a number is to follow
    r"|(?:\.{3}|…) ?%"
    r"|(?<=\w) _{3,}(?=[\s,.;])",
    re.IGNORECASE,
)
ABBREVIATED = regex(r"(?:\bv\.v|,)\Z")


def marks(text: str) -> Iterator[Slip]:
    """Slips T301 to T303 of a text in which what is no prose is hidden."""
    if "“" in text or "”" in text or '"' in text:
        yield from _quotes(text)
    if "..." in text or "…" in text or "___" in text:
        yield from _blanks(text)


def _quotes(text: str) -> Iterator[Slip]:
    start = 0
    while start < len(text):
        gap = PARAGRAPH_END.search(text, start)
        end = gap.start() if gap else len(text)
        found = [match.start() for match in QUOTE.finditer(text, start, end)]
        if found:
            yield from _paragraph(text, found, start, end)
        start = gap.end() if gap else len(text)


def _paragraph(text: str, found: list[int], start: int, end: int) -> Iterator[Slip]:
    """The slips of one paragraph's quotation marks, of which `found` are the places."""
    if text.find('"', start, end) >= 0:
        yield from _straight(text, found, start, end)
        return
    opened: list[int] = []
    for place in found:
        before = text[place - 1] if place > start else " "
        after = text[place + 1] if place + 1 < end else " "
        if text[place] == "“":
            if opened and _closes(before, after):
                yield _turned(place, "”")
                opened.pop()
            else:
                opened.append(place)
        elif opened:
            if _opens(before, after):
                yield _turned(place, "“")
                opened.append(place)
            else:
                opened.pop()
        elif _opens(before, after):
            yield _turned(place, "“")
            opened.append(place)
        else:
            yield _alone(place, say("This closing quotation mark has no opening one."))
    for place in opened:
        yield _alone(place, say("This quotation mark is not closed in its paragraph."))


def _opens(before: str, after: str) -> bool:
    return (before.isspace() or before in "(*_“-") and (after.isalnum() or after in "*_(")


def _closes(before: str, after: str) -> bool:
    return (before.isalnum() or before in ".,!?…%)*_") and (after.isspace() or after in ",.;:!?)*_”")


def _straight(text: str, found: list[int], start: int, end: int) -> Iterator[Slip]:
    """Straight marks; a fix where all marks of the paragraph clearly open and close in turn."""
    sides = [_side(text, place, start, end) for place in found]
    clear = len(sides) % 2 == 0 and all(side == "“”"[place % 2] for place, side in enumerate(sides))
    for place, side in zip(found, sides, strict=True):
        if text[place] != '"':
            if clear and text[place] != side:
                yield _turned(place, side)
        elif clear or not INCH.match(text, place - 1):
            yield Slip(
                "T301",
                place,
                place + 1,
                say("This quotation mark is straight."),
                say("Write “…”, as Vietnamese documents do."),
                side if clear else None,
            )


def _side(text: str, place: int, start: int, end: int) -> str:
    """The mark that belongs to a place, told from what is around it; else what stands there."""
    before = text[place - 1] if place > start else " "
    after = text[place + 1] if place + 1 < end else " "
    return "“" if _opens(before, after) else "”" if _closes(before, after) else text[place]


def _turned(place: int, right: str) -> Slip:
    message = (
        say("The quotation mark that closes here is an opening one.")
        if right == "”"
        else say("The quotation mark that opens here is a closing one.")
    )
    return Slip("T302", place, place + 1, message, say("Write {right} here.", right=right), right)


def _alone(place: int, message: Message) -> Slip:
    return Slip("T302", place, place + 1, message, say("Add its partner where the quotation begins or ends."))


def _blanks(text: str) -> Iterator[Slip]:
    for match in BLANK.finditer(text):
        start, end = match.span()
        # `v.v....` and `dự án,....` are an ellipsis with one dot too many, which nobody has to fill in.
        if match[0] == "...." and ABBREVIATED.search(text, max(0, start - 4), start):
            continue
        yield Slip(
            "T303",
            start,
            end,
            say("These dots were left for something that is still to be filled in."),
            say("Put in what belongs here, or delete the sentence."),
        )

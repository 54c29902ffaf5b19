"""Markdown that the site's parser and Word's read differently.

The site reads with pulldown-cmark, Word's files with pandoc's `commonmark` and three extensions; a test compares
their trees over a corpus of snippets, and every difference that it knows is told here.
"""

from collections.abc import Iterator

from vankien.checks.prose import events
from vankien.checks.slip import Slip
from vankien.model.diagnostic import Message, say
from vankien.model.regex import regex
from vankien.model.source import Body

CODE = "M102"
INDENT = regex(r"[ \t]*\Z")
OTHER_BLOCK = regex(r"[ \t>]*(?:#{1,6}[ \t]|(?:[-*_][ \t]*){3,}$|$)")
"""A line that no table can cling to: empty, a heading, or a rule."""
MARKER = regex(r"[-*+]|\d[.)]|\]:")
PIPE = regex(r"(?<!\\)\|")
ALONE = regex(r"(?:\A|\n\n)\|[^\n]+\|\n\|[ :|-]+\|\n(?:\|(?![ :|-]*\n)[^\n]+\|\n)*(?=\n|\Z)")
"""A table from the first column on, with an empty line above and below: nobody reads it differently."""


def dialect(body: Body) -> Iterator[Slip]:
    """Slips M102 of one text."""
    text = body.text
    if "~" not in text and ("|" not in text or "|" not in ALONE.sub("\n\n", text)):
        return
    data = text.encode("utf-8")
    byte = character = 0
    for event, place in events(text):
        if isinstance(event, str):
            continue
        ((name, detail),) = event.items()
        kind = detail if isinstance(detail, str) else next(iter(detail), "")
        if name != "Start" or kind not in ("Table", "TableRow", "Strikethrough"):
            continue
        if place["start"] < byte:
            byte = character = 0
        character += len(data[byte : place["start"]].decode("utf-8"))
        byte = place["start"]
        source = data[byte : place["end"]].decode("utf-8")
        if kind == "Table":
            yield from _table(text, character, character + len(source))
        elif kind == "TableRow":
            yield from _row(text, character, source.partition("\n")[0])
        elif not source.startswith("~~"):
            yield _slip(
                character,
                character + len(source),
                say("The site strikes this out, Word prints the two ~ signs."),
                say("Write ~~…~~ to strike out, or put a backslash before each ~."),
            )


def _table(text: str, start: int, end: int) -> Iterator[Slip]:
    begin = text.rfind("\n", 0, start) + 1
    above = text[text.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    if not OTHER_BLOCK.match(above) and not MARKER.search(text[begin:start]):
        yield _slip(
            start,
            _line_end(text, start),
            say("Word sees no table here, because it follows a line of text directly."),
            say("Put an empty line before the table."),
        )
    below = end if text[end - 1] == "\n" else text.find("\n", end) + 1
    line = text[below : _line_end(text, below)] if below else ""
    if line.strip(" \t>") and PIPE.search(line):
        yield _slip(
            below,
            below + len(line),
            say("Word takes this line for a row of the table above it."),
            say("Put an empty line below the table."),
        )


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _row(text: str, start: int, line: str) -> Iterator[Slip]:
    before = INDENT.search(text, text.rfind("\n", 0, start) + 1, start)[0]
    if not PIPE.search(line):
        yield _slip(
            start,
            start + len(line),
            say("The site takes this line for a row of the table, Word for text below it."),
            say("Put an empty line below the table."),
        )
    elif len(before.expandtabs(4)) > 3:
        yield _slip(
            start,
            start + len(line),
            say("Word does not take this line for a row of the table, because it is indented."),
            say("Let each row of a table begin in the same column."),
        )


def _slip(start: int, end: int, message: Message, hint: Message) -> Slip:
    return Slip(CODE, start, end, message, hint)

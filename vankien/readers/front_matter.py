"""A Markdown file divided into its front matter and the text below it."""

import re

from vankien.model.diagnostic import Fault, say
from vankien.model.source import Body, Span
from vankien.readers.disk import Text, fault
from vankien.readers.markdown import elements
from vankien.readers.yaml import Fields, compose

DIVIDED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def divide(text: Text) -> tuple[Fields, Body, list[Fault]]:
    """The fields of the front matter, the body, and the faults found on the way.

    The list of faults grows while the fields are read.
    """
    match = DIVIDED.match(text.content)
    if match is None:
        opened = text.content.startswith("---")
        message = say("The front matter is never closed.") if opened else say("The front matter is missing.")
        hint = (
            say("Put a line of three dashes (---) below the last `key: value` line.")
            if opened
            else say("Begin the file with a line ---, the line `status: draft`, and another line ---.")
        )
        fields = Fields(None, text.path, 1, [])
        body = Body("", text.path) if opened else Body(text.content, text.path, 1, elements(text.content))
        empty = not text.content.strip()
        return fields, body, fields.faults if empty else _kept(fields, fault("R206", Span(text.path), message, hint))
    fields, faults = compose(match[1], text.path, 2)
    content = text.content[match.end() :]
    line = text.content.count("\n", 0, match.end()) + 1
    stripped = content.lstrip("\n")
    body = Body(stripped, text.path, line + len(content) - len(stripped), elements(stripped))
    return fields, body, faults


def _kept(fields: Fields, problem: Fault) -> list[Fault]:
    fields.faults.append(problem)
    return fields.faults

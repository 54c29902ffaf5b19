"""A Markdown file divided into its front matter and the text below it."""

import re

from vankien.model.diagnostic import Fault, say
from vankien.model.regex import regex
from vankien.model.source import Body, Span
from vankien.readers.disk import Text, fault
from vankien.readers.markdown import elements
from vankien.readers.yaml import Fields, compose

DIVIDED = regex(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


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
            else say("Begin the file with a line ---, lines such as `status: draft`, and another line ---.")
        )
        problems = [fault("R206", Span(text.path), message, hint)] if text.content.strip() else []
        fields = Fields(None, text.path, 1, problems, readable=False)
        body = Body("", text.path) if opened else Body(text.content, text.path, 1, elements(text.content))
        return fields, body, fields.faults
    fields, faults = compose(match[1], text.path, 2)
    content = text.content[match.end() :]
    line = text.content.count("\n", 0, match.end()) + 1
    stripped = content.lstrip("\n")
    body = Body(stripped, text.path, line + len(content) - len(stripped), elements(stripped))
    return fields, body, faults

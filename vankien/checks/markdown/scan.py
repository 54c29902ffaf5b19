"""One look at a draft for all slips of family M that its text shows by itself."""

from collections.abc import Iterator

from vankien.checks.markdown.dialect import dialect
from vankien.checks.markdown.notes import notes
from vankien.checks.slip import Slip
from vankien.model.diagnostic import say
from vankien.model.source import Body


def scan(body: Body) -> Iterator[Slip]:
    """The slips of one text; a pure function of the text."""
    for element in body.elements:
        if element.kind == "html":
            comment = element.value.lstrip().startswith("<!--")
            yield Slip(
                "M101",
                element.start,
                element.end,
                say("This comment is printed as it stands.")
                if comment
                else say("HTML is printed as it stands, not as what it means."),
                say("Delete it.") if comment else say("Write it in Markdown, or put a backslash before the sign <."),
            )
    yield from dialect(body)
    yield from notes(body)

"""One look at a draft for all slips of family T that one text shows by itself."""

from collections.abc import Iterator

from vankien.checks.prose import prose
from vankien.checks.slip import Slip
from vankien.checks.vietnamese.figures import figures
from vankien.checks.vietnamese.letters import letters
from vankien.checks.vietnamese.marks import marks
from vankien.checks.vietnamese.spacing import spacing
from vankien.checks.vietnamese.words import words
from vankien.model.source import Body


def scan(body: Body) -> Iterator[Slip]:
    """The slips of one text; a pure function of the text."""
    text = prose(body)
    yield from letters(text)
    yield from spacing(text)
    yield from marks(text)
    yield from figures(text)
    yield from words(text)

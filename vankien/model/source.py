"""Places in the files of a repository."""

import posixpath
import re
import unicodedata
from operator import attrgetter
from urllib.parse import unquote

from vankien.model.record import record

PARAGRAPHS = frozenset(("Paragraph", "BlockQuote", "CodeBlock", "HtmlBlock", "Table"))
"""Outermost blocks, by the parser's names, that count as a paragraph each; so does each item of an outermost list."""


@record
class Span:
    """A stretch of one file, as editors count it: lines and columns from 1, columns in characters."""

    path: str
    """Path of the file, relative to the root of the repository, with forward slashes."""
    line: int = 1
    """First line."""
    column: int = 1
    """First column."""
    end_line: int = 0
    """Last line; never before `line`."""
    end_column: int = 0
    """Column after the last character."""

    def __init__(self, path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0) -> None:
        # Spans are the most frequent values of all, so each part goes straight into its slot.
        _put_path(self, path)
        _put_line(self, line)
        _put_column(self, column)
        _put_end_line(self, end_line or line)
        _put_end_column(self, end_column or column)

    def __lt__(self, other: "Span") -> bool:
        return _parts(self) < _parts(other)


_parts = attrgetter("path", "line", "column", "end_line", "end_column")
_put_path, _put_line, _put_column, _put_end_line, _put_end_column = (one.__set__ for one in _parts(Span))


@record
class Element:
    """A piece of Markdown structure inside a body that checks look at."""

    kind: str
    """`heading`, `paragraph`, `html`, `link`, `image`, `footnote` (a reference) or `footnote-definition`."""
    start: int
    """Character offset in the body's text."""
    end: int
    """Offset after its last character."""
    value: str = ""
    """Level of a heading, number of a paragraph, destination of a link or image, label of a footnote, the raw HTML."""


@record
class Body:
    """The Markdown below a front matter, with what is needed to point into it."""

    text: str
    """CommonMark, NFC, with line feeds only."""
    path: str
    """Path of the file, as in `Span`."""
    line: int = 1
    """The line of the file on which the text begins."""
    elements: tuple[Element, ...] = ()
    """Structure found in the text, in order."""

    @property
    def paragraphs(self) -> tuple[Element, ...]:
        """The numbered paragraphs: the outermost blocks that hold words, and the items of the outermost lists.

        The first is number 1. Site, Word and comments all speak of these numbers.
        """
        return tuple(element for element in self.elements if element.kind == "paragraph")

    def target(self, address: str) -> str:
        """The path below the root that a relative address in the text means; `..` begins one that leads out."""
        address = unicodedata.normalize("NFC", unquote(re.split(r"[?#]", address, maxsplit=1)[0]))
        folder = "" if address.startswith("/") else posixpath.dirname(self.path)
        return posixpath.normpath(posixpath.join(folder, address.lstrip("/")))

    def span(self, start: int, end: int | None = None) -> Span:
        """The span from character offset `start` up to, not including, `end` of the text."""
        end = start if end is None else end
        first_break = self.text.rfind("\n", 0, start)
        last_break = self.text.rfind("\n", 0, end)
        line = self.line + self.text.count("\n", 0, start)
        return Span(
            self.path,
            line,
            start - first_break,
            line + self.text.count("\n", start, end),
            end - last_break,
        )

    def offset(self, line: int, column: int) -> int:
        """The character offset of a place of the file; -1 above the text, in its front matter."""
        if line < self.line:
            return -1
        at = 0
        for _ in range(line - self.line):
            at = self.text.find("\n", at) + 1
            if not at:
                return len(self.text)
        return min(at + column - 1, len(self.text))

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph in which a character stands; 0 where it stands in none.

        What stands in a footnote belongs to the paragraph that first refers to it, and what stands in a heading to the
        paragraph below.
        """
        notes = [one for one in self.elements if one.kind == "footnote-definition"]
        if inside := next((one for one in notes if one.start <= offset < one.end), None):
            for one in self.elements:
                same = one.kind == "footnote" and one.value.casefold() == inside.value.casefold()
                if same and not any(note.start <= one.start < note.end for note in notes):
                    return self.paragraph(one.start)
            return 0
        number = 0
        for count, paragraph in enumerate(self.paragraphs, 1):
            if offset < paragraph.start:
                heading = any(one.kind == "heading" and one.start <= offset < one.end for one in self.elements)
                return count if heading else number
            number = count
        return number if offset >= 0 else 0

"""Headings and plain paragraphs as pandoc would write them, so that it need not read them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape

from vankien.render.word.job import Ending, HeadingPiece, OpenXml, Piece, Text

# Letters that pandoc writes as they are; of others it tells Word which font they want.
LETTER = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
# What may stand behind the first letter of a line without being a sign of Markdown, of a line or of a space.
REST = rf"0-9{LETTER}.,;:()%/“”‘’\"'…!?+=–-"
LINE = re.compile(rf"[{LETTER}](?:[{REST}]| (?=[^ \n]))*")
HEADING = re.compile(rf"[*_{REST}]+(?: [*_{REST}]+)*")
# In such a text a paragraph may belong to what stands further up, or be named there.
ENTANGLED = re.compile(r"\]:|<|```|~~~")
GAP = re.compile(r"\n(?:[ \t]*\n)+")


def without_plain(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of a file with the same outcome, of which pandoc has to read as little as possible.

    Where remarks look for places, and where the text is closed, everything is left to pandoc.
    """
    for position, piece in enumerate(pieces):
        closes = position + 1 < len(pieces) and isinstance(pieces[position + 1], Ending)
        if isinstance(piece, HeadingPiece) and not piece.anchor and not closes and _is_plain_heading(piece):
            yield OpenXml(_paragraph(f"Heading{piece.level}", piece.lines))
        elif isinstance(piece, Text) and not piece.anchor and not ENTANGLED.search(piece.markdown):
            yield from _split(piece)
        else:
            yield piece


def _is_plain_heading(piece: HeadingPiece) -> bool:
    return bool(piece.lines) and all(HEADING.fullmatch(line) for line in piece.lines)


def _split(piece: Text) -> Iterator[Piece]:
    """A text cut into its plain paragraphs and what is between them; what closes it stays for pandoc."""
    text = piece.markdown
    held = reached = 0
    plain: list[str] = []
    for gap in GAP.finditer(text.rstrip()):
        lines = text[reached : gap.start()].split("\n")
        if all(LINE.fullmatch(line) for line in lines):
            if held < reached:
                yield replace(piece, markdown=text[held:reached])
            plain.append(_paragraph("BodyText", (" ".join(lines),)))
            held = gap.end()
        elif plain:
            yield OpenXml("".join(plain))
            plain = []
        reached = gap.end()
    if plain:
        yield OpenXml("".join(plain))
    yield replace(piece, markdown=text[held:])


def _paragraph(style: str, lines: Sequence[str]) -> str:
    runs = "<w:r><w:br/></w:r>".join(f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'

"""A page as the HTML that stands inside the theme: its content, its table of contents, what its front matter says."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field

from vankien.model.page import Page
from vankien.model.record import record

TOC_DEPTH = 4
PERMALINK = "Liên kết đến mục này"

_HEADING = re.compile(r"(#{1,6}) (.*?)(?: \{#([^\s}]+)\})?\Z")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!])")
_COUNTED = re.compile(r"(.*)_([0-9]+)\Z")


@record
class Entry:
    """A line of the table of contents."""

    id: str
    """Anchor of the heading."""
    title: str
    """Its title, as HTML text."""
    level: int
    """Its level, from 1."""
    children: list["Entry"] = field(default_factory=list)
    """The lines below it."""


@record
class Part:
    """A heading and what stands below it, up to the next heading."""

    id: str
    """Anchor of the heading; empty for what stands before the first."""
    title: str
    """Title of the heading, as HTML text."""
    level: int
    """Its level, from 1; 0 for what stands before the first."""
    blocks: tuple[str, ...]
    """Ready HTML."""


@record
class Rendition:
    """A page without the theme around it."""

    uri: str
    """Path of the page's source."""
    meta: Mapping[str, object]
    """What the front matter says."""
    parts: tuple[Part, ...]
    """Its headings with their blocks, in order."""

    @property
    def content(self) -> str:
        """The HTML of the whole page, the same that Python-Markdown makes of it."""
        lines: list[str] = []
        for part in self.parts:
            if part.level:
                anchor = part.id.replace("&", "&amp;").replace('"', "&quot;")
                lines.append(
                    f'<h{part.level} id="{anchor}">{part.title}'
                    f'<a class="headerlink" href="#{anchor}" title="{PERMALINK}">&para;</a></h{part.level}>'
                )
            # Python-Markdown leaves an empty line behind a block.
            lines += (f"{block}\n" for block in part.blocks)
        return "\n".join(lines).removesuffix("\n")

    @property
    def contents(self) -> list[Entry]:
        """The table of contents, as a tree."""
        tree: list[Entry] = []
        above: list[Entry] = []
        for part in self.parts:
            if not 0 < part.level <= TOC_DEPTH:
                continue
            entry = Entry(part.id, part.title, part.level)
            while above and above[-1].level >= part.level:
                above.pop()
            (above[-1].children if above else tree).append(entry)
            above.append(entry)
        return tree


def rendition(page: Page) -> Rendition:
    """Reads a generated page: front matter in JSON, headings that are Markdown, blocks that are ready HTML.

    Raises `ValueError` for any other line, since only `compose` writes pages.
    """
    front, _, body = page.markdown.removeprefix("---\n").partition("\n---\n")
    meta = {key: json.loads(value) for key, _, value in (line.partition(": ") for line in front.split("\n"))}
    lines = [line for line in body.split("\n") if line]
    taken = {match[3] for line in lines if (match := _HEADING.match(line)) and match[3]}
    parts: list[Part] = []
    title, id, level, blocks = "", "", 0, []
    for line in lines:
        if line.startswith("<"):
            blocks.append(line)
            continue
        match = _HEADING.match(line)
        if not match:
            raise ValueError(f"{page.uri}: {line[:60]!r} is neither a heading nor a block")
        if level or blocks:
            parts.append(Part(id, title, level, tuple(blocks)))
        level, title, blocks = len(match[1]), _ESCAPED.sub(r"\1", match[2]), []
        id = match[3] or _unused(_slug(title), taken)
    parts.append(Part(id, title, level, tuple(blocks)))
    return Rendition(page.uri, meta, tuple(parts))


def walk(entries: list[Entry]) -> Iterator[Entry]:
    """The lines of a table of contents in order."""
    for entry in entries:
        yield entry
        yield from walk(entry.children)


def _slug(title: str) -> str:
    """The anchor of a heading that was given none, as Python-Markdown makes it."""
    text = title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _unused(id: str, taken: set[str]) -> str:
    while id in taken or not id:
        match = _COUNTED.match(id)
        id = f"{match[1]}_{int(match[2]) + 1}" if match else f"{id}_1"
    taken.add(id)
    return id

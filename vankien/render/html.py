"""Turns an author's Markdown into HTML that is safe to show."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

import nh3
import pyromark

from vankien.model.picture import Picture
from vankien.model.record import record
from vankien.model.source import PARAGRAPHS

DIALECT = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
# Beyond this depth a block or an emphasis is shown as its plain content: no text needs it, and browsers, the sanitiser
# and the search index all take time that grows with the square of the depth.
DEEPEST = 24

_MARK = re.compile("\x1f([0-9]+)\x1f")
# Where a numbered paragraph begins and ends; `Notes.place` puts around it what the page wants there.
_PARAGRAPH = re.compile("\x1d([0-9]+)\x1d|\x1e([0-9]+)\x1e")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\\x00-\x20]+", re.IGNORECASE)
_CLASSES = {
    "div": {"vk-scroll"},
    "table": {"vk-table"},
    "th": {"vk-center", "vk-right"},
    "td": {"vk-center", "vk-right"},
    "p": {"vk-subheading", "vk-raw"},
    "span": {"vk-image", "vk-picture", "vk-caption"},
    "sup": {"vk-reference"},
    "mark": {"vk-mark", "vk-mark-error", "vk-mark-warning", "vk-mark-note", "vk-mark-comment"},
}
_TAGS = {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "sup", "span",
    "mark", "div", "table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "role", "rel"},
    "ol": {"start"},
    "sup": {"id"},
    "th": {"scope"},
    "pre": {"tabindex"},
    "div": {"tabindex", "role", "aria-label"},
}
_WALL = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_PICTURE = re.compile(r"images/[0-9a-f]{32}\.(?:png|jpeg)")


def _only_pictures(tag: str, attribute: str, value: str) -> str | None:
    """The wall's own look at where an image leads: nowhere but to a picture that the site carries."""
    return value if tag != "img" or attribute != "src" or _PICTURE.fullmatch(value) else None


# For the few texts that show a picture; it asks Python about every attribute, which takes longer.
_WALL_WITH_PICTURES = nh3.Cleaner(
    tags=_TAGS | {"img"},
    attributes=_ATTRIBUTES | {"img": {"src", "alt", "width", "height", "loading"}},
    attribute_filter=_only_pictures,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_INLINE = {"Emphasis": "em", "Strong": "strong", "Strikethrough": "del"}
_BLOCK = {"Item": "li", "TableHead": "", "TableRow": "tr"}

Around = Callable[[int], tuple[str, str]]
"""What a page puts before and behind the paragraph of a number, as ready HTML on one line."""


def section_html(
    markdown: str,
    prefix: str,
    headings: bool = False,
    marks: Sequence["Mark"] = (),
    pictures: Mapping[str, Picture] | None = None,
) -> "SectionHtml":
    """The HTML of one author's text, on a single line, with raw HTML shown as text.

    `prefix` must be unique on every page that shows the text; ids of footnotes begin with it. The text's footnotes
    come apart from it, with places for their numbers that `Notes` fills in. A text's headings become bold paragraphs,
    since the same text stands at different depths of different pages; `headings` keeps them, from the second level on.
    `marks` are highlighted where they are plain words; of two that overlap the first of the sequence counts.
    `pictures` are shown, by the destination their author typed; of every other image the description remains.
    """
    if marks:
        writer = _Writer(prefix, headings, pictures or {}, markdown.encode(), _bytes(markdown, marks))
        for event, place in pyromark.events_with_range(markdown, options=DIALECT):
            writer.take(event, place["start"], place["end"])
    else:
        writer = _Writer(prefix, headings, pictures or {})
        for event in pyromark.events(markdown, options=DIALECT):
            writer.take(event)
    return SectionHtml(
        prefix,
        _clean("".join(writer.body), writer.shows),
        tuple(_clean("".join(writer.notes.get(label, ())), writer.shows) for label in writer.labels),
    )


def _bytes(markdown: str, marks: Sequence["Mark"]) -> list[tuple[int, int, str]]:
    """Marks that do not overlap, by place, as byte offsets."""
    kept: list[Mark] = []
    for mark in marks:
        if mark.start < mark.end and all(mark.end <= one.start or one.end <= mark.start for one in kept):
            kept.append(mark)
    kept.sort(key=lambda mark: mark.start)
    at = byte = 0
    found = []
    for mark in kept:
        start = byte + len(markdown[at : mark.start].encode())
        at, byte = mark.end, start + len(markdown[mark.start : mark.end].encode())
        found.append((start, byte, mark.kind))
    return found


def placed(html: str, way: str) -> str:
    """The HTML of a page whose pictures lie at the relative address `way`, such as `../../`."""
    # An author's `<` is always `&lt;`, so that only pictures of the site begin like this.
    return html.replace('<img src="images/', f'<img src="{way}images/')


def _clean(html: str, shows: bool) -> str:
    # Only text in `pre` still has line breaks here. Written as a character reference they keep the whole text on
    # one line, so that a site engine's own Markdown can find nothing in it that begins a line.
    return (_WALL_WITH_PICTURES if shows else _WALL).clean(html).replace("\n", "&#10;")


def _text(text: str) -> str:
    return escape(text if text.isprintable() else _CONTROLS.sub("", text))


def _link(address: str) -> tuple[str, str]:
    # Only what leads to the web or a mailbox: within the repository, paths differ from those of the site.
    address = _CONTROLS.sub("", address)
    if not _LINK.fullmatch(address):
        return "", ""
    return f'<a href="{escape(address)}" rel="noopener noreferrer">', "</a>"


def _name(tag: object) -> str:
    return tag if isinstance(tag, str) else next(iter(tag))


@record
class Mark:
    """Words of a text that are highlighted, since something is said about them."""

    start: int
    """Character offset of the Markdown."""
    end: int
    """Offset behind its last character."""
    kind: str
    """`error`, `warning` or `note`; its look."""


@record
class SectionHtml:
    """One converted text; the same value serves every page that shows it."""

    prefix: str
    """What the ids of its footnotes begin with."""
    html: str
    """Block-level HTML on one line; `Notes.place` sets the numbers of its footnotes and what goes around paragraphs."""
    notes: tuple[str, ...] = ()
    """HTML of the footnotes it refers to, in order of first reference."""


class Notes:
    """The footnotes of one page, numbered through in order of first reference, as Word does."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self._texts: list[tuple[str, str, SectionHtml]] = []

    def place(self, section: SectionHtml, around: Around | None = None) -> str:
        """The section's HTML with the numbers of its footnotes, which are kept for the end of the page.

        `around` gives what the page puts before and behind each numbered paragraph.
        """

        def put(match: re.Match[str]) -> str:
            if around is None:
                return ""
            return around(int(match[1]))[0] if match[1] else around(int(match[2]))[1]

        return _PARAGRAPH.sub(put, self._numbered(section.html, section))

    def html(self) -> str:
        """The list of all notes placed so far, on one line; empty where there are none."""
        items = []
        for id, text, section in self._texts:
            # Numbering a note's text may append further notes, which this loop then reaches.
            numbered = self._numbered(text, section)
            back = (
                f' <a class="vk-back" href="#fnref_{id}" role="doc-backlink"'
                f' aria-label="Trở lại chỗ dẫn chú thích {len(items) + 1}">↩</a>'
            )
            inside = numbered.removesuffix("</p>")
            items.append(f'<li id="fn_{id}">{inside}{back}{"</p>" if inside != numbered else ""}</li>')
        return f'<ol class="vk-notes">{"".join(items)}</ol>' if items else ""

    def _numbered(self, html: str, section: SectionHtml) -> str:
        def number(match: re.Match[str]) -> str:
            key = (section.prefix, int(match[1]))
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers) + 1
                id = f"{escape(section.prefix)}-{match[1]}"
                self._texts.append((id, section.notes[int(match[1]) - 1], section))
            return str(self._numbers[key])

        return _MARK.sub(number, html) if "\x1f" in html else html


def with_notes(sections: Iterable[SectionHtml]) -> tuple[list[str], str]:
    """The HTML of some sections that stand on one page, and the list of their footnotes."""
    notes = Notes()
    return [notes.place(section) for section in sections], notes.html()


class _Writer:
    """Collects the HTML of a run of CommonMark events."""

    def __init__(
        self,
        prefix: str,
        headings: bool,
        pictures: Mapping[str, Picture],
        source: bytes = b"",
        marks: Sequence[tuple[int, int, str]] = (),
    ) -> None:
        self.prefix = escape(prefix)
        self.pictures = pictures
        self.shows = False
        self.headings = headings
        self.body: list[str] = []
        self.notes: dict[str, list[str]] = {}
        self.labels: dict[str, int] = {}
        self._out = self.body
        self._closing: list[str] = []
        self._references: dict[str, int] = {}
        self._alignments: tuple[str, ...] = ()
        self._cell = 0
        self._head = False
        self._images = 0
        self._alternative: list[str] = []
        self._image: Mapping[str, str] = {}
        self._depth = self._paragraphs = 0
        self._items = False
        self._source = source
        self._marks = marks
        self._next = 0

    def take(self, event: object, start: int = 0, end: int = 0) -> None:
        """Write one event; its place in bytes of the Markdown is needed for marks only."""
        if isinstance(event, str):
            self._plain({"SoftBreak": " ", "HardBreak": "<br>", "Rule": "<hr>"}[event], " ")
            return
        ((name, value),) = event.items()
        if name == "Text":
            self._plain(self._marked(value, start, end) if self._marks else _text(value), value)
        elif name == "Start":
            number = self._number(_name(value))
            self._depth += 1
            self._start(value, number)
        elif name == "End":
            self._depth -= 1
            self._end(value)
        elif name == "Code":
            self._plain(f"<code>{_text(value)}</code>", value)
        elif name == "FootnoteReference":
            self._reference(value)
        else:
            self._plain(_text(value), value)

    def _plain(self, html: str, text: str) -> None:
        if self._images:
            self._alternative.append(text)
        else:
            self._out.append(html)

    def _number(self, name: str) -> int:
        """Number of the paragraph that begins with a tag, as `Body.paragraphs` counts; 0 for all other tags."""
        if not self._depth:
            self._items = name == "List"
        if name in PARAGRAPHS if not self._depth else self._items and self._depth == 1:
            self._paragraphs += 1
            return self._paragraphs
        return 0

    def _marked(self, value: str, start: int, end: int) -> str:
        """Plain words with the marks that stand in them."""
        while self._next < len(self._marks) and self._marks[self._next][1] <= start:
            self._next += 1
        data = value.encode()
        pieces, at = [], 0
        for begin, stop, kind in self._marks[self._next :]:
            if begin >= end:
                break
            # Where signs were resolved, offsets inside the words are not known: then only the whole is marked.
            plain = data == self._source[start:end]
            first, last = (max(begin - start, 0), min(stop, end) - start) if plain else (0, len(data))
            if not plain and (begin > start or stop < end):
                continue
            words = data[first:last].decode()
            pieces += [_text(data[at:first].decode()), f'<mark class="vk-mark vk-mark-{kind}">{_text(words)}</mark>']
            at = last
        pieces.append(_text(data[at:].decode()))
        return "".join(pieces)

    def _start(self, tag: object, number: int) -> None:
        if self._images:
            self._images += _name(tag) == "Image"
            return
        name = _name(tag)
        detail = tag[name] if isinstance(tag, dict) else None
        if name == "Image":
            self._images, self._alternative, self._image = 1, [], detail
            return
        if name == "FootnoteDefinition":
            label = detail.casefold()
            # Of several definitions of one label the first counts; the others go nowhere.
            self._out = [] if label in self.notes else self.notes.setdefault(label, [])
            return
        opening, closing = ("", "") if len(self._closing) >= DEEPEST else self._tags(name, detail)
        if number:
            begin, end = f"\x1d{number}\x1d", f"\x1e{number}\x1e"
            # A list may hold nothing but items, so that what goes around one goes into it.
            opening, closing = (opening + begin, end + closing) if name == "Item" else (begin + opening, closing + end)
        self._out.append(opening)
        self._closing.append(closing)

    def _tags(self, name: str, detail: object) -> tuple[str, str]:
        match name:
            case "Paragraph":
                return "<p>", "</p>"
            case "Heading" if self.headings:
                level = max(2, int(detail["level"][1:]))
                return f"<h{level}>", f"</h{level}>"
            case "Heading":
                return '<p class="vk-subheading"><strong>', "</strong></p>"
            case "List" if detail is None:
                return "<ul>", "</ul>"
            case "List":
                return ("<ol>" if detail == 1 else f'<ol start="{int(detail)}">'), "</ol>"
            case "BlockQuote":
                return "<blockquote>", "</blockquote>"
            case "CodeBlock":
                return '<pre tabindex="0"><code>', "</code></pre>"
            case "HtmlBlock":
                return '<p class="vk-raw">', "</p>"
            case "Link":
                return _link(f"mailto:{detail['dest_url']}" if detail["link_type"] == "Email" else detail["dest_url"])
            case "Table":
                self._alignments = detail
                opening = '<div class="vk-scroll" tabindex="0" role="group" aria-label="Bảng"><table class="vk-table">'
                return opening, "</tbody></table></div>"
            case "TableHead":
                self._cell, self._head = 0, True
                return "<thead><tr>", "</tr></thead><tbody>"
            case "TableRow":
                self._cell, self._head = 0, False
                return "<tr>", "</tr>"
            case "TableCell":
                return self._cell_tags()
        element = _INLINE.get(name) or _BLOCK.get(name, "")
        return (f"<{element}>", f"</{element}>") if element else ("", "")

    def _cell_tags(self) -> tuple[str, str]:
        alignment = self._alignments[self._cell] if self._cell < len(self._alignments) else "None"
        self._cell += 1
        styled = {"Center": ' class="vk-center"', "Right": ' class="vk-right"'}.get(alignment, "")
        if self._head:
            return f'<th scope="col"{styled}>', "</th>"
        return f"<td{styled}>", "</td>"

    def _end(self, tag: object) -> None:
        name = _name(tag)
        if self._images:
            self._images -= name == "Image"
            if name == "Image" and not self._images:
                self._show("".join(self._alternative).strip())
            return
        if name == "FootnoteDefinition":
            self._out = self.body
            return
        self._out.append(self._closing.pop())

    def _show(self, alternative: str) -> None:
        picture = self.pictures.get(self._image["dest_url"])
        if picture is None:
            self._out.append(f'<span class="vk-image">{_text(alternative or "hình không có lời mô tả")}</span>')
            return
        self.shows = True
        caption = " ".join(self._image["title"].split())
        below = f'<span class="vk-caption">{_text(caption)}</span>' if caption else ""
        self._out.append(
            f'<span class="vk-picture"><img src="images/{picture.name}" alt="{_text(alternative)}"'
            f' width="{picture.width}" height="{picture.height}" loading="lazy">{below}</span>'
        )

    def _reference(self, label: str) -> None:
        if self._images:
            return
        key = label.casefold()
        ordinal = self.labels.setdefault(key, len(self.labels) + 1)
        self._references[key] = self._references.get(key, 0) + 1
        id = f"{self.prefix}-{ordinal}"
        again = f"-{self._references[key]}" if self._references[key] > 1 else ""
        self._out.append(
            f'<sup class="vk-reference" id="fnref_{id}{again}">'
            f'<a href="#fn_{id}" role="doc-noteref">\x1f{ordinal}\x1f</a></sup>'
        )

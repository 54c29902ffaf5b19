"""Where the structure of a Markdown text stands, as the one CommonMark parser sees it."""

import pyromark

from vankien.model.source import Element

# The dialect of the drafts: CommonMark with pipe tables, footnotes and strikethrough (design, section 4).
DIALECT = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH


def elements(text: str) -> tuple[Element, ...]:
    """Headings, raw HTML, links, images and footnotes of a text, in order."""
    found: list[tuple[str, dict[str, int], str]] = []
    for event, place in pyromark.events_with_range(text, options=DIALECT):
        if isinstance(event, str):
            continue
        ((name, detail),) = event.items()
        if name == "Start" and isinstance(detail, dict):
            ((tag, attributes),) = detail.items()
            if tag == "Heading":
                found.append(("heading", place, attributes["level"][1:]))
            elif tag == "Link":
                found.append(("link", place, attributes["dest_url"]))
            elif tag == "Image":
                found.append(("image", place, attributes["dest_url"]))
            elif tag == "FootnoteDefinition":
                found.append(("footnote-definition", place, attributes))
        elif name == "FootnoteReference":
            found.append(("footnote", place, detail))
        elif name in ("Html", "InlineHtml"):
            found.append(("html", place, detail))
    if not found:
        return ()
    if text.isascii():
        return tuple(Element(kind, place["start"], place["end"], value) for kind, place, value in found)
    data = text.encode("utf-8")
    characters = _Characters(data)
    return tuple(
        Element(kind, characters.before(place["start"]), characters.before(place["end"]), value)
        for kind, place, value in found
    )


class _Characters:
    """Character offsets for byte offsets, quick for offsets that mostly grow."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.byte = self.character = 0

    def before(self, byte: int) -> int:
        """How many characters come before a byte."""
        if byte < self.byte:
            return self.character - len(self.data[byte : self.byte].decode("utf-8"))
        self.character += len(self.data[self.byte : byte].decode("utf-8"))
        self.byte = byte
        return self.character

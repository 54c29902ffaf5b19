"""Where the structure of a Markdown text stands, as the one CommonMark parser sees it."""

from itertools import accumulate, pairwise

import pyromark

from vankien.model.source import PARAGRAPHS, Element

# The dialect of the drafts: CommonMark with pipe tables, footnotes and strikethrough (design, section 4).
DIALECT = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH


def elements(text: str) -> tuple[Element, ...]:
    """Headings, paragraphs, raw HTML, links, images and footnotes of a text, in order."""
    found: list[tuple[str, dict[str, int], str]] = []
    depth = paragraphs = 0
    items = False
    for event, place in pyromark.events_with_range(text, options=DIALECT):
        if isinstance(event, str) or "Text" in event:
            continue
        if "End" in event:
            depth -= 1
            continue
        ((name, detail),) = event.items()
        if name == "Start":
            tag = detail if isinstance(detail, str) else next(iter(detail))
            if not depth:
                items = tag == "List"
            if tag in PARAGRAPHS if not depth else items and depth == 1:
                paragraphs += 1
                found.append(("paragraph", place, str(paragraphs)))
            depth += 1
            if tag == "Heading":
                found.append(("heading", place, detail[tag]["level"][1:]))
            elif tag == "Link":
                found.append(("link", place, detail[tag]["dest_url"]))
            elif tag == "Image":
                found.append(("image", place, detail[tag]["dest_url"]))
            elif tag == "FootnoteDefinition":
                found.append(("footnote-definition", place, detail[tag]))
        elif name == "FootnoteReference":
            found.append(("footnote", place, detail))
        elif name in ("Html", "InlineHtml"):
            found.append(("html", place, detail))
    if not found:
        return ()
    if text.isascii():
        return tuple(Element(kind, place["start"], place["end"], value) for kind, place, value in found)
    data = text.encode("utf-8")
    places = sorted({place[side] for _, place, _ in found for side in ("start", "end")})
    lengths = (len(data[begin:end].decode("utf-8")) for begin, end in pairwise((0, *places)))
    characters = dict(zip(places, accumulate(lengths), strict=True))
    return tuple(
        Element(kind, characters[place["start"]], characters[place["end"]], value) for kind, place, value in found
    )

"""Where the structure of a Markdown text stands, as the one CommonMark parser sees it."""

from functools import cache
from itertools import accumulate, pairwise

from vankien.model.regex import regex
from vankien.model.source import PARAGRAPHS, Element

SIGNS = regex(r"[\x01-\x09\x0b-\x1f!#&*<>\[\\\]_`|~\x7f-\xa0\u2028\u2029]")
"""What may mean anything but itself within a line that begins with a letter."""


def elements(text: str) -> tuple[Element, ...]:
    """Headings, paragraphs, raw HTML, links, images and footnotes of a text, in order."""
    plain = plain_paragraphs(text)
    return parsed(text) if plain is None else plain


def parsed(text: str) -> tuple[Element, ...]:
    """The same, always by the parser."""
    # Most texts are plain; the parser is loaded for the others.
    import pyromark

    options = _dialect()
    found: list[tuple[str, dict[str, int], str]] = []
    depth = paragraphs = 0
    items = False
    for event, place in pyromark.events_with_range(text, options=options):
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


@cache
def _dialect() -> object:
    """The dialect of the drafts: CommonMark with pipe tables, footnotes and strikethrough (design, section 4)."""
    from pyromark import Options

    return Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH


def plain_paragraphs(text: str) -> tuple[Element, ...] | None:
    """The paragraphs of a text that has nothing else, a line each with an empty one between; else none."""
    lines = text.removesuffix("\n").split("\n\n")
    if not all(line[:1].isalpha() and "\n" not in line for line in lines) or SIGNS.search(text):
        return None
    found = []
    start = 0
    for number, line in enumerate(lines, 1):
        end = min(start + len(line) + 1, len(text))
        found.append(Element("paragraph", start, end, str(number)))
        start = end + 1
    return tuple(found)

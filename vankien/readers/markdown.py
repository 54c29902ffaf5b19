"""Where the structure of a Markdown text stands, as the one CommonMark parser sees it."""

from functools import cache
from itertools import accumulate, pairwise
from operator import attrgetter

from vankien.model.regex import regex
from vankien.model.source import PARAGRAPHS, Element

SIGNS = frozenset("!#&*<>[\\]_`~")
"""What may mean anything but itself within a plain line."""
NOTE = regex(r"\[\^([0-9]{1,3})\](:?)(?![\[(])")
TABLE = regex(r"\|[^\n]+\|\n\|(?: *:?-+:? *\|)+(?:\n\|[^\n]+\|)*")
LINE = regex(r"- [^\W\d_]|\[\^([0-9]{1,3})\]: [^\W\d_]")
"""How an item of a list or a footnote of one line begins."""


def elements(text: str) -> tuple[Element, ...]:
    """Headings, paragraphs, raw HTML, links, images and footnotes of a text, in order."""
    plain = plain_blocks(text)
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


def plain_blocks(text: str) -> tuple[Element, ...] | None:
    """The same of a text whose blocks can be nothing but single lines, lists, tables and footnotes; else none."""
    notes = list(NOTE.finditer(text)) if "[^" in text else []
    words = NOTE.sub("", text) if notes else text
    if text[-1:] != "\n" or any(map(words.__contains__, SIGNS)) or not words.replace("\n", "").isprintable():
        return None
    found: list[Element] = []
    labels: dict[str, int] = {}
    number = end = 0
    for block in text[:-1].split("\n\n"):
        sign = block[:1]
        if (sign.isalpha() and "\n" not in block) or (sign == "|" and _is_table(block)):
            number += 1
            start, end = end, end + len(block) + 1
            found.append(Element("paragraph", start, end, str(number)))
            end += 1
            continue
        lines = block.split("\n")
        # The empty line behind a list or a footnote is part of it.
        lines[-1] += "\n"
        for line in lines:
            match = LINE.match(line)
            if match is None or line[0] != sign or match[1] in labels:
                return None
            start, end = end, min(end + len(line) + 1, len(text))
            if match[1]:
                labels[match[1]] = start
                found.append(Element("footnote-definition", start, end, match[1]))
            else:
                number += 1
                found.append(Element("paragraph", start, end, str(number)))
    if not notes:
        return tuple(found)
    # A sign before all footnotes that has a footnote is a reference; of what else it may be only the parser knows.
    first = min(labels.values(), default=0)
    references = [one for one in notes if one.start() not in labels.values()]
    if any(one[2] or one[1] not in labels or one.start() > first for one in references):
        return None
    found += [Element("footnote", *one.span(), one[1]) for one in references]
    return tuple(sorted(found, key=attrgetter("start")))


def _is_table(block: str) -> bool:
    # Cells beyond those of the first row are left out of a table, and with them the references to notes.
    return TABLE.fullmatch(block) is not None and len({row.count("|") for row in block.split("\n")}) == 1

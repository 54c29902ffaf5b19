"""The search index: what is found on each page, and the files that the search in the browser reads.

The seam for another search is `fragment` and `files`: a page's part of the index is made when the page is made and
kept with it, and the files are joined from the parts of all pages.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from vankien.render.site import places
from vankien.render.site.rendition import Rendition

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"

_VARIABLE = "var __index = "
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_VOID = frozenset(("br", "hr", "img", "input", "wbr", "col", "meta", "link", "source"))
_INLINE = frozenset(("a", "em", "strong", "del", "code", "span", "sup", "sub", "b", "i", "mark", "ins", "abbr"))


def fragment(page: Rendition) -> str:
    """A page's part of the index, on one line; empty for a page that search leaves out."""
    if (page.meta.get("search") or {}).get("exclude"):
        return ""
    location = places.published(page.uri)
    entries = []
    for part in page.parts:
        text = " ".join(shown(block) for block in part.blocks).strip()
        if part.level <= 1:
            entries.append({"location": location, "title": page.meta["title"], "text": text})
        else:
            entries.append({"location": f"{location}#{part.id}", "title": part.title, "text": text})
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))[1:-1]


def files(fragments: Iterable[str], options: Mapping[str, object]) -> dict[str, bytes]:
    """The files of the index by their path in the site; `options` is what the site's settings say about search."""
    config = {
        "lang": options.get("lang") or ["en"],
        "separator": options.get("separator", ""),
        "pipeline": list(options.get("pipeline") or ()),
        "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
    }
    head = json.dumps(config, ensure_ascii=False, separators=(",", ":"))
    index = f'{{"config":{head},"docs":[\n' + ",\n".join(one for one in fragments if one) + "\n]}\n"
    return {INDEX: index.encode(), SCRIPT: (_VARIABLE + index).encode()}


def fragments(index: bytes, uris: Sequence[str]) -> dict[str, str]:
    """The parts of an index that was written for these pages, so that none has to be kept twice."""
    lines = index.decode().split("\n")[1:-2]
    return dict(zip(uris, (line.removesuffix(",") for line in lines), strict=True)) if uris else {}


def shown(html: str) -> str:
    """The words of a piece of HTML, still escaped, without what is marked as not to be searched."""
    out: list[str] = []
    place, depth, hidden = 0, 0, 0
    for match in _TAG.finditer(html):
        if not hidden:
            out.append(html[place : match.start()])
        place = match.end()
        closing, name, attributes = match.groups()
        if name not in _INLINE and not hidden:
            out.append(" ")
        if name in _VOID:
            continue
        if closing:
            depth -= 1
            if hidden and depth < hidden:
                hidden = 0
            continue
        depth += 1
        if not hidden and "data-search-exclude" in attributes:
            hidden = depth
    if not hidden:
        out.append(html[place:])
    return " ".join("".join(out).split())

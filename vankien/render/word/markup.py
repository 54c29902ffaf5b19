"""WordprocessingML as trees: names, properties, order of children."""

import xml.etree.ElementTree as ET
import zlib
from collections.abc import Iterable

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
XML = "http://www.w3.org/XML/1998/namespace"
PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()} | {
    XML: "xml",
    # LibreOffice knows the names of relations and kinds of parts only without a prefix.
    "http://schemas.openxmlformats.org/package/2006/content-types": "",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
}
QUOTED = (('"', "&quot;"), ("\n", "&#10;"), ("\t", "&#9;"))
W = "{" + NAMESPACES["w"] + "}"


# Children of a run's properties, in order (ECMA-376 Part 1, 17.3.2.28).
RUN_ORDER = (
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
)


def w(name: str, /, **attributes: object) -> ET.Element:
    """An element of WordprocessingML with attributes of the same name space."""
    return ET.Element(W + name, {W + key: str(value) for key, value in attributes.items()})


def child_value(parent: ET.Element, name: str) -> str:
    """The `w:val` of a child; empty where there is none."""
    child = parent.find(W + name)
    return "" if child is None else child.get(f"{W}val", "")


def paragraph_properties(paragraph: ET.Element) -> ET.Element:
    """The properties of a paragraph, made where it has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = w("pPr")
        paragraph.insert(0, properties)
    return properties


def style_of(paragraph: ET.Element) -> str:
    """Id of a paragraph's style; empty for the default."""
    properties = paragraph.find(f"{W}pPr")
    return "" if properties is None else child_value(properties, "pStyle")


def set_style(paragraph: ET.Element, style: str) -> None:
    """Gives a paragraph a style."""
    properties = paragraph_properties(paragraph)
    existing = properties.find(f"{W}pStyle")
    if existing is None:
        properties.insert(0, w("pStyle", val=style))
    else:
        existing.set(f"{W}val", style)


def keep_with_next(paragraph: ET.Element) -> None:
    """Holds a paragraph on the page of what follows it."""
    properties = paragraph_properties(paragraph)
    if properties.find(f"{W}keepNext") is None:
        # The order of the children is fixed: the style stands before it (ECMA-376 Part 1, 17.3.1.26).
        properties.insert(0 if properties.find(f"{W}pStyle") is None else 1, w("keepNext"))


def put_in_order(properties: ET.Element) -> None:
    """Gives the properties of a run the order of their schema, each once; pandoc repeats those of nested emphasis."""
    found = {child.tag.removeprefix(W): child for child in reversed(list(properties))}
    for child in list(properties):
        properties.remove(child)
    properties.extend(sorted(found.values(), key=lambda child: RUN_ORDER.index(child.tag.removeprefix(W))))


def text_of(element: ET.Element) -> str:
    """The words of an element; a line break is a line feed."""
    parts = []
    for node in element.iter():
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag == f"{W}br" or (node.tag == f"{W}p" and parts):
            parts.append("\n")
    return "".join(parts)


def serialise(root: ET.Element) -> bytes:
    """The tree as the bytes of a part; three times as fast as `ElementTree.tostring`, half the time of a whole file."""
    names: dict[str, str] = {}
    pieces: list[str] = []
    _write(root, names, pieces)
    tag = names[root.tag]
    uris = dict.fromkeys(key[1:].partition("}")[0] for key in names if key[0] == "{")
    spaces = "".join(f' {f"xmlns:{_prefix(uri)}".rstrip(":")}="{uri}"' for uri in sorted(uris) if uri != XML)
    pieces[0] = f"<{tag}{spaces}{pieces[0][len(tag) + 1 :]}"
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + "".join(pieces)).encode()


def fragment(elements: Iterable[ET.Element]) -> tuple[bytes, dict[str, str]]:
    """Some elements for the inside of a part, and the name spaces that it has to name, by prefix."""
    names: dict[str, str] = {}
    pieces: list[str] = []
    for element in elements:
        _write(element, names, pieces)
    uris = dict.fromkeys(key[1:].partition("}")[0] for key in names if key[0] == "{")
    return "".join(pieces).encode(), {_prefix(uri): uri for uri in uris if uri != XML}


def _write(element: ET.Element, names: dict[str, str], pieces: list[str]) -> None:
    tag = names.get(element.tag) or _name(element.tag, names)
    start = f"<{tag}"
    for key, value in element.items():
        start += f' {names.get(key) or _name(key, names)}="{_escaped(value, True)}"'
    if len(element):
        pieces.append(f"{start}>{_escaped(element.text) if element.text else ''}")
        for child in element:
            _write(child, names, pieces)
        pieces.append(f"</{tag}>")
    elif element.text:
        pieces.append(f"{start}>{_escaped(element.text)}</{tag}>")
    else:
        pieces.append(f"{start}/>")
    if element.tail:
        pieces.append(_escaped(element.tail))


def _name(key: str, names: dict[str, str]) -> str:
    """A name as XML writes it, remembered."""
    uri, _, local = key[1:].partition("}") if key[0] == "{" else ("", "", key)
    names[key] = f"{_prefix(uri)}:{local}".lstrip(":") if uri else local
    return names[key]


def _prefix(uri: str) -> str:
    # A name space that is not ours needs no more than a prefix that is the same in every run.
    return PREFIXES.get(uri, f"n{zlib.crc32(uri.encode()):x}")


def _escaped(text: str, quoted: bool = False) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    if quoted:
        for letter, entity in QUOTED:
            if letter in text:
                text = text.replace(letter, entity)
    return text

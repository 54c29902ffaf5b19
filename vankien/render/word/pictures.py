"""Pictures in a Word file: their size on the page, and the parts that hold their bytes."""

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping

from vankien.model.picture import Picture
from vankien.model.record import record
from vankien.render.word.markup import NAMESPACES, W
from vankien.render.word.stationery import Stationery

EMU_PER_MM = 36000
MM_PER_INCH = 25.4
TWIPS_PER_MM = 1440 / MM_PER_INCH
WP = "{" + NAMESPACES["wp"] + "}"
A = "{" + NAMESPACES["a"] + "}"
C = "{" + NAMESPACES["c"] + "}"
PIC = "{" + NAMESPACES["pic"] + "}"
R = "{" + NAMESPACES["r"] + "}"


@record(eq=False)
class Album:
    """The pictures that documents may show."""

    pictures: Mapping[str, Picture]
    """Pictures by the name under which a document asks for them."""
    content: Callable[[Picture], bytes]
    """The bytes of one."""


def album(pictures: Iterable[Picture], content: Callable[[Picture], bytes]) -> Album:
    """The album of some pictures; `content` gives the bytes of one when a document needs them."""
    return Album({picture.name: picture for picture in pictures}, content)


def set_in(roots: Iterable[ET.Element], album: Album, stationery: Stationery) -> None:
    """Fills in the places that were kept for pictures, in their own size; charts are there already."""
    number = 0
    for root in roots:
        for inline in root.iter(f"{WP}inline"):
            number += 1
            properties = inline.find(f"{WP}docPr")
            properties.set("id", str(number))
            if not _is_chart(inline):
                _fill(inline, properties, album.pictures[properties.get("name")], number, stationery)


def fit(body: ET.Element, stationery: Stationery) -> None:
    """Makes each picture no larger than the page or the cell that it stands in allows."""
    share = stationery.profile.pictures.page_share
    width = height = 0.0
    for element in reversed(list(body)):
        section = element if element.tag == f"{W}sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            width, height = _text_area(section)
        for inline in _inlines(element):
            _shrink(inline, width, height * share)
        padding = 2 * stationery.profile.tables.padding_mm
        for cell in element.iter(f"{W}tc"):
            room = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) / TWIPS_PER_MM - padding
            for inline in _inlines(cell):
                _shrink(inline, room, height * share)


def fit_notes(notes: ET.Element, stationery: Stationery) -> None:
    """Makes pictures in footnotes no wider than an upright page."""
    page = stationery.profile.page
    height = page.height_mm - page.margins_mm.top - page.margins_mm.bottom
    for inline in _inlines(notes):
        _shrink(inline, stationery.text_width_mm(), height * stationery.profile.pictures.page_share)


def widest_mm(element: ET.Element) -> float:
    """Width of the widest picture in an element; 0 where there is none."""
    return max((_size(inline)[0] for inline in _inlines(element)), default=0.0)


def names(root: ET.Element) -> list[str]:
    """Names of the pictures in a part, each once, in order."""
    found = (blip.get(f"{R}embed").removeprefix("rId-") for blip in root.iter(f"{A}blip"))
    return list(dict.fromkeys(found))


def _inlines(root: ET.Element) -> list[ET.Element]:
    """The frames of pictures in an element; charts were made to fit."""
    return [inline for inline in root.iter(f"{WP}inline") if not _is_chart(inline)]


def _is_chart(inline: ET.Element) -> bool:
    return inline.find(f"{A}graphic/{A}graphicData/{C}chart") is not None


def _fill(inline: ET.Element, properties: ET.Element, picture: Picture, number: int, stationery: Stationery) -> None:
    properties.set("name", f"Picture {number}")
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.insert(0, ET.Element(f"{WP}extent"))
    inline.insert(1, ET.Element(f"{WP}effectExtent"))
    graphic = ET.SubElement(inline, f"{A}graphic")
    data = ET.SubElement(graphic, f"{A}graphicData", uri=NAMESPACES["pic"])
    shown = ET.SubElement(data, f"{PIC}pic")
    about = ET.SubElement(shown, f"{PIC}nvPicPr")
    ET.SubElement(about, f"{PIC}cNvPr", id=str(number), name=f"Picture {number}")
    ET.SubElement(about, f"{PIC}cNvPicPr")
    fill = ET.SubElement(shown, f"{PIC}blipFill")
    ET.SubElement(fill, f"{A}blip", {f"{R}embed": f"rId-{picture.name}"})
    ET.SubElement(ET.SubElement(fill, f"{A}stretch"), f"{A}fillRect")
    shape = ET.SubElement(shown, f"{PIC}spPr")
    frame = ET.SubElement(shape, f"{A}xfrm", {"rot": str(picture.turn * 60000)} if picture.turn else {})
    ET.SubElement(frame, f"{A}off", x="0", y="0")
    ET.SubElement(frame, f"{A}ext")
    geometry = ET.SubElement(shape, f"{A}prstGeom", prst="rect")
    ET.SubElement(geometry, f"{A}avLst")
    mm = MM_PER_INCH / stationery.profile.pictures.dots_per_inch
    _set_size(inline, picture.width * mm, picture.height * mm)


def _turned(inline: ET.Element) -> bool:
    return inline.find(f".//{A}xfrm").get("rot") in ("5400000", "16200000")


def _size(inline: ET.Element) -> tuple[float, float]:
    """Width and height as seen, in mm."""
    extent = inline.find(f"{WP}extent")
    width, height = (int(extent.get(name)) / EMU_PER_MM for name in ("cx", "cy"))
    return (height, width) if _turned(inline) else (width, height)


def _set_size(inline: ET.Element, width: float, height: float) -> None:
    # A turned picture is measured before it is turned, and says how far it then reaches beyond that
    # (ECMA-376 Part 1, 20.4.2.6 and 20.1.7.6).
    seen = [max(1, round(length * EMU_PER_MM)) for length in (width, height)]
    across, down = reversed(seen) if _turned(inline) else seen
    for place in (inline.find(f"{WP}extent"), inline.find(f".//{A}xfrm/{A}ext")):
        place.set("cx", str(across))
        place.set("cy", str(down))
    beyond = (across - down) // 2 if _turned(inline) else 0
    effect = inline.find(f"{WP}effectExtent")
    for side, length in (("l", -beyond), ("t", beyond), ("r", -beyond), ("b", beyond)):
        effect.set(side, str(max(0, length)))


def _shrink(inline: ET.Element, most_width: float, most_height: float) -> None:
    width, height = _size(inline)
    factor = min(1.0, most_width / width, most_height / height)
    if factor < 1:
        _set_size(inline, width * factor, height * factor)


def _text_area(section: ET.Element) -> tuple[float, float]:
    """Width and height of the text on the pages of a section, in mm."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    lengths = []
    for side, before, after in (("w", "left", "right"), ("h", "top", "bottom")):
        free = int(size.get(W + side)) - int(margins.get(W + before)) - int(margins.get(W + after))
        lengths.append(free / TWIPS_PER_MM)
    return lengths[0], lengths[1]

"""Tables of the text in the official layout: full width, borders, rows that stay whole."""

import xml.etree.ElementTree as ET

from vankien.render.word.markup import W, child_value, keep_with_next, set_style, text_of, w
from vankien.render.word.pictures import widest_mm
from vankien.render.word.stationery import Stationery, twips

KEEP_ROW = "cantSplit"
# A column's title may break into this many lines before it asks for a wider column.
TITLE_LINES = 3
# A column with a picture has at least this room for it.
LEAST_PICTURE_MM = 20


def lay_out(table: ET.Element, stationery: Stationery, width_mm: float) -> None:
    """Gives a table of pandoc's the full width, columns by what they hold, and the styles of its cells."""
    rows = table.findall(f"{W}tr")
    columns = max((len(row.findall(f"{W}tc")) for row in rows), default=0)
    if not columns:
        return
    needs = [(0.0, 0.0)] * columns
    for row in rows:
        is_header = row.find(f"{W}trPr/{W}tblHeader") is not None
        style = stationery.profile.styles.table_header if is_header else stationery.profile.styles.table_text
        keep_whole(row)
        for position, cell in enumerate(row.findall(f"{W}tc")):
            for paragraph in cell.iter(f"{W}p"):
                set_style(paragraph, "TableHeader" if is_header else "TableText")
                if is_header:
                    _drop_alignment(paragraph)
            if _columns(cell) > 1:
                continue
            least, most = _need(text_of(cell), stationery, style.size_pt, style.bold)
            picture = widest_mm(cell)
            least, most = max(least, min(picture, LEAST_PICTURE_MM)), max(most, picture)
            if is_header:
                most = max(least, most / TITLE_LINES)
            needs[position] = max(needs[position][0], least), max(needs[position][1], most)
    _keep_together(rows, stationery.profile.tables.whole_rows)
    padding = 2 * stationery.profile.tables.padding_mm
    widths = [twips(width) for width in shares([(a + padding, b + padding) for a, b in needs], width_mm)]
    _set_widths(table, widths)


def keep_whole(row: ET.Element) -> None:
    """Forbids that a row is split over two pages."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = ET.Element(f"{W}trPr")
        row.insert(0, properties)
    properties.insert(0, w(KEEP_ROW))


def shares(needs: list[tuple[float, float]], width: float) -> list[float]:
    """Widths of columns that add up to `width`, from the longest word and the longest line of each.

    Where the longest lines fit, spare room goes to all in their proportion; else each has room for
    its longest word and the rest goes by how much is missing; the rule of CSS 2.1, 17.5.2.2.
    """
    least = sum(low for low, _ in needs)
    most = sum(high for _, high in needs)
    if most <= width:
        return [width * high / most for _, high in needs]
    if least >= width:
        return [width * low / least for low, _ in needs]
    spare = (width - least) / (most - least)
    return [low + (high - low) * spare for low, high in needs]


def _need(text: str, stationery: Stationery, size_pt: float, bold: bool) -> tuple[float, float]:
    """Length of the longest word and of the longest line of a cell, in mm, with a letter's room to spare."""
    longest = max(text.split(), key=len, default="")
    spare = stationery.widths.length("m", size_pt, bold)
    lines = [stationery.widths.length(part, size_pt, bold) for part in text.splitlines() or [""]]
    return stationery.widths.length(longest, size_pt, bold) + spare, max(lines) + spare


def _columns(cell: ET.Element) -> int:
    """How many columns a cell runs over."""
    properties = cell.find(f"{W}tcPr")
    return int((child_value(properties, "gridSpan") if properties is not None else None) or 1)


def _keep_together(rows: list[ET.Element], whole: int) -> None:
    """Holds a short table on one page, and of a long one the titles with the next row and the last two rows."""
    titles = [row for row in rows[:-1] if any(_columns(cell) > 1 for cell in row.findall(f"{W}tc"))]
    kept = rows[:-1] if len(rows) <= whole else [rows[0], *titles, rows[-2]]
    for row in kept:
        for paragraph in row.iter(f"{W}p"):
            keep_with_next(paragraph)


def _drop_alignment(paragraph: ET.Element) -> None:
    """Column titles are centred by their style, also above a column of figures."""
    properties = paragraph.find(f"{W}pPr")
    alignment = properties.find(f"{W}jc") if properties is not None else None
    if alignment is not None:
        properties.remove(alignment)


def _set_widths(table: ET.Element, widths: list[int]) -> None:
    properties = table.find(f"{W}tblPr")
    look = properties.find(f"{W}tblLook")
    style = child_value(properties, "tblStyle")
    for child in list(properties):
        properties.remove(child)
    properties.append(w("tblStyle", val=style))
    properties.append(w("tblW", w=sum(widths), type="dxa"))
    properties.append(w("tblLayout", type="fixed"))
    if look is not None:
        properties.append(look)
    grid = table.find(f"{W}tblGrid")
    for child in list(grid):
        grid.remove(child)
    for width in widths:
        grid.append(w("gridCol", w=width))
    for row in table.findall(f"{W}tr"):
        free = list(widths)
        for cell in row.findall(f"{W}tc")[: len(widths)]:
            taken = _columns(cell)
            width, free = sum(free[:taken]), free[taken:]
            properties = cell.find(f"{W}tcPr")
            if properties is None:
                properties = ET.Element(f"{W}tcPr")
                cell.insert(0, properties)
            for old in properties.findall(f"{W}tcW"):
                properties.remove(old)
            properties.insert(0, w("tcW", w=width, type="dxa"))
            if row.find(f"{W}trPr/{W}tblHeader") is not None:
                properties.append(w("vAlign", val="center"))

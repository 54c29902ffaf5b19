"""Charts as Word draws them itself: with the document's own letters, sharp in print, readable without colour."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from vankien.render.chart import Chart
from vankien.render.figures import VERDICTS
from vankien.render.indicator_charts import SIGNS, verdicts
from vankien.render.word.job import ChartPart
from vankien.render.word.markup import NAMESPACES
from vankien.render.word.typography import clean

EMU_A_MM = 36_000
ROW_MM = 6.2
FRAME_MM = 26.0
TITLE_LINE_MM = 5.0
TITLE_LETTERS = 70
"""Letters of a line of the title."""

FEWEST_ROWS = 3
"""Bars for which there is room at least, so that one alone still looks like a bar."""

TALLEST_MM = 215.0
"""What fits on a page with a heading above it."""

MOST_ROWS = 38
"""Bars of one chart; the rows of a longer one stand in several."""

LETTERS_PT = 10.0
SMALL_LETTERS_PT = 9.0
MANY_ROWS = 20
GRIDS = 4
"""The line at the target is a line of the grid; where the longest bar is more targets long, there would be too many."""

DARK, BLACK, WHITE = "#404040", "#000000", "#FFFFFF"
HATCHED = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": DARK, "bg_color": WHITE}}
FILLS: dict[str, dict[str, object]] = {
    "exceeded": {"fill": {"color": DARK}},
    "met": {"fill": {"color": DARK}},
    "on-track": {"fill": {"color": "#8C8C8C"}},
    "behind": HATCHED,
    "unmet": HATCHED,
    "unassessed": {"fill": {"color": "#BFBFBF"}},
    "before": {"fill": {"color": WHITE}},
    "absent": {"fill": {"color": WHITE}},
}
"""How bars of each kind are filled: dark where all is well, hatched where it is not, so that a grey printer will do."""

EPOCH = datetime.datetime(1980, 1, 1)


def paragraphs(drawn: Chart, font: str, width_mm: float, first: int) -> Iterator[tuple[str, ChartPart]]:
    """A chart as paragraphs that show it, each with its part; `first` is the number of the first part in its file."""
    pieces = -(-len(drawn.rows) // MOST_ROWS)
    size = -(-len(drawn.rows) // pieces)
    longest = max((float(row.value) for row in drawn.rows if row.value is not None), default=1.0)
    for piece in range(pieces):
        rows = drawn.rows[piece * size : (piece + 1) * size]
        title = f"{drawn.title} ({piece + 1}/{pieces})" if pieces > 1 else drawn.title
        shown = replace(drawn, rows=rows, title=clean(title), description=clean(drawn.description))
        frame = FRAME_MM + TITLE_LINE_MM * (len(title) // TITLE_LETTERS)
        height = min(frame + ROW_MM * max(len(rows), FEWEST_ROWS), TALLEST_MM)
        letters = SMALL_LETTERS_PT if len(rows) > MANY_ROWS else LETTERS_PT
        yield _paragraph(shown, width_mm, height, first + piece), _part(shown, font, letters, longest)


def _paragraph(drawn: Chart, width_mm: float, height_mm: float, number: int) -> str:
    w, r, wp, a, c = (NAMESPACES[prefix] for prefix in ("w", "r", "wp", "a", "c"))
    spaces = f'xmlns:w="{w}" xmlns:r="{r}" xmlns:wp="{wp}" xmlns:a="{a}" xmlns:c="{c}"'
    told = f"title={quoteattr(drawn.title)} descr={quoteattr(drawn.description)}"
    return (
        f'<w:p {spaces}><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width_mm * EMU_A_MM)}" cy="{round(height_mm * EMU_A_MM)}"/>'
        f'<wp:docPr id="{9000 + number}" name="Biểu đồ {number}" {told}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{c}"><c:chart r:id="rIdChart{number}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def _part(drawn: Chart, font: str, size_pt: float, longest: float) -> ChartPart:
    """The chart and the workbook with its numbers, the same bytes for the same values."""
    # Late, since only reports with charts need it.
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": EPOCH})
    sheet = book.add_worksheet("Chart")
    for line, row in enumerate(drawn.rows):
        sheet.write_string(line, 0, clean(row.label))
        if row.value is not None:
            sheet.write_number(line, 1, row.value)
    last = len(drawn.rows) - 1
    letters = {"name": font, "size": size_pt, "color": BLACK}
    border = {"color": BLACK, "width": 0.5}
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": ["Chart", 0, 0, last, 0],
            "values": ["Chart", 0, 1, last, 1],
            "gap": 45,
            "border": border,
            "points": [{**FILLS[row.kind], "border": border} for row in drawn.rows],
            "data_labels": {
                "value": True,
                "position": "outside_end",
                "font": letters,
                # The line at the target runs behind the words.
                "fill": {"color": WHITE},
                "custom": [
                    {"value": clean(row.text), "font": letters, "fill": {"color": WHITE}}
                    if row.value is not None
                    else {"delete": True}
                    for row in drawn.rows
                ],
            },
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": letters, "line": border, "major_tick_mark": "none"})
    chart.set_x_axis({**_scale(drawn, longest), **_key(drawn, letters), "num_font": letters, "line": {"none": True}})
    chart.set_legend({"none": True})
    chart.set_title({"name": drawn.title, "name_font": {**letters, "bold": True, "size": size_pt + 1}})
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    sheet.insert_chart("D1", chart)
    book.close()
    with zipfile.ZipFile(stream) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    # The workbook is beside it, so that Word can open the numbers for editing.
    data = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>'
    return ChartPart(xml.replace("<c:printSettings>", data + "<c:printSettings>"), stream.getvalue())


def _scale(drawn: Chart, longest: float) -> dict[str, object]:
    """The axis of values: it shows nought and the target only, and a line at the target."""
    target = float(drawn.target) if drawn.target is not None else 0.0
    values = [float(row.value) for row in drawn.rows if row.value is not None]
    low, high = min([0.0, *values]), max([longest, target, 0.0])
    # Room for the words behind the longest bar.
    scale: dict[str, object] = {"min": low, "max": low + (high - low or 1.0) * 1.15, "label_position": "high"}
    if not drawn.target_text or target <= 0 or high > target * GRIDS or low < 0:
        return {**scale, "num_format": '[=0]"0";""', "major_gridlines": {"visible": False}}
    words = re.sub(r'["\\;\[\]]', " ", clean(drawn.target_text))
    return {
        **scale,
        "major_unit": target,
        "num_format": f'[=0]"0";[={drawn.target.normalize():f}]"chỉ tiêu {words}";""',
        "major_gridlines": {"visible": True, "line": {"color": BLACK, "width": 1.25, "dash_type": "dash"}},
    }


def _key(drawn: Chart, letters: dict[str, object]) -> dict[str, object]:
    """What the signs behind the bars mean, below the axis."""
    words = [f"{SIGNS[one]} {VERDICTS[one].lower()}" for one in verdicts(drawn) if one in SIGNS]
    return {"name": "   ".join(words), "name_font": {**letters, "bold": False}} if words else {}

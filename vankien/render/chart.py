"""Draws bars against a target as SVG that stands in a page: no script, no colours of its own, no foreign address."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from vankien.model.record import record

WIDTH = 480
"""In the chart's own units; the page scales it, and its style sheet sets the size of letters for wide and narrow."""
ROW = 22
LABEL = 28
"""Letters of a label that are shown."""
LETTER = 11
VALUE_ROOM = 74
FRAME = 30

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_MEASURES = ("x", "y", "width", "height", "d", "transform")
_KEPT = {"svg", "g", "rect", "path", "text"}
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


@record
class Bar:
    """One row of a chart."""

    name: str
    """Whose it is; shows where the pointer rests."""
    label: str
    """What stands before it, for which there is little room."""
    value: Decimal | None
    """Its length; a row without one stays empty."""
    text: str
    """The value in words, behind it."""
    kind: str
    """Ends the name of its class, by which the style sheet colours it."""


@record
class Chart:
    """Horizontal bars from the top down, with a line at the target."""

    title: str
    """What is shown; a screen reader says it."""
    description: str
    """What there is to see; a screen reader says it."""
    rows: tuple[Bar, ...]
    """The bars."""
    target: Decimal | None = None
    """Where the line stands; none without a line."""
    target_text: str = ""
    """The target in words."""


def svg(id: str, drawn: Chart) -> str:
    """A chart as SVG, the same bytes for the same values; `id` is unique on the page."""
    rows, target = drawn.rows, drawn.target
    # Late, since it takes longer to load than most commands take.
    import pygal
    from pygal.style import Style

    shown = [
        replace(row, name=_plain(row.name), label=_plain(row.label), text=_plain(row.text)) for row in reversed(rows)
    ]
    marks = [{"value": 0, "label": "0"}]
    if target is not None and target != 0:
        marks.append({"value": float(target), "label": _plain(drawn.target_text)})
    values = [float(row.value) for row in rows if row.value is not None]
    chart = pygal.HorizontalBar(
        style=Style(label_font_size=LETTER, major_label_font_size=LETTER, value_font_size=LETTER),
        js=(),
        css=(),
        no_prefix=True,
        width=WIDTH,
        height=FRAME + ROW * len(rows),
        margin=4,
        margin_right=VALUE_ROOM,
        spacing=6,
        truncate_label=-1,
        show_legend=False,
        print_values=True,
        print_values_position="top",
        range=_range([0.0, *values, *([float(target)] if target is not None else [])]),
        y_labels=marks,
        y_labels_major=[mark["value"] for mark in marks[1:]],
    )
    chart.x_labels = [_short(row.label) for row in shown]
    chart.add(
        "",
        [
            {
                "value": float(row.value) if row.value is not None else None,
                "formatter": lambda _, text=row.text: text,
                "tooltip": f"{row.name}: {row.text}" if row.text else row.name,
                "node": {"class": f"vk-bar-{row.kind}"},
            }
            for row in shown
        ],
    )
    return _inline(ET.fromstring(chart.render()), id, _plain(drawn.title), _plain(drawn.description))


def _range(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low, low + 1)


def _short(name: str) -> str:
    """A name for which there is room: names that begin alike often differ at the end only, so the middle goes."""
    if len(name) <= LABEL:
        return name
    end = name[-(LABEL // 3) - 1 :]
    end = end.partition(" ")[2] if " " in end else end[1:]
    return name[: LABEL - len(end) - 1].rstrip() + "…" + end


def _plain(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _inline(drawn: ET.Element, id: str, title: str, description: str) -> str:
    """What the library drew, without its styles, script, comments and coordinates in words, described anew."""
    root = ET.Element(
        "svg",
        {
            "class": "vk-chart",
            "viewBox": drawn.get("viewBox", ""),
            "role": "img",
            "aria-labelledby": f"{id}-title {id}-desc",
        },
    )
    ET.SubElement(root, "title", {"id": f"{id}-title"}).text = title
    ET.SubElement(root, "desc", {"id": f"{id}-desc"}).text = description
    root.extend(_kept(drawn))
    return ET.tostring(root, encoding="unicode", short_empty_elements=True).replace("\n", " ")


def _kept(drawn: ET.Element) -> Iterator[ET.Element]:
    # The line at the target is drawn last, over the bars.
    for child in sorted(drawn, key=lambda child: "axis x" in child.get("class", "")):
        name = child.tag.removeprefix(_SVG)
        tooltip = name == "title" and drawn.get("class") == "bar"
        if name not in _KEPT and not tooltip:
            continue
        if child.get("class") in ("background", "plot tooltip-overlay"):
            continue
        copy = ET.Element(name, {key: _rounded(key, value) for key, value in child.items() if _says(key, value)})
        copy.text = child.text
        copy.extend(_kept(child))
        if name != "g" or len(copy):
            yield copy


def _says(key: str, value: str) -> bool:
    return key in (*_MEASURES, "class") and bool(value)


def _rounded(key: str, value: str) -> str:
    if key not in _MEASURES:
        return value
    return _NUMBER.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), value)

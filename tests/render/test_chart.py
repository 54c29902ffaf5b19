"""Charts as SVG that stands in a page."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from vankien.render import chart
from vankien.render.chart import Bar, Chart

ROWS = [
    Bar("Đảng bộ Sở A", "Sở A", Decimal("94.38"), "94,38% ▲", "exceeded"),
    Bar("Chi bộ <script>B</script> & C", "B", Decimal(60), "60% ✕", "unmet"),
    Bar("Chi bộ D", "D", None, "", "absent"),
]


def drawn(rows=ROWS, target=Decimal(80), title="Tên", description="Lời tả"):
    return chart.svg("_bieu-do", Chart(title, description, tuple(rows), target, "từ 80% trở lên"))


def test_it_is_an_image_with_a_title_and_a_description():
    root = ET.fromstring(drawn())
    assert (root.tag, root.get("role")) == ("svg", "img")
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]
    assert [(child.tag, child.text) for child in root[:2]] == [("title", "Tên"), ("desc", "Lời tả")]


def test_a_bar_is_as_long_as_its_value_and_has_its_class():
    found = {bar.get("class"): float(bar.get("width")) for bar in ET.fromstring(drawn()).iter("rect")}
    assert set(found) == {"vk-bar-exceeded", "vk-bar-unmet"}
    assert found["vk-bar-unmet"] / found["vk-bar-exceeded"] == pytest.approx(60 / 94.38, abs=0.01)


def test_the_best_stands_on_top_and_the_line_lies_over_the_bars():
    root = ET.fromstring(drawn())
    names = [text.text for text in root.iter("text") if text.text in ("Sở A", "B", "D")]
    heights = {text.text: float(text.get("y")) for text in root.iter("text")}
    assert heights["Sở A"] < heights["B"] < heights["D"]
    assert len(names) == 3
    order = [node.get("class") for node in root.iter() if node.tag in ("rect", "path")]
    assert order.index("major guide line") > order.index("vk-bar-unmet")
    assert "từ 80% trở lên" in heights


def test_nothing_runs_loads_or_colours():
    text = drawn()
    for forbidden in ("<script", "<style", "style=", "href", "http", "xmlns", "<!--", "url(", "fill=", "stroke=", "\n"):
        assert forbidden not in text, forbidden
    assert "&lt;script&gt;B&lt;/script&gt; &amp; C" in text


def test_the_same_values_give_the_same_bytes_in_every_process():
    program = (
        "from decimal import Decimal; from vankien.render import chart; "
        "bar = chart.Bar('x', 'x', Decimal('1.5'), '1,5', 'met'); "
        "print(chart.svg('a', chart.Chart('b', 'c', (bar,), Decimal(2), '2')))"
    )
    made = {subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout for _ in range(2)}
    assert made == {
        (
            chart.svg("a", Chart("b", "c", (Bar("x", "x", Decimal("1.5"), "1,5", "met"),), Decimal(2), "2")) + "\n"
        ).encode()
    }


def test_81_units_have_a_row_each():
    few, many = (ET.fromstring(drawn(ROWS[:2] * times)).get("viewBox").split() for times in (1, 40))
    assert few[2] == many[2]
    assert int(many[3]) - int(few[3]) == 78 * chart.ROW


@pytest.mark.parametrize("value", [Decimal(0), Decimal(-5), Decimal("1e12"), Decimal("0.001")])
@pytest.mark.parametrize("target", [None, Decimal(0), Decimal(-3), Decimal("5.5")])
def test_any_number_can_be_drawn(value, target):
    ET.fromstring(drawn([Bar("A", "A", value, "x\x00\ufffe", "met")], target))


def test_long_labels_are_cut_and_show_whole_at_the_pointer():
    name = "Trung tâm Dịch vụ việc làm và Hướng nghiệp"
    root = ET.fromstring(drawn([Bar(name, name, Decimal(1), "1", "met")], None))
    shown = next(text.text for text in root.iter("text") if text.text.startswith("Trung tâm"))
    assert shown == "Trung tâm Dịch vụ việ…nghiệp"
    assert len(shown) <= chart.LABEL
    assert f"{name}: 1" in [title.text for title in root.iter("title")]


def test_the_library_is_loaded_late():
    program = "import sys, vankien.render.site; print('pygal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.split() == [b"False"]

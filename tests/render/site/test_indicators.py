"""The pages of the indicators."""

import re
import time
from html import unescape

import pytest

from tests.render.small_cycle import pages_of
from tests.repositories import section, write
from vankien.readers.project import read
from vankien.render import demo

REGISTER = """\
ket-nap: {title: Kết nạp, unit: đảng viên, aggregate: sum, target: "140 - 150", over: year, heading: bao-cao/thuan-loi,
  source: Nghị quyết 04}
hoc-tap: {title: Học tập, unit: "%", measure: percentage, aggregate: ratio, target: "> 90", over: year,
  heading: bao-cao/thuan-loi}
mo-hinh: {title: Mô hình, unit: mô hình, aggregate: share-met, target: ">= 1", share: "100", over: year,
  heading: bao-cao/kho-khan, applies: "level:co-so"}
le: {title: Không ở đâu, unit: việc}
"""

UNITS = {
    "phong-a": "{ket-nap: {actual: 100, as_of: 2023-04-30, source: Sổ A, parts: {nu: 40}}, hoc-tap: {actual: 19/20}, "
    "mo-hinh: {actual: 2}}",
    "phong-b": "{ket-nap: {actual: 45, as_of: 2023-01-31}, hoc-tap: {actual: 8/10}, mo-hinh: {actual: 0}}",
    "phong-c": "{ket-nap: {actual: nhiều}, hoc-tap: {actual: 10/10}}",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The pages of a bloc with four units, of which one reports nothing and one something unreadable."""
    files = {
        "content/cycle.yml": """\
name: Kỳ thử
root: khoi
today: 2023-05-12
term: 2020 - 2025
reports: {bao-cao: Văn phòng}
levels: {khoi: {name: Khối}, co-so: {name: Cơ sở, period: {from: 2020, to: 2023-04}}}
""",
        "content/indicators.yml": REGISTER,
        "units/khoi/bao-cao/thuan-loi.md": section("x", indicators="{ket-nap: {actual: 150}}"),
        "units/phong-d/unit.yml": "name: Phòng D\nlevel: co-so\nparent: khoi\n",
    }
    for unit, indicators in UNITS.items():
        files[f"units/{unit}/unit.yml"] = f"name: Phòng {unit[-1].upper()}\nlevel: co-so\nparent: khoi\n"
        files[f"units/{unit}/bao-cao/thuan-loi.md"] = section("x", indicators=indicators)
    root = write(tmp_path_factory.mktemp("kho"), files)
    project = read(root)
    pages = pages_of(project, root)
    assert pages == pages_of(read(root), root)
    return pages


def text(markdown: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", markdown.split("\n---\n", 1)[1])).split())


def test_the_register_has_a_line_an_indicator_with_target_total_coverage_and_verdict(shown):
    told = text(shown["indicators/index.md"].markdown)
    assert "Kết nạp (đảng viên) 140 - 150 145 2/4 đơn vị Đạt" in told
    assert "Học tập trên 90% 92,5% 3/4 đơn vị Vượt" in told
    assert "Mô hình (mô hình) 100% đơn vị 50% 2/4 đơn vị Chưa đạt" in told
    assert "Ngoài đề cương" in told
    assert "Không ở đâu (việc) – không" not in told


def test_a_page_has_the_facts_and_leads_to_the_heading(shown):
    page = shown["indicators/ket-nap.md"].markdown
    told = text(page)
    assert "Mục tiêu 140 - 150" in told
    assert "Cách tổng hợp cộng số của các đơn vị" in told
    assert "Nguồn Nghị quyết 04" in told
    assert 'href="../headings/bao-cao/thuan-loi.html"' in page


def test_a_total_says_what_it_stands_on_and_opens_to_its_parts(shown):
    told = text(shown["indicators/ket-nap.md"].markdown)
    assert "Khối 145 · 2/4 đơn vị" in told
    assert "Khối tự báo cáo 150 , khác số tổng hợp" in told
    assert "Chưa có số (1) Phòng D" in told
    assert "Số cũ, vẫn tính (1) Phòng B" in told
    assert "Không tính (1) Phòng C (không phải là số)" in told
    assert "2 số hợp thành Phòng A : 100 Phòng B : 45 số cũ" in told
    assert "nữ: 40" in told


def test_a_ratio_shows_its_numerator_and_denominator(shown):
    told = text(shown["indicators/hoc-tap.md"].markdown)
    assert "37/40" in told
    assert "Phòng A : 19/20" in told
    assert "Phòng B 80% (8/10) trên 90% Chưa đạt thấp hơn 10 điểm %" in told


def test_the_table_has_every_asked_unit_and_leads_to_the_text(shown):
    page = shown["indicators/ket-nap.md"].markdown
    told = text(page)
    assert "Phòng A 100" in told
    assert "Phòng C nhiều Không tính không phải là số" in told
    assert "Phòng D Chưa có" in told
    assert "30/4/2023 Sổ A" in told
    assert 'href="../units/phong-a/bao-cao.html#thuan-loi"' in page


def test_the_chart_holds_what_the_table_holds(shown):
    page = shown["indicators/hoc-tap.md"].markdown
    assert page.count('<svg class="vk-chart"') == 1
    assert "3/4 đơn vị có số liệu, từ 100% (Phòng C) đến 80% (Phòng B)" in page
    assert "vượt 2, chưa đạt 1" in page
    assert "major guide line" in page
    # The target of a sum is that of the whole: no line, since no unit is held to it.
    assert "major guide line" not in shown["indicators/ket-nap.md"].markdown
    assert '<svg class="vk-chart"' not in shown["indicators/le.md"].markdown


def test_the_home_page_says_how_many_are_met_and_which_are_behind(shown):
    told = text(shown["index.md"].markdown)
    assert "Đạt hoặc vượt 2 Chậm hoặc chưa đạt 1 Chưa đánh giá 1" in told
    assert "Chưa đạt Mô hình 50%, mục tiêu 100% đơn vị (2/4 đơn vị)" in told


def test_a_cycle_without_indicators_says_so(tmp_path):
    root = write(tmp_path, {"content/indicators.yml": "{}\n"})
    pages = pages_of(read(root), root)
    assert "chưa khai báo chỉ tiêu nào" in pages["indicators/index.md"].markdown
    assert "_chi-tieu" not in pages["index.md"].markdown


def test_the_pages_of_81_units_are_quick_and_small(tmp_path, capsys):
    root = tmp_path / "kho"
    demo.write(root, 81, 1, read)
    project = read(root)
    from vankien.render.site import indicators
    from vankien.render.site.edition import Edition
    from vankien.render.templates import environment

    begun = time.perf_counter()
    made = list(indicators.pages(Edition(project, (), str, environment(root))))
    took = time.perf_counter() - begun
    with capsys.disabled():
        print(f"\n{len(made)} pages of indicators with 81 units: {took:.2f} s")
    assert len(made) == len(project.indicators) + 1
    assert max(len(page.markdown) for page in made) < 200_000


EXTRA = """\
thu: {title: Thu, unit: tỷ đồng, aggregate: sum, over: year, target: "20", heading: bao-cao/thuan-loi}
xep-loai: {title: Xếp loại, measure: ordinal, scale: [Yếu, Khá, Tốt], target: Khá, heading: bao-cao/thuan-loi}
"""


def other_pages(folder, figures, body="x", extra=""):
    """The pages of a bloc whose units report these figures, with a text of the bloc's own."""
    files = {"content/indicators.yml": EXTRA + extra, "units/khoi/bao-cao/thuan-loi.md": section(body)}
    for unit, (parent, given) in figures.items():
        files[f"units/{unit}/unit.yml"] = f"name: Phòng {unit}\nlevel: co-so\nparent: {parent}\n"
        files[f"units/{unit}/bao-cao/thuan-loi.md"] = section("x", indicators=given)
    root = write(folder, files)
    return pages_of(read(root), root)


def test_the_same_period_of_the_term_before_has_a_column_where_it_is_given(tmp_path):
    pages = other_pages(
        tmp_path,
        {"a": ("khoi", "{thu: {actual: 12, baseline: 8}}"), "b": ("khoi", "{thu: {actual: 6, baseline: 12}}")},
    )
    told = text(pages["indicators/thu.md"].markdown)
    assert "So với mục tiêu Cùng kỳ nhiệm kỳ trước Tính đến" in told
    assert "12 tăng" not in told
    assert "8 tăng 4 (50%)" in told
    assert "12 giảm 6 (50%)" in told
    assert "Cùng kỳ nhiệm kỳ trước" not in text(pages["indicators/xep-loai.md"].markdown)


def test_years_are_drawn_for_the_whole_and_for_each_unit(tmp_path):
    pages = other_pages(
        tmp_path,
        {
            "a": ("khoi", '{thu: {years: {2021: "12", 2022: "13"}}}'),
            "b": ("khoi", '{thu: {years: {2021: "7", 2022: "8"}}}'),
        },
    )
    page = pages["indicators/thu.md"].markdown
    told = text(page)
    assert "Qua các năm" in told
    assert "mỗi năm một thanh. 2021: 19 (2/3); 2022: 21 (2/3)" in told
    assert "của Phòng a, mỗi năm một thanh. 2021: 12; 2022: 13" in told


def test_words_are_counted_by_step_of_the_scale_and_drawn(tmp_path):
    pages = other_pages(
        tmp_path,
        {
            "a": ("khoi", "{xep-loai: {actual: Tốt}}"),
            "b": ("khoi", "{xep-loai: {actual: Yếu}}"),
            "c": ("khoi", "{xep-loai: {actual: Tốt}}"),
        },
    )
    page = pages["indicators/xep-loai.md"].markdown
    assert "số đơn vị theo từng mức. Tốt: 2; Khá: 0; Yếu: 1; Chưa có: 1. Mục tiêu: Khá." in text(page)
    assert page.count('<svg class="vk-chart"') == 1


def test_a_chart_stands_where_a_text_asks_for_it(tmp_path):
    pages = other_pages(
        tmp_path,
        {"a": ("khoi", "{thu: {actual: 12}}")},
        "Trước.\n\n{{ thu.chart }}\n\nSau.\n\nTrong câu {{ thu.chart }} thì không.",
    )
    page = pages["units/khoi/bao-cao.md"].markdown
    assert page.count('<svg class="vk-chart"') == 1
    assert page.index("Trước.") < page.index('<svg class="vk-chart"') < page.index("Sau.")
    assert "Trong câu {{ thu.chart }} thì không." in text(page)
    # The page of the heading shows the same text.
    assert '<svg class="vk-chart"' in pages["headings/bao-cao/thuan-loi.md"].markdown


def test_a_total_of_many_opens_to_the_totals_below_it(tmp_path):
    figures = {"h1": ("khoi", "{}"), "h2": ("khoi", "{}")}
    figures |= {f"xa-{number}": (f"h{number % 2 + 1}", "{thu: {actual: 2}}") for number in range(6)}
    told = text(other_pages(tmp_path, figures)["indicators/thu.md"].markdown)
    assert "6 số hợp thành Phòng h1 : 6 3/3 đơn vị Phòng h2 : 6 3/3 đơn vị" in told


def test_a_page_of_a_thousand_units_lists_those_that_fall_short(tmp_path):
    figures = {f"h{number}": ("khoi", "{}") for number in range(20)}
    figures |= {
        f"xa-{number}": (f"h{number % 20}", "{thu: {actual: 30, target: 20}}" if number % 7 else "{thu: {target: 20}}")
        for number in range(1000)
    }
    page = other_pages(tmp_path, figures)["indicators/thu.md"].markdown
    table = page.split("vk-observations")[1].split("</table>")[0]
    assert table.count("<tr>") <= 301
    assert "Bảng chỉ ghi những đơn vị chưa có số" in text(page)
    # Bars of the twenty above the units, and not of the thousand.
    chart = page.split('<svg class="vk-chart"')[1].split("</svg>")[0]
    assert chart.count('class="vk-bar-') == 20
    assert len(page) < 500_000


def test_the_page_of_a_unit_says_what_it_is_behind_on_and_what_is_lacking(tmp_path):
    pages = other_pages(
        tmp_path,
        {"a": ("khoi", "{thu: {actual: 12, target: 20}}"), "b": ("khoi", "{thu: {actual: 25, target: 20}}")},
    )
    told = text(pages["units/a/index.md"].markdown)
    assert "Chậm hoặc chưa đạt 1 Chưa đạt Thu 12, mục tiêu 20 1 chỉ tiêu chưa có số Xếp loại" in told
    assert "Chưa đạt Thu" not in text(pages["units/b/index.md"].markdown)
    # The unit above is held to the target of the whole.
    assert "Vượt Thu" not in text(pages["units/khoi/index.md"].markdown)
    assert "Đạt hoặc vượt 1" in text(pages["units/khoi/index.md"].markdown)


def test_a_figure_within_the_range_is_met_and_not_exceeded(tmp_path):
    figures = {"a": ("khoi", '{ty-le: {actual: "3,75%"}}')}
    pages = other_pages(
        tmp_path, figures, extra='ty-le: {title: Tỷ lệ, unit: "%", measure: percentage, target: "3 - 4"}\n'
    )
    assert "Đạt cao hơn 0,75 điểm %" in text(pages["indicators/ty-le.md"].markdown)

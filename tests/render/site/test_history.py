"""What an indicator was in earlier drafts, on its page."""

import datetime
import re
from dataclasses import replace
from html import unescape

import pytest

from tests.render.small_cycle import pages_of
from tests.repositories import section, write
from vankien.model.draft import Draft
from vankien.readers.project import read

REGISTER = """\
ket-nap: {title: Kết nạp, unit: đảng viên, aggregate: sum, target: "150", over: year, heading: bao-cao/thuan-loi}
xep-loai: {title: Xếp loại, measure: ordinal, scale: [Yếu, Khá, Tốt], target: Khá, heading: bao-cao/thuan-loi}
"""
CYCLE = """\
name: Kỳ thử
root: khoi
today: 2023-05-12
term: 2020 - 2025
reports: {bao-cao: Văn phòng}
levels: {khoi: {name: Khối}, co-so: {name: Cơ sở}}
"""


def project_of(folder, figures, register=REGISTER):
    """A bloc whose units report these figures."""
    files = {"content/cycle.yml": CYCLE, "content/indicators.yml": register}
    for unit, given in figures.items():
        if unit != "khoi":
            files[f"units/{unit}/unit.yml"] = f"name: Phòng {unit[-1].upper()}\nlevel: co-so\nparent: khoi\n"
        files[f"units/{unit}/bao-cao/thuan-loi.md"] = section("x", indicators=given)
    return read(write(folder, files)), folder


@pytest.fixture
def shown(tmp_path):
    """The pages of a bloc with two earlier drafts: a figure that grew, a target that changed, a unit that left."""
    first, _ = project_of(
        tmp_path / "1",
        {
            "phong-a": "{ket-nap: {actual: 40, target: 60}, xep-loai: {actual: Khá}}",
            "phong-x": "{ket-nap: {actual: 7}}",
        },
        REGISTER.replace("150", "140"),
    )
    second, _ = project_of(tmp_path / "2", {"phong-a": "{ket-nap: {actual: 50, target: 60}}", "phong-b": "{}"})
    now, root = project_of(
        tmp_path / "3",
        {
            "phong-a": "{ket-nap: {actual: 55, target: 50}, xep-loai: {actual: Tốt}}",
            "phong-b": "{ket-nap: {actual: 45}}",
        },
    )
    drafts = tuple(
        Draft(number, f"draft/{number}", "abc", datetime.date(2023, 2 + number, 1), project)
        for number, project in enumerate((first, second), start=1)
    )
    return pages_of(replace(now, drafts=drafts), root)


def told(markdown: str) -> str:
    history = markdown.split("{#_du-thao}")[1]
    return " ".join(unescape(re.sub("<[^>]*>", " ", history)).split())


def test_each_unit_has_its_figure_of_each_draft_and_now(shown):
    words = told(shown["indicators/ket-nap.md"].markdown)
    assert "Đơn vị Dự thảo 1 Dự thảo 2 Hiện nay" in words
    assert re.search(r"Phòng A 40 Chưa đạt 50 Chưa đạt 55 Vượt", words)
    assert "Phòng B chưa có chưa có 45" in words


def test_the_whole_has_its_total_of_each_draft_with_how_many_reported(shown):
    words = told(shown["indicators/ket-nap.md"].markdown)
    assert re.search(r"Đảng bộ Khối 47 tổng hợp 2/3|Khối 47 tổng hợp 2/\d", words)
    assert re.search(r"100 tổng hợp \d/\d", words)


def test_changed_targets_are_marked(shown):
    words = told(shown["indicators/ket-nap.md"].markdown)
    assert "Đổi mục tiêu 60 → 50" in words
    assert "Đổi mục tiêu 140 → 150" in words
    assert "Mục tiêu đã đổi qua các lần dự thảo ở 2 đơn vị" in words


def test_a_unit_that_is_no_more_is_told_without_a_link(shown):
    page = shown["indicators/ket-nap.md"].markdown
    assert "Phòng X không còn trong danh sách 7" in told(page)
    assert "units/phong-x" not in page


def test_numbers_have_a_chart_and_words_have_none(shown):
    assert 'id="_qua-du-thao-ket-nap-title"' in shown["indicators/ket-nap.md"].markdown
    assert "_qua-du-thao-" not in shown["indicators/xep-loai.md"].markdown
    assert "Phòng A Khá Đạt chưa có Tốt Vượt" in told(shown["indicators/xep-loai.md"].markdown)


def test_without_drafts_there_is_no_history(tmp_path):
    now, root = project_of(tmp_path / "3", {"phong-a": "{ket-nap: {actual: 55}}"})
    assert "_du-thao" not in pages_of(now, root)["indicators/ket-nap.md"].markdown


def test_an_own_figure_is_not_drawn_beside_totals(tmp_path):
    before, _ = project_of(tmp_path / "1", {"khoi": "{ket-nap: {actual: 88}}", "phong-a": "{}"})
    later, _ = project_of(tmp_path / "2", {"khoi": "{}", "phong-a": "{ket-nap: {actual: 17}}"})
    now, root = project_of(tmp_path / "3", {"khoi": "{}", "phong-a": "{ket-nap: {actual: 20}}"})
    drafts = tuple(
        Draft(number, f"draft/{number}", "abc", datetime.date(2023, 2 + number, 1), project)
        for number, project in enumerate((before, later), start=1)
    )
    page = pages_of(replace(now, drafts=drafts), root)["indicators/ket-nap.md"].markdown
    drawn = page.split('aria-labelledby="_qua-du-thao-ket-nap-title')[1].split("</svg>")[0]
    assert "Dự thảo 2: 17; Hiện nay: 20" in drawn
    assert "88" not in drawn

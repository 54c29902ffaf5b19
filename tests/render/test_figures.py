"""Figures, dates and placeholders as Vietnamese documents print them."""

import datetime

import pytest

from tests.repositories import write
from vankien.readers.project import read
from vankien.render.figures import appendix_rows, fill, short_date, vietnamese_date

APPENDIX = "appendices: [{id: phu-luc, title: chỉ tiêu, kind: indicators, columns: [a, b, c, d, e, f]}]\n"


@pytest.mark.parametrize(
    ("day", "words", "figures"),
    [
        ((2023, 4, 3), "ngày 03 tháng 4 năm 2023", "03/4/2023"),
        ((2023, 1, 9), "ngày 09 tháng 01 năm 2023", "09/01/2023"),
        ((2023, 2, 20), "ngày 20 tháng 02 năm 2023", "20/02/2023"),
        ((2023, 12, 31), "ngày 31 tháng 12 năm 2023", "31/12/2023"),
    ],
)
def test_a_date_has_zeros_only_where_the_rule_asks(day, words, figures):
    assert (vietnamese_date(datetime.date(*day)), short_date(datetime.date(*day))) == (words, figures)


def with_observation(tmp_path, observation, body):
    text = f"---\nstatus: draft\nindicators:\n  ket-nap: {observation}\n---\n{body}\n"
    project = read(write(tmp_path, {"units/phong-a/bao-cao/thuan-loi.md": text}))
    return fill(project, project.section("phong-a", "bao-cao", "thuan-loi"))


@pytest.mark.parametrize(
    ("body", "filled"),
    [
        (
            "Kết nạp {{ ket-nap.actual }} đảng viên, chỉ tiêu {{ket-nap.target}}.",
            "Kết nạp 64 đảng viên, chỉ tiêu 140 - 150.",
        ),
        ("{{ ket-nap.share }} {{ la.actual }} {{ 1 + 1 }}", "{{ ket-nap.share }} {{ la.actual }} {{ 1 + 1 }}"),
    ],
)
def test_a_placeholder_stands_for_the_unit_s_value(tmp_path, body, filled):
    assert with_observation(tmp_path, "{actual: 64}", body) == filled + "\n"


def test_a_value_is_text_and_never_markup(tmp_path):
    assert with_observation(tmp_path, '{actual: "*<b>_[x](y)"}', "{{ ket-nap.actual }}") == r"\*\<b\>\_\[x\](y)" + "\n"


def test_the_appendix_has_a_row_an_indicator_also_where_the_unit_reports_nothing(tmp_path):
    root = write(tmp_path)
    outline = root / "content/outlines/bao-cao.md"
    outline.write_text(outline.read_text().replace("due: [nop]\n", "due: [nop]\n" + APPENDIX))
    project = read(root)
    appendix = project.outlines["bao-cao"].appendices[0]
    assert appendix_rows(project, "phong-a", appendix) == [["01", "Kết nạp", "đảng viên", "140 - 150", "", ""]]

"""Figures, dates and placeholders as Vietnamese documents print them."""

import datetime
from dataclasses import replace

import pytest

from tests.repositories import write
from vankien.model.outline import COLUMNS, Appendix
from vankien.readers.project import read
from vankien.render.dates import short_date, vietnamese_date
from vankien.render.figures import appendix_rows, comparison_text, fill
from vankien.rollup.ledger import ledger

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
        ("So với chỉ tiêu: {{ ket-nap.share }}, {{ ket-nap.verdict }}.", "So với chỉ tiêu: 45,71%, chưa đạt."),
        ("{{ ket-nap.total }} {{ la.actual }} {{ 1 + 1 }}", "{{ ket-nap.total }} {{ la.actual }} {{ 1 + 1 }}"),
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


REGISTER = """\
ket-nap: {title: Kết nạp, unit: đảng viên, aggregate: sum, target: "140 - 150", over: year, heading: bao-cao/thuan-loi}
hoc-tap: {title: Học tập, unit: "%", measure: percentage, aggregate: ratio, target: "> 90", heading: bao-cao/thuan-loi}
"""


def of_two_units(tmp_path, body):
    """A repository in which two units report, and the text of the unit above them."""

    def text(ket_nap, hoc_tap):
        given = f"  ket-nap: {{actual: {ket_nap}}}\n  hoc-tap: {{actual: {hoc_tap}}}\n"
        return f"---\nstatus: draft\nindicators:\n{given}---\nx\n"

    files = {
        "content/indicators.yml": REGISTER,
        "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
        "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: khoi\n",
        "units/phong-a/bao-cao/thuan-loi.md": text("1.000", "9/10"),
        "units/phong-b/bao-cao/thuan-loi.md": text("395", "10/10"),
        "units/khoi/bao-cao/thuan-loi.md": f"---\nstatus: draft\n---\n{body}\n",
    }
    return read(write(tmp_path, files))


def test_a_parent_s_text_shows_what_is_rolled_up(tmp_path):
    body = (
        "Kết nạp {{ ket-nap.total }} ({{ ket-nap.coverage }} đơn vị); học tập {{hoc-tap.total}}; {{ ket-nap.actual }}."
    )
    project = of_two_units(tmp_path, body)
    filled = fill(project, project.section("khoi", "bao-cao", "thuan-loi"))
    assert filled == "Kết nạp 1.395 (2/3 đơn vị); học tập 95%; {{ ket-nap.actual }}.\n"


def test_the_target_of_the_whole_is_not_held_against_a_unit(tmp_path):
    project = of_two_units(tmp_path, "x")
    outline = project.outlines["bao-cao"]
    appendix = Appendix("phu-luc", "Chỉ tiêu", "indicators", ("a", "b", "c", "d", "e", "f"), COLUMNS[:6])
    project = replace(project, outlines={"bao-cao": replace(outline, appendices=(appendix,))})
    assert appendix_rows(project, "phong-a", appendix) == [
        ["01", "Kết nạp", "đảng viên", "", "1.000", ""],
        ["02", "Học tập", "%", "trên 90%", "90%", "Chưa đạt"],
    ]
    assert appendix_rows(project, "khoi", appendix)[0][3] == "140 - 150"


def test_a_parent_s_appendix_shows_the_total_once_all_units_have_reported(tmp_path):
    project = of_two_units(tmp_path, "x")
    outline = project.outlines["bao-cao"]
    appendix = Appendix("phu-luc", "Chỉ tiêu", "indicators", ("a", "b", "c", "d", "e", "f"), COLUMNS[:6])
    project = replace(project, outlines={"bao-cao": replace(outline, appendices=(appendix,))})
    assert [row[4:] for row in appendix_rows(project, "khoi", appendix)] == [["", ""], ["", ""]]
    complete = replace(project, units={id: unit for id, unit in project.units.items() if id != "phong-c"})
    assert [row[4:] for row in appendix_rows(complete, "khoi", appendix)] == [
        ["1.395", "Đạt 996,43% (vượt)"],
        ["95%", "Vượt 5 điểm %"],
    ]


@pytest.mark.parametrize(("actual", "words"), [("70", "Đạt 70% (đúng tiến độ)"), ("50", "Đạt 50% (chậm)")])
def test_a_total_over_the_term_is_held_against_the_time_that_has_passed(tmp_path, actual, words):
    text = f"---\nstatus: draft\nindicators:\n  ket-nap: {{actual: {actual}, as_of: 2023-04-30}}\n---\nx\n"
    root = write(
        tmp_path,
        {
            "content/indicators.yml": "ket-nap: {title: A, aggregate: sum, target: 100, heading: bao-cao/thuan-loi}\n",
            "units/phong-a/bao-cao/thuan-loi.md": text,
        },
    )
    cycle = root / "content/cycle.yml"
    cycle.write_text(cycle.read_text() + "term: 2020 - 2025\n")
    found = ledger(read(root)).total_comparison("khoi", "ket-nap")
    assert comparison_text(found) == words


def test_the_same_period_of_the_term_before_stands_where_a_column_or_a_text_asks_for_it(tmp_path):
    columns = "[TT, Chỉ tiêu, 'Cùng kỳ trước {baseline}', 'So cùng kỳ {change}', Đơn vị tính, 'Nguồn { source }']"
    given = "  ket-nap: {actual: 12, baseline: 8, source: Sổ}\n  hoc-tap: {actual: 9/10, baseline: 92%}\n"
    body = "Trước {{ ket-nap.baseline }}, nay {{ ket-nap.change }}; {{ hoc-tap.change }}."
    root = write(
        tmp_path,
        {
            "content/indicators.yml": REGISTER,
            "units/phong-a/bao-cao/thuan-loi.md": f"---\nstatus: draft\nindicators:\n{given}---\n{body}\n",
        },
    )
    outline = root / "content/outlines/bao-cao.md"
    asked = APPENDIX.replace("[a, b, c, d, e, f]", columns)
    outline.write_text(outline.read_text().replace("due: [nop]\n", "due: [nop]\n" + asked))
    project = read(root)
    appendix = project.outlines["bao-cao"].appendices[0]
    assert appendix.columns == ("TT", "Chỉ tiêu", "Cùng kỳ trước", "So cùng kỳ", "Đơn vị tính", "Nguồn")
    assert appendix_rows(project, "phong-a", appendix) == [
        ["01", "Kết nạp", "8", "Tăng 4 (50%)", "đảng viên", "Sổ"],
        ["02", "Học tập", "92%", "Giảm 2 điểm %", "%", ""],
    ]
    filled = fill(project, project.section("phong-a", "bao-cao", "thuan-loi"))
    assert filled == "Trước 8, nay tăng 4 (50%); giảm 2 điểm %.\n"


def test_a_column_that_cannot_be_shown_is_found(tmp_path):
    root = write(tmp_path)
    outline = root / "content/outlines/bao-cao.md"
    asked = APPENDIX.replace("c, d", "'Kỳ trước {basline}', d")
    outline.write_text(outline.read_text().replace("due: [nop]\n", "due: [nop]\n" + asked))
    fault = next(fault for fault in read(root).faults if fault.code == "F104")
    assert fault.finding.message.values["value"] == "basline"
    assert fault.finding.span.line == 5

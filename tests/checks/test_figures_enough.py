"""Sentences and tables with just enough in them to tell something are looked at, whatever stands around them."""

import re

import pytest

from vankien.checks.figures.retold import claims
from vankien.checks.figures.scan import mistakes

RATIO = "Có 67/68 đảng viên học tập, đạt 95,83%."
AMONG = "Có 12 đảng viên, trong đó 15 đảng viên nữ."
CLOSE = "Số lớp tăng từ 57 lên 69, tăng 11 lớp."
POINTED = "Trong 1.250 đảng viên, có 1.000 đảng viên dự, đạt 85%."

TOTAL = """\
| Chi bộ | Số |
| --- | --- |
| Khối điều trị | 31 |
| Khối dự phòng | 24 |
| {} | 56 |
"""
RATE = """\
| Chi bộ | Có | Dự | {} |
| --- | --- | --- | --- |
| Khối điều trị | 31 | 30 | 96,77 |
| Khối dự phòng | 24 | 22 | 92,67 |
| Khối văn phòng | 18 | 17 | 94,44 |
"""
DIFFERENCE = """\
| Việc | 2022 | 2021 | {} |
| --- | --- | --- | --- |
| Số lớp | 13 | 9 | 4 |
| Số buổi | 26 | 19 | 8 |
| Số người | 57 | 40 | 17 |
"""


def found(text: str) -> list[tuple[str, str]]:
    return [(one.code, text[one.start : one.end]) for one in mistakes(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (RATIO, ("N101", "95,83%")),
        (AMONG, ("N105", "15")),
        (CLOSE, ("N103", "11")),
        (POINTED, ("N101", "85%")),
        ("Kỷ luật 23 đảng viên, gồm khiển trách 14, cảnh cáo 6.", ("N104", "23")),
        ("Có 3/4 đạt 70%.", ("N101", "70%")),
        ("Có 20 đảng viên (12 nam, 7 nữ).", ("N104", "20")),
        ("Trong 20 vụ, đã xong 15 vụ, còn lại 4 vụ.", ("N104", "20")),
    ],
)
@pytest.mark.parametrize(
    "before", ["", "Năm 2022. ", "Có 5 lớp. Đã mở 3 lớp! ", "(1) Có 5 lớp, mở 3 lần. ", "- ", "1. "]
)
@pytest.mark.parametrize(
    "behind", ["", " Có 7 lớp.", " Năm 2022 có 9 lớp.\n\nCó 5 lớp.", "[^1]\n\n[^1]: Số liệu 6/2022."]
)
def test_a_wrong_sentence_is_found_among_others(sentence, expected, before, behind):
    assert found(f"Có 2 lớp.\n\n{before}{sentence}{behind}\n") == [expected]


def test_every_wrong_sentence_of_a_line_is_found():
    line = " ".join((RATIO, "Có 5 lớp.", AMONG, "Mở 3 lớp, 2 lần.", CLOSE, POINTED))
    assert found(line) == [("N101", "95,83%"), ("N105", "15"), ("N103", "11"), ("N101", "85%")]


def test_the_whole_may_stand_in_a_sentence_before_that_has_one_number_only():
    listed = "Xuất sắc 20 chi bộ, đạt 20%; tốt 50 chi bộ, đạt 50%; khá 30 chi bộ, đạt 35%."
    assert found(f"Cả khối họp. Có 100 chi bộ. {listed}") == [("N101", "35%")]
    assert found(f"Có 100 chi bộ. Cả khối họp. {listed}") == []


@pytest.mark.parametrize(
    "name", ["Tổng", "CỘNG", "**Tổng** cộng", "Cả năm", "Cả_năm", "Lũy kế", "T*ổng*", "Tổ[^1]ng", "*Cộng*"]
)
def test_a_total_is_added_up_whatever_it_is_called(name):
    assert found(TOTAL.format(name)) == [("N201", "56")]


@pytest.mark.parametrize(
    "name",
    ["Tỷ lệ", "TỈ LỆ", "%", "Tỷ trọng", "tỉ trọng", "Cơ cấu", "Đạt", "So với có", "**T**ỷ lệ", "Tỷ_lệ", "T[^2]ỷ lệ"],
)
def test_a_rate_is_reckoned_again_whatever_it_is_called(name):
    assert found(RATE.format(name)) == [("N202", "92,67")]


def test_a_rate_is_reckoned_again_if_only_its_cells_have_the_sign():
    table = re.sub(r"(9[0-9],[0-9]{2})", r"\1 %", RATE.format("Kết quả"))
    assert found(table) == [("N202", "92,67 %")]


def test_a_rate_is_reckoned_again_if_its_name_goes_over_two_rows():
    table = RATE.format("Tỷ").replace("| Khối điều", "| | năm 2022 | năm 2022 | lệ |\n| Khối điều")
    assert found(table) == [("N202", "92,67")]


@pytest.mark.parametrize("name", ["Tăng", "GIẢM", "Chênh lệch", "So với 2021", "+/-", "Tăng/giảm", "Chênh_lệch"])
def test_a_difference_is_reckoned_again_whatever_it_is_called(name):
    assert found(DIFFERENCE.format(name)) == [("N203", "8")]


@pytest.mark.parametrize(
    "verb",
    [
        "có", "hiện có", "đã kiểm tra", "giám sát", "đã tổ chức giám sát chuyên đề", "kỷ luật", "thi hành kỷ luật",
        "kết nạp", "kết nạp được", "kết nạp mới", "có tổng cộng",
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "# Năm 2021\n\n## Kết quả\n\n", "Có 2 lớp.\n# Tình hình\n- Mở 3 lớp.\n"])
def test_a_figure_told_of_a_body_is_held_against_other_reports_whatever_the_verb(verb, before):
    text = f"{before}Đảng bộ Sở Y tế {verb} 23 đảng viên, trong năm.\n"
    assert [(text[one.start : one.end], one.key[2]) for one in claims(text)] == [("23", "đảng viên")]


@pytest.mark.parametrize(
    "heading", ["# Năm 2021\n", "Họp.\n### Từ 2021\n\nChi bộ họp.\n", "# Đảng bộ Sở Y tế có 5 tổ.\n"]
)
def test_below_a_heading_with_a_year_nothing_is_held_against_other_reports(heading):
    assert not list(claims(f"{heading}Đảng bộ Sở Y tế kết nạp 23 đảng viên.\n"))

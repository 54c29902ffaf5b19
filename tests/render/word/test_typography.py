"""Capitals, letters that XML can hold, lines of even length."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vankien.render.word.profile_file import load_widths
from vankien.render.word.typography import clean, line, upper

WIDTHS = load_widths(Path())
WORD = st.text("abcdđeêghiklmnoôơpquưAẤVÀ0123456789,-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [
        ("Đảng bộ Sở Thủy lợi", "ĐẢNG BỘ SỞ THỦY LỢI"),
        ("ưu điểm, nguyên nhân", "ƯU ĐIỂM, NGUYÊN NHÂN"),
        ("hoa\u0300 bi\u0300nh ư\u0309", "HOÀ BÌNH Ử"),
    ],
)
def test_capitals_keep_every_mark_of_a_letter(text, capitals):
    assert upper(text) == capitals


@given(st.text())
def test_cleaned_text_is_always_something_xml_can_hold(text):
    element = etree.Element("a")
    element.text = clean(text)
    etree.tostring(element)


def test_a_line_has_no_breaks_and_no_control_characters():
    assert line(" a\tb\n\x00c\u200b ") == "a b c\u200b"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ĐẢNG BỘ KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP", ["ĐẢNG BỘ KHỐI CÁC CƠ QUAN", "VÀ DOANH NGHIỆP"]),
        ("ĐẢNG ỦY SỞ MẪU", ["ĐẢNG ỦY SỞ MẪU"]),
        ("", [""]),
    ],
)
def test_a_title_is_broken_where_a_reader_pauses(text, lines):
    assert WIDTHS.lines(text, 14, True, 80) == lines


def test_a_range_of_years_stays_on_one_line():
    title = "TÌNH HÌNH THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI ĐẢNG BỘ, NHIỆM KỲ 2020 - 2025"
    assert WIDTHS.lines(title, 14, True, 165)[-1] == "NHIỆM KỲ 2020 - 2025"


@given(st.lists(WORD, min_size=1, max_size=30), st.integers(20, 200))
def test_lines_hold_all_words_in_order_and_fit_where_a_word_can(words, width):
    lines = WIDTHS.lines(" ".join(words), 14, False, width)
    assert " ".join(lines) == " ".join(words)
    assert all(WIDTHS.length(each, 14) <= width or " " not in each for each in lines)


def test_lengths_are_those_of_the_font():
    # Measured with a font tool in Liberation Serif Bold.
    assert WIDTHS.length("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True) == pytest.approx(95.7, abs=0.3)

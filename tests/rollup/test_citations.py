"""Citations in running text; `citations.txt` has them as plans, resolutions and drafts write them, labelled by hand.

A line of that file is a text; the indented lines below it are its citations: type, number or name, date, issuing body.
What is told only by a neighbour in the row is left out there.
"""

import datetime
import time
from pathlib import Path

import pytest

from vankien.rollup.citations import misnumbered, recognise, type_fits

LABELLED = Path(__file__).with_name("citations.txt").read_text("utf-8")


def labelled() -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in LABELLED.splitlines():
        if line.startswith("    "):
            cases[-1][1].append(" | ".join(part.strip() for part in line.split("|")))
        else:
            cases.append((line, []))
    return cases


@pytest.mark.parametrize(
    ("text", "expected"), labelled(), ids=lambda value: value[:40] if isinstance(value, str) else ""
)
def test_every_citation_is_found_with_what_it_tells_and_nothing_else_is(text, expected):
    found = [
        " | ".join(
            (
                one.type,
                one.number or one.name,
                one.date.isoformat() if one.date and not one.date_shared else "",
                one.issuer if not one.issuer_shared else "",
            )
        )
        for one in recognise(text)
    ]
    assert found == expected


def test_place_is_that_of_the_words():
    text = "Thực hiện **Nghị quyết số 21-NQ/TW**, ngày 16/6/2022 của Ban Chấp hành Trung ương về tổ chức."
    (one,) = recognise(text)
    assert text[one.start : one.end] == "Nghị quyết số 21-NQ/TW**, ngày 16/6/2022 của Ban Chấp hành Trung ương"
    assert text[one.date_start :].startswith(one.date_written) and one.date_written == "16/6/2022"


def test_citation_may_run_over_a_line_break():
    (one,) = recognise("Nghị quyết số 21-NQ/TW, ngày\n16/6/2022 của Ban Chấp hành\nTrung ương")
    assert (one.date, one.issuer) == (datetime.date(2022, 6, 16), "Ban Chấp hành Trung ương")


def test_title_in_quotation_marks_is_taken_over():
    (one,) = recognise(
        "Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị về “*đẩy mạnh học tập và làm theo Bác*” và khác"
    )
    assert one.title == "đẩy mạnh học tập và làm theo Bác"


def test_date_and_body_of_a_row_are_shared_but_marked():
    first, second = recognise("Chỉ thị số 07-CT/TU và Thông báo số 11-TB/TU, ngày 26/8/2021 của Ban Thường vụ Tỉnh ủy")
    assert (first.date, first.date_shared) == (datetime.date(2021, 8, 26), True)
    assert (first.issuer, first.issuer_shared) == ("Ban Thường vụ Tỉnh ủy", True)
    assert not second.date_shared


def test_documents_of_two_bodies_share_nothing():
    first, second, third = recognise(
        "Nghị quyết số 18-NQ/TW, Nghị quyết số 19-NQ/TW và Đề án số 05-ĐA/TU, ngày 21/6/2018"
    )
    assert (first.date, second.date) == (None, None)
    assert third.date


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nghị định số 04/2015/NĐ/CP", "04/2015/NĐ-CP"),
        ("Nghị quyết số 21/NQ-TW", "21-NQ/TW"),
        ("Nghị quyết 21-NQ-TW", "21-NQ/TW"),
        ("Hướng dẫn số 01/HD-BTCTW", "01-HD/BTCTW"),
    ],
)
def test_wrong_signs_are_seen_and_the_right_number_is_known(text, number):
    (one,) = recognise(text)
    assert misnumbered(one) and one.number == number


@pytest.mark.parametrize(
    "text",
    ["Chỉ thị số 7-CT/TU", "Nghị quyết số 21 - NQ/TW", "Quyết định số 12-QĐ-ABC", "Quyết định số 15/QĐ-TVU"],
)
def test_spaces_zeros_and_numbers_of_other_offices_are_left_alone(text):
    assert not misnumbered(recognise(text)[0])


def test_type_is_held_against_the_symbol():
    assert not type_fits(recognise("Chỉ thị số 21-NQ/TW")[0])
    assert type_fits(recognise("theo 21-NQ/TW")[0])


HOSTILE = {
    "digits": "1" * 100_000,
    "digits and spaces": "12 " * 33_000,
    "spaces": " " * 100_000,
    "brackets": "([{" * 33_000,
    "numbers": "1-NQ/TW, " * 11_000,
    "dates": "21-NQ/TW, ngày " * 7_000,
    "types": "Nghị quyết " * 9_000,
    "types with numbers": "Nghị quyết số 1, " * 6_000,
    "a body without end": "21-NQ/TW của " + "Ban " * 25_000,
    "a title without end": "21-NQ/TW “" + "a" * 100_000,
    "a row without end": "số " + "1 và " * 20_000 + "2-NQ/TW",
    "years": "1/2020/" * 14_000,
    "plenums": "Trung ương 4 khóa X, " * 5_000,
    "capitals": "ĐA" * 50_000,
    "congresses": "Nghị quyết Đại hội Đảng bộ " * 3_700,
    "a congress without end": "Nghị quyết Đại hội Đảng bộ" + " xã" * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_only(text):
    def seconds(length: int) -> float:
        recognise.cache_clear()
        begin = time.process_time()
        recognise(text[:length])
        return time.process_time() - begin

    whole, part = len(text), len(text) // 8
    seconds(part)
    # What grows with the square would take sixty-four times as long.
    assert min(seconds(whole) for _ in range(2)) < 24 * min(seconds(part) for _ in range(3)) + 0.05

"""Figures are read as Vietnamese people type them, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rollup.trees import indicator
from vankien.render.figures import number_text
from vankien.rollup.quantity import Field, Problem, Quantity, Target, field_of, number, read, target

COUNT = Field(decimals=0, unit="đảng viên")
PERCENT = Field(percent=True)
MONEY = Field(unit="tỷ đồng")
RATE = Field(unit="bác sĩ/vạn dân")
WORDS = Field(words=True)
FIELDS = (Field(), COUNT, PERCENT, MONEY, RATE, WORDS, Field(percent=True, decimals=2))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.395", "1395"), ("94,38%", "94.38"), ("1395", "1395"), ("1.234.567,5", "1234567.5"),
        ("-3", "-3"), ("03", "3"),
        ("94.38", None), ("1,2,3", None), ("1.39", None), ("12.34.567", None), ("NaN", None), ("Infinity", None),
        ("", None), ("nhiều", None), ("1e5", None), ("１２", None), ("0.395", None), ("9" * 40, None),
    ],
)  # fmt: skip
def test_a_number(text, value):
    assert number(text) == (Decimal(value) if value else None)


def typed(low=None, high=None, **rest):
    ends = {"low": low, "high": high, **{key: rest.pop(key, None) for key in ("numerator", "denominator", "doubt")}}
    return {key: Decimal(value) if value is not None else None for key, value in ends.items()} | rest


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("1.395", COUNT, typed("1395", "1395")),
        ("1395", PERCENT, typed("1395", "1395")),
        ("94,38%", PERCENT, typed("94.38", "94.38", percent=True)),
        ("94,38 %", PERCENT, typed("94.38", "94.38", percent=True)),
        ("94,38 phần trăm", PERCENT, typed("94.38", "94.38", percent=True)),
        ("90-95%", PERCENT, typed("90", "95", percent=True)),
        ("90% – 95%", PERCENT, typed("90", "95", percent=True)),
        ("từ 02 đến 03", COUNT, typed("2", "3")),
        ("từ 140 - 150 đảng viên", COUNT, typed("140", "150")),
        ("trên 90%", PERCENT, typed("90", low_open=True, percent=True)),
        ("80% trở lên", PERCENT, typed("80", percent=True)),
        ("từ 80% trở lên", PERCENT, typed("80", percent=True)),
        ("Từ 80%", PERCENT, typed("80", percent=True)),
        ("ít nhất 01", COUNT, typed("1")),
        (">= 16,3", PERCENT, typed("16.3")),
        ("dưới 2%", PERCENT, typed(high="2", high_open=True, percent=True)),
        ("không quá 3", COUNT, typed(high="3")),
        ("3 trở xuống", COUNT, typed(high="3")),
        ("7/7", PERCENT, typed(numerator="7", denominator="7")),
        ("1.184/1.250", PERCENT, typed(numerator="1184", denominator="1250")),
        ("30/vạn dân", RATE, typed("30", "30")),
        ("7,5 bác sĩ/vạn dân", RATE, typed("7.5", "7.5")),
        ("30/nghìn dân", RATE, typed("30", "30", unit="nghìn dân")),
        ("64 Đảng viên", COUNT, typed("64", "64")),
        ("64 đoàn viên", COUNT, typed("64", "64", unit="đoàn viên")),
        ("1250 triệu đồng", MONEY, typed("1250", "1250", unit="triệu đồng")),
        ("ước đạt 30", COUNT, typed("30", "30", about=True)),
        ("đạt 30", COUNT, typed("30", "30")),
        ("−3", MONEY, typed("-3", "-3")),
        ("1.395", MONEY, typed("1395", "1395", doubt="1.395")),
        ("1,395", MONEY, typed("1.395", "1.395")),
        ("1.395", Field(percent=True, decimals=2), typed("1395", "1395")),
        ("1.395.000", MONEY, typed("1395000", "1395000")),
        ("Có", WORDS, typed(words="Có", truth=True)),
        ("chưa đạt", WORDS, typed(words="chưa đạt", truth=False)),
        ("Hoàn thành  tốt", WORDS, typed(words="Hoàn thành tốt")),
        ("1.395%", PERCENT, typed(problem=Problem.AMBIGUOUS)),
        ("1,395", COUNT, typed(problem=Problem.AMBIGUOUS)),
        ("94.38", PERCENT, typed(problem=Problem.POINT)),
        ("1,2,3", COUNT, typed(problem=Problem.COMMAS)),
        ("NaN", COUNT, typed(problem=Problem.NOT_FINITE)),
        ("-.inf", COUNT, typed(problem=Problem.NOT_FINITE)),
        ("9 - 3", COUNT, typed(problem=Problem.REVERSED)),
        ("9" * 30, COUNT, typed(problem=Problem.LENGTH)),
        ("nhiều", COUNT, typed(problem=Problem.TEXT)),
        ("không", COUNT, typed(problem=Problem.TEXT)),
        ("1 395", COUNT, typed(problem=Problem.TEXT)),
        ("1e5", COUNT, typed(problem=Problem.TEXT)),
        ("trên 5 trở lên", COUNT, typed(problem=Problem.TEXT)),
        ("１２", COUNT, typed(problem=Problem.TEXT)),
    ],
)
def test_a_value_as_people_type_it(text, field, expected):
    found = read(text, field)
    assert found == Quantity(text, **expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"unit": "đảng viên"}, Field(decimals=0, unit="đảng viên")),
        ({"unit": "Mô hình"}, Field(decimals=0, unit="mô hình")),
        ({"unit": "hộ"}, Field(decimals=0, unit="hộ")),
        ({"unit": "tỷ đồng"}, Field(unit="tỷ đồng")),
        ({"unit": "triệu đồng", "decimals": 0}, Field(decimals=0, unit="triệu đồng")),
        ({"unit": "bác sĩ/vạn dân"}, Field(unit="bác sĩ/vạn dân")),
        ({"unit": "%", "measure": "percentage"}, Field(percent=True)),
        ({"unit": "%"}, Field(percent=True)),
        ({}, Field()),
        ({"measure": "ordinal", "unit": "mức"}, Field(words=True)),
    ],
)
def test_the_unit_of_measure_says_whether_values_are_whole(values, expected):
    assert field_of(indicator(**values)) == expected


@pytest.mark.parametrize(
    ("text", "ascending", "expected"),
    [
        (">= 90", True, Target(Decimal(90))),
        ("> 90", True, Target(Decimal(90), strict=True)),
        ("trên 90%", True, Target(Decimal(90), strict=True)),
        ("< 2%", False, Target(Decimal(2), least=False, strict=True)),
        ("100", True, Target(Decimal(100))),
        ("2", False, Target(Decimal(2), least=False)),
        ("140 - 150", True, Target(Decimal(140), far=Decimal(150))),
        ("1,5 - 2", False, Target(Decimal(2), least=False, far=Decimal("1.5"))),
        ("7/7", True, Target(Decimal(100))),
        ("Hoàn thành tốt", True, None),
        (">= 90 - 95", True, None),
        ("", True, None),
    ],
)
def test_a_target(text, ascending, expected):
    assert target(text, ascending) == expected


@pytest.mark.parametrize(
    ("bound", "value", "met", "exceeded"),
    [
        (">= 90", 90, True, False),
        ("> 90", 90, False, False),
        ("> 90", 91, True, True),
        ("<= 2", 3, False, False),
        ("< 2", 1, True, True),
        ("140 - 150", 145, True, False),
        ("140 - 150", 151, True, True),
    ],
)
def test_a_target_is_met_or_not(bound, value, met, exceeded):
    found = target(bound)
    assert (found.met(Decimal(value)), found.exceeded(Decimal(value))) == (met, exceeded)


@pytest.mark.parametrize(
    ("bound", "value", "met"),
    [
        (">= 90", "90-95", True),
        ("> 90", "trên 90", True),
        ("> 90", "90-95", None),
        (">= 90", "80-85", False),
        ("< 2", "dưới 2", True),
        ("< 2", "dưới 3", None),
        ("< 2", "trên 2", False),
        (">= 90", "nhiều", None),
    ],
)
def test_a_range_meets_a_target_only_as_a_whole(bound, value, met):
    assert target(bound).met_by(read(value)) is met


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_was_printed_is_read_back(value):
    assert number(number_text(value)) == value
    assert read(number_text(value), MONEY).value == value


@given(st.integers(0, 10**15))
def test_a_printed_count_is_read_back_without_doubt(value):
    found = read(number_text(Decimal(value)), COUNT)
    assert (found.value, found.doubt, found.problem) == (value, None, None)


@given(
    st.text() | st.from_regex(r"(từ |trên |>= )?-?[0-9][0-9.,]*%?( ?[-/] ?[0-9][0-9.,]*)?( [a-zà]+)?", fullmatch=True)
)
def test_no_text_makes_the_parser_raise(text):
    number(text), target(text)
    for field in FIELDS:
        read(text, field)

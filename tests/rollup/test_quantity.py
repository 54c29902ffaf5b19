"""Figures are read as Vietnamese people type them, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.render.figures import number_text
from vankien.rollup.quantity import Target, number, target


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.395", "1395"), ("94,38%", "94.38"), ("1395", "1395"), ("1.234.567,5", "1234567.5"),
        ("-3", "-3"), ("03", "3"),
        ("94.38", None), ("1,2,3", None), ("1.39", None), ("12.34.567", None), ("NaN", None), ("Infinity", None),
        ("", None), ("nhiều", None), ("1e5", None), ("１２", None),
    ],
)  # fmt: skip
def test_a_number(text, value):
    assert number(text) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "ascending", "expected"),
    [
        (">= 90", True, Target(Decimal(90))),
        ("> 90", True, Target(Decimal(90), strict=True)),
        ("< 2%", False, Target(Decimal(2), least=False, strict=True)),
        ("100", True, Target(Decimal(100))),
        ("2", False, Target(Decimal(2), least=False)),
        ("140 - 150", True, Target(Decimal(140))),
        ("1,5 - 2", False, Target(Decimal(2), least=False)),
        ("Hoàn thành tốt", True, None),
        (">= 90 - 95", True, None),
    ],
)
def test_a_target(text, ascending, expected):
    assert target(text, ascending) == expected


@pytest.mark.parametrize(
    ("bound", "value", "met"), [(">= 90", 90, True), ("> 90", 90, False), ("<= 2", 3, False), ("< 2", 1, True)]
)
def test_a_target_is_met_or_not(bound, value, met):
    assert target(bound).met(Decimal(value)) is met


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_was_printed_is_read_back(value):
    assert number(number_text(value)) == value


@given(st.text())
def test_no_text_makes_the_parser_raise(text):
    number(text), target(text)

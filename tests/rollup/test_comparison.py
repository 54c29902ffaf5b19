"""A figure held against its target."""

from decimal import Decimal

import pytest

from vankien.model.indicator import Indicator, Observation
from vankien.model.source import Span
from vankien.render.figures import actual_text, comparison_text, target_text
from vankien.rollup.comparison import compare

HERE = Span("x")


@pytest.mark.parametrize(
    ("measure", "ascending", "target", "fields", "words"),
    [
        (
            "percentage",
            True,
            "> 90",
            {"numerator": "70", "denominator": "75"},
            ("trên 90%", "93,33%", "Vượt 3,33 điểm %"),
        ),
        ("percentage", True, "100", {"actual": "97,5"}, ("100%", "97,5%", "Thấp hơn 2,5 điểm %")),
        ("percentage", True, ">= 80", {"actual": "80%"}, ("từ 80% trở lên", "80%", "Đạt")),
        ("percentage", False, "< 2", {"actual": "2,5"}, ("dưới 2%", "2,5%", "Chênh 0,5 điểm %")),
        ("number", True, "140 - 150", {"actual": "64"}, ("140 - 150", "64", "Đạt 45,71%")),
        ("number", True, "1", {"actual": "2"}, ("1", "2", "Đạt 200%")),
        ("number", True, "10", {"target": "8", "actual": "8"}, ("8", "8", "Đạt 100%")),
        ("number", True, "0", {"actual": "0"}, ("0", "0", "Đạt")),
        ("number", False, "3", {"actual": "4"}, ("3", "4", "Chưa đạt")),
        ("ordinal", True, "Hoàn thành tốt", {"actual": "hoàn thành tốt"}, ("Hoàn thành tốt", "hoàn thành tốt", "Đạt")),
        ("ordinal", True, "Hoàn thành tốt", {"actual": "Hoàn thành"}, ("Hoàn thành tốt", "Hoàn thành", "")),
        ("percentage", True, "100", {"numerator": "5", "denominator": "0"}, ("100%", "", "")),
        ("number", True, "140", {"actual": "nhiều"}, ("140", "nhiều", "")),
    ],
)
def test_target_figure_and_comparison_in_words(measure, ascending, target, fields, words):
    indicator = Indicator("x", "X", HERE, measure=measure, ascending=ascending, target=target)
    observation = Observation("x", HERE, fields)
    told = (
        target_text(indicator, observation),
        actual_text(indicator, observation),
        comparison_text(compare(indicator, observation)),
    )
    assert told == words


def test_a_quotient_keeps_its_precision():
    indicator = Indicator("x", "X", HERE, measure="percentage", target="90")
    value = compare(indicator, Observation("x", HERE, {"numerator": "1", "denominator": "3"})).actual
    assert value == Decimal(1) / Decimal(3) * 100

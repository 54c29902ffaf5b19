"""A figure held against its target."""

from decimal import Decimal

import pytest

from vankien.model.indicator import Indicator, Observation
from vankien.model.source import Span
from vankien.render.figures import actual_text, comparison_text, target_text
from vankien.rollup.comparison import Verdict, compare

HERE = Span("x")


@pytest.mark.parametrize(
    ("measure", "ascending", "target", "fields", "words"),
    [
        (
            "percentage",
            True,
            "> 90",
            {"numerator": "70", "denominator": "75"},
            ("trên 90%", "93,33%", "Vượt 3,33 điểm %"),
        ),
        ("percentage", True, "100", {"actual": "97,5"}, ("100%", "97,5%", "Thấp hơn 2,5 điểm %")),
        ("percentage", True, ">= 80", {"actual": "80%"}, ("từ 80% trở lên", "80%", "Đạt")),
        ("percentage", False, "< 2", {"actual": "2,5"}, ("dưới 2%", "2,5%", "Chênh 0,5 điểm %")),
        ("number", True, "140 - 150", {"actual": "64"}, ("140 - 150", "64", "Đạt 45,71% (chưa đạt)")),
        ("number", True, "1", {"actual": "2"}, ("1", "2", "Đạt 200% (vượt)")),
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


HALF = Decimal("0.5")
SCALE = ("Không hoàn thành nhiệm vụ", "Hoàn thành nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành xuất sắc nhiệm vụ")


@pytest.mark.parametrize(
    ("register", "fields", "passed", "verdict"),
    [
        ({"target": "10"}, {"actual": "12"}, None, Verdict.EXCEEDED),
        ({"target": "10"}, {"actual": "10"}, None, Verdict.MET),
        ({"target": "10", "over": "moment"}, {"actual": "9"}, HALF, Verdict.UNMET),
        ({"target": "10"}, {"actual": "nhiều"}, None, Verdict.UNASSESSED),
        ({"target": ""}, {"actual": "9"}, None, Verdict.UNASSESSED),
        ({"target": "140 - 150"}, {"actual": "145"}, None, Verdict.MET),
        ({"target": "140 - 150"}, {"actual": "151"}, None, Verdict.EXCEEDED),
        ({"target": "10"}, {"actual": "5"}, HALF, Verdict.ON_TRACK),
        ({"target": "10"}, {"actual": "4"}, HALF, Verdict.BEHIND),
        ({"target": "10"}, {"actual": "4"}, Decimal(1), Verdict.UNMET),
        ({"target": "10"}, {"actual": "6", "baseline": "4"}, HALF, Verdict.BEHIND),
        ({"target": "2", "ascending": False}, {"actual": "1"}, HALF, Verdict.EXCEEDED),
        ({"target": "2", "ascending": False}, {"actual": "3"}, HALF, Verdict.UNMET),
        ({"target": "2", "ascending": False}, {"actual": "3", "baseline": "4"}, HALF, Verdict.ON_TRACK),
        ({"target": "2", "ascending": False}, {"actual": "3,5", "baseline": "4"}, HALF, Verdict.BEHIND),
        ({"target": "> 90", "measure": "percentage"}, {"actual": "trên 90%"}, None, Verdict.MET),
        ({"target": "> 90", "measure": "percentage"}, {"actual": "85-95%"}, None, Verdict.UNASSESSED),
        ({"target": "có", "measure": "qualitative"}, {"actual": "Có"}, None, Verdict.MET),
        ({"target": "có", "measure": "qualitative"}, {"actual": "chưa"}, None, Verdict.UNMET),
        ({"target": "Ổn định", "measure": "qualitative"}, {"actual": "ổn  định"}, None, Verdict.MET),
        ({"target": "Ổn định", "measure": "qualitative"}, {"actual": "Khá"}, None, Verdict.UNASSESSED),
    ],
)
def test_a_verdict(register, fields, passed, verdict):
    found = compare(Indicator("x", "X", HERE, **register), Observation("x", HERE, fields), passed)
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("actual", "verdict"),
    [
        (SCALE[0], Verdict.UNMET),
        (SCALE[1], Verdict.UNMET),
        (SCALE[2].upper(), Verdict.MET),
        (SCALE[3], Verdict.EXCEEDED),
        ("Tốt", Verdict.UNASSESSED),
    ],
)
@pytest.mark.parametrize("target", [SCALE[2], SCALE[2] + " trở lên", ">= " + SCALE[2]])
def test_words_are_compared_by_their_place_on_the_scale(actual, target, verdict):
    indicator = Indicator("x", "X", HERE, measure="ordinal", scale=SCALE, target=target)
    found = compare(indicator, Observation("x", HERE, {"actual": actual}))
    assert (found.verdict, found.share) == (verdict, None)


@pytest.mark.parametrize(
    ("years", "verdicts", "overall"),
    [
        ({"2021": "12", "2022": "10"}, ["exceeded", "met"], "exceeded"),
        ({"2021": "10", "2022": "10", "ước đến 4/2023": "3"}, ["met", "met", "unassessed"], "met"),
        ({"2021": "9", "2022": "15"}, ["unmet", "exceeded"], "unmet"),
        ({"2021": "?", "2022": "15"}, ["unassessed", "exceeded"], "unassessed"),
        ({"2023-04": "3"}, ["unassessed"], "unassessed"),
        ({"2023-04": "11"}, ["exceeded"], "exceeded"),
    ],
)
def test_a_yearly_indicator_has_a_verdict_for_each_year_and_overall(years, verdicts, overall):
    found = compare(Indicator("x", "X", HERE, target="10", over="year"), Observation("x", HERE, years=years))
    assert [year.verdict.value for year in found.years] == verdicts
    assert found.verdict.value == overall


@pytest.mark.parametrize(
    ("measure", "actual", "baseline", "change", "growth"),
    [
        ("number", "150", "120", Decimal(30), Decimal(25)),
        ("number", "90", "0", Decimal(90), None),
        ("percentage", "94,5%", "92%", Decimal("2.5"), None),
        ("number", "90", "", None, None),
    ],
)
def test_the_same_period_of_the_term_before(measure, actual, baseline, change, growth):
    fields = {"actual": actual} | ({"baseline": baseline} if baseline else {})
    found = compare(Indicator("x", "X", HERE, measure=measure), Observation("x", HERE, fields))
    assert (found.change, found.growth) == (change, growth)


@pytest.mark.parametrize(
    ("ascending", "target", "fields", "share"),
    [
        (True, "140 - 150", {"actual": "70"}, Decimal(50)),
        (True, "0", {"actual": "70"}, None),
        (False, "2", {"actual": "3"}, None),
        (False, "2", {"actual": "3", "baseline": "4"}, Decimal(50)),
    ],
)
def test_the_share_of_the_target(ascending, target, fields, share):
    indicator = Indicator("x", "X", HERE, ascending=ascending, target=target)
    assert compare(indicator, Observation("x", HERE, fields)).share == share

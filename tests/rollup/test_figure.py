"""What an observation amounts to, and what is wrong with it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rollup.trees import indicator, observation
from vankien.rollup.comparison import compare
from vankien.rollup.figure import figure

RATIO = {"unit": "%", "measure": "percentage", "aggregate": "ratio"}
COUNT = {"unit": "đảng viên", "aggregate": "sum"}


@pytest.mark.parametrize(
    ("register", "typed", "value", "fraction"),
    [
        (COUNT, {"actual": "1.395"}, "1395", (None, None)),
        (COUNT, {"actual": "7/9"}, "7", (7, 9)),
        (RATIO, {"actual": "7/7"}, "100", (7, 7)),
        (RATIO, {"numerator": 3, "denominator": 4}, "75", (3, 4)),
        (RATIO, {"actual": "74,9%", "numerator": 3, "denominator": 4}, "74.9", (3, 4)),
        (RATIO, {"actual": "90-95%"}, None, (None, None)),
        ({"unit": "bác sĩ/vạn dân"}, {"numerator": 72, "denominator": "9,6"}, "7.5", (72, Decimal("9.6"))),
        (COUNT | {"over": "term"}, {"years": {"2021": "12", "2022": "15"}}, "27", (None, None)),
        (COUNT | {"over": "year"}, {"years": {"2022": "15", "2021": "12"}}, "15", (None, None)),
        (COUNT | {"over": "year"}, {"years": {"2019": "9", "ước đến 8/2020": "4"}}, "4", (None, None)),
    ],
)
def test_the_value_of_an_observation(register, typed, value, fraction):
    found = figure(indicator(**register), observation(**typed))
    assert found.value == (Decimal(value) if value else None)
    assert (found.numerator, found.denominator) == fraction
    assert not found.slips


@pytest.mark.parametrize(
    ("register", "typed", "slips"),
    [
        (COUNT, {"actual": "-3"}, [("actual", "negative")]),
        (COUNT, {"actual": "1,5"}, [("actual", "broken")]),
        (RATIO, {"numerator": 5, "denominator": 0}, [("denominator", "zero")]),
        (RATIO, {"numerator": 5, "denominator": 4}, [("numerator", "above")]),
        (RATIO | {"exceedable": True}, {"numerator": 5, "denominator": 4}, []),
        (RATIO, {"numerator": 5}, [("numerator", "alone")]),
        (COUNT, {"actual": "5%"}, [("actual", "unit")]),
        (COUNT, {"actual": "5", "unit": "đoàn viên"}, [("unit", "unit")]),
        (COUNT, {"actual": "5", "parts": {"nu": "6", "dan-toc": "5"}}, [("parts.nu", "parts")]),
        (COUNT, {"years": {"2021": "-1", "bao giờ": "3"}}, [("years.2021", "negative"), ("years.bao giờ", "text")]),
        (RATIO, {"numerator": 70, "denominator": 75, "parts": {"nu": "71", "ton-giao": "1%"}}, [("parts.nu", "parts")]),
    ],
)
def test_what_is_wrong_is_said_of_the_value_itself(register, typed, slips):
    found = figure(indicator(**register), observation(**typed))
    assert [(slip.key, slip.kind) for slip in found.slips] == slips


typed_values = st.text(max_size=12) | st.sampled_from(["12", "-3", "7/7", "0/0", "1.395", "94,38%", "NaN", "5 - 9", ""])


@given(
    st.sampled_from(
        [RATIO, COUNT, {"measure": "ordinal", "scale": ("a", "b")}, {"unit": "tỷ đồng", "ascending": False}]
    ),
    st.dictionaries(
        st.sampled_from(["actual", "numerator", "denominator", "baseline", "target", "unit"]), typed_values
    ),
    st.dictionaries(st.text(max_size=8) | st.sampled_from(["2021", "2022-08"]), typed_values),
    st.dictionaries(st.text(max_size=4), typed_values),
    typed_values,
    st.sampled_from(["term", "year", "moment"]),
)
def test_nothing_that_is_typed_makes_it_raise(register, fields, years, parts, target, over):
    one = indicator(**register, target=target, over=over)
    found = observation(**fields, years=years, parts=parts)
    figure(one, found)
    compare(one, found, Decimal("0.5"))

"""Numbers, mirrors and conditional words of an outline."""

import pytest

from vankien.model.outline import Heading, Outline, numbered, resolve_conditional, roman
from vankien.model.source import Span

HERE = Span("content/outlines/x.md")


def tree(*levels: int) -> list[Heading]:
    return [Heading(f"h{i}", f"Mục {i}", level, HERE) for i, level in enumerate(levels)]


@pytest.mark.parametrize(
    ("numbering", "levels", "labels"),
    [
        (("Phần {ordinal}", "{roman}-"), (1, 2, 2, 1, 2), ["Phần thứ nhất", "I-", "II-", "Phần thứ hai", "I-"]),
        (("Phần {roman}", "{roman}."), (1, 2), ["Phần I", "I."]),
        (("{roman}-", "{n}.", "{n}.{n}."), (1, 2, 3, 3, 2, 3), ["I-", "1.", "1.1.", "1.2.", "2.", "2.1."]),
        (("{letter})",), (1,) * 7, ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]),
        (("{latin})",), (1,) * 6, ["a)", "b)", "c)", "d)", "e)", "f)"]),
        (("{n}.",), (1, 2), ["1.", ""]),
    ],
)
def test_labels_follow_from_the_position(numbering, levels, labels):
    assert [heading.label for heading in numbered(tree(*levels), numbering)] == labels


def test_an_opening_has_no_number_and_does_not_count():
    headings = [Heading("mo-dau", "Mở đầu", 1, HERE, opening=True), *tree(1, 1)]
    assert [heading.label for heading in numbered(headings, ("{roman}-",))] == ["", "I-", "II-"]


def test_only_headings_without_any_below_them_are_asked_for():
    headings = numbered(tree(1, 2, 2, 1), ("{roman}-", "{n}."))
    assert [heading.required for heading in headings] == [False, True, True, True]


def test_a_unit_sees_no_gap_where_a_heading_does_not_apply():
    outline = Outline("x", "X", "x.md", numbering=("{n}.", "{n}.{n}."), headings=tuple(tree(1, 2, 2, 1, 1)))
    own = outline.only(lambda heading: heading.id not in ("h0", "h3"))
    assert [(heading.id, heading.label) for heading in own.headings] == [("h4", "1.")]


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (1990, "MCMXC")])
def test_roman_numerals(number, text):
    assert roman(number) == text


def test_conditional_words_stay_only_where_they_hold():
    text = 'ban chấp hành[, ban thường vụ]{applies="organ:ban-thuong-vu"} và [khác](x.md)'
    assert resolve_conditional(text, lambda terms: False) == "ban chấp hành và [khác](x.md)"
    assert resolve_conditional(text, lambda terms: True) == "ban chấp hành, ban thường vụ và [khác](x.md)"

"""Widths of the columns of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.render.word.table import shares

NEED = st.tuples(st.floats(1, 60), st.floats(0, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(NEED, min_size=1, max_size=8))
def test_columns_always_fill_the_width_of_the_text(needs):
    widths = shares(needs, 165)
    assert sum(widths) == pytest.approx(165)
    assert all(width > 0 for width in widths)


@given(st.lists(NEED, min_size=1, max_size=4).filter(lambda needs: sum(low for low, _ in needs) <= 165))
def test_no_column_is_narrower_than_its_longest_word(needs):
    assert all(width >= low - 1e-6 for width, (low, _) in zip(shares(needs, 165), needs, strict=True))


def test_a_column_of_sentences_gets_the_room_that_figures_do_not_need():
    ordinal, sentence, figure = shares([(8, 8), (20, 300), (12, 20)], 165)
    assert sentence > 100
    assert ordinal < figure < 20

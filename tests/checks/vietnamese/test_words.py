"""Doubled words, whatever stands around them."""

import pytest

from vankien.checks.vietnamese.words import DOUBLED, NOUNS, PAIRS, SINGLE, words


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(("before", "behind"), [("", ""), ("Việc ", " này."), ("(", ")"), ("Khác các nơi.\n", ",")])
def test_every_pair_is_found_where_it_is_a_word_twice(pair, before, behind):
    text = f"{before}{pair}{behind}"
    assert [(slip.start, slip.end) for slip in words(text)] == [(len(before), len(before) + len(pair))]


@pytest.mark.parametrize("text", ["khác các nơi", "nhà và xã đã", "ba các", "các cácx", "Và và, của: của", "của  của"])
def test_the_looks_beforehand_let_through_what_the_pattern_finds_and_no_more(text):
    assert len(list(words(text))) == len(DOUBLED.findall(text))


def test_all_words_are_looked_for():
    assert len(PAIRS) == 2 * len(SINGLE) + len(NOUNS)

"""A pattern that is compiled later finds what it would have found at once."""

import re

import pytest

from vankien.model.regex import regex


@pytest.mark.parametrize("given", ["Lan", "bí thư Lan", "lan 5, Lan 6", "Hoa", ""])
def test_it_finds_what_a_compiled_pattern_finds(given):
    late, at_once = regex("(lan)( 5)?", re.IGNORECASE), re.compile("(lan)( 5)?", re.IGNORECASE)
    for _ in range(2):
        for method in ("findall", "split"):
            assert getattr(late, method)(given) == getattr(at_once, method)(given)
        for method in ("search", "match", "fullmatch"):
            found, expected = (getattr(one, method)(given) for one in (late, at_once))
            assert (found and (found.span(), found.groups())) == (expected and (expected.span(), expected.groups()))
    assert (late.pattern, late.flags, late.groups) == (at_once.pattern, at_once.flags, at_once.groups)


def test_nothing_is_compiled_before_it_is_used():
    unused = regex("(")
    with pytest.raises(re.error):
        unused.search("(")

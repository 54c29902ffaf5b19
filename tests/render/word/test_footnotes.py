"""Footnotes that lead into themselves lose their signs, and no other footnote does."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vankien.render.word.footnotes import without_loops


@pytest.mark.parametrize(
    "text",
    [
        "a[^1] b[^2]\n\n[^1]: c[^2]\n[^2]: d\n",
        "a[^1]\n\n[^1]: b\n\nc[^1]\n",
        "a[^1]\n\n[^1]: b \\[^1]\n",
        "không có ghi chú",
    ],
)
def test_footnotes_that_end_stay_as_they_are(text):
    assert without_loops(text) == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a[^1]\n\n[^1]: b[^1]", "a[^1]\n\n[^1]: b\\[^1]"),
        ("a[^X]\n\n[^x]: b[^X]", "a[^X]\n\n[^x]: b\\[^X]"),
        ("[^1]: a[^2]\n[^2]: b[^1]", "[^1]: a\\[^2]\n[^2]: b\\[^1]"),
        ("[^1]: a\n\n    b[^1]\n\nc[^1]", "[^1]: a\n\n    b\\[^1]\n\nc[^1]"),
    ],
)
def test_a_footnote_in_itself_is_broken_up(text, mended):
    assert without_loops(text) == mended


PIECES = st.sampled_from(
    ["[^1]", "[^2]", "[^1]: ", "[^2]: ", "[^Đ]:", "[^ đ]", "\n", "\n\n", "    ", "> ", "- ", "a ", "\\", "`"]
)


SIGNS = re.compile(r"\\*\[\^")


@example("[^1]: \\\\[^1]")
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_but_backslashes_is_ever_added(text):
    mended = without_loops(text)
    before, after = SIGNS.findall(text), SIGNS.findall(mended)
    assert SIGNS.sub("[^", mended) == SIGNS.sub("[^", text)
    assert all(len(new) - len(old) in (0, 1) for old, new in zip(before, after, strict=True))
    assert without_loops(mended) == mended


def test_long_lines_of_signs_take_no_time():
    for text in ("> " * 5000, "[^" * 5000, "\\" * 9999, "[^1]: " * 3000, "[^1]:\n" * 3000):
        without_loops(text + "[^1]:[^2]")

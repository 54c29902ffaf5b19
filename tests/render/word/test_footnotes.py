"""Footnotes that lead into themselves lose their signs, and no other footnote does."""

import pytest

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

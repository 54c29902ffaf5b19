"""How long texts are said to be."""

import pytest

from vankien.rollup.length import length


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Đạt **94,38%**, số 21-NQ/TW[^12].\n\n[^12]: Theo biên bản.", 7),
        ("- Một\n- Hai ba\n\n> 3 đồng chí – hết", 7),
        ("Xem [báo cáo](https://vi.example/bao-cao.html) này", 4),
        ("| Chỉ tiêu | Đạt |\n| --- | ---: |\n| Kết nạp | 1.395 |", 6),
        ("", 0),
    ],
)
def test_words_are_counted_without_markup(markdown, words):
    assert length(markdown) == words

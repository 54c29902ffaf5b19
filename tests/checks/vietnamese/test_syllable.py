"""What is built like a Vietnamese syllable, and where its tone stands."""

import pytest

from vankien.checks.vietnamese.syllable import FIRST_TO_SECOND, is_syllable, tone_on_first, tone_on_second

RIGHT = """đảng bộ nghiêng quyết giữ gìn nghĩa khuỷu ngoằn ngoèo thuở quốc gì giết yêu ý ưu rượu hươu chuyện khuya
oanh uỷ quý xoong boong Ủy HÒA tuýp huỳnh quýnh toàn oái ĩ ạ"""
WRONG = "xaõ boä wifi tôt lâp chửc1 zalo nghnh dảngg bạc̣ straße a1 ngg quyêt hoc".split()  # noqa: SIM905


@pytest.mark.parametrize("word", RIGHT.split())
def test_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", WRONG)
def test_other_words_are_not(word):
    assert not is_syllable(word)


def test_the_two_styles_are_each_other_s_inverse():
    for first, second in FIRST_TO_SECOND.items():
        assert tone_on_second(f"h{first}") == f"h{second}"
        assert tone_on_first(f"h{second}") == f"h{first}"


@pytest.mark.parametrize("word", ["quý", "quỳ", "toàn", "hoàn", "huỳnh", "bà", ""])
def test_a_tone_with_only_one_place_stays(word):
    assert tone_on_first(word) == tone_on_second(word) == word

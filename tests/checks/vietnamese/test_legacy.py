"""Text of the old encodings is known again, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.checks.vietnamese.legacy import TCVN3, VNI, from_tcvn3, from_vni, remains

SENTENCE = (
    "Đảng bộ tỉnh đã lãnh đạo thực hiện thắng lợi nghị quyết; phát huy quyền làm chủ, ước tính vượt kế hoạch, "
    "giữ vững ổn định, ưu tiên xây dựng cơ sở, hỗ trợ nghĩa vụ, kỷ luật, kỹ thuật, ký kết, thủy sản"
)
FROM = {name: {new: old for old, new in reversed(table.items())} for name, table in (("TCVN3", TCVN3), ("VNI", VNI))}
LOWER = "àảãáạằẳẵắặăầẩẫấậâđèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵ"


def in_old(text: str, encoding: str) -> str:
    return "".join(FROM[encoding].get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_sentence_is_converted_whole(encoding):
    old = in_old(SENTENCE, encoding)
    assert [(name, text) for _, _, name, text in remains(old)] == [(encoding, SENTENCE)]


def test_each_small_letter_has_its_code_in_both_encodings():
    assert set(LOWER) <= set(TCVN3.values())
    assert set(LOWER) <= set(VNI.values())
    assert set(LOWER.upper()) <= set(VNI.values())


def test_no_two_letters_of_one_encoding_share_a_code():
    assert len(set(TCVN3.values())) == len(TCVN3)
    small = {old: new for old, new in VNI.items() if old == old.lower()}
    assert len(set(small.values())) == len(small)


@given(st.text(alphabet=LOWER + "bcdghklmnpqrstvx", max_size=30))
def test_what_tcvn3_encodes_it_decodes(text):
    assert from_tcvn3(in_old(text, "TCVN3")) == text


@pytest.mark.parametrize("word", ["Đảng", "bộ", "quyết", "nghĩa", "ƯỚC", "TỈNH", "ổn", "định", "kỳ", "sở", "đã"])
def test_words_of_vni_are_read(word):
    assert from_vni(in_old(word, "VNI")) == word


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Müller, Köln, café, El Niño, Zoë, naïve, Björn, Nestlé, Señor, façade, Århus, Łódź, Škoda",
        "5 µm, 20°C, ± 3, ½ diện tích, 5 m², §5, ©, Windows®, «Đảng», «an ninh», 3 × 4, x÷y, £5, ¥9, ¿?, a·b",
    ],
)
def test_nothing_else_is_taken_for_it(text):
    assert list(remains(text)) == []

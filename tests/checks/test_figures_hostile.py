"""Texts made to take long, and figures of any size, do no harm to the rules about figures."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.labelled import repository
from vankien.checks.figures.indicator_names import Names, known_values, name_mistakes
from vankien.checks.figures.retold import claims
from vankien.checks.figures.scan import mistakes
from vankien.checks.figures.sentence import LONGEST
from vankien.model.indicator import Observation
from vankien.model.source import Span

SIZE = 20_000
PIECES = (
    "1", "1 ", "1/", "1.", "1,", "1-", "1 - ", "1 %", "12.345 ", "(", "(1 ", "1 (", "[^1", "](", "{{", "~~1", "`1",
    "<1", "gồm 1, ", "1 gồm (", "tăng 1 ", "tăng 1% so với 1 ", "từ 1 còn 2, giảm 1, ", "trong đó 1 ",
    "1 vụ, còn 1 vụ, ", "1/2 đạt 3%, ", "| 1 ", "|-", "| 1 |\n", "- 1:\n", ":\n- 1\n", "kết nạp 1 ", "kết nạp ",
    "Đảng bộ có 1 ", "Đảng bộ ", "cùng kỳ 1 ", "9.999.999.999.999,999999 tỷ ", "1. ", "lần lượt 1% ", "https://",
    "tỷ lệ ", "1 tỷ lệ a b c d ",
)  # fmt: skip


@pytest.fixture(scope="module")
def project():
    return repository()


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("head", ["", "Có 12 đảng viên, gồm 5 nữ, đạt 7% " + " " * 2000])
@pytest.mark.parametrize("line", [SIZE, LONGEST - 100, 300])
def test_texts_made_to_take_long_do_not(piece, head, line, project):
    one = head[:line] + (piece * (line // len(piece)))[: max(200, line - len(head))] + ".\n"
    text = one * (SIZE // len(one) + 1)
    names = Names(project.indicators)
    unit = project.units["so-y-te"]
    known = known_values(
        project.indicators, {"ket-nap-dang-vien": [Observation("ket-nap-dang-vien", Span("x"), {"actual": "5"})]}
    )
    # Each takes milliseconds; a pattern that goes back and forth would take hours.
    assert all(mistake.start < len(text) for mistake in mistakes(text))
    assert all(mistake.start < len(text) for mistake, _ in name_mistakes(text, names, known, unit))
    assert all(claim.start < len(text) for claim in claims(text))


@settings(max_examples=300)
@given(st.text(alphabet="0123456789.,/%- ()|:;\ntừcònlêngồmvàtăngđạtsoiớ", max_size=200))
def test_any_text_is_read(text):
    for mistake in mistakes(text):
        assert 0 <= mistake.start < mistake.end <= len(text)
        assert re.search(r"[0-9]", text[mistake.start : mistake.end])
        assert all(0 <= start < end <= len(text) for start, end in mistake.sources)


FIGURE = st.integers(0, 10**12)


@settings(max_examples=200)
@given(FIGURE, FIGURE, st.integers(0, 6))
def test_a_true_share_is_never_a_finding(part, whole, digits):
    if not whole:
        return
    printed = f"{part / whole * 100:.{digits}f}".replace(".", ",")
    text = f"Có {part}/{whole} đảng viên dự, đạt {printed}%."
    if part < 10**9 and whole < 10**9:
        assert mistakes(text) == ()

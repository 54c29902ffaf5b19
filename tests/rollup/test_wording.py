"""Texts compared word by word: what was read before and what is read now can both be had from the runs."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

import vankien.rollup.wording as wording
from vankien.rollup.wording import Kind, Run, compare, count, deleted, inserted

WORDS = st.sampled_from(["Đảng", "bộ", "kết", "nạp", "12", "1.234,5", "%", ",", ".", "21-NQ/TW", "đạt", "vượt"])
BLANKS = st.sampled_from([" ", "\n", "\n\n", "  ", "\n- ", ""])
TEXTS = st.lists(st.tuples(WORDS, BLANKS), max_size=30).map(lambda parts: "".join(x + y for x, y in parts))


def shown(before: str, after: str) -> str:
    marks = {Kind.EQUAL: "{}", Kind.DELETE: "[-{}-]", Kind.INSERT: "{{+{}+}}"}
    return "".join(marks[run.kind].format(run.text) for run in compare(before, after))


@settings(max_examples=300)
@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_runs_give_the_new_text_and_the_old_one_but_for_blanks(before, after):
    runs = compare(before, after)
    assert inserted(runs) == after
    assert "".join(deleted(runs).split()) == "".join(before.split())
    assert all(run.text for run in runs)
    assert all(x.kind is not y.kind for x, y in pairwise(runs))


@settings(max_examples=100)
@given(TEXTS)
def test_same_text_is_one_equal_run(text):
    assert compare(text, text) == ((Run(Kind.EQUAL, text),) if text else ())
    assert all(run.kind is Kind.EQUAL for run in compare(" ".join(text.split()), "\n".join(text.split())))


@settings(max_examples=100)
@given(TEXTS, TEXTS)
def test_long_texts_are_aligned_by_lines_with_nothing_lost(before, after):
    largest, wording.LARGEST = wording.LARGEST, 4
    try:
        runs = compare(before, after)
    finally:
        wording.LARGEST = largest
    assert inserted(runs) == after
    assert "".join(deleted(runs).split()) == "".join(before.split())


def test_only_the_words_that_changed_are_told():
    assert shown("Kết nạp 12 đảng viên mới.", "Kết nạp 15 đảng viên mới.") == "Kết nạp [-12 -]{+15 +}đảng viên mới."
    assert shown("Theo Kết luận số 21-KL/TW.", "Theo Kết luận số 25-KL/TW.") == (
        "Theo Kết luận số [-21-KL/TW-]{+25-KL/TW+}."
    )


def test_text_that_was_only_wrapped_otherwise_did_not_change():
    assert shown("Một hai\nba bốn\n", "Một hai ba\nbốn\n") == "Một hai ba\nbốn\n"


def test_new_paragraph_is_told_as_a_whole():
    assert shown("Một.\n\nBa.\n", "Một.\n\nHai.\n\nBa.\n") == "Một.\n\n{+Hai.\n\n+}Ba.\n"


def test_few_words_that_are_the_same_by_accident_do_not_part_a_rewritten_sentence():
    runs = compare("Công tác xây dựng Đảng của chi bộ có nhiều mặt yếu.", "Việc thi đua của khối đạt kết quả tốt đẹp.")
    assert [run.kind for run in runs] == [Kind.DELETE, Kind.INSERT, Kind.EQUAL]


def test_words_are_counted_and_signs_are_not():
    runs = compare("Đạt 12%, vượt.", "Đạt 15 %.")
    assert (count(runs, Kind.DELETE), count(runs, Kind.INSERT)) == (2, 1)

"""A second process answers while the first goes on, and is not needed."""

import os

import pytest

from vankien.readers.ahead import Ahead


def test_questions_are_answered_in_order():
    ahead = Ahead([lambda: {"a": (1, b"x", 2)}, lambda: ["ă", 3]])
    assert ahead.answer(1) == ["ă", 3]
    assert ahead.answer(0) == {"a": (1, b"x", 2)}
    ahead.close()


def test_another_process_answers():
    ahead = Ahead([os.getpid])
    assert ahead.answer(0) not in (None, os.getpid())
    ahead.close()


def fail() -> None:
    raise RuntimeError


@pytest.mark.parametrize("question", [fail, lambda: os._exit(1), object], ids=["raises", "dies", "no plain value"])
def test_where_no_answer_comes_there_is_none(question):
    ahead = Ahead([lambda: 1, question, lambda: 3])
    assert [ahead.answer(number) for number in (2, 1, 0)] == [None, None, 1]
    ahead.close()


def test_an_old_answer_is_none():
    ahead = Ahead([lambda: 1])
    assert ahead.answer(0, within=60) == 1
    assert ahead.answer(0, within=0) is None
    ahead.close()


def test_the_process_ends_with_what_was_not_asked():
    ahead = Ahead([lambda: "x" * 10_000_000])
    ahead.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(ahead._process, 0)
    assert ahead.answer(0) is None

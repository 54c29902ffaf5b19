"""A second process looks at things while the first goes on, and is not needed."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from vankien.readers.ahead import ROOM, Ahead

THINGS = ["một", "hai", "ba"]


def looking(look: Callable[[Any], Any] = len, question: Callable[[], Any] = lambda: "xong") -> Ahead:
    return Ahead(THINGS, look, question)


def test_it_is_told_of_the_last_things_by_another_process():
    asked = os.pipe()

    def look(thing: str) -> tuple[str, int]:
        os.write(asked[1], b"x")
        return thing, os.getpid()

    ahead = looking(look)
    os.read(asked[0], 1)
    assert ahead.answer() == "xong"
    thing, process = ahead.told(2)
    assert (thing, process != os.getpid()) == ("ba", True)
    ahead.close()


def test_the_two_meet_on_their_way():
    asked, answered = os.pipe(), os.pipe()

    def look(thing: str) -> int:
        os.write(asked[1], b"x")
        os.read(answered[0], 1)
        return len(thing)

    ahead = looking(look)
    os.read(asked[0], 1)
    assert ahead.told(0) is None
    os.write(answered[1], b"x")
    os.read(asked[0], 1)
    # While the other is at the last but one, this one comes to the same.
    assert ahead.told(1) is None
    os.write(answered[1], b"x")
    assert ahead.answer() == "xong"
    assert [ahead.told(number) for number in range(3)] == [None, 3, 2]
    ahead.close()


def test_much_is_told_although_nobody_takes_it():
    ahead = Ahead(range(5), lambda number: bytes(ROOM), lambda: ["ă", 3])
    assert ahead.answer() == ["ă", 3]
    ahead.close()


def fail(*things: object) -> None:
    raise RuntimeError


def die(*things: object) -> None:
    os._exit(1)


@pytest.mark.parametrize("act", [fail, die, lambda *things: object()], ids=["raises", "dies", "no plain value"])
def test_where_no_answer_comes_there_is_none(act):
    ahead = looking(act)
    assert ahead.answer() in (None, "xong")
    assert ahead.told(2) is None
    ahead = looking(question=act)
    assert ahead.answer() is None
    ahead.close()


def test_an_old_answer_is_none():
    ahead = looking()
    assert ahead.answer(within=60) == "xong"
    assert ahead.answer(within=0) is None
    ahead.close()


def test_the_process_ends_with_what_was_not_asked():
    ahead = looking(question=lambda: "x" * 10_000_000)
    ahead.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(ahead._process, 0)
    assert ahead.answer() is None
    assert ahead.told(2) is None

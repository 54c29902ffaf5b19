"""What takes long to ask of the file system, asked by a second process while this one goes on."""

import contextlib
import marshal
import os
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

LENGTH = struct.Struct("<Q")


class Ahead:
    """The answers to some questions, found one after the other by a process that begins with what this one holds.

    Answers are plain values. Where one does not come there is none, and whoever needs it asks for himself.
    """

    def __init__(self, questions: Sequence[Callable[[], Any]]) -> None:
        self._answers: list[Any] = []
        self._begun = time.monotonic()
        taken, given = os.pipe()
        self._process = os.fork()
        if not self._process:
            os.close(taken)
            _answer(questions, given)
        os.close(given)
        self._stream = os.fdopen(taken, "rb")

    def answer(self, number: int, within: float = float("inf")) -> Any:
        """One of the answers, waited for; none where the questions were asked longer ago than so many seconds."""
        while len(self._answers) <= number and not self._stream.closed:
            head = self._stream.read(LENGTH.size)
            data = self._stream.read(*LENGTH.unpack(head)) if len(head) == LENGTH.size else b""
            try:
                self._answers.append(marshal.loads(data))
            except (EOFError, ValueError, TypeError):
                self.close()
        late = time.monotonic() - self._begun > within
        return None if late or len(self._answers) <= number else self._answers[number]

    def close(self) -> None:
        """Ends the process; what has not been answered is not answered any more."""
        if not self._stream.closed:
            self._stream.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)


def _answer(questions: Sequence[Callable[[], Any]], given: int) -> None:
    """Answers the questions, and ends this process whatever happens: what else it began with is not its own."""
    try:
        with os.fdopen(given, "wb") as stream:
            for question in questions:
                data = marshal.dumps(question())
                stream.write(LENGTH.pack(len(data)) + data)
                stream.flush()
    finally:
        os._exit(0)

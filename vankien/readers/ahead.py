"""What takes long to ask of the file system, asked by a second process while this one goes on."""

import contextlib
import marshal
import os
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

LENGTH = struct.Struct("<Q")
REACHED = struct.Struct("<q")

ANSWER = -1
"""Number of the answer among what is told of things."""

ROOM = 1 << 20
"""So many bytes may wait for this process to take them."""


class Ahead:
    """What a second process, which begins with what this one holds, is told about some things, and one answer more.

    It goes through the things from the last to the first, until it meets this process on its way from the first to the
    last; then it finds the other answer. All of it is plain values. Where one does not come there is none, and whoever
    needs it asks for himself.
    """

    def __init__(self, things: Sequence[Any], look: Callable[[Any], Any], question: Callable[[], Any]) -> None:
        import mmap

        self._told: dict[int, Any] = {}
        self._left = b""
        self._reached = mmap.mmap(-1, REACHED.size)
        self._reached[:] = REACHED.pack(ANSWER)
        self._begun = time.monotonic()
        self._taken, given = os.pipe()
        with contextlib.suppress(ImportError, AttributeError, OSError):
            import fcntl

            fcntl.fcntl(given, fcntl.F_SETPIPE_SZ, ROOM)
        self._process = os.fork()
        if not self._process:
            os.close(self._taken)
            self._tell(things, look, question, given)
        os.close(given)
        os.set_blocking(self._taken, False)
        self._open = True

    def told(self, number: int) -> Any:
        """What is known of one of the things by now; this process has come as far as that one."""
        self._reached[:] = REACHED.pack(number)
        self._take()
        return self._told.get(number)

    def answer(self, within: float = float("inf")) -> Any:
        """The other answer, waited for; none where it was asked for longer ago than so many seconds."""
        self._reached[:] = REACHED.pack(1 << 62)
        if self._open:
            os.set_blocking(self._taken, True)
            self._take()
        return None if time.monotonic() - self._begun > within else self._told.get(ANSWER)

    def close(self) -> None:
        """Ends the process; what has not been answered is not answered any more."""
        if self._open:
            self._open = False
            os.close(self._taken)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)

    def _take(self) -> None:
        """Takes what has come, up to the end where reading waits for it."""
        pieces = [self._left]
        with contextlib.suppress(BlockingIOError):
            while self._open:
                if piece := os.read(self._taken, ROOM):
                    pieces.append(piece)
                else:
                    self.close()
        data, begin = b"".join(pieces), 0
        while (start := begin + LENGTH.size) <= len(data):
            end = start + LENGTH.unpack_from(data, begin)[0]
            if end > len(data):
                break
            number, value = marshal.loads(data[start:end])
            self._told[number] = value
            begin = end
        self._left = data[begin:]

    def _tell(self, things: Sequence[Any], look: Callable[[Any], Any], question: Callable[[], Any], given: int) -> None:
        """Tells what is asked, and ends this process whatever happens: what else it began with is not its own."""
        try:
            with os.fdopen(given, "wb") as stream:

                def tell(number: int, value: Any) -> None:
                    data = marshal.dumps((number, value))
                    stream.write(LENGTH.pack(len(data)) + data)
                    stream.flush()

                for number in reversed(range(len(things))):
                    if number <= REACHED.unpack(self._reached[:])[0]:
                        break
                    tell(number, look(things[number]))
                tell(ANSWER, question())
        finally:
            os._exit(0)

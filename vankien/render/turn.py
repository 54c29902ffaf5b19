"""One after the other: of several runs on the same repository only one writes its outputs at a time."""

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

NAME = ".turn"


@contextlib.contextmanager
def turn(build: Path) -> Iterator[None]:
    """Waits until no other run holds the folder of outputs, and holds it; a run that is killed lets go of it."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / NAME).open("a", encoding="utf-8") as stream:
        _hold(stream)
        yield


def _hold(stream: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
                return
            time.sleep(0.05)
    import fcntl

    # Some file systems know no locks; there runs write as they come.
    with contextlib.suppress(OSError):
        fcntl.flock(stream, fcntl.LOCK_EX)

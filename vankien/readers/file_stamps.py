"""What the file system tells of files, from which follows that they were not changed since."""

import os
import pickle
import stat
import time
from collections.abc import Iterable, Mapping

from vankien.model.digest import digest
from vankien.readers.disk import IGNORED, Item

GRAIN = 2_000_000_000
"""A file may change without its times changing within the coarsest clock of a file system, in nanoseconds; what was
changed so shortly before it was read is compared byte for byte the next time."""

Stamp = tuple[str, int, int, int, int, int]
"""Path, and what the file system tells of a file: two times, size, number, kind and rights."""

Looked = tuple[int, bytes, int]
"""When the files of a folder were looked at, their stamps in bytes, and the latest of their times."""


def look(item: Item) -> Looked:
    """Looks at the files of a folder."""
    taken = time.time_ns()
    stamps, newest = stamps_of(item)
    return taken, bytes_of(stamps) if stamps else b"", newest


def changed_since(root: str, stamps: Iterable[Stamp], taken: int, digests: Mapping[str, str]) -> set[str]:
    """Paths of the files that could have been changed again within the same instant, and that were."""
    return {
        path
        for path, modified, created, *_ in stamps
        if max(modified, created) > taken - GRAIN and path in digests and not _holds(root, path, digests[path])
    }


def _holds(root: str, path: str, known: str) -> bool:
    try:
        with open(os.path.join(root, *path.split("/")), "rb") as stream:
            return digest(stream.read()) == known
    except OSError:
        return False


def bytes_of(stamps: list[Stamp]) -> bytes:
    """The same bytes for the same stamps, so that nothing has to be taken apart to compare them."""
    return pickle.dumps(stamps, 5)


def stamps_of(item: Item) -> tuple[list[Stamp], int]:
    """The stamps of all files below a folder, and their latest time; none where links or rights make them say less."""
    found: list[Stamp] = []
    newest = 0
    waiting = [(item.real, item.path)]
    ignored = IGNORED.match
    while waiting:
        real, path = waiting.pop()
        try:
            with os.scandir(real) as entries:
                for entry in entries:
                    name = entry.name
                    if ignored(name):
                        continue
                    about = entry.stat(follow_symlinks=False)
                    kind, below = about.st_mode, f"{path}/{name}"
                    if stat.S_ISREG(kind):
                        modified, created = about.st_mtime_ns, about.st_ctime_ns
                        found.append((below, modified, created, about.st_size, about.st_ino, kind))
                        # `max` would take a tenth of the time that it takes to ask for the file.
                        if modified > newest:
                            newest = modified
                        if created > newest:
                            newest = created
                    elif stat.S_ISDIR(kind):
                        waiting.append((entry.path, below))
                        found.append((below, 0, 0, 0, 0, 0))
                    else:
                        return [], 0
        except OSError:
            return [], 0
    found.sort()
    return found, newest

"""The files of the site on the disk: only what differs is written, all of it at the end, and nothing else stays."""

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

VERSION = 1
ABANDONED = 3600
"""Seconds after which a folder aside belongs to no run any more."""


class Store:
    """The folders that one run fills, and what the last run wrote there.

    A file is known by the hash of what went into it and by size and time as they were after it was written, so that a
    file that somebody changed or removed is written again. New files lie aside until `commit` moves them into place
    one after the other: a run that fails before changes nothing, and what one that is killed leaves is found by the
    next, because times differ.
    """

    def __init__(
        self,
        build: Path,
        record: Path,
        folders: tuple[str, ...],
        there: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        """`build` is the folder above all; `folders` are those in it that hold nothing but what is put there.

        `there` is what was found in them just now, where somebody has looked already.
        """
        self.build = build
        self.record = record
        self.folders = folders
        self.last = written(record)
        self.known: Mapping[str, list] = self.last.get("files", {})
        self.kept: dict[str, str] = {}
        self.staged: dict[str, str] = {}
        self.moved: set[str] = set()
        for folder in folders:
            _cleared(build / folder)
        self.there = survey(build, folders) if there is None else dict(there)
        self._aside: str | None = None
        self._count = itertools.count()
        self._ready: set[str] = set()

    def has(self, path: str, digest: str) -> bool:
        """Whether the file is there as the last run wrote it, from what has this hash."""
        known = self.known.get(path)
        return known is not None and known[0] == digest and self._stat(path) == tuple(known[1:])

    def keep(self, path: str, digest: str) -> None:
        """A file that is right stays."""
        self.kept[path] = digest

    def put(self, path: str, digest: str, content: bytes) -> None:
        """A file with this content, unless it is there already."""
        if not self.has(path, digest):
            self.staged[path] = self.stage(content)
        self.kept[path] = digest

    def fill(self, path: str, digest: str, content: Callable[[], bytes]) -> None:
        """A file with this hash, whose content is only asked for where it is not there already."""
        if not self.has(path, digest):
            self.staged[path] = self.stage(content())
        self.kept[path] = digest

    def copy(self, path: str, source: Path) -> None:
        """A copy of a file elsewhere."""
        found = source.stat()
        digest = f"{found.st_size}-{found.st_mtime_ns}"
        if not self.has(path, digest):
            self.staged[path] = self.stage(source.read_bytes())
        self.kept[path] = digest

    def stage(self, content: bytes) -> str:
        """Writes a file aside and gives its path; other processes may do so too once `open` was called."""
        # Nobody else can look into the folder aside, so that the names need not be hard to guess; a folder for each
        # process, for new files in one folder have to wait for each other.
        folder = f"{self.open()}/{os.getpid()}"
        if folder not in self._ready:
            Path(folder).mkdir(exist_ok=True)
            self._ready.add(folder)
        name = f"{folder}/{next(self._count)}"
        with Path(name).open("xb") as stream:
            stream.write(content)
        return name

    def open(self) -> str:
        """The folder aside."""
        if self._aside is None:
            self.build.mkdir(parents=True, exist_ok=True)
            for left in self.build.glob(".site-*"):
                if time.time() - left.stat().st_mtime > ABANDONED:
                    shutil.rmtree(left, ignore_errors=True)
            self._aside = tempfile.mkdtemp(prefix=".site-", dir=self.build)
        return self._aside

    def close(self) -> None:
        """Removes the folder aside."""
        if self._aside is not None:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside = None

    def commit(self, facts: Mapping[str, object], replaced: str = "") -> None:
        """Moves the staged files into place, removes what is not kept, and writes down what is there now.

        `replaced` names a folder that was filled by somebody else; its files are taken as they are.
        """
        self.settle(*(name for name in (*self.folders, *self._beside()) if name != replaced))
        if replaced:
            self.there = {path: found for path, found in self.there.items() if path.split("/")[0] != replaced}
            self.there |= survey(self.build, (replaced,))
            self.kept |= {path: "" for path in self.there if path.split("/")[0] == replaced}
            self.known = {path: found for path, found in self.known.items() if path.split("/")[0] != replaced}
        files = {}
        for path in sorted(self.kept):
            if path not in self.moved and path in self.known and self.known[path][0] == self.kept[path]:
                files[path] = self.known[path]
            else:
                found = (self.build / path).stat()
                files[path] = [self.kept[path], found.st_size, found.st_mtime_ns]
        record = {"version": VERSION, "files": files, **facts}
        if record != self.last:
            self.record.parent.mkdir(parents=True, exist_ok=True)
            aside = Path(self.stage(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()))
            aside.replace(self.record)

    def untouched(self) -> bool:
        """Whether everything that was written down is there, and nothing else."""
        there = {path for path in self.known if path.split("/")[0] in self.folders}
        return (
            bool(there) and there == set(self.there) and all(self.has(path, self.known[path][0]) for path in self.known)
        )

    def settle(self, *names: str) -> None:
        """Makes some folders and files right: moves staged files into place, and removes what is not kept."""
        for path, staged in list(self.staged.items()):
            if path.split("/")[0] in names:
                self._make_way(path)
                aside, target = Path(staged), self.build / path
                # Whatever this user's files are like, the folder may be served by another one.
                aside.chmod(0o644)
                try:
                    aside.replace(target)
                except OSError:
                    if not target.is_dir():
                        raise
                    shutil.rmtree(target)
                    aside.replace(target)
                del self.staged[path]
                self.moved.add(path)
        strangers = [path for path in self.there if path.split("/")[0] in names and path not in self.kept]
        for path in strangers:
            (self.build / path).unlink(missing_ok=True)
            del self.there[path]
        for folder in {(self.build / path).parent for path in strangers}:
            _pruned(folder, self.build)

    def _beside(self) -> set[str]:
        """Staged files beside the folders."""
        return {path for path in self.staged if "/" not in path}

    def intact(self, folder: str) -> bool:
        """Whether a folder holds exactly what was written down."""
        known = {path: tuple(found[1:]) for path, found in self.known.items() if path.split("/")[0] == folder}
        return bool(known) and known == {p: s for p, s in self.there.items() if p.split("/")[0] == folder}

    def _make_way(self, path: str) -> None:
        """Sees to it that the folders of a file are there, and no link among them."""
        above = path.rpartition("/")[0]
        if above and above not in self._ready:
            target = self.build / above
            for folder in (*reversed(target.parents), target):
                if folder.is_relative_to(self.build) and folder != self.build:
                    _cleared(folder)
            target.mkdir(parents=True, exist_ok=True)
            self._ready.add(above)

    def _stat(self, path: str) -> tuple[int, int] | None:
        if path.split("/")[0] in self.folders:
            return self.there.get(path)
        try:
            found = (self.build / path).stat()
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns


def survey(build: Path, folders: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Size and time of every file in some folders, by path from the folder above them."""
    there: dict[str, tuple[int, int]] = {}
    waiting = [folder for folder in folders if not (build / folder).is_symlink()]
    while waiting:
        name = waiting.pop()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(build / name) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{name}/{entry.name}")
                else:
                    found = entry.stat(follow_symlinks=False)
                    there[f"{name}/{entry.name}"] = found.st_size, found.st_mtime_ns
    return there


def digest_of(content: bytes) -> str:
    """A hash of a file."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def digest(*values: object) -> str:
    """A hash of some values, by how they print."""
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def written(record: Path) -> dict:
    """What the last run wrote down; empty where there is nothing of this version."""
    try:
        about = record.stat()
        return _written(record, about.st_size, about.st_mtime_ns, about.st_ino)
    except OSError:
        return {}


@lru_cache(maxsize=1)
def _written(record: Path, *about: int) -> dict:
    # Asked for several times in a run, and large where there are many pages.
    try:
        found = json.loads(record.read_bytes())
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("version") == VERSION else {}


def _cleared(folder: Path) -> None:
    """A file or a link where a folder belongs gives way."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()


def _pruned(folder: Path, top: Path) -> None:
    """Removes a folder that has become empty, and those above it."""
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

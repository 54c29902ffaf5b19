"""The only module that opens and lists content: safe against whatever lies in a repository."""

import os
import shutil
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from vankien.model.diagnostic import Fault, Finding, Fix, Message, PipelineError, say
from vankien.model.digest import digest
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.source import Span

TEXT_LIMIT = 1 << 20
"""Largest text file that is read, in bytes; the longest report section known has 40 KB."""

PIECE = 1 << 16
"""So many bytes are read at once; all limits are above it."""

ID = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
Value = TypeVar("Value")
IGNORED = regex(r"\.|~\$|Thumbs\.db\Z|desktop\.ini\Z")


@record
class Item:
    """One file or folder of a listing."""

    name: str
    """Name for people: NFC, bytes that are no UTF-8 replaced."""
    path: str
    """Path relative to the root, for people."""
    real: str
    """Path for the operating system."""
    folder: bool
    """Whether it is a folder, links followed."""
    fault: Fault | None = None
    """Why it must not be opened, where it must not."""


@record
class Text:
    """The text of one file."""

    path: str
    """Path relative to the root."""
    content: str
    """NFC, line feeds only, no byte order mark."""
    faults: tuple[Fault, ...] = ()
    """What was doubtful about it."""


def fault(code: str, span: Span, message: Message, hint: Message | None = None) -> Fault:
    """A fault of one rule at one place."""
    return Fault(code, Finding(span, message, hint))


class Disk:
    """Access to the files below one root; counts what it opened and keeps the hash of each by path."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.abspath(root)
        self.real_root = os.path.realpath(root)
        self.opened = 0
        self.digests: dict[str, str] = {}

    def afresh(self) -> "Disk":
        """The same root with nothing opened yet."""
        disk = Disk.__new__(Disk)
        disk.root, disk.real_root = self.root, self.real_root
        disk.opened, disk.digests = 0, {}
        return disk

    def listing(self, folder: str) -> tuple[list[Item], list[Fault]]:
        """What lies in a folder, hidden and office lock files left out, sorted by name."""
        real = os.path.join(self.root, *folder.split("/"))
        try:
            with os.scandir(real) as entries:
                found = [self._item(folder, entry) for entry in entries if not IGNORED.match(entry.name)]
        except FileNotFoundError:
            return [], []
        except OSError as error:
            return [], [_not_opened(folder, error)]
        found.sort(key=lambda item: item.name)
        return [item for item in found if not item.fault], [item.fault for item in found if item.fault]

    def _item(self, folder: str, entry: os.DirEntry[str]) -> Item:
        name = os.fsencode(entry.name).decode("utf-8", "replace") if not entry.name.isascii() else entry.name
        name = name if name.isascii() else unicodedata.normalize("NFC", name)
        path = f"{folder}/{name}"
        problem = None
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not entry.is_file(follow_symlinks=False):
            is_folder, problem = self._follow(path, entry)
        return Item(name, path, entry.path, is_folder, problem)

    def _follow(self, path: str, entry: os.DirEntry[str]) -> tuple[bool, Fault | None]:
        """Whether a link leads to a folder, and the fault of one that may not be followed."""
        if not entry.is_symlink():
            return False, _no_file(path)
        target = os.path.realpath(entry.path)
        if target != self.real_root and not target.startswith(self.real_root + os.sep):
            return False, fault(
                "R103",
                Span(path),
                say("This symbolic link leads out of the repository."),
                say("Put the file itself here instead of the link."),
            )
        try:
            mode = os.stat(entry.path).st_mode
        except OSError as error:
            return False, _not_opened(path, error)
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            return False, _no_file(path)
        return stat.S_ISDIR(mode), None

    def exists(self, path: str) -> bool:
        """Whether there is anything at a path."""
        return os.path.lexists(os.path.join(self.root, *path.split("/")))

    def named(self, path: str) -> Item:
        """The item at a path that a format fixes, such as `content/cycle.yml`."""
        folder, _, name = path.rpartition("/")
        for item in self._all(folder):
            if item.name == name:
                return item
        return Item(name, path, os.path.join(self.root, *path.split("/")), False)

    def _all(self, folder: str) -> Iterator[Item]:
        try:
            with os.scandir(os.path.join(self.root, *folder.split("/"))) as entries:
                yield from [self._item(folder, entry) for entry in entries]
        except OSError:
            return

    def size(self, item: Item) -> int:
        """The size of a file in bytes; 0 where it is gone by now."""
        try:
            return os.stat(item.real).st_size
        except OSError:
            return 0

    def binary(self, path: str, limit: int) -> bytes | None:
        """The bytes of a listed file, such as a picture; none where they cannot be read or are too many."""
        item = self.named(path)
        if item.fault or item.folder:
            return None
        try:
            data = _read(item.real, limit)
        except OSError:
            return None
        if data is not None:
            self.opened += 1
            self.digests[path] = digest(data)
        return data

    def quote(self, path: str) -> str | None:
        """The text of a file that was read before, for quoting; none where there is none."""
        try:
            data = _read(os.path.join(self.root, *path.split("/")))
        except OSError:
            return None
        text = decode(path, data)[0] if data is not None else None
        return text.content if text else None

    def original(self, path: str) -> str | None:
        """The text of a file with its own line ends, marks and composition; none where it cannot be read."""
        try:
            data = _read(os.path.join(self.root, *path.split("/")))
            return None if data is None else data.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def content(self, path: str) -> bytes | None:
        """The bytes of a file; none where it is not there or cannot be read."""
        try:
            return _read(os.path.join(self.root, *path.split("/")))
        except OSError:
            return None

    def replace(self, files: Mapping[str, bytes | None]) -> None:
        """Gives files these contents, none taking a file away: all of them or, where one fails, none.

        Raises `PipelineError` where it is not allowed.
        """
        before = {path: self.content(path) for path in files}
        try:
            self._put(files)
        except BaseException as error:
            self._put(before)
            if not isinstance(error, OSError):
                raise
            raise PipelineError(
                say(
                    "{path} cannot be written: {error}",
                    path=error.filename or "",
                    error=error.strerror or str(error),
                ),
                say("Close the file in other programs and look at its permissions; nothing in it was changed."),
            ) from error

    def _put(self, files: Mapping[str, bytes | None]) -> None:
        for path, content in files.items():
            real = os.path.join(self.root, *path.split("/"))
            if content is not None:
                with open(real, "wb") as stream:
                    stream.write(content)
            elif os.path.lexists(real):
                os.unlink(real)

    def rewrite(self, path: str, text: str) -> None:
        """Puts another text in the place of a file's, in one step; the file keeps its permissions.

        Raises `PipelineError` where that is not allowed.
        """
        # Through a link the file itself is replaced, not the link.
        real = os.path.realpath(os.path.join(self.root, *path.split("/")))
        beside = f"{real}.{os.getpid()}.tmp"
        try:
            with open(beside, "xb") as stream:
                stream.write(text.encode("utf-8"))
                stream.flush()
                os.fsync(stream.fileno())
            shutil.copymode(real, beside)
            os.replace(beside, real)
        except OSError as error:
            if os.path.lexists(beside):
                os.unlink(beside)
            raise PipelineError(
                say("{path} cannot be written: {error}", path=path, error=error.strerror or str(error)),
                say("Close the file in other programs and look at its permissions; nothing in it was changed."),
            ) from error

    def text(self, item: Item) -> tuple[Text | None, list[Fault]]:
        """The text of a file, or none and the reason."""
        if item.fault:
            return None, [item.fault]
        if item.folder:
            return None, [
                fault(
                    "R102",
                    Span(item.path),
                    say("A folder stands where a file belongs."),
                    say("Rename the folder, or move what it holds."),
                )
            ]
        self.opened += 1
        try:
            data = _read(item.real)
        except OSError as error:
            return None, [_not_opened(item.path, error)]
        if data is None:
            return None, [
                fault(
                    "R104",
                    Span(item.path),
                    say("The file is larger than {limit} KB.", limit=TEXT_LIMIT >> 10),
                    say("Keep only this heading's text in it; pictures and attachments go elsewhere."),
                )
            ]
        self.digests[item.path] = digest(data)
        if b"\n>>>>>>> " in data and (left := _conflicts(item.path, data)):
            return None, left
        return decode(item.path, data)


def read_file(
    disk: Disk, path: str, reader: Callable[[Text], tuple[Value, list[Fault]]], faults: list[Fault]
) -> Value | None:
    """What a reader makes of the file at a path that a format fixes; none where there is no such text."""
    if not disk.exists(path):
        return None
    text, problems = disk.text(disk.named(path))
    faults += problems
    if text is None:
        return None
    value, problems = reader(text)
    faults += problems
    return value


def decode(path: str, data: bytes) -> tuple[Text | None, list[Fault]]:
    """The text in the bytes of a file, with everything doubtful about its encoding."""
    if b"\0" in data:
        return None, [
            fault(
                "R105",
                Span(path),
                say("This is not a text file."),
                say("Write the text into a plain text file; a Word file must not merely be renamed."),
            )
        ]
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1)
        column = len(before[len(before) - column :].decode("utf-8", "replace")) + 1 if column else 1
        return None, [
            fault(
                "R106",
                Span(path, before.count(b"\n") + 1, column),
                say("The file is not encoded in UTF-8."),
                say("Save it again with the encoding UTF-8."),
            )
        ]
    faults = []
    if content.startswith("\ufeff") or "\r" in content:
        content = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        faults.append(
            fault(
                "R110",
                Span(path),
                say("The file has a byte order mark or Windows line ends."),
                say("Nothing is lost; save it as UTF-8 without a mark and with line ends LF."),
            )
        )
    if not content.isascii() and not unicodedata.is_normalized("NFC", content):
        faults.append(_decomposed(path, content))
        content = unicodedata.normalize("NFC", content)
    if not content.strip():
        faults.append(
            fault(
                "R107",
                Span(path),
                say("The file is empty."),
                say("Write the text, or delete the file until there is one."),
            )
        )
    return Text(path, content, tuple(faults)), faults


def _conflicts(path: str, data: bytes) -> list[Fault]:
    """A fault for each place that git could not merge and nobody has mended since."""
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    found = []
    begun = divided = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith(b"<<<<<<< "):
            begun, divided = number, 0
        elif line == b"=======" and begun:
            divided = number
        elif line.startswith(b">>>>>>> ") and divided:
            found.append(
                fault(
                    "R207",
                    Span(path, begun, 1, number, len(line.decode("utf-8", "replace")) + 1),
                    say("Two versions of this place were not merged; git left both, so the file is not read."),
                    say("Keep what is right and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."),
                )
            )
            begun = divided = 0
    return found


def _read(path: str, limit: int = TEXT_LIMIT) -> bytes | None:
    """The bytes of a regular file; none where they are too many."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        # Hardly any file is so large that there is more; only then the system is asked for its size.
        data = os.read(descriptor, PIECE)
        if len(data) < PIECE:
            return data
        size = os.fstat(descriptor).st_size
        if size > limit:
            return None
        return data + os.read(descriptor, size + 1 - len(data))
    finally:
        os.close(descriptor)


def _not_opened(path: str, error: OSError) -> Fault:
    reasons = {
        FileNotFoundError: say("it is not there"),
        PermissionError: say("access is denied"),
        IsADirectoryError: say("it is a folder"),
    }
    reason = reasons.get(type(error)) or say("{reason}", reason=error.strerror or type(error).__name__)
    return fault(
        "R101",
        Span(path),
        say("This cannot be opened: {reason}.", reason=reason),
        say("Ask the engineer to look at the file and its permissions."),
    )


def _no_file(path: str) -> Fault:
    return fault(
        "R102",
        Span(path),
        say("This is neither a file nor a folder."),
        say("Delete it and put a plain text file in its place."),
    )


def _decomposed(path: str, content: str) -> Fault:
    composed = unicodedata.normalize("NFC", content)
    # A line is compared with itself composed, so that the column is that of the first letter that differs.
    for number, (before, after) in enumerate(zip(content.split("\n"), composed.split("\n"), strict=False), start=1):
        if before != after:
            same = next((i for i, (x, y) in enumerate(zip(before, after, strict=False)) if x != y), 0)
            span = Span(path, number, same + 1, number, same + 2)
            message = say("Letters with marks are decomposed (Unicode NFD) from here on.")
            hint = say("`check --fix` will compose them; until then the text is read as if it were composed.")
            # A text is always composed when it is read, so that writing it back mends the rest of it as well.
            return Fault("R108", Finding(span, message, hint, fix=Fix(span, after[same : same + 1])))
    raise AssertionError("only called for text that is not NFC")


def outside(path: Path, limit: int) -> bytes:
    """The bytes of a file that a person named, wherever it lies; raises `PipelineError` where that is not possible."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise PipelineError(
            say("{path} cannot be opened: {error}", path=str(path), error=error.strerror or str(error)),
            say("Look at the name and the permissions of the file."),
        ) from error
    if len(data) > limit:
        raise PipelineError(
            say("{path} is larger than {limit} MB.", path=str(path), limit=limit >> 20),
            say("Part it into several files."),
        )
    return data

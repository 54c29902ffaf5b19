"""The cache below `build/`: what was read and worked out before, used again where nothing can have changed."""

import contextlib
import os
import pickle
import shutil
import struct
import sys
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from functools import cache, cached_property
from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vankien import __version__
from vankien.model.digest import digest, digest_of_text
from vankien.model.memory import Memory, Shelved
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Section
from vankien.model.sections import Joined, Key, Later, Shelf
from vankien.readers.content import CONTENT, Content, read_content
from vankien.readers.disk import IGNORED, Disk, Item
from vankien.readers.file_stamps import GRAIN, Looked, bytes_of, changed_since, look, stamps_of
from vankien.readers.folder import Before, Folder, read_folder
from vankien.readers.packing import Unusable, packed, unpacked

if TYPE_CHECKING:
    from vankien.readers.earlier import Tree

FORMAT = 4
"""Grows when the shape of what is stored changes in a way that the code's own hash would not show."""

FOLDER = "build/.cache"
COMMITS = "commits"
"""Below it, what was read at commits, which no edit makes untrue."""

UNUSED = 30 * 86400
"""Seconds after which what was read at a commit and never asked for again is thrown away."""

ABANDONED = 3600
"""Seconds after which a half-written file is nobody's any more."""

BESIDE = ".tmp"

UNITS = "units/"
SETTLED = frozenset((
    "cycle", "outlines", "units", "sections", "entries", "themes", "indicators", "documents", "pages", "images",
    "pictures", "comments", "applied", "digests", "memory", "commit", "epoch",
))  # fmt: skip
"""Fields of a project that follow from the files, their hashes and the other fields, or that no rule looks at."""

LIBRARIES = ("pyromark", "_ruamel_yaml", "PIL")
"""What reads the texts and pictures; another version of it may read them otherwise."""

HEADER = struct.Struct("<IQ")
"""Checksum and length of the head of a file, which stand before it; behind the head stands what is read when needed."""

HEAD = 1 << 14
"""Most heads have fewer bytes."""

LARGE = 1 << 16
"""So many bytes are read by themselves."""

Place = tuple[int, int, int]
"""Where bytes begin behind a head, how many there are, and their checksum."""


@record(frozen=False)
class Kept:
    """What the cache holds of one unit; nothing is taken apart, nor the texts even read, before it is needed."""

    path: str
    """Path of the unit's folder."""
    context: str = ""
    """What the reading of the folder depended on besides it."""
    taken: int = 0
    """When the stamps were taken."""
    stamps: bytes = b""
    """Every file in the folder, before it was read; empty where nothing may be concluded from them."""
    seal: str = ""
    """Hash of everything that was read."""
    head: bytes = b""
    """Everything read but the texts and what is rarely needed."""
    near: int = 0
    """How many bytes behind the head are read together, because many of them are asked for at once."""
    parts: dict[str, Place] = field(default_factory=dict)
    """The `observed` values, the `entries` of section files, `comments`, the `index` of files, faults and texts; these
    `texts` in a row."""
    values: dict[str, tuple[str, Place]] = field(default_factory=dict)
    """What was worked out, by name, each with its key."""
    behind: "Behind | None" = None
    """What stands behind the head of the file that was there before."""


STORED = tuple(one.name for one in fields(Kept) if one.name != "behind")
"""What of it stands in the head of its file."""


class Behind:
    """What stands behind the head of one file, read when it is asked for; those near the head all at once."""

    def __init__(self, file: str, begin: int, near: int) -> None:
        self.file = file
        self.begin = begin
        self.near = near
        self._read: bytes | None = None

    def part(self, place: Place) -> bytes:
        """The bytes at a place; raises `Unusable` where they are not what was written."""
        begin, length, checksum = place
        if begin + length > self.near:
            data = self._bytes(begin, length)
        else:
            if self._read is None:
                self._read = self._bytes(0, self.near)
            data = self._read[begin : begin + length]
        if len(data) != length or zlib.crc32(data) != checksum:
            raise Unusable(self.file)
        return data

    def _bytes(self, begin: int, length: int) -> bytes:
        try:
            with _opened(self.file) as descriptor:
                os.lseek(descriptor, self.begin + begin, os.SEEK_SET)
                return os.read(descriptor, length)
        except OSError as error:
            raise Unusable from error


@contextlib.contextmanager
def _opened(file: str) -> Iterator[int]:
    """A file as the system knows it: half as many questions to the system as a stream asks."""
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class Store:
    """The cache of one repository; it may be deleted at any time, and is never trusted more than the files.

    With a `tree` it is that of a commit, whose units are known by what git says is in them: what was read of them once
    is true for ever, at this commit and at every other one where a unit has the same files. `beside` is the cache of
    the work tree, where it was read in this run: units that do not differ are taken from there, `changed` names the
    paths that do.
    """

    def __init__(
        self, root: Path, tree: "Tree | None" = None, beside: "Store | None" = None, changed: Collection[str] = ()
    ) -> None:
        self.root = os.path.abspath(root)
        self.tree = tree
        self.beside = beside
        self.changed = {"/".join(path.split("/")[:2]) for path in changed}
        self.files = tree.units() if tree else {}
        self.trees = {unit: digest_of_text(repr(files)) for unit, files in self.files.items()}
        self.above = os.path.join(self.root, *FOLDER.split("/"))
        self.kept: dict[str, Kept] = {}
        self.read: dict[str, Folder] = {}
        self.common: Content | None = None
        self.seals: dict[str, str] = {}
        self.stale: set[str] = set()
        self.memory = Memory({})
        self.looked: Callable[[str], Looked | None] = lambda unit: None

    @cached_property
    def place(self) -> str:
        """Where the files of this version lie."""
        version = os.path.join(self.above, _version(self.root))
        return os.path.join(version, COMMITS) if self.tree else version

    @cached_property
    def at_hand(self) -> frozenset[str]:
        """Of a commit: the folders of units that need not be laid out to be read."""
        found = set()
        for name in self.trees:
            kept = self.kept[name] = self._load(self._path(name)) or Kept(self._path(name))
            if kept.head or self._twin(name):
                found.add(name)
        return frozenset(found)

    def _path(self, unit: str) -> str:
        """What the file of a unit is named after."""
        if self.tree is None:
            return f"units/{unit}" if unit else ""
        return f"units/{unit}@{self.trees.get(unit, '')}" if unit else f"@{self.tree.commit}"

    def _twin(self, name: str) -> Kept | None:
        """The same unit in the work tree, where git knows of no difference and the very same files are there."""
        path = f"units/{name}"
        kept = self.beside.kept.get(name) if self.beside else None
        if kept is None or not kept.stamps or path in self.changed:
            return None
        files = {file[2] for file in self.files[name]}
        folders = {above for file in files for above in _folders_above(file, path)}
        there = {stamp[0] for stamp in unpacked(kept.stamps)}
        return kept if there == _seen(files | folders, path) else None

    def _of_commit(self, disk: Disk, item: Item, reports: Mapping[str, bool]) -> Folder:
        """The folder of a unit at a commit: from the work tree, from the cache, or read."""
        known = item.name in self.at_hand
        context = repr(dict(reports))
        unit = item.name
        kept = self.kept.setdefault(unit, Kept(self._path(unit)))
        if known and kept.head and kept.context == context:
            with contextlib.suppress(Unusable):
                folder = self.read[unit] = self._folder(kept, lambda: self._again(item, reports))
                self.seals[unit] = kept.seal
                return folder
        if known and (twin := self._twin(unit)) and twin.context == context:
            folder = self.read[unit] = self.beside.read[unit]
            self.seals[unit] = self.beside.seals[unit]
            return folder
        if known:
            from vankien.readers.earlier import lay_out

            lay_out(self.tree, Path(disk.root), lambda path: path.startswith(item.path + "/"))
        folder = self.read[unit] = read_folder(disk, item, reports)
        self.seals[unit] = _digest_of(folder)
        lasting = bytes_of([(item.path, 0, 0, 0, 0, 0)]) if unit in self.trees else b""
        self.kept[unit] = Kept(
            kept.path, context, 0, lasting, self.seals[unit], values=kept.values, behind=kept.behind
        )  # fmt: skip
        self.stale.add(unit)
        return folder

    def _again(self, item: Item, reports: Mapping[str, bool]) -> Folder:
        """The folder of a unit read from git once more, when what was laid out of the commit is gone."""
        import tempfile

        from vankien.readers.earlier import lay_out

        with tempfile.TemporaryDirectory(prefix="vankien-") as place:
            lay_out(self.tree, Path(place), lambda path: path.startswith(item.path + "/"))
            disk = Disk(Path(place))
            return read_folder(disk, disk.named(item.path), reports)

    def unknown(self) -> list[str]:
        """Names of the units of which nothing is kept, or nothing that is true with what all units share today.

        None where nothing could be kept of them either.
        """
        disk = Disk(Path(self.root))
        try:
            os.makedirs(self.place, mode=0o700, exist_ok=True)
        except OSError:
            return []
        if not disk.exists(f"{CONTENT}/cycle.yml") or not os.access(self.place, os.W_OK):
            return []
        self.content(disk)
        anew = not self.kept[""].head
        items, _ = disk.listing("units")
        return [item.name for item in items if item.folder and (anew or not os.path.lexists(self._file(item.path)))]

    def content(self, disk: Disk) -> Content:
        """What all units share, from the cache where no file of it has changed; taken once by each store."""
        if self.common is not None:
            return self.common
        kept = self.kept[""] = self._load(self._path("")) or Kept(self._path(""))
        if self.tree is not None:
            self.common = read_content(disk)
            return self.common
        taken = time.time_ns()
        stamps, newest = stamps_of(Item(CONTENT, CONTENT, os.path.join(self.root, CONTENT), True))
        if kept.head and stamps and kept.stamps == bytes_of(stamps):
            try:
                content = unpacked(kept.head)
                if newest <= kept.taken - GRAIN:
                    self.common = content
                    return content
                if not changed_since(self.root, stamps, kept.taken, content.digests):
                    kept.taken = taken
                    self.stale.add("")
                    self.common = content
                    return content
            except Unusable:
                pass
        self.common = read_content(disk)
        lasting = bool(stamps) and not any(fault.code == "R101" for fault in self.common.faults)
        kept.stamps, kept.taken, kept.head = bytes_of(stamps) if lasting else b"", taken, b""
        self.stale.add("")
        return self.common

    def folder(self, disk: Disk, item: Item, reports: Mapping[str, bool]) -> Folder:
        """The folder of a unit, from the cache where no file in it has changed."""
        if self.tree is not None:
            return self._of_commit(disk, item, reports)
        unit = item.name
        taken, now, newest = self.looked(unit) or look(item)
        context = repr(dict(reports))
        known = self._load(item.path)
        before: Before | None = None
        if known is not None and known.head and known.context == context and now:
            try:
                folder = self._folder(known, lambda: read_folder(disk, item, reports))
                doubtful = newest > known.taken - GRAIN
                if known.stamps == now and not (
                    doubtful and changed_since(self.root, unpacked(now), known.taken, folder.digests)
                ):
                    self.kept[unit], self.read[unit], self.seals[unit] = known, folder, known.seal
                    if doubtful:
                        known.taken = taken
                        self.stale.add(unit)
                    return folder
                if known.stamps:
                    same = sorted(set(unpacked(now)).intersection(unpacked(known.stamps)))
                    changed = changed_since(self.root, same, known.taken, folder.digests)
                    before = folder, frozenset(stamp[0] for stamp in same) - changed
            except Unusable:
                pass
        folder = self.read[unit] = read_folder(disk, item, reports, before)
        self.seals[unit] = _digest_of(folder)
        # What could not be opened may be opened at any time without a trace in the folder.
        lasting = bool(now) and not any(fault.code == "R101" for fault in folder.faults)
        self.kept[unit] = Kept(
            item.path, context, taken, now if lasting else b"", self.seals[unit],
            values=known.values if known else {}, behind=known.behind if known else None,
        )  # fmt: skip
        self.stale.add(unit)
        return folder

    def _folder(self, kept: Kept, again: Callable[[], Folder]) -> Folder:
        """The folder that the cache holds; `again` reads it where a text cannot be taken out of it."""
        unit, marked, images, pictures, faults, files, listed = unpacked(kept.head)
        read_again = cache(again)
        digests = Joined(lambda: iter((index()[0],)))

        def stored(name: str, instead: Callable[[Folder], Any]) -> Any:
            try:
                return unpacked(kept.behind.part(kept.parts[name]))
            except LookupError:
                # Another run has put another file there.
                return instead(read_again())

        def read_index(folder: Folder) -> tuple[Mapping, Mapping, Mapping]:
            return folder.digests, folder.troubles, dict.fromkeys(folder.sections.keys, (0, 0))

        index, row = cache(lambda: stored("index", read_index)), cache(lambda: kept.behind.part(kept.parts["texts"]))

        def section(key: Key) -> Section:
            try:
                begin, end = index()[2][key]
                return unpacked(row()[begin:end])
            except LookupError:
                return read_again().sections.section(key)

        return Folder(
            unit=unit,
            sections=Shelf(
                Later(lambda: iter((tuple(index()[2]),))),
                marked,
                section,
                Joined(lambda: iter((stored("observed", lambda folder: folder.sections.observed),))),
                Later(lambda: iter((stored("entries", lambda folder: folder.sections.entries),))),
                digests,
            ),
            images=images,
            pictures=pictures,
            faults=faults,
            digests=digests,
            files=files,
            listed=listed,
            troubles=Joined(lambda: iter((index()[1],))),
            comments=Later(lambda: iter((stored("comments", lambda folder: folder.comments),))),
        )

    def remember(self, project: Project) -> Project:
        """The project with the memory of what was worked out from it, and from its units, before."""
        self.memory = Memory(self.seals | {"": ""})
        self.memory.beside = self.beside.memory if self.beside else None
        for unit, kept in self.kept.items():
            self.memory.values[unit] = {
                name: Shelved(key, load=lambda behind=kept.behind, place=place: unpacked(behind.part(place)))
                for name, (key, place) in kept.values.items()
            }
        known = sorted(self.common.digests.items())
        told = [fault for fault in project.faults if not fault.finding.span.path.startswith(UNITS)]
        self.memory.frame = self.memory.key("", known, told, project.profiles)
        others = [
            (one.name, sorted(value) if isinstance(value, frozenset) else value)
            for one in fields(project)
            if one.name not in SETTLED
            for value in [getattr(project, one.name)]
        ]
        self.memory.whole = self.memory.key(
            "",
            self.memory.frame,
            list(self.memory.digests.items()),
            list(project.units),
            others,
        )
        self.memory.keep = self.save
        return replace(project, memory=self.memory)

    def save(self, part: bool = False) -> None:
        """Writes what is new; where that is not possible, the next run does the work again.

        A store that has seen but a `part` of the units writes nothing of what they share, and throws nothing away.
        """
        changed = (self.stale | self.memory.changed) & (self.read.keys() if part else self.read.keys() | {""})
        if not changed:
            return
        try:
            os.makedirs(self.place, mode=0o700, exist_ok=True)
            self._hide()
            for unit in sorted(changed):
                self._write(unit)
            if not part:
                self._tidy()
        except OSError:
            return
        self.stale.clear()
        self.memory.changed.clear()

    def _hide(self) -> None:
        """Keeps the cache out of commits, also where the repository says nothing of `build`."""
        with contextlib.suppress(FileExistsError), open(os.path.join(self.above, ".gitignore"), "x") as stream:
            stream.write("*\n")

    def _write(self, unit: str) -> None:
        kept = self.kept[unit]
        try:
            parts = self._parts(unit, kept)
        except Unusable:
            # Another run has written this unit meanwhile, and knows as much.
            return
        values = self._values(unit, kept)
        # What is small is mostly asked for together.
        names = sorted(values, key=lambda name: len(values[name][1]))
        row = [*(values[name][1] for name in names), *parts.values()]
        places = [
            (begin, len(data), zlib.crc32(data))
            for data, begin in zip(row, accumulate(map(len, row), initial=0), strict=False)
        ]
        kept.near = sum(len(values[name][1]) for name in names if len(values[name][1]) < LARGE)
        kept.values = {name: (values[name][0], place) for name, place in zip(names, places, strict=False)}
        kept.parts = dict(zip(parts, places[len(names) :], strict=True))
        data = pickle.dumps(tuple(getattr(kept, name) for name in STORED), 5)
        target = self._file(kept.path)
        beside = f"{target}.{os.getpid()}.{time.time_ns()}{BESIDE}"
        try:
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(HEADER.pack(zlib.crc32(data), len(data)))
                stream.write(data)
                stream.writelines(row)
            os.replace(beside, target)
        except OSError:
            if os.path.lexists(beside):
                os.unlink(beside)
            raise
        kept.behind = Behind(target, HEADER.size + len(data), kept.near)

    def _parts(self, unit: str, kept: Kept) -> dict[str, bytes]:
        """What was read of a unit beside its head, which is made as well where it is new."""
        if kept.head or not kept.stamps:
            return {name: kept.behind.part(place) for name, place in kept.parts.items()}
        if not unit:
            kept.head = packed(self.common)
            return {}
        folder = self.read[unit]
        texts = [packed(folder.sections.section(key)) for key in folder.sections.keys]
        ends = accumulate(map(len, texts), initial=0)
        kept.head = packed(
            (
                folder.unit,
                dict(folder.sections.marked),
                dict(folder.images),
                dict(folder.pictures),
                folder.faults,
                folder.files,
                folder.listed,
            )
        )
        places = dict(zip(folder.sections.keys, pairwise(ends), strict=True))
        return {
            "observed": packed(dict(folder.sections.observed)),
            "entries": packed(tuple(folder.sections.entries)),
            "comments": packed(tuple(folder.comments)),
            "index": packed((dict(folder.digests), dict(folder.troubles), places)),
            "texts": b"".join(texts),
        }

    def _values(self, unit: str, kept: Kept) -> dict[str, tuple[str, bytes]]:
        """What was worked out of a unit, in this run and before; what cannot be stored is worked out anew each time."""
        values = {}
        new = self.memory.values.get(unit, {})
        for name, (key, place) in kept.values.items():
            if name not in new or new[name].load is not None:
                with contextlib.suppress(Unusable):
                    values[name] = key, kept.behind.part(place)
        for name, shelved in new.items():
            if shelved.load is None:
                with contextlib.suppress(pickle.PicklingError, AttributeError, TypeError):
                    values[name] = shelved.key, packed(shelved.value)
        return values

    def _tidy(self) -> None:
        """Removes what no unit and no version of today uses, so that the cache does not grow without end."""
        used = {os.path.basename(self._file(kept.path)) for kept in self.kept.values()}
        with os.scandir(self.place) as entries:
            for entry in [entry for entry in entries if entry.name not in used]:
                age = time.time() - entry.stat(follow_symlinks=False).st_mtime
                left = age > ABANDONED if entry.name.endswith(BESIDE) else self.tree is None or age > UNUSED
                if entry.is_file(follow_symlinks=False) and left:
                    os.unlink(entry.path)
        if self.tree is not None:
            return
        with os.scandir(self.above) as entries:
            for entry in list(entries):
                if entry.path != self.place and entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)

    def _file(self, path: str) -> str:
        return os.path.join(self.place, digest(path.encode()))

    def _load(self, path: str) -> Kept | None:
        file = self._file(path)
        try:
            with _opened(file) as descriptor:
                about = os.fstat(descriptor)
                if hasattr(os, "geteuid") and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
                    return None
                data = os.read(descriptor, HEAD)
                checksum, length = HEADER.unpack(data[: HEADER.size])
                end = HEADER.size + length
                if len(data) < end <= about.st_size:
                    data += os.read(descriptor, end - len(data))
            data = data[HEADER.size : end]
            if len(data) != length or zlib.crc32(data) != checksum:
                return None
            if self.tree is not None and time.time() - about.st_mtime > UNUSED / 30:
                with contextlib.suppress(OSError):
                    os.utime(file)
            kept = Kept(*unpacked(data))
            kept.behind = Behind(file, end, kept.near)
            return kept if kept.path == path else None
        except (OSError, Unusable, TypeError, struct.error):
            return None


def _folders_above(path: str, unit: str) -> Iterator[str]:
    """The folders in which a file lies, below that of its unit."""
    while (path := path.rpartition("/")[0]) != unit:
        yield path


def _seen(paths: Iterable[str], unit: str) -> set[str]:
    """Those of a unit's paths that are looked at: nothing hidden, no lock files of an office program."""
    return {path for path in paths if not any(IGNORED.match(name) for name in path[len(unit) + 1 :].split("/"))}


def _digest_of(folder: Folder) -> str:
    """Hash of everything that was read from a folder."""
    names = sorted(f"{path} {known}" for path, known in folder.digests.items())
    told = (names, folder.listed, sorted(folder.images.items()), folder.faults)
    return digest_of_text(repr(told))


def _version(root: str) -> str:
    """Name of the folder for one version of vankien, Python and the libraries, and for one repository on one disk."""
    package = Path(__file__).resolve().parent.parent
    told: list[object] = [FORMAT, __version__, sys.version, sys.platform]
    for name in ("model", "readers", "rollup", "checks"):
        for folder, below, files in os.walk(package / name):
            below.sort()
            for file in sorted(files):
                if file.endswith(".py"):
                    about = os.stat(os.path.join(folder, file))
                    told.append((file, about.st_size, about.st_mtime_ns))
    for library in LIBRARIES:
        found = find_spec(library)
        if found and found.origin:
            about = os.stat(found.origin)
            told.append((found.origin, about.st_size, about.st_mtime_ns))
    here = os.stat(root)
    told += [root, here.st_dev, here.st_ino, os.geteuid() if hasattr(os, "geteuid") else 0]
    return digest_of_text(repr(told))

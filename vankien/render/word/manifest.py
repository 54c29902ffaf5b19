"""Which files of an earlier run are still what they would be made as: a hash of what each was made of."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

import vankien
from vankien.render import templates
from vankien.render.word.consolidated import Volume
from vankien.render.word.job import Job

VERSION = 2
FOLDERS = ("word", "profiles")


def surroundings(root: Path, *versions: str) -> str:
    """A hash of all that every job is made with: templates, layout profiles, this package's own code, versions."""
    found = hashlib.sha256("\0".join((vankien.__version__, *versions)).encode())
    sources = [(folder, "*.py") for folder in (Path(__file__).parent,)]
    sources += [(folder / name, "*") for folder in templates.folders(root) for name in FOLDERS]
    for number, (folder, pattern) in enumerate(sources):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                found.update(f"\0{number}/{path.name}\0".encode() + path.read_bytes())
    return found.hexdigest()


def key(made_of: Job | Volume, around: str, *more: str) -> str:
    """A hash of everything that the file of a job or volume depends on; `around` is that of `surroundings`.

    A job names pictures by the hash of their bytes, and holds charts and remarks as a whole.
    """
    return hashlib.sha256("\0".join((around, *more, repr(made_of))).encode("utf-8", "surrogatepass")).hexdigest()


class Manifest:
    """What the files below a folder were made of; kept beside it, and believed only as far as the files bear it out."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target.parent / ".cache" / f"{target.name}.json"
        self._files = _read(self._path)

    def holds(self, place: Path, inputs: str) -> bool:
        """Whether the file at a place was made of these inputs and has not been changed since."""
        known = self._files.get(self._name(place))
        return bool(known) and known[0] == inputs and known[1] == _digest(place)

    def follows(self, place: Path, sources: str) -> bool:
        """Whether nothing can have changed the file at a place, since what it could depend on is the same."""
        known = self._files.get(self._name(place))
        return bool(known) and bool(sources) and known[2] == sources and known[1] == _digest(place)

    def trust(self, place: Path, sources: str) -> None:
        """Remembers that a file that is kept is also what would be made of these sources."""
        inputs, digest, _ = self._files[self._name(place)]
        self._files[self._name(place)] = inputs, digest, sources

    def note(self, place: Path, inputs: str, sources: str, content: bytes) -> None:
        """Remembers a file that was made."""
        self._files[self._name(place)] = inputs, hashlib.sha256(content).hexdigest(), sources

    def write(self) -> None:
        """Puts the manifest in its place in one step, without files that are no more."""
        self._files = {name: known for name, known in self._files.items() if (self._target / name).is_file()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        content = {"version": VERSION, "files": {name: list(known) for name, known in sorted(self._files.items())}}
        aside.write_text(json.dumps(content, indent=0), "utf-8")
        aside.replace(self._path)

    def _name(self, place: Path) -> str:
        return place.relative_to(self._target).as_posix()


def _read(path: Path) -> dict[str, tuple[str, str, str]]:
    """The files of a manifest; none where it is missing, damaged or of another version."""
    try:
        content = json.loads(path.read_text("utf-8"))
        files: Mapping[str, list[str]] = content["files"] if content["version"] == VERSION else {}
        return {
            str(name): (str(inputs), str(digest), str(sources)) for name, (inputs, digest, sources) in files.items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""

"""What the Word file of a report can depend on, as a hash that costs less than composing the report."""

import functools
import hashlib
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import vankien
from vankien.model.project import Project
from vankien.render.word.copy import Copy

LIBRARIES = ("jinja2", "pillow", "pyromark", "ruamel.yaml", "ruamel.yaml.clib", "xlsxwriter")
UNITS = "units/"
DESCRIPTION = "/unit.yml"


def sources(project: Project, around: str, copy: Copy) -> Callable[..., str]:
    """A function from unit and report to that hash; an empty one where it is not known which files were read.

    Where a file carries another stamp than that of its own report, the stamp is given as well.

    A report depends on the day, on `around` (what all files are made with), on `content/`, on the description of every
    unit, on all files of its own unit, and, by totals and charts, on those of all units below. It may depend on less.
    """
    if not project.digests:
        return lambda unit, report, stamp=None: ""
    own: dict[str, list[str]] = {}
    shared = [around, _readers(), copy.kind.value, copy.reason, project.today.isoformat()]
    shared += [*project.units, *sorted(project.profiles)]
    for path, digest in sorted(project.digests.items()):
        line = f"{path} {digest}"
        unit = path.removeprefix(UNITS).partition("/")[0] if path.startswith(UNITS) else ""
        if not unit or path == UNITS + unit + DESCRIPTION:
            shared.append(line)
        if unit:
            own.setdefault(unit, []).append(line)
    common = _hash(*shared)
    folders = {unit: _hash(*lines) for unit, lines in own.items()}
    below = {unit: _below(project, unit) for unit in project.units}

    def known(unit: str, report: str, stamp: tuple[str, int] | None = None) -> str:
        stamp = stamp or project.stamps.get((unit, report), (project.commit, project.epoch))
        files = [folders.get(each, "") for each in (unit, *below[unit])]
        return _hash(common, unit, report, repr(stamp), *files, repr(copy.remarks(unit, report)))

    return known


def _below(project: Project, unit: str) -> list[str]:
    """The units below a unit, each once."""
    found: dict[str, None] = {}
    waiting = [child.id for child in project.children(unit)]
    while waiting:
        id = waiting.pop()
        if id not in found:
            found[id] = None
            waiting += [child.id for child in project.children(id)]
    return list(found)


@functools.cache
def _readers() -> str:
    """A hash of the code that reads, counts and composes, and of the libraries that it uses for that."""
    package = Path(vankien.__file__).parent
    found = hashlib.sha256(sys.version.encode())
    for path in sorted(package.rglob("*.py")):
        found.update(f"\0{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes())
    for library in LIBRARIES:
        found.update(f"\0{library} {metadata.version(library)}".encode())
    return found.hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

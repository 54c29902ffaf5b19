"""Whether the site on the disk is what would be made now; told without loading what makes pages."""

import importlib.util
import os
from collections.abc import Mapping
from pathlib import Path

from vankien.render.site import places
from vankien.render.site.store import Store, digest, written
from vankien.render.site.store import survey as surveyed
from vankien.render.templates import PACKAGE, folders

SHARED = "mkdocs.yml"
DOCS, SITE, THEME = FOLDERS = ("docs", "site", "theme")
RECORD = "cache/site.json"

There = Mapping[str, tuple[int, int]] | None
"""Size and time of each file in the folders of the site."""

Reports = Mapping[tuple[str, str], Path]
"""Word files by unit and report."""


def standing(build: Path, everything: str, there: There = None) -> int | None:
    """The number of pages of the site in `build`, where it was made of the same and is as it was left; else nothing.

    `everything` stands for all that goes into it, as `sum_of` gives it, `there` for what was found in its folders just
    now, where somebody has looked already.
    """
    last = written(build / RECORD)
    if last.get("everything") != everything:
        return None
    return last["pages"] if store(build, there).untouched() else None


def offered(words: Reports, volumes: Reports, prints: Reports) -> dict[str, Path]:
    """The Word files of reports, the consolidated ones and PDF files, by the place where the site offers them."""
    found = {places.word(*key): path for key, path in words.items()}
    found |= {places.volume(*key): path for key, path in volumes.items()}
    return found | {places.printed(*key): path for key, path in prints.items()}


def sum_of(settings: str, told: str, epoch: int, documents: Mapping[str, Path]) -> str:
    """What stands for all that goes into a site: `settings`, what was read and found, the time, and files to fetch."""
    words = [
        (key, state.st_size, state.st_mtime_ns)
        for key, state in ((key, path.stat()) for key, path in sorted(documents.items()))
    ]
    return digest(told, epoch, settings, words)


def settings(root: Path) -> str:
    """What stands for the program, all templates and the settings of the repository."""
    shared = root / SHARED
    return digest(fingerprint(root), shared.read_bytes() if shared.is_file() else b"")


def fingerprint(root: Path) -> str:
    """What stands for the program and all templates: while it is the same, the same input gives the same pages."""
    found = []
    for folder in (PACKAGE, *folders(root)):
        for above, below, names in os.walk(folder):
            below[:] = sorted(name for name in below if name != "__pycache__")
            for name in sorted(names):
                state = Path(above, name).stat()
                found.append((above, name, state.st_size, state.st_mtime_ns))
    for name in ("mkdocs", "material"):
        module = importlib.util.find_spec(name)
        if module and module.origin:
            state = Path(module.origin).stat()
            found.append((module.origin, state.st_size, state.st_mtime_ns))
    return digest(found)


def store(build: Path, there: There = None) -> Store:
    """The files of the site in a folder; `there` was found in it just now, where somebody has looked already."""
    return Store(build, build / RECORD, FOLDERS, there)


def survey(build: Path) -> dict[str, tuple[int, int]]:
    """What there is in the folders of the site: size and time of each file."""
    return surveyed(build, FOLDERS)

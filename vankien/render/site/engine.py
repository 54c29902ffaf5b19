"""Lays the pages out for the site engine, MkDocs with the Material theme, and runs it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from vankien.model.diagnostic import PipelineError, say
from vankien.model.page import Page
from vankien.render.templates import find, folders

SHARED = "mkdocs.yml"
THEME = "theme"


def write(pages: Iterable[Page], root: Path, docs: Path, files: Mapping[str, bytes] = MappingProxyType({})) -> None:
    """Makes `docs` hold exactly these pages, the files of the search and the assets; what is right is not touched.

    Next to `docs` come `theme/` and `mkdocs.yml`, which the repository's own `mkdocs.yml` inherits, so that a plain
    `mkdocs build` works as well.
    """
    wanted = {page.uri: page.markdown.encode("utf-8") for page in pages}
    wanted |= {f"assets/{name}": content for name, content in _bundled(root, "site/assets").items()}
    _fill(docs, wanted | files)
    _fill(docs.parent / THEME, _bundled(root, "site/theme"))
    _put(docs.parent / SHARED, find(root, f"site/{SHARED}").read_bytes())


def build(root: Path, docs: Path, site: Path, epoch: int = 0) -> None:
    """Builds the site from `docs` in a folder aside and moves it to `site`; a failure leaves the last good one.

    `epoch` is the time that the site's files carry. Raises `PipelineError` with the engine's own words.
    """
    if not (root / SHARED).is_file():
        raise PipelineError(
            say("There is no mkdocs.yml in {root}.", root=str(root)),
            say("Write one with two lines: `INHERIT: build/mkdocs.yml` and `site_name: …`."),
        )
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as aside:
        folder = Path(aside)
        settings = {
            "INHERIT": str((root / SHARED).resolve()),
            "docs_dir": str(docs.resolve()),
            "site_dir": str(folder.resolve() / "site"),
            "theme": {"custom_dir": str((docs.parent / THEME).resolve())},
        }
        (folder / SHARED).write_text(json.dumps(settings), encoding="utf-8")
        _run_engine(folder / SHARED, epoch)
        _replace(folder / "site", site, folder / "old")


def _run_engine(settings: Path, epoch: int) -> None:
    # The same bytes for the same pages: a fixed time, and sets in the same order in every run.
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # The theme prints a long note about MkDocs 2, which would drown the reason of a failure.
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise PipelineError(
            say("The site could not be built: {reason}", reason=done.stdout.strip() or f"mkdocs: {done.returncode}"),
            say("Look at mkdocs.yml and at the templates of the repository."),
        )


def _replace(new: Path, target: Path, aside: Path) -> None:
    if target.exists():
        target.rename(aside)
    new.rename(target)


def _bundled(root: Path, name: str) -> dict[str, bytes]:
    """The files below one folder of the templates; those of the repository go before those of vankien."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders(root)):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                found[path.relative_to(folder / name).as_posix()] = path.read_bytes()
    return found


def _fill(folder: Path, wanted: dict[str, bytes]) -> None:
    """Makes a folder hold exactly the wanted files."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    for uri, content in wanted.items():
        _put(folder / uri, content)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(folder).as_posix() not in wanted:
            path.unlink()


def _put(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    if path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

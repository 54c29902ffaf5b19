"""Small repositories on the disk for the checks: a complete one, with a few files laid over it."""

import datetime
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pictures import PIXEL
from vankien import checks
from vankien.model.diagnostic import Diagnostic
from vankien.readers.project import read
from vankien.render.rulebook import ExampleFile, files

BASE = Path(__file__).parent / "base"
NOBODY = 65534

Lay = Callable[[str], Path]


@pytest.fixture
def lay() -> Iterator[Lay]:
    """Makes a complete repository with files in the notation of `vankien.render.rulebook` laid over it."""
    with tempfile.TemporaryDirectory() as folder:
        # Tests that give up the power of root must still reach the files; pytest's own folders are closed to others.
        Path(folder).chmod(0o755)
        made: list[Path] = []

        def make(text: str) -> Path:
            root = Path(folder) / f"repository-{len(made)}"
            made.append(root)
            shutil.copytree(BASE, root)
            laid = list(files(text))
            for file in laid:
                _write(root, file)
            _set_rights(root, {root / file.path for file in laid if file.form == "unreadable"})
            return root

        yield make


def _write(root: Path, file: ExampleFile) -> None:
    name = unicodedata.normalize("NFD", file.path) if file.form == "name in NFD" else file.path
    path = root / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if file.form == "removed":
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.form.startswith("-> "):
        path.symlink_to(file.form[3:])
    elif name.endswith("/"):
        path.mkdir()
    else:
        path.write_bytes(_content(file))


def _set_rights(root: Path, unreadable: set[Path]) -> None:
    """Lets everybody read everything but some files, whatever rights the checkout came with."""
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0 if path in unreadable else 0o644)


def _content(file: ExampleFile) -> bytes:
    content = file.content
    if file.form.startswith("bytes "):
        return bytes.fromhex(file.form[6:])
    if file.form.endswith(" bytes"):
        head = PIXEL if file.path.endswith(".png") else b"---\nstatus: draft\n---\n"
        return (head + b"Word for word.\n" * (int(file.form[:-6]) // 15 + 1))[: int(file.form[:-6])]
    if file.form == "in NFD":
        content = unicodedata.normalize("NFD", content)
    elif file.form == "with CR line ends":
        content = content.replace("\n", "\r\n")
    elif file.form == "with byte order mark":
        content = "\ufeff" + content
    elif file.form == "→ is a tab":
        content = content.replace("→", "\t")
    else:
        assert file.form in ("", "unreadable", "name in NFD"), file.form
    return content.encode()


@contextmanager
def without_power() -> Iterator[None]:
    """Gives up the power of root to read what nobody may read; for others it changes nothing."""
    if not hasattr(os, "seteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def check() -> Callable[..., tuple[Diagnostic, ...]]:
    """Reads and checks a repository as a user would who is not root."""

    def run(root: Path, today: datetime.date | None = None) -> tuple[Diagnostic, ...]:
        with without_power():
            project = read(root, today)
        return checks.run(project)

    return run

"""What a run is about: where its outputs go, which version it reads, what it gives."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Diagnostic, Message
from vankien.model.project import Project
from vankien.model.record import record
from vankien.readers.ahead import Ahead
from vankien.readers.store import Store

if TYPE_CHECKING:
    from vankien.render.word import Consolidated


Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""

Stage = Callable[[str], Progress]
"""Opens a stage of the run, such as `read`, `check`, `docx` or `site`."""

KnownId = Callable[[str | None, Mapping[str, object], Message], None]
"""Raises `PipelineError` where an id was given that is not among some things of one kind."""

WATCHED = ("content", "units", "templates", "mkdocs.yml")
"""What a site is made of, below the root of the repository."""


@record
class Outputs:
    """Where a run puts what it makes, below the root of the repository."""

    root: Path
    """Root of the repository."""

    @property
    def build(self) -> Path:
        """Folder of everything generated."""
        return self.root / "build"

    @property
    def docs(self) -> Path:
        """Generated pages, source of the site engine."""
        return self.build / "docs"

    @property
    def site(self) -> Path:
        """The site."""
        return self.build / "site"

    @property
    def docx(self) -> Path:
        """Word files."""
        return self.build / "docx"

    @property
    def redlines(self) -> Path:
        """Word files with tracked changes."""
        return self.build / "redline"

    @property
    def data(self) -> Path:
        """Tables of the figures."""
        return self.build / "data"


@record
class Result:
    """What one run read and found."""

    project: Project
    """Everything read."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything found."""
    documents: tuple[Path, ...] = ()
    """Word files written."""
    volumes: tuple["Consolidated", ...] = ()
    """What the consolidated reports among them hold."""
    pages: int = 0
    """Pages of the site."""
    store: Store | None = None
    """The cache with which the work tree was read."""
    ahead: Ahead | None = None
    """What a second process tells of the files of the site, where it was asked."""


@record
class Version:
    """A version of the repository that is not the work tree, laid out in a folder."""

    source: Path
    """Root of the repository with its history."""
    root: Path
    """The folder, a repository of its own with its own `build`."""
    commit: str
    """The commit."""
    epoch: int
    """Its time, in seconds since 1970."""


@record
class Run:
    """Where and how a run makes things."""

    root: Path
    """Root of the repository, or of the version of it that lies in a folder."""
    translate: Callable[[Message], str]
    """Puts messages into words."""
    jobs: int
    """So many processes work at once."""
    stage: Stage
    """Hears how far it is."""
    at: Version | None = None
    """The version that lies in `root`, where it is not the work tree."""

    @property
    def outputs(self) -> Outputs:
        """Where it puts what it makes."""
        return Outputs(self.root)


@record
class Copies:
    """Which Word or PDF files are asked for."""

    unit: str | None = None
    """Only of this unit."""
    report: str | None = None
    """Only of this report."""
    kind: str = "draft"
    """`draft`, `review` or `final`."""
    reason: str = ""
    """Why a final copy is made although something keeps it from being final."""
    consolidated: bool = False
    """Reports with the texts of the units below drawn in, instead of the units' own."""

    @property
    def whole(self) -> bool:
        """Whether these are all that there are of their kind."""
        return self.unit is None and self.report is None

    def folder(self, outputs: Outputs, form: str = "docx") -> Path:
        """Where they go: each kind has a folder of its own, so that none is taken for another."""
        parts = [form, *(["consolidated"] if self.consolidated else []), *([self.kind] if self.kind != "draft" else [])]
        return outputs.build / "-".join(parts)


@contextmanager
def version(root: Path, ref: str, kept: bool) -> Iterator[Version]:
    """The content at a git ref, with the templates and the site settings of today.

    Where something is built from it, it is `kept` in `build/at/<ref>/`, else it is gone afterwards.
    """
    from vankien.readers.earlier import commit_of, laid_out, lay_out, time_of, tree_of

    commit = commit_of(root, ref)
    epoch = time_of(root, commit)
    if not kept:
        with laid_out(root, commit) as folder:
            yield Version(root, folder, commit, epoch)
        return
    folder = Outputs(root).build / "at" / (re.sub(r"[^A-Za-z0-9._]+", "-", ref).strip("-.") or commit[:12])
    stamp = folder / "commit"
    same = stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == commit
    # What was built from another commit of a branch must not pass for what this one gives.
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name != "build" or not same:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    lay_out(tree_of(root, commit), folder)
    if (root / "templates").is_dir():
        shutil.copytree(root / "templates", folder / "templates", symlinks=True)
    if (root / "mkdocs.yml").is_file():
        shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")
    stamp.write_text(commit + "\n", encoding="utf-8")
    yield Version(root, folder, commit, epoch)

"""The phases of a run and the order they come in: read, check, render."""

import datetime
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vankien.checks import OPTIONAL_RULES, RULES
from vankien.checks import run as check
from vankien.checks.mending import fixes_by_path, mend
from vankien.model.citation import CitedDocument
from vankien.model.diagnostic import Diagnostic, Message, PipelineError, say
from vankien.model.project import Project
from vankien.readers import git
from vankien.readers.disk import Disk
from vankien.readers.project import read
from vankien.readers.restructuring import Order, plan
from vankien.render.templates import profiles
from vankien.rollup.difference import Difference, difference

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""

Stage = Callable[[str], Progress]
"""Opens a stage of the run, such as `read`, `check`, `docx` or `site`."""


KnownId = Callable[[str | None, Mapping[str, object], Message], None]
"""Raises `PipelineError` where an id was given that is not among some things of one kind."""


@dataclass(frozen=True, slots=True)
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
    def data(self) -> Path:
        """Tables of the figures."""
        return self.build / "data"


@dataclass(frozen=True, slots=True)
class Result:
    """What one run read and found."""

    project: Project
    """Everything read."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything found."""
    documents: tuple[Path, ...] = ()
    """Word files written."""
    pages: int = 0
    """Pages of the site."""


@dataclass(frozen=True, slots=True)
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


@contextmanager
def version(root: Path, ref: str, kept: bool) -> Iterator[Version]:
    """The content at a git ref, with the templates and the site settings of today.

    Where something is built from it, it is `kept` in `build/at/<ref>/`, else it is gone afterwards.
    """
    from vankien.readers.earlier import commit_of, laid_out, lay_out, time_of

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
    lay_out(root, commit, folder)
    if (root / "templates").is_dir():
        shutil.copytree(root / "templates", folder / "templates", symlinks=True)
    if (root / "mkdocs.yml").is_file():
        shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")
    stamp.write_text(commit + "\n", encoding="utf-8")
    yield Version(root, folder, commit, epoch)


def inspect(
    root: Path, today: datetime.date | None, stage: Stage, spelling: bool = False, at: Version | None = None
) -> Result:
    """Reads the repository and checks it; `spelling` adds the check that needs a dictionary.

    `at` is the version that lies in `root`, where it is not the work tree.
    """
    project = replace(read(root, today, stage("read")), profiles=profiles(root))
    if at is not None:
        day = datetime.datetime.fromtimestamp(at.epoch, datetime.UTC).date()
        project = replace(project, commit=at.commit, epoch=at.epoch, today=today or project.cycle.today or day)
    if not spelling:
        return Result(project, check(project))
    from vankien.readers.dictionary import read_vocabulary

    project = replace(project, vocabulary=read_vocabulary(root))
    return Result(project, check(project, RULES + OPTIONAL_RULES))


def changes(root: Path, diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[str, str]]:
    """What the fixes of some findings make of the files: each path with the text before and after."""
    disk = Disk(root)
    found = {}
    for path, fixes in sorted(fixes_by_path(diagnostics).items()):
        before, read_text = disk.original(path), disk.quote(path)
        if before is None or read_text is None:
            continue
        after = mend(read_text, fixes)
        if "\r\n" in before:
            after = after.replace("\n", "\r\n")
        if before.startswith("\ufeff"):
            after = "\ufeff" + after
        if after != before:
            found[path] = before, after
    return found


def rewrite(root: Path, changed: Mapping[str, tuple[str, str]]) -> None:
    """Writes the texts of `changes`, each file in one step."""
    disk = Disk(root)
    for path, (_, after) in changed.items():
        disk.rewrite(path, after)


def only_changed(result: Result, root: Path, today: datetime.date | None, base: str, spelling: bool = False) -> Result:
    """The result with only those findings that the content at git ref `base` did not have, wherever they stand."""
    from vankien.readers.earlier import earlier
    from vankien.rollup.identity import caused

    with earlier(root, base) as folder:
        try:
            # Dictionary and layouts are those of today, so that only the content makes a difference.
            was = replace(read(folder, today), profiles=result.project.profiles, vocabulary=result.project.vocabulary)
            before = check(was, RULES + OPTIONAL_RULES if spelling else RULES)
        except PipelineError:
            # At that commit there was no editorial repository yet, so that everything is new.
            return result
        new = caused(result.diagnostics, quoted(root), before, quoted(folder))
    kept = tuple(one for one, is_new in zip(result.diagnostics, new, strict=True) if is_new)
    return replace(result, diagnostics=kept)


def compare(
    root: Path, today: datetime.date | None, refs: tuple[str, str], unit: str, report: str, known: KnownId
) -> tuple[Difference, Project, Project]:
    """What changed from one git ref to another, or to the work tree where the second is empty; and both drafts.

    `known` is told each id that was asked for with those that there are.
    """
    from vankien.readers.drafts import read_at

    before = read_at(root, refs[0])
    after = read_at(root, refs[1]) if refs[1] else dated(read(root, today), root)
    known(unit or None, {**after.units, **before.units}, say("unit"))
    known(report or None, {**after.outlines, **before.outlines}, say("report"))
    return difference(before, after, unit, report), before, after


def rework_outline(
    root: Path, project: Project, order: Order, message: str, committed: bool
) -> tuple[list[str], list[Message]]:
    """Gives headings other ids, splits or merges them, with everything that names them; in one commit, or not at all.

    Gives the paths written and what a person has to look at. Raises `PipelineError` with nothing changed.
    """
    state = git.uncommitted(root) if committed else False
    if state is None:
        raise PipelineError(
            say("{root} is not under git, or nothing has been committed yet.", root=str(root)),
            say("Commit first, or use --no-commit."),
        )
    if state:
        raise PipelineError(
            say("There are changes in content or units that are not committed."),
            say("Commit them or put them aside first (`git stash`), so that this can be one commit of its own."),
        )
    disk = Disk(root)
    planned = plan(disk, project, order)
    before = {path: disk.content(path) for path in planned.files}
    disk.replace(planned.files)
    if committed and (said := git.commit(root, planned.files, message)):
        disk.replace(before)
        raise PipelineError(
            say("git did not commit: {reason}", reason=said), say("Nothing was changed. Mend that and try again.")
        )
    return sorted(path for path, content in planned.files.items() if content is not None), planned.notes


def documents(project: Project) -> tuple[CitedDocument, ...]:
    """The register of all documents that the texts cite."""
    from vankien.rollup.citation_register import register

    return register(project)


def complete_documents(project: Project, root: Path, write: bool) -> tuple[str, str]:
    """The register file before and after it is completed from the texts; written only where asked."""
    from vankien.render import documents as register_file

    before = Disk(root).quote(register_file.PATH) or ""
    after = register_file.completed(before, documents(project))
    if write and after != before:
        register_file.write(root, after)
    return before, after


def quoted(root: Path) -> Callable[[str], str | None]:
    """The text of a file by its path below the root, for findings that quote it."""
    return Disk(root).quote


def dated(project: Project, root: Path) -> Project:
    """The project with the commit and time that its outputs carry."""
    if project.commit:
        return project
    commit, epoch = git.head(root)
    return replace(project, commit=commit, epoch=epoch) if commit else project


def make_documents(result: Result, root: Path, unit: str | None, report: str | None, jobs: int, stage: Stage) -> Result:
    """Exports Word files: all, or those of one unit or report."""
    from vankien.render.word import export

    project = dated(result.project, root)
    documents = export(project, root, Outputs(root).docx, unit, report, jobs, stage("docx"))
    return replace(result, project=project, documents=tuple(documents))


def make_data(result: Result, root: Path, formats: Collection[str], stage: Stage) -> tuple[Result, list[Path]]:
    """Writes the figures as data, in some formats of `vankien.render.data.FORMATS`; gives the files too."""
    from vankien.render.data import write

    project = dated(result.project, root)
    files = write(project, Outputs(root).data, formats, stage("data"))
    return replace(result, project=project), files


def with_history(project: Project, root: Path, at: Version | None = None) -> Project:
    """The project with its newest drafts and what changed this week; `at` is the version, if not the work tree."""
    from vankien.readers.drafts import read_drafts
    from vankien.render.site.drafts import SHOWN

    source, commit = (at.source, at.commit) if at else (root, "")
    return replace(
        project,
        drafts=read_drafts(source, SHOWN, commit),
        recent=git.recent(source, project.today, commit),
    )


def make_site(
    result: Result, root: Path, translate: Callable[[Message], str], stage: Stage, at: Version | None = None
) -> Result:
    """Builds the site; the Word files of the same run are offered on it."""
    from vankien.render import site

    outputs = Outputs(root)
    project = with_history(dated(result.project, root), root, at)
    downloads = frozenset((path.parent.name, path.stem) for path in result.documents)
    advance = stage("site")
    pages = list(site.pages(project, result.diagnostics, translate, downloads, RULES, root))
    site.write(pages, root, outputs.docs)
    for path in result.documents:
        target = outputs.docs / "docx" / path.relative_to(outputs.docx)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    advance(1, 2)
    site.build(root, outputs.docs, outputs.site, project.epoch)
    advance(2, 2)
    return replace(result, project=project, pages=len(pages))

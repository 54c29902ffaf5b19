"""The phases of a run and the order they come in: read, check, render."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vankien.checks import OPTIONAL_RULES, RULES
from vankien.checks import run as check
from vankien.checks.mending import fixes_by_path, mend
from vankien.model.citation import CitedDocument
from vankien.model.diagnostic import Diagnostic, Message, PipelineError
from vankien.model.project import Project
from vankien.readers import git
from vankien.readers.disk import Disk
from vankien.readers.project import read
from vankien.render.templates import profiles

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""

Stage = Callable[[str], Progress]
"""Opens a stage of the run, such as `read`, `check`, `docx` or `site`."""


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


def inspect(root: Path, today: datetime.date | None, stage: Stage, spelling: bool = False) -> Result:
    """Reads the repository and checks it; `spelling` adds the check that needs a dictionary."""
    project = replace(read(root, today, stage("read")), profiles=profiles(root))
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

    project = dated(result.project, root) if not result.project.commit else result.project
    files = write(project, Outputs(root).data, formats, stage("data"))
    return replace(result, project=project), files


def make_site(result: Result, root: Path, translate: Callable[[Message], str], jobs: int, stage: Stage) -> Result:
    """Makes the site, as far as something has changed; the Word files of the same run are offered on it."""
    from vankien.render import site

    project = dated(result.project, root) if not result.project.commit else result.project
    documents = {(path.parent.name, path.stem): path for path in result.documents}
    build = Outputs(root).build
    pages = site.make(project, result.diagnostics, translate, root, build, documents, RULES, jobs, stage("site"))
    return replace(result, project=project, pages=pages)

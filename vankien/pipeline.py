"""The phases of a run and the order they come in: read, check, render."""

import datetime
import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.citation import CitedDocument
from vankien.model.diagnostic import Diagnostic, Fault, Finding, Message, PipelineError, Severity, say
from vankien.model.project import Project
from vankien.model.source import Span
from vankien.readers import git
from vankien.readers.disk import Disk
from vankien.readers.project import read
from vankien.readers.store import Store
from vankien.render.templates import profiles

if TYPE_CHECKING:
    # Loaded where they are needed: most runs do without.
    from vankien.readers.restructuring import Order
    from vankien.rollup.difference import Difference
    from vankien.rollup.territory import Territory

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
    root: Path,
    today: datetime.date | None,
    stage: Stage,
    spelling: bool = False,
    at: Version | None = None,
    cache: bool = True,
) -> Result:
    """Reads the repository and checks it; `spelling` adds the check that needs a dictionary.

    `at` is the version that lies in `root`, where it is not the work tree.

    With `cache` only what has changed since the last run is read and checked again.
    """
    store = Store(root) if cache else None
    project = replace(read(root, today, stage("read"), store), profiles=profiles(root))
    if at is not None:
        day = datetime.datetime.fromtimestamp(at.epoch, datetime.UTC).date()
        project = replace(project, commit=at.commit, epoch=at.epoch, today=today or project.cycle.today or day)
    if spelling:
        from vankien.readers.dictionary import read_vocabulary

        project = replace(project, vocabulary=read_vocabulary(root))
    if store is None:
        return Result(project, _checked(project, spelling))
    project = store.remember(project)
    name = "spelling" if spelling else "findings"
    diagnostics = project.memory.of_unit("", name, project.memory.whole, lambda: _checked(project, spelling))
    store.save()
    return Result(project, diagnostics)


def _checked(project: Project, spelling: bool) -> tuple[Diagnostic, ...]:
    # Where nothing has changed, not even the rules are loaded.
    from vankien.checks import OPTIONAL_RULES, RULES, run

    return run(project, RULES + OPTIONAL_RULES if spelling else RULES)


def changes(root: Path, diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[str, str]]:
    """What the fixes of some findings make of the files: each path with the text before and after."""
    from vankien.checks.mending import fixes_by_path, mend

    disk = Disk(root)
    found = {}
    for path, fixes in sorted(fixes_by_path(diagnostics).items()):
        before, read_text = disk.original(path), disk.quote(path)
        if before is None or read_text is None:
            continue
        after = _in_own_form(mend(read_text, fixes), before)
        if after != before:
            found[path] = before, after
    return found


def _in_own_form(text: str, original: str) -> str:
    """A text with the line ends and the mark of the file that it comes from."""
    if "\r\n" in original:
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if original.startswith("\ufeff") else text


def approvals(
    result: Result, root: Path, unit: str, report: str, headings: Collection[str], by: str, on: datetime.date
) -> dict[str, tuple[str, str]]:
    """What approving texts of a unit's report makes of their files: each path with the text before and after.

    Without `headings` it is all of the report; without `by` the approvals are taken back. Raises `PipelineError` where
    a heading has no text, or a text still has errors.
    """
    from vankien.render.approval import approved, withdrawn

    sections = [one for key, one in result.project.sections.items() if key[:2] == (unit, report)]
    wanted = [one for one in sections if not headings or one.heading in headings]
    lacking = sorted(set(headings) - {one.heading for one in wanted})
    if lacking or not wanted:
        raise PipelineError(
            say("There is no text to approve under `{headings}`.", headings=", ".join(lacking))
            if lacking
            else say("The report has no text to approve."),
            say("Texts of this report: {headings}.", headings=", ".join(one.heading for one in sections) or "–"),
        )
    paths = {one.path for one in wanted}
    wrong = {one.span.path for one in result.diagnostics if one.severity is Severity.ERROR and one.span.path in paths}
    if by and wrong:
        raise PipelineError(
            say("{count} texts still have errors, so nothing was approved: {paths}.", count=len(wrong),
                paths=", ".join(sorted(wrong))),
            say("Mend them first; `check` with these paths tells what is wrong."),
        )  # fmt: skip
    disk = Disk(root)
    found = {}
    for section in wanted:
        before, read_text = disk.original(section.path), disk.quote(section.path)
        if before is None or read_text is None:
            continue
        after = approved(read_text, section, by, on) if by else withdrawn(read_text, section)
        after = _in_own_form(after, before)
        if after != before:
            found[section.path] = before, after
    return found


def workflow(root: Path, today: datetime.date | None, host: str, branch: str, write: bool) -> Mapping[str, str]:
    """The files of a code host by path; written only where asked."""
    from vankien.render import workflow as host_files

    files = host_files.files(read(root, today), root, host, branch)
    if write:
        for path, text in files.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
    return files


def rewrite(root: Path, changed: Mapping[str, tuple[str, str]]) -> None:
    """Writes the texts of `changes`, each file in one step."""
    disk = Disk(root)
    for path, (_, after) in changed.items():
        disk.rewrite(path, after)


def only_changed(
    result: Result,
    root: Path,
    today: datetime.date | None,
    base: str,
    spelling: bool = False,
    branch: str | None = None,
) -> Result:
    """The result with only those findings that the content at git ref `base` did not have, wherever they stand.

    `branch` is the one that the change is made on; without it, the one that is checked out.
    """
    from vankien.readers.earlier import earlier, renamed
    from vankien.rollup.identity import caused

    with earlier(root, base) as folder:
        try:
            # Dictionary and layouts are those of today, so that only the content makes a difference.
            was = replace(read(folder, today), profiles=result.project.profiles, vocabulary=result.project.vocabulary)
            before = _checked(was, spelling)
        except PipelineError:
            # At that commit there was no editorial repository yet, so that everything is new.
            return result
        new = caused(result.diagnostics, quoted(root), before, quoted(folder), renamed(root, folder))
    kept = tuple(one for one, is_new in zip(result.diagnostics, new, strict=True) if is_new)
    return replace(result, diagnostics=(*strays(result.project, root, base, branch), *kept))


def strays(project: Project, root: Path, base: str, branch: str | None = None) -> tuple[Diagnostic, ...]:
    """Files that a change since it left `base` touches outside the unit to which its branch belongs."""
    from vankien.readers import changed
    from vankien.readers.earlier import branching_point
    from vankien.rollup.territory import of_branch

    own = of_branch(changed.branch(root) if branch is None else branch, project.units)
    if own is None:
        return ()
    outside = own.outside(changed.changed_paths(root, branching_point(root, base)))
    return out_of_place(project, own, outside)


def out_of_place(project: Project, own: "Territory", paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """The findings for files that a change may not touch."""
    from vankien.checks import TERRITORY, run

    message = say(
        "`{owner}` may change the files of {units} only, not this one.",
        owner=own.owner,
        units=", ".join(f"units/{unit}" for unit in sorted(own.units)),
    )
    hint = say("Take it out of the change, or leave it to the editorial team.")
    faults = tuple(Fault(TERRITORY.code, Finding(Span(path), message, hint)) for path in paths)
    return run(replace(project, faults=faults, memory=None), (TERRITORY,))


def compare(
    root: Path, today: datetime.date | None, refs: tuple[str, str], unit: str, report: str, known: KnownId
) -> "tuple[Difference, Project, Project]":
    """What changed from one git ref to another, or to the work tree where the second is empty; and both drafts.

    `known` is told each id that was asked for with those that there are.
    """
    from vankien.readers.drafts import read_at
    from vankien.rollup.difference import difference

    before = read_at(root, refs[0])
    after = read_at(root, refs[1]) if refs[1] else dated(read(root, today), root)
    known(unit or None, {**after.units, **before.units}, say("unit"))
    known(report or None, {**after.outlines, **before.outlines}, say("report"))
    return difference(before, after, unit, report), before, after


def rework_outline(
    root: Path, project: Project, order: "Order", message: str, committed: bool
) -> tuple[list[str], list[Message]]:
    """Gives headings other ids, splits or merges them, with everything that names them; in one commit, or not at all.

    Gives the paths written and what a person has to look at. Raises `PipelineError` with nothing changed.
    """
    from vankien.readers.restructuring import plan

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


def schemas(root: Path, write: bool) -> list[Path]:
    """The JSON Schemas in `templates/schemas/` that are not there, or not as the readers are; written where asked."""
    from vankien.readers.schemas import schemas as told

    folder, other = root / "templates" / "schemas", []
    for name, text in told().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            other.append(path)
            if write:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return other


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
    result: Result,
    root: Path,
    translate: Callable[[Message], str],
    jobs: int,
    stage: Stage,
    at: Version | None = None,
) -> Result:
    """Makes the site, as far as something has changed; the Word files of the same run are offered on it."""
    from vankien.readers.drafts import tags
    from vankien.render.site.standing import standing, sum_of

    project = dated(result.project, root)
    documents = {(path.parent.name, path.stem): path for path in result.documents}
    build = Outputs(root).build
    source, commit = (at.source, at.commit) if at else (root, "")
    told = ""
    advance = stage("site")
    if project.memory is not None:
        history = tags(source, commit), git.recent(source, project.today, commit)
        told = project.memory.key("", project.memory.whole, history, translate(say("Reading")))
        pages = standing(build, sum_of(root, told, project.epoch, documents))
        if pages is not None:
            advance(1, 1)
            return replace(result, project=project, pages=pages)
    from vankien.checks import RULES
    from vankien.render.site import making

    project = with_history(project, root, at)
    pages = making.make(project, result.diagnostics, translate, root, build, documents, RULES, jobs, advance, told)
    if project.memory is not None:
        project.memory.keep()
    return replace(result, project=project, pages=pages)

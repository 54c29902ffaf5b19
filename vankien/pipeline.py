"""The phases of a run and the order they come in: read, check, render."""

import datetime
import functools
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Diagnostic, Fault, Finding, Message, NoRepository, PipelineError, Severity, say
from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.model.source import Span
from vankien.readers.disk import Disk
from vankien.readers.picture import PICTURE_LIMIT, digest
from vankien.readers.project import read
from vankien.readers.store import Store
from vankien.render.templates import profiles

# What only some commands need is imported where they need it: most of a check after an edit is imports.
if TYPE_CHECKING:
    from vankien.model.citation import CitedDocument
    from vankien.model.comment import Answer, Comment
    from vankien.readers.restructuring import Order
    from vankien.rollup.comment_table import Defaults, Intake
    from vankien.rollup.difference import Difference
    from vankien.rollup.obstacles import Obstacles
    from vankien.rollup.review import Review
    from vankien.rollup.territory import Territory

if TYPE_CHECKING:
    from vankien.render.word import Consolidated

Progress = Callable[[int, int], None]
"""Called with what is done and how much there is."""

Stage = Callable[[str], Progress]
"""Opens a stage of the run, such as `read`, `check`, `docx` or `site`."""


KnownId = Callable[[str | None, Mapping[str, object], Message], None]
"""Raises `PipelineError` where an id was given that is not among some things of one kind."""


MANY = 12
"""So many units that nothing is known of are worth more than one process."""

WATCHED = ("content", "units", "templates", "mkdocs.yml")
"""What a site is made of, below the root of the repository."""


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
    def redlines(self) -> Path:
        """Word files with tracked changes."""
        return self.build / "redline"

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
    volumes: tuple["Consolidated", ...] = ()
    """What the consolidated reports among them hold."""
    pages: int = 0
    """Pages of the site."""
    store: Store | None = None
    """The cache with which the work tree was read."""


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


def inspect(
    root: Path,
    today: datetime.date | None,
    stage: Stage,
    spelling: bool = False,
    at: Version | None = None,
    cache: bool = True,
    jobs: int = 1,
) -> Result:
    """Reads the repository and checks it; `spelling` adds the check that needs a dictionary.

    `at` is the version that lies in `root`, where it is not the work tree.

    With `cache` only what has changed since the last run is read and checked again; where that is much, `jobs`
    processes do it.
    """
    store = Store(root) if cache else None
    progress = stage("read")
    if store is not None:
        _prepare(root, today, store, jobs, progress)
    project = replace(read(root, today, progress, store), profiles=profiles(root))
    source, until = (at.source, at.commit) if at else (root, "")
    project = _with_commented(project, source, until)
    if at is not None:
        day = datetime.datetime.fromtimestamp(at.epoch, datetime.UTC).date()
        project = replace(project, commit=at.commit, epoch=at.epoch, today=today or project.cycle.today or day)
    if spelling:
        from vankien.readers.dictionary import read_vocabulary

        project = replace(project, vocabulary=read_vocabulary(root))
    if store is None:
        return Result(project, _checked(project, spelling))
    project, diagnostics = _remembered(store, project, spelling)
    return Result(project, diagnostics, store=store)


def _prepare(root: Path, today: datetime.date | None, store: Store, jobs: int, progress: Progress) -> None:
    """Where much is new, lets all processors read and check it unit by unit, and keep it for this run as for the next.

    Any unit that was not kept is read and checked afterwards, as if nothing had been prepared.
    """
    if jobs < 2 or not sys.platform.startswith("linux"):
        return
    unknown = store.unknown()
    if len(unknown) < MANY:
        return
    from vankien.checks import prepare
    from vankien.render.site.workers import spread

    def prepared(units: list[str]) -> int:
        known = read(root, today, store=store, only=units)
        prepare(store.remember(replace(known, profiles=profiles(root))))
        store.save(part=True)
        return len(units)

    pieces = [unknown[first :: jobs * 3] for first in range(jobs * 3)]
    done = 0
    for units in spread(prepared, pieces, jobs, few=1):
        done += units
        progress(done, len(unknown))


def _remembered(store: Store, project: Project, spelling: bool) -> tuple[Project, tuple[Diagnostic, ...]]:
    """The findings, worked out only as far as they are not known."""
    project = store.remember(project)
    name = "spelling" if spelling else "findings"
    diagnostics = project.memory.of_unit("", name, project.memory.whole, lambda: _checked(project, spelling))
    store.save()
    return project, diagnostics


def _with_commented(project: Project, root: Path, until: str) -> Project:
    """The project with the texts of earlier drafts that comments speak of; up to a commit, where one is named."""
    if not project.comments:
        return project
    from vankien.readers.commented import commented

    return replace(project, commented=commented(root, project, until))


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
    from vankien.rollup.identity import caused

    with _before(result, root, today, base, spelling) as was:
        if was.project is None:
            return result
        new = caused(result.diagnostics, quoted(root), was.diagnostics, was.quote, was.renamed)
    kept = tuple(one for one, is_new in zip(result.diagnostics, new, strict=True) if is_new)
    return replace(result, diagnostics=(*strays(result.project, root, base, branch), *kept))


@dataclass(frozen=True, slots=True)
class Before:
    """The state where the work tree left a git ref."""

    commit: str
    """The commit."""
    paths: tuple[str, ...]
    """Every file that differs since."""
    project: Project | None
    """Everything read; none where there was no editorial repository yet."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything found."""
    quote: Callable[[str], str | None]
    """The text of a file by its path, as it was."""
    renamed: Mapping[str, str]
    """Paths of then by the paths of today, where they are others."""


@contextmanager
def _before(
    result: Result, root: Path, today: datetime.date | None, base: str, spelling: bool = False
) -> Iterator[Before]:
    from vankien.readers.changed import changed_paths
    from vankien.readers.drafts import opened
    from vankien.readers.earlier import branching_point, renamed

    commit = branching_point(root, base)
    paths = changed_paths(root, commit)
    try:
        with opened(root, commit, today, result.store, paths) as state:
            # Dictionary and layouts are those of today, so that only the content makes a difference.
            was = replace(state.project, profiles=result.project.profiles, vocabulary=result.project.vocabulary)
            # So are the drafts: one that was put out since is no change of the content.
            was = _with_commented(was, root, "")
            was, diagnostics = _remembered(state.store, was, spelling)
            told = {one.span.path for one in diagnostics}
            state.complete(lambda path: path in told)
            moved = renamed(root, state.tree, paths)
            yield Before(commit, paths, was, diagnostics, quoted(state.folder), moved)
    except NoRepository:
        yield Before(commit, paths, None, (), lambda path: None, {})


def review(result: Result, root: Path, today: datetime.date | None, base: str, branch: str | None = None) -> "Review":
    """What the work tree brings since it left the git ref `base`; `branch` as in `only_changed`."""
    from vankien.readers import changed
    from vankien.rollup.difference import difference
    from vankien.rollup.identity import caused
    from vankien.rollup.review import Review, without_content
    from vankien.rollup.territory import of_branch

    name = changed.branch(root) if branch is None else branch
    own = of_branch(name, result.project.units)
    with _before(result, root, today, base) as was:
        found, before = result.diagnostics, was.diagnostics
        new = caused(found, quoted(root), before, was.quote, was.renamed)
        back = {old: path for path, old in was.renamed.items()}
        gone = caused(before, was.quote, found, quoted(root), back)
    paths = was.paths
    earlier = was.project or without_content(result.project)
    return Review(
        before=earlier,
        after=dated(result.project, root),
        base=was.commit,
        paths=paths,
        renamed=was.renamed,
        difference=difference(earlier, result.project),
        new=tuple(one for one, is_new in zip(found, new, strict=True) if is_new),
        fixed=tuple(one for one, is_gone in zip(before, gone, strict=True) if is_gone),
        left=tuple(one for one, is_new in zip(found, new, strict=True) if not is_new),
        outside=() if own is None else out_of_place(result.project, own, own.outside(paths)),
        branch=name,
        units=own.units if own else frozenset(),
    )


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
    from vankien.readers import git
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


def documents(project: Project) -> "tuple[CitedDocument, ...]":
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
    from vankien.readers import git

    if project.commit:
        return project
    commit, epoch = git.head(root)
    return replace(project, commit=commit, epoch=epoch) if commit else project


def stamped(project: Project, root: Path, at: Version | None = None) -> Project:
    """The dated project with the commit that last changed each report; `at` is the version, if not the work tree."""
    from vankien.readers.stamps import stamps

    project = dated(project, root)
    if not project.commit:
        return project
    source, commit = (at.source, at.commit) if at else (root, "")
    return replace(project, stamps=stamps(source, project.applied.keys(), commit))


def picture_bytes(root: Path) -> Callable[[Picture], bytes]:
    """A function from a picture of the project to its bytes, which must still be those that were looked at."""
    disk = Disk(root)

    def content(picture: Picture) -> bytes:
        data = disk.binary(picture.path, PICTURE_LIMIT)
        if data is None or digest(data) != picture.digest:
            raise PipelineError(
                say("{path} was changed while it was in use.", path=picture.path), say("Run the command again.")
            )
        return data

    return content


def copy_folder(outputs: Outputs, kind: str, consolidated: bool = False, form: str = "docx") -> Path:
    """Where files of one kind of copy go: each kind has a folder of its own, so that none is taken for another."""
    parts = [form, *(["consolidated"] if consolidated else []), *([kind] if kind != "draft" else [])]
    return outputs.build / "-".join(parts)


def new_comment(project: Project, root: Path, comment: "Comment") -> Path:
    """Writes a comment with its place filled in; raises `PipelineError` where its words have no place or several."""
    from vankien.render import comment_file
    from vankien.rollup.anchor import earlier_body
    from vankien.rollup.consultation import placed, with_id

    section = project.section(comment.unit, comment.report, comment.heading)
    body = earlier_body(project, comment) or (section.body if section else None)
    found, places = placed(project, comment, body)
    if (comment.quote or comment.paragraph) and places != 1:
        where = f"{comment.report}/{comment.heading}" if comment.heading else comment.report
        raise PipelineError(
            say("The words quoted stand in {count} places of {where}.", count=places, where=where)
            if places
            else say("The words quoted do not stand in {where}.", where=where),
            say("Name the paragraph with --paragraph, or quote more words.")
            if places
            else say("Quote a few words as they stand in the draft, and name its heading with --heading."),
        )
    return comment_file.write(root, with_id(found, comment.id))


def answer_comment(root: Path, comment: "Comment", answer: "Answer") -> Path:
    """Writes an answer into a comment's file; everything else in it stays as it is.

    Raises `PipelineError` where the file cannot be read, so that nothing of it is lost.
    """
    from vankien.readers.comment import read_comment
    from vankien.readers.disk import Text
    from vankien.render.comment_file import answered

    disk = Disk(root)
    before = disk.original(comment.span.path)
    after = answered(before, answer) if before is not None else None
    if before is not None and after is not None:
        plain = after.removeprefix("\ufeff").replace("\r\n", "\n")
        now, faults = read_comment(Text(comment.span.path, plain), comment.unit, comment.id)
        known, _ = read_comment(
            Text(comment.span.path, before.removeprefix("\ufeff").replace("\r\n", "\n")), comment.unit, comment.id
        )
        kept = replace(now, answer=known.answer, span=known.span, body=known.body)
        unread = any(fault.code.startswith("R2") for fault in faults)
        if not unread and kept == known and now.answer == answer and now.body.text == known.body.text:
            if after != before:
                disk.rewrite(comment.span.path, after)
            return root / comment.span.path
    raise PipelineError(
        say("The answer cannot be written into {path}: the file is not in order.", path=comment.span.path),
        say("Mend what `check` finds in it first; nothing was changed."),
    )


def import_comments(project: Project, root: Path, table: Path, defaults: "Defaults") -> "tuple[Intake, list[Path]]":
    """Takes the comments and answers of a table over; gives what was found in it and the files written."""
    from vankien.readers.spreadsheet import read_grid
    from vankien.render import comment_file
    from vankien.rollup.comment_table import intake

    found = intake(project, read_grid(table), defaults)
    written = [comment_file.write(root, comment) for comment in found.comments]
    written += [answer_comment(root, comment, answer) for comment, answer in found.answers]
    return found, written


def export_comments(
    project: Project, root: Path, comments: "tuple[Comment, ...] | None", formats: Collection[str]
) -> list[Path]:
    """Writes comments as tables below `build/comments`; without comments the empty form for organisations."""
    from vankien.render import comment_table

    project = dated(project, root)
    folder = Outputs(root).build / "comments"
    folder.mkdir(parents=True, exist_ok=True)
    name = "mau-gop-y" if comments is None else "gop-y"
    written = []
    for format in formats:
        if format == "csv":
            content = comment_table.csv_form() if comments is None else comment_table.csv_bytes(project, comments)
        else:
            form = comments is None
            content = comment_table.xlsx_form(project) if form else comment_table.xlsx_bytes(project, comments)
        beside, path = folder / f".{name}.{format}.tmp", folder / f"{name}.{format}"
        beside.write_bytes(content)
        beside.replace(path)
        written.append(path)
    return written


def make_documents(
    result: Result,
    root: Path,
    unit: str | None,
    report: str | None,
    jobs: int,
    stage: Stage,
    kind: str = "draft",
    reason: str = "",
    translate: Callable[[Message], str] | None = None,
    at: Version | None = None,
    consolidated: bool = False,
) -> Result:
    """Exports Word files: all, or those of one unit or report; of the reports themselves, or `consolidated` ones.

    `kind` is `draft`, `review` or `final`; a final copy that was forced says its `reason`, and the remarks of one to
    review are put into words by `translate`.
    """
    from vankien.render.word import Copy, Kind, export, export_consolidated, remarks

    project = dated(result.project, root)
    project = stamped(result.project, root, at)
    copy = Copy(Kind(kind), reason=reason)
    if consolidated:
        target = copy_folder(Outputs(root), kind, consolidated)
        volumes = export_consolidated(
            project, root, target, unit, report, jobs, stage("docx"), picture_bytes(root), copy
        )
        paths = tuple(volume.path for volume in volumes)
        return replace(result, project=project, documents=paths, volumes=tuple(volumes))
    if copy.kind is Kind.REVIEW:
        # Asked for twice: before a file is composed, and for what stands in it.
        found = functools.cache(
            functools.partial(remarks, project, diagnostics=result.diagnostics, translate=translate)
        )
        copy = replace(copy, remarks=found)
    target = copy_folder(Outputs(root), kind)
    documents = export(project, root, target, unit, report, jobs, stage("docx"), picture_bytes(root), copy)
    return replace(result, project=project, documents=tuple(documents))


def with_volumes(result: Result, root: Path, jobs: int, stage: Stage, at: Version | None, make: bool) -> Result:
    """The result with the consolidated reports: made as far as they are not, or only those that are still good."""
    from vankien.render.word import still_good

    if make:
        made = make_documents(result, root, None, None, jobs, stage, at=at, consolidated=True)
        return replace(result, volumes=made.volumes)
    folder = copy_folder(Outputs(root), "draft", consolidated=True)
    return replace(result, volumes=tuple(still_good(result.project, root, folder)))


def make_redlines(
    result: Result,
    root: Path,
    ref: str,
    unit: str | None,
    report: str | None,
    jobs: int,
    stage: Stage,
    at: Version | None = None,
) -> Result:
    """Exports Word files with tracked changes against the content at a git ref."""
    from vankien.readers.earlier import commit_of, laid_out
    from vankien.render.word import export_against

    project = stamped(result.project, root, at)
    source = at.source if at else root
    commit = commit_of(source, ref)
    with laid_out(source, commit) as folder:
        try:
            old = replace(read(folder, project.today), profiles=project.profiles, commit=commit)
        except PipelineError as error:
            raise PipelineError(
                say("At {ref} there was no editorial repository yet.", ref=ref), say("Name a later draft.")
            ) from error
        pictures = picture_bytes(folder), picture_bytes(root)
        target = Outputs(root).redlines
        paths = export_against(old, project, root, target, unit, report, jobs, stage("docx"), pictures)
    return replace(result, project=project, documents=tuple(paths))


def consolidated(result: Result, unit: str | None, report: str | None) -> list[tuple[str, str]]:
    """The reports, by unit and report, to which units below have given a text."""
    from vankien.render.word import consolidated_reports

    return consolidated_reports(result.project, unit, report)


def final_obstacles(
    result: Result, unit: str | None, report: str | None, together: bool = False
) -> "tuple[Obstacles, ...]":
    """What keeps the reports asked for from being final, one value a report that is not.

    A report without any text gives no file and keeps none back, unless it was asked for by name. A consolidated
    report, `together` with those of the units below it, is final when all of them are.
    """
    from vankien.rollup.obstacles import obstacles
    from vankien.rollup.progress import report_state

    project = result.project
    if together:
        asked = [
            (unit_id, report_id)
            for owner, report_id in consolidated(result, unit, report)
            for unit_id in (owner, *(child.id for child in project.children(owner) if not project.exempt(child)))
        ]
    else:
        asked = [
            (unit_id, report_id)
            for unit_id in project.units
            for report_id in project.outlines
            if unit in (None, unit_id) and report in (None, report_id)
            if not project.exempt(project.units[unit_id])
            if (unit and report) or report_state(project, unit_id, report_id) != "absent"
        ]
    found = (obstacles(project, result.diagnostics, *key) for key in dict.fromkeys(asked))
    return tuple(one for one in found if one)


def make_pdfs(
    result: Result, root: Path, kind: str, jobs: int, stage: Stage, whole: bool, together: bool = False
) -> list[Path]:
    """The Word files of a run as PDF, in a folder of the same kind; `whole` where these are all that there are.

    `together` takes the consolidated reports, else the others.
    """
    from vankien.render import pdf
    from vankien.render.word import for_office

    outputs = Outputs(root)
    target = copy_folder(outputs, kind, together, "pdf")
    source = copy_folder(outputs, kind, together)
    prepare = for_office if together else bytes
    _, font = font_of_pdfs(result, root)
    epoch = result.project.epoch
    files = [volume.path for volume in result.volumes] if together else result.documents
    return pdf.convert(files, source, target, epoch, jobs, stage("pdf"), whole, prepare, font)


def font_of_pdfs(result: Result, root: Path) -> tuple[str, str]:
    """The font that the layouts ask for, and the one of this machine that PDF files get in its place."""
    from vankien.render import pdf
    from vankien.render.word.profile_file import load

    project = result.project
    font = load(root, project.profile(project.units[project.cycle.root])).font if project.cycle.root else ""
    return font, pdf.substitute_font(font) if font else ""


def make_release(
    result: Result, root: Path, formats: Collection[str], jobs: int, stage: Stage, at: Version | None = None
) -> tuple[Result, Path]:
    """Everything that is sent out of a draft as one archive; PDF files only where LibreOffice is installed."""
    import vankien
    from vankien.render import pdf, release
    from vankien.render.word import pandoc

    outputs = Outputs(root)
    result = make_documents(result, root, None, None, jobs, stage, at=at)
    result = with_volumes(result, root, jobs, stage, at, make=True)
    result, tables = make_data(result, root, formats, stage)
    versions = {"vankien": vankien.__version__, "pandoc": pandoc.version()}
    volumes = [volume.path for volume in result.volumes]
    together = copy_folder(outputs, "draft", consolidated=True)
    folders = [("docx", outputs.docx, list(result.documents)), (together.name, together, volumes)]
    folders.append(("data", outputs.data, tables))
    if program := pdf.office():
        folders.append(("pdf", outputs.build / "pdf", make_pdfs(result, root, "draft", jobs, stage, True)))
        if volumes:
            together = copy_folder(outputs, "draft", consolidated=True, form="pdf")
            folders.append((together.name, together, make_pdfs(result, root, "draft", jobs, stage, True, True)))
        versions["libreoffice"] = pdf.version(program)
    target = outputs.build / "release"
    return result, release.write(result.project, result.diagnostics, folders, versions, target)


def make_comment_reports(
    project: Project, root: Path, unit: str | None, organisation: str, jobs: int, stage: Stage
) -> list[Path]:
    """Exports the summaries of comments: of all units, or of one; of all senders, or of one."""
    from vankien.render.word import export_comments

    project = dated(project, root) if not project.commit else project
    return export_comments(project, root, Outputs(root).docx, unit, organisation, jobs, stage("docx"))


def make_data(result: Result, root: Path, formats: Collection[str], stage: Stage) -> tuple[Result, list[Path]]:
    """Writes the figures as data, in some formats of `vankien.render.data.FORMATS`; gives the files too."""
    from vankien.render.data import write

    project = dated(result.project, root)
    files = write(project, Outputs(root).data, formats, stage("data"))
    return replace(result, project=project), files


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Waits until no other run writes the outputs of a repository, so that what was read last is what stays."""
    from vankien.render.turn import turn

    # Where there is no repository nothing is left behind; the reader says so.
    with turn(Outputs(root).build) if (root / "content").is_dir() else nullcontext():
        yield


def make_site(
    result: Result,
    root: Path,
    translate: Callable[[Message], str],
    jobs: int,
    stage: Stage,
    at: Version | None = None,
) -> Result:
    """Makes the site, as far as something has changed; the Word files of the same run are offered on it."""
    from vankien.readers import git
    from vankien.readers.drafts import read_drafts, tags
    from vankien.render.site.standing import offered, settings, standing, sum_of

    project = dated(result.project, root)
    build = Outputs(root).build
    documents = {(path.parent.name, path.stem): path for path in result.documents}
    volumes = {(one.unit, one.report): one.path for one in result.volumes}
    prints = {key: made for key, path in documents.items() if (made := _printed(build, path))}
    source, commit = (at.source, at.commit) if at else (root, "")
    told, stamp = "", settings(root)
    advance = stage("site")
    listed, recent = tags(source, commit), git.recent(source, project.today, commit)
    if project.memory is not None:
        told = project.memory.key("", project.memory.whole, (listed, recent), translate(say("Reading")))
        pages = standing(build, sum_of(stamp, told, project.epoch, offered(documents, volumes, prints)))
        if pages is not None:
            advance(1, 1)
            return replace(result, project=project, pages=pages)
    from vankien.checks import RULES
    from vankien.render.site import making
    from vankien.render.site.drafts import SHOWN

    drafts = read_drafts(source, SHOWN, commit, None if at else result.store, listed)
    project = replace(project, drafts=drafts, recent=recent)
    content = picture_bytes(root)
    pictures = {picture.name: functools.partial(content, picture) for picture in project.pictures.values()}
    pages = making.make(
        project,
        result.diagnostics,
        translate,
        root,
        build,
        documents,
        pictures,
        RULES,
        jobs,
        advance,
        told,
        volumes,
        prints,
        stamp,
    )
    if project.memory is not None:
        project.memory.keep()
    return replace(result, project=project, pages=pages)


def _printed(build: Path, document: Path) -> Path | None:
    """The PDF file that was made of a Word file and not of an earlier one, where there is any."""
    path = (build / "pdf" / document.parent.name / document.name).with_suffix(".pdf")
    return path if path.is_file() and path.stat().st_mtime_ns >= document.stat().st_mtime_ns else None

"""The phases of a run and the order they come in: read, check, render."""

import datetime
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vankien.checks import OPTIONAL_RULES, RULES
from vankien.checks import run as check
from vankien.checks.mending import fixes_by_path, mend
from vankien.model.citation import CitedDocument
from vankien.model.comment import Answer, Comment
from vankien.model.diagnostic import Diagnostic, Message, PipelineError, say
from vankien.model.project import Project
from vankien.readers import git
from vankien.readers.disk import Disk
from vankien.readers.project import read
from vankien.render.templates import profiles
from vankien.rollup.comment_table import Defaults, Intake

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


def new_comment(project: Project, root: Path, comment: Comment) -> Path:
    """Writes a comment with its place filled in; raises `PipelineError` where its words have no place or several."""
    from vankien.render import comment_file
    from vankien.rollup.anchor import earlier_body
    from vankien.rollup.consultation import placed, with_id

    section = project.section(comment.unit, comment.report, comment.heading)
    body = earlier_body(project.drafts, comment) or (section.body if section else None)
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


def answer_comment(root: Path, comment: Comment, answer: Answer) -> Path:
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


def import_comments(project: Project, root: Path, table: Path, defaults: Defaults) -> tuple[Intake, list[Path]]:
    """Takes the comments and answers of a table over; gives what was found in it and the files written."""
    from vankien.readers.spreadsheet import read_grid
    from vankien.render import comment_file
    from vankien.rollup.comment_table import intake

    found = intake(project, read_grid(table), defaults)
    written = [comment_file.write(root, comment) for comment in found.comments]
    written += [answer_comment(root, comment, answer) for comment, answer in found.answers]
    return found, written


def export_comments(
    project: Project, root: Path, comments: tuple[Comment, ...] | None, formats: Collection[str]
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


def make_documents(result: Result, root: Path, unit: str | None, report: str | None, jobs: int, stage: Stage) -> Result:
    """Exports Word files: all, or those of one unit or report."""
    from vankien.render.word import export

    project = dated(result.project, root)
    documents = export(project, root, Outputs(root).docx, unit, report, jobs, stage("docx"))
    return replace(result, project=project, documents=tuple(documents))


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

    project = dated(result.project, root) if not result.project.commit else result.project
    files = write(project, Outputs(root).data, formats, stage("data"))
    return replace(result, project=project), files


def make_site(result: Result, root: Path, translate: Callable[[Message], str], stage: Stage) -> Result:
    """Builds the site; the Word files of the same run are offered on it."""
    from vankien.render import site

    outputs = Outputs(root)
    project = dated(result.project, root) if not result.project.commit else result.project
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

"""Comments on the drafts: written, answered, taken from tables and put into them."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import PipelineError, say
from vankien.model.project import Project
from vankien.pipeline.reading import dated
from vankien.pipeline.state import Outputs, Run
from vankien.readers.disk import Disk

if TYPE_CHECKING:
    from vankien.model.comment import Answer, Comment
    from vankien.rollup.comment_table import Defaults, Intake


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


def make_comment_reports(project: Project, run: Run, unit: str | None = None, organisation: str = "") -> list[Path]:
    """Exports the summaries of comments: of all units, or of one; of all senders, or of one."""
    from vankien.render.word import export_comments

    project = dated(project, run.root)
    return export_comments(project, run.root, run.outputs.docx, unit, organisation, run.jobs, run.stage("docx"))

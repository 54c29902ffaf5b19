"""`comments`: what organisations say to the drafts, and what is answered."""

import argparse
import sys
from pathlib import Path

from vankien.cli.parser import Commands, count, day, positive
from vankien.cli.terminal import (
    CLEAN,
    inspected,
    known,
    run_of,
    shown,
    tell,
)
from vankien.model.diagnostic import Message, PipelineError, say

KINDS = ("bo-sung", "sua-doi", "bo", "cau-truc", "cau-chu", "khac")
DISPOSITIONS = ("tiep-thu", "tiep-thu-mot-phan", "giai-trinh", "chua-tra-loi")
"""Values of `proposal` and `disposition` in the file of a comment."""


def add_comments(commands: Commands) -> None:
    """Adds `comments` and its options."""
    words = commands.translate
    comments = commands.add("comments", _comments, say("comments on the drafts, and their answers"))
    things = commands.below(comments, "list|new|answer|import|export|report")

    def option(parser: argparse.ArgumentParser, name: str, metavar: str, help: Message, **more: object) -> None:
        parser.add_argument(name, metavar=metavar, help=words(help), **{"default": None, **more})

    def filters(parser: argparse.ArgumentParser) -> None:
        option(parser, "--unit", "U", say("only on the drafts of this unit"))
        option(parser, "--report", "R", say("only on this report"))
        option(parser, "--heading", "H", say("only on this heading: id, number or title"))
        option(parser, "--organisation", "O", say("only from this organisation"))
        parser.add_argument("--kind", choices=KINDS, default=None, help=words(say("only of this kind")))
        parser.add_argument("--open", action="store_true", help=words(say("only those not answered")))

    listed = things.add("list", _comments_list, say("comments, those not answered first"))
    filters(listed)
    listed.add_argument("--format", choices=("text", "json"), default="text", help=words(say("form of the output")))
    new = things.add("new", _comments_new, say("a new comment, with its place in the draft filled in"))
    option(new, "--unit", "U", say("unit whose draft it is about (default: the root)"))
    option(new, "--report", "R", say("id of the report"), required=True)
    option(new, "--heading", "H", say("heading: id, number or title; without it the report as a whole"))
    option(new, "--paragraph", "N", say("number of the paragraph"), type=positive)
    option(new, "--quote", "TEXT", say("words of the draft"), default="")
    option(new, "--from", "ORG", say("who sends it"), dest="organisation", required=True)
    option(new, "--text", "TEXT", say("the comment word for word; - reads it from standard input"), default="")
    new.add_argument("--kind", choices=KINDS, default="khac", help=words(say("what it asks for")))
    option(new, "--present", "N", say("how many were present"), type=count)
    option(new, "--in-favour", "N", say("how many of them were in favour"), type=count)
    option(new, "--draft", "N", say("number of the draft (default: the cycle's)"), type=positive)
    option(new, "--received", "DATE", say("day on which it came in (default: today)"), type=day)
    option(new, "--id", "ID", say("name of its file"), default="")
    answer = things.add("answer", _comments_answer, say("the answer to a comment, written into its file"))
    answer.add_argument("id", metavar="ID", help=words(say("id of the comment, or its path")))
    option(answer, "--unit", "U", say("unit whose draft it is about"))
    answer.add_argument("--disposition", choices=DISPOSITIONS, required=True, help=words(say("what was decided")))
    option(answer, "--by", "WHO", say("who answers"))
    option(answer, "--reason", "TEXT", say("why, in a sentence"))
    option(answer, "--commit", "HASH", say("commit in which the text was changed"))
    option(answer, "--date", "DATE", say("day of the answer (default: today)"), type=day)
    table = things.add("import", _comments_import, say("comments and answers from a table"))
    table.add_argument("table", type=Path, metavar="FILE", help=words(say("CSV or XLSX")))
    option(table, "--unit", "U", say("unit whose draft it is about (default: the root)"))
    option(table, "--report", "R", say("report of rows that name none"))
    option(table, "--from", "ORG", say("sender of rows that name none"), dest="organisation", default="")
    option(table, "--draft", "N", say("number of the draft (default: the cycle's)"), type=positive)
    option(table, "--received", "DATE", say("day on which it came in (default: today)"), type=day)
    option(table, "--by", "WHO", say("who answers, where a row does not say"), default="")
    export = things.add("export", _comments_export, say("comments as a table, or the empty form for organisations"))
    filters(export)
    export.add_argument("--format", choices=("csv", "xlsx"), default=None, help=words(say("only this format")))
    export.add_argument("--template", action="store_true", help=words(say("the empty form")))
    report = things.add("report", _comments_report, say("the summary of comments as a Word file"))
    option(report, "--unit", "U", say("only of this unit"))
    option(report, "--organisation", "O", say("only from this organisation"))


def _comments(options: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for what to do")


def _wanted(options: argparse.Namespace, project):
    """The comments that the options ask for, in the order of the drafts."""
    from vankien.model.comment import Proposal
    from vankien.rollup.consultation import Wanted, organisations, selected, slug

    known(options.unit, project.units, say("unit"))
    known(options.report, project.outlines, say("report"))
    if options.organisation:
        senders = organisations(project.comments)
        if slug(options.organisation) not in senders:
            known(options.organisation, senders.values(), say("sender"))
    heading = _heading(options.heading, project, options.unit, options.report) if options.heading else ""
    kind = Proposal(options.kind) if options.kind else None
    wanted = Wanted(options.unit or "", options.report or "", heading, kind, options.organisation or "", options.open)
    return selected(project, wanted)


def _heading(typed: str, project, unit: str | None, report: str | None) -> str:
    """The id of a heading that was named by id, number or title; raises `PipelineError` where it is not sure."""
    from vankien.rollup.consultation import find_heading

    outlines = [
        project.applied.get((unit, id)) or project.outlines[id] for id in ([report] if report else project.outlines)
    ]
    found = {id for outline in outlines if (id := find_heading(outline, typed))}
    if len(found) == 1:
        return found.pop()
    known(typed, [heading.id for outline in outlines for heading in outline.headings], say("heading"))
    raise PipelineError(
        say("Several headings are named “{name}”.", name=typed), say("Name the report too, or the id of the heading.")
    )


def _comments_list(options: argparse.Namespace) -> int:
    from vankien.render import comment_list
    from vankien.rollup.consultation import open_first

    project = inspected(options, silent=True).project
    comments = open_first(_wanted(options, project))
    as_json = options.format == "json"
    print(
        comment_list.comments_json(project, comments)
        if as_json
        else comment_list.comments_text(project, comments, options.translate)
    )
    return CLEAN


def _comments_new(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.model.comment import Comment, Proposal
    from vankien.model.source import Body, Span
    from vankien.render.scaffold import ID

    project = inspected(options, silent=True).project
    unit = options.unit or project.cycle.root
    known(unit, project.units, say("unit"))
    known(options.report, project.outlines, say("report"))
    if options.id and not ID.match(options.id):
        raise PipelineError(
            say("`{id}` cannot be the name of a comment.", id=options.id), say("Use only a-z, 0-9 and hyphens.")
        )
    if (options.quote or options.paragraph) and not options.heading:
        raise PipelineError(
            say("A quotation or a paragraph needs its heading."), say("Name it with --heading: id, number or title.")
        )
    text = sys.stdin.read() if options.text == "-" else options.text
    comment = Comment(
        id=options.id,
        unit=unit,
        span=Span(""),
        body=Body(text, ""),
        report=options.report,
        heading=_heading(options.heading, project, unit, options.report) if options.heading else "",
        draft=options.draft or project.cycle.draft,
        paragraph=options.paragraph,
        quote=" ".join(options.quote.split()),
        organisation=" ".join(options.organisation.split()),
        present=options.present,
        in_favour=options.in_favour,
        proposal=Proposal(options.kind),
        received=options.received or project.today,
    )
    print(shown(pipeline.new_comment(project, options.root, comment)))
    return CLEAN


def _comments_answer(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.model.comment import Answer, Disposition

    project = inspected(options, silent=True).project
    known(options.unit, project.units, say("unit"))
    given = Path(options.id).name.removesuffix(".md")
    near = Path(options.id).as_posix()
    found = [
        comment
        for comment in project.comments
        if comment.id == given
        and options.unit in (None, comment.unit)
        and (given == options.id or near in (f"{comment.unit}/{given}", comment.span.path))
    ]
    if not found:
        known(options.id, [comment.id for comment in project.comments], say("comment"))
        raise PipelineError(
            say("There is no {kind} `{id}`.", kind=say("comment"), id=options.id),
            say("`comments list` lists them all."),
        )
    if len(found) > 1:
        raise PipelineError(
            say("Several units have a comment `{id}`.", id=given),
            say("Name one with --unit: {ids}.", ids=", ".join(comment.unit for comment in found)),
        )
    (comment,) = found
    was = comment.answer
    answer = Answer(
        Disposition(options.disposition),
        was.by if options.by is None else options.by,
        options.date or project.today,
        was.reason if options.reason is None else " ".join(options.reason.split()),
        was.commit if options.commit is None else options.commit,
    )
    print(shown(pipeline.answer_comment(options.root, comment, answer)))
    return CLEAN


def _comments_import(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.rollup.comment_table import Defaults

    project = inspected(options, silent=True).project
    unit = options.unit or project.cycle.root
    known(unit, project.units, say("unit"))
    known(options.report, project.outlines, say("report"))
    defaults = Defaults(
        unit,
        options.report or "",
        options.organisation,
        options.draft or project.cycle.draft,
        options.received or project.today,
        options.by,
    )
    found, written = pipeline.import_comments(project, options.root, options.table, defaults)
    for path in written:
        print(shown(path))
    for told in found.told:
        tell(options.translate(say("Row {row}: {message}", row=told.row, message=told.message)))
    tell(
        options.translate(
            say(
                "Comments taken over: {new}. Answers written: {answers}. There already: {known}.",
                new=len(found.comments),
                answers=len(found.answers),
                known=found.known,
            )
        )
    )
    return CLEAN


def _comments_export(options: argparse.Namespace) -> int:
    from vankien import pipeline

    project = inspected(options, silent=True).project
    comments = None if options.template else _wanted(options, project)
    formats = (options.format,) if options.format else ("csv", "xlsx")
    for path in pipeline.export_comments(project, options.root, comments, formats):
        print(shown(path))
    return CLEAN


def _comments_report(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.rollup.consultation import organisations, slug

    run = run_of(options)
    result = pipeline.inspect(options.root, options.today, run.stage, jobs=options.jobs)
    known(options.unit, result.project.units, say("unit"))
    senders = organisations(result.project.comments)
    if options.organisation and slug(options.organisation) not in senders:
        known(options.organisation, senders.values(), say("sender"))
    paths = pipeline.make_comment_reports(result.project, run, options.unit, options.organisation or "")
    for path in paths:
        print(shown(path))
    if not paths:
        tell(options.translate(say("There are no such comments.")))
    return CLEAN

"""`outline`, `status`, `diff`, `review`, `documents` and `approve`: the work of the editorial team."""

import argparse
import os
import sys

from vankien.cli.parser import Commands, day
from vankien.cli.terminal import (
    CLEAN,
    inspected,
    known,
    shown,
    tell,
)
from vankien.model.diagnostic import PipelineError, say


def add_outline(commands: Commands) -> None:
    """Adds `outline` and its options."""
    words = commands.translate
    outline = commands.add(
        "outline", _outline,
        say("the numbered headings of a report; or rename REPORT OLD NEW, split REPORT OLD NEW NEW, "
            "merge REPORT OLD OLD NEW"),
    )  # fmt: skip
    outline.add_argument(
        "report", metavar="REPORT", help=words(say("id of the report, or one of rename, split, merge"))
    )
    outline.add_argument(
        "ids",
        metavar="ID",
        nargs="*",
        help=words(say("behind rename, split or merge: the report and its headings")),
    )
    outline.add_argument(
        "--title", action="append", default=[], metavar="T",
        help=words(say("title of a new heading; once for each, in order")),
    )  # fmt: skip
    outline.add_argument(
        "--no-commit", action="store_true", help=words(say("change the files and leave the commit to you"))
    )
    outline.add_argument("--unit", default=None, metavar="U", help=words(say("as it applies to this unit")))
    outline.add_argument("--format", choices=("text", "json"), default="text", help=words(say("form of the output")))
    commands.version_of(outline)


def add_status(commands: Commands) -> None:
    """Adds `status` and its options."""
    words = commands.translate
    status = commands.add("status", _status, say("who has delivered what"))
    status.add_argument("--format", choices=("text", "json"), default="text", help=words(say("form of the output")))
    commands.version_of(status)


def add_diff(commands: Commands) -> None:
    """Adds `diff` and its options."""
    words = commands.translate
    diff = commands.add("diff", _diff, say("what changed between two drafts"))
    diff.add_argument("before", metavar="FROM", help=words(say("git ref of the older one, such as draft/1")))
    diff.add_argument(
        "after",
        metavar="TO",
        nargs="?",
        default="",
        help=words(say("git ref of the newer one (default: work tree)")),
    )
    diff.add_argument("--unit", default="", metavar="U", help=words(say("only of this unit")))
    diff.add_argument("--report", default="", metavar="R", help=words(say("only this report")))
    diff.add_argument(
        "--format", choices=("text", "json", "html", "markdown"), default="text",
        help=words(say("form of the output")),
    )  # fmt: skip


def add_review(commands: Commands) -> None:
    """Adds `review` and its options."""
    words = commands.translate
    review = commands.add("review", _review, say("what a branch brings, as the summary of a pull request"))
    review.add_argument("base", metavar="BASE", help=words(say("git ref that the branch left, such as main")))
    review.add_argument(
        "--branch", default=None, metavar="NAME",
        help=words(say("branch of the change (default: the one checked out)")),
    )  # fmt: skip
    review.add_argument(
        "--links", default="", metavar="URL",
        help=words(say("address of a file on the code host, with {{path}} and {{line}}")),
    )  # fmt: skip
    review.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help=words(say("form of the output"))
    )


def add_documents(commands: Commands) -> None:
    """Adds `documents` and its options."""
    words = commands.translate
    documents = commands.add("documents", _documents, say("the directive documents that the texts cite"))
    documents.add_argument(
        "--write", action="store_true", help=words(say("add those that content/documents.yml lacks"))
    )
    documents.add_argument("--diff", action="store_true", help=words(say("show what would be added")))


def add_approve(commands: Commands) -> None:
    """Adds `approve` and its options."""
    words = commands.translate
    approve = commands.add(
        "approve", _approve, say("binds the approval of a report, or of some headings, to its texts")
    )
    approve.add_argument("unit", metavar="UNIT", help=words(say("id of the unit")))
    approve.add_argument("report", metavar="REPORT", help=words(say("id of the report")))
    approve.add_argument(
        "headings",
        nargs="*",
        metavar="HEADING",
        help=words(say("only these headings (default: all texts)")),
    )
    approve.add_argument("--by", default="", metavar="NAME", help=words(say("who approves, with name and position")))
    approve.add_argument(
        "--on",
        type=day,
        default=None,
        metavar="DATE",
        help=words(say("day of the approval (default: today)")),
    )
    approve.add_argument("--withdraw", action="store_true", help=words(say("take the approval back")))


def _outline(options: argparse.Namespace) -> int:
    from vankien.render import listing

    if options.ids:
        return _rework(options)
    project = inspected(options, silent=True).project
    known(options.report, project.outlines, say("report"))
    known(options.unit, project.units, say("unit"))
    outline = project.applied[options.unit, options.report] if options.unit else project.outlines[options.report]
    as_json = options.format == "json"
    print(listing.outline_json(outline) if as_json else listing.outline_text(outline, options.translate))
    return CLEAN


def _rework(options: argparse.Namespace) -> int:
    """Renames, splits or merges headings; a report may have one of these names, since ids come behind it."""
    from vankien.pipeline import rework_outline
    from vankien.readers.project import read
    from vankien.readers.restructuring import ACTIONS, Order

    action, ids = options.report, options.ids
    enough = {"rename": len(ids) == 3, "split": len(ids) >= 4, "merge": len(ids) >= 4}
    if action not in ACTIONS or not enough[action] or options.ref:
        raise PipelineError(
            say("This is no way to change an outline."),
            say("Write `outline rename REPORT OLD NEW`, `outline split REPORT OLD NEW NEW` or "
                "`outline merge REPORT OLD OLD NEW`."),
        )  # fmt: skip
    report, *ids = ids
    project = read(options.root, options.today)
    known(report, project.outlines, say("report"))
    cut = -1 if action == "merge" else 1
    order = Order(action, report, tuple(ids[:cut]), tuple(ids[cut:]), tuple(options.title))
    told = say("Outline {report}: {old} becomes {new}", report=report, old=", ".join(order.old),
               new=", ".join(order.new))  # fmt: skip
    paths, notes = rework_outline(options.root, project, order, options.translate(told), not options.no_commit)
    for path in paths:
        print(path)
    for note in notes:
        tell(options.translate(note))
    return CLEAN


def _status(options: argparse.Namespace) -> int:
    from vankien.render import listing
    from vankien.rollup.progress import progress

    result = inspected(options, silent=True)
    state = progress(result.project)
    if options.format == "json":
        print(listing.status_json(result.project, state, result.diagnostics))
    else:
        print(listing.status_text(result.project, state, result.diagnostics, options.translate))
    return CLEAN


def _diff(options: argparse.Namespace) -> int:
    import shutil

    from vankien.pipeline import compare
    from vankien.render.changes import FORMATS, Comparison

    refs = options.before, options.after
    found, before, after = compare(options.root, options.today, refs, options.unit, options.report, known)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((80, 24)).columns
    print(
        FORMATS[options.format](Comparison(found, before, after, refs, options.translate, options.lang, color, width))
    )
    return CLEAN


def _review(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.review import FORMATS, Summary

    result = inspected(options, silent=True)
    found = pipeline.review(result, options.root, options.today, options.base, options.branch)
    print(FORMATS[options.format](Summary(found, options.base, options.translate, options.lang, options.links)))
    return CLEAN


def _documents(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render import documents

    project = inspected(options, silent=True).project
    if options.write or options.diff:
        before, after = pipeline.complete_documents(project, options.root, options.write)
        if options.diff:
            import difflib

            print(
                "\n".join(
                    difflib.unified_diff(
                        before.splitlines(), after.splitlines(), documents.PATH, documents.PATH, lineterm=""
                    )
                )
            )
        if options.write and after != before:
            print(shown(options.root / documents.PATH))
    elif listed := documents.text(pipeline.documents(project), options.translate):
        print(listed)
    return CLEAN


def _approve(options: argparse.Namespace) -> int:
    from vankien import pipeline

    if bool(options.by.strip()) == options.withdraw:
        raise PipelineError(say("Say who approves with --by NAME, or take an approval back with --withdraw."))
    result = inspected(options, silent=True)
    known(options.unit, result.project.units, say("unit"))
    known(options.report, result.project.outlines, say("report"))
    on = options.on or result.project.today
    changed = pipeline.approvals(
        result, options.root, options.unit, options.report, options.headings, options.by.strip(), on
    )
    pipeline.rewrite(options.root, changed)
    for path in changed:
        print(path)
    return CLEAN

"""The command line: arguments, progress on the terminal, exit codes."""

import argparse
import atexit
import datetime
import gc
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

from vankien import __version__
from vankien.model.diagnostic import Message, PipelineError, Severity, say

CLEAN, ERRORS_FOUND, OPERATOR_FAULT, BUG = 0, 1, 2, 3

LANGUAGES = ("vi", "en")

MENDING_ROUNDS = 5

GATHERED = 25_000
"""New objects before Python looks for those that only hold each other."""

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")
"""Forms of `check`; the modules that write them are imported when one is asked for."""

PARSER_WORDS = (
    say("usage: "),
    say("positional arguments"),
    say("options"),
    say("show this help message and exit"),
    say("show program's version number and exit"),
    say("the following arguments are required: %s"),
    say("unrecognized arguments: %s"),
    say("expected one argument"),
    say("invalid choice: %(value)r (choose from %(choices)s)"),
    say("argument %(argument_name)s: %(message)s"),
)
"""Sentences of argparse itself, so that the catalogues have them."""

Translate = Callable[[Message | str], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 clean, 1 errors found, 2 operator fault, 3 a bug in vankien."""
    # Modules and texts stay to the end; looking through them for cycles again and again is a twentieth of a short run.
    gc.set_threshold(GATHERED, *gc.get_threshold()[1:])
    # At the end as well: the process gives all of it back anyway.
    atexit.register(gc.freeze)
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from vankien.render.language import translator

    translate: Translate = translator(_language(given))
    try:
        # argparse looks its own words up in this name of its module; it offers no other way to a catalogue.
        argparse._ = lambda words: translate(words) if words else words
        asked = given[0] if given and not given[0].startswith("-") else ""
        options = _parser(translate, asked).parse_args(given, _defaults(translate))
        return _run(options)
    except PipelineError as error:
        _say(translate(error.message))
        if error.hint:
            _say("  " + translate(error.hint))
        return OPERATOR_FAULT
    except BrokenPipeError:
        # The reader of the output (head, less) has gone; nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return 130
    except Exception:
        import traceback

        traceback.print_exc()
        _say(
            translate(
                say("This is a fault in vankien itself, not in your texts. Please report it with the lines above.")
            )
        )
        return BUG


def _run(options: argparse.Namespace) -> int:
    """Runs the command, on another version of the repository where one was named."""
    if not options.ref:
        return options.run(options)
    if getattr(options, "fix", False) or getattr(options, "changed", None) is not None:
        raise PipelineError(
            say("--ref goes neither with --fix nor with --changed."),
            say("Mend the work tree, and compare two versions with `diff`."),
        )
    from vankien.pipeline import version

    with version(options.root, options.ref, options.run in (_build, _site, _docx, _pdf, _release, _data)) as at:
        options.root, options.at = at.root, at
        return options.run(options)


def _language(arguments: Sequence[str]) -> str:
    """The language, which the parser's own words need before it can parse."""
    for position, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            return value
    return LANGUAGES[0]


def _defaults(translate: Translate) -> argparse.Namespace:
    """Values of the shared options, kept out of the parsers so that an option counts before and after the command."""
    return argparse.Namespace(
        run=_build, root=Path.cwd(), lang=LANGUAGES[0], today=None, jobs=os.cpu_count() or 1, translate=translate,
        ref=None, at=None,
    )  # fmt: skip


class _Parser(argparse.ArgumentParser):
    """A parser whose help has no English word where the catalogue has a translation."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(OPERATOR_FAULT, f"{self.prog}: {message}\n")


class _Unasked:
    """Stands for the parser of a command that nobody asked for: it takes all arguments and forgets them."""

    def __getattr__(self, name: str) -> Callable[..., "_Unasked"]:
        return lambda *given, **options: self


def _parser(translate: Translate, asked: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or of the one that was `asked` for: the others take their time to make."""
    common = argparse.ArgumentParser(add_help=False)
    shared = common.add_argument_group(translate(say("options of all commands")))
    shared.add_argument(
        "--root", type=Path, default=argparse.SUPPRESS, metavar="DIR",
        help=translate(say("folder of the repository (default: the current folder)")),
    )  # fmt: skip
    shared.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=translate(say("language of messages (default: vi)")),
    )
    shared.add_argument(
        "--today", type=_day, default=argparse.SUPPRESS, metavar="DATE",
        help=translate(say("the day that due dates are compared with, such as 2023-05-12")),
    )  # fmt: skip
    shared.add_argument(
        "--jobs", type=_positive, default=argparse.SUPPRESS, metavar="N",
        help=translate(say("how many processes may work at once (default: one a processor)")),
    )  # fmt: skip
    parser = _Parser(
        prog="vankien",
        parents=[common],
        description=translate(say("Checks the drafts of many units, builds the review site and exports Word files.")),
        epilog=translate(say("Without a command everything is done: check, site, Word.")),
    )
    parser.add_argument("--version", action="version", version=f"vankien {__version__}")
    commands = parser.add_subparsers(title=translate(say("commands")), metavar="", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], help: Message) -> argparse.ArgumentParser:
        if asked and name != asked:
            return _Unasked()
        added = commands.add_parser(name, parents=[common], help=translate(help), description=translate(help))
        added.set_defaults(run=run)
        return added

    def versioned(added: argparse.ArgumentParser) -> None:
        added.add_argument(
            "--ref", default=None, metavar="REF",
            help=translate(say("of this git ref, such as draft/1, and not of the work tree")),
        )  # fmt: skip

    versioned(command("build", _build, say("check, site and Word files, with a summary")))
    check = command("check", _check, say("findings, in plain words"))
    check.add_argument(
        "paths", nargs="*", metavar="PATH", help=translate(say("only findings in these files and folders"))
    )
    check.add_argument("--format", choices=FORMATS, default="text", help=translate(say("form of the output")))
    check.add_argument(
        "--changed", default=None, metavar="BASE",
        help=translate(say("only findings that are not there at this git ref, such as main")),
    )  # fmt: skip
    check.add_argument(
        "--branch", default=None, metavar="NAME",
        help=translate(say("with --changed: branch of the change (default: the one checked out)")),
    )  # fmt: skip
    check.add_argument("--fix", action="store_true", help=translate(say("mend what has one right answer")))
    check.add_argument(
        "--diff", action="store_true", help=translate(say("show what --fix changes; without --fix nothing is written"))
    )
    check.add_argument(
        "--spelling", action="store_true", help=translate(say("look words up in the Vietnamese dictionary as well"))
    )
    check.add_argument("--strict", action="store_true", help=translate(say("warnings count as errors")))
    versioned(check)
    versioned(command("site", _site, say("the review site, in build/site")))
    serve = command("serve", _serve, say("shows the site on this machine, and every edit as soon as it is written"))
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="N", help=translate(say("port of this machine (default: 8000)"))
    )
    docx = command("docx", _docx, say("the Word files, in build/docx"))
    docx.add_argument("--unit", default=None, metavar="U", help=translate(say("only of this unit")))
    docx.add_argument("--report", default=None, metavar="R", help=translate(say("only this report")))
    kinds = docx.add_mutually_exclusive_group()
    kinds.add_argument(
        "--review", action="store_true",
        help=translate(say("copies to review, with numbers, findings and open comments; in build/docx-review")),
    )  # fmt: skip
    kinds.add_argument(
        "--final", action="store_true",
        help=translate(say("final copies without a draft mark, only where all is approved; in build/docx-final")),
    )  # fmt: skip
    kinds.add_argument(
        "--against", default=None, metavar="REF",
        help=translate(say("with tracked changes against this git ref, in build/redline")),
    )  # fmt: skip
    docx.add_argument(
        "--force", default="", metavar="REASON",
        help=translate(say("with --final: make them all the same, and say why in each file")),
    )  # fmt: skip
    docx.add_argument(
        "--consolidated", action="store_true",
        help=translate(say("reports with the texts of the units below drawn in; in build/docx-consolidated")),
    )  # fmt: skip
    versioned(docx)
    pdf = command("pdf", _pdf, say("the Word files as PDF by LibreOffice, in build/pdf"))
    pdf.add_argument("--unit", default=None, metavar="U", help=translate(say("only of this unit")))
    pdf.add_argument("--report", default=None, metavar="R", help=translate(say("only this report")))
    pdf.add_argument("--final", action="store_true", help=translate(say("of final copies; in build/pdf-final")))
    pdf.add_argument(
        "--force", default="", metavar="REASON",
        help=translate(say("with --final: make them all the same, and say why in each file")),
    )  # fmt: skip
    pdf.add_argument(
        "--consolidated", action="store_true",
        help=translate(say("of consolidated reports, with the texts of the units below; in build/pdf-consolidated")),
    )  # fmt: skip
    versioned(pdf)
    release = command(
        "release", _release, say("Word files, PDF files and data of this draft in one archive, in build/release")
    )
    versioned(release)
    data = command("data", _data, say("the figures as tables, in build/data"))
    data.add_argument(
        "--format", choices=("csv", "xlsx", "sqlite"), default=None, help=translate(say("only this format"))
    )
    versioned(data)
    outline = command(
        "outline", _outline,
        say("the numbered headings of a report; or rename REPORT OLD NEW, split REPORT OLD NEW NEW, "
            "merge REPORT OLD OLD NEW"),
    )  # fmt: skip
    outline.add_argument(
        "report", metavar="REPORT", help=translate(say("id of the report, or one of rename, split, merge"))
    )
    outline.add_argument(
        "ids",
        metavar="ID",
        nargs="*",
        help=translate(say("behind rename, split or merge: the report and its headings")),
    )
    outline.add_argument(
        "--title", action="append", default=[], metavar="T",
        help=translate(say("title of a new heading; once for each, in order")),
    )  # fmt: skip
    outline.add_argument(
        "--no-commit", action="store_true", help=translate(say("change the files and leave the commit to you"))
    )
    outline.add_argument("--unit", default=None, metavar="U", help=translate(say("as it applies to this unit")))
    outline.add_argument(
        "--format", choices=("text", "json"), default="text", help=translate(say("form of the output"))
    )
    versioned(outline)
    status = command("status", _status, say("who has delivered what"))
    status.add_argument("--format", choices=("text", "json"), default="text", help=translate(say("form of the output")))
    versioned(status)
    diff = command("diff", _diff, say("what changed between two drafts"))
    diff.add_argument("before", metavar="FROM", help=translate(say("git ref of the older one, such as draft/1")))
    diff.add_argument(
        "after",
        metavar="TO",
        nargs="?",
        default="",
        help=translate(say("git ref of the newer one (default: work tree)")),
    )
    diff.add_argument("--unit", default="", metavar="U", help=translate(say("only of this unit")))
    diff.add_argument("--report", default="", metavar="R", help=translate(say("only this report")))
    diff.add_argument(
        "--format", choices=("text", "json", "html", "markdown"), default="text",
        help=translate(say("form of the output")),
    )  # fmt: skip
    review = command("review", _review, say("what a branch brings, as the summary of a pull request"))
    review.add_argument("base", metavar="BASE", help=translate(say("git ref that the branch left, such as main")))
    review.add_argument(
        "--branch", default=None, metavar="NAME",
        help=translate(say("branch of the change (default: the one checked out)")),
    )  # fmt: skip
    review.add_argument(
        "--links", default="", metavar="URL",
        help=translate(say("address of a file on the code host, with {{path}} and {{line}}")),
    )  # fmt: skip
    review.add_argument(
        "--format", choices=("markdown", "json"), default="markdown", help=translate(say("form of the output"))
    )
    documents = command("documents", _documents, say("the directive documents that the texts cite"))
    documents.add_argument(
        "--write", action="store_true", help=translate(say("add those that content/documents.yml lacks"))
    )
    documents.add_argument("--diff", action="store_true", help=translate(say("show what would be added")))
    approve = command("approve", _approve, say("binds the approval of a report, or of some headings, to its texts"))
    approve.add_argument("unit", metavar="UNIT", help=translate(say("id of the unit")))
    approve.add_argument("report", metavar="REPORT", help=translate(say("id of the report")))
    approve.add_argument(
        "headings", nargs="*", metavar="HEADING", help=translate(say("only these headings (default: all texts)"))
    )
    approve.add_argument(
        "--by", default="", metavar="NAME", help=translate(say("who approves, with name and position"))
    )
    approve.add_argument(
        "--on", type=_day, default=None, metavar="DATE", help=translate(say("day of the approval (default: today)"))
    )
    approve.add_argument("--withdraw", action="store_true", help=translate(say("take the approval back")))
    workflow = command("workflow", _workflow, say("files with which a code host checks every pull request"))
    workflow.add_argument("host", choices=("github", "gitlab", "forgejo"), help=translate(say("the code host")))
    workflow.add_argument(
        "--main", default="main", metavar="NAME", help=translate(say("branch that holds what counts (default: main)"))
    )
    workflow.add_argument("--write", action="store_true", help=translate(say("write them; without it they are shown")))
    command("hooks", _hooks, say("hooks for a bare repository on a server: judge each push, build the site"))
    command("receive", _receive, say("judges a push; a server's pre-receive hook calls it"))
    command("publish", _publish, say("builds the site after a push; a server's post-receive hook calls it"))
    _comments_parser(
        command("comments", _comments, say("comments on the drafts, and their answers")), common, translate
    )
    rules = command("rules", _rules, say("the rulebook, or one rule of it"))
    rules.add_argument("code", nargs="?", metavar="CODE", help=translate(say("code of a rule, such as S101")))
    schemas = command("schemas", _schemas, say("JSON Schemas, with which editors check YAML while it is typed"))
    schemas.add_argument(
        "--write", action="store_true", help=translate(say("write them into templates/schemas of this repository"))
    )
    new = command("new", _new, say("a new unit or a new repository"))
    things = new.add_subparsers(required=True, metavar="unit|repository", parser_class=_Parser)
    unit = things.add_parser("unit", parents=[common], help=translate(say("a new unit in this repository")))
    unit.add_argument("id", metavar="ID", help=translate(say("name of its folder: a-z, 0-9 and hyphens")))
    unit.add_argument("--name", default="", help=translate(say("its name in full")))
    unit.add_argument(
        "--parent", default=None, metavar="U", help=translate(say("id of the unit above (default: the root)"))
    )
    unit.add_argument(
        "--level", default=None, metavar="L", help=translate(say("its level (default: the one below its parent's)"))
    )
    unit.set_defaults(run=_new_unit)
    repository = things.add_parser("repository", parents=[common], help=translate(say("a new repository in a folder")))
    repository.add_argument(
        "directory", type=Path, metavar="DIR", help=translate(say("folder that does not exist or is empty"))
    )
    repository.set_defaults(run=_new_repository)
    demo = command("demo", _demo, say("a synthetic repository for trials and benchmarks"))
    demo.add_argument(
        "directory", type=Path, metavar="DIR", help=translate(say("folder that does not exist or is empty"))
    )
    demo.add_argument(
        "--units", type=_positive, default=81, metavar="N", help=translate(say("how many units (default: 81)"))
    )
    demo.add_argument(
        "--comments", type=_count, default=0, metavar="N", help=translate(say("how many comments on the drafts"))
    )
    demo.add_argument(
        "--seed", type=int, default=1, metavar="S", help=translate(say("the same seed gives the same repository"))
    )
    return parser if not asked or asked in commands.choices else _parser(translate)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD") from None


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3 …")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: 0 … 65535")
    return int(text)


def _say(line: str) -> None:
    """A line for the person at the terminal; standard output is for results."""
    print(line, file=sys.stderr, flush=True)


def _stage(translate: Translate) -> Callable[[str], Callable[[int, int], None]]:
    """Progress: a bar a stage on a terminal, a line a stage elsewhere."""
    titles = {
        "read": say("Reading"),
        "docx": say("Word files"),
        "pdf": say("PDF files"),
        "site": say("Site"),
        "data": say("Data"),
    }

    def open_stage(name: str) -> Callable[[int, int], None]:
        title = translate(titles[name])
        if not sys.stderr.isatty():
            _say(f"{title} …")
            return lambda done, total: None
        bar = None

        def advance(done: int, total: int) -> None:
            nonlocal bar
            if bar is None:
                from tqdm import tqdm

                bar = tqdm(total=total, desc=f"{title:<14}", leave=False, file=sys.stderr, ncols=80, delay=0.2)
            bar.update(done - bar.n)
            if done >= total:
                bar.close()

        return advance

    return open_stage


def _quiet(name: str) -> Callable[[int, int], None]:
    return lambda done, total: None


def _inspect(options: argparse.Namespace, quiet: bool = False, spelling: bool = False):
    from vankien.pipeline import inspect
    from vankien.rollup.reading import without_collection

    stage = _quiet if quiet else _stage(options.translate)
    with without_collection():
        return inspect(options.root, options.today, stage, spelling, options.at)


def _code(diagnostics, strict: bool = False) -> int:
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ERRORS_FOUND if any(diagnostic.severity in bad for diagnostic in diagnostics) else CLEAN


def _build(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render import summary
    from vankien.render.data import FORMATS

    stage = _stage(options.translate)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, stage, at=options.at)
        result = pipeline.make_documents(result, options.root, None, None, options.jobs, stage, at=options.at)
        if result.project.comments:
            summaries = pipeline.make_comment_reports(result.project, options.root, None, "", options.jobs, stage)
            result = replace(result, documents=(*result.documents, *summaries))
        result, _ = pipeline.make_data(result, options.root, FORMATS, stage)
        result = pipeline.make_site(result, options.root, options.translate, options.jobs, stage, options.at)
    outputs = pipeline.Outputs(options.root)
    told = tuple(diagnostic for diagnostic in result.diagnostics if diagnostic.severity is not Severity.NOTE)
    _print_findings(options, result, told, counts=False)
    if told:
        print()
    lines = summary.text(
        result.project,
        result.diagnostics,
        result.pages,
        len(result.documents),
        _shown(outputs.site / "index.html"),
        _shown(outputs.docx),
        options.translate,
    )
    print(lines)
    return _code(result.diagnostics)


def _shown(path: Path) -> str:
    """A path as the person would type it: relative where it lies below the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _check(options: argparse.Namespace) -> int:
    quiet = options.format != "text"
    result = _inspect(options, quiet, options.spelling)
    if options.changed is not None:
        result = _only_changed(options, result)
    diagnostics = _below(options, result.diagnostics)
    if options.fix or options.diff:
        result, diagnostics = _mend(options, result, diagnostics)
        if options.diff and not options.fix:
            return _code(diagnostics, options.strict)
    _print_findings(options, result, diagnostics, options.format)
    return _code(diagnostics, options.strict)


def _only_changed(options: argparse.Namespace, result):
    from vankien.pipeline import only_changed

    return only_changed(result, options.root, options.today, options.changed, options.spelling, options.branch)


def _mend(options: argparse.Namespace, result, diagnostics):
    """Mends what can be mended, or only shows it; what is left to tell afterwards."""
    from vankien import pipeline
    from vankien.render.change import unified

    if not options.fix:
        print(unified(pipeline.changes(options.root, diagnostics)), end="")
        return result, diagnostics
    mended: dict[str, tuple[str, str]] = {}
    # Of two fixes that overlap the second is made in the next round.
    for _ in range(MENDING_ROUNDS):
        changed = pipeline.changes(options.root, diagnostics)
        if not changed:
            break
        pipeline.rewrite(options.root, changed)
        mended |= {path: (mended.get(path, texts)[0], texts[1]) for path, texts in changed.items()}
        result = _inspect(options, True, options.spelling)
        if options.changed is not None:
            result = _only_changed(options, result)
        diagnostics = _below(options, result.diagnostics)
    if options.diff:
        print(unified(mended), end="")
    _say(options.translate(say("Files mended: {count}.", count=len(mended))))
    return result, diagnostics


def _below(options: argparse.Namespace, diagnostics):
    """The diagnostics in the files and folders that were named, given from the current folder or from the root."""
    if not options.paths:
        return diagnostics
    root = options.root.resolve()
    wanted = []
    for given in options.paths:
        near = Path(given).resolve()
        path = near if near.exists() and near.is_relative_to(root) else (root / given).resolve()
        if not path.exists() or not path.is_relative_to(root):
            raise PipelineError(
                say("There is no {path} in this repository.", path=given),
                say("Name files and folders from the current folder, or from the root of the repository."),
            )
        wanted.append(path.relative_to(root).as_posix())
    return tuple(
        diagnostic
        for diagnostic in diagnostics
        if any(path in (".", diagnostic.span.path) or diagnostic.span.path.startswith(path + "/") for path in wanted)
    )


def _print_findings(
    options: argparse.Namespace, result, diagnostics, format: str = "text", counts: bool = True
) -> None:
    import shutil

    from vankien.pipeline import quoted
    from vankien.render.diagnostics import FORMATS, Report

    rules = ()
    if format not in ("text", "json"):
        # These two do not describe the rules, which take longer to load than to print.
        from vankien.checks import RULES as rules

    report = Report(
        diagnostics,
        result.project.files,
        options.translate,
        quoted(options.root),
        color=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        width=shutil.get_terminal_size((80, 24)).columns,
        counts=counts,
        rules=rules,
        language=options.lang,
    )
    if output := FORMATS[format](report):
        print(output)


def _serve(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.site.serving import serve

    def build(jobs: int, stage: Callable[[str], Callable[[int, int], None]]) -> bool:
        try:
            with pipeline.alone(options.root):
                result = pipeline.inspect(options.root, options.today, stage)
                pipeline.make_site(result, options.root, options.translate, jobs, stage)
        except PipelineError as error:
            _say(options.translate(error.message))
            return False
        return True

    def quietly(name: str) -> Callable[[int, int], None]:
        return lambda done, total: None

    def ready(address: str) -> None:
        print(address, flush=True)
        _say(options.translate(say("Every edit is shown at once. Stop with Ctrl+C.")))

    if not build(options.jobs, _stage(options.translate)):
        return OPERATOR_FAULT
    # One process from now on: the threads that answer browsers do not outlive a fork.
    site, again = pipeline.Outputs(options.root).site, partial(build, 1, quietly)
    serve(site, options.root, pipeline.WATCHED, options.port, again, ready)
    return CLEAN


def _site(options: argparse.Namespace) -> int:
    from vankien import pipeline

    stage = _stage(options.translate)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, stage, at=options.at)
        result = pipeline.make_site(result, options.root, options.translate, options.jobs, stage, options.at)
    print(_shown(pipeline.Outputs(options.root).site / "index.html"))
    return _code(result.diagnostics)


def _docx(options: argparse.Namespace) -> int:
    kind = "review" if options.review else "final" if options.final else "draft"
    result, refused = _documents_of(options, kind)
    if refused:
        return ERRORS_FOUND
    for path in result.documents:
        print(_shown(path))
    _tell_missing(options, result)
    _tell_force(options, result)
    return _code(result.diagnostics)


def _pdf(options: argparse.Namespace) -> int:
    from vankien import pipeline

    kind = "final" if options.final else "draft"
    result, refused = _documents_of(options, kind)
    if refused:
        return ERRORS_FOUND
    whole = options.unit is None and options.report is None
    for path in pipeline.make_pdfs(result, options.root, kind, options.jobs, _stage(options.translate), whole):
        print(_shown(path))
    _tell_missing(options, result)
    asked, found = pipeline.font_of_pdfs(result, options.root)
    if found and found != asked:
        _say(options.translate(say("{asked} is not installed; {found} stands for it.", asked=asked, found=found)))
    _tell_force(options, result)
    return _code(result.diagnostics)


def _documents_of(options: argparse.Namespace, kind: str):
    """The result with its Word files of one kind, and whether a final copy was refused."""
    from vankien import pipeline

    stage = _stage(options.translate)
    if options.force and kind != "final":
        raise PipelineError(say("--force is for final copies only."), say("Add --final, or leave --force out."))
    result = pipeline.inspect(options.root, options.today, stage, at=options.at)
    _known(options.unit, result.project.units, say("unit"))
    _known(options.report, result.project.outlines, say("report"))
    reason = " ".join(options.force.split())
    if options.consolidated and (kind == "review" or getattr(options, "against", None) is not None):
        raise PipelineError(
            say("--consolidated goes neither with --review nor with --against."),
            say("Remarks and changes stand in the units' own reports: leave --consolidated out."),
        )
    if options.consolidated and not pipeline.consolidated(result, options.unit, options.report):
        raise PipelineError(
            say("There is no report to which units below it have given a text."),
            say("A consolidated report is made for a unit that others name as their `parent`."),
        )
    if kind == "final" and not reason and (left := _left(options, result)):
        from vankien.render import obstacles

        _say(obstacles.text(left, options.translate))
        _say(options.translate(say("No final copy was made: {left}.", left=obstacles.counts(left))))
        _say("  " + options.translate(say("Mend what is listed, or say why it does not matter: --force REASON.")))
        return result, True
    if getattr(options, "against", None) is not None:
        made = pipeline.make_redlines(
            result, options.root, options.against, options.unit, options.report, options.jobs, stage, options.at
        )
    else:
        made = pipeline.make_documents(
            result, options.root, options.unit, options.report, options.jobs, stage, kind, reason, options.translate,
            options.at, options.consolidated,
        )  # fmt: skip
    return made, False


def _left(options: argparse.Namespace, result):
    """What keeps the reports that were asked for from being final."""
    from vankien.pipeline import final_obstacles

    return final_obstacles(result, options.unit, options.report, options.consolidated)


def _tell_missing(options: argparse.Namespace, result) -> None:
    """Whose texts a consolidated report still lacks."""
    for volume in result.volumes:
        if volume.missing:
            names = "; ".join(result.project.units[unit].name for unit in volume.missing)
            words = say(
                "{unit}/{report}: texts of {count} units; nothing yet from {units}.",
                unit=volume.unit, report=volume.report, count=len(volume.units), units=names,
            )  # fmt: skip
        else:
            words = say(
                "{unit}/{report}: texts of {count} units; nobody is missing.",
                unit=volume.unit, report=volume.report, count=len(volume.units),
            )  # fmt: skip
        _say(options.translate(words))


def _tell_force(options: argparse.Namespace, result) -> None:
    """The reason of a forced final copy, and what it passed over."""
    if not options.force.strip():
        return
    from vankien.render import obstacles

    left = _left(options, result)
    _say(options.translate(say("Forced: {reason}", reason=" ".join(options.force.split()))))
    _say("  " + options.translate(say("Passed over: {left}.", left=obstacles.counts(left))))


def _release(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    stage = _stage(options.translate)
    result = pipeline.inspect(options.root, options.today, stage, at=options.at)
    result, archive = pipeline.make_release(result, options.root, FORMATS, options.jobs, stage, options.at)
    print(_shown(archive))
    if not list((archive.parent.parent / "pdf").glob("*/*.pdf")):
        _say(options.translate(say("LibreOffice was not found, so that the archive holds no PDF files.")))
    return _code(result.diagnostics)


def _data(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    stage = _stage(options.translate)
    result = pipeline.inspect(options.root, options.today, stage, at=options.at)
    formats = (options.format,) if options.format else FORMATS
    result, files = pipeline.make_data(result, options.root, formats, stage)
    for path in files:
        print(_shown(path))
    return _code(result.diagnostics)


def _known(id: str | None, things, kind: Message) -> None:
    """Raises `PipelineError` where an id was given that is not there."""
    if id is None or id in things:
        return
    import difflib

    nearest = difflib.get_close_matches(id, things, 1, 0.5)
    raise PipelineError(
        say("There is no {kind} `{id}`.", kind=kind, id=id),
        say("Did you mean `{nearest}`?", nearest=nearest[0])
        if nearest
        else say("There are: {ids}.", ids=", ".join(list(things)[:20])),
    )


def _outline(options: argparse.Namespace) -> int:
    from vankien.render import listing

    if options.ids:
        return _rework(options)
    project = _inspect(options, quiet=True).project
    _known(options.report, project.outlines, say("report"))
    _known(options.unit, project.units, say("unit"))
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
    _known(report, project.outlines, say("report"))
    cut = -1 if action == "merge" else 1
    order = Order(action, report, tuple(ids[:cut]), tuple(ids[cut:]), tuple(options.title))
    told = say("Outline {report}: {old} becomes {new}", report=report, old=", ".join(order.old),
               new=", ".join(order.new))  # fmt: skip
    paths, notes = rework_outline(options.root, project, order, options.translate(told), not options.no_commit)
    for path in paths:
        print(path)
    for note in notes:
        _say(options.translate(note))
    return CLEAN


def _status(options: argparse.Namespace) -> int:
    from vankien.render import listing
    from vankien.rollup.progress import progress

    result = _inspect(options, quiet=True)
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
    found, before, after = compare(options.root, options.today, refs, options.unit, options.report, _known)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((80, 24)).columns
    print(
        FORMATS[options.format](Comparison(found, before, after, refs, options.translate, options.lang, color, width))
    )
    return CLEAN


def _review(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.review import FORMATS, Summary

    result = _inspect(options, quiet=True)
    found = pipeline.review(result, options.root, options.today, options.base, options.branch)
    print(FORMATS[options.format](Summary(found, options.base, options.translate, options.lang, options.links)))
    return CLEAN


def _documents(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render import documents

    project = _inspect(options, quiet=True).project
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
            print(_shown(options.root / documents.PATH))
    elif listed := documents.text(pipeline.documents(project), options.translate):
        print(listed)
    return CLEAN


def _approve(options: argparse.Namespace) -> int:
    from vankien import pipeline

    if bool(options.by.strip()) == options.withdraw:
        raise PipelineError(say("Say who approves with --by NAME, or take an approval back with --withdraw."))
    result = _inspect(options, quiet=True)
    _known(options.unit, result.project.units, say("unit"))
    _known(options.report, result.project.outlines, say("report"))
    on = options.on or result.project.today
    changed = pipeline.approvals(
        result, options.root, options.unit, options.report, options.headings, options.by.strip(), on
    )
    pipeline.rewrite(options.root, changed)
    for path in changed:
        print(path)
    return CLEAN


def _workflow(options: argparse.Namespace) -> int:
    from vankien import pipeline

    files = pipeline.workflow(options.root, options.today, options.host, options.main, options.write)
    for path, text in files.items():
        print(path if options.write else f"==> {path}\n{text}")
    return CLEAN


def _hooks(options: argparse.Namespace) -> int:
    from vankien import server

    for path in server.install(options.root, options.lang):
        print(_shown(path))
    return CLEAN


def _receive(options: argparse.Namespace) -> int:
    from vankien import server
    from vankien.checks import RULES
    from vankien.render.diagnostics import FORMATS, Report

    accepted = True
    for one in server.judge(options.root, sys.stdin.read(), server.account(), options.today):
        accepted &= one.accepted
        for refusal in one.refusals:
            _say(f"{one.update.ref}: {options.translate(refusal)}")
        if one.diagnostics:
            quote = (one.lines or {}).get
            # git puts `remote: ` before each line.
            report = Report(one.diagnostics, 0, options.translate, quote, width=72, counts=False, rules=RULES)
            _say(FORMATS["text"](report))
        if not one.accepted:
            _say(options.translate(say("The push of {ref} is refused: mend the errors above and push again.",
                                       ref=one.update.ref)))  # fmt: skip
    return CLEAN if accepted else ERRORS_FOUND


def _publish(options: argparse.Namespace) -> int:
    from vankien import server

    def build(tree: Path) -> int:
        import contextlib
        import io

        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return main(["build", "--root", str(tree), "--lang", options.lang, "--jobs", str(options.jobs)])

    if tree := server.publish(options.root, sys.stdin.read(), build):
        _say(options.translate(say("The site is up to date: {path}", path=str(tree / "build" / "site"))))
    return CLEAN


def _rules(options: argparse.Namespace) -> int:
    from vankien.checks import RULES
    from vankien.render import rulebook

    if options.code:
        _known(options.code.upper(), {rule.code: rule for rule in RULES}, say("rule"))
        rule = next(rule for rule in RULES if rule.code == options.code.upper())
        print(rulebook.rule_text(rule, options.translate))
    else:
        print(rulebook.list_text(RULES, options.translate))
    return CLEAN


def _new(options: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for unit or repository")


def _schemas(options: argparse.Namespace) -> int:
    from vankien.pipeline import schemas

    other = schemas(options.root, options.write)
    for path in other:
        print(_shown(path))
    if not other:
        _say(options.translate(say("The schemas in templates/schemas are as they should be.")))
    return ERRORS_FOUND if other and not options.write else CLEAN


def _new_unit(options: argparse.Namespace) -> int:
    from vankien.readers.project import read
    from vankien.render import scaffold

    project = read(options.root, options.today)
    parent = options.parent or project.cycle.root
    _known(parent, project.units, say("unit"))
    print(_shown(scaffold.new_unit(project, options.root, options.id, options.name, parent, options.level)))
    return CLEAN


def _new_repository(options: argparse.Namespace) -> int:
    from vankien.render import scaffold

    for path in scaffold.new_repository(options.directory):
        print(_shown(path))
    return CLEAN


def _demo(options: argparse.Namespace) -> int:
    from vankien.readers.project import read
    from vankien.render import demo

    demo.write(options.directory, options.units, options.seed, read, options.comments)
    print(_shown(options.directory))
    return CLEAN


KINDS = ("bo-sung", "sua-doi", "bo", "cau-truc", "cau-chu", "khac")
DISPOSITIONS = ("tiep-thu", "tiep-thu-mot-phan", "giai-trinh", "chua-tra-loi")
"""Values of `proposal` and `disposition` in the file of a comment."""


def _comments_parser(comments: argparse.ArgumentParser, common: argparse.ArgumentParser, translate: Translate) -> None:
    things = comments.add_subparsers(
        required=True, metavar="list|new|answer|import|export|report", parser_class=_Parser
    )

    def command(name: str, run: Callable[[argparse.Namespace], int], help: Message) -> argparse.ArgumentParser:
        added = things.add_parser(name, parents=[common], help=translate(help), description=translate(help))
        added.set_defaults(run=run)
        return added

    def option(parser: argparse.ArgumentParser, name: str, metavar: str, help: Message, **more: object) -> None:
        parser.add_argument(name, metavar=metavar, help=translate(help), **{"default": None, **more})

    def filters(parser: argparse.ArgumentParser) -> None:
        option(parser, "--unit", "U", say("only on the drafts of this unit"))
        option(parser, "--report", "R", say("only on this report"))
        option(parser, "--heading", "H", say("only on this heading: id, number or title"))
        option(parser, "--organisation", "O", say("only from this organisation"))
        parser.add_argument("--kind", choices=KINDS, default=None, help=translate(say("only of this kind")))
        parser.add_argument("--open", action="store_true", help=translate(say("only those not answered")))

    listed = command("list", _comments_list, say("comments, those not answered first"))
    filters(listed)
    listed.add_argument("--format", choices=("text", "json"), default="text", help=translate(say("form of the output")))
    new = command("new", _comments_new, say("a new comment, with its place in the draft filled in"))
    option(new, "--unit", "U", say("unit whose draft it is about (default: the root)"))
    option(new, "--report", "R", say("id of the report"), required=True)
    option(new, "--heading", "H", say("heading: id, number or title; without it the report as a whole"))
    option(new, "--paragraph", "N", say("number of the paragraph"), type=_positive)
    option(new, "--quote", "TEXT", say("words of the draft"), default="")
    option(new, "--from", "ORG", say("who sends it"), dest="organisation", required=True)
    option(new, "--text", "TEXT", say("the comment word for word; - reads it from standard input"), default="")
    new.add_argument("--kind", choices=KINDS, default="khac", help=translate(say("what it asks for")))
    option(new, "--present", "N", say("how many were present"), type=_count)
    option(new, "--in-favour", "N", say("how many of them were in favour"), type=_count)
    option(new, "--draft", "N", say("number of the draft (default: the cycle's)"), type=_positive)
    option(new, "--received", "DATE", say("day on which it came in (default: today)"), type=_day)
    option(new, "--id", "ID", say("name of its file"), default="")
    answer = command("answer", _comments_answer, say("the answer to a comment, written into its file"))
    answer.add_argument("id", metavar="ID", help=translate(say("id of the comment, or its path")))
    option(answer, "--unit", "U", say("unit whose draft it is about"))
    answer.add_argument("--disposition", choices=DISPOSITIONS, required=True, help=translate(say("what was decided")))
    option(answer, "--by", "WHO", say("who answers"))
    option(answer, "--reason", "TEXT", say("why, in a sentence"))
    option(answer, "--commit", "HASH", say("commit in which the text was changed"))
    option(answer, "--date", "DATE", say("day of the answer (default: today)"), type=_day)
    table = command("import", _comments_import, say("comments and answers from a table"))
    table.add_argument("table", type=Path, metavar="FILE", help=translate(say("CSV or XLSX")))
    option(table, "--unit", "U", say("unit whose draft it is about (default: the root)"))
    option(table, "--report", "R", say("report of rows that name none"))
    option(table, "--from", "ORG", say("sender of rows that name none"), dest="organisation", default="")
    option(table, "--draft", "N", say("number of the draft (default: the cycle's)"), type=_positive)
    option(table, "--received", "DATE", say("day on which it came in (default: today)"), type=_day)
    option(table, "--by", "WHO", say("who answers, where a row does not say"), default="")
    export = command("export", _comments_export, say("comments as a table, or the empty form for organisations"))
    filters(export)
    export.add_argument("--format", choices=("csv", "xlsx"), default=None, help=translate(say("only this format")))
    export.add_argument("--template", action="store_true", help=translate(say("the empty form")))
    report = command("report", _comments_report, say("the summary of comments as a Word file"))
    option(report, "--unit", "U", say("only of this unit"))
    option(report, "--organisation", "O", say("only from this organisation"))


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r}: 0, 1, 2 …")
    return int(text)


def _comments(options: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for what to do")


def _wanted(options: argparse.Namespace, project):
    """The comments that the options ask for, in the order of the drafts."""
    from vankien.model.comment import Proposal
    from vankien.rollup.consultation import Wanted, organisations, selected, slug

    _known(options.unit, project.units, say("unit"))
    _known(options.report, project.outlines, say("report"))
    if options.organisation:
        senders = organisations(project.comments)
        if slug(options.organisation) not in senders:
            _known(options.organisation, senders.values(), say("sender"))
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
    _known(typed, [heading.id for outline in outlines for heading in outline.headings], say("heading"))
    raise PipelineError(
        say("Several headings are named “{name}”.", name=typed), say("Name the report too, or the id of the heading.")
    )


def _comments_list(options: argparse.Namespace) -> int:
    from vankien.render import comment_list
    from vankien.rollup.consultation import open_first

    project = _inspect(options, quiet=True).project
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

    project = _inspect(options, quiet=True).project
    unit = options.unit or project.cycle.root
    _known(unit, project.units, say("unit"))
    _known(options.report, project.outlines, say("report"))
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
    print(_shown(pipeline.new_comment(project, options.root, comment)))
    return CLEAN


def _comments_answer(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.model.comment import Answer, Disposition

    project = _inspect(options, quiet=True).project
    _known(options.unit, project.units, say("unit"))
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
        _known(options.id, [comment.id for comment in project.comments], say("comment"))
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
    print(_shown(pipeline.answer_comment(options.root, comment, answer)))
    return CLEAN


def _comments_import(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.rollup.comment_table import Defaults

    project = _inspect(options, quiet=True).project
    unit = options.unit or project.cycle.root
    _known(unit, project.units, say("unit"))
    _known(options.report, project.outlines, say("report"))
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
        print(_shown(path))
    for told in found.told:
        _say(options.translate(say("Row {row}: {message}", row=told.row, message=told.message)))
    _say(
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

    project = _inspect(options, quiet=True).project
    comments = None if options.template else _wanted(options, project)
    formats = (options.format,) if options.format else ("csv", "xlsx")
    for path in pipeline.export_comments(project, options.root, comments, formats):
        print(_shown(path))
    return CLEAN


def _comments_report(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.rollup.consultation import organisations, slug

    stage = _stage(options.translate)
    result = pipeline.inspect(options.root, options.today, stage)
    _known(options.unit, result.project.units, say("unit"))
    senders = organisations(result.project.comments)
    if options.organisation and slug(options.organisation) not in senders:
        _known(options.organisation, senders.values(), say("sender"))
    paths = pipeline.make_comment_reports(
        result.project, options.root, options.unit, options.organisation or "", options.jobs, stage
    )
    for path in paths:
        print(_shown(path))
    if not paths:
        _say(options.translate(say("There are no such comments.")))
    return CLEAN

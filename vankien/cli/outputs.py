"""`build`, `site`, `serve` and `data`: everything at once, the site, and the figures."""

import argparse
from dataclasses import replace
from functools import partial

from vankien.cli.parser import Commands, port
from vankien.cli.terminal import (
    CLEAN,
    OPERATOR_FAULT,
    exit_code,
    print_findings,
    quiet,
    run_of,
    shown,
    tell,
)
from vankien.model.diagnostic import PipelineError, Severity, say


def add_build(commands: Commands) -> None:
    """Adds `build` and its options."""
    added = commands.add("build", build, say("check, site and Word files, with a summary"))
    added.add_argument(
        "--consolidated",
        action="store_true",
        help=commands.translate(say("consolidated reports as well, offered on the site")),
    )
    commands.version_of(added, kept=True)


def add_site(commands: Commands) -> None:
    """Adds `site` and its options."""
    commands.version_of(commands.add("site", _site, say("the review site, in build/site")), kept=True)


def add_serve(commands: Commands) -> None:
    """Adds `serve` and its options."""
    words = commands.translate
    serve = commands.add(
        "serve", _serve, say("shows the site on this machine, and every edit as soon as it is written")
    )
    serve.add_argument(
        "--port",
        type=port,
        default=8000,
        metavar="N",
        help=words(say("port of this machine (default: 8000)")),
    )


def add_data(commands: Commands) -> None:
    """Adds `data` and its options."""
    words = commands.translate
    data = commands.add("data", _data, say("the figures as tables, in build/data"))
    data.add_argument("--format", choices=("csv", "xlsx", "sqlite"), default=None, help=words(say("only this format")))
    commands.version_of(data, kept=True)


def build(options: argparse.Namespace) -> int:
    """Everything at once: findings, Word files, figures and the site, with a summary."""
    from vankien import pipeline
    from vankien.render import summary
    from vankien.render.data import FORMATS

    run = run_of(options)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, run.stage, at=options.at, jobs=options.jobs, site=True)
        result = pipeline.make_documents(result, run, pipeline.Copies())
        if result.project.comments:
            summaries = pipeline.make_comment_reports(result.project, run)
            result = replace(result, documents=(*result.documents, *summaries))
        result = pipeline.with_volumes(result, run, options.consolidated)
        result, _ = pipeline.make_data(result, run, FORMATS)
        result = pipeline.make_site(result, run)
    outputs = run.outputs
    told = tuple(diagnostic for diagnostic in result.diagnostics if diagnostic.severity is not Severity.NOTE)
    print_findings(options, result, told, counts=False)
    if told:
        print()
    lines = summary.text(
        result.project,
        result.diagnostics,
        result.pages,
        len(result.documents) + (len(result.volumes) if options.consolidated else 0),
        shown(outputs.site / "index.html"),
        shown(outputs.docx),
        options.translate,
    )
    print(lines)
    return exit_code(result.diagnostics)


def _site(options: argparse.Namespace) -> int:
    from vankien import pipeline

    run = run_of(options)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, run.stage, at=options.at, jobs=options.jobs, site=True)
        result = pipeline.make_site(result, run)
    print(shown(run.outputs.site / "index.html"))
    return exit_code(result.diagnostics)


def _serve(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.site.serving import serve

    def made(run: pipeline.Run) -> bool:
        try:
            with pipeline.alone(options.root):
                result = pipeline.inspect(options.root, options.today, run.stage, jobs=run.jobs, site=True)
                pipeline.make_site(result, run)
        except PipelineError as error:
            tell(options.translate(error.message))
            return False
        return True

    def ready(address: str) -> None:
        print(address, flush=True)
        tell(options.translate(say("Every edit is shown at once. Stop with Ctrl+C.")))

    run = run_of(options)
    if not made(run):
        return OPERATOR_FAULT
    # One process from now on: the threads that answer browsers do not outlive a fork.
    again = partial(made, replace(run, jobs=1, stage=quiet))
    serve(run.outputs.site, options.root, pipeline.WATCHED, options.port, again, ready)
    return CLEAN


def _data(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    run = run_of(options)
    result = pipeline.inspect(options.root, options.today, run.stage, at=options.at, jobs=options.jobs)
    formats = (options.format,) if options.format else FORMATS
    result, files = pipeline.make_data(result, run, formats)
    for path in files:
        print(shown(path))
    return exit_code(result.diagnostics)

"""`build`, `site`, `serve` and `data`: everything at once, the site, and the figures."""

import argparse
from dataclasses import replace
from functools import partial

from vankien.cli.parser import Commands, port
from vankien.cli.terminal import (
    CLEAN,
    OPERATOR_FAULT,
    Stages,
    exit_code,
    print_findings,
    quiet,
    shown,
    stage,
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

    stages = stage(options.translate)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, stages, at=options.at, jobs=options.jobs, site=True)
        result = pipeline.make_documents(result, options.root, None, None, options.jobs, stages, at=options.at)
        if result.project.comments:
            summaries = pipeline.make_comment_reports(result.project, options.root, None, "", options.jobs, stages)
            result = replace(result, documents=(*result.documents, *summaries))
        result = pipeline.with_volumes(result, options.root, options.jobs, stages, options.at, options.consolidated)
        result, _ = pipeline.make_data(result, options.root, FORMATS, stages)
        result = pipeline.make_site(result, options.root, options.translate, options.jobs, stages, options.at)
    outputs = pipeline.Outputs(options.root)
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

    stages = stage(options.translate)
    with pipeline.alone(options.root):
        result = pipeline.inspect(options.root, options.today, stages, at=options.at, jobs=options.jobs, site=True)
        result = pipeline.make_site(result, options.root, options.translate, options.jobs, stages, options.at)
    print(shown(pipeline.Outputs(options.root).site / "index.html"))
    return exit_code(result.diagnostics)


def _serve(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.site.serving import serve

    def made(jobs: int, stages: Stages) -> bool:
        try:
            with pipeline.alone(options.root):
                result = pipeline.inspect(options.root, options.today, stages, jobs=jobs, site=True)
                pipeline.make_site(result, options.root, options.translate, jobs, stages)
        except PipelineError as error:
            tell(options.translate(error.message))
            return False
        return True

    def ready(address: str) -> None:
        print(address, flush=True)
        tell(options.translate(say("Every edit is shown at once. Stop with Ctrl+C.")))

    if not made(options.jobs, stage(options.translate)):
        return OPERATOR_FAULT
    # One process from now on: the threads that answer browsers do not outlive a fork.
    site, again = pipeline.Outputs(options.root).site, partial(made, 1, quiet)
    serve(site, options.root, pipeline.WATCHED, options.port, again, ready)
    return CLEAN


def _data(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    stages = stage(options.translate)
    result = pipeline.inspect(options.root, options.today, stages, at=options.at, jobs=options.jobs)
    formats = (options.format,) if options.format else FORMATS
    result, files = pipeline.make_data(result, options.root, formats, stages)
    for path in files:
        print(shown(path))
    return exit_code(result.diagnostics)

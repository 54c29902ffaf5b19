"""What every command has in common: the terminal, exit codes, ids that somebody typed."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Message, PipelineError, Severity, say

if TYPE_CHECKING:
    from vankien.pipeline import Run

CLEAN, ERRORS_FOUND, OPERATOR_FAULT, BUG = 0, 1, 2, 3

Translate = Callable[[Message | str], str]
"""Gives a sentence its language."""

Stages = Callable[[str], Callable[[int, int], None]]
"""Opens a stage of the run by name; what it gives is called with what is done and how much there is."""


def tell(line: str) -> None:
    """A line for the person at the terminal; standard output is for results."""
    print(line, file=sys.stderr, flush=True)


def stage(translate: Translate) -> Stages:
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
            tell(f"{title} …")
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


def quiet(name: str) -> Callable[[int, int], None]:
    """No progress, for commands that take a moment or print for another program."""
    return lambda done, total: None


def run_of(options: argparse.Namespace) -> "Run":
    """How a command that was typed makes things."""
    from vankien.pipeline import Run

    return Run(options.root, options.translate, options.jobs, stage(options.translate), getattr(options, "at", None))


def inspected(options: argparse.Namespace, silent: bool = False, spelling: bool = False):
    """What the repository holds and what was found in it."""
    from vankien.pipeline import inspect

    progress = quiet if silent else stage(options.translate)
    return inspect(options.root, options.today, progress, spelling, options.at, jobs=options.jobs)


def exit_code(diagnostics, strict: bool = False) -> int:
    """The exit code for what was found; where it is `strict`, warnings count as errors."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ERRORS_FOUND if any(diagnostic.severity in bad for diagnostic in diagnostics) else CLEAN


def shown(path: Path) -> str:
    """A path as the person would type it: relative where it lies below the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def known(id: str | None, things, kind: Message) -> None:
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


def print_findings(options: argparse.Namespace, result, diagnostics, format: str = "text", counts: bool = True) -> None:
    """Findings in one of the forms of `check`, with their lines."""
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

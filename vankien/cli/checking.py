"""`check`: what is to be mended, told or mended."""

import argparse
from pathlib import Path

from vankien.cli.parser import Commands
from vankien.cli.terminal import (
    exit_code,
    inspected,
    print_findings,
    tell,
)
from vankien.model.diagnostic import PipelineError, say

MENDING_ROUNDS = 5

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")
"""Forms of `check`; the modules that write them are imported when one is asked for."""


def add_check(commands: Commands) -> None:
    """Adds `check` and its options."""
    words = commands.translate
    check = commands.add("check", _check, say("findings, in plain words"))
    check.add_argument("paths", nargs="*", metavar="PATH", help=words(say("only findings in these files and folders")))
    check.add_argument("--format", choices=FORMATS, default="text", help=words(say("form of the output")))
    check.add_argument(
        "--changed", default=None, metavar="BASE",
        help=words(say("only findings that are not there at this git ref, such as main")),
    )  # fmt: skip
    check.add_argument(
        "--branch", default=None, metavar="NAME",
        help=words(say("with --changed: branch of the change (default: the one checked out)")),
    )  # fmt: skip
    check.add_argument("--fix", action="store_true", help=words(say("mend what has one right answer")))
    check.add_argument(
        "--diff",
        action="store_true",
        help=words(say("show what --fix changes; without --fix nothing is written")),
    )
    check.add_argument(
        "--spelling",
        action="store_true",
        help=words(say("look words up in the Vietnamese dictionary as well")),
    )
    check.add_argument("--strict", action="store_true", help=words(say("warnings count as errors")))
    commands.version_of(check)


def _check(options: argparse.Namespace) -> int:
    quiet = options.format != "text"
    result = inspected(options, quiet, options.spelling)
    if options.changed is not None:
        result = _only_changed(options, result)
    diagnostics = _below(options, result.diagnostics)
    if options.fix or options.diff:
        result, diagnostics = _mend(options, result, diagnostics)
        if options.diff and not options.fix:
            return exit_code(diagnostics, options.strict)
    print_findings(options, result, diagnostics, options.format)
    return exit_code(diagnostics, options.strict)


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
        result = inspected(options, True, options.spelling)
        if options.changed is not None:
            result = _only_changed(options, result)
        diagnostics = _below(options, result.diagnostics)
    if options.diff:
        print(unified(mended), end="")
    tell(options.translate(say("Files mended: {count}.", count=len(mended))))
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

"""The command line: arguments, progress on the terminal, exit codes."""

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from vankien import __version__
from vankien.cli.parser import LANGUAGES, Commands, Parser, day, positive
from vankien.cli.terminal import BUG, CLEAN, OPERATOR_FAULT, Translate, tell
from vankien.model.diagnostic import PipelineError, say

COMMANDS = {
    "build": "outputs",
    "check": "checking",
    "site": "outputs",
    "serve": "outputs",
    "docx": "documents",
    "pdf": "documents",
    "release": "documents",
    "data": "outputs",
    "outline": "editing",
    "status": "editing",
    "diff": "editing",
    "review": "editing",
    "documents": "editing",
    "approve": "editing",
    "workflow": "hosting",
    "hooks": "hosting",
    "receive": "hosting",
    "publish": "hosting",
    "comments": "comments",
    "rules": "beginning",
    "schemas": "beginning",
    "new": "beginning",
    "demo": "beginning",
}
"""The module of each command, whose function `add_` with the name of the command adds it; in the order of the help."""

SHARED = ("--root", "--lang", "--today", "--jobs")
"""Options that may stand before the command as well, each with a value."""

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns 0 clean, 1 errors found, 2 operator fault, 3 a bug in vankien."""
    # No search for cycles at the end: the process gives all of it back anyway.
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
        options = _parser(translate, _command(given)).parse_args(given, _defaults(translate))
        return _run(options)
    except PipelineError as error:
        tell(translate(error.message))
        if error.hint:
            tell("  " + translate(error.hint))
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
        tell(
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

    with version(options.root, options.ref, options.kept) as at:
        options.root, options.at = at.root, at
        return options.run(options)


def _command(arguments: Sequence[str]) -> str:
    """The first argument that is neither a shared option nor its value."""
    waiting = iter(arguments)
    for argument in waiting:
        if argument not in SHARED:
            return argument
        next(waiting, None)
    return ""


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
        run=_build, kept=True, root=Path.cwd(), lang=LANGUAGES[0], today=None, jobs=processors(),
        translate=translate, ref=None, at=None, consolidated=False,
    )  # fmt: skip


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parser(translate: Translate, first: str) -> argparse.ArgumentParser:
    """The parser of the command that is named `first`, else of all: to make them takes a moment."""
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
        "--today", type=day, default=argparse.SUPPRESS, metavar="DATE",
        help=translate(say("the day that due dates are compared with, such as 2023-05-12")),
    )  # fmt: skip
    shared.add_argument(
        "--jobs", type=positive, default=argparse.SUPPRESS, metavar="N",
        help=translate(say("how many processes may work at once (default: one a processor)")),
    )  # fmt: skip
    parser = Parser(
        prog="vankien",
        parents=[common],
        description=translate(say("Checks the drafts of many units, builds the review site and exports Word files.")),
        epilog=translate(say("Without a command everything is done: check, site, Word.")),
    )
    parser.add_argument(
        "--version", action="version", version=f"vankien {__version__}",
        help=translate(say("show program's version number and exit")),
    )  # fmt: skip
    parsers = parser.add_subparsers(title=translate(say("commands")), metavar="", parser_class=Parser)
    commands = Commands(parsers, common, translate)
    for name in [first] if first in COMMANDS else COMMANDS:
        getattr(import_module(f"vankien.cli.{COMMANDS[name]}"), f"add_{name}")(commands)
    return parser


def _build(options: argparse.Namespace) -> int:
    """What is done where no command is named."""
    from vankien.cli.outputs import build

    return build(options)

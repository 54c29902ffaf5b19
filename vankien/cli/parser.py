"""The parser of the command line, and what its options take."""

import argparse
import datetime
import sys
from collections.abc import Callable
from typing import NoReturn

from vankien.cli.terminal import OPERATOR_FAULT, Translate
from vankien.model.diagnostic import Message, say
from vankien.model.record import record

LANGUAGES = ("vi", "en")


def day(text: str) -> datetime.date:
    """A day, such as 2023-05-12."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: YYYY-MM-DD") from None


def positive(text: str) -> int:
    """A whole number above nought."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r}: 1, 2, 3 …")
    return int(text)


def count(text: str) -> int:
    """A whole number."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r}: 0, 1, 2 …")
    return int(text)


def port(text: str) -> int:
    """The number of a port; 0 lets the system choose one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r}: 0 … 65535")
    return int(text)


class Parser(argparse.ArgumentParser):
    """A parser whose help has no English word where the catalogue has a translation."""

    def error(self, message: str) -> NoReturn:
        """Tells what was wrong, and how the command is written."""
        self.print_usage(sys.stderr)
        self.exit(OPERATOR_FAULT, f"{self.prog}: {message}\n")


@record
class Commands:
    """The commands, to which each module adds its own."""

    parsers: "argparse._SubParsersAction[Parser]"
    """Where they are added."""
    common: argparse.ArgumentParser
    """The options that every command takes, before and after its name."""
    translate: Translate
    """Gives the help its language."""

    def add(self, name: str, run: Callable[[argparse.Namespace], int], help: Message) -> argparse.ArgumentParser:
        """A command and the function that runs it; gives the parser of its options."""
        words = self.translate(help)
        added = self.parsers.add_parser(name, parents=[self.common], help=words, description=words)
        added.set_defaults(run=run)
        return added

    def version_of(self, added: argparse.ArgumentParser, kept: bool = False) -> None:
        """Lets a command run on another version of the repository, and says whether what it makes of it is kept."""
        added.add_argument(
            "--ref", default=None, metavar="REF",
            help=self.translate(say("of this git ref, such as draft/1, and not of the work tree")),
        )  # fmt: skip
        added.set_defaults(kept=kept)

    def below(self, added: argparse.ArgumentParser, metavar: str) -> "Commands":
        """The commands that come behind the name of another one."""
        return Commands(
            added.add_subparsers(required=True, metavar=metavar, parser_class=Parser), self.common, self.translate
        )

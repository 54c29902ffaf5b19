"""`workflow`, `hooks`, `receive` and `publish`: what code hosts and servers call."""

import argparse
import contextlib
import sys
from pathlib import Path

from vankien.cli.parser import Commands
from vankien.cli.terminal import (
    CLEAN,
    ERRORS_FOUND,
    shown,
    tell,
)
from vankien.model.diagnostic import say


def add_workflow(commands: Commands) -> None:
    """Adds `workflow` and its options."""
    words = commands.translate
    workflow = commands.add("workflow", _workflow, say("files with which a code host checks every pull request"))
    workflow.add_argument("host", choices=("github", "gitlab", "forgejo"), help=words(say("the code host")))
    workflow.add_argument(
        "--main",
        default="main",
        metavar="NAME",
        help=words(say("branch that holds what counts (default: main)")),
    )
    workflow.add_argument("--write", action="store_true", help=words(say("write them; without it they are shown")))


def add_hooks(commands: Commands) -> None:
    """Adds `hooks` and its options."""
    commands.add("hooks", _hooks, say("hooks for a bare repository on a server: judge each push, build the site"))


def add_receive(commands: Commands) -> None:
    """Adds `receive` and its options."""
    commands.add("receive", _receive, say("judges a push; a server's pre-receive hook calls it"))


def add_publish(commands: Commands) -> None:
    """Adds `publish` and its options."""
    commands.add("publish", _publish, say("builds the site after a push; a server's post-receive hook calls it"))


def _workflow(options: argparse.Namespace) -> int:
    from vankien import pipeline

    files = pipeline.workflow(options.root, options.today, options.host, options.main, options.write)
    for path, text in files.items():
        print(path if options.write else f"==> {path}\n{text}")
    return CLEAN


def _hooks(options: argparse.Namespace) -> int:
    from vankien import server

    for path in server.install(options.root, options.lang):
        print(shown(path))
    return CLEAN


def _receive(options: argparse.Namespace) -> int:
    from vankien import server
    from vankien.checks import RULES
    from vankien.render.diagnostics import FORMATS, Report

    accepted = True
    for one in server.judge(options.root, sys.stdin.read(), server.account(), options.today):
        accepted &= one.accepted
        for refusal in one.refusals:
            tell(f"{one.update.ref}: {options.translate(refusal)}")
        if one.diagnostics:
            quote = (one.lines or {}).get
            # git puts `remote: ` before each line.
            report = Report(one.diagnostics, 0, options.translate, quote, width=72, counts=False, rules=RULES)
            tell(FORMATS["text"](report))
        if not one.accepted:
            tell(options.translate(say("The push of {ref} is refused: mend the errors above and push again.",
                                       ref=one.update.ref)))  # fmt: skip
    return CLEAN if accepted else ERRORS_FOUND


def _publish(options: argparse.Namespace) -> int:
    from vankien import server

    def build(tree: Path) -> int:
        import io

        from vankien.cli import main

        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return main(["build", "--root", str(tree), "--lang", options.lang, "--jobs", str(options.jobs)])

    if tree := server.publish(options.root, sys.stdin.read(), build):
        tell(options.translate(say("The site is up to date: {path}", path=str(tree / "build" / "site"))))
    return CLEAN

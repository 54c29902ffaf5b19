"""`rules`, `schemas`, `new` and `demo`: what somebody needs who begins."""

import argparse
from pathlib import Path

from vankien.cli.parser import Commands, Parser, count, positive
from vankien.cli.terminal import (
    CLEAN,
    ERRORS_FOUND,
    known,
    shown,
    tell,
)
from vankien.model.diagnostic import say


def add_rules(commands: Commands) -> None:
    """Adds `rules` and its options."""
    words = commands.translate
    rules = commands.add("rules", _rules, say("the rulebook, or one rule of it"))
    rules.add_argument("code", nargs="?", metavar="CODE", help=words(say("code of a rule, such as S101")))


def add_schemas(commands: Commands) -> None:
    """Adds `schemas` and its options."""
    words = commands.translate
    schemas = commands.add("schemas", _schemas, say("JSON Schemas, with which editors check YAML while it is typed"))
    schemas.add_argument(
        "--write",
        action="store_true",
        help=words(say("write them into templates/schemas of this repository")),
    )


def add_new(commands: Commands) -> None:
    """Adds `new` and its options."""
    words = commands.translate
    new = commands.add("new", _new, say("a new unit or a new repository"))
    things = new.add_subparsers(required=True, metavar="unit|repository", parser_class=Parser)
    unit = things.add_parser("unit", parents=[commands.common], help=words(say("a new unit in this repository")))
    unit.add_argument("id", metavar="ID", help=words(say("name of its folder: a-z, 0-9 and hyphens")))
    unit.add_argument("--name", default="", help=words(say("its name in full")))
    unit.add_argument(
        "--parent", default=None, metavar="U", help=words(say("id of the unit above (default: the root)"))
    )
    unit.add_argument(
        "--level",
        default=None,
        metavar="L",
        help=words(say("its level (default: the one below its parent's)")),
    )
    unit.set_defaults(run=_new_unit)
    repository = things.add_parser(
        "repository", parents=[commands.common], help=words(say("a new repository in a folder"))
    )
    repository.add_argument(
        "directory", type=Path, metavar="DIR", help=words(say("folder that does not exist or is empty"))
    )
    repository.set_defaults(run=_new_repository)


def add_demo(commands: Commands) -> None:
    """Adds `demo` and its options."""
    words = commands.translate
    demo = commands.add("demo", _demo, say("a synthetic repository for trials and benchmarks"))
    demo.add_argument("directory", type=Path, metavar="DIR", help=words(say("folder that does not exist or is empty")))
    demo.add_argument(
        "--units", type=positive, default=81, metavar="N", help=words(say("how many units (default: 81)"))
    )
    demo.add_argument(
        "--comments",
        type=count,
        default=0,
        metavar="N",
        help=words(say("how many comments on the drafts")),
    )
    demo.add_argument(
        "--seed",
        type=int,
        default=1,
        metavar="S",
        help=words(say("the same seed gives the same repository")),
    )


def _rules(options: argparse.Namespace) -> int:
    from vankien.checks import RULES
    from vankien.render import rulebook

    if options.code:
        known(options.code.upper(), {rule.code: rule for rule in RULES}, say("rule"))
        rule = next(rule for rule in RULES if rule.code == options.code.upper())
        print(rulebook.rule_text(rule, options.translate))
    else:
        print(rulebook.list_text(RULES, options.translate))
    return CLEAN


def _schemas(options: argparse.Namespace) -> int:
    from vankien.pipeline import schemas

    other = schemas(options.root, options.write)
    for path in other:
        print(shown(path))
    if not other:
        tell(options.translate(say("The schemas in templates/schemas are as they should be.")))
    return ERRORS_FOUND if other and not options.write else CLEAN


def _new(options: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for unit or repository")


def _new_unit(options: argparse.Namespace) -> int:
    from vankien.readers.project import read
    from vankien.render import scaffold

    project = read(options.root, options.today)
    parent = options.parent or project.cycle.root
    known(parent, project.units, say("unit"))
    print(shown(scaffold.new_unit(project, options.root, options.id, options.name, parent, options.level)))
    return CLEAN


def _new_repository(options: argparse.Namespace) -> int:
    from vankien.render import scaffold

    for path in scaffold.new_repository(options.directory):
        print(shown(path))
    return CLEAN


def _demo(options: argparse.Namespace) -> int:
    from vankien.readers.project import read
    from vankien.render import demo

    demo.write(options.directory, options.units, options.seed, read, options.comments)
    print(shown(options.directory))
    return CLEAN

"""Workflow commands that GitHub reads as they were meant, whatever stands in a file name or a sentence."""

import re

from tests.render.findings import HARD, PATH, finding, report
from vankien.model.diagnostic import Severity, say
from vankien.model.source import Span
from vankien.render.annotations import annotations

COMMAND = re.compile(r"::(?P<command>\w+) (?P<properties>[^:\r\n]*)::(?P<data>[^\r\n]*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command as GitHub's own runner reads it: split first, unescape then."""
    match = COMMAND.fullmatch(line)
    assert match, line
    pairs = (part.split("=", 1) for part in match["properties"].split(","))
    properties = {key: unescaped(value.replace("%3A", ":").replace("%2C", ",")) for key, value in pairs}
    return match["command"], properties, unescaped(match["data"])


def unescaped(words: str) -> str:
    return words.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_every_finding_is_one_command_that_reads_back():
    lines = annotations(report(language="en")).split("\n")
    commands = [read(line) for line in lines]
    assert [command for command, _, _ in commands] == ["notice", "error", "warning", "warning", "warning"]
    _, properties, data = commands[1]
    assert properties == {"file": PATH, "line": "2", "endLine": "2", "col": "5", "endColumn": "11", "title": "F104"}
    assert data == f"Wrong: {HARD}\nDo it.\nThen: stop."


def test_columns_are_left_out_where_a_finding_runs_over_lines():
    _, properties, _ = read(annotations(report(finding("D101", Severity.WARNING, Span("a.md", 1, 3, 2, 4)))))
    assert properties == {"file": "a.md", "line": "1", "endLine": "2", "title": "D101"}


def test_percent_sign_is_escaped_before_what_is_made_of_percent_signs():
    line = annotations(report(finding("D101", Severity.NOTE, Span("50%,a:b.md"), say("%0A stays"))))
    assert line == "::notice file=50%25%2Ca%3Ab.md,line=1,endLine=1,title=D101::%250A stays"


def test_nothing_found_prints_nothing():
    empty = report()
    assert annotations(type(empty)((), 0, empty.translate)) == ""

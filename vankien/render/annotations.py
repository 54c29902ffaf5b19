"""Diagnostics as workflow commands, which GitHub shows as annotations on the lines of a pull request."""

from typing import TYPE_CHECKING, Any

from vankien.model.diagnostic import Severity

if TYPE_CHECKING:
    from vankien.render.diagnostics import Report

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def annotations(report: "Report") -> str:
    """One line a finding: the command with its properties, then the sentence and the hint."""
    return "\n".join(_command(one, report) for one in report.diagnostics)


def _command(one: Any, report: "Report") -> str:
    span = one.span
    properties: dict[str, object] = {"file": span.path, "line": span.line, "endLine": span.end_line}
    # Columns are only taken where a finding stands on one line.
    if span.line == span.end_line and span.end_column > span.column:
        properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = one.code
    words = report.translate(one.message)
    if one.hint:
        words += "\n" + report.translate(one.hint)
    given = ",".join(f"{key}={property_value(str(value))}" for key, value in properties.items())
    return f"::{COMMANDS[one.severity]} {given}::{data(words)}"


def data(words: str) -> str:
    """Words as the part behind the colons, where a line break would end the command and a percent sign change it."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(words: str) -> str:
    """Words as the value of a property, which a colon or a comma would end."""
    return data(words).replace(":", "%3A").replace(",", "%2C")

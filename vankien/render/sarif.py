"""Diagnostics as SARIF 2.1.0, the form that code hosts and editors take findings in."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from vankien import __version__
from vankien.model.diagnostic import Message, Severity
from vankien.model.source import Span
from vankien.render.rulebook import entry
from vankien.rollup.identity import fingerprints

if TYPE_CHECKING:
    from vankien.render.diagnostics import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(report: "Report") -> str:
    """One run with its rules and results; columns count characters, paths are relative to the repository."""
    rules = {rule.code: rule for rule in report.rules}
    codes = [*rules, *sorted({one.code for one in report.diagnostics} - rules.keys())]
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "vankien",
                "version": __version__,
                "rules": [_rule(code, rules, report) for code in codes],
            }
        },
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "vankien --root"}}},
        "results": [
            _result(one, places[one.code], mark, report)
            for one, mark in zip(report.diagnostics, fingerprints(report.diagnostics, report.sources), strict=True)
        ],
    }
    value = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(value, ensure_ascii=False, indent=2)


def _rule(code: str, rules: Mapping[str, Any], report: "Report") -> dict[str, Any]:
    if code not in rules:
        return {"id": code}
    one = entry(rules[code], report.translate)
    return {
        "id": code,
        "shortDescription": {"text": one.title},
        "fullDescription": {"text": one.why},
        "help": {"text": one.mend},
        "defaultConfiguration": {"level": one.severity},
    }


def _result(one: Any, rule: int, mark: str, report: "Report") -> dict[str, Any]:
    translate = report.translate
    words = translate(one.message)
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": LEVELS[one.severity],
        # SARIF has no field for a hint; it follows the sentence, as the readers of both show one text.
        "message": {"text": f"{words} {translate(one.hint)}" if one.hint else words},
        "locations": [_location(one.span)],
        "partialFingerprints": {"vankien/v1": mark},
    }
    if one.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.span, related.message, report)}
            for number, related in enumerate(one.related, start=1)
        ]
    return result


def _location(span: Span, message: Message | None = None, report: "Report | None" = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(span.path), "uriBaseId": "ROOT"}}
    if (span.line, span.column, span.end_line, span.end_column) != (1, 1, 1, 1):
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    location: dict[str, Any] = {"physicalLocation": physical}
    if message is not None and report is not None:
        location["message"] = {"text": report.translate(message)}
    return location

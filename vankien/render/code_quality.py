"""Diagnostics as a GitLab code quality report, which a merge request shows beside its changes."""

import json
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Severity
from vankien.rollup.identity import fingerprints

if TYPE_CHECKING:
    from vankien.render.diagnostics import Report

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def code_quality(report: "Report") -> str:
    """A list of findings; a fingerprint stays the same while its place in the text does, whatever lines move."""
    value = [
        {
            "description": report.translate(one.message),
            "check_name": one.code,
            "fingerprint": mark,
            "severity": SEVERITIES[one.severity],
            "location": {"path": one.span.path, "lines": {"begin": one.span.line, "end": one.span.end_line}},
        }
        for one, mark in zip(report.diagnostics, fingerprints(report.diagnostics, report.sources), strict=True)
    ]
    return json.dumps(value, ensure_ascii=False, indent=2)

"""Diagnostics as JUnit XML, which every build server shows as a list of tests."""

import re
from itertools import groupby
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from vankien.render.diagnostics import Report

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that XML 1.0 cannot hold, not even escaped."""


def junit(report: "Report") -> str:
    """One suite; a test case a finding, which fails for errors and warnings and passes for notes, by file.

    Without a finding the suite has one case that passes, since many servers take an empty suite for a fault.
    """
    cases = []
    for path, found in groupby(report.diagnostics, key=lambda one: one.span.path):
        cases += [_case(path, one, report) for one in found]
    failures = sum(one.severity is not Severity.NOTE for one in report.diagnostics)
    counts = f'tests="{max(len(cases), 1)}" failures="{failures}" errors="0" skipped="0"'
    cases = cases or ['    <testcase classname="vankien" name="check" />']
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="vankien" {counts}>',
            f'  <testsuite name="vankien" {counts}>',
            *cases,
            "  </testsuite>",
            "</testsuites>",
        ]
    )


def _case(path: str, one: Diagnostic, report: "Report") -> str:
    words = report.translate(one.message)
    place = f"{path}:{one.span.line}:{one.span.column}"
    lines = [f"{place} {one.code} {words}"]
    lines += [report.translate(one.hint)] if one.hint else []
    lines += [f"{other.span.path}:{other.span.line} {report.translate(other.message)}" for other in one.related]
    # Imported where it is needed: it brings half of the library for the network with it.
    from xml.sax.saxutils import escape

    text = escape(_allowed("\n".join(lines)))
    name = f"{one.code} {one.span.line}:{one.span.column}"
    file = _attribute(path)
    head = f'    <testcase classname={file} name={_attribute(name)} file={file} line="{one.span.line}">'
    if one.severity is Severity.NOTE:
        body = f"      <system-out>{text}</system-out>"
    else:
        body = f"      <failure type={_attribute(one.severity.value)} message={_attribute(words)}>{text}</failure>"
    return "\n".join([head, body, "    </testcase>"])


def _allowed(words: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)


def _attribute(words: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_allowed(words), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})

"""Findings for the tests of the output formats: every severity and kind of place, words that are hard to write."""

from vankien.checks import RULES
from vankien.model.diagnostic import Diagnostic, Message, Related, Severity, say
from vankien.model.source import Span
from vankien.render.diagnostics import Report
from vankien.render.language import translator

HARD = "100% của <b>, \"A\" & 'B': dòng\r\nhai\x0b ]]> ::error::"
PATH = "units/phong, ban: a/bao-cao/một.md"
TEXT = "dòng đầu\nđạt 44/150, bằng 31% và 44/150\n"


def finding(code: str, severity: Severity, span: Span, message: Message | None = None, **more) -> Diagnostic:
    return Diagnostic(code, severity, span, message or say("Wrong: {words}", words=HARD), **more)


def report(*found: Diagnostic, language: str = "vi") -> Report:
    sources = {PATH: TEXT}
    return Report(found or FINDINGS, 3, translator(language), sources.get, rules=RULES, language=language)


FINDINGS = (
    finding("S101", Severity.NOTE, Span("units/a/so-ket")),
    finding("F104", Severity.ERROR, Span(PATH, 2, 5, 2, 11), hint=say("Do it.\nThen: stop.")),
    finding(
        "D101", Severity.WARNING, Span(PATH, 1, 3, 2, 4), related=(Related(Span("b.md", 3, 1, 3, 9), say("Here.")),)
    ),
    finding("D101", Severity.WARNING, Span(PATH, 2, 25, 2, 31)),
    finding("D101", Severity.WARNING, Span(PATH, 2, 5, 2, 11)),
)

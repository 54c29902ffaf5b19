"""Diagnostics as text for people and as JSON for programs; one function a format."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from vankien.model.diagnostic import Diagnostic, Message, Severity, say
from vankien.model.record import record
from vankien.model.source import Span
from vankien.render.language import LANGUAGES, Translate

if TYPE_CHECKING:
    from vankien.render.rulebook import Documented

VERSION = 1
"""Of the JSON shape, documented in `docs/json.md`; grows when a field goes or changes its meaning."""

Sources = Callable[[str], str | None]
"""The text of a file by its path, in the form in which positions were counted (NFC, line feeds only); none where
it is not known."""

MARGIN = 8
COLORS = {
    Severity.ERROR: "31;1",
    Severity.WARNING: "33;1",
    Severity.NOTE: "36;1",
    "path": "1",
    "quiet": "2",
}
SHOWN = {"\t": "→", "\n": " ", "\N{NO-BREAK SPACE}": " "}
COUNTS = {
    Severity.ERROR: (say("no error"), say("1 error"), lambda count: say("{count} errors", count=count)),
    Severity.WARNING: (say("no warning"), say("1 warning"), lambda count: say("{count} warnings", count=count)),
    Severity.NOTE: (say("no note"), say("1 note"), lambda count: say("{count} notes", count=count)),
}


def text(report: "Report") -> str:
    """Findings by file, each with its line, a caret below the place, the hint and related places; counts last."""
    write = _Writer(report)
    blocks = []
    for path, group in groupby(report.diagnostics, key=lambda one: one.span.path):
        found = [write.finding(one) for one in group]
        blocks.append("\n".join([write.paint(_printable(path), "path"), *found]))
    if report.counts:
        blocks.append(write.counts())
    return "\n\n".join(blocks)


def json(report: "Report") -> str:
    """Findings as one JSON object; its shape is in `docs/json.md`."""
    import json as json_module

    counts = count(report.diagnostics)
    value = {
        "version": VERSION,
        "summary": {
            "files": report.files,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notes": counts[Severity.NOTE],
        },
        "diagnostics": [as_value(one, report.translate) for one in report.diagnostics],
    }
    return json_module.dumps(value, ensure_ascii=False, indent=2)


def as_value(one: Diagnostic, translate: Translate) -> dict[str, Any]:
    """A finding as values of JSON."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        **_place(one.span),
        "message": translate(one.message),
        "hint": translate(one.hint) if one.hint else None,
        "related": [{**_place(related.span), "message": translate(related.message)} for related in one.related],
        "fix": {**_place(one.fix.span), "replacement": one.fix.replacement} if one.fix else None,
    }


# The forms for other programs have modules of their own, which are imported when one is asked for.


def _sarif(report: "Report") -> str:
    from vankien.render.sarif import sarif

    return sarif(report)


def _annotations(report: "Report") -> str:
    from vankien.render.annotations import annotations

    return annotations(report)


def _code_quality(report: "Report") -> str:
    from vankien.render.code_quality import code_quality

    return code_quality(report)


def _junit(report: "Report") -> str:
    from vankien.render.junit import junit

    return junit(report)


FORMATS: dict[str, Callable[["Report"], str]] = {
    "text": text,
    "json": json,
    "sarif": _sarif,
    "github": _annotations,
    "gitlab": _code_quality,
    "junit": _junit,
}
"""Every format that `check --format` knows: one function from a report to the whole output."""


def count(diagnostics: Iterable[Diagnostic]) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    counts = dict.fromkeys(Severity, 0)
    for one in diagnostics:
        counts[one.severity] += 1
    return counts


def counted(severity: Severity, number: int) -> Message:
    """A number of findings in words, such as `2 errors`."""
    none, one, many = COUNTS[severity]
    return none if number == 0 else one if number == 1 else many(number)


@record
class Report:
    """What is to be written, and for whom; each format takes from it what it needs."""

    diagnostics: Sequence[Diagnostic]
    """The findings, sorted by path."""
    files: int
    """How many files were looked at."""
    translate: Translate
    """Into the reader's language."""
    sources: Sources = lambda path: None
    """Texts of the files, for the lines that are quoted."""
    color: bool = False
    """Whether the terminal shows colours."""
    width: int = 80
    """Columns of the terminal."""
    counts: bool = True
    """Whether the text ends with the counts."""
    rules: "Sequence[Documented]" = ()
    """The rules that were applied, for formats that describe them."""
    language: str = LANGUAGES[0]
    """The reader's language, for formats that name it."""


def _place(span: Span) -> dict[str, Any]:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


class _Writer:
    """How findings are written for one reader: language, colours, width, and the lines read so far."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.translate = report.translate
        self.width = max(report.width, 40)
        self.path = ""
        self.lines: list[str] = []
        self.severities = {
            Severity.ERROR: self.translate(say("error")),
            Severity.WARNING: self.translate(say("warning")),
            Severity.NOTE: self.translate(say("note")),
        }
        self.severity_width = max(len(word) for word in self.severities.values())

    def paint(self, words: str, role: Severity | str) -> str:
        return f"\x1b[{COLORS[role]}m{words}\x1b[0m" if self.report.color and words else words

    def finding(self, one: Diagnostic) -> str:
        place = "" if whole_file(one.span) else f"{one.span.line}:{one.span.column}"
        severity = self.severities[one.severity]
        label = f"{severity:{self.severity_width}} {one.code}"
        message = self.wrapped(f"  {place:<{MARGIN - 3}} {label}  ", self.translate(one.message), MARGIN)
        painted = self.paint(severity, one.severity) + label[len(severity) : -len(one.code)]
        lines = [message.replace(label, painted + self.paint(one.code, "quiet"), 1)]
        lines += self.excerpt(one.span, one.severity)
        if one.hint:
            lines.append(self.wrapped(" " * MARGIN + "→ ", self.translate(one.hint), MARGIN + 2))
        # Notes are reminders that come by the dozen; their second places are on the site and in the JSON.
        for related in one.related if one.severity is not Severity.NOTE else ():
            where = f"{related.span.path}:{related.span.line}"
            words = f"{_printable(where)}: {self.translate(related.message)}"
            lines.append(self.paint(self.wrapped(" " * MARGIN + "· ", words, MARGIN + 2), "quiet"))
        return "\n".join(lines)

    def wrapped(self, first: str, words: str, indent: int) -> str:
        words = _printable(words)
        if len(first) + len(words) <= self.width and words == words.strip():
            return first + words
        return folded(words, self.width, first, " " * indent)

    def excerpt(self, span: Span, severity: Severity) -> list[str]:
        """The line of the text and the caret below it; nothing where a finding is about a whole file."""
        if whole_file(span):
            return []
        if span.path != self.path:
            self.path, source = span.path, self.report.sources(span.path)
            self.lines = source.split("\n") if source else []
        if span.line > len(self.lines) or not self.lines[span.line - 1].strip():
            return []
        line = self.lines[span.line - 1]
        start = min(span.column - 1, len(line))
        end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
        gutter = f"{span.line:>{MARGIN - 3}} │ "
        before, marked, after = _cropped(line, start, max(end, start), self.width - len(gutter))
        caret = " " * columns(before) + "^" * max(columns(marked), 1)
        return [
            self.paint(gutter, "quiet") + before + marked + after,
            self.paint(" " * (len(gutter) - 2) + "│ ", "quiet") + self.paint(caret, severity),
        ]

    def counts(self) -> str:
        files = self.report.files
        if not self.report.diagnostics:
            return self.translate(say("{files} files, nothing to mend.", files=files))
        numbers = count(self.report.diagnostics)
        return self.translate(
            say(
                "{errors}, {warnings}, {notes} in {files} files.",
                errors=counted(Severity.ERROR, numbers[Severity.ERROR]),
                warnings=counted(Severity.WARNING, numbers[Severity.WARNING]),
                notes=counted(Severity.NOTE, numbers[Severity.NOTE]),
                files=files,
            )
        )


def folded(words: str, width: int, first: str, other: str) -> str:
    """The words in lines of a width, after what the first and the other lines begin with; no word is broken."""
    pieces = words.split(" ")
    if not all(pieces) or "\n" in words:
        # Spaces that are not alone stay where they are within a line; that is rare, and the module takes its time.
        import textwrap

        return textwrap.fill(
            words, width, initial_indent=first, subsequent_indent=other, break_long_words=False, break_on_hyphens=False
        )
    lines, line = [], first + pieces[0]
    for piece in pieces[1:]:
        if len(line) + 1 + len(piece) > width:
            lines.append(line)
            line = other + piece
        else:
            line += " " + piece
    return "\n".join([*lines, line])


def columns(words: str) -> int:
    """How many columns a terminal takes for a text: two for wide letters, none for combining marks."""
    if words.isascii():
        return len(words)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words
    )


def _cropped(line: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """The line before, at and after the place, cut to the room there is, with an ellipsis where it was cut."""
    before, marked, after = (_printable(part) for part in (line[:start], line[start:end], line[end:]))
    marked = _first_columns(marked, room - 2)
    left = max((room - columns(marked)) // 2, room - columns(marked) - columns(after)) - 1
    if columns(before) > left:
        before = "…" + _last_columns(before, left - 1)
    rest = room - columns(before) - columns(marked)
    if columns(after) > rest:
        after = _first_columns(after, rest)
    return before, marked, after


def _first_columns(words: str, room: int) -> str:
    if columns(words) <= room:
        return words
    taken = 0
    for position, sign in enumerate(words):
        taken += columns(sign)
        if taken > room - 1:
            return words[:position] + "…"
    return words


def _last_columns(words: str, room: int) -> str:
    taken = 0
    for position in range(len(words) - 1, -1, -1):
        taken += columns(words[position])
        if taken > room:
            return words[position + 1 :]
    return words


def whole_file(span: Span) -> bool:
    """Whether a place is no place in a file but the file itself, or a folder."""
    return (span.line, span.column, span.end_line, span.end_column) == (1, 1, 1, 1)


def _printable(words: str) -> str:
    """The text without signs that would steer the terminal or turn the direction of writing; tabs are shown."""
    if words.isprintable():
        return words
    return "".join(sign if sign.isprintable() else SHOWN.get(sign, "�") for sign in words)

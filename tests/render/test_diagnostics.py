"""Diagnostics as people see them in a terminal and as programs read them."""

import json as json_module
import re
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.diagnostic import Diagnostic, Fix, Related, Severity, say
from vankien.model.source import Span
from vankien.render import diagnostics
from vankien.render.diagnostics import FORMATS, Report, columns, folded, json, text
from vankien.render.language import translator

LONG = "Đảng bộ " * 30 + "kết nạp {{ x.actual }} đảng viên" + " trong nửa nhiệm kỳ" * 20


def diagnostic(span: Span, message: str = "Wrong.", hint: str = "", severity: Severity = Severity.ERROR, **more):
    return Diagnostic("X101", severity, span, say(message), say(hint) if hint else None, **more)


def written(*found: Diagnostic, source: str = "", language: str = "en", **more) -> str:
    return text(Report(found, 7, translator(language), lambda path: source, **more))


def test_finding_shows_its_line_with_a_caret_below_the_place():
    found = diagnostic(Span("a.md", 2, 9, 2, 13), "Not allowed.", "Write draft.")
    assert written(found, source="---\nstatus: xong\n---\n") == (
        "a.md\n"
        "  2:9   error   X101  Not allowed.\n"
        "    2 │ status: xong\n"
        "      │         ^^^^\n"
        "        → Write draft.\n"
        "\n"
        "1 error, no warning, no note in 7 files."
    )


def test_findings_of_a_file_stand_together_and_counts_come_last():
    found = (
        diagnostic(Span("a.md", 1, 1, 1, 2), severity=Severity.NOTE),
        diagnostic(Span("a.md", 2, 1, 2, 2), severity=Severity.WARNING),
        diagnostic(Span("b.md", 1, 1, 1, 2), severity=Severity.WARNING),
    )
    lines = written(*found, source="x\ny").splitlines()
    assert [line for line in lines if line.endswith(".md")] == ["a.md", "b.md"]
    assert lines[-1] == "no error, 2 warnings, 1 note in 7 files."


def test_counts_can_be_left_out():
    assert written(diagnostic(Span("a.md")), counts=False).endswith("Wrong.")
    assert written(counts=False) == ""


def test_nothing_found_is_said_in_words():
    assert written(language="vi") == "Đã xem 7 tệp, không có gì phải sửa."


def test_finding_about_a_whole_file_quotes_no_line():
    assert "│" not in written(diagnostic(Span("a.md")), source="first line")


def test_unknown_source_quotes_no_line():
    assert "│" not in text(Report((diagnostic(Span("a.md", 3, 1)),), 1, translator("en")))


def test_place_behind_the_end_of_the_file_quotes_no_line():
    assert "│" not in written(diagnostic(Span("a.md", 9, 1, 9, 4)), source="one\n")


def test_related_place_is_named():
    related = (Related(Span("outline.md", 12), say("The outline asks for it here.")),)
    shown = written(diagnostic(Span("a.md"), related=related))
    assert "        · outline.md:12: The outline asks for it here.\n" in shown


def test_note_stays_short():
    related = (Related(Span("outline.md", 12), say("Here.")),)
    shown = written(diagnostic(Span("a.md"), hint="Do.", severity=Severity.NOTE, related=related), counts=False)
    assert shown == "a.md\n        note    X101  Wrong.\n        → Do."


@pytest.mark.parametrize("width", [50, 80, 120])
def test_long_lines_keep_within_the_width_and_show_the_place(width):
    start = LONG.index("{{") + 1
    found = diagnostic(Span("a.md", 1, start, 1, start + 14), "Words " * 40, "More words " * 20)
    lines = written(found, source=LONG, width=width).splitlines()
    assert max(columns(line) for line in lines) <= width
    quoted, caret = next((one, two) for one, two in pairwise(lines) if "^" in two)
    assert quoted[caret.index("^") : caret.rindex("^") + 1] == "{{ x.actual }}"


def test_place_longer_than_the_terminal_is_cut():
    found = diagnostic(Span("a.md", 1, 3, 1, 400))
    lines = written(found, source="x" * 500).splitlines()
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("line", "column", "end", "pad"),
    [
        ("漢字 sai", 4, 7, 5),
        ("e\u0302\u0301 sai", 5, 8, 2),
        ("ế sai", 3, 6, 2),
        ("\tsai", 2, 5, 1),
    ],
    ids=["wide", "combining", "composed", "tab"],
)
def test_caret_stands_below_the_place_whatever_the_letters_before_it(line, column, end, pad):
    caret = next(
        one for one in written(diagnostic(Span("a.md", 1, column, 1, end)), source=line).splitlines() if "^" in one
    )
    assert caret == "      │ " + " " * pad + "^^^"


def test_place_over_several_lines_is_marked_to_the_end_of_the_first():
    shown = written(diagnostic(Span("a.md", 1, 5, 3, 2)), source="abc def\nx\ny")
    assert "      │     ^^^\n" in shown + "\n"


def test_signs_that_would_steer_the_terminal_are_not_printed():
    evil = "a\x1b[2Jb\u202ec"
    found = diagnostic(Span(f"{evil}.md", 1, 1, 1, 2), "{text}")
    found = Diagnostic("X101", Severity.ERROR, found.span, say("Key {text}", text=evil))
    shown = written(found, source=evil)
    assert "\x1b" not in shown and "\u202e" not in shown


def test_color_changes_nothing_but_the_color():
    found = diagnostic(Span("a.md", 1, 3, 1, 5), hint="Do.", related=(Related(Span("b.md"), say("Here.")),))
    plain, colored = written(found, source="xxyyzz"), written(found, source="xxyyzz", color=True)
    assert "\x1b[31;1merror" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain


def test_vietnamese_severities_line_up():
    found = [diagnostic(Span("a.md"), severity=severity) for severity in Severity]
    lines = written(*found, language="vi").splitlines()[1:4]
    assert [line.split("X101")[0].strip() for line in lines] == ["lỗi", "cảnh báo", "lưu ý"]
    assert len({line.index("X101") for line in lines}) == 1


def test_json_has_exactly_the_documented_shape():
    related = (Related(Span("b.md", 2, 3, 2, 4), say("Here.")),)
    found = (
        diagnostic(Span("a.md", 1, 2, 3, 4), "Sai “x”.", "Sửa.", related=related),
        diagnostic(Span("c.md"), severity=Severity.NOTE),
    )
    assert json_module.loads(json(Report(found, 7, translator("en")))) == {
        "version": 1,
        "summary": {"files": 7, "errors": 1, "warnings": 0, "notes": 1},
        "diagnostics": [
            {
                "code": "X101",
                "severity": "error",
                "path": "a.md",
                "line": 1,
                "column": 2,
                "end_line": 3,
                "end_column": 4,
                "message": "Sai “x”.",
                "hint": "Sửa.",
                "related": [
                    {"path": "b.md", "line": 2, "column": 3, "end_line": 2, "end_column": 4, "message": "Here."}
                ],
                "fix": None,
            },
            {
                "code": "X101",
                "severity": "note",
                "path": "c.md",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 1,
                "message": "Wrong.",
                "hint": None,
                "related": [],
                "fix": None,
            },
        ],
    }


def test_json_shows_the_fix():
    span = Span("a.md", 1, 2, 1, 4)
    one = Diagnostic("T201", Severity.NOTE, span, say("Wrong."), fix=Fix(span, " "))
    told = json_module.loads(json(Report((one,), 1, translator("vi"))))["diagnostics"][0]["fix"]
    assert told == {"path": "a.md", "line": 1, "column": 2, "end_line": 1, "end_column": 4, "replacement": " "}


def test_json_of_nothing_is_complete():
    assert json_module.loads(json(Report((), 0, translator("vi"))))["diagnostics"] == []


def test_every_format_is_one_function_of_a_report():
    report = Report((diagnostic(Span("a.md")),), 1, translator("vi"))
    assert {type(write(report)) for write in FORMATS.values()} == {str}


def test_colors_exist_for_every_severity():
    assert set(Severity) <= set(diagnostics.COLORS) and set(Severity) == set(diagnostics.COUNTS)


@given(st.lists(st.text("aĐ-. ", min_size=1, max_size=12), min_size=1).map(" ".join), st.integers(10, 30))
def test_words_are_folded_as_the_standard_library_folds_them(words, width):
    words = words.strip() or "a"
    first, other = "  5:1  ", "    "
    assert folded(words, width, first, other) == textwrap.fill(
        words, width, initial_indent=first, subsequent_indent=other, break_long_words=False, break_on_hyphens=False
    )

"""The rulebook: the notation of its examples, its text, its values for the site."""

import io
from typing import ClassVar

import pytest

from vankien.checks import RULES
from vankien.model.diagnostic import Severity
from vankien.render.language import translator
from vankien.render.rulebook import FAMILIES, ExampleFile, described, entry, extract, files, list_text, rule_text
from vankien.render.site.findings import TASKS


def letters_only(project):
    """A text holds `{{ digits }}`.

    Why: Digits are
    hard to read.

    Mend: Write letters.

    Bad:
        a/b.md
            ---
            status: draft
            ---

            {{ 1 }}
        a/folder/
        a/link.md -> ../b.md

    Good:
        a/b.md (removed)
    """


class LettersOnly:
    """A rule for these tests."""

    code: ClassVar = "T999"
    severity: ClassVar = Severity.WARNING
    function = staticmethod(letters_only)


def test_entry_holds_the_parts_of_the_docstring():
    one = entry(LettersOnly)
    assert (one.code, one.severity, one.title) == ("T999", "warning", "A text holds `{{ digits }}`.")
    assert (one.why, one.mend) == ("Digits are hard to read.", "Write letters.")
    assert one.bad == (
        ExampleFile("a/b.md", "", "---\nstatus: draft\n---\n\n{{ 1 }}\n"),
        ExampleFile("a/folder/"),
        ExampleFile("a/link.md", "-> ../b.md"),
    )
    assert one.good == (ExampleFile("a/b.md", "removed"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.md", [ExampleFile("a.md")]),
        ("name with spaces.md", [ExampleFile("name with spaces.md")]),
        ("a.md (bytes 00 FF)", [ExampleFile("a.md", "bytes 00 FF")]),
        ("a.md (9000 bytes)", [ExampleFile("a.md", "9000 bytes")]),
        ("a.md\n    one\n\n    two\n", [ExampleFile("a.md", "", "one\n\ntwo\n")]),
        ("a.md\n    x\n\nb.md\n    y", [ExampleFile("a.md", "", "x\n"), ExampleFile("b.md", "", "y\n")]),
        ("a.md\n      indented", [ExampleFile("a.md", "", "  indented\n")]),
        ("", []),
    ],
)  # fmt: skip
def test_notation_of_examples(text, expected):
    assert list(files(text)) == expected


def test_text_of_a_rule_shows_everything_about_it():
    assert rule_text(LettersOnly, translator("en")) == (
        "T999  A text holds `{{ digits }}`.\n"
        "      warning\n\n"
        "Why\n  Digits are hard to read.\n\n"
        "What to do\n  Write letters.\n\n"
        "Not so\n"
        "  a/b.md\n    │ ---\n    │ status: draft\n    │ ---\n    │\n    │ {{ 1 }}\n"
        "  a/folder/ (a folder)\n"
        "  a/link.md (symbolic link to ../b.md)\n\n"
        "But so\n  a/b.md (not there)"
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_list_names_every_rule_once_within_80_columns(language):
    text = list_text(RULES, translator(language))
    lines = text.splitlines()
    for rule in RULES:
        assert sum(line.startswith(f"  {rule.code}  ") for line in lines) == 1
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rules_speak_vietnamese(rule):
    one, english = entry(rule, translator("vi")), entry(rule)
    assert one.title != english.title and one.why != english.why and one.mend != english.mend
    assert (one.bad, one.good) == (english.bad, english.good)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_special_file_of_an_example_is_described(rule):
    one = entry(rule)
    for file in one.bad + one.good:
        special = bool(file.form) or file.path.endswith("/")
        assert bool(described(file, translator("vi"))) == special


def test_every_family_has_a_name():
    assert {rule.code[0] for rule in RULES} == set(FAMILIES)


def test_prose_of_docstrings_is_extracted_for_translation():
    source = (
        'def a():\n    """A title.\n\n    Why: Because\n    of it.\n\n    Mend: So.\n\n'
        '    Bad:\n        a.md\n    """\n'
        '    say("Spoken.")\n\ndef b():\n    """No rule."""\n'
    )
    found = [message for _, _, message, _ in extract(io.BytesIO(source.encode()), {"say": None}, (), {})]
    assert found == ["Spoken.", "A title.", "Because of it.", "So."]


def test_the_findings_of_every_rule_belong_to_a_task_on_the_page_of_a_unit():
    begins = tuple(code for _, _, codes in TASKS for code in codes)
    assert [rule.code for rule in RULES if not rule.code.startswith(begins)] == []

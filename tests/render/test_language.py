"""Every sentence that people read exists in Vietnamese."""

import ast
import datetime
import gettext
import os
import re
import shutil
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import vankien
from vankien.checks import RULES
from vankien.model.diagnostic import say
from vankien.render import language, rulebook
from vankien.render.language import translator

PACKAGE = Path(vankien.__file__).parent
CATALOGUE = PACKAGE / "locale/vi/LC_MESSAGES/vankien.po"


def sentences() -> dict[str, str]:
    """Every sentence in the sources, with a file that says it."""
    with (PACKAGE / "locale/babel.cfg").open() as stream:
        methods, options = parse_mapping_cfg(stream)
    found = extract_from_dir(PACKAGE, methods, options, keywords={"say": None})
    return {message: path for path, _, message, _, _ in found}


def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {message.id: message.string for message in read_po(stream) if message.id and not message.fuzzy}


def fields(template: str) -> list[str]:
    named = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    return sorted(named + re.findall(r"%(?:\(\w+\))?[a-z]", template))


def test_no_message_stands_in_an_f_string():
    """There Babel finds none before Python 3.12, and it would stay English."""
    found = [
        f"{path.relative_to(PACKAGE)}:{part.lineno}"
        for path in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for part in ast.walk(text)
        if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "say"
    ]
    assert not found


def test_every_sentence_has_a_vietnamese_one():
    translated = catalogue()
    missing = {message: path for message, path in sentences().items() if not translated.get(message)}
    assert missing == {}, "see the two commands in vankien/render/language.py"


def test_no_sentence_is_left_over():
    assert set(catalogue()) - set(sentences()) == set()


def test_prose_of_the_rules_is_in_the_catalogue():
    translated = catalogue()
    for rule in RULES:
        one = rulebook.entry(rule)
        assert {one.title, one.why, one.mend} <= set(translated), rule.code


def test_translations_have_the_same_fields():
    prose = {text for rule in RULES for text in (rulebook.entry(rule).why, rulebook.entry(rule).mend)}
    for message, translated in catalogue().items():
        if message not in prose:
            assert fields(message) == fields(translated), message


def test_translations_end_as_the_sentence_ends():
    for message, translated in catalogue().items():
        assert message[-1:] == translated[-1:] or not {message[-1], translated[-1]} & set(".:?"), message


def test_english_is_the_template_itself():
    assert translator("en")(say("Add the file {path}.", path="a.md")) == "Add the file a.md."


def test_vietnamese_is_the_default():
    assert translator()(say("Add the file {path}.", path="a.md")) == "Thêm tệp a.md."


def test_message_inside_a_message_is_translated_too():
    message = say("This cannot be opened: {reason}.", reason=say("access is denied"))
    assert translator("vi")(message) == "Không mở được: không có quyền đọc."


def test_values_are_put_into_words():
    day, template = datetime.date(2023, 6, 1), "{reason}"
    assert translator("vi")(say(template, reason=day)) == "01/6/2023"
    assert translator("en")(say(template, reason=day)) == "2023-06-01"
    assert translator("vi")(say(template, reason=50_000_000)) == "50.000.000"
    assert translator("en")(say(template, reason=50_000_000)) == "50,000,000"
    assert translator("vi")(say(template, reason=2023)) == "2023"
    assert translator("vi")(say(template, reason=(say("draft"), "x"))) == "dự thảo, x"


def test_braces_in_a_value_are_only_text():
    assert translator("en")(say("Write it such as {example}.", example="{{ a.b }}")) == "Write it such as {{ a.b }}."


def test_sentence_without_translation_stays_english():
    assert translator("vi")(say("No such sentence {path}", path=1)) == "No such sentence 1"


def test_plain_text_is_looked_up_and_not_filled_in():
    assert translator("vi")("") == ""
    assert translator("vi")("{{ x }}") == "{{ x }}"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The catalogues in a folder of their own, read anew."""
    shutil.copytree(PACKAGE / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")
    language.translator.cache_clear()
    yield tmp_path / "locale/vi/LC_MESSAGES"
    language.translator.cache_clear()


def test_catalogue_is_read_without_being_compiled(copied: Path):
    assert translator("vi")(say("draft")) == "dự thảo"
    assert list(copied.glob("*.mo")) == []


def test_compiled_catalogue_is_used_while_it_is_newer(copied: Path, monkeypatch: pytest.MonkeyPatch):
    with (copied / "vankien.po").open("rb") as source, (copied / "vankien.mo").open("wb") as target:
        write_mo(target, read_po(source))
    monkeypatch.setattr(language, "_uncompiled", lambda source: pytest.fail("read the source"))
    assert translator("vi")(say("draft")) == "dự thảo"


def test_compiled_catalogue_that_is_older_is_passed_over(copied: Path):
    (copied / "vankien.mo").write_bytes(b"of an older version")
    (copied / "vankien.po").touch()
    newer = (copied / "vankien.mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(copied / "vankien.po", ns=(newer, newer))
    assert translator("vi")(say("draft")) == "dự thảo"


def test_language_without_catalogue_is_english(copied: Path):
    assert isinstance(language._catalogue("en"), gettext.NullTranslations)
    assert translator("en")(say("draft")) == "draft"

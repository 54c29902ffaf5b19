"""Templates are compiled once, and kept only where what is run may be kept."""

import sys
from pathlib import Path

import jinja2
import pytest

from vankien.render.templates import compiled, environment

NAME = "site/pages/chart.html.j2"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of this user's compiled templates, on a machine where Python writes none beside its modules."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vankien" / "templates"


def refuse(*_: object, **__: object) -> str:
    raise AssertionError("compiled again")


def test_a_template_is_compiled_once(kept, tmp_path, monkeypatch):
    environment(tmp_path).get_template(NAME)
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr(jinja2.Environment, "compile", refuse)
    environment(tmp_path).get_template(NAME)


def test_a_template_with_other_words_is_compiled_anew(kept, tmp_path):
    environment(tmp_path).get_template(NAME)
    own = tmp_path / "kho" / "templates" / NAME
    own.parent.mkdir(parents=True)
    own.write_text("{{ 1 + 1 }}", encoding="utf-8")
    assert environment(tmp_path / "kho").get_template(NAME).render() == "2"


def test_a_folder_in_which_others_may_write_is_not_used(kept):
    kept.mkdir(parents=True)
    kept.chmod(0o777)
    assert compiled() is None


def test_nothing_is_kept_in_a_repository(kept, tmp_path):
    root = tmp_path / "kho"
    root.mkdir()
    environment(root).get_template(NAME)
    assert not list(root.iterdir())

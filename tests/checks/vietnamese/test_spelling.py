"""The spelling check, asked for by name: with the dictionary that the system has, and without one."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vankien.checks import OPTIONAL_RULES, RULES, run
from vankien.model.diagnostic import PipelineError
from vankien.readers import dictionary
from vankien.readers.dictionary import read_vocabulary
from vankien.readers.project import read
from vankien.render.language import translator
from vankien.render.rulebook import entry

ROOT = Path(__file__).resolve().parents[3]
SYLLABLES = "đảng bộ tổ chức ba lớp học tập nghị quyết về văn hoá uỷ ban xã dự thuỷ sản hoà chưng chúc"


@pytest.fixture
def words(tmp_path, monkeypatch):
    """A small dictionary in the form of hunspell's, the tone on the second vowel as there."""
    lines = SYLLABLES.split()
    (tmp_path / "vi_VN.dic").write_text("\n".join([str(len(lines)), *lines]) + "\n", "utf-8")
    monkeypatch.setenv("DICPATH", str(tmp_path))
    monkeypatch.setattr(dictionary, "FOLDERS", ())


def found(root: Path) -> list[str]:
    project = replace(read(root), vocabulary=read_vocabulary(root))
    say = translator("en")
    return [
        f"{one.span.line}:{one.span.column} {say(one.message)} {say(one.hint)}" for one in run(project, OPTIONAL_RULES)
    ]


def text(body: str) -> str:
    return f"units/khoi/so-ket/ (removed)\nunits/so-y-te/so-ket/hoc-tap.md\n    ---\n    ---\n    {body}\n"


def only(root: Path) -> list[str]:
    for path in root.glob("units/*/*/*.md"):
        if path.name != "hoc-tap.md" or "so-y-te" not in str(path):
            path.unlink()
    return found(root)


def test_unknown_word_is_told_once_with_what_it_may_be(lay, words):
    (one,) = only(lay(text("Đảng bộ tổ chưc ba lớp, tổ chưc học tập.")))
    assert one.startswith("3:12 The dictionary does not know “chưc”, which stands here 2 times. ")
    assert one.endswith("Did you mean “chức”, “chúc”?")


def test_both_tone_styles_names_numbers_and_code_are_right(lay, words):
    assert (
        only(lay(text("Văn hóa, văn hoá, Ủy ban, thủy sản; UBND xã Xyz, 21-NQ/ĐUK, `abcd`, https://xyz.vn/abc, km².")))
        == []
    )


def test_a_repository_has_its_own_words(lay, words):
    root = lay(text("Tổ chức lớp xyzzy.") + "content/words.txt\n    # của ngành\n    xyzzy  # một từ\n")
    assert only(root) == []


def test_without_the_check_nothing_is_told(lay):
    assert not [one for one in run(read(lay(text("Tổ chưc."))), RULES + OPTIONAL_RULES) if one.code == "T901"]


def test_missing_dictionary_is_a_fault_of_the_operator_that_says_what_to_install(lay, monkeypatch, tmp_path):
    monkeypatch.setenv("DICPATH", str(tmp_path))
    monkeypatch.setattr(dictionary, "FOLDERS", ())
    with pytest.raises(PipelineError) as raised:
        read_vocabulary(tmp_path)
    assert "hunspell-vi" in translator("vi")(raised.value.hint)


def test_command_line_asks_for_it(lay, words, tmp_path):
    root = lay(text("Tổ chưc ba lớp."))
    command = [sys.executable, "-m", "vankien", "check", "--root", str(root), "--lang", "en"]
    assert "T901" not in subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "T901" in subprocess.run([*command, "--spelling"], capture_output=True, text=True, check=False).stdout


def test_rule_explains_itself():
    (rule,) = (one for one in OPTIONAL_RULES if one.code == "T901")
    one = entry(rule)
    assert one.title and one.why and one.mend and one.bad and one.good


def test_samples_have_no_word_that_nobody_knows():
    try:
        vocabulary = read_vocabulary(ROOT)
    except PipelineError:
        pytest.skip("no Vietnamese dictionary is installed")
    for root in (ROOT, ROOT / "examples/tay-ninh"):
        assert run(replace(read(root), vocabulary=vocabulary), OPTIONAL_RULES) == ()

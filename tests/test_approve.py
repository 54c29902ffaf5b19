"""The command `approve`, as a committee uses it."""

from pathlib import Path

import pytest

from tests.repositories import section, write
from vankien.cli import main

TEXT = "units/phong-a/bao-cao/{}.md"


def repository(tmp_path: Path, **texts: str) -> Path:
    return write(tmp_path, {TEXT.format(id.replace("_", "-")): text for id, text in texts.items()})


def state(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    main(["check", "--root", str(root), TEXT.format("thuan-loi")])
    return capsys.readouterr().out


def test_a_report_is_approved_and_an_edit_takes_it_back(tmp_path, capsys) -> None:
    root = repository(tmp_path, thuan_loi=section("Lời một.", status="review"))
    assert main(["approve", "phong-a", "bao-cao", "thuan-loi", "--by", "Bà Lan, Bí thư", "--root", str(root)]) == 0
    assert capsys.readouterr().out.strip() == TEXT.format("thuan-loi")
    path = root / TEXT.format("thuan-loi")
    assert "approved_by: Bà Lan, Bí thư\napproved_on: 2023-05-12\n" in path.read_text(encoding="utf-8")
    assert "P107" not in state(root, capsys)
    path.write_text(path.read_text(encoding="utf-8").replace("Lời một.", "Lời hai."), encoding="utf-8")
    assert "P107" in state(root, capsys)


def test_windows_line_ends_and_the_mark_stay(tmp_path, capsys) -> None:
    root = repository(tmp_path)
    path = root / TEXT.format("thuan-loi")
    path.write_bytes(b"\xef\xbb\xbf" + section("Lời.").replace("\n", "\r\n").encode())
    assert main(["approve", "phong-a", "bao-cao", "thuan-loi", "--by", "Lan", "--root", str(root)]) == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert "P107" not in state(root, capsys)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bao-cao"], "--by"),
        (["bao-cao", "--by", "Lan", "--withdraw"], "--by"),
        (["bao-cao", "--by", "  "], "--by"),
        (["bao-caoo", "--by", "Lan"], "bao-cao"),
        (["bao-cao", "thieu", "--by", "Lan"], "thieu"),
    ],
)
def test_what_cannot_be_approved_is_said(tmp_path, capsys, arguments, message) -> None:
    root = repository(tmp_path, thuan_loi=section("Lời."))
    assert main(["approve", "phong-a", *arguments, "--root", str(root)]) == 2
    assert message in capsys.readouterr().err


def test_nothing_is_approved_while_a_text_has_errors(tmp_path, capsys) -> None:
    root = repository(tmp_path, thuan_loi=section("Lời."), kho_khan=section("Lời {{ khong-co.actual }}."))
    before = (root / TEXT.format("thuan-loi")).read_bytes()
    assert main(["approve", "phong-a", "bao-cao", "--by", "Lan", "--root", str(root)]) == 2
    assert TEXT.format("kho-khan") in capsys.readouterr().err
    assert (root / TEXT.format("thuan-loi")).read_bytes() == before

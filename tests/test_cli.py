"""The commands as a person types them: what they print and how they end."""

import json

import pytest

from tests.repositories import section, write
from vankien.cli import main


def run(capsys, *arguments):
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        code = stopped.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_clean_repository_ends_with_zero(tmp_path, capsys):
    code, out, _ = run(capsys, "check", "--root", write(tmp_path))
    assert code == 0
    assert "S101" in out


def test_errors_end_with_one_in_both_languages(tmp_path, capsys):
    root = write(tmp_path, {"units/phong-a/bao-cao/kho-khan.md": section("x", status="xong")})
    told = {}
    for language in ("vi", "en"):
        code, told[language], _ = run(capsys, "--root", root, "--lang", language, "check")
        assert code == 1
        assert "F104" in told[language]
        assert "units/phong-a/bao-cao/kho-khan.md" in told[language]
    assert told["vi"] != told["en"]


def test_strict_makes_warnings_count(tmp_path, capsys):
    root = write(tmp_path, {"units/phong-a/bao-cao/thuan-loi.md": section("x", mau="đỏ")})
    assert run(capsys, "check", "--root", root)[0] == 0
    assert run(capsys, "check", "--root", root, "--strict")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--root", "khong-co"),
        ("outline", "khong-co"),
        ("docx", "--unit", "khong-co"),
        ("rules", "X999"),
        ("check", "khong-co.md"),
        ("--today", "hom-nay", "check"),
        ("--jobs", "0", "check"),
        ("lam-het",),
        ("new", "unit", "phong-a"),
    ],
)
def test_a_fault_of_the_operator_ends_with_two_and_no_traceback(tmp_path, capsys, arguments):
    code, _, err = run(capsys, "--root", write(tmp_path / "kho"), *arguments)
    assert code == 2
    assert err.strip()
    assert "Traceback" not in err


def test_a_fault_of_vankien_ends_with_three(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("vankien.checks.run", lambda project, rules: 1 / 0)
    code, _, err = run(capsys, "check", "--root", write(tmp_path))
    assert code == 3
    assert "ZeroDivisionError" in err


def test_an_option_counts_before_and_after_the_command(tmp_path, capsys):
    root = write(tmp_path)
    for arguments in (
        ("--root", root, "--today", "2024-01-01", "status"),
        ("status", "--root", root, "--today", "2024-01-01"),
    ):
        assert json.loads(run(capsys, *arguments, "--format", "json")[1])["today"] == "2024-01-01"


def test_json_is_alone_on_standard_output(tmp_path, capsys):
    root = write(tmp_path, {"units/phong-a/bao-cao/kho-khan.md": section("x", status="xong")})
    code, out, _ = run(capsys, "check", "--root", root, "--format", "json")
    data = json.loads(out)
    assert (code, data["version"], data["summary"]["errors"]) == (1, 1, 1)
    assert set(data["diagnostics"][0]) == {
        "code", "severity", "path", "line", "column", "end_line", "end_column", "message", "hint", "related",
        "fix",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "paths"),
    [
        ("units/phong-a/bao-cao/kho-khan.md", {"units/phong-a/bao-cao/kho-khan.md"}),
        ("units/khoi", {"units/khoi/unit.yml"}),
        (".", {"units/khoi/unit.yml", "units/phong-a/bao-cao", "units/phong-a/bao-cao/kho-khan.md"}),
    ],
)
def test_only_what_was_named_is_told(tmp_path, capsys, path, paths):
    root = write(tmp_path, {"units/phong-a/bao-cao/kho-khan.md": section("x", status="xong")})
    _, out, _ = run(capsys, "check", "--root", root, "--format", "json", root / path)
    assert {found["path"] for found in json.loads(out)["diagnostics"]} == paths


def test_new_repository_then_new_unit_then_check(tmp_path, capsys):
    root = tmp_path / "kho"
    assert run(capsys, "new", "repository", root)[0] == 0
    assert run(capsys, "new", "unit", "phong-b", "--name", "Phòng B", "--root", root)[0] == 0
    assert run(capsys, "check", "--strict", "--root", root)[0] == 0


def test_help_is_in_the_language_of_the_reader(capsys):
    assert "kho" in run(capsys, "--help")[1]
    assert "repository" in run(capsys, "--lang", "en", "--help")[1]
    assert "hiện phiên bản rồi thoát" in run(capsys, "--help")[1]

"""The rules that hold for the whole code base: floors, names, docstrings, style."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "vankien").rglob("*.py"))
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc"}
MACHINE_PATH = re.compile(rb"(?<![\w.}])/(?:home|root|tmp|opt|Users|work|mnt)/\w|[A-Z]:\\{1,2}Users\\")


def of_the_repository() -> list[Path]:
    """Every file that is committed, or would be by `git add`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    names = listed.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_imports_run_one_way(capsys):
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0, capsys.readouterr().out


def test_a_module_is_named_after_what_it_knows():
    assert not [path for path in MODULES if NAMELESS & {path.stem, path.parent.name}]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_opens_with_one_sentence(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert docstring.split("\n\n")[0].rstrip().endswith("."), "the first thing in a module is what it knows"


def test_no_file_names_a_path_of_one_machine():
    naming = [
        f"{path.relative_to(ROOT)}: {match[0].decode()}"
        for path in of_the_repository()
        if b"\0" not in (content := path.read_bytes()) and (match := MACHINE_PATH.search(content))
    ]
    assert not naming


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_the_code_is_in_house_style(command):
    ruff = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert ruff.returncode == 0, ruff.stdout + ruff.stderr

"""The documentation says what is true: its examples build, its links lead somewhere, its commands exist."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vankien import pipeline
from vankien.model.diagnostic import Severity
from vankien.readers.project import read

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLE = re.compile(r"^```(?:yaml|markdown) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"^(?:python3 build\.py|vankien)(?: +(.*))?$", re.MULTILINE)
DEEPER = {
    "new": ("unit", "repository"),
    "comments": ("list", "new", "answer", "import", "export", "report"),
}
"""Commands that have commands of their own."""
FORMATS = {
    "content/cycle.yml": "zzz: 1",
    "content/outlines/so-ket.md": "---\nzzz: 1\nappendices: [{zzz: 1}]\nbasis: {zzz: 1}\n---\n",
    "content/indicators.yml": "zz:\n  zzz: 1",
    "content/themes.yml": "zz:\n  zzz: 1",
    "content/documents.yml": "zz:\n  zzz: 1",
    "units/khoi/unit.yml": "zzz: 1\naccounts: {zzz: 1}\nsignatory: {zzz: 1}\nissues: {so-ket: {zzz: 1}}",
    "units/khoi/comments/y-kien-1.md": "---\nzzz: 1\nanswer: {zzz: 1}\n---\n",
    "units/khoi/so-ket/dang-vien.md": "---\nzzz: 1\nindicators: {ket-nap: {zzz: 1}}\n---\n",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def write_examples(page: str, folder: Path) -> list[str]:
    paths = []
    for path, text in EXAMPLE.findall((ROOT / page).read_text(encoding="utf-8")):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def quiet(stage: str):
    return lambda done, total: None


def test_the_examples_of_the_format_reference_are_one_repository_without_findings(tmp_path):
    assert len(write_examples("docs/formats.md", tmp_path)) > 8
    result = pipeline.inspect(tmp_path, None, quiet)
    told = [found for found in result.diagnostics if found.severity is not Severity.NOTE]
    assert not told
    assert len(result.project.outlines["so-ket"].headings) > 7
    assert len(result.project.sections) == 3


def test_the_drafters_examples_fit_into_the_sample_repository(tmp_path):
    for folder in ("content", "units"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    paths = write_examples("docs/huong-dan-soan-thao.md", tmp_path)
    assert paths
    told = [found for found in pipeline.inspect(tmp_path, None, quiet).diagnostics if found.span.path in paths]
    assert not told


def test_the_format_reference_names_every_key(tmp_path):
    for path, text in FORMATS.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    hints = [fault.finding.hint for fault in read(tmp_path).faults if fault.code == "F101"]
    known = {key for hint in hints for key in str(hint.values["keys"]).split(", ")}
    assert len(known) > 40
    reference = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert not [key for key in known if f"`{key}`" not in reference]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_of_the_documentation_lead_to_files(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target for target in LINK.findall(text) if "://" not in target]
    assert not [target for target in targets if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_of_the_documentation_exist_with_the_options_shown(page):
    shell = "".join(SHELL.findall(page.read_text(encoding="utf-8")))
    for arguments in COMMAND.findall(shell):
        words = [word for word in re.split(r"\s+", arguments.split("  #")[0].strip()) if word]
        commands = [word for word in words if re.fullmatch(r"[a-z]+", word)][:1]
        if commands == ["test"]:
            continue
        deeper = [word for word in words if word in DEEPER.get("".join(commands), ())]
        help_ = subprocess.run(
            [sys.executable, "-m", "vankien", *commands, *deeper, "--help"], capture_output=True, encoding="utf-8"
        )
        assert help_.returncode == 0, arguments
        for option in (word.split("=")[0] for word in words if word.startswith("--")):
            assert option in help_.stdout, (arguments, option)

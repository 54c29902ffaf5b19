"""`docs/json.md` tells the truth: what the commands print has the fields and types of the examples there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/json.md"
MISTAKE = """
units/so-y-te/so-ket/dang-vien.md
    ---
    status: draft
    ---
    Xếp loại: {{ xep-loai.actual }}.
"""


def example(command: str) -> object:
    section = DOCUMENT.read_text("utf-8").split(f"\n## {command}")[1]
    return json.loads(re.search(r"^```json\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)[1])


def printed(*arguments: str) -> object:
    run = subprocess.run(
        [sys.executable, "-m", "vankien", *arguments, "--format", "json"], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode in (0, 1), run.stderr.decode()
    return json.loads(run.stdout)


def shape(value: object, documented: object) -> object:
    """The value with every scalar replaced by its type, `null` by the documented type, lists by their first item."""
    if isinstance(value, dict):
        inner = documented if isinstance(documented, dict) else {}
        return {key: shape(item, inner.get(key)) for key, item in value.items()}
    if isinstance(value, list):
        first = documented[0] if isinstance(documented, list) and documented else None
        return [shape(value[0], first)] if value else []
    return type(documented if value is None else value).__name__


@pytest.mark.parametrize("command", ["check", "outline so-ket", "status"])
def test_command_prints_the_documented_shape(command, lay):
    documented = example({"outline so-ket": "outline REPORT"}.get(command, command))
    value = printed(*command.split(), "--root", str(lay(MISTAKE)))
    assert shape(value, documented) == shape(documented, documented)


COMMENT = """
units/so-y-te/comments/chi-bo-1-01.md
    ---
    report: so-ket
    heading: hoc-tap
    draft: 1
    paragraph: 1
    quote: ba lớp học tập
    organisation: Chi bộ 1
    present: 12
    in_favour: 5
    proposal: bo-sung
    received: 2023-05-02
    answer:
      disposition: giai-trinh
      by: Tổ Biên tập
      date: 2023-05-04
      reason: Số này có trong phụ lục.
      commit: 1a2b3c4d
    ---
    Đề nghị nêu số người học.
"""


def test_example_of_comments_is_what_is_printed(lay):
    assert printed("comments", "list", "--root", str(lay(COMMENT))) == example("comments list")


def test_example_of_check_is_what_is_printed(lay):
    assert printed("check", "--root", str(lay(MISTAKE))) == example("check")


def test_example_of_outline_is_part_of_what_is_printed(lay):
    (heading,) = example("outline REPORT")["headings"]
    assert heading in printed("outline", "so-ket", "--root", str(lay("")))["headings"]


def test_example_of_status_is_part_of_what_is_printed(lay):
    (unit,) = example("status")["units"]
    assert unit in printed("status", "--root", str(lay("")))["units"]

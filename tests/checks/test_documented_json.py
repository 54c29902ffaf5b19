"""`docs/json.md` tells the truth: what the commands print has the fields and types of the examples there."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.readers.test_earlier import git
from vankien.readers.disk import Text
from vankien.readers.section import read_section
from vankien.rollup.approval import mark

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


def test_diff_prints_the_documented_shape(lay):
    root = lay("")

    def git(*arguments):
        settings = ("-c", "user.name=A", "-c", "user.email=a@b.c")
        subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)

    (root / "content/indicators.yml").write_text("x: {title: X, target: 1}\n", encoding="utf-8")
    (root / "units/so-cu").mkdir()
    (root / "units/so-cu/unit.yml").write_text("name: Sở cũ\n", encoding="utf-8")
    text = root / "units/so-y-te/so-ket/hoc-tap.md"
    text.write_text("---\nstatus: draft\n---\nĐảng bộ tổ chức 3 lớp.\n", encoding="utf-8")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "x")
    text.write_text("---\nstatus: review\n---\nĐảng bộ tổ chức 4 lớp.\n", encoding="utf-8")
    (root / "content/indicators.yml").write_text("x: {title: X, target: 2}\n", encoding="utf-8")
    (root / "units/so-cu").rename(root / "units/so-moi")
    outline = root / "content/outlines/so-ket.md"
    outline.write_text(outline.read_text("utf-8").replace("Bảo hộ lao động", "Bảo hộ"), encoding="utf-8")
    documented = example("diff FROM")
    assert shape(printed("diff", "HEAD", "--root", str(root)), documented) == shape(documented, documented)


def test_review_prints_the_documented_shape(lay):
    root = lay("")
    text = root / "units/so-y-te/so-ket/hoc-tap.md"
    text.parent.mkdir(exist_ok=True)
    approved = '---\nstatus: approved\napproved_by: A\napproved_on: 2023-05-02\napproved_text: "{}"\n---\nBa lớp.\n'
    text.write_text(approved.format(mark(read_section(Text("a.md", approved), "a", "a", "a")[0])), encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    git(root, "checkout", "-qb", "so-y-te")
    text.write_text(text.read_text("utf-8").replace("Ba", "Bốn"), encoding="utf-8")
    documented, value = example("review BASE"), printed("review", "main", "--root", str(root))
    changes, like = value.pop("changes"), documented.pop("changes")
    assert changes.keys() == like.keys() == example("diff FROM").keys() - {"version", "from", "to"}
    for key in ("new", "left", "fixed", "outside"):
        value[key], told = [], value[key]
        assert [one.keys() for one in told] == [example("check")["diagnostics"][0].keys()] * len(told)
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

"""`check --fix` and `check --diff`, as a person runs them."""

import os
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.repositories import section, write
from vankien.readers.disk import Disk


def run(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vankien", "check", "--root", str(root), "--lang", "en", *options],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


PATH = "units/phong-a/bao-cao/thuan-loi.md"
BAD = "---\nstatus: draft   # ghi chú\nthemes: [cai-cach]\n---\n\nBa lớp , hai  buổi; đạt 94.38 %.\n"
GOOD = "---\nstatus: draft   # ghi chú\nthemes: [cai-cach]\n---\n\nBa lớp, hai buổi; đạt 94.38%.\n"


def test_fix_mends_the_text_and_nothing_else(tmp_path):
    root = write(tmp_path, {PATH: BAD})
    run(root, "--fix")
    assert (root / PATH).read_text("utf-8") == GOOD
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "build" not in path.parts}
    run(root, "--fix")
    assert {
        path: path.read_bytes() for path in root.rglob("*") if path.is_file() and "build" not in path.parts
    } == before


def test_fix_leaves_what_only_the_author_knows(tmp_path):
    left = run(write(tmp_path, {PATH: BAD}), "--fix").stdout
    assert "T402" in left
    assert "T202" not in left


def test_diff_shows_and_writes_nothing(tmp_path):
    root = write(tmp_path, {PATH: BAD})
    shown = run(root, "--diff").stdout
    assert (root / PATH).read_text("utf-8") == BAD
    assert shown.startswith(f"--- a/{PATH}\n+++ b/{PATH}\n")
    assert "\n-Ba lớp , hai  buổi; đạt 94.38 %.\n+Ba lớp, hai buổi; đạt 94.38%.\n" in shown


def test_diff_can_be_applied_by_git(tmp_path):
    root = write(tmp_path, {PATH: BAD.removesuffix("\n")})
    (root / "change.diff").write_text(run(root, "--diff").stdout, "utf-8")
    subprocess.run(["git", "apply", "--no-index", "change.diff"], cwd=root, check=True)
    assert (root / PATH).read_text("utf-8") == GOOD.removesuffix("\n")


def test_fix_and_diff_write_and_show(tmp_path):
    root = write(tmp_path, {PATH: BAD})
    assert "+Ba lớp, hai buổi" in run(root, "--fix", "--diff").stdout
    assert (root / PATH).read_text("utf-8") == GOOD


def test_fix_composes_letters_that_are_in_parts(tmp_path):
    root = write(tmp_path, {PATH: unicodedata.normalize("NFD", BAD)})
    run(root, "--fix")
    assert (root / PATH).read_text("utf-8") == GOOD


def test_fix_keeps_line_ends_byte_order_mark_and_permissions(tmp_path):
    root = write(tmp_path, {PATH: ("\ufeff" + BAD.replace("\n", "\r\n")).encode()})
    (root / PATH).chmod(0o640)
    run(root, "--fix")
    assert (root / PATH).read_bytes() == ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()
    assert os.name == "nt" or stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    assert [path.name for path in (root / PATH).parent.iterdir()] == ["thuan-loi.md"]


def test_fix_of_one_path_leaves_the_others(tmp_path):
    other = "units/phong-a/bao-cao/kho-khan.md"
    root = write(tmp_path, {PATH: BAD, other: section("Khó  khăn.")})
    run(root, "--fix", other)
    assert (root / PATH).read_text("utf-8") == BAD
    assert (root / other).read_text("utf-8") == section("Khó khăn.")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="this system has no links")
def test_fix_goes_through_a_link_to_the_file_itself(tmp_path):
    root = write(tmp_path, {PATH: None, "units/phong-a/texts/a.md": BAD})
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).unlink(missing_ok=True)
    (root / PATH).symlink_to("../texts/a.md")
    Disk(root).rewrite(PATH, GOOD)
    assert (root / PATH).is_symlink()
    assert (root / "units/phong-a/texts/a.md").read_text("utf-8") == GOOD

"""The content at another commit, laid out aside; the work tree, the index and the branches stay as they are."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.repositories import write
from vankien.model.diagnostic import PipelineError
from vankien.readers.earlier import branching_point, laid_out
from vankien.readers.project import read

TEXT = "units/phong-a/bao-cao/thuan-loi.md"


@contextmanager
def earlier(root: Path, base: str) -> Iterator[Path]:
    """The content where the work tree left a ref."""
    with laid_out(root, branching_point(root, base)) as folder:
        yield folder


def git(root: Path, *arguments: str) -> str:
    settings = ("user.name=A", "user.email=a@b.c", "init.defaultBranch=main", "protocol.file.allow=always")
    command = ["git", *(part for setting in settings for part in ("-c", setting)), *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "kho"
    folder.mkdir()
    git(folder, "init", "-q")
    write(folder)
    commit(folder)
    return folder


def test_earlier_text_is_read_and_nothing_of_the_work_tree_changes(root):
    (root / TEXT).write_text("---\nstatus: review\n---\nMới.\n")
    (root / "units/phong-a/bao-cao/kho-khan.md").write_text("chưa vào git")
    before = git(root, "status", "--porcelain")
    with earlier(root, "HEAD") as folder:
        assert read(folder).section("phong-a", "bao-cao", "thuan-loi").body.text == "Nội dung thuận lợi.\n"
        assert not (folder / "units/phong-a/bao-cao/kho-khan.md").exists()
        laid = folder
    assert not laid.exists()
    assert git(root, "status", "--porcelain") == before
    assert (root / TEXT).read_text().endswith("Mới.\n")


def test_what_the_base_did_since_does_not_count(root):
    git(root, "checkout", "-q", "-b", "nhanh")
    git(root, "checkout", "-q", "main")
    (root / TEXT).write_text("---\nstatus: draft\n---\nSửa ở nhánh chính.\n")
    commit(root)
    git(root, "checkout", "-q", "nhanh")
    with earlier(root, "main") as folder:
        assert "Nội dung thuận lợi." in (folder / TEXT).read_text()


def test_repository_in_a_folder_of_a_larger_one(tmp_path):
    git(tmp_path, "init", "-q")
    inner = tmp_path / "ví dụ" / "tỉnh"
    inner.mkdir(parents=True)
    write(inner)
    (tmp_path / "units").mkdir()
    (tmp_path / "units/other.txt").write_text("x")
    commit(tmp_path)
    with earlier(inner, "HEAD") as folder:
        assert set(read(folder).units) == {"khoi", "phong-a"}
        assert not (folder / "units/other.txt").exists()


def test_links_and_odd_names_come_along(root):
    (root / "units/phong-a/bao-cao/kiến nghị.md").write_text("---\n---\nx\n")
    (root / "units/phong-a/bao-cao/kho-khan.md").symlink_to("../../../../outside.md")
    commit(root)
    with earlier(root, "HEAD") as folder:
        assert (folder / "units/phong-a/bao-cao/kho-khan.md").is_symlink()
        codes = {fault.code for fault in read(folder).faults}
    assert codes == {fault.code for fault in read(root).faults} == {"R103", "R109"}


@pytest.mark.parametrize("name", ["khong-co", "--all", "", "HEAD~99", "HEAD:content"])
def test_ref_that_does_not_exist_is_told_by_its_name(root, name):
    with pytest.raises(PipelineError, match="does not know") as raised, earlier(root, name):
        pass
    assert "git branch" in raised.value.hint.template


def test_shallow_clone_is_told_what_to_fetch(root, tmp_path):
    first = git(root, "rev-parse", "HEAD")
    (root / TEXT).write_text("---\nstatus: draft\n---\nHai.\n")
    commit(root)
    clone = tmp_path / "nong"
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), str(clone))
    for name in (first, "HEAD~1"):
        with pytest.raises(PipelineError, match="does not know") as raised, earlier(clone, name):
            pass
        assert "--unshallow" in raised.value.hint.template


def test_shallow_clone_that_has_the_base_but_not_where_the_work_branched_off(root, tmp_path):
    git(root, "checkout", "-q", "-b", "nhanh")
    (root / TEXT).write_text("---\nstatus: draft\n---\nHai.\n")
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / TEXT).write_text("---\nstatus: draft\n---\nBa.\n")
    commit(root)
    clone = tmp_path / "nong"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", "--branch", "nhanh", root.as_uri(), str(clone))
    with pytest.raises(PipelineError, match="branched off") as raised, earlier(clone, "origin/main"):
        pass
    assert "--unshallow" in raised.value.hint.template


def test_folder_outside_git_is_told_so(tmp_path):
    with pytest.raises(PipelineError, match="not under git"), earlier(write(tmp_path), "HEAD"):
        pass

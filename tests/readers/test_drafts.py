"""The drafts that were put out are read from their tags; the work tree stays as it is."""

import datetime
import subprocess

import pytest

from tests.readers.test_earlier import TEXT, commit, git
from tests.repositories import section, write
from vankien.model.diagnostic import PipelineError
from vankien.readers.drafts import read_at, read_drafts, tags


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "kho"
    folder.mkdir()
    git(folder, "init", "-q")
    write(folder)
    commit(folder)
    git(folder, "tag", "draft/1")
    write(folder, {TEXT: section("Bản hai.")})
    commit(folder)
    git(folder, "tag", "-m", "x", "draft/2")
    for number in range(3, 11):
        git(folder, "commit", "-qm", "x", "--allow-empty")
        git(folder, "tag", f"draft/{number}")
    write(folder, {TEXT: section("Đang sửa.")})
    return folder


def test_drafts_come_by_number_each_with_its_own_text(root):
    git(root, "tag", "draft/cuoi")
    git(root, "tag", "v1")
    git(root, "tag", "draft/99", git(root, "rev-parse", "HEAD:content/cycle.yml"))
    before = git(root, "status", "--porcelain")
    found = read_drafts(root)
    assert [draft.number for draft in found] == list(range(1, 11))
    texts = [draft.project.section("phong-a", "bao-cao", "thuan-loi").body.text for draft in found[:2]]
    assert texts == ["Nội dung thuận lợi.\n", "Bản hai.\n"]
    assert git(root, "status", "--porcelain") == before
    assert found[1].commit == git(root, "rev-parse", "draft/2^{commit}") == found[1].project.commit
    assert (
        found[1].date == found[1].project.today == datetime.date.fromisoformat(git(root, "log", "-1", "--format=%cs"))
    )


def test_only_the_newest_are_read_where_only_they_are_asked_for(root):
    assert [draft.ref for draft in read_drafts(root, 2)] == ["draft/9", "draft/10"]


def test_tag_from_before_there_was_a_repository_is_left_out(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "README.md").write_text("x")
    commit(tmp_path)
    git(tmp_path, "tag", "draft/1")
    write(tmp_path)
    commit(tmp_path)
    git(tmp_path, "tag", "draft/2")
    assert [draft.number for draft in read_drafts(tmp_path)] == [2]


def test_no_git_no_tags_and_no_commit_are_no_drafts(tmp_path, monkeypatch):
    assert tags(tmp_path) == ()
    git(tmp_path, "init", "-q")
    assert tags(tmp_path) == ()
    monkeypatch.setenv("PATH", "")
    assert tags(tmp_path) == ()


def test_any_ref_is_read(root):
    project = read_at(root, "HEAD~9")
    assert project.section("phong-a", "bao-cao", "thuan-loi").body.text == "Nội dung thuận lợi.\n"
    assert project.commit == git(root, "rev-parse", "draft/1")
    assert project.epoch == int(git(root, "log", "-1", "--format=%ct", "draft/1"))


@pytest.mark.parametrize("name", ["khong-co", "draft/99", "--all", ""])
def test_ref_that_does_not_exist_is_told(root, name):
    with pytest.raises(PipelineError, match="does not know"):
        read_at(root, name)


def test_empty_repository_is_told_so(tmp_path):
    git(tmp_path, "init", "-q")
    with pytest.raises(PipelineError, match="Nothing has been committed"):
        read_at(tmp_path, "HEAD")


def test_missing_git_is_told_so(root, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PipelineError, match="git was not found"):
        read_at(root, "HEAD")


def test_shallow_clone_is_told_what_to_fetch(root, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "nong")
    with pytest.raises(PipelineError, match="does not know") as raised:
        read_at(tmp_path / "nong", "draft/1")
    assert "--unshallow" in raised.value.hint.template


def test_clone_without_the_contents_of_a_draft_is_told_so(root, tmp_path):
    git(tmp_path, "clone", "-q", root.as_uri(), "hong")
    blob = git(tmp_path / "hong", "rev-parse", "draft/1:" + TEXT)
    packs = list((tmp_path / "hong/.git/objects/pack").glob("*.pack"))
    for pack in packs:
        data = pack.read_bytes()
        for file in pack.parent.glob(pack.stem + ".*"):
            file.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=tmp_path / "hong", input=data, check=True)
    (tmp_path / "hong/.git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(PipelineError, match="cannot be read"):
        read_drafts(tmp_path / "hong")

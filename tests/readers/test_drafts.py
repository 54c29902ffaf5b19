"""The drafts that were put out are read from their tags; the work tree stays as it is."""

import datetime
import subprocess

import pytest

from tests.readers.test_earlier import TEXT, commit, git
from tests.repositories import section, write
from vankien.model.diagnostic import PipelineError
from vankien.model.section import Section
from vankien.readers import store
from vankien.readers.drafts import read_at, read_drafts, tags
from vankien.readers.folder import read_folder


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


def texts(draft):
    return {key: (one.body.text, one.status, one.path) for key, one in draft.project.sections.items()}


def test_what_was_read_of_a_draft_is_not_read_again(root, monkeypatch):
    opened = []
    monkeypatch.setattr(
        store, "read_folder", lambda disk, item, *rest: opened.append(item.name) or read_folder(disk, item, *rest)
    )
    first = read_drafts(root)
    # Ten drafts hold three different folders: one unit changed once.
    assert sorted(opened) == ["khoi", "phong-a", "phong-a"]
    second = read_drafts(root)
    assert len(opened) == 3
    assert [texts(one) for one in second] == [texts(one) for one in first]
    assert [one.project.faults for one in second] == [one.project.faults for one in first]
    assert [one.project.digests for one in second] == [one.project.digests for one in first]


def test_an_outline_that_came_later_makes_the_same_folder_be_read_anew(root):
    write(root, {"units/phong-a/khac/mot.md": section("Một.")})
    commit(root)
    git(root, "tag", "draft/11")
    assert any(fault.code == "S108" for fault in read_drafts(root, 1)[0].project.faults)
    write(root, {"content/outlines/khac.md": "---\ntitle: Khác\n---\n# Một {#mot}\n"})
    commit(root)
    git(root, "tag", "draft/12")
    for _ in range(2):
        eleven, twelve = read_drafts(root, 2)
        assert twelve.project.section("phong-a", "khac", "mot").body.text == "Một.\n"
        assert ("phong-a", "khac", "mot") not in eleven.project.sections


def test_a_text_that_cannot_be_taken_from_the_cache_is_taken_from_git(root, monkeypatch):
    read_drafts(root)
    (draft,) = read_drafts(root, 1)
    real = store.unpacked

    def damaged(data):
        value = real(data)
        if isinstance(value, Section):
            raise store.Unusable
        return value

    monkeypatch.setattr(store, "unpacked", damaged)
    assert draft.project.section("phong-a", "bao-cao", "thuan-loi").body.text == "Bản hai.\n"


def test_a_link_in_a_unit_is_looked_at_each_time(root):
    (root / "units/phong-a/bao-cao/kho-khan.md").symlink_to("../../../content/chung.md")
    (root / "content/chung.md").write_text(section("Một."))
    commit(root)
    git(root, "tag", "draft/11")
    (root / "content/chung.md").write_text(section("Hai."))
    commit(root)
    git(root, "tag", "draft/12")
    for _ in range(2):
        bodies = [one.project.section("phong-a", "bao-cao", "kho-khan").body.text for one in read_drafts(root, 2)]
        assert bodies == ["Một.\n", "Hai.\n"]

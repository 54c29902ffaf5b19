"""What changed in the last week comes from the history, without anybody's name."""

import datetime
import os
import subprocess

import pytest

from tests.readers.test_earlier import TEXT, git
from tests.repositories import section, write
from vankien.readers.git import head, recent

TODAY = datetime.date(2023, 5, 12)
KHO_KHAN = "units/phong-a/bao-cao/kho-khan.md"


def commit(root, day):
    time = f"{day}T23:30:00+0700"
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(
        ["git", "-c", "user.name=Nguyễn Văn A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
        cwd=root,
        check=True,
        env=dict(os.environ, GIT_COMMITTER_DATE=time, GIT_AUTHOR_DATE=time),
    )


@pytest.fixture
def root(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path)
    commit(tmp_path, "2023-05-05")
    return tmp_path


def told(root):
    return [(one.unit, one.heading, one.day.isoformat(), one.gone) for one in recent(root, TODAY)]


def test_a_week_ends_today_and_what_is_older_or_later_does_not_count(root):
    assert told(root) == []
    write(root, {KHO_KHAN: section("Một."), "units/phong-a/comments/1.md": "x"})
    commit(root, "2023-05-06")
    write(root, {TEXT: section("Hai.")})
    commit(root, "2023-05-12")
    write(root, {"units/phong-a/bao-cao/viec-khac.md": section("Ba.")})
    commit(root, "2023-05-13")
    assert told(root) == [
        ("phong-a", "thuan-loi", "2023-05-12", False),
        ("phong-a", "kho-khan", "2023-05-06", False),
    ]


def test_each_text_is_told_once_with_its_last_change(root):
    for number, day in enumerate(("2023-05-08", "2023-05-09")):
        write(root, {TEXT: section(f"Lần {number}.")})
        commit(root, day)
    (root / TEXT).unlink()
    commit(root, "2023-05-10")
    assert told(root) == [("phong-a", "thuan-loi", "2023-05-10", True)]


def test_repository_in_a_folder_of_a_larger_one_and_odd_names(tmp_path):
    git(tmp_path, "init", "-q")
    inner = write(tmp_path / "ví dụ")
    write(tmp_path, {"units/khac/bao-cao/x.md": "x"})
    write(inner, {"units/phong-a/bao-cao/kiến nghị.md": "x", "units/a/\x01b.md": "x"})
    commit(tmp_path, "2023-05-10")
    assert [one[1] for one in told(inner)] == ["kiến nghị", "thuan-loi"]


def test_outside_git_and_without_commits_nothing_is_told(tmp_path):
    assert recent(tmp_path, TODAY) == () and head(tmp_path) == ("", 0)
    git(tmp_path, "init", "-q")
    assert recent(tmp_path, TODAY) == () and head(tmp_path) == ("", 0)

"""Which commit a report is stamped with: the one that last changed what it is written in."""

import os
import subprocess

import pytest

from vankien.readers.stamps import stamps

REPORTS = [("a", "so-ket"), ("a", "ktgs"), ("b", "so-ket")]


@pytest.fixture
def commit(tmp_path):
    """Writes files below the root of a repository and commits them at a time; gives the commit."""
    person = {"NAME": "Biên tập", "EMAIL": "bien@tap.invalid"}
    environment = dict(
        os.environ, **{f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in person.items()}
    )

    def run(*arguments, time=1000000000):
        dates = {f"GIT_{who}_DATE": f"{time} +0000" for who in ("AUTHOR", "COMMITTER")}
        done = subprocess.run(
            ["git", "-C", str(tmp_path), *arguments],
            env={**environment, **dates},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def written(time, **files):
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, "utf-8")
        run("add", "-A")
        run("commit", "-qm", f"lúc {time}", time=time)
        return run("rev-parse", "HEAD")

    run("init", "-q", "-b", "main")
    written.git = run
    return written


def first(commit, folder=""):
    paths = ("content/cycle.yml", "content/outlines/so-ket.md", "content/outlines/ktgs.md", "units/a/unit.yml")
    paths += ("units/a/so-ket/x.md", "units/a/ktgs/x.md", "units/b/unit.yml", "units/b/so-ket/x.md")
    return commit(1000000000, **{folder + path: "1" for path in paths})


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("units/a/so-ket/x.md", [("a", "so-ket")]),
        ("units/a/so-ket/mới.md", [("a", "so-ket")]),
        ("units/a/unit.yml", [("a", "so-ket"), ("a", "ktgs")]),
        ("units/a/images/anh.png", [("a", "so-ket"), ("a", "ktgs")]),
        ("content/outlines/ktgs.md", [("a", "ktgs")]),
        ("content/indicators.yml", REPORTS),
        ("templates/word/core.xml.j2", REPORTS),
        ("content/pages/huong-dan.md", []),
        ("units/a/comments/1.md", []),
        ("README.md", []),
    ],
)
def test_a_commit_stamps_the_reports_that_are_written_in_what_it_changed(commit, tmp_path, path, moved):
    old = first(commit)
    new = commit(1000000100, **{path: "2"})
    expected = {report: (new, 1000000100) if report in moved else (old, 1000000000) for report in REPORTS}
    assert stamps(tmp_path, REPORTS) == expected


def test_an_edit_that_is_not_committed_marks_the_reports_written_in_it(commit, tmp_path):
    old = first(commit)
    (tmp_path / "units/a/so-ket/x.md").write_text("2", "utf-8")
    (tmp_path / "units/b/so-ket/mới.md").write_text("2", "utf-8")
    found = stamps(tmp_path, REPORTS)
    assert [found[report][0] for report in REPORTS] == [old + "+", old, old + "+"]


def test_a_merge_stamps_what_it_brings_and_a_folder_of_a_larger_repository_counts_alone(commit, tmp_path):
    old = first(commit, "văn kiện/")
    commit.git("checkout", "-qb", "side")
    commit(1000000100, **{"văn kiện/units/b/so-ket/x.md": "2"})
    commit.git("checkout", "-q", "main")
    commit(1000000200, **{"units/a/so-ket/x.md": "another repository's"})
    commit.git("merge", "-q", "--no-ff", "-m", "Gộp", "side", time=1000000300)
    merge = commit.git("rev-parse", "HEAD")
    found = stamps(tmp_path / "văn kiện", REPORTS)
    assert found == {
        ("a", "so-ket"): (old, 1000000000),
        ("a", "ktgs"): (old, 1000000000),
        ("b", "so-ket"): (merge, 1000000300),
    }


def test_outside_git_and_without_commits_nothing_is_known(tmp_path):
    assert stamps(tmp_path, REPORTS) == {}
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert stamps(tmp_path, REPORTS) == {}

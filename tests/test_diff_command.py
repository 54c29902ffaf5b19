"""`diff` and `--ref`: any two versions compared, any version built, and the work tree left alone."""

import json
import re

import pytest

from tests.readers.test_earlier import commit, git
from tests.repositories import section, write
from tests.test_cli import run
from vankien.render.diagnostics import columns

THUAN_LOI = "units/phong-a/bao-cao/thuan-loi.md"
KHO_KHAN = "units/phong-a/bao-cao/kho-khan.md"
LONG = "Trong kỳ, cấp ủy đã họp nhiều lần để bàn về việc này và giao rõ việc cho từng người phụ trách. " * 4


@pytest.fixture
def root(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path, {KHO_KHAN: section(LONG + "Kết nạp 12 đảng viên. " + LONG), ".gitignore": "build\n"})
    commit(tmp_path)
    git(tmp_path, "tag", "draft/1")
    write(
        tmp_path,
        {
            KHO_KHAN: section(LONG + "Kết nạp 15 đảng viên. " + LONG, status="review"),
            THUAN_LOI: section("Nội dung <b>thuận</b> lợi *mới*."),
            "content/outlines/bao-cao.md": (tmp_path / "content/outlines/bao-cao.md")
            .read_text()
            .replace("Việc khác", "Những việc khác"),
        },
    )
    commit(tmp_path)
    git(tmp_path, "tag", "draft/2")
    return tmp_path


def diff(capsys, root, *arguments):
    return run(capsys, "--lang", "en", "diff", *arguments, "--root", root)


def test_terminal_shows_what_changed_in_eighty_columns_without_colour(capsys, root, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = diff(capsys, root, "draft/1", "draft/2")
    assert code == 0
    assert "[-12-] {+15+} đảng viên." in " ".join(out.split())
    assert "“phụ trách. Kết nạp … đảng viên." not in out and "12 → 15" in out
    assert "status: draft → in review" in out
    assert "title changed: Việc khác → Những việc khác" in out
    assert "\x1b" not in out and max(map(columns, out.splitlines())) <= 80
    assert len(out) < 1800  # what stayed is not printed in full


def test_without_a_second_ref_the_work_tree_is_meant(capsys, root):
    assert "Nothing changed." in diff(capsys, root, "draft/2")[1]
    write(root, {KHO_KHAN: None, THUAN_LOI: section("Khác hẳn.")})
    before = git(root, "status", "--porcelain")
    out = diff(capsys, root, "draft/2")[1]
    assert "the work tree" in out and "Khác hẳn" in out
    assert git(root, "status", "--porcelain") == before


def test_one_unit_or_report_only(capsys, root):
    assert "Kết nạp" in diff(capsys, root, "draft/1", "--unit", "phong-a", "--report", "bao-cao")[1]
    assert "Texts changed: 0" in diff(capsys, root, "draft/1", "--unit", "khoi")[1]
    code, _, err = diff(capsys, root, "draft/1", "--unit", "phong-aa")
    assert code == 2 and "phong-a" in err


def test_json_has_every_word(capsys, root):
    value = json.loads(diff(capsys, root, "draft/1", "draft/2", "--format", "json")[1])
    assert value["version"] == 1 and value["from"]["commit"] == git(root, "rev-parse", "draft/1")
    changed = {one["heading"]: one for one in value["sections"]}
    runs = changed["kho-khan"]["runs"]
    newer = "".join(one["text"] for one in runs if one["kind"] != "delete")
    assert newer == (LONG + "Kết nạp 15 đảng viên. " + LONG).strip()
    assert [(one["before"], one["after"]) for one in changed["kho-khan"]["figures"]] == [("12", "15")]
    assert [one["move"] for one in value["structure"]] == ["retitled"]


def test_html_is_one_page_that_asks_nobody_and_shows_no_authors_markup(capsys, root):
    out = diff(capsys, root, "draft/1", "--format", "html")[1]
    assert "<ins>&lt;b&gt;thuận&lt;/b&gt;" in out
    assert "<del>12</del>" in out and "<b>" not in out
    assert not re.search(r"(?:src|href)=|https?:", out)


def test_markdown_shows_words_of_authors_as_words(capsys, root):
    out = diff(capsys, root, "draft/1", "--format", "markdown")[1]
    assert "<del>12</del> <ins>15</ins> đảng viên" in out
    assert "\\*mới\\*" in out and "&lt;b&gt;" in out
    assert "| Phòng A | Khó khăn |" in out


@pytest.mark.parametrize("arguments", [("khong-co",), ("draft/1", "khong-co"), ("draft/1:content",)])
def test_ref_that_does_not_exist_is_told(capsys, root, arguments):
    code, out, err = diff(capsys, root, *arguments)
    assert code == 2 and not out and "git branch" in err


def test_outside_git_and_before_the_first_commit_it_is_told(capsys, tmp_path):
    write(tmp_path)
    assert diff(capsys, tmp_path, "HEAD")[0] == 2
    git(tmp_path, "init", "-q")
    code, _, err = diff(capsys, tmp_path, "HEAD")
    assert code == 2 and "git add" in err


def test_commands_read_a_ref_and_leave_the_work_tree_alone(capsys, root):
    write(root, {THUAN_LOI: None, KHO_KHAN: section("x", status="xong")})
    assert run(capsys, "check", "--root", root)[0] == 1
    before = git(root, "status", "--porcelain")
    assert run(capsys, "check", "--root", root, "--ref", "draft/1")[0] == 0
    assert run(capsys, "check", "--root", root, "--ref", "draft/1", "units/phong-a")[0] == 0
    out = run(capsys, "outline", "bao-cao", "--root", root, "--ref", "draft/1")[1]
    assert "Những việc khác" not in out and "Việc khác" in out
    status = json.loads(run(capsys, "status", "--root", root, "--ref", "draft/1", "--format", "json")[1])
    assert status["units"][1]["reports"][0]["present"] == 2
    assert git(root, "status", "--porcelain") == before
    assert [path.name for path in (root / "build").iterdir()] == [".cache"]


def test_what_is_built_of_a_ref_lies_in_a_folder_of_its_own(capsys, root):
    code, out, _ = run(capsys, "data", "--root", root, "--ref", "draft/1", "--format", "csv")
    folder = root / "build/at/draft-1/build/data"
    assert code == 0 and str(folder) in out
    first = {path.name: path.read_bytes() for path in folder.rglob("*.csv")}
    assert first
    stale = folder / "cu.csv"
    stale.write_text("x")
    git(root, "tag", "-f", "draft/1", "draft/2")
    run(capsys, "data", "--root", root, "--ref", "draft/1", "--format", "csv")
    second = {path.name: path.read_bytes() for path in folder.rglob("*.csv")}
    assert not stale.exists() and first.keys() == second.keys() and first != second
    run(capsys, "data", "--root", root, "--ref", "HEAD", "--format", "csv")
    assert {path.name: path.read_bytes() for path in (root / "build/at/HEAD/build/data").rglob("*.csv")} == second


def test_site_of_a_draft_is_compared_with_the_drafts_before_it(capsys, root):
    write(root, {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Thử\n"})
    code, out, _ = run(capsys, "site", "--root", root, "--ref", "draft/2")
    site = root / "build/at/draft-2/build/site"
    assert code == 0 and str(site / "index.html") in out
    assert (site / "changes/1-nay/phong-a.html").is_file()
    assert sorted(path.name for path in (site / "changes").iterdir()) == ["1-nay", "index.html"]


def test_ref_goes_neither_with_fix_nor_with_changed(capsys, root):
    for option in (("--fix",), ("--changed", "draft/1")):
        code, _, err = run(capsys, "check", "--root", root, "--ref", "draft/1", *option)
        assert code == 2 and "--ref" in err

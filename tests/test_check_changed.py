"""`check --changed BASE` tells what the change brought, and `documents` what the texts cite."""

import json
import shutil

import pytest

from tests.readers.test_earlier import commit, git
from tests.repositories import section, write
from tests.test_cli import run
from vankien import pipeline

THUAN_LOI = "units/phong-a/bao-cao/thuan-loi.md"
KHO_KHAN = "units/phong-a/bao-cao/kho-khan.md"


@pytest.fixture
def root(tmp_path):
    """A repository under git whose two texts have an old finding each."""
    git(tmp_path, "init", "-q")
    files = {
        THUAN_LOI: section("Theo Kết luận số 21-KL/TW, ngày 31/9/2021.\n\nKết nạp {{ ket-nap.actual }} đảng viên."),
        KHO_KHAN: section("Theo Chỉ thị số 21-NQ/TW.", mau="đỏ"),
    }
    write(tmp_path, files)
    commit(tmp_path)
    return tmp_path


def changed(capsys, root, base="HEAD"):
    code, out, _ = run(capsys, "check", "--root", root, "--changed", base, "--format", "json")
    return code, [(one["code"], one["path"], one["line"]) for one in json.loads(out)["diagnostics"]]


def test_nothing_changed_tells_nothing(capsys, root):
    assert changed(capsys, root) == (0, [])


def test_old_findings_that_moved_are_not_told_and_the_new_one_is(capsys, root):
    path = root / THUAN_LOI
    moved = path.read_text().replace("Theo Kết", "Một dòng mới.\n\nTheo Kết")
    path.write_text(moved + "\nTheo Quy định số 58-QĐ/TW, ngày 30/02/2022.\n")
    assert changed(capsys, root) == (1, [("D103", THUAN_LOI, 10)])


@pytest.mark.parametrize("known_to_git", [True, False])
def test_a_renamed_file_does_not_bring_its_findings_anew(capsys, root, known_to_git):
    new = "units/phong-a/bao-cao/viec-khac.md"
    (root / KHO_KHAN).rename(root / new)
    if known_to_git:
        git(root, "add", "-A")
    assert not [one for one in changed(capsys, root)[1] if one[0] in ("D106", "F101")]
    (root / new).write_text((root / new).read_text() + "\nTheo Chỉ thị số 22-NQ/TW.\n")
    assert [one for one in changed(capsys, root)[1] if one[0] in ("D106", "F101")] == [("D106", new, 7)]


def test_a_renamed_unit_does_not_bring_its_findings_anew(capsys, root):
    (root / "units/phong-a").rename(root / "units/phong-moi")
    assert changed(capsys, root) == (0, [])


def test_finding_that_the_change_causes_in_another_file_is_told(capsys, root):
    (root / "content/indicators.yml").write_text("khac: {title: Khác}\n")
    code, found = changed(capsys, root)
    assert code == 1
    assert ("F107", THUAN_LOI, 6) in found
    assert all(path != KHO_KHAN for _, path, _ in found)


def test_old_fault_of_what_is_no_content_is_not_told(capsys, root):
    cycle = root / "content/cycle.yml"
    cycle.write_text(cycle.read_text() + "profile: khong-co\n")
    commit(root)
    assert changed(capsys, root) == (0, [])


def test_fix_mends_only_what_the_change_brought(capsys, root):
    old = root / KHO_KHAN
    old.write_text(old.read_text() + "Kết nạp  ba đảng viên.\n")
    commit(root)
    new = root / "units/phong-a/bao-cao/viec-khac.md"
    new.write_text(section("Mở  hai lớp."))
    run(capsys, "check", "--root", root, "--changed", "HEAD", "--fix")
    assert "Mở hai lớp." in new.read_text() and "Kết nạp  ba" in old.read_text()


def test_mended_finding_is_not_told(capsys, root):
    (root / KHO_KHAN).write_text(section("Theo Nghị quyết số 21-NQ/TW.", mau="đỏ"))
    assert changed(capsys, root) == (0, [])


def test_everything_is_new_where_the_base_had_no_repository(capsys, tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "README").write_text("x")
    commit(tmp_path)
    write(tmp_path, {KHO_KHAN: section("Theo Chỉ thị số 21-NQ/TW.")})
    assert ("D106", KHO_KHAN, 4) in changed(capsys, tmp_path)[1]


def test_ref_that_does_not_exist_is_a_fault_of_the_operator(capsys, root):
    code, out, err = run(capsys, "check", "--root", root, "--changed", "khong-co")
    assert (code, out) == (2, "")
    assert "khong-co" in err and "git branch" in err


@pytest.mark.parametrize("format", ["sarif", "github", "gitlab", "junit"])
def test_every_format_can_be_asked_for(capsys, root, format):
    code, out, err = run(capsys, "check", "--root", root, "--format", format)
    assert code == 1
    assert "D103" in out and err == ""


def test_documents_are_listed_shown_and_written(capsys, root):
    code, out, _ = run(capsys, "documents", "--root", root)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["21-NQ/TW", "21-KL/TW"]
    assert "+  number: 21-NQ/TW" in run(capsys, "documents", "--root", root, "--diff")[1]
    assert not (root / "content/documents.yml").exists()
    assert "documents.yml" in run(capsys, "documents", "--root", root, "--write")[1]
    assert "number: 21-NQ/TW" in (root / "content/documents.yml").read_text("utf-8")
    assert run(capsys, "documents", "--root", root, "--write")[1] == ""


@pytest.mark.parametrize("branch", ["phong-a", "phong-a/sua-so", "units/phong-a"])
def test_files_outside_the_unit_of_the_branch_are_told(capsys, root, branch):
    git(root, "checkout", "-q", "-b", branch)
    (root / "content/indicators.yml").write_text((root / "content/indicators.yml").read_text() + "# x\n")
    (root / "units/khoi/bao-cao").mkdir()
    (root / "units/khoi/bao-cao/thuan-loi.md").write_text(section("Chưa vào git."))
    (root / THUAN_LOI).write_text((root / THUAN_LOI).read_text() + "\nMột lời.\n")
    code, found = changed(capsys, root, "main")
    assert code == 1
    assert [(rule, path) for rule, path, _ in found if rule == "P109"] == [
        ("P109", "content/indicators.yml"),
        ("P109", "units/khoi/bao-cao/thuan-loi.md"),
    ]


@pytest.mark.parametrize("branch", ["sua-loi", "phong-x", "units"])
def test_a_branch_of_no_unit_may_change_everything(capsys, root, branch):
    git(root, "checkout", "-q", "-b", branch)
    (root / "content/indicators.yml").write_text((root / "content/indicators.yml").read_text() + "# x\n")
    assert changed(capsys, root, "main") == (0, [])


def test_the_branch_can_be_named_where_git_has_none(capsys, root):
    git(root, "branch", "-q", "goc")
    (root / "content/indicators.yml").write_text((root / "content/indicators.yml").read_text() + "# x\n")
    commit(root)
    git(root, "checkout", "-q", "--detach")
    code, out, _ = run(capsys, "check", "--root", root, "--changed", "goc", "--branch", "phong-a", "--format", "json")
    assert code == 1 and "P109" in out


def edit_nothing(root):
    """The work tree stays as it is."""


def edit_a_text(root):
    (root / THUAN_LOI).write_text(section("Ngày 30/02/2022.", indicators="{ket-nap: {actual: 9}}"))


def edit_the_register(root):
    (root / "content/indicators.yml").write_text("khac: {title: Khác}\n")


def delete_a_text(root):
    (root / KHO_KHAN).unlink()


def rename_a_unit(root):
    (root / "units/phong-a").rename(root / "units/phong-moi")


def add_what_git_ignores(root):
    (root / ".gitignore").write_text("an.md\nrong/\n")
    (root / "units/phong-a/bao-cao/an.md").write_text(section("Không ai hỏi."))


def add_an_empty_folder(root):
    (root / "units/phong-a/la").mkdir()


def put_a_link(root):
    (root / KHO_KHAN).unlink()
    (root / KHO_KHAN).symlink_to("thuan-loi.md")


def keep_a_change_from_git(root):
    git(root, "update-index", "--assume-unchanged", KHO_KHAN)
    (root / KHO_KHAN).unlink()


EDITS = (edit_nothing, edit_a_text, edit_the_register, delete_a_text, rename_a_unit, add_what_git_ignores,
         add_an_empty_folder, put_a_link, keep_a_change_from_git)  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_the_same_is_told_with_and_without_the_cache(root, edit):
    pipeline.only_changed(inspected(root), root, None, "HEAD")
    edit(root)
    remembered = pipeline.only_changed(inspected(root), root, None, "HEAD").diagnostics
    shutil.rmtree(root / "build")
    shared = pipeline.only_changed(inspected(root), root, None, "HEAD").diagnostics
    again = pipeline.only_changed(inspected(root), root, None, "HEAD").diagnostics
    shutil.rmtree(root / "build")
    fresh = pipeline.only_changed(inspected(root, cache=False), root, None, "HEAD").diagnostics
    assert remembered == shared == again == fresh


def inspected(root, cache=True):
    return pipeline.inspect(root, None, lambda name: lambda done, total: None, cache=cache)

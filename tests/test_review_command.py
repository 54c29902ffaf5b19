"""`review BASE` tells what a branch brings, so that whoever merges it need not look for it."""

import json
import re

import pytest

from tests.readers.test_earlier import commit, git
from tests.repositories import BASE, OUTLINE, section, write
from tests.test_cli import run

FOLDER = "units/phong-a/bao-cao"
THUAN_LOI, KHO_KHAN, VIEC_KHAC = (f"{FOLDER}/{name}.md" for name in ("thuan-loi", "kho-khan", "viec-khac"))
TITLE = "## vankien: tóm tắt đề nghị sửa"


def reported(words: str, actual: str = "64", **front: str) -> str:
    return section(words, indicators=f"{{ket-nap: {{actual: {actual}}}}}", **front)


@pytest.fixture
def root(tmp_path):
    """Two texts, one of them approved, with an old finding each; a branch of the unit is checked out."""
    files = {
        THUAN_LOI: reported("Kết nạp {{ ket-nap.actual }} đảng viên, theo Kết luận số 21-KL/TW, ngày 31/9/2021."),
        KHO_KHAN: section("Còn một khó khăn, theo Chỉ thị số 21-NQ/TW.", status="approved", approved_by="Bà Lan",
                          approved_on="2023-05-02"),
    }  # fmt: skip
    write(tmp_path, files)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "phong-a/sua")
    return tmp_path


def review(capsys, root, *arguments):
    code, out, err = run(capsys, "review", "main", "--root", root, *arguments)
    assert code == 0, err
    return out


def told(capsys, root, *arguments):
    return json.loads(review(capsys, root, "--format", "json", *arguments))


def part(out: str, title: str) -> str:
    """What stands below one heading of the summary."""
    return out.split(f"\n### {title}\n")[1].split("\n### ")[0].split("\n<details>")[0].strip()


def test_a_branch_without_changes_says_so(capsys, root):
    out = review(capsys, root)
    assert out.splitlines()[0] == TITLE and "Không có gì thay đổi." in out and "Không có lỗi mới." in out
    assert "###" not in out


def test_new_mended_and_left_findings_are_told_apart(capsys, root):
    text = reported("Kết nạp {{ ket-nap.actual }} đảng viên.\n\nTheo Quy định số 58-QĐ/TW, ngày 30/02/2022.")
    write(root, {THUAN_LOI: text})
    found = told(capsys, root)
    assert [(one["code"], one["path"]) for one in found["new"] if one["severity"] == "error"] == [("D103", THUAN_LOI)]
    assert ("D103", THUAN_LOI) in [(one["code"], one["path"]) for one in found["fixed"]]
    assert ("D106", KHO_KHAN) in [(one["code"], one["path"]) for one in found["left"]]
    out = review(capsys, root, "--links", "https://h/b/{path}#L{line}")
    line = next(one["line"] for one in found["new"] if one["code"] == "D103")
    assert f"**lỗi D103** [{THUAN_LOI}:{line}](https://h/b/{THUAN_LOI}#L{line}):" in part(out, "Lỗi và lưu ý mới")
    assert "31/9" not in part(out, "Lỗi và lưu ý mới") and "31/9" in out.split("<details>")[1]
    assert [line for line in out.splitlines() if line.startswith("| lỗi |")] == ["| lỗi | 1 | 1 | 0 |"]
    assert KHO_KHAN not in out


def test_figures_are_told_with_target_and_what_they_are_worth(capsys, root):
    write(root, {THUAN_LOI: reported("Kết nạp {{ ket-nap.actual }} đảng viên trong 3 năm.", "145")})
    out = review(capsys, root)
    rows = part(out, "Số liệu").splitlines()[2:]
    assert rows[0] == "| Phòng A | Thuận lợi | Kết nạp (kết quả) | 64 | 145 | 140 - 150 | Chưa đạt → Đạt |"
    assert len(rows) == 2 and rows[1].endswith("đảng viên trong … năm.” | – | 3 | – | – |")


def test_a_changed_target_of_the_register_is_told(capsys, root):
    indicators = BASE["content/indicators.yml"].replace("140 - 150", ">= 60")
    (root / "content/indicators.yml").write_text(indicators)
    out = review(capsys, root, "--branch", "bien-tap")
    assert "| – | – | Kết nạp (mục tiêu) | 140 - 150 | &gt;= 60 | – | – |" in part(out, "Số liệu")
    assert "content/indicators.yml" in part(out, "Tệp khác")


def test_an_approval_that_the_edit_takes_back_is_told_with_who_gave_it(capsys, root):
    text = (root / KHO_KHAN).read_text()
    (root / KHO_KHAN).write_text(text.replace("một khó khăn", "hai khó khăn"))
    assert "Bà Lan, 02/5/2023" in part(review(capsys, root), "Phê duyệt không còn hiệu lực")
    assert told(capsys, root)["approvals_taken_back"] == [
        {"unit": "phong-a", "report": "bao-cao", "heading": "kho-khan", "path": KHO_KHAN, "approved_by": "Bà Lan",
         "approved_on": "2023-05-02", "gone": False}
    ]  # fmt: skip
    (root / KHO_KHAN).unlink()
    assert told(capsys, root)["approvals_taken_back"][0]["gone"] is True


def test_an_approval_that_holds_for_the_new_text_is_not_told(capsys, root):
    write(root, {KHO_KHAN: section("Hai khó khăn.", status="approved", approved_by="Ông Nam")})
    assert "Phê duyệt không còn" not in review(capsys, root)


def test_renamed_moved_and_new_headings_are_told_as_such(capsys, root):
    outline = OUTLINE.replace("## Việc khác {#viec-khac optional}\n", "").replace(
        "# Kiến nghị", "## Việc khác {#viec-khac optional}\n# Kiến nghị"
    ).replace("## Khó khăn {#kho-khan}", "## Hạn chế {#han-che was=kho-khan}")  # fmt: skip
    (root / "content/outlines/bao-cao.md").write_text(outline)
    (root / KHO_KHAN).rename(root / FOLDER / "han-che.md")
    out = review(capsys, root, "--branch", "bien-tap")
    structure = part(out, "Cơ cấu")
    assert "Khó khăn → Hạn chế" in structure and "chuyển" in structure
    assert "Bài có sửa: 0" in out
    assert f"- {KHO_KHAN} → {FOLDER}/han-che.md" in part(out, "Tệp khác").splitlines()


def test_a_file_that_only_changed_its_name_leads_from_the_one_to_the_other(capsys, root):
    (root / KHO_KHAN).rename(root / VIEC_KHAC)
    rows = part(review(capsys, root), "Bài viết").splitlines()
    assert any("bỏ bài" in row and f"→ {VIEC_KHAC}" in row for row in rows)
    assert any("bài mới" in row and f"← {KHO_KHAN}" in row for row in rows)


def test_files_outside_the_unit_of_the_branch_stand_first(capsys, root):
    (root / "content/cycle.yml").write_text((root / "content/cycle.yml").read_text() + "# x\n")
    out = review(capsys, root)
    assert "content/cycle.yml" in part(out, "Tệp ngoài phạm vi của nhánh")
    assert "Có 1 lỗi mới" in out and "thuộc Phòng A" in out
    assert "Tệp ngoài phạm vi" not in review(capsys, root, "--branch", "bien-tap")


def test_what_authors_type_is_only_text_and_calls_nobody(capsys, root):
    write(root, {
        THUAN_LOI: reported("Xong.", "'</details><script>@tat-ca | ](http://x) `'"),
        "units/phong-a/unit.yml": "name: '| <b>@moi</b> [a](http://b)'\nlevel: co-so\nparent: khoi\n",
    })  # fmt: skip
    out = review(capsys, root)
    assert "<script>" not in out and "<b>" not in out and not re.search(r"(?<!\\)\]\(http", out) and "@tat" not in out
    assert out.count("</details>") == out.count("<details>")


def test_a_great_change_stays_within_what_a_host_takes(capsys, root):
    headings = "".join(f"# Đề mục số {n} có tên khá dài {{#m{n}}}\n" for n in range(300))
    (root / "content/outlines/bao-cao.md").write_text(OUTLINE + headings)
    slip = "Theo Chỉ thị số 21-NQ/TW, ngày 31/9/2021, đạt 5 việc. " * 6
    write(root, {f"{FOLDER}/m{n}.md": section(f"Bài {n}. {slip}") for n in range(300)})
    out = review(capsys, root, "--branch", "x", "--links", "https://máy-chủ.example/" + "a" * 60 + "/{path}#L{line}")
    assert 5_000 < len(out) < 60_000
    assert "… và 276 mục nữa." in part(out, "Bài viết")
    assert len(told(capsys, root)["new"]) > 300


def test_marks_of_a_merge_left_open_are_a_new_error(capsys, root):
    marks = "<<<<<<< HEAD\nMột.\n=======\nHai.\n>>>>>>> main\n"
    (root / KHO_KHAN).write_text(f"---\nstatus: draft\n---\n{marks}")
    assert "R207" in part(review(capsys, root), "Lỗi và lưu ý mới")
    (root / "content/cycle.yml").write_text(marks + (root / "content/cycle.yml").read_text())
    assert "content/cycle.yml" in part(review(capsys, root), "Lỗi và lưu ý mới")


def test_everything_is_new_where_the_base_had_no_repository(capsys, tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / "README").write_text("x")
    commit(tmp_path)
    write(tmp_path, {KHO_KHAN: section("Theo Chỉ thị số 21-NQ/TW.")})
    found = told(capsys, tmp_path)
    assert ("D106", KHO_KHAN) in [(one["code"], one["path"]) for one in found["new"]]
    assert not found["left"] and {one["fate"] for one in found["changes"]["sections"]} == {"added"}
    assert found["changes"]["units_added"] == ["khoi", "phong-a"]


def test_what_cannot_be_compared_is_said_with_what_to_do(capsys, root, tmp_path_factory):
    code, out, err = run(capsys, "review", "khong-co", "--root", root)
    assert (code, out) == (2, "") and "khong-co" in err and "git branch" in err
    commit(root) if git(root, "status", "--porcelain") else None
    git(root, "commit", "-qm", "x", "--allow-empty")
    shallow = tmp_path_factory.mktemp("nong") / "kho"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(shallow))
    for base in ("origin/main", "origin/phong-a/sua~1"):
        code, out, err = run(capsys, "review", base, "--root", shallow)
        assert (code, out) == (2, "") and "--unshallow" in err
    empty = write(tmp_path_factory.mktemp("trong"))
    assert run(capsys, "review", "main", "--root", empty)[0] == 2
    git(empty, "init", "-q")
    code, _, err = run(capsys, "review", "main", "--root", empty)
    assert code == 2 and "git add" in err

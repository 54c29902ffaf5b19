"""`outline rename|split|merge` takes everything along that names a heading, in one commit or not at all."""

import pytest

from tests.readers.test_earlier import commit, git
from tests.repositories import section, write
from tests.test_cli import run
from vankien.readers.drafts import read_at
from vankien.readers.project import read
from vankien.rollup.difference import difference
from vankien.rollup.restructure import Move

FOLDER = "units/phong-a/bao-cao"
COMMENT = "---\nreport: bao-cao\nheading: thuan-loi  # ghi chú\norganisation: Chi bộ 1\n---\nheading: thuan-loi\n"
FILES = {
    f"{FOLDER}/kho-khan.md": section("Xem [trên](thuan-loi.md#a) và [kia](/units/phong-a/bao-cao/thuan-loi.md)."),
    f"{FOLDER}/giai-phap.thuan-loi.md": section("Phát huy."),
    "units/phong-a/comments/01.md": COMMENT,
    "units/phong-a/comments/02.md": COMMENT.replace("bao-cao", "khac"),
    "content/pages/trang.md": "# Trang\n\n[Bài](../../units/phong-a/bao-cao/thuan-loi.md)\n",
}

TO_MERGE = (
    """\
---
status: approved
approved_by: A
updated: 2023-05-01
themes: [cai-cach]
indicators:
  ket-nap: {actual: "012", note: 'x'} # giữ
---
Một[^1].

[^1]: Chú thích một.
""",
    """\
---
status: draft
updated: 2023-05-03
indicators:
  ket-nap: {actual: 13}
  khac: {actual: "1.234,5"}
---
Hai[^1].

[^1]: Chú thích hai.
""",
)


@pytest.fixture
def root(tmp_path):
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "user.name", "A")
    git(tmp_path, "config", "user.email", "a@b.c")
    write(tmp_path, FILES)
    commit(tmp_path)
    git(tmp_path, "tag", "draft/1")
    return tmp_path


def outline(capsys, root, *arguments):
    return run(capsys, "--lang", "en", "outline", *arguments, "--root", root)


def moves(root):
    return [step.move for step in difference(read_at(root, "draft/1"), read(root)).structure]


def test_rename_moves_files_comments_links_and_the_register_in_one_commit(capsys, root):
    code, out, _ = outline(capsys, root, "rename", "bao-cao", "thuan-loi", "mat-manh", "--title", "Mặt mạnh")
    assert code == 0
    assert git(root, "rev-list", "--count", "HEAD") == "2" and git(root, "status", "--porcelain") == ""
    assert set(out.split()) == set(
        git(root, "show", "--format=", "--name-only", "--no-renames", "--diff-filter=AM").split()
    )
    assert "## Mặt mạnh {#mat-manh was=thuan-loi}\n" in (root / "content/outlines/bao-cao.md").read_text()
    assert not (root / FOLDER / "thuan-loi.md").exists()
    project = read(root)
    assert project.section("phong-a", "bao-cao", "mat-manh").body.text == "Nội dung thuận lợi.\n"
    assert project.section("phong-a", "bao-cao", "giai-phap.mat-manh").body.text == "Phát huy.\n"
    assert (
        "[trên](mat-manh.md#a) và [kia](/units/phong-a/bao-cao/mat-manh.md)"
        in (root / FOLDER / "kho-khan.md").read_text()
    )
    assert (root / "units/phong-a/comments/01.md").read_text() == COMMENT.replace("thuan-loi  #", "mat-manh  #")
    assert (root / "units/phong-a/comments/02.md").read_text() == COMMENT.replace("bao-cao", "khac")
    assert "bao-cao/mat-manh.md" in (root / "content/pages/trang.md").read_text()
    assert project.indicators["ket-nap"].heading == "mat-manh"
    assert not project.faults
    found = difference(read_at(root, "draft/1"), project)
    assert [step.move for step in found.structure] == [Move.RENAMED, Move.RETITLED]
    assert [change.heading for change in found.sections] == ["kho-khan"]


def test_second_rename_keeps_the_first_id_and_renaming_back_forgets_it(capsys, root):
    outline(capsys, root, "rename", "bao-cao", "thuan-loi", "mot")
    outline(capsys, root, "rename", "bao-cao", "mot", "hai")
    assert '{#hai was="mot, thuan-loi"}' in (root / "content/outlines/bao-cao.md").read_text()
    outline(capsys, root, "rename", "bao-cao", "hai", "thuan-loi")
    assert read(root).outlines["bao-cao"].heading("thuan-loi").was == ("hai", "mot")
    assert moves(root) == []


def test_mirrored_heading_that_gets_a_new_id_keeps_its_mirror(capsys, root):
    outline(capsys, root, "rename", "bao-cao", "ket-qua", "thanh-tich")
    outline(capsys, root, "rename", "bao-cao", "giai-phap", "nhiem-vu")
    text = (root / "content/outlines/bao-cao.md").read_text()
    assert "{#nhiem-vu mirror=thanh-tich was=giai-phap}" in text
    assert read(root).section("phong-a", "bao-cao", "nhiem-vu.thuan-loi")
    found = difference(read_at(root, "draft/1"), read(root))
    assert found.sections == ()


def test_split_leaves_the_text_with_the_first_and_tells_each_unit(capsys, root):
    code, _, err = outline(
        capsys,
        root,
        "split",
        "bao-cao",
        "thuan-loi",
        "thuan-loi",
        "thoi-co",
        "--title",
        "Thuận lợi",
        "--title",
        "Cơ hội",
    )
    assert code == 0 and "Phòng A" in err and "`thoi-co`" in err
    text = (root / "content/outlines/bao-cao.md").read_text()
    assert "## Thuận lợi {#thuan-loi}\n\n## Cơ hội {#thoi-co from=thuan-loi}\n## Khó khăn" in text
    assert moves(root) == [Move.SPLIT]
    _, told, _ = run(capsys, "--lang", "en", "check", "--root", root)
    assert "Move its part of the text under `thuan-loi`" in told


def test_split_where_both_parts_get_new_ids(capsys, root):
    outline(capsys, root, "split", "bao-cao", "thuan-loi", "mot", "hai")
    assert moves(root) == [Move.SPLIT]
    assert read(root).section("phong-a", "bao-cao", "mot")
    assert difference(read_at(root, "draft/1"), read(root)).sections[-1].heading == "kho-khan"


def test_merge_joins_texts_particulars_and_footnotes(capsys, root):
    first, second = TO_MERGE
    write(root, {f"{FOLDER}/thuan-loi.md": first, f"{FOLDER}/kho-khan.md": second})
    commit(root)
    code, _, err = outline(capsys, root, "merge", "bao-cao", "thuan-loi", "kho-khan", "tinh-hinh")
    assert code == 0
    assert "`ket-nap` has other figures" in err
    merged = (root / FOLDER / "tinh-hinh.md").read_text()
    assert "Một[^1].\n\n[^1]: Chú thích một.\n\nHai[^1-2].\n\n[^1-2]: Chú thích hai.\n" in merged
    assert "# giữ" in merged
    found = read(root).section("phong-a", "bao-cao", "tinh-hinh")
    assert found.status.value == "draft" and not found.approved_by and found.updated.isoformat() == "2023-05-03"
    assert {id: one.fields["actual"] for id, one in found.observations.items()} == {"ket-nap": "012", "khac": "1.234,5"}
    assert '## Thuận lợi {#tinh-hinh was="thuan-loi, kho-khan"}' in (root / "content/outlines/bao-cao.md").read_text()
    assert Move.MERGED in moves(root)
    assert not (root / FOLDER / "kho-khan.md").exists()
    assert read(root).section("phong-a", "bao-cao", "giai-phap.tinh-hinh").body.text == "Phát huy.\n"


def test_merge_with_guidance_into_one_of_both(capsys, root):
    path = root / "content/outlines/bao-cao.md"
    path.write_text(path.read_text().replace("## Khó khăn {#kho-khan}\n", "## Khó khăn {#kho-khan}\nNêu rõ.\n"))
    commit(root)
    outline(capsys, root, "merge", "bao-cao", "kho-khan", "thuan-loi", "thuan-loi", "--title", "Bối cảnh")
    assert "## Bối cảnh {#thuan-loi was=kho-khan}\nNêu rõ.\n## Việc khác" in path.read_text()
    assert read(root).section("phong-a", "bao-cao", "thuan-loi").body.text.startswith("Nội dung thuận lợi.\n\nXem")


@pytest.mark.parametrize(
    "arguments",
    [
        ("rename", "bao-cao", "khong-co", "moi"),
        ("rename", "bao-cao", "thuan-loi", "kho-khan"),
        ("rename", "bao-cao", "thuan-loi", "Có dấu"),
        ("rename", "bao-cao", "giai-phap.thuan-loi", "moi"),
        ("rename", "bao-cao", "thuan-loi"),
        ("rename", "khong-co", "thuan-loi", "moi"),
        ("split", "bao-cao", "thuan-loi", "mot", "mot"),
        ("merge", "bao-cao", "ket-qua", "kho-khan", "moi"),
        ("merge", "bao-cao", "giai-phap", "kho-khan", "moi"),
        ("xoa", "bao-cao", "thuan-loi", "moi"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(capsys, root, arguments):
    code, _, err = outline(capsys, root, *arguments)
    assert code == 2 and len(err.splitlines()) >= 2
    assert git(root, "status", "--porcelain") == "" and git(root, "rev-list", "--count", "HEAD") == "1"


def test_file_in_the_way_and_text_that_cannot_be_read_stop_everything(capsys, root):
    write(root, {f"{FOLDER}/moi.md": section("Lạc.")})
    commit(root)
    assert "there already" in outline(capsys, root, "rename", "bao-cao", "thuan-loi", "moi")[2]
    write(root, {f"{FOLDER}/kho-khan.md": "---\nstatus: [\n---\nx\n"})
    commit(root)
    assert "cannot be joined" in outline(capsys, root, "merge", "bao-cao", "thuan-loi", "kho-khan", "gop")[2]
    assert git(root, "status", "--porcelain") == ""


def test_uncommitted_changes_are_refused_unless_the_commit_is_left_to_the_person(capsys, root):
    write(root, {f"{FOLDER}/viec-khac.md": section("Đang viết.")})
    code, _, err = outline(capsys, root, "rename", "bao-cao", "thuan-loi", "moi")
    assert code == 2 and "not committed" in err
    assert (root / FOLDER / "thuan-loi.md").exists()
    assert outline(capsys, root, "rename", "bao-cao", "thuan-loi", "moi", "--no-commit")[0] == 0
    assert (root / FOLDER / "moi.md").exists() and git(root, "rev-list", "--count", "HEAD") == "1"


def test_commit_that_is_refused_leaves_everything_as_it_was(capsys, root):
    hook = root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho không được >&2\nexit 1\n")
    hook.chmod(0o755)
    code, _, err = outline(capsys, root, "rename", "bao-cao", "thuan-loi", "moi")
    assert code == 2 and "không được" in err
    assert git(root, "status", "--porcelain") == ""
    assert (root / FOLDER / "thuan-loi.md").exists() and not (root / FOLDER / "moi.md").exists()


def test_report_with_the_name_of_an_action_can_still_be_shown(capsys, root):
    write(root, {"content/outlines/merge.md": "---\ntitle: Gộp\nnumbering: ['{n}.']\n---\n# Một {#mot}\n"})
    code, out, _ = outline(capsys, root, "merge")
    assert code == 0 and "Gộp" in out


def test_windows_line_ends_are_kept(capsys, root):
    path = root / "content/outlines/bao-cao.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    commit(root)
    outline(capsys, root, "split", "bao-cao", "thuan-loi", "mot", "hai")
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert moves(root) == [Move.SPLIT]

"""Who approved what and when: in the properties of every file, as a table in a copy to review, never in the text."""

import docx
import pytest

from tests.render.word.made import part
from tests.repositories import section, write
from vankien.readers.project import read
from vankien.render.word import Copy, Kind, export

OUTLINE = """\
---
title: Báo cáo thử
numbering: ["{n}."]
due: [nop]
appendices:
  - {id: danh-sach, title: danh sách, kind: text, optional: true, landscape: true}
---
# Thuận lợi {#thuan-loi}
# Khó khăn {#kho-khan}
# Kiến nghị {#kien-nghi}
# Việc khác {#viec-khac optional}
# Kết luận {#ket-luan}
"""
APPROVED = {"status": "approved", "approved_by": "Nguyễn Văn A, Bí thư", "approved_on": "2023-05-02"}
FILES = {
    "content/outlines/bao-cao.md": OUTLINE,
    "units/phong-a/bao-cao/thuan-loi.md": section("Lời.", **APPROVED),
    "units/phong-a/bao-cao/kho-khan.md": section("Đã sửa.", **APPROVED, approved_text="0123456789abcdef"),
    "units/phong-a/bao-cao/kien-nghi.md": section("Lời.", **{**APPROVED, "status": "review"}),
    "units/phong-a/bao-cao/danh-sach.md": section("Lời.", **{**APPROVED, "approved_by": "Trần Thị B"}),
}


@pytest.fixture
def made(tmp_path):
    def run(kind=Kind.DRAFT, files=FILES):
        root = write(tmp_path / "kho", files)
        (path,) = export(read(root), root, tmp_path / kind.value, "phong-a", copy=Copy(kind))
        return path

    return run


def known(path):
    names = ("approved", "approvedBy", "approvedOn")
    found = {each.get("name"): "".join(each.itertext()) for each in part(path, "docProps/custom.xml")}
    return [found.get(name) for name in names]


def test_every_file_says_in_its_properties_who_approved_how_much_and_when(made):
    for kind in Kind:
        assert known(made(kind)) == ["2/4", "Nguyễn Văn A, Bí thư; Trần Thị B", "2023-05-02"]


def test_where_nothing_is_approved_nothing_is_said(made):
    draft = section("Lời.", status="draft")
    assert known(made(files={path: draft for path in FILES if path.endswith(".md")} | {**FILES, **{
        path: draft for path in FILES if path.startswith("units/")
    }})) == [None, None, None]  # fmt: skip


def test_a_copy_to_review_closes_with_the_state_of_every_text(made):
    table = docx.Document(str(made(Kind.REVIEW))).tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Đề mục", "Tình trạng", "Người phê duyệt", "Ngày phê duyệt"],
        ["1. Thuận lợi", "Đã duyệt", "Nguyễn Văn A, Bí thư", "02/5/2023"],
        ["2. Khó khăn", "Đã sửa sau khi duyệt", "Nguyễn Văn A, Bí thư", "02/5/2023"],
        ["3. Kiến nghị", "Chờ duyệt", "", ""],
        ["4. Kết luận", "Chưa có bài", "", ""],
        ["danh sách", "Đã duyệt", "Trần Thị B", "02/5/2023"],
    ]


def test_headings_of_one_name_are_told_apart_by_the_numbers_above_them(made):
    outline = """\
---
title: Báo cáo thử
numbering: ["{roman}.", "{n}."]
due: [nop]
---
# Kết quả {#ket-qua}
## Tuyên truyền {#tuyen-truyen}
## Vận động {#van-dong}
# Giải pháp {#giai-phap}
## Tuyên truyền {#tuyen-truyen-moi}
"""
    files = {"content/outlines/bao-cao.md": outline, "units/phong-a/bao-cao/van-dong.md": section("Lời.")}
    table = docx.Document(str(made(Kind.REVIEW, files))).tables[-1]
    titles = [row.cells[0].text for row in table.rows[1:]]
    assert titles == ["I, 1. Tuyên truyền", "2. Vận động", "II, 1. Tuyên truyền"]


def test_the_table_has_an_upright_page_of_its_own_without_numbered_lines(made):
    document = docx.Document(str(made(Kind.REVIEW)))
    sections = document.sections
    *before, last = (each.orientation for each in sections)
    assert (before, last) == ([0, 1], 0)
    assert [each._sectPr.find("{*}lnNumType") is not None for each in sections] == [True, True, False]
    # LibreOffice counts lines through all sections, but never those of tables.
    *titles, _ = document.paragraphs[-3:]
    assert [each.style.name for each in titles] == ["Appendix Title", "Appendix Reference"]
    assert all(each._p.pPr.find("{*}suppressLineNumbers") is not None for each in titles)


@pytest.mark.parametrize("kind", [Kind.DRAFT, Kind.FINAL])
def test_a_copy_that_goes_to_a_seal_does_not_show_it(made, kind):
    body = "".join(part(made(kind), "word/document.xml").itertext())
    assert "Nguyễn Văn A, Bí thư" not in body and "phê duyệt" not in body

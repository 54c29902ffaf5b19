"""The summary of comments as a Word file: every count, every comment word for word, minority opinions in full."""

from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT

from tests.consultation import FILES, MARKUP, ONE, ORDER, SENT, THREE, TWO, sent
from tests.repositories import write
from vankien import pipeline
from vankien.readers.project import read

ANSWERS = ("tiep-thu", "tiep-thu-mot-phan", "giai-trinh", "")
KINDS = {"bo-sung": "Bổ sung", "sua-doi": "Sửa đổi", "bo": "Bỏ", "cau-truc": "Đổi cấu trúc", "cau-chu": "Câu chữ",
         "khac": "Khác"}  # fmt: skip
NAMES = {"tiep-thu": "Tiếp thu", "tiep-thu-mot-phan": "Tiếp thu một phần", "giai-trinh": "Giải trình",
         "": "Chưa trả lời"}  # fmt: skip


def run(root: Path) -> pipeline.Run:
    return pipeline.Run(root, str, 1, lambda name: lambda done, total: None)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("kho"), FILES)


@pytest.fixture(scope="module")
def whole(root) -> Document:
    """The summary of the comments on the draft of `phong-a`."""
    paths = pipeline.make_comment_reports(read(root), run(root))
    assert [path.relative_to(root).as_posix() for path in paths] == [
        "build/docx/khoi/gop-y.docx", "build/docx/phong-a/gop-y.docx",
    ]  # fmt: skip
    return docx.Document(str(paths[1]))


@pytest.fixture(scope="module")
def of_one(root, whole) -> Document:
    """The same for one organisation."""
    (path,) = pipeline.make_comment_reports(read(root), run(root), "phong-a", ONE)
    assert path.name == "gop-y-chi-bo-mot.docx"
    return docx.Document(str(path))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def rows(table) -> list[list[str]]:
    """The cells of a table; a cell that runs over several columns once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def counted(comments) -> list[list[str]]:
    """The table of counts, worked out by hand."""
    found = [["Loại ý kiến", *NAMES.values(), "Cộng"]]
    for kind, name in KINDS.items():
        own = [one for one in comments if one.proposal == kind]
        if own:
            found.append([name, *(str(sum(one.answer == answer for one in own)) for answer in ANSWERS), str(len(own))])
    found.append(["Cộng", *(str(sum(one.answer == answer for one in comments)) for answer in ANSWERS)])
    found[-1].append(str(len(comments)))
    return found


def main_tables(document: Document) -> tuple[list[list[str]], list[list[str]]]:
    """The table of counts and the table of comments."""
    tables = [rows(table) for table in document.tables]
    counts = next(table for table in tables if table[0][0] == "Loại ý kiến")
    listed = next(table for table in tables if table[0][0] == "TT")
    return counts, listed


def test_every_count_is_right_in_the_table_and_in_words(whole):
    own = [one for one in SENT if one.unit == "phong-a"]
    counts, _ = main_tables(whole)
    assert counts == counted(own)
    told = "\n".join(texts(whole))
    assert "có 7 ý kiến của 3 cơ quan, đơn vị, tổ chức góp ý vào dự thảo" in told
    assert "2 bổ sung, 1 sửa đổi, 1 bỏ, 1 đổi cấu trúc, 1 câu chữ, 1 khác" in told
    assert "2 tiếp thu, 1 tiếp thu một phần, 1 giải trình; còn 3 ý kiến chưa trả lời" in told
    assert "ngày 12 tháng 5 năm 2023" in told


def test_the_table_has_the_four_columns_and_every_comment_word_for_word(whole):
    _, (head, *body) = main_tables(whole)
    assert head == ["TT", "Nội dung dự thảo", "Ý kiến góp ý", "Đơn vị góp ý", "Tiếp thu, giải trình"]
    listed = [row for row in body if len(row) == 5]
    assert [row[0] for row in listed] == [str(number) for number in range(1, 8)]
    for row, id in zip(listed, ORDER, strict=True):
        one = sent(id)
        kind, words = row[2].split("\n", 1)
        # Word joins the blanks at the beginning of a line; all else is as it was typed.
        assert (kind, words) == (f"({KINDS[one.proposal]})", one.words.replace("  ", " "))
        assert row[3].split("\n")[0] == one.organisation
        assert row[4].split("\n")[0] == NAMES[one.answer]
        assert (one.reason or "–") in row[4] + "–"
        if one.quote:
            assert f"“{one.quote}”" in row[1]
    assert [row[0] for row in body if len(row) == 1] == [
        "Về toàn bộ báo cáo", "I, 1. Thuận lợi", "I, 2. Khó khăn", "II- Kiến nghị", "danh sách",
    ]  # fmt: skip


def test_minority_opinions_stand_in_full_before_the_table(whole):
    told = texts(whole)
    start = next(at for at, text in enumerate(told) if "Ý KIẾN CÁ BIỆT" in text.upper())
    part = told[start : next(at for at, text in enumerate(told) if text.startswith("Toàn bộ ý kiến"))]
    assert [text for text in part if text in {one.words for one in SENT}] == [
        sent("d-dang-vien").words, sent("a-kien-nghi").words,
    ]  # fmt: skip
    heads = [text for text in part if "người đồng ý)" in text]
    assert heads == [f"1. {THREE} (8/20 người đồng ý)", f"2. {ONE} (3/12 người đồng ý)"]
    assert "Về mục “I, 1. Thuận lợi”, đoạn 1: “12 đảng viên mới”." in part


def test_the_summary_of_one_organisation_has_its_comments_only(of_one):
    own = [one for one in SENT if one.unit == "phong-a" and one.organisation == ONE]
    counts, (_, *body) = main_tables(of_one)
    assert counts == counted(own)
    assert [row[2].split("\n", 1)[1] for row in body if len(row) == 5] == [
        sent(id).words for id in ORDER if sent(id).organisation == ONE
    ]
    told = "\n".join(texts(of_one))
    assert f"tổng hợp ý kiến góp ý của {ONE} vào dự thảo" in " ".join(
        cell for table in of_one.tables for row in rows(table) for cell in row
    ) + " ".join(texts(of_one))
    assert "có 3 ý kiến góp ý vào dự thảo" in told
    assert TWO not in told and MARKUP not in told


def test_the_table_lies_across_the_page_in_a_section_of_its_own(whole):
    assert [section.orientation for section in whole.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    table = next(table for table in whole.tables if table.rows[0].cells[0].text == "TT")
    assert table._tbl.xpath(".//w:trPr/w:tblHeader"), "the head of the table is repeated on every page"


def test_no_minority_opinion_is_said_as_well(root):
    (path,) = pipeline.make_comment_reports(read(root), run(root), "phong-a", TWO)
    assert "Không có ý kiến cá biệt." in texts(docx.Document(str(path)))


def test_the_same_comments_give_the_same_bytes(root, whole):
    def bytes_now() -> bytes:
        (path,) = pipeline.make_comment_reports(read(root), run(root), "phong-a", "")
        return path.read_bytes()

    assert bytes_now() == bytes_now()

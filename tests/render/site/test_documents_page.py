"""The register of directive documents on the site: what is cited, by whom, where, and what does not agree."""

import re

import pytest

from tests.render.small_cycle import FILES, pages_of
from tests.repositories import section, write
from vankien.readers.project import read

REGISTER = """\
kl-21-tw: {number: 21-KL/TW, type: Kết luận, date: 2021-10-25, issuer: Ban Chấp hành Trung ương, title: Xây dựng Đảng}
ct-05-tw: {number: 05-CT/TW, type: Chỉ thị, issuer: Bộ Chính trị}
"""
RIGHT = "Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương."
WRONG = "Thực hiện Kết luận số 21-KL/TW, ngày 15/10/2021 của Ban Chấp hành Trung ương."
LOCAL = "Triển khai Nghị quyết số 9-NQ/TU, ngày 1/3/2022 và Nghị quyết số 10-NQ/TU, ngày 1/4/2022 của Tỉnh ủy."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = dict(FILES)
    files["content/documents.yml"] = REGISTER
    files["units/phong-a/bao-cao/thuan-loi.md"] = section(f"Đoạn đầu.\n\n{RIGHT}")
    files["units/phong-c/bao-cao/thuan-loi.md"] = section(WRONG)
    files["units/phong-a/bao-cao/kho-khan.md"] = section("\n\n".join([LOCAL] * 9))
    root = write(tmp_path_factory.mktemp("van-ban"), files)
    return pages_of(read(root), root)


def row(page: str, slug: str) -> str:
    return re.search(rf'<tr id="vb_{slug}">.*?</tr>', page)[0]


def test_a_document_stands_with_what_the_register_knows_and_every_place(made):
    found = row(made["documents/index.md"].markdown, "kl-21-tw")
    for part in ("21-KL/TW", "25/10/2021", "Ban Chấp hành Trung ương", "Xây dựng Đảng"):
        assert part in found
    assert 'href="../units/phong-a/bao-cao.html#p_thuan-loi_2"' in found
    assert 'href="../units/phong-c/bao-cao.html#p_thuan-loi_1"' in found


def test_what_does_not_agree_is_shown_first(made):
    page = made["documents/index.md"].markdown
    assert page.index("Cần đối chiếu") < page.index("vb_kl-21-tw")
    assert "15/10/2021" in page and "cần đối chiếu" in row(page, "kl-21-tw")


def test_a_registered_document_that_nobody_cites_can_be_looked_up(made):
    assert "chưa ai dẫn" in row(made["documents/index.md"].markdown, "ct-05-tw")


def test_a_document_that_the_register_lacks_is_told(made):
    assert "chưa có trong danh mục" in row(made["documents/index.md"].markdown, "9-nq-tu|09-nq-tu")


def test_a_document_cited_at_many_places_has_a_page_of_its_own(made):
    page = made["documents/10-nq-tu.md"].markdown
    assert page.count("#p_kho-khan_") == 9


def test_numbers_stand_in_the_order_of_numbers(made):
    page = made["documents/index.md"].markdown
    assert page.index("09-NQ/TU") < page.index("10-NQ/TU")


def test_a_page_stays_small_however_many_documents_there_are(tmp_path):
    files = dict(FILES)
    files["content/documents.yml"] = "".join(
        f"qd-{n}: {{number: {n}/2021/QĐ-TTg, type: Quyết định, date: 2021-05-02}}\n" for n in range(1, 1001)
    )
    made = pages_of(read(write(tmp_path, files)), tmp_path)
    assert sorted(uri for uri in made if "danh-sach_" in uri) == [f"documents/danh-sach_{n}.md" for n in (1, 2, 3)]
    assert made["documents/index.md"].markdown.count("<tr id=") <= 400
    assert "1000/2021/QĐ-TTg" in made["documents/danh-sach_3.md"].markdown

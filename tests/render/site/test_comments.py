"""Comments on the site: each beside its paragraph, in the list and in the summary, word for word and counted right."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.consultation import FILES, MARKUP, ONE, ORDER, SENT, THREE, sent
from tests.render.small_cycle import build, pages_of
from tests.repositories import write
from vankien.readers.project import read
from vankien.render.site import places

REPORT = "units/phong-a/bao-cao.md"
SUMMARY = "comments/unit/phong-a/index.md"
KINDS = {"bo-sung": "Bổ sung", "sua-doi": "Sửa đổi", "bo": "Bỏ", "cau-truc": "Đổi cấu trúc", "cau-chu": "Câu chữ",
         "khac": "Khác"}  # fmt: skip
ANSWERS = ("tiep-thu", "tiep-thu-mot-phan", "giai-trinh", "")


def made(root, **changes: str) -> dict[str, str]:
    """The pages of the small consultation, by place."""
    project = read(write(root, {**FILES, **changes}))
    return {uri: page.markdown for uri, page in pages_of(project, root).items()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    return made(tmp_path_factory.mktemp("kho"))


def plain(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def paragraph(page: str, id: str) -> str:
    """A paragraph with its margin."""
    return page.split(f'id="{id}"')[1].split('class="vk-par', 1)[0].split('class="vk-comments"', 1)[0]


def said(page: str) -> list[str]:
    """The words of all comments on a page, as a browser shows them."""
    return [unescape(found) for found in re.findall(r'<(?:div|p) class="vk-said">(.*?)</(?:div|p)>', page)]


def test_a_comment_stands_beside_its_paragraph_and_open_ones_first(pages):
    beside = plain(paragraph(pages[REPORT], "p_thuan-loi_1"))
    assert (
        beside.index("Nêu số đảng viên nữ.") < beside.index("So với cùng kỳ.") < beside.index("Số cùng kỳ ở phụ lục.")
    )
    assert "Chưa trả lời Chi bộ Một , bổ sung" in beside
    assert "Ghi rõ *tên lớp*" in plain(paragraph(pages[REPORT], "p_thuan-loi_3"))
    assert (
        "vk-noted" not in paragraph(pages[REPORT], "p_thuan-loi_2") + pages[REPORT].split('id="p_thuan-loi_2"')[0][-60:]
    )


def test_a_comment_whose_place_is_lost_stands_above_the_text_and_says_so(pages):
    above = plain(pages[REPORT].split('id="p_kho-khan_1"')[0].split("Khó khăn")[-1])
    assert "Câu này đã cũ." in above
    assert "đoạn 1: không còn thấy trong dự thảo" in above


def test_the_words_of_open_comments_are_marked(pages):
    assert pages[REPORT].count("vk-mark-comment") == 2
    assert '<mark class="vk-mark vk-mark-comment">12 đảng viên mới</mark>' in pages[REPORT]
    assert '<mark class="vk-mark vk-mark-comment">đề nghị cấp trên</mark>' in pages[REPORT]


def test_each_section_counts_its_comments_and_leads_to_a_new_one(pages):
    box = pages[REPORT].split('data-heading="thuan-loi"')[1].split("vk-comments")[0]
    assert "3 ý kiến góp ý, 1 chưa trả lời" in plain(box)
    assert 'href="../../comments/new.html#unit=phong-a&amp;report=bao-cao&amp;heading=thuan-loi"' in box
    assert 'href="../../comments/unit/phong-a/index.html"' in box


def test_the_page_of_a_heading_shows_them_too(pages):
    page = pages["headings/bao-cao/thuan-loi.md"]
    assert "Nêu số đảng viên nữ." in plain(paragraph(page, "p_phong-a_1"))
    assert page.count('class="vk-comments"') == 2


def test_on_a_code_host_the_new_file_is_prepared_with_its_place(tmp_path):
    cycle = FILES["content/cycle.yml"] + "repository: https://git.example.vn/to/kho\n"
    for host, filled in (("github", True), ("forgejo", True), ("gitlab", False)):
        pages = made(tmp_path / host, **{"content/cycle.yml": f"{cycle}host: {host}\n"})
        box = pages[REPORT].split('data-heading="thuan-loi"')[1].split(">", 1)[0]
        assert ("data-host=" in box) == filled
        if filled:
            address = urlsplit(unescape(re.search('data-host="([^"]*)"', box)[1]))
            told = parse_qs(address.query)["value"][0]
            assert address.path.endswith("/units/phong-a/comments")
            assert "report: bao-cao\nheading: thuan-loi\ndraft: 2\n" in told
        new = pages["comments/new.md"]
        assert "https://git.example.vn/to/kho" in re.search('data-address="([^"]*)"', new)[1]


def test_the_list_has_every_comment_once_and_those_first_that_wait(pages):
    page = pages["comments/index.md"]
    assert "8 ý kiến của 3 nơi gửi" in plain(page)
    for state, count in (("Chưa trả lời", 4), ("Tiếp thu", 2), ("Tiếp thu một phần", 1), ("Giải trình", 1)):
        assert f"{state}: {count}" in plain(page)
    listed = said(page)
    assert len(listed) == len(SENT)
    open_ones = {one.words for one in SENT if not one.answer}
    assert set(listed[:4]) == open_ones


def test_the_filter_reads_what_the_list_shows(tmp_path):
    root = write(tmp_path, FILES)
    project = read(root)
    data = (build(project, root) / places.COMMENT_DATA).read_bytes()
    listed = json.loads(data.decode().removeprefix("window.vankienComments = ").removesuffix(";\n"))
    assert len(listed) == len(SENT)
    told = {one["a"].split("#")[1].removeprefix(f"y-kien-{one['u']}-"): one for one in listed}
    for one in SENT:
        found = told[one.id]
        assert (found["u"], found["o"], found["k"]) == (one.unit, one.organisation, one.proposal)
        assert found["s"] == (one.answer or "chua-tra-loi")
        assert found["m"] == bool(one.share)
        assert found["t"].startswith(" ".join(one.words.split())[:60])
    assert [one["s"] for one in listed][:4] == ["chua-tra-loi"] * 4


def counted(comments) -> list[list[str]]:
    """The rows of the table of counts, worked out by hand."""
    rows = []
    for kind, name in KINDS.items():
        own = [one for one in comments if one.proposal == kind]
        if own:
            rows.append([name, *(str(sum(one.answer == answer for one in own)) for answer in ANSWERS), str(len(own))])
    total = [str(sum(one.answer == answer for one in comments)) for answer in ANSWERS]
    return [*rows, ["Cộng", *total, str(len(comments))]]


def counts(page: str) -> list[list[str]]:
    table = page.split("<table", 1)[1].split("</table>")[0].split("<tbody>")[1]
    return [[plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in table.split("<tr>")[1:]]


@pytest.mark.parametrize(
    ("uri", "comments"),
    [
        (SUMMARY, [one for one in SENT if one.unit == "phong-a"]),
        ("comments/unit/khoi/index.md", [one for one in SENT if one.unit == "khoi"]),
        ("comments/from/chi-bo-mot/index.md", [one for one in SENT if one.organisation == ONE]),
        ("comments/from/phong-tai-chinh/index.md", [one for one in SENT if one.organisation == THREE]),
    ],
)
def test_a_summary_counts_and_quotes_exactly_its_own_comments(pages, uri, comments):
    page = pages[uri]
    assert counts(page) == counted(comments)
    table = page.split("## Ý kiến cá biệt")[0]
    words = [words for words in said(table) if words not in {one.reason for one in SENT}]
    assert sorted(words) == sorted(one.words for one in comments)


def test_the_summary_follows_the_order_of_the_draft(pages):
    page = pages[SUMMARY]
    rows = re.findall(r'<tr id="y-kien-phong-a-([^"]*)">', page)
    assert tuple(rows) == ORDER
    headings = re.findall(r"^###? (.*?)(?: \{#.*\})?$", page, re.MULTILINE)
    assert headings == ["Báo cáo thử", "Về toàn bộ báo cáo", "1\\. Thuận lợi", "2\\. Khó khăn", "II\\- Kiến nghị",
                        "Phụ lục: danh sách", "Ý kiến cá biệt"]  # fmt: skip


def test_the_words_of_a_comment_stay_as_they_were_typed(pages):
    assert MARKUP in said(pages[SUMMARY])
    assert "<b>số" not in pages[SUMMARY]


def test_minority_opinions_stand_in_full_with_their_share(pages):
    part = pages[SUMMARY].split("## Ý kiến cá biệt")[1]
    assert said(part) == [sent("d-dang-vien").words, sent("a-kien-nghi").words]
    assert "8/20 người đồng ý" in plain(part) and "3/12 người đồng ý" in plain(part)
    assert "Ý kiến cá biệt" not in pages["comments/from/doan-truong/index.md"]


def test_a_summary_leads_back_to_the_paragraph(pages):
    row = pages[SUMMARY].split('<tr id="y-kien-phong-a-c-dang-vien">')[1].split("</tr>")[0]
    assert 'href="../../../units/phong-a/bao-cao.html#p_thuan-loi_1"' in row
    lost = pages[SUMMARY].split('<tr id="y-kien-phong-a-f-mat-cho">')[1].split("</tr>")[0]
    assert 'href="../../../units/phong-a/bao-cao.html#kho-khan"' in lost


def test_without_comments_the_pages_say_so(tmp_path):
    pages = made(tmp_path, **{path: None for path in FILES if "/comments/" in path})
    assert "Chưa có ý kiến góp ý nào" in pages["comments/index.md"]
    assert not [uri for uri in pages if uri.startswith(("comments/unit", "comments/from"))]
    assert "Góp ý cho mục này" in pages[REPORT]

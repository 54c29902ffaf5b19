"""What the pages show."""

import posixpath
import re
from html import unescape
from urllib.parse import parse_qs

from markupsafe import escape

from tests.render.site.conftest import DOWNLOADS
from tests.render.small_cycle import pages_of
from vankien.render.site import places

MENU = {
    places.UNITS,
    places.HEADINGS,
    places.INDICATORS,
    places.FINDINGS,
    places.GUIDE,
    places.RULES,
    places.OWN,
    places.DOCUMENTS,
    places.CHANGES,
    places.COMMENTS,
}
LINK = re.compile(r'href="([^"]*)"')
ANCHOR = re.compile(r'id="([^"]*)"|\{#([^}]*)\}')


def text(markdown: str) -> str:
    """The words of a page, without markup."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", markdown)).split())


def test_every_kind_of_page_is_there(pages):
    assert {
        "index.md", "units/index.md", "units/phong-a/index.md", "units/phong-a/bao-cao.md", "headings/index.md",
        "headings/bao-cao/thuan-loi.md", "headings/bao-cao/giai-phap.thuan-loi.md", "indicators/index.md",
        "indicators/ket-nap.md", "changes/index.md", "findings/index.md",
        "findings/phong-a.md", "themes.md", "themes/cai-cach.md", "schedule.md", "guide/index.md", "guide/bao-cao.md",
        "rules/index.md",
        "pages/index.md", "pages/gioi-thieu.md",
    } <= set(pages)  # fmt: skip


def test_a_unit_may_be_named_like_the_page_of_a_folder(pages):
    assert "Chi bộ tên là index" in pages["units/index-/index.md"].title
    assert "Chi bộ tên là index" in pages["findings/index-.md"].title


def test_every_link_leads_to_a_page_and_a_place_on_it(pages):
    anchors = {
        places.published(uri): {id for found in ANCHOR.findall(page.markdown) for id in found if id}
        for uri, page in pages.items()
    }
    assets = {"docx/phong-a/bao-cao.docx"}
    for uri, page in pages.items():
        for target in LINK.findall(page.markdown):
            if target.startswith(("http", "mailto:")):
                continue
            path, _, anchor = target.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) if path else places.published(uri)
            if place == places.published(places.NEW_COMMENT) and anchor:
                # What a comment is about is told behind the sign #, for the script of the page.
                told = parse_qs(unescape(anchor), strict_parsing=True)
                assert places.report(told["unit"][0], told["report"][0]) in pages, (uri, target)
                continue
            assert place in anchors or place in assets, (uri, target)
            assert not anchor or anchor in anchors[place], (uri, target)


def test_every_page_carries_the_notice_and_the_way_back(pages):
    for uri, page in pages.items():
        assert 'notice: "Chỉ là mẫu: <b>không</b> phải số thật."' in page.markdown
        in_the_menu = "/" not in uri or uri in MENU
        assert ("trail: " in page.markdown) != in_the_menu, uri


def test_names_are_never_markup(pages):
    for page in pages.values():
        assert "<script" not in page.markdown.split("\n---\n", 1)[1]
        assert "<script" not in page.markdown.split("\n", 2)[1]
    assert pages["units/phong-a/index.md"].markdown.count("# Phòng &lt;script&gt;hit=1&lt;/script&gt; \\*A\\*") == 1


def test_a_report_is_numbered_as_in_word_and_leaves_out_what_is_optional_and_empty(pages):
    headings = re.findall(r"^#+ .*", pages["units/phong-a/bao-cao.md"].markdown, re.MULTILINE)
    assert headings[1:] == [
        "## Phần thứ nhất\\. Kết quả {#ket-qua}",
        "### I\\- Thuận lợi {#thuan-loi}",
        "### II\\- Khó khăn {#kho-khan}",
        "## Phần thứ hai\\. Giải pháp {#giai-phap}",
        "### I\\- Thuận lợi {#giai-phap.thuan-loi}",
        "### II\\- Khó khăn {#giai-phap.kho-khan}",
        "## Phần thứ ba\\. Kiến nghị {#kien-nghi}",
        "## Phụ lục 1: Kết quả chỉ tiêu {#bang-chi-tieu}",
        "## Phụ lục 2: Danh sách {#danh-sach}",
        "## Chú thích {#_chu-thich}",
    ]


def test_a_report_shows_texts_states_themes_figures_and_notes(pages):
    page = pages["units/phong-a/bao-cao.md"].markdown
    words = text(page)
    assert "Kết quả của Phòng" in words
    assert "Lời mở đầu." in words
    assert "Kết nạp 64 đảng viên" in words
    assert "người duyệt: Bà Lan" in words
    assert "cập nhật 02/5/2023" in words
    assert "Cải cách hành chính" in words
    assert words.count("Chưa có nội dung.") == 3
    assert re.findall(r'<li id="(fn_[^"]*)"', page) == [
        "fn_phong-a_bao-cao_thuan-loi-1",
        "fn_phong-a_bao-cao_kho-khan-1",
    ]
    assert 'href="../../docx/phong-a/bao-cao.docx"' in page
    assert "01 Kết nạp đảng viên 140 - 150 64 Đạt 45,71%" in words


def test_a_word_file_is_offered_only_where_there_is_one(pages):
    assert "docx" not in pages["units/phong-c/bao-cao.md"].markdown


def test_a_file_that_cannot_be_read_is_not_called_missing(pages):
    assert "chưa đọc được" in text(pages["units/phong-c/bao-cao.md"].markdown)


def test_a_report_not_begun_has_no_page(pages):
    assert "units/khoi/bao-cao.md" not in pages
    assert "Chưa bắt đầu viết." in text(pages["units/khoi/index.md"].markdown)


def test_an_exempt_unit_is_told_so(pages):
    words = text(pages["units/phong-b/index.md"].markdown)
    assert "Được miễn" in words
    assert "Quá hạn" not in words


def test_the_home_page_tells_what_is_next_and_who_is_late(pages):
    words = text(pages["index.md"].markdown)
    assert "còn 18 ngày" in words
    assert "Mọi mốc của kế hoạch đã qua." in words
    assert "1 đơn vị quá hạn" in words
    assert "Kế hoạch số 106-KH/ĐUK, ngày 24/4/2023 của Ban Thường vụ" in words
    assert "Bản thảo lần 2" in words


def test_states_are_told_by_words(pages):
    matrix = pages["index.md"].markdown
    for state, word in (("draft", "Dự thảo"), ("absent", "Chưa có"), ("exempt", "Được miễn")):
        assert f'<span class="vk-state vk-state-{state}"><span class="vk-word">{word}</span></span>' in matrix


def test_a_heading_shows_all_units_and_who_has_not_written(pages):
    words = text(pages["headings/bao-cao/thuan-loi.md"].markdown)
    assert "3 đơn vị đã viết" in words
    assert "1 đơn vị chưa viết" in words
    assert "Chăm lo đảng viên." in words
    assert "phải có số liệu" in words
    guidance = pages["headings/bao-cao/ket-qua.md"].markdown
    assert "<strong>đậm</strong>" in guidance
    assert "Chú thích của hướng dẫn." in guidance


def test_whom_a_heading_is_for_is_told_in_words(pages):
    assert "dành cho: doanh nghiệp; Cơ sở" in text(pages["headings/bao-cao/kien-nghi.md"].markdown)


def test_findings_are_listed_worst_first(pages):
    overview = pages["findings/index.md"].markdown
    assert text(overview).index("Lỗi phải sửa trước") < text(overview).index("Theo đơn vị")
    units = re.findall(r'<th scope="row"><a href="([a-z-]+)\.html', overview)
    assert units[0] == "phong-c"
    assert "Lỗi phải sửa" in text(pages["findings/phong-c.md"].markdown)
    assert "Không có việc gì cần sửa." in text(pages["findings/phong-b.md"].markdown)


def test_themes_tell_who_reports_and_who_does_not(pages):
    assert "Cải cách hành chính 1/5 1" in text(pages["themes.md"].markdown)
    words = text(pages["themes/cai-cach.md"].markdown)
    assert "1/5 đơn vị báo cáo về nhiệm vụ này." in words
    assert "Phòng <script>hit=1</script> *A* 1 bài" in words
    assert "4 đơn vị chưa báo cáo" in words


def test_the_schedule_has_dates_periods_and_rules(pages):
    words = text(pages["schedule.md"].markdown)
    assert "từ đầu năm 2020 đến tháng 6/2023 (số liệu cuối kỳ là số ước)" in words
    assert "quá 2 ngày" in words
    assert "Một quy định khác." in words and "Có tên: Điều nữa." in words
    assert "quy-dinh:" not in words
    assert "12 tháng" in words


def test_instructions_name_the_file_of_each_heading(pages):
    words = text(pages["guide/bao-cao.md"].markdown)
    assert "bao-cao/giai-phap.thuan-loi.md" in words
    assert "Theo thứ tự và nội dung của mục I- Thuận lợi" in words
    assert "Kết nạp (đảng viên) – ket-nap" in words
    assert "units/<đơn-vị>/bao-cao/mo-dau.md" in text(pages["guide/index.md"].markdown)


def test_own_pages_keep_their_headings(pages):
    assert "# Về trang này" in pages["pages/gioi-thieu.md"].markdown
    assert "<h2>Mục nhỏ</h2>" in pages["pages/gioi-thieu.md"].markdown


def test_the_rulebook_has_a_place_for_every_code(pages):
    assert "{#s101}" in pages["rules/index.md"].markdown


def test_the_same_project_makes_the_same_pages(project, root, pages):
    assert pages_of(project, root, DOWNLOADS) == pages


def test_no_text_begins_a_line(pages):
    for page in pages.values():
        body = page.markdown.split("\n---\n", 1)[1]
        for line in filter(None, body.split("\n")):
            assert line.startswith(('<div class="vk">', "#")), line[:80]


def test_cells_are_escaped(pages):
    assert str(escape("Phòng <script>")) in pages["units/index.md"].markdown

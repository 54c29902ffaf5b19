"""Which headings, texts and appendices stand in a report."""

import pytest

from tests.render.word.made import HEADINGS, TEXTS, W, outline, part, texts, words
from vankien.model.outline import COLUMNS, Appendix
from vankien.render.word.document import heading_kinds

INDICATORS = Appendix(
    "phu-luc-chi-tieu",
    "Kết quả các chỉ tiêu",
    "indicators",
    ("TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu đề ra", "Thực hiện", "So sánh"),
    COLUMNS[:6],
)
WIDE = Appendix("phu-luc-rong", "bảng theo dõi công việc", "text", landscape=True)
OPTIONAL = Appendix("phu-luc-them", "Tài liệu thêm", "text", optional=True)


def test_headings_carry_the_outline_labels_in_real_heading_styles(opened):
    document = opened()
    assert texts(document, "Heading 1") == [
        "Phần thứ nhất\nTÌNH HÌNH THỰC HIỆN NGHỊ QUYẾT ĐẠI HỘI",
        "Phần thứ hai\nMỤC TIÊU VÀ GIẢI PHÁP",
    ]
    assert texts(document, "Heading 2") == ["I- BỐI CẢNH CHUNG", "I- MỤC TIÊU"]
    assert texts(document, "Heading 3") == ["1. Thuận lợi"]
    assert texts(document, "Heading 4") == ["1.1. Việc làm ở cơ sở"]
    assert texts(document, "Heading 5") == ["a) Chi tiết của từng việc"]


def test_heading_styles_are_the_levels_that_word_navigates_by(file):
    styles = part(file(), "word/styles.xml")
    levels = {
        style.get(f"{W}styleId"): style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None and style.get(f"{W}styleId").startswith("Heading")
    }
    assert levels == {f"Heading{level}": str(level - 1) for level in range(1, 6)}


def test_an_opening_prints_its_text_without_a_title(opened):
    paragraphs = [paragraph.text for paragraph in opened().paragraphs]
    assert "Lời mở đầu." in paragraphs
    assert not any("Mở đầu" in text for text in paragraphs)


@pytest.mark.parametrize(
    ("numbering", "kinds"),
    [
        (
            ("Phần {ordinal}", "{roman}-", "{n}.", "{n}.{n}.", "{letter})"),
            ("part", "roman", "number", "subnumber", "letter"),
        ),
        (("Chương {roman}", "{roman}.", "{latin})"), ("part", "roman", "letter", "plain", "plain")),
        (("{roman}-",), ("roman", "plain", "plain", "plain", "plain")),
        ((), ("plain",) * 5),
    ],
)
def test_a_heading_looks_as_it_is_numbered(numbering, kinds):
    assert heading_kinds(outline(numbering=numbering)) == kinds


def test_an_outline_that_begins_with_roman_numbers_has_them_as_first_heading_style(opened):
    headings = (("ket-qua", "Kết quả", 1), ("lanh-dao", "Lãnh đạo", 2))
    document = opened(of=outline(headings, ("{roman}-", "{n}.")), texts={"lanh-dao": "Đoạn."})
    assert texts(document, "Heading 1") == ["I- KẾT QUẢ"]
    assert document.styles["Heading 1"].paragraph_format.alignment.name == "LEFT"


def test_a_required_heading_without_text_says_so(opened):
    document = opened(texts={"thuan-loi": "Đoạn."})
    assert texts(document, "Missing Text") == ["(Chưa có nội dung)"] * 3
    assert document.styles["Missing Text"].font.italic


@pytest.mark.parametrize(
    ("profile", "last", "ending"),
    [
        ("party-2018", "Đoạn cuối.", "Đoạn cuối./."),
        ("party-2026", "Đoạn cuối;", "Đoạn cuối."),
        ("state-2020", "Đoạn cuối", "Đoạn cuối./."),
        ("party-2018", "Đoạn cuối./.", "Đoạn cuối./."),
        ("party-2018", "- một;\n- **hai.**", "hai./."),
        ("party-2018", "> trích", "trích./."),
        ("party-2018", "| a |\n|---|\n| b |", "./."),
    ],
)
def test_the_text_ends_with_the_mark_of_its_profile(file, profile, last, ending):
    body = part(file(profile=profile, texts={**TEXTS, "muc-tieu": last}), "word/document.xml")[0]
    tables = [each for each in body if each.tag == f"{W}tbl"]
    before = tables[-1].itersiblings(f"{W}p", preceding=True)
    assert next(text for paragraph in before if (text := words(paragraph))) == ending


def test_a_report_whose_end_is_missing_has_no_closing_mark(opened):
    assert not any("./." in paragraph.text for paragraph in opened(texts={"mo-dau": "Lời."}).paragraphs)


def test_each_appendix_is_a_section_of_its_own_with_its_own_pages(opened):
    texts_given = {**TEXTS, "phu-luc-rong": "Lời của phụ lục."}
    document = opened(of=outline(appendices=(INDICATORS, WIDE)), texts=texts_given)
    assert texts(document, "Appendix Label") == ["PHỤ LỤC 1", "PHỤ LỤC 2"]
    assert texts(document, "Appendix Title") == ["Kết quả các chỉ tiêu", "Bảng theo dõi công việc"]
    assert all(
        "Báo cáo số" in text and text.endswith("Đảng ủy Sở Mẫu)") for text in texts(document, "Appendix Reference")
    )
    assert [section.orientation.name for section in document.sections] == ["PORTRAIT", "PORTRAIT", "LANDSCAPE"]
    starts = [section._sectPr.find(f"{W}pgNumType").get(f"{W}start") for section in document.sections]
    assert starts == ["1", "1", "1"]


def test_a_single_appendix_is_not_numbered_and_an_empty_optional_one_not_printed(opened):
    document = opened(of=outline(appendices=(INDICATORS, OPTIONAL)))
    assert texts(document, "Appendix Label") == ["PHỤ LỤC"]


def test_state_appendices_have_roman_numbers(opened):
    document = opened(of=outline(appendices=(INDICATORS, WIDE)), profile="state-2020")
    assert texts(document, "Appendix Label") == ["PHỤ LỤC I", "PHỤ LỤC II"]


def test_the_indicator_appendix_shows_the_register_with_the_figures_of_the_unit(opened):
    document = opened(of=outline(appendices=(INDICATORS,)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows[0] == ["TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu đề ra", "Thực hiện", "So sánh"]
    assert rows[1][:5] == ["01", "Kết nạp đảng viên mới", "đảng viên", "10", "12"]


def test_headings_of_the_outline_are_the_only_headings(opened):
    document = opened(texts={**TEXTS, "chi-tiet": "##### Đề mục riêng\n\nLời."})
    headings = [paragraph for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert len(headings) == len(HEADINGS) - 1
    assert texts(document, "Subheading") == ["Đề mục riêng"]
    assert document.styles["Subheading"].font.bold

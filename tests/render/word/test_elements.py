"""What stands around the text, and what it looks like, in each layout profile."""

import datetime
from dataclasses import replace

import pytest
from docx.shared import Mm, Pt

from tests.render.word.made import PROFILES, UNIT, W, part, style_id, texts, words
from vankien.model.section import Status
from vankien.model.unit import Issue

# The layout rules: size in points, bold, italic, underlined, by element and profile.
LOOKS = {
    "Body Text": {"party-2018": (14, "", 10), "party-2026": (14, "", 10), "state-2020": (14, "", 10)},
    "Nation": {"party-2018": (15, "b"), "party-2026": (15, "b"), "state-2020": (13, "b")},
    "Motto": {"state-2020": (14, "b")},
    "Superior": {"party-2018": (14, ""), "party-2026": (14, ""), "state-2020": (13, "")},
    "Issuer": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (13, "b")},
    "Document Number": {"party-2018": (14, ""), "party-2026": (14, ""), "state-2020": (13, "")},
    "Place Date": {"party-2018": (14, "i"), "party-2026": (14, "i"), "state-2020": (14, "i")},
    "Draft Mark": {"party-2018": (14, ""), "party-2026": (14, "i"), "state-2020": (13, "")},
    "Document Type": {"party-2018": (16, "b"), "party-2026": (16, "b"), "state-2020": (14, "b")},
    "Document Subject": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Authority": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Position": {"party-2018": (14, ""), "party-2026": (14, ""), "state-2020": (14, "b")},
    "Signer": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Recipients Title": {"party-2018": (14, "u"), "party-2026": (14, "u"), "state-2020": (12, "bi")},
    "Recipient": {"party-2018": (12, ""), "party-2026": (12, ""), "state-2020": (11, "")},
    "footnote text": {"party-2018": (11, ""), "party-2026": (11, ""), "state-2020": (11, "")},
    "Heading 1": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Heading 2": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Heading 3": {"party-2018": (14, "b"), "party-2026": (14, "b"), "state-2020": (14, "b")},
    "Heading 4": {"party-2018": (14, "bi"), "party-2026": (14, "bi"), "state-2020": (14, "bi")},
    "Heading 5": {"party-2018": (14, "i"), "party-2026": (14, "i"), "state-2020": (14, "")},
}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_element_has_the_size_and_weight_of_its_profile(opened, profile):
    document = opened(profile=profile)
    for name, looks in LOOKS.items():
        if profile not in looks:
            continue
        size, marks = looks[profile][:2]
        font = document.styles[name].font
        found = "".join(mark for mark, on in (("b", font.bold), ("i", font.italic), ("u", font.underline)) if on)
        assert (name, font.size, found) == (name, Pt(size), marks)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_whole_document_is_black_times_new_roman_in_vietnamese(file, profile):
    styles = part(file(profile=profile), "word/styles.xml")
    assert {font.get(f"{W}ascii") for font in styles.iter(f"{W}rFonts")} == {"Times New Roman"}
    assert not list(styles.iter(f"{W}color"))
    assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}val") == "vi-VN"


@pytest.mark.parametrize("profile", PROFILES)
def test_paragraphs_are_justified_with_an_indented_first_line(opened, profile):
    style = opened(profile=profile).styles["Body Text"].paragraph_format
    assert style.alignment.name == "JUSTIFY"
    assert abs(style.first_line_indent - Mm(10)) < Mm(0.1)
    assert style.space_after >= Pt(6)
    if profile == "state-2020":
        assert 1 <= style.line_spacing <= 1.5
    else:
        assert (style.line_spacing_rule.name, style.line_spacing) == ("EXACTLY", Pt(18))


def test_a_party_report_opens_with_its_header_block(opened):
    document = opened(issue=Issue(5, datetime.date(2023, 5, 4)))
    table = document.tables[0]
    left = [words(paragraph) for paragraph in table._tbl.findall(f"{W}tr/{W}tc[1]/{W}p")]
    right = [words(paragraph) for paragraph in table._tbl.findall(f"{W}tr/{W}tc[2]/{W}p")]
    assert left == ["ĐẢNG BỘ KHỐI", "ĐẢNG ỦY SỞ MẪU", "*", "(Dự thảo lần 4)", "Số 05-BC/ĐU"]
    assert right == ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "Trà Vinh, ngày 04 tháng 5 năm 2023"]
    assert texts(document, "Document Type") == ["BÁO CÁO"]
    assert texts(document, "Document Subject") == ["sơ kết giữa nhiệm kỳ của Ban Chấp hành Đảng bộ Sở Mẫu"]
    assert texts(document, "Subject Mark") == ["-----"]


def test_a_state_report_has_the_motto_and_a_colon_behind_the_word_number(opened):
    document = opened(profile="state-2020", issue=Issue(15, datetime.date(2023, 2, 4)))
    assert texts(document, "Nation") == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
    assert texts(document, "Motto") == ["Độc lập - Tự do - Hạnh phúc"]
    assert texts(document, "Document Number") == ["Số: 15/BC-ĐU"]
    assert texts(document, "Place Date") == ["Trà Vinh, ngày 04 tháng 02 năm 2023"]
    assert texts(document, "Subject Mark") == []


def test_number_and_date_that_are_not_given_leave_room_for_the_pen(opened):
    document = opened()
    assert [text.split() for text in texts(document, "Document Number")] == [["Số", "-BC/ĐU"]]
    assert texts(document, "Place Date") == ["Trà Vinh, ngày ..... tháng ..... năm 2023"]


@pytest.mark.parametrize(("profile", "count"), [("party-2018", 1), ("party-2026", 1), ("state-2020", 3)], ids=PROFILES)
def test_lines_are_drawn_below_the_titles_that_the_profile_names(opened, profile, count):
    body = opened(profile=profile).element.body
    rules = [paragraph for paragraph in body.iter(f"{W}p") if style_id(paragraph) == "Rule"]
    assert len(rules) == count


def test_the_line_below_the_party_title_is_as_long_as_the_title(opened):
    table = opened().tables[0]
    width = int(table._tbl.find(f"{W}tblGrid")[1].get(f"{W}w"))
    rule = next(paragraph for paragraph in table._tbl.iter(f"{W}p") if style_id(paragraph) == "Rule")
    indent = rule.find(f"{W}pPr/{W}ind")
    length_mm = (width - int(indent.get(f"{W}left")) - int(indent.get(f"{W}right"))) / 1440 * 25.4
    # Measured with a font tool in Liberation Serif Bold, 15 pt.
    assert length_mm == pytest.approx(72.9, abs=0.5)


def test_a_report_of_approved_texts_has_no_draft_mark(opened):
    assert texts(opened(status=Status.APPROVED), "Draft Mark") == []
    assert texts(opened(status=Status.REVIEW), "Draft Mark") == ["(Dự thảo lần 4)"]


@pytest.mark.parametrize(
    ("profile", "items"),
    [
        ("party-2018", ["- Đảng ủy Khối (b/c),", "- Các chi bộ trực thuộc,", "- Lưu Văn phòng Đảng ủy."]),
        ("party-2026", ["- Đảng ủy Khối (b/c);", "- Các chi bộ trực thuộc;", "- Lưu Văn phòng Đảng ủy."]),
        ("state-2020", ["- Đảng ủy Khối (b/c);", "- Các chi bộ trực thuộc;", "- Lưu Văn phòng Đảng ủy."]),
    ],
)
def test_signature_and_recipients_close_the_report(opened, profile, items):
    document = opened(profile=profile)
    assert texts(document, "Authority") == ["T/M BAN THƯỜNG VỤ"]
    assert texts(document, "Position") == ["BÍ THƯ"]
    assert texts(document, "Signer") == ["Nguyễn Văn Mẫu"]
    assert texts(document, "Recipients Title") == ["Nơi nhận:"]
    assert texts(document, "Recipient") == items


def test_the_signature_is_never_alone_on_a_page(opened):
    body = opened().element.body
    (signature,) = [
        table for table in body.iter(f"{W}tbl") if table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Signature"
    ]
    assert signature.getprevious().find(f"{W}pPr/{W}keepNext") is not None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in signature.findall(f"{W}tr"))


def test_a_unit_that_says_little_of_itself_still_gets_a_document(opened):
    bare = replace(
        UNIT, parent="", committee="", issuer="", place="", symbol="", recipients=(), signatory=type(UNIT.signatory)()
    )
    document = opened(unit=bare)
    assert texts(document, "Issuer") == ["ĐẢNG BỘ SỞ MẪU"]
    assert [text.split() for text in texts(document, "Document Number")] == [["Số", "-BC"]]
    assert texts(document, "Recipient") == []

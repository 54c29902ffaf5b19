"""What becomes of an author's text: the dialect, footnotes, lists, tables, links and images."""

import zipfile

import docx
import pytest

from tests.pictures import PIXEL
from tests.render.word.made import TEXTS, W, outline, part, style_id, texts, words
from vankien.model.outline import Appendix


def body_of(file, text):
    return part(file(texts={**TEXTS, "chi-tiet": text}), "word/document.xml")[0]


def test_footnotes_with_equal_labels_in_two_sections_stay_two_footnotes(file):
    given = {
        **TEXTS,
        "thuan-loi": "Một.[^1]\n\n[^1]: Ghi chú của mục thuận lợi.",
        "muc-tieu": "Hai.[^1]\n\n[^1]: Ghi chú của *mục tiêu*.",
    }
    path = file(texts=given)
    references = [note.get(f"{W}id") for note in part(path, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {note.get(f"{W}id"): words(note).strip() for note in part(path, "word/footnotes.xml")}
    assert [notes[id] for id in references] == ["Ghi chú của mục thuận lợi.", "Ghi chú của mục tiêu."]


def test_the_closing_mark_stands_behind_the_last_footnote(file):
    body = part(file(texts={**TEXTS, "muc-tieu": "Hết.[^a]\n\n[^a]: Nguồn."}), "word/document.xml")
    (paragraph,) = [each for each in body.iter(f"{W}p") if words(each).startswith("Hết")]
    assert words(paragraph) == "Hết./."


def test_lists_are_real_lists_with_the_marks_of_the_profile(file):
    path = file(texts={**TEXTS, "chi-tiet": "- một\n  - hai\n\n3. ba\n4. bốn\n"})
    listed = [each for each in part(path, "word/document.xml").iter(f"{W}p") if style_id(each) == "ListParagraph"]
    assert [words(each) for each in listed] == ["một", "hai", "ba", "bốn"]
    numbering = part(path, "word/numbering.xml")

    def level(paragraph):
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        id, depth = (properties.find(W + name).get(f"{W}val") for name in ("numId", "ilvl"))
        number = next(each for each in numbering.iter(f"{W}num") if each.get(f"{W}numId") == id)
        abstract = number.find(f"{W}abstractNumId").get(f"{W}val")
        definition = next(
            each for each in numbering.iter(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == abstract
        )
        return next(each for each in definition.iter(f"{W}lvl") if each.get(f"{W}ilvl") == depth)

    assert [level(each).find(f"{W}lvlText").get(f"{W}val") for each in listed] == ["-", "+", "%1.", "%1."]
    assert level(listed[2]).find(f"{W}start").get(f"{W}val") == "3"


def test_a_second_paragraph_of_a_list_item_is_text_without_a_mark(file):
    body = body_of(file, "- một\n\n  tiếp theo\n")
    (paragraph,) = [each for each in body.iter(f"{W}p") if words(each) == "tiếp theo"]
    assert paragraph.find(f"{W}pPr/{W}numPr") is None


def test_tables_have_borders_repeated_titles_whole_rows_and_the_full_width(file):
    path = file(
        texts={
            **TEXTS,
            "chi-tiet": "| Nội dung | Số |\n|---|--:|\n| Việc thứ nhất | 1.395 |\n| Việc thứ hai | 94,38% |",
        }
    )
    table = next(
        each
        for each in part(path, "word/document.xml").iter(f"{W}tbl")
        if each.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Table"
    )
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert abs(sum(int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")) - 165 / 25.4 * 1440) < 3
    figures = [row.findall(f"{W}tc")[1].find(f"{W}p/{W}pPr/{W}jc").get(f"{W}val") for row in rows[1:]]
    assert figures == ["right", "right"]
    style = next(each for each in part(path, "word/styles.xml") if each.get(f"{W}styleId") == "Table")
    assert {each.get(f"{W}val") for each in style.find(f"{W}tblPr/{W}tblBorders")} == {"single"}


def test_a_table_in_a_landscape_appendix_is_as_wide_as_its_page(opened):
    wide = outline(appendices=(Appendix("phu-luc", "Bảng", "text", landscape=True),))
    document = opened(of=wide, texts={**TEXTS, "phu-luc": "| a | b |\n|---|---|\n| một | hai |"})
    width = sum(int(column.get(f"{W}w")) for column in document.tables[-1]._tbl.find(f"{W}tblGrid"))
    assert abs(width - 257 / 25.4 * 1440) < 3


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("~~bỏ~~ **đậm** *nghiêng* `mã`", "bỏ đậm nghiêng mã"),
        ('"thẳng" -- và ...', '"thẳng" -- và ...'),
        ("giá $5 và $6", "giá $5 và $6"),
        ("[chữ]{.lop} ^trên^ :smile:", "[chữ]{.lop} ^trên^ :smile:"),
        ("@ai [@nguon] {{ chua-co.actual }}", "@ai [@nguon] {{ chua-co.actual }}"),
        ("<b>thẻ</b> &amp; &lt;w:p/&gt;", "<b>thẻ</b> & <w:p/>"),
        ("`x`{=openxml}", "x{=openxml}"),
        ("[trang](https://example.org) và [tệp](file:///etc/passwd)", "trang và tệp"),
        ("![Biểu đồ](https://example.org/a.png)", "Biểu đồ"),
        ("![Biểu đồ](../../../../etc/passwd)", "Biểu đồ"),
        ("dòng một\ndòng hai", "dòng một dòng hai"),
        ("dòng một\\\ndòng hai", "dòng một\ndòng hai"),
    ],
)
def test_text_is_printed_as_commonmark_reads_it(file, typed, printed):
    body = body_of(file, f"XX {typed}")
    assert [words(each) for each in body.iter(f"{W}p") if words(each).startswith("XX ")] == [f"XX {printed}"]


@pytest.mark.parametrize(
    "typed", ["```{=openxml}\n<w:p/>\n```", "---\ntitle: Lạ\n---\n\nLời.", "***", "    mã\n    hai"]
)
def test_blocks_of_other_dialects_are_text_or_rules(file, typed):
    assert docx.Document(str(file(texts={**TEXTS, "chi-tiet": typed}))).core_properties.title.startswith("Báo cáo")


def test_only_web_and_mail_links_are_kept(file):
    path = file(
        texts={**TEXTS, "chi-tiet": "[a](https://example.org) [b](javascript:x) [c](mailto:a@b.vn) [d](../b.md)"}
    )
    targets = {each.get("Target") for each in part(path, "word/_rels/document.xml.rels") if each.get("TargetMode")}
    assert targets == {"https://example.org", "mailto:a@b.vn"}


def test_no_text_brings_a_file_into_the_document(file, tmp_path):
    (tmp_path / "secret.png").write_bytes(PIXEL)
    path = file(texts={**TEXTS, "chi-tiet": f"![Ảnh]({tmp_path}/secret.png) ![Ảnh](secret.png)"})
    assert not [name for name in zipfile.ZipFile(path).namelist() if "media" in name]


def test_a_quotation_and_code_have_styles_of_their_own(opened):
    document = opened(texts={**TEXTS, "chi-tiet": "> trích\n\n```\nmã\n```"})
    assert texts(document, "Block Text") == ["trích"]
    assert texts(document, "Source Code") == ["mã"]

"""A copy to review: numbered lines and paragraphs, findings and open comments at their place."""

import datetime
from dataclasses import replace
from functools import partial

import docx
import pytest

from tests.render.word.made import TEXTS, W, outline, part, style_id, words
from vankien.model.comment import Answer, Comment, Disposition
from vankien.model.diagnostic import Diagnostic, Severity, say
from vankien.model.outline import Appendix
from vankien.model.source import Body, Span
from vankien.readers.markdown import elements
from vankien.render.language import translator
from vankien.render.word import Copy, Kind, export, remarks
from vankien.render.word.review import printed

LONG = """\
Đoạn một đạt 64% và **đạt 64%** số còn lại.

> Trích dẫn
> hai dòng

- mục A
- mục B có từ cần góp ý

| a | b |
|---|---|
| 1 | 2 |

```
mã
```

# Không phải đoạn

1. mục C

   đoạn tiếp của mục C
2. [mục D](https://vi.du)[^1]

[^1]: Ghi chú.
"""


@pytest.fixture
def reviewed(make, tmp_path):
    """The review copy of the small report, with some findings and comments."""

    def made(texts=None, diagnostics=(), comments=(), **arguments):
        project = make(texts={**TEXTS, **(texts or {})}, **arguments)
        sections = {
            key: replace(each, body=replace(each.body, elements=elements(each.body.text)))
            for key, each in project.sections.items()
        }
        project = replace(project, sections=sections, comments=tuple(comments))
        copy = Copy(Kind.REVIEW, partial(remarks, project, diagnostics=diagnostics, translate=translator("en")))
        (path,) = export(project, tmp_path / "root", tmp_path / "docx-review", copy=copy)
        return path

    return made


def finding(heading, line, column, end, severity=Severity.WARNING):
    span = Span(f"units/so-mau/so-ket/{heading}.md", line, column, line, end)
    return Diagnostic("N101", severity, span, say("This share is wrong."), say("Count again."))


def comment(id="g1", quote="", paragraph=None, heading="chi-tiet", **values):
    span = Span(f"units/so-mau/comments/{id}.md")
    return Comment(
        id, "so-mau", span, Body("Nên nói rõ.\n\nVà nêu nguồn.", span.path), "so-ket", heading, 1, paragraph, quote,
        organisation="Chi bộ Văn phòng", received=datetime.date(2023, 5, 3), **values,
    )  # fmt: skip


def ranges(path):
    """The words between the marks of each comment, by its number among them."""
    found, open_ids = {}, {}
    comments = [each.get(f"{W}id") for each in part(path, "word/comments.xml")]
    for node in part(path, "word/document.xml").iter():
        if node.tag == f"{W}commentRangeStart":
            open_ids[node.get(f"{W}id")] = []
        elif node.tag == f"{W}commentRangeEnd":
            found[comments.index(node.get(f"{W}id"))] = "".join(open_ids.pop(node.get(f"{W}id")))
        elif node.tag == f"{W}t":
            for text in open_ids.values():
                text.append(node.text or "")
    assert not open_ids
    return found


def test_no_comment_has_the_id_of_a_footnote_or_a_lower_one_since_libreoffice_counts_them_together(reviewed):
    path = reviewed({"chi-tiet": LONG}, [finding("chi-tiet", 1, 10, 13), finding("thuan-loi", 1, 1, 4)])
    comments = [int(each.get(f"{W}id")) for each in part(path, "word/comments.xml")]
    notes = [int(each.get(f"{W}id")) for each in part(path, "word/footnotes.xml")]
    assert len(comments) == 2 and len(notes) == 3
    assert min(comments) > max(notes)


def test_every_page_has_numbered_lines_in_a_review_copy_only(reviewed, file):
    wide = outline(appendices=(Appendix("phu-luc", "Bảng", "text", landscape=True),))
    for path, expected in ((reviewed(of=wide), ["1", "1"]), (file(of=wide), [])):
        numbers = [each.get(f"{W}countBy") for each in part(path, "word/document.xml").iter(f"{W}lnNumType")]
        assert numbers == expected


def test_paragraphs_have_the_numbers_that_site_and_comments_use(reviewed):
    path = reviewed({"chi-tiet": LONG})
    body = part(path, "word/document.xml")[0]
    numbered = {}
    for paragraph in body.iter(f"{W}p"):
        (number, *_) = [
            words(run) for run in paragraph.findall(f"{W}r")
            if (style := run.find(f"{W}rPr/{W}rStyle")) is not None and style.get(f"{W}val") == "ParagraphNumber"
        ] or [""]  # fmt: skip
        if number and words(paragraph) not in ("đoạn 1 Lời mở đầu.", "đoạn 1 Đoạn văn của mục thuận lợi."):
            numbered.setdefault(number.strip(), words(paragraph).removeprefix(number))
    source = Body(LONG, "x", elements=elements(LONG))
    assert list(numbered) == [f"đoạn {number}" for number in range(1, len(source.paragraphs) + 1)]
    assert numbered["đoạn 2"] == "Trích dẫn hai dòng"
    assert numbered["đoạn 4"] == "mục B có từ cần góp ý"
    assert numbered["đoạn 5"] == ""
    assert numbered["đoạn 6"] == "mã"
    assert numbered["đoạn 8"] == "mục D"


def test_the_closing_mark_stands_behind_the_last_words_as_in_every_copy(reviewed):
    paragraphs = [words(each) for each in part(reviewed(), "word/document.xml").iter(f"{W}p")]
    assert [each for each in paragraphs if each.endswith("./.")] == ["đoạn 1 Đoạn văn cuối cùng./."]


def test_a_finding_is_a_comment_at_its_words(reviewed):
    text = TEXTS["chi-tiet"]
    path = reviewed(diagnostics=[finding("chi-tiet", 1, 10, 13)])
    assert ranges(path) == {0: text[9:12]}
    (made,) = docx.Document(str(path)).comments
    assert (made.author, made.initials, made.timestamp.isoformat()) == ("vankien", "v", "2023-05-12T12:00:00+00:00")
    assert made.text == "N101 (warning): This share is wrong.\nCount again."


def test_of_the_same_words_twice_the_finding_takes_its_own(reviewed):
    path = reviewed({"chi-tiet": LONG}, [finding("chi-tiet", 1, 23, 30)])
    document = part(path, "word/document.xml")
    (paragraph,) = [each for each in document.iter(f"{W}p") if "số còn lại" in words(each)]
    before = []
    for node in paragraph.iter():
        if node.tag == f"{W}commentRangeStart":
            break
        before.append(node.text or "" if node.tag == f"{W}t" else "")
    assert "".join(before) == "đoạn 1 Đoạn một đạt 64% và "
    assert ranges(path) == {0: "đạt 64%"}


def test_a_finding_in_the_front_matter_stands_at_the_heading(reviewed):
    section = finding("thuan-loi", 0, 1, 5)
    assert list(ranges(reviewed(diagnostics=[section])).values()) == ["1. Thuận lợi"]


def test_a_finding_in_a_table_stands_in_its_cell(reviewed):
    assert ranges(reviewed({"chi-tiet": LONG}, [finding("chi-tiet", 11, 7, 8)])) == {0: "2"}


def test_findings_elsewhere_are_left_out_and_those_of_the_unit_stand_at_the_title(reviewed):
    other = Diagnostic("R101", Severity.ERROR, Span("units/khac/unit.yml"), say("x"))
    own = Diagnostic("F103", Severity.ERROR, Span("units/so-mau/unit.yml"), say("y"))
    assert ranges(reviewed(diagnostics=[other, own])) == {0: "BÁO CÁO"}


def test_an_open_comment_stands_at_its_words_with_author_and_day(reviewed):
    path = reviewed({"chi-tiet": LONG}, comments=[comment(quote="từ cần *góp ý*", paragraph=4, before="mục B có ")])
    assert ranges(path) == {0: "từ cần góp ý"}
    (made,) = docx.Document(str(path)).comments
    assert (made.author, made.initials) == ("Chi bộ Văn phòng", "CbVp")
    assert made.timestamp.isoformat() == "2023-05-03T00:00:00+00:00"
    assert made.text == "Nên nói rõ.\nVà nêu nguồn."


def test_a_comment_whose_words_moved_to_another_paragraph_follows_them(reviewed):
    assert ranges(reviewed({"chi-tiet": LONG}, comments=[comment(quote="hai dòng", paragraph=7)])) == {0: "hai dòng"}


def test_a_comment_whose_words_are_gone_stands_at_its_paragraph_and_says_them(reviewed):
    path = reviewed({"chi-tiet": LONG}, comments=[comment(quote="đã bị xóa", paragraph=4)])
    assert ranges(path) == {0: "mục B có từ cần góp ý"}
    (made,) = docx.Document(str(path)).comments
    assert made.text.splitlines()[-1].endswith("“đã bị xóa”")


def test_a_comment_whose_words_were_rewritten_stands_at_those_of_today_and_says_what_they_were(reviewed):
    text = "Đơn vị đã mở bốn lớp bồi dưỡng cho đảng viên mới trong năm."
    sent = comment(quote="đã mở ba lớp bồi dưỡng cho đảng viên mới", paragraph=1)
    path = reviewed({"chi-tiet": text}, comments=[sent])
    assert ranges(path) == {0: "đã mở bốn lớp bồi dưỡng cho đảng viên mới"}
    (made,) = docx.Document(str(path)).comments
    assert made.text.splitlines()[-1].endswith("they were: “đã mở ba lớp bồi dưỡng cho đảng viên mới”")


def test_a_comment_on_words_that_stand_several_times_stands_at_the_heading_and_says_so(reviewed):
    text = "Mở ba lớp ở xã.\n\nMở ba lớp ở huyện.\n\nMở ba lớp ở tỉnh."
    path = reviewed({"chi-tiet": text}, comments=[comment(quote="Mở ba lớp", paragraph=2)])
    (marked,) = ranges(path).values()
    assert "Mở ba lớp" not in marked
    (made,) = docx.Document(str(path)).comments
    assert made.text.splitlines()[-1] == "The words that this is about stand in 3 places: “Mở ba lớp”"


def test_a_comment_on_a_figure_that_is_filled_in_says_of_no_words_that_they_are_gone(reviewed):
    text = "Kết nạp {{ ket-nap.target }} đảng viên trong kỳ."
    path = reviewed({"chi-tiet": text}, comments=[comment(quote="Kết nạp 9 đảng viên", paragraph=1)])
    (made,) = docx.Document(str(path)).comments
    assert made.text == "Nên nói rõ.\nVà nêu nguồn."


def test_a_comment_on_linked_words_keeps_the_link(reviewed):
    path = reviewed({"chi-tiet": LONG}, comments=[comment(quote="mục D", paragraph=8)])
    assert ranges(path) == {0: "mục D"}
    assert [words(each) for each in part(path, "word/document.xml").iter(f"{W}hyperlink")] == ["mục D"]


def test_a_comment_on_the_whole_report_stands_at_its_title(reviewed):
    assert ranges(reviewed(comments=[comment(heading="")])) == {0: "BÁO CÁO"}


def test_answered_comments_and_those_on_other_reports_are_left_out(reviewed):
    answered = comment(answer=Answer(Disposition.ACCEPTED))
    elsewhere = replace(comment(), report="kiem-diem")
    path = reviewed(comments=[answered, elsewhere])
    assert list(docx.Document(str(path)).comments) == []


def test_every_comment_has_its_marks_once_and_no_mark_of_ours_is_left(reviewed):
    many = [finding("chi-tiet", 1, column, column + 4) for column in range(1, 30, 3)]
    path = reviewed({"chi-tiet": LONG}, many, [comment(f"g{n}", "góp ý", 4) for n in range(5)])
    document = part(path, "word/document.xml")
    ids = [each.get(f"{W}id") for each in part(path, "word/comments.xml")]
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(each.get(f"{W}id") for each in document.iter(W + tag)) == sorted(ids)
    assert not list(document.iter(f"{W}bookmarkStart"))
    plain = "".join(words(each) for each in document.iter(f"{W}p") if style_id(each) == "BodyText")
    assert "Đoạn một đạt 64% và đạt 64% số còn lại." in plain


def test_two_review_copies_are_the_same_bytes(reviewed):
    arguments = {"diagnostics": [finding("chi-tiet", 1, 1, 5)], "comments": [comment(quote="văn", paragraph=1)]}
    first = reviewed(**arguments).read_bytes()
    assert reviewed(**arguments).read_bytes() == first


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [("**64%** số", "64% số"), ("- mục\n- hai", "mục hai"), ("`x` ~~y~~\n  z", "x y z"), ("> a", "a")],
)
def test_markdown_is_compared_as_it_is_printed(markdown, shown):
    assert printed(markdown) == shown

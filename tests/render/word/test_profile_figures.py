"""Every figure of a layout profile, found again in the finished file by readers that are not our own."""

import datetime
from collections.abc import Iterator

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from ruamel.yaml import YAML

from tests.pictures import png
from tests.render.word.made import PROFILES, TEXTS, UNIT, W, outline, part, style_id, texts, words
from tests.repositories import section, write
from vankien.model.outline import Appendix
from vankien.model.unit import Issue
from vankien.pipeline import picture_bytes
from vankien.readers.project import read
from vankien.render import templates
from vankien.render.word import export
from vankien.render.word.profile_file import load_widths

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
# The Word style of each element; headings stand under the level that the outline of the test gives them.
STYLES = {
    "body": "Body Text", "list": "List Paragraph", "quote": "Block Text", "code": "Source Code",
    "subheading": "Subheading", "missing": "Missing Text", "picture": "Picture", "table_header": "Table Header",
    "table_text": "Table Text", "footnote": "footnote text", "page_number": "Header", "notice": "Footer",
    "nation": "Nation", "motto": "Motto", "superior": "Superior", "issuer": "Issuer", "star": "Star",
    "number": "Document Number", "place_date": "Place Date", "draft": "Draft Mark", "type": "Document Type",
    "subject": "Document Subject", "subject_mark": "Subject Mark", "authority": "Authority", "position": "Position",
    "signer": "Signer", "recipients_title": "Recipients Title", "recipients_item": "Recipient",
    "appendix_label": "Appendix Label", "appendix_title": "Appendix Title", "appendix_reference": "Appendix Reference",
}  # fmt: skip
HEADINGS = {"part": 1, "roman": 2, "number": 3, "subnumber": 4, "letter": 5}
TYPES = {
    "BC": "Báo cáo", "KH": "Kế hoạch", "NQ": "Nghị quyết", "CV": "Công văn", "TB": "Thông báo", "HD": "Hướng dẫn",
    "CT": "Chỉ thị", "KL": "Kết luận", "QĐ": "Quyết định", "CTr": "Chương trình", "TTr": "Tờ trình",
}  # fmt: skip
TWO_APPENDICES = outline(
    appendices=(Appendix("bieu", "biểu một", "text"), Appendix("rong", "biểu hai", "text", landscape=True))
)
TABLE = "| a | b |\n|---|---|\n" + "| c | d |\n" * 20
SHORT_TABLE = "| a | b |\n|---|---|\n| c | d |\n"
GIVEN = {
    **TEXTS,
    "thuan-loi": f"- một\n  - hai\n    - ba\n\n{SHORT_TABLE}\n",
    "chi-tiet": TABLE,
    "bieu": "x",
    "rong": "y",
}


class Figures:
    """The figures of a profile as they are typed; keeps which of them nobody has looked at."""

    def __init__(self, name: str) -> None:
        text = (templates.BUNDLED / "profiles" / f"{name}.yml").read_text("utf-8")
        self.data = YAML(typ="safe").load(text)
        self.left = set(leaves(self.data))

    def __call__(self, *path: str, default: object = None) -> object:
        """One figure; it counts as looked at."""
        self.left = {leaf for leaf in self.left if leaf[: len(path)] != path}
        value = self.data
        for key in path:
            if key not in value:
                return default
            value = value[key]
        return value


def leaves(data: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    else:
        yield path


def near(length: object, expected: object) -> bool:
    return abs((length or 0) - expected) < Mm(0.1)


@pytest.fixture(params=PROFILES)
def name(request):
    return request.param


@pytest.fixture
def figures(name):
    return Figures(name)


def same_style(style, figures, *path):
    """A Word style against the line of an element or a heading."""
    font, layout = style.font, style.paragraph_format
    assert font.size == Pt(figures(*path, "size_pt")), path
    for mark in ("bold", "italic", "underline"):
        assert bool(getattr(font, mark)) == figures(*path, mark, default=False), (path, mark)
    assert layout.alignment == ALIGN[figures(*path, "align", default="left")], path
    assert near(layout.left_indent, Mm(figures(*path, "left_mm", default=0))), path
    assert near(layout.first_line_indent, Mm(figures(*path, "first_mm", default=0))), path
    assert (layout.space_before or 0) == Pt(figures(*path, "before_pt", default=0)), path
    assert (layout.space_after or 0) == Pt(figures(*path, "after_pt", default=0)), path
    exact, multiple = figures(*path, "line_pt", default=0), figures(*path, "line", default=1)
    if exact:
        assert (layout.line_spacing_rule, layout.line_spacing) == (WD_LINE_SPACING.EXACTLY, Pt(exact)), path
    else:
        assert layout.line_spacing == pytest.approx(multiple, abs=0.01), path
    assert bool(layout.keep_with_next) == figures(*path, "keep_next", default=path[0] == "headings"), path


def test_every_figure_of_the_profile_stands_in_the_file(name, figures, file, tmp_path):
    path = file(profile=name, of=TWO_APPENDICES, texts=GIVEN, issue=Issue(5, datetime.date(2023, 5, 4)), notice="N")
    document = docx.Document(str(path))
    assert figures("title")
    for element, style in STYLES.items():
        same_style(document.styles[style], figures, "styles", element)
    for kind, level in HEADINGS.items():
        same_style(document.styles[f"Heading {level}"], figures, "headings", kind)
    look_at_fonts(figures, path)
    look_at_pages(figures, document)
    look_at_header(figures, name, document)
    look_at_headings(figures, document)
    look_at_lists(figures, path)
    look_at_tables(figures, path)
    look_at_signature(figures, document)
    look_at_words(figures, document)
    # What a file with other content shows, below.
    for other in (("headings", "plain"), ("pictures",), ("words", "number_blank"), ("words", "date_blank")):
        figures(*other)
    for other in (("words", "missing"), ("words", "appendix"), ("types",)):
        figures(*other)
    assert figures.left == set()


def look_at_fonts(figures, path):
    defaults = part(path, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert {defaults.find(f"{W}rFonts").get(W + key) for key in ("ascii", "hAnsi", "cs", "eastAsia")} == {
        figures("font")
    }
    assert defaults.find(f"{W}lang").get(f"{W}val") == figures("language")


def look_at_pages(figures, document):
    upright, middle, lying = document.sections
    for each, key, wide in (
        (upright, "margins_mm", False),
        (middle, "margins_mm", False),
        (lying, "landscape_margins_mm", True),
    ):
        paper = (figures("page", "width_mm"), figures("page", "height_mm"))
        assert near(each.page_width, Mm(paper[wide]))
        assert near(each.page_height, Mm(paper[not wide]))
        for side in ("top", "bottom", "left", "right"):
            assert near(getattr(each, f"{side}_margin"), Mm(figures("page", key, side))), (key, side)
        assert near(each.header_distance, Mm(figures("page", "header_mm")))
        assert near(each.footer_distance, Mm(figures("page", "footer_mm")))
        on_first = list(each.first_page_header._element.iter(f"{W}instrText"))
        assert bool(on_first) == figures("page", "number_on_first")
        assert each._sectPr.find(f"{W}pgNumType").get(f"{W}start") == "1"


def look_at_header(figures, name, document):
    table = document.tables[0]._tbl
    widths = [int(each.get(f"{W}w")) for each in table.find(f"{W}tblGrid")]
    for width, key in zip(widths, ("left_mm", "right_mm"), strict=True):
        assert near(width * 635, Mm(figures("header", key)))
    rule = document.styles["Rule"].element
    assert int(rule.find(f"{W}pPr/{W}pBdr/{W}top").get(f"{W}sz")) == figures("rules", "weight_pt") * 8
    assert int(rule.find(f"{W}pPr/{W}spacing").get(f"{W}before")) == figures("rules", "gap_pt") * 20
    measure = load_widths(templates.BUNDLED.parent)
    body = list(document.element.body.iter(f"{W}p"))
    full = sum(widths) / 1440 * 25.4
    columns = {"nation": figures("header", "right_mm"), "motto": figures("header", "right_mm")}
    columns |= {"issuer": figures("header", "left_mm"), "subject": 165.0}
    assert full > columns["nation"]
    for element, column in columns.items():
        share = figures("rules", element)
        above = [each for each in body if style_id(each) == STYLES[element].replace(" ", "")]
        below = [body[body.index(each) + 1] for each in above]
        drawn = [each for each in below if style_id(each) == "Rule"]
        assert len(drawn) == (1 if share else 0), element
        if share:
            font = document.styles[STYLES[element]].font
            longest = max(measure.length(line, font.size.pt, bool(font.bold)) for line in words(above[0]).split("\n"))
            indent = drawn[0].find(f"{W}pPr/{W}ind")
            found = column - sum(int(indent.get(W + side)) for side in ("left", "right")) / 1440 * 25.4
            assert found == pytest.approx(longest * share, abs=0.5), element


def look_at_headings(figures, document):
    shown = {kind: texts(document, f"Heading {level}")[0] for kind, level in HEADINGS.items()}
    titles = {
        "part": "Tình hình thực hiện nghị quyết đại hội", "roman": "Bối cảnh chung", "number": "Thuận lợi",
        "subnumber": "Việc làm ở cơ sở", "letter": "Chi tiết của từng việc",
    }  # fmt: skip
    for kind, title in titles.items():
        capitals = figures("headings", kind, "title_capitals", default=False)
        two_lines = figures("headings", kind, "two_lines", default=False)
        label, _, rest = shown[kind].partition("\n" if two_lines else " ")
        assert rest.replace("\n", " ") == (title.upper() if capitals else title), kind
        assert label
        assert ("\n" in shown[kind]) == two_lines, kind


def look_at_lists(figures, path):
    levels = {}
    for definition in part(path, "word/numbering.xml").iter(f"{W}abstractNum"):
        if definition.find(f"{W}lvl/{W}numFmt").get(f"{W}val") == "bullet":
            levels |= {int(each.get(f"{W}ilvl")): each for each in definition.findall(f"{W}lvl")}
    marks = figures("lists", "bullets")
    assert [levels[depth].find(f"{W}lvlText").get(f"{W}val") for depth in range(len(marks))] == marks
    assert levels[5].find(f"{W}lvlText").get(f"{W}val") == marks[-1]
    for depth in range(3):
        indent = levels[depth].find(f"{W}pPr/{W}ind")
        assert near(int(indent.get(f"{W}left")) * 635, Mm(figures("lists", "step_mm") * depth))
        assert near(int(indent.get(f"{W}firstLine")) * 635, Mm(figures("lists", "first_mm")))


def look_at_tables(figures, path):
    style = next(each for each in part(path, "word/styles.xml").iter(f"{W}style") if each.get(f"{W}styleId") == "Table")
    borders = style.find(f"{W}tblPr/{W}tblBorders")
    assert {int(each.get(f"{W}sz")) for each in borders} == {figures("tables", "border_pt") * 8}
    for side in ("left", "right"):
        padding = style.find(f"{W}tblPr/{W}tblCellMar/{W}{side}").get(f"{W}w")
        assert near(int(padding) * 635, Mm(figures("tables", "padding_mm")))
    document = part(path, "word/document.xml")
    short, long = (
        each for each in document.iter(f"{W}tbl") if each.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "Table"
    )
    for table in (short, long):
        gap = table.getnext().find(f"{W}pPr/{W}spacing")
        assert int(gap.get(f"{W}before")) == figures("tables", "gap_pt") * 20
        rows = table.findall(f"{W}tr")
        kept = [row.find(f".//{W}keepNext") is not None for row in rows]
        whole = len(rows) <= figures("tables", "whole_rows")
        assert kept == (
            [True] * (len(rows) - 1) + [False] if whole else [True, *[False] * (len(rows) - 3), True, False]
        )


def look_at_signature(figures, document):
    table = document.tables[-1]._tbl if document.tables[-1].style.name == "Signature Block" else None
    table = (
        table
        if table is not None
        else next(each._tbl for each in document.tables if each.style.name == "Signature Block")
    )
    for width, key in zip(table.find(f"{W}tblGrid"), ("left_mm", "right_mm"), strict=True):
        assert near(int(width.get(f"{W}w")) * 635, Mm(figures("signature", key)))
    spaces = {style_id(each): each.find(f"{W}pPr/{W}spacing") for each in table.iter(f"{W}p")}
    assert near(int(spaces["Signer"].get(f"{W}before")) * 635, Mm(figures("signature", "space_mm")))
    for first in ("RecipientsTitle", "Authority"):
        assert int(spaces[first].get(f"{W}before")) == figures("signature", "gap_pt") * 20


def look_at_words(figures, document):
    def said(key):
        return figures("words", key)

    def in_style(element, text):
        return text.upper() if figures("styles", element, "capitals", default=False) else text

    sign = said("sign").format(number="5".zfill(said("number_digits")), type="BC", symbol="ĐU")
    date = "ngày 04 tháng 5 năm 2023"
    draft = said("draft").format(draft=4)
    issuer = UNIT.issuer
    expected = {
        "nation": [in_style("nation", said("nation"))],
        "motto": [said("motto")] if said("motto") else [],
        "star": [said("star")] if said("star") else [],
        "number": [said("number").format(sign=sign)],
        "place_date": [said("place_date").format(place="Trà Vinh", date=date)],
        "draft": [draft],
        "type": [in_style("type", "Báo cáo")],
        "subject_mark": [said("subject_mark")] if said("subject_mark") else [],
        "superior": [in_style("superior", "Đảng bộ Khối")],
        "issuer": [in_style("issuer", issuer)],
        "authority": [in_style("authority", UNIT.signatory.authority)],
        "position": [in_style("position", UNIT.signatory.position)],
        "signer": [UNIT.signatory.name],
        "recipients_title": [said("recipients")],
        "recipients_item": [
            said("recipient").format(name=name) + (said("recipient_last") if last else said("recipient_separator"))
            for name, last in zip(UNIT.recipients, (False, False, True), strict=True)
        ],
        "appendix_label": [
            in_style("appendix_label", said("appendix_numbered").format(n=n, roman="I" * n)) for n in (1, 2)
        ],
    }  # fmt: skip
    for element, wanted in expected.items():
        assert texts(document, STYLES[element]) == wanted, element
    reference = said("appendix_reference").format(type="Báo cáo", sign=sign, date=date, issuer=issuer)
    assert [text.replace("\n", " ") for text in texts(document, "Appendix Reference")] == [reference] * 2
    assert texts(document, "Body Text")[-3].endswith(said("ending"))
    order = [style_id(each) for each in document.element.body.iter(f"{W}p")]
    above = order.index("DraftMark") < order.index("DocumentNumber")
    assert above == (said("draft_place") == "above")


def test_blanks_missing_texts_and_a_single_appendix_use_the_words_of_the_profile(name, figures, opened):
    one = outline(appendices=(Appendix("bieu", "biểu", "text"),))
    document = opened(profile=name, of=one, texts={"thuan-loi": "Lời."})
    assert texts(document, "Missing Text")[0] == figures("words", "missing")
    blank = figures("words", "number_blank")
    (number,) = texts(document, "Document Number")
    assert number.replace("\u00a0", " ") == figures("words", "number").format(
        sign=figures("words", "sign").format(number=blank, type="BC", symbol="ĐU")
    )
    (place,) = texts(document, "Place Date")
    date = figures("words", "date_blank").format(year=2023)
    assert place == figures("words", "place_date").format(place="Trà Vinh", date=date)
    label = figures("words", "appendix")
    assert texts(document, "Appendix Label") == [
        label.upper() if figures("styles", "appendix_label", "capitals") else label
    ]


def test_a_level_without_numbers_looks_as_the_profile_says(name, figures, opened):
    plain = outline((("tinh-hinh", "Tình hình", 1),), numbering=())
    document = opened(profile=name, of=plain, texts={"tinh-hinh": "Lời."})
    same_style(document.styles["Heading 1"], figures, "headings", "plain")
    assert texts(document, "Heading 1") == ["Tình hình"]


def test_pictures_are_as_fine_and_as_tall_as_the_profile_says(name, figures, tmp_path):
    files = {
        "units/phong-a/images/a.png": png(192, 96),
        "units/phong-a/images/b.png": png(10, 4000),
        "units/phong-a/bao-cao/thuan-loi.md": section("![a](../images/a.png)\n\n![b](../images/b.png)"),
        "units/phong-a/unit.yml": f"name: Phòng A\nlevel: co-so\nparent: khoi\nprofile: {name}\n",
    }
    root = write(tmp_path / "kho", files)
    (path,) = export(read(root), root, tmp_path / "docx", picture=picture_bytes(root))
    fine, tall = docx.Document(str(path)).inline_shapes
    assert fine.width.inches == pytest.approx(192 / figures("pictures", "dots_per_inch"), abs=0.01)
    page = figures("page")
    room = page["height_mm"] - page["margins_mm"]["top"] - page["margins_mm"]["bottom"]
    assert tall.height.mm == pytest.approx(room * figures("pictures", "page_share"), abs=0.5)


def test_document_types_have_their_names(figures):
    assert figures("types") == TYPES

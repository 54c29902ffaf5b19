"""The consolidated report of a parent: order, footnotes, lists, tables, contents, and every word of its units."""

import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.pictures import PIXEL
from tests.render.word.made import W, part, style_id, words
from tests.repositories import section, write
from vankien.pipeline import picture_bytes
from vankien.readers.project import read
from vankien.render.templates import BUNDLED
from vankien.render.word import consolidated, export, export_consolidated

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OUTLINE = """\
---
title: Báo cáo thử
subject: kết quả của {unit}
numbering: ["Phần {ordinal}", "{roman}-", "{n}."]
due: [nop]
appendices:
  - {id: bieu, title: biểu số liệu, kind: indicators, columns: [TT, Chỉ tiêu, Đơn vị, Kết quả], landscape: true}
  - {id: danh-sach, title: danh sách, kind: text, optional: true}
---
# Mở đầu {#mo-dau opening}
# Kết quả {#ket-qua}
## Thuận lợi {#thuan-loi}
## Khó khăn {#kho-khan}
### Việc nhỏ {#viec-nho optional}
# Kiến nghị {#kien-nghi}
"""
RICH = """\
Đoạn một[^a] của {name}, xem [trang](https://vi.du/{name}?a=1&b=2).

1. một của {name}
2. hai[^b]

   thêm của {name}

- gạch

| cột | số |
| --- | --: |
| hàng | 12 |

![hình](../images/x.png)

Đoạn cuối của {name} theo 09-CT/TU[^a].

[^a]: Chú thích a của {name}, theo [luật](https://luat.vn/{name}).

[^b]: Chú thích b của {name}.
"""
FILES = {
    "content/outlines/bao-cao.md": OUTLINE,
    "content/indicators.yml": 'ket-nap: {title: Kết nạp, unit: đảng viên, target: "10", heading: bao-cao/thuan-loi}\n',
    "units/khoi/unit.yml": "name: Đảng bộ Khối\nlevel: khoi\nissuer: Đảng ủy Khối\n",
    "units/phong-a/unit.yml": "name: Phòng A\nlevel: co-so\nparent: khoi\n",
    "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
    "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: khoi\n",
    "units/khoi/bao-cao/mo-dau.md": section("Lời mở đầu."),
    "units/khoi/bao-cao/thuan-loi.md": section(
        "Trước[^1].\n\n{{ contribution: phong-b }}\n\nGiữa[^2].\n\n{{ units }}\n\nSau[^1].\n\n"
        "[^1]: Của Khối, một.\n\n[^2]: Của Khối, hai."
    ),
    "units/khoi/bao-cao/kien-nghi.md": section("Lời cuối.\n\n{{ units }}"),
    "units/phong-a/images/x.png": PIXEL,
    "units/phong-a/bao-cao/mo-dau.md": section("Mở đầu của A."),
    "units/phong-a/bao-cao/thuan-loi.md": section(RICH.replace("{name}", "A"), indicators="{ket-nap: {actual: 12}}"),
    "units/phong-a/bao-cao/viec-nho.md": section("Việc nhỏ của A."),
    "units/phong-a/bao-cao/danh-sach.md": section("| tên |\n|---|\n| Lan |"),
    "units/phong-b/images/x.png": PIXEL,
    "units/phong-b/bao-cao/thuan-loi.md": section(RICH.replace("{name}", "B")),
    "units/phong-b/bao-cao/kho-khan.md": section(RICH.replace("{name}", "BK")),
    "units/phong-b/bao-cao/kien-nghi.md": section("B kiến nghị."),
}
PLACED = ("BodyText", "ListParagraph", "TableText", "TableHeader", "Picture")


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The repository."""
    return write(tmp_path_factory.mktemp("kho"), FILES)


@pytest.fixture(scope="module")
def bound(root, tmp_path_factory) -> Path:
    """The consolidated report of the root."""
    return made(root, tmp_path_factory.mktemp("word")).path


def made(root, target, **arguments):
    (one,) = export_consolidated(read(root), root, target, picture=picture_bytes(root), **arguments)
    return one


def plain(text):
    """A paragraph without the mark that closes the text of a report, which another one need not close."""
    return text.removesuffix("/.").rstrip(".")


def canonical(xml):
    return etree.tostring(etree.fromstring(xml), method="c14n")


def paragraphs(path):
    """Style and words of all paragraphs, also those of tables; numbers that fields repeat are left out."""
    document = part(path, "word/document.xml")
    for field in list(document.iter(f"{W}fldSimple")):
        field.clear()
    found = document.iter(f"{W}p")
    return [(style_id(one), words(one)) for one in found if words(one) or one.find(f".//{WP}inline") is not None]


def titles(path):
    """Headings with their levels, and labels of appendices."""
    return [
        (int(style[-1]) if style.startswith("Heading") else 0, text)
        for style, text in paragraphs(path)
        if style.startswith("Heading") or style == "AppendixLabel"
    ]


def test_texts_stand_where_they_are_placed_and_the_others_in_the_annex_by_unit(bound):
    assert titles(bound) == [
        (1, "Phần thứ nhất\nKẾT QUẢ"),
        (2, "I- THUẬN LỢI"),
        (3, "Phòng B"),
        (3, "Phòng A"),
        (2, "II- KHÓ KHĂN"),
        (1, "Phần thứ hai\nKIẾN NGHỊ"),
        (2, "PHÒNG B"),
        (0, "PHỤ LỤC 1"),
        (0, "PHỤ LỤC 2"),
        (2, "PHÒNG A"),
        (3, "Phần thứ nhất. Kết quả"),
        (4, "II- Khó khăn"),
        (5, "1. Việc nhỏ"),
        (2, "PHÒNG B"),
        (3, "Phần thứ nhất. Kết quả"),
        (4, "II- Khó khăn"),
        (0, "PHỤ LỤC 3"),
        (2, "PHÒNG A"),
        (2, "PHÒNG B"),
        (0, "PHỤ LỤC 4"),
        (2, "PHÒNG A"),
    ]


def test_places_stand_between_the_words_of_the_parent(bound):
    texts = [text for _, text in paragraphs(bound)]
    order = [
        texts.index(text)
        for text in ("Trước.", "Đoạn một của B, xem trang.", "Giữa.", "Đoạn một của A, xem trang.", "Lời cuối.")
    ]
    assert order == sorted(order)
    assert not any("{{" in text for text in texts)


def test_every_paragraph_of_a_unit_stands_there_word_for_word_and_once(root, bound, tmp_path):
    export(read(root), root, tmp_path, picture=picture_bytes(root))
    found = [(style, plain(text)) for style, text in paragraphs(bound) if style in PLACED]
    for unit in ("phong-a", "phong-b"):
        own = paragraphs(tmp_path / unit / "bao-cao.docx")
        own = [(style, plain(text)) for style, text in own if style in PLACED]
        assert len(own) > 11
        assert [each for each in own if each not in found] == []
    for name in ("A", "B", "BK"):
        assert sum(text == f"Đoạn một của {name}, xem trang" for _, text in found) == 1
        start = next(at for at, (_, text) in enumerate(found) if text == f"Đoạn một của {name}, xem trang")
        assert [text for _, text in found[start : start + 11]] == [
            f"Đoạn một của {name}, xem trang", f"một của {name}", "hai", f"thêm của {name}", "gạch",
            "cột", "số", "hàng", "12", "", f"Đoạn cuối của {name} theo 09-CT/TU",
        ]  # fmt: skip


def test_footnotes_are_numbered_through_in_the_order_of_the_text(bound):
    document, notes = part(bound, "word/document.xml"), part(bound, "word/footnotes.xml")
    references = [one.get(f"{W}id") for one in document.iter(f"{W}footnoteReference")]
    assert references == [str(number) for number in range(1, 9)]
    by_id = {one.get(f"{W}id"): words(one).strip() for one in notes.findall(f"{W}footnote") if not one.get(f"{W}type")}
    assert list(by_id) == references
    assert list(by_id.values()) == [
        "Của Khối, một.",
        "Chú thích a của B, theo luật.",
        "Chú thích b của B.",
        "Của Khối, hai.",
        "Chú thích a của A, theo luật.",
        "Chú thích b của A.",
        "Chú thích a của BK, theo luật.",
        "Chú thích b của BK.",
    ]


def test_a_footnote_that_is_cited_again_repeats_its_number_in_the_whole(bound):
    document = part(bound, "word/document.xml")
    marks = {one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")}
    again = [
        (one.get(f"{W}instr").split()[1], words(one))
        for one in document.iter(f"{W}fldSimple")
        if "NOTEREF" in one.get(f"{W}instr")
    ]
    assert [number for _, number in again] == ["2", "5", "1", "7"]
    assert {name for name, _ in again} <= marks
    assert len({name for name, _ in again}) == 4


def test_each_list_counts_for_itself(bound):
    numbering = part(bound, "word/numbering.xml")
    kinds = {one.get(f"{W}abstractNumId"): one for one in numbering.findall(f"{W}abstractNum")}
    lists = {one.get(f"{W}numId"): one.find(f"{W}abstractNumId").get(f"{W}val") for one in numbering.findall(f"{W}num")}
    assert len(kinds) == len(numbering.findall(f"{W}abstractNum"))
    assert len(lists) == len(numbering.findall(f"{W}num"))
    document = part(bound, "word/document.xml")
    used: dict[str, list[str]] = {}
    for one in document.iter(f"{W}p"):
        number = one.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            used.setdefault(number.get(f"{W}val"), []).append(words(one)[:8])
    assert set(used) <= set(lists)
    formats = [kinds[lists[id]].find(f"{W}lvl/{W}numFmt").get(f"{W}val") for id in used]
    assert formats == ["decimal", "bullet"] * 3
    assert all(len(items) == (2 if items[0].startswith("một") else 1) for items in used.values())


def test_no_id_stands_twice_and_none_leads_nowhere(bound):
    document = part(bound, "word/document.xml")
    for ids in (
        [one.get(f"{W}id") for one in document.iter(f"{W}bookmarkStart")],
        [one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")],
        [one.get("id") for one in document.iter(f"{WP}docPr")],
    ):
        assert ids
        assert len(ids) == len(set(ids))
    ends = [one.get(f"{W}id") for one in document.iter(f"{W}bookmarkEnd")]
    assert sorted(ends) == sorted(one.get(f"{W}id") for one in document.iter(f"{W}bookmarkStart"))
    for name in ("document", "footnotes"):
        text, relations = part(bound, f"word/{name}.xml"), part(bound, f"word/_rels/{name}.xml.rels")
        targets = {one.get("Id"): one.get("Target") for one in relations}
        assert len(targets) == len(relations)
        used = {value for one in text.iter() for key, value in one.attrib.items() if key in (f"{R}id", f"{R}embed")}
        assert used <= set(targets)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("document", "https://vi.du/{0}?a=1&b=2"), ("footnotes", "https://luat.vn/{0}")],
)
def test_addresses_lead_where_the_text_says(bound, name, expected):
    targets = {one.get("Id"): one.get("Target") for one in part(bound, f"word/_rels/{name}.xml.rels")}
    links = part(bound, f"word/{name}.xml").iter(f"{W}hyperlink")
    found = [targets[one.get(f"{R}id")] for one in links if one.get(f"{R}id")]
    assert found == [expected.format(unit) for unit in ("B", "A", "BK")]


def test_contents_name_all_headings_and_lead_to_them(bound):
    document = part(bound, "word/document.xml")
    names = {one.get(f"{W}name"): words(one.getparent()) for one in document.iter(f"{W}bookmarkStart")}
    lines = [(style, text) for style, text in paragraphs(bound) if style.startswith("TOC")]
    assert [(int(style[3]), text) for style, text in lines][:4] == [
        (1, "Phần thứ nhất. KẾT QUẢ"),
        (2, "I- THUẬN LỢI"),
        (3, "Phòng B"),
        (3, "Phòng A"),
    ]
    assert ("TOC1", "PHỤ LỤC 2: Bài viết của các đơn vị") in lines
    headed = [text for level, text in titles(bound) if level <= 3]
    assert len(lines) == len(headed)
    anchors = [one.get(f"{W}anchor") for one in document.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    assert [names[anchor] for anchor in anchors] == headed
    codes = [one.text.strip() for one in document.iter(f"{W}instrText")]
    assert codes[0] == r'TOC \o "1-3" \h \z \f C'
    assert [code for code in codes if code.startswith("PAGEREF")] == [rf"PAGEREF {anchor} \h" for anchor in anchors]
    assert r'TC "PHỤ LỤC 2: Bài viết của các đơn vị" \f C \l 1' in codes
    begun = [one.get(f"{W}fldCharType") for one in document.iter(f"{W}fldChar")]
    assert begun.count("begin") == begun.count("end") == len(codes)


def test_appendices_of_the_parent_come_first_then_those_of_the_units_on_pages_of_their_kind(bound):
    document = docx.Document(str(bound))
    wide = [one.page_width > one.page_height for one in document.sections]
    assert wide == [False, True, False, True, False]
    first = [one._sectPr.find(f"{W}titlePg") is not None for one in document.sections]
    assert first == [True, False, False, False, False]
    started = [one._sectPr.find(f"{W}pgNumType") is not None for one in document.sections]
    assert started == first
    tables = [table for table in document.tables if table.style.name == "Table"]
    assert [table.cell(0, 0).text for table in tables] == ["cột", "cột", "TT", "cột", "TT", "TT", "tên"]
    assert len(tables[5].rows) == len(tables[2].rows) == 2


def test_who_has_not_written_is_told_in_the_annex_and_to_the_caller(root, bound, tmp_path):
    assert ("MissingText", "Chưa có bài của: Phòng C.") in paragraphs(bound)
    one = made(root, tmp_path)
    assert (one.units, one.missing) == (("phong-a", "phong-b"), ("phong-c",))


def test_the_text_is_closed_behind_what_its_last_place_draws_in(bound):
    assert ("BodyText", "B kiến nghị./.") in paragraphs(bound)
    closing = next(one for one in part(bound, "word/document.xml").iter(f"{W}p") if words(one) == "B kiến nghị./.")
    assert closing.find(f"{W}pPr/{W}keepNext") is not None


def test_the_same_input_gives_the_same_bytes_with_any_number_of_processes(root, bound, tmp_path):
    assert made(root, tmp_path, jobs=1).path.read_bytes() == bound.read_bytes()


def test_where_the_parts_are_cut_makes_no_difference(root, bound, tmp_path, monkeypatch):
    monkeypatch.setattr(consolidated, "PART_LETTERS", 1)
    cut = made(root, tmp_path).path
    assert paragraphs(cut) == paragraphs(bound)
    with zipfile.ZipFile(cut) as one, zipfile.ZipFile(bound) as other:
        for name in ("word/footnotes.xml", "word/numbering.xml"):
            assert canonical(one.read(name)) == canonical(other.read(name))


def test_a_report_of_a_unit_below_draws_in_what_it_places_itself(tmp_path):
    files = {
        **FILES,
        "units/to-d/unit.yml": "name: Tổ D\nlevel: co-so\nparent: phong-a\n",
        "units/to-d/bao-cao/thuan-loi.md": section("Chữ của tổ D."),
        "units/phong-a/bao-cao/thuan-loi.md": section("Lời của A.\n\n{{ units }}"),
    }
    root = write(tmp_path / "kho", files)
    (first, second) = export_consolidated(read(root), root, tmp_path / "word", picture=picture_bytes(root))
    assert (first.unit, second.unit) == ("khoi", "phong-a")
    found = titles(first.path)
    assert found[found.index((3, "Phòng A")) + 1] == (4, "Tổ D")
    assert ("BodyText", "Chữ của tổ D.") in paragraphs(first.path)
    assert ("BodyText", "Chữ của tổ D.") in paragraphs(second.path)


def test_each_text_comes_once_however_many_units_above_draw_it_in(tmp_path):
    """Thirty units one below the other, each of which names all units below it."""
    names = [f"to-{number:02d}" for number in range(30)]
    files = {}
    for number, name in enumerate(names):
        above = names[number - 1] if number else "khoi"
        below = "\n\n".join(f"{{{{ contribution: {other} }}}}" for other in names[number + 1 :])
        files[f"units/{name}/unit.yml"] = f"name: Tổ {number}\nlevel: co-so\nparent: {above}\n"
        files[f"units/{name}/bao-cao/thuan-loi.md"] = section(f"Chữ của tổ {number}.\n\n{below}")
    files["units/khoi/bao-cao/thuan-loi.md"] = section("{{ units }}")
    root = write(tmp_path / "kho", {"content/outlines/bao-cao.md": OUTLINE, **files})
    (one,) = export_consolidated(read(root), root, tmp_path / "word", unit="khoi")
    found = [text for _, text in paragraphs(one.path)]
    assert [found.count(f"Chữ của tổ {number}.") for number in range(30)] == [1] * 30


def test_units_that_name_each_other_as_the_one_above_come_once(tmp_path):
    files = {
        "units/phong-a/unit.yml": "name: Phòng A\nlevel: co-so\nparent: phong-b\n",
        "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: phong-a\n",
        "units/phong-a/bao-cao/thuan-loi.md": section("Chữ của A.\n\n{{ units }}"),
        "units/phong-b/bao-cao/thuan-loi.md": section("Chữ của B.\n\n{{ units }}"),
    }
    root = write(tmp_path / "kho", {"content/outlines/bao-cao.md": OUTLINE, **files})
    made = export_consolidated(read(root), root, tmp_path / "word")
    assert [one.unit for one in made] == ["phong-a", "phong-b"]
    for one in made:
        found = [text for _, text in paragraphs(one.path)]
        assert [found.count(text) for text in ("Chữ của A.", "Chữ của B.")] == [1, 1]


def test_contents_name_fewer_levels_where_they_would_be_too_long(root, tmp_path):
    (tmp_path / "templates/profiles").mkdir(parents=True)
    text = (BUNDLED / "profiles/party-2018.yml").read_text("utf-8")
    own = "\ncontents: {depth: 3, lines: 12, step_mm: 5}\n"
    (tmp_path / "templates/profiles/party-2018.yml").write_text(text + own, "utf-8")
    (one,) = export_consolidated(read(root), tmp_path, tmp_path / "word", picture=picture_bytes(root))
    lines = [(style, text) for style, text in paragraphs(one.path) if style.startswith("TOC")]
    assert {style for style, _ in lines} == {"TOC1", "TOC2"}
    assert len(lines) == sum(level < 3 for level, _ in titles(one.path)) > 12


def test_in_the_units_own_files_a_place_says_in_words_what_comes_there(root, tmp_path):
    export(read(root), root, tmp_path, unit="khoi", picture=picture_bytes(root))
    found = paragraphs(tmp_path / "khoi/bao-cao.docx")
    assert ("MissingText", "(Phần của Phòng B)") in found
    assert ("MissingText", "(Phần của 1 đơn vị)") in found
    assert not any("{{" in text for _, text in found)

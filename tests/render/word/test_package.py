"""The Word file as a package: pages, headers, properties, the same bytes for the same input."""

import hashlib
import zipfile

import docx
import pytest
from docx.shared import Mm

from tests.render.word.made import PROFILES, TEXTS, W, outline, part, words
from vankien import __version__
from vankien.model.outline import Appendix
from vankien.render.word import export, pandoc

REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WIDE = outline(appendices=(Appendix("phu-luc", "Bảng", "text", landscape=True),))


@pytest.mark.parametrize("profile", PROFILES)
def test_pages_are_a4_with_the_margins_of_the_profile(opened, profile):
    document = opened(profile=profile, of=WIDE)
    upright, lying = document.sections
    for section in (upright, lying):
        assert abs(section.header_distance - Mm(10)) < Mm(0.1)
    found = [upright.page_width, upright.page_height, upright.top_margin, upright.bottom_margin]
    found += [upright.left_margin, upright.right_margin]
    for length, expected in zip(found, (210, 297, 20, 20, 30, 15), strict=True):
        assert abs(length - Mm(expected)) < Mm(0.1)
    assert (lying.orientation.name, round(lying.page_width.mm), round(lying.page_height.mm)) == ("LANDSCAPE", 297, 210)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_page_number_stands_at_the_top_centre_but_not_on_the_first_page(opened, profile):
    document = opened(profile=profile, of=WIDE)
    for section in document.sections:
        assert section.different_first_page_header_footer
        instructions = section.header._element.iter(f"{W}instrText")
        assert [field.text.strip() for field in instructions] == ["PAGE"]
        assert not list(section.first_page_header._element.iter(f"{W}instrText"))
        assert not section.header.is_linked_to_previous
    style = document.styles["Header"]
    assert (style.paragraph_format.alignment.name, style.font.size.pt) == ("CENTER", 14)


def test_the_notice_of_the_cycle_stands_at_the_foot_of_every_page(opened):
    document = opened(notice="Bản mẫu: số liệu giả định.", of=WIDE)
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            assert [words(footer._element)] == ["Bản mẫu: số liệu giả định."]
    assert all(words(section.footer._element) == "" for section in opened(of=WIDE).sections)


def test_the_file_says_what_it_is_and_what_it_was_made_of(file):
    path = file()
    properties = docx.Document(str(path)).core_properties
    assert properties.title == "Báo cáo sơ kết giữa nhiệm kỳ của Ban Chấp hành Đảng bộ Sở Mẫu"
    assert properties.author == "Đảng ủy Sở Mẫu"
    assert properties.content_status == "Dự thảo lần 4"
    assert properties.created.isoformat() == "2023-05-12T12:00:00+00:00"
    custom = {each.get("name"): words_of_property(each) for each in part(path, "docProps/custom.xml")}
    assert custom == {
        "unit": "Đảng bộ Sở Mẫu",
        "report": "so-ket",
        "draft": "4",
        "commit": "0123456789abcdef",
        "profile": "party-2018",
        "vankien": __version__,
        "pandoc": pandoc.version(),
    }


def words_of_property(element):
    return "".join(element.itertext())


def test_every_part_is_declared_and_every_relation_leads_somewhere(file):
    path = file(texts={**TEXTS, "chi-tiet": "[a](https://example.org)[^1]\n\n[^1]: [b](https://example.org)"}, of=WIDE)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
    types = part(path, "[Content_Types].xml")
    declared = {each.get("PartName")[1:] for each in types if each.get("PartName")}
    assert declared <= names
    assert {name for name in names if name.endswith(".xml")} - declared == {"[Content_Types].xml"}
    for base, relations in (("", "_rels/.rels"), ("word/", "word/_rels/document.xml.rels")):
        for relation in part(path, relations):
            assert relation.get("TargetMode") == "External" or base + relation.get("Target") in names
    ids = {each.get("Id") for each in part(path, "word/_rels/document.xml.rels")}
    used = {each.get(f"{REL}id") for each in part(path, "word/document.xml").iter() if each.get(f"{REL}id")}
    assert used <= ids


def test_every_style_that_a_document_uses_is_defined(file):
    text = "> a\n\n- b\n\n  c\n\n```\nd\n```\n\n# e\n\n| f |\n|---|\n| g[^1] |\n\n***\n\n[^1]: h\n\n    > i\n"
    path = file(texts={**TEXTS, "chi-tiet": text})
    defined = {each.get(f"{W}styleId") for each in part(path, "word/styles.xml").iter(f"{W}style")}
    for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        tree = part(path, name)
        used = {each.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for each in tree.iter(W + tag)}
        assert used <= defined, name


def test_two_exports_are_the_same_bytes_with_one_process_and_with_three(make, tmp_path):
    project = make(texts={**TEXTS, "chi-tiet": "a[^1] [b](https://example.org)\n\n- c\n\n[^1]: d"}, of=WIDE)
    digests = set()
    for name, jobs in (("one", 1), ("two", 3), ("again", 1)):
        (path,) = export(project, tmp_path / "root", tmp_path / name, jobs=jobs)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1

"""Pictures of a unit in its Word file: which are shown, how large, and what stands for those that are not."""

import zipfile

import pytest

from tests.pictures import PIXEL, claimed, jpeg, png
from tests.render.word.made import W, part, style_id, words
from tests.repositories import section, write
from vankien.model.picture import Picture
from vankien.pipeline import picture_bytes
from vankien.readers.picture import read_picture
from vankien.readers.project import read
from vankien.render.word import export

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT_WIDTH_MM = 165
EMU_PER_MM = 36000


@pytest.fixture
def shown(tmp_path):
    """The Word file of a unit with some pictures and a text that shows them."""

    def made(text, **pictures):
        files = {f"units/phong-a/images/{name.replace('__', '.')}": data for name, data in pictures.items()}
        root = write(tmp_path / "kho", {**files, "units/phong-a/bao-cao/thuan-loi.md": section(text)})
        (path,) = export(read(root), root, tmp_path / "docx", picture=picture_bytes(root))
        return path

    return made


def media(path):
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]


def sizes_mm(tree):
    extents = [each.find(f"{WP}extent") for each in tree.iter(f"{WP}inline")]
    return [tuple(round(int(extent.get(side)) / EMU_PER_MM, 1) for side in ("cx", "cy")) for extent in extents]


def test_a_picture_is_shown_with_its_description_and_caption_as_typed(shown):
    data = png(960, 480)
    path = shown('![Sơ đồ "một" & <hai>](../images/so-do.png "Hình 1. Sơ đồ")', **{"so-do__png": data})
    document = part(path, "word/document.xml")
    (inline,) = document.iter(f"{WP}inline")
    assert inline.find(f"{WP}docPr").get("descr") == 'Sơ đồ "một" & <hai>'
    assert media(path) == [data]
    (paragraph,) = [each for each in document.iter(f"{W}p") if style_id(each) == "Picture"]
    assert words(paragraph).strip() == "Hình 1. Sơ đồ"
    assert paragraph.find(f"{W}r/{W}rPr/{W}i") is not None


def test_a_wide_picture_is_scaled_to_the_text_width_and_a_small_one_keeps_its_size(shown):
    path = shown(
        "![a](../images/rong.png)\n\n![b](../images/nho.png)\n\n![c](../images/cao.png)",
        rong__png=png(3000, 1500), nho__png=png(96, 48), cao__png=png(600, 6000),
    )  # fmt: skip
    wide, small, tall = sizes_mm(part(path, "word/document.xml"))
    assert wide == (TEXT_WIDTH_MM, TEXT_WIDTH_MM / 2)
    assert small == (25.4, 12.7)
    assert tall[1] < 160
    assert tall[1] == pytest.approx(10 * tall[0], abs=1)


def test_a_picture_in_a_table_fits_into_its_cell(shown):
    path = shown("| a | b |\n|---|---|\n| ![x](../images/x.png) | Lời dài bên cạnh hình |", x__png=png(3000, 1500))
    document = part(path, "word/document.xml")
    (cell,) = [each for each in document.iter(f"{W}tc") if each.find(f".//{WP}inline") is not None]
    room = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) / 1440 * 25.4 - 3
    assert sizes_mm(cell)[0][0] == pytest.approx(room, abs=0.2)


def test_a_picture_among_words_is_not_cut_off_by_the_height_of_the_line(shown):
    document = part(shown("Chữ ![x](../images/x.png) chữ.", x__png=png(200, 200)), "word/document.xml")
    (paragraph,) = [each for each in document.iter(f"{W}p") if words(each).startswith("Chữ")]
    assert style_id(paragraph) == "BodyText"
    assert paragraph.find(f"{W}pPr/{W}spacing").get(f"{W}lineRule") == "auto"


def test_a_photograph_is_turned_as_the_camera_says(shown):
    path = shown("![x](../images/x.jpg)", x__jpg=jpeg(400, 200, orientation=6))
    document = part(path, "word/document.xml")
    assert next(document.iter(f"{A}xfrm")).get("rot") == "5400000"
    assert read_picture("x.jpg", jpeg(400, 200, orientation=6)).height == 400


def test_a_picture_in_a_footnote_belongs_to_the_footnotes(shown):
    path = shown("Lời[^1].\n\n[^1]: Xem ![x](../images/x.png).", x__png=PIXEL)
    (blip,) = part(path, "word/footnotes.xml").iter(f"{A}blip")
    ids = [each.get("Id") for each in part(path, "word/_rels/footnotes.xml.rels")]
    assert blip.get(f"{R}embed") in ids
    assert media(path) == [PIXEL]


def test_the_same_picture_twice_is_stored_once_and_every_id_is_used_once(shown):
    path = shown("![a](../images/x.png) ![b](../images/y.png)", x__png=PIXEL, y__png=PIXEL)
    assert media(path) == [PIXEL]
    ids = [each.get("id") for each in part(path, "word/document.xml").iter(f"{WP}docPr")]
    assert len(set(ids)) == len(ids) == 2


@pytest.mark.parametrize("address", ["<../images/ảnh chụp.png>", "../images/%E1%BA%A3nh%20ch%E1%BB%A5p.png"])
def test_a_name_with_spaces_and_vietnamese_letters_is_found(shown, address):
    assert media(shown(f"![x]({address})", **{"ảnh chụp__png": PIXEL})) == [PIXEL]


NONE = {
    "words": b"Kh\xc3\xb4ng ph\xe1\xba\xa3i h\xc3\xacnh.",
    "nothing": b"",
    "cut off": png(200, 200)[:-40],
    "a photograph cut off": jpeg(200, 200)[:-60],
    "the wrong suffix": jpeg(),
    "more dots than a page can show": claimed(30_000, 30_000),
    "more dots than there are": claimed(65_000, 600),
    "a page of HTML behind a head": b"\x89PNG\r\n\x1a\n<script>hit=1</script>",
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a broken checksum": png(50, 50)[:40] + b"\x00\x01" + png(50, 50)[42:],
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_an_image_that_is_no_image_becomes_its_words_and_a_finding(shown, tmp_path, data):
    path = shown("![Sơ đồ lớp học](../images/x.png)", x__png=data)
    assert media(path) == []
    assert "Sơ đồ lớp học" in words(part(path, "word/document.xml"))
    assert not list(part(path, "word/document.xml").iter(f"{W}drawing"))
    assert [fault.code for fault in read(tmp_path / "kho").faults] == ["M205"]


def test_a_picture_of_another_unit_is_not_shown(tmp_path):
    files = {
        "units/khoi/images/x.png": PIXEL,
        "units/phong-a/bao-cao/thuan-loi.md": section("![Hình](../../khoi/images/x.png) ![Hai](/etc/passwd)"),
    }
    root = write(tmp_path / "kho", files)
    project = read(root)
    (path,) = export(project, root, tmp_path / "docx", picture=picture_bytes(root))
    assert media(path) == []
    assert project.pictures == {}


def test_a_whole_picture_tells_its_size():
    found = read_picture("a/x.jpeg", jpeg(640, 480))
    assert isinstance(found, Picture)
    assert (found.kind, found.width, found.height, found.turn) == ("jpeg", 640, 480, 0)

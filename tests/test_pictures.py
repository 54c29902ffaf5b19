"""A picture of a unit all the way through: from its folder to the pages of the site and into the Word file."""

import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from tests.pictures import jpeg, png
from tests.repositories import section, write
from vankien.cli import main

TEXT = """\
Sơ đồ tổ chức như sau.

![Sơ đồ tổ chức của phòng](../images/so-do.png "Hình 1. Sơ đồ")

Ảnh chụp ![hội nghị](../images/h%E1%BB%99i%20ngh%E1%BB%8B.jpg) và nơi khác ![ảnh ngoài](https://vi.du/anh.png).
"""
FILES = {
    "units/phong-a/bao-cao/thuan-loi.md": section(TEXT),
    "units/phong-a/images/so-do.png": png(320, 200),
    "units/phong-a/images/hội nghị.jpg": jpeg(400, 300),
}


class Page(HTMLParser):
    """Sources and descriptions of a page's pictures."""

    def __init__(self, html):
        super().__init__()
        self.pictures = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "img" and "logo" not in found["src"]:
            self.pictures.append((found["src"], found["alt"]))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("pictures") / "kho"
    assert main(["new", "repository", str(root)]) == 0
    write(root, FILES)
    assert main(["--root", str(root), "build"]) in (0, 1)
    return root


def test_every_page_that_shows_the_text_finds_its_pictures(built):
    site = built / "build/site"
    pages = 0
    for path in site.rglob("*.html"):
        for source, description in Page(path.read_text("utf-8")).pictures:
            file = (path.parent / unquote(source)).resolve()
            assert file.is_relative_to(site.resolve()), "nothing is fetched from elsewhere"
            own = {"Sơ đồ tổ chức của phòng": "so-do.png", "hội nghị": "hội nghị.jpg"}[description]
            assert file.read_bytes() == (built / "units/phong-a/images" / own).read_bytes()
            pages += 1
    assert pages >= 4, "the text's own page and the report's page show two pictures each"


def test_the_word_file_holds_the_same_bytes_and_says_the_descriptions(built):
    with zipfile.ZipFile(built / "build/docx/phong-a/bao-cao.docx") as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
        document = archive.read("word/document.xml").decode()
    assert sorted(media) == sorted(path.read_bytes() for path in (built / "units/phong-a/images").iterdir())
    assert 'descr="Sơ đồ tổ chức của phòng"' in document and 'descr="hội nghị"' in document
    assert "Hình 1. Sơ đồ" in document and "ảnh ngoài" in document and "vi.du" not in document

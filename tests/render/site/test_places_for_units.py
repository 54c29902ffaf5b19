"""What the site shows where the consolidated report draws in the texts of other units."""

import posixpath
import re

import pytest

from tests.render.small_cycle import pages_of
from tests.repositories import section, write
from vankien.readers.project import read

FILES = {
    "units/khoi/bao-cao/thuan-loi.md": section("Lời[^1].\n\n{{ contribution: phong-b }}\n\n{{ units }}\n\n[^1]: Sổ."),
    "units/phong-b/unit.yml": 'name: "Phòng <B> *và* [C]"\nlevel: co-so\nparent: khoi\n',
    "units/phong-b/bao-cao/thuan-loi.md": section("Chữ của B."),
    "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: khoi\n",
}
LINK = re.compile(r'<em>\(<a href="([^"]*)">([^<]*)</a>\)</em>')


@pytest.fixture
def pages(tmp_path):
    root = write(tmp_path, FILES)
    return pages_of(read(root), root)


@pytest.mark.parametrize("uri", ["units/khoi/bao-cao.md", "headings/bao-cao/thuan-loi.md"])
def test_places_are_links_to_the_texts_and_the_texts_stand_there_once(pages, uri):
    found = LINK.findall(pages[uri].markdown)
    assert [words for _, words in found] == ["Phần của Phòng &lt;B&gt; *và* [C]", "Phần của 1 đơn vị"]
    targets = [posixpath.normpath(posixpath.join(posixpath.dirname(uri), target)) for target, _ in found]
    assert targets == ["units/phong-b/bao-cao.html#thuan-loi", "headings/bao-cao/thuan-loi.html"]
    assert "{{" not in pages[uri].markdown
    assert pages["units/khoi/bao-cao.md"].markdown.count("Chữ của B.") == 0


def test_a_unit_that_has_not_begun_is_named_without_a_link(tmp_path):
    files = {**FILES, "units/khoi/bao-cao/kho-khan.md": section("{{ contribution: phong-c }}")}
    root = write(tmp_path, files)
    page = pages_of(read(root), root)["units/khoi/bao-cao.md"].markdown
    assert "<em>(Phần của Phòng C)</em>" in page

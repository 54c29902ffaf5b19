"""Pages as LibreOffice shows them, against pictures of how they should look."""

import shutil

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.render.word.reference_pages import FOLDER, PAGES, rendered
from vankien.render import pdf

pytestmark = pytest.mark.office
# Shades of 255, mean over a page: another version of LibreOffice moves a letter by a dot; a lost line gives more.
TOLERANCE = 2.0


def differ(one, other):
    """How much two pages differ, letters blurred so that a dot to the left or right counts little."""
    assert one.size == other.size
    blurred = [image.convert("L").filter(ImageFilter.GaussianBlur(2)) for image in (one, other)]
    return ImageStat.Stat(ImageChops.difference(*blurred)).mean[0]


@pytest.fixture(scope="module")
def pages(soffice):
    if not shutil.which("pdftoppm"):
        pytest.skip("no pdftoppm on this machine")
    if pdf.substitute_font("Times New Roman") not in ("Times New Roman", "Liberation Serif", "Tinos"):
        pytest.skip("no font with the widths of Times New Roman on this machine")
    return rendered()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_should(pages, name):
    with Image.open(FOLDER / f"{name}.png") as reference:
        assert differ(pages[name], reference) < TOLERANCE


def test_the_comparison_sees_a_line_that_moved(pages):
    page = pages["party-2018-1"]
    moved = Image.new("L", page.size, 255)
    moved.paste(page, (0, 8))
    assert differ(page, moved) > 2 * TOLERANCE


def test_the_comparison_sees_another_profile(pages):
    assert differ(pages["party-2018-1"], pages["state-2020-1"]) > TOLERANCE


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 60_000

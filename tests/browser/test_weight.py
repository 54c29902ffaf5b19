"""Pages of a large cycle are short enough for an old laptop, and lead to everything all the same."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.test_site import DESKTOP, Visit

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVIEST = 450_000
"""Bytes of a page that Chromium opens from a disk well within a second."""


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site of 81 units."""
    root = tmp_path_factory.mktemp("lon") / "kho"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for arguments in (("demo", str(root), "--units", "81"), ("--root", str(root), "site")):
        done = subprocess.run((sys.executable, "-m", "vankien", *arguments), env=environment, capture_output=True)
        assert done.returncode in (0, 1), done.stderr.decode()
    return root / "build/site"


@pytest.fixture
def visit(browser, large_site: Path) -> Iterator[Visit]:
    """A visit to the site on a desktop."""
    started = Visit(browser, large_site, DESKTOP, "light")
    yield started
    started.context.close()


def test_no_page_of_81_units_is_heavy(large_site):
    sizes = {path.relative_to(large_site).as_posix(): path.stat().st_size for path in large_site.rglob("*.html")}
    assert len(sizes) > 500
    assert {path: size for path, size in sizes.items() if size > HEAVIEST} == {}


def test_the_heaviest_page_shows_all_of_itself(visit, large_site):
    path = max(large_site.rglob("*.html"), key=lambda one: one.stat().st_size)
    visit.open(path.relative_to(large_site).as_posix().removesuffix(".html"))
    assert visit.page.locator("h1").is_visible()
    assert visit.page.locator("footer").count() == 1
    assert visit.faults == []


def test_the_text_of_the_last_unit_is_found_from_the_first_page_of_a_heading(visit):
    visit.open("headings/so-ket/hoc-tap-lam-theo-bac")
    page = visit.page
    page.locator("details summary", has_text="đơn vị đã viết").click()
    last = page.locator(".vk-columns a[href*='_2.html#']").last
    name = last.inner_text()
    visit.follow(last)
    assert "/hoc-tap-lam-theo-bac_2.html#" in page.url
    heading = page.locator("article h2", has_text=name)
    assert heading.is_visible()
    assert page.locator(".vk-text").count() > 20
    visit.follow(page.locator(".vk-pager a").first)
    assert page.url.endswith("/hoc-tap-lam-theo-bac.html")
    assert visit.faults == []

"""axe-core on every kind of page, in both palettes, on a desktop and on a telephone; and the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
KINDS = {
    "404", "index", "units/index", "units/*/index", "units/*/*", "headings/index", "headings/*/*", "themes", "themes/*",
    "indicators/index", "indicators/*", "documents/index", "documents/*", "changes/index", "changes/*/index",
    "changes/*/*",
    "findings/index", "findings/*", "comments/index", "comments/new", "comments/unit/*/*",
    "comments/from/*/*",
    "schedule", "guide/index", "guide/*", "rules/index", "pages/index", "pages/*",
}  # fmt: skip


@pytest.fixture(params=["light", "dark"])
def pages(request: pytest.FixtureRequest, browser, whole_site: Path) -> Iterator[object]:
    """A browser page in one palette, and a function that opens a page of the whole site in it."""
    context = browser.new_context(viewport=SIZES["desktop"], color_scheme=request.param)
    page = context.new_page()
    page.set_default_timeout(120_000)

    def opened(name: str, size: str = "desktop") -> object:
        page.set_viewport_size(SIZES[size])
        page.goto(f"{whole_site.as_uri()}/{name}.html")
        if name != "404":
            page.wait_for_function("document.documentElement.classList.contains('js')")
        return page

    yield opened
    context.close()


def violations(page: object) -> list[str]:
    """What axe-core finds wrong, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found]


def test_every_kind_of_page_is_looked_at(every_kind):
    assert set(every_kind) >= KINDS


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_any_kind_of_page(pages, every_kind, size):
    wrong = {kind: found for kind, name in every_kind.items() if (found := violations(pages(name, size)))}
    assert wrong == {}


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_while_something_is_open(pages, size):
    page = pages("index", size)
    if size == "phone":
        page.click(".vk-search-open")
    page.locator(".vk-search input").press_sequentially("nghi quyet")
    page.locator(".vk-search-panel a").first.wait_for()
    assert violations(page) == [], "the search"
    page = pages("index", size)
    page.select_option(".vk-board select[name=xep]", "theo-doi")
    page.locator(".vk-board td.vk-c-draft:visible").first.hover()
    assert violations(page) == [], "the matrix"
    page = pages("units/so-thuy-loi/so-ket", size)
    for fold in page.locator("article details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert violations(page) == [], "a report unfolded"
    if size == "phone":
        page.click("label.md-header__button[for=__drawer]")
        page.wait_for_timeout(400)
        assert violations(page) == [], "the menu"

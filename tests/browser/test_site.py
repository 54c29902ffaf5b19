"""The site in a real Chromium, opened from the disk as from a USB stick."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

SMALL = [
    "index", "units/index", "units/phong-a/index", "units/phong-a/bao-cao", "units/phong-b/index", "headings/index",
    "headings/bao-cao/thuan-loi", "headings/bao-cao/ket-qua", "indicators/index", "indicators/ket-nap",
    "changes/index", "findings/index", "findings/phong-c", "themes",
    "comments/index", "comments/unit/phong-c/index", "comments/new",
    "schedule", "guide/index", "guide/bao-cao", "rules/index", "pages/index", "pages/gioi-thieu",
]  # fmt: skip
SAMPLE = [
    "index", "units/index", "units/so-thuy-loi/index", "units/so-thuy-loi/so-ket", "headings/index",
    "headings/so-ket/chuong-trinh-cong-tac", "indicators/index", "changes/index", "findings/index",
    "findings/truong-bien-xanh", "themes", "schedule",
    "guide/index", "guide/so-ket", "rules/index", "comments/index", "comments/unit/khoi/index", "comments/new",
]  # fmt: skip


class Visit:
    """A page in a browser, and everything that it did which it should not."""

    def __init__(self, browser, site: Path, viewport: dict[str, int], scheme: str) -> None:
        self.site = site
        self.context = browser.new_context(viewport=viewport, color_scheme=scheme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(90_000)  # a busy machine is slow, not wrong
        self.faults: list[str] = []
        self.page.on("console", lambda message: self.note(message.type in ("error", "warning"), message.text))
        self.page.on("pageerror", lambda error: self.note(True, str(error)))
        self.page.on("dialog", lambda dialog: (self.note(True, "dialog"), dialog.dismiss()))
        self.page.on("request", lambda request: self.note(not self.own(request.url), request.url))

    def note(self, wrong: bool, text: str) -> None:
        """Remember a fault."""
        if wrong:
            self.faults.append(text)

    def own(self, url: str) -> bool:
        """Whether an address is part of the site."""
        return url.startswith((self.site.as_uri() + "/", "about:"))

    def open(self, name: str) -> None:
        """Go to a page of the site."""
        self.page.goto(f"{self.site.as_uri()}/{name}.html")
        self.settle()

    def follow(self, link) -> None:
        """Click a link (a locator) and be where it leads to, with all of the page there."""
        with self.page.expect_navigation():
            link.click()
        self.settle()

    def settle(self) -> None:
        """Wait until the page has done what it does when it is loaded."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(
            "document.documentElement.classList.contains('js') && "
            "!document.querySelector('.vk-board-scroll:not(.vk-ready)')"
        )


@pytest.fixture
def visit_samples(browser, sample_site: Path) -> Iterator[Visit]:
    """A visit to the site of the sample drafts on a desktop."""
    started = Visit(browser, sample_site, DESKTOP, "light")
    yield started
    started.context.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """A palette."""
    return request.param


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def viewport(request: pytest.FixtureRequest) -> dict[str, int]:
    """A size of the screen."""
    return request.param


@pytest.fixture
def visit(browser, small_site: Path) -> Iterator[Visit]:
    """A visit to the small cycle's site on a desktop."""
    started = Visit(browser, small_site, DESKTOP, "light")
    yield started
    started.context.close()


def check(visit: Visit, name: str, width: int) -> None:
    """No fault, nothing wider than the screen, and the palette that the system asks for."""
    visit.open(name)
    assert visit.faults == [], name
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, name
    too_wide = visit.page.evaluate(
        """width => [...document.querySelectorAll("article *")].filter(element =>
            element.getClientRects().length && !element.closest(".vk-scroll, pre, .vk-word") &&
            element.getBoundingClientRect().right > width + 1).map(element => element.outerHTML.slice(0, 100))""",
        width,
    )
    assert too_wide == [], name


def test_every_kind_of_page_opens_from_the_disk(browser, small_site, scheme, viewport):
    visit = Visit(browser, small_site, viewport, scheme)
    for name in SMALL:
        check(visit, name, viewport["width"])
    wanted = "slate" if scheme == "dark" else "default"
    assert visit.page.get_attribute("body", "data-md-color-scheme") == wanted
    visit.context.close()


def test_the_sample_drafts_open_from_the_disk(browser, sample_site, viewport):
    visit = Visit(browser, sample_site, viewport, "light")
    for name in SAMPLE:
        check(visit, name, viewport["width"])
    visit.context.close()


def test_a_chart_shows_the_palette_and_is_described(browser, sample_site, scheme, viewport):
    visit = Visit(browser, sample_site, viewport, scheme)
    check(visit, "indicators/dang-vien-hoan-thanh-tot", viewport["width"])
    assert visit.page.get_by_role("img", name="Đảng viên được xếp loại").count() == 1
    color = (
        "bar => [getComputedStyle(bar).fill, getComputedStyle(document.body).getPropertyValue('--vk-approved-fill')]"
    )
    fill, named = visit.page.eval_on_selector(".vk-chart .vk-bar-exceeded", color)
    assert fill == f"rgb({', '.join(str(int(named.strip()[at : at + 2], 16)) for at in (1, 3, 5))})"
    sizes = visit.page.eval_on_selector_all(
        ".vk-chart text", "texts => texts.map(text => text.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 9
    visit.context.close()


@pytest.mark.parametrize(
    "name",
    [
        "units/phong-c/tan-cong",
        "headings/tan-cong/d0",
        "findings/phong-c",
        "comments/index",
        "comments/unit/phong-c/index",
    ],
)
def test_no_attack_runs(visit, name):
    visit.open(name)
    visit.page.wait_for_timeout(300)
    for element in visit.page.query_selector_all(".vk-text, summary"):
        element.dispatch_event("mouseover")
    assert visit.page.evaluate("window.hit") is None
    assert visit.faults == []


def test_following_the_links_of_an_attack_runs_nothing(visit):
    visit.open("units/phong-c/tan-cong")
    for link in visit.page.query_selector_all(".vk-text a"):
        address = link.get_attribute("href")
        # Those of the margin lead to paragraphs, rules and comments, and to the page for a new comment.
        own = r"rules/index\.html#[a-z]\d+|comments/(new\.html|unit/phong-c/[a-z0-9-]+\.html#y-kien-[a-z0-9-]+)"
        assert re.match(rf"https?://|mailto:|#fn|#p_|(\.\./)*({own})$", address), address


def shown(visit, query: str) -> None:
    """Waits until the results are those of a query."""
    visit.page.wait_for_function(
        "query => document.querySelector('.vk-search').dataset.shown === query", arg=unicodedata.normalize("NFC", query)
    )


def look_up(visit, query: str) -> list[str]:
    """Types a query; gives title, place and excerpt of each result."""
    visit.page.locator(".vk-search input").fill("")
    visit.page.locator(".vk-search input").press_sequentially(query)
    shown(visit, query)
    return [link.inner_text() for link in visit.page.query_selector_all(".vk-search-panel a")]


@pytest.mark.parametrize(
    "query",
    ["đảng viên", "ĐẢNG VIÊN", "chăm lo", "cham lo", "chăm lo đảng vi", unicodedata.normalize("NFD", "chăm lo")],
)
def test_search_from_the_disk_finds_vietnamese_words_and_names_unit_and_heading(visit, query):
    visit.open("index")
    found = look_up(visit, query)
    assert any("I- Thuận lợi" in one and "Chi bộ tên là index" in one for one in found), found
    assert visit.faults == []
    visit.follow(visit.page.locator(".vk-search-panel a[href*='index-/bao-cao.html']").first)
    assert visit.page.url.endswith("/units/index-/bao-cao.html#p_thuan-loi_1")


def test_search_says_so_where_it_finds_nothing(visit):
    visit.open("index")
    assert look_up(visit, "zzzkhongco") == []
    assert "Không thấy" in visit.page.inner_text(".vk-search-status")


def test_search_works_with_the_keyboard_alone(visit):
    visit.open("units/index-/bao-cao")
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("cham lo")
    shown(visit, "cham lo")
    visit.page.keyboard.press("ArrowDown")
    assert visit.page.evaluate("document.activeElement.closest('.vk-search-panel') !== null")
    visit.page.keyboard.press("Escape")
    assert visit.page.locator(".vk-search-panel").is_hidden()


def test_who_is_among_the_results_stays_there_when_further_ones_come_in(visit):
    visit.open("units/index-/bao-cao")
    look_up(visit, "cham")
    visit.page.keyboard.press("ArrowDown")
    visit.page.evaluate(
        """const input = document.querySelector(".vk-search input");
        input.value = "cham lo"; input.dispatchEvent(new Event("input"));"""
    )
    shown(visit, "cham lo")
    assert visit.page.evaluate("document.activeElement.closest('.vk-search-panel a') !== null")


def test_the_enter_key_waits_for_the_results_of_what_was_typed(visit):
    visit.open("index")
    look_up(visit, "cham lo")
    first = visit.page.locator(".vk-search-panel a").first.get_attribute("href")
    visit.open("index")
    look_up(visit, "cai cach")
    assert visit.page.locator(".vk-search-panel a").first.get_attribute("href") != first
    visit.page.locator(".vk-search input").fill("cham lo")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(first)


def test_search_shows_what_an_author_wrote_as_text_only(visit):
    visit.open("index")
    for query in ("script", "onerror", "alert", "svg"):
        look_up(visit, query)
    assert visit.page.evaluate("window.hit") is None
    assert visit.faults == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nghi quyet dai hoi", "nghị quyết đại hội"),
        ("uỷ ban kiểm tra", "ủy ban kiểm tra"),
        (unicodedata.normalize("NFD", "quán triệt nghị quyết"), "quán triệt nghị quyết"),
        ("21-NQ/TW", "21-nq/tw"),
        ("106-kh/duk", "106-kh/đuk"),
        ("36,33", "36,33"),
    ],
)
def test_the_best_result_has_the_words_together(visit_samples, query, words):
    visit_samples.open("index")
    found = look_up(visit_samples, query)
    assert words in unicodedata.normalize("NFC", found[0]).lower(), found[0]


def test_the_word_file_can_be_fetched(visit):
    visit.open("units/phong-a/bao-cao")
    with visit.page.expect_download() as download:
        visit.page.click("text=Tải tệp Word")
    assert Path(download.value.path()).read_bytes() == b"Word"


def test_from_the_home_page_to_the_text_and_back(visit):
    visit.open("index")
    visit.follow(visit.page.locator(".vk-matrix a[href='units/phong-a/bao-cao.html']").first)
    visit.follow(visit.page.locator("text=xem mọi đơn vị").first)
    assert "/headings/bao-cao/" in visit.page.url
    visit.follow(visit.page.locator(".vk-trail >> text=Trang chủ"))
    assert visit.page.url.endswith("/index.html")
    assert visit.faults == []


def test_the_palette_can_be_changed_and_is_kept(visit):
    visit.open("index")
    visit.page.click("label[title='Chuyển sang nền tối']")
    visit.page.wait_for_selector("body[data-md-color-scheme=slate]")
    visit.open("schedule")
    visit.page.wait_for_selector("body[data-md-color-scheme=slate]")


def test_the_tab_of_the_part_is_marked_on_pages_below_it(visit):
    visit.open("units/phong-a/bao-cao")
    assert visit.page.inner_text(".md-tabs [aria-current]").strip() == "Đơn vị"


def test_a_telephone_has_the_contents_in_the_page(browser, small_site):
    visit = Visit(browser, small_site, PHONE, "light")
    visit.open("units/phong-a/bao-cao")
    visit.page.click(".vk-contents summary")
    visit.follow(visit.page.locator(".vk-contents >> text=Khó khăn").first)
    assert visit.page.url.endswith("#kho-khan")
    visit.context.close()


def test_states_differ_in_shape_as_well_as_colour(visit):
    visit.open("index")
    shapes = visit.page.evaluate(
        """() => ["absent", "draft", "review", "approved"].map(state => {
            const style = getComputedStyle(document.querySelector(".vk-key .vk-state-" + state), "::before")
            return style.getPropertyValue("--done") + style.borderTopStyle
        })"""
    )
    assert len(set(shapes)) == 4

"""The Content-Security-Policy of the pages in a real Chromium, from the disk and from a server."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ATTEMPTS = """
() => {
  const inline = document.createElement("script");
  inline.textContent = "window.hit = 1";
  const handler = document.createElement("img");
  handler.setAttribute("onerror", "window.hit = 2");
  handler.src = "missing.png";
  const foreign = document.createElement("script");
  foreign.src = "https://foreign.example/x.js";
  const form = document.createElement("form");
  form.action = "https://foreign.example/";
  document.body.append(inline, handler, foreign, form);
  form.submit();
}
"""


class Quiet(SimpleHTTPRequestHandler):
    """A plain web server that tells nothing of its requests."""

    def log_message(self, format: str, *values: object) -> None:
        """Nothing."""


@pytest.fixture(params=["disk", "server"])
def address(request: pytest.FixtureRequest, small_site: Path) -> Iterator[str]:
    """Where the small cycle's site is."""
    yield from _served(request.param, small_site)


def _served(how: str, site: Path) -> Iterator[str]:
    if how == "disk":
        yield site.as_uri()
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_is_smuggled_into_a_page_neither_runs_nor_leaves(browser, address):
    page = browser.new_page()
    page.set_default_timeout(90_000)
    asked: list[object] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{address}/units/phong-a/bao-cao.html")
    page.wait_for_function("document.documentElement.classList.contains('js')")
    page.evaluate(ATTEMPTS)
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    assert page.url == f"{address}/units/phong-a/bao-cao.html"
    # Chromium tells of what it refuses as well.
    foreign = [request for request in asked if not request.url.startswith((address, "data:"))]
    assert [request.failure for request in foreign] == ["csp"] * len(foreign)
    page.close()


@pytest.fixture(params=["disk", "server"])
def whole(request: pytest.FixtureRequest, whole_site: Path) -> Iterator[str]:
    """Where the site with pages of every kind is."""
    yield from _served(request.param, whole_site)


def test_no_kind_of_page_asks_another_host_for_anything(browser, whole, every_kind):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(90_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for kind, name in every_kind.items():
        before = len(asked)
        page.goto(f"{whole}/{name}.html", wait_until="networkidle")
        for fold in page.locator("article details").all():
            fold.evaluate("fold => { fold.open = true }")
        page.wait_for_timeout(100)
        assert len(asked) > before, kind
    page.goto(f"{whole}/index.html")
    page.locator(".vk-search input").press_sequentially("nghi quyet")
    page.locator(".vk-search-panel a").first.wait_for()
    assert [url for url in asked if not url.startswith((whole + "/", "data:"))] == []
    context.close()


def test_search_and_palette_work_under_the_policy(browser, address):
    page = browser.new_page()
    page.set_default_timeout(90_000)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/index.html")
    page.wait_for_function("document.documentElement.classList.contains('js')")
    page.locator(".vk-search input").press_sequentially("cham lo dang vien")
    page.locator(".vk-search-panel a").first.wait_for()
    page.keyboard.press("Escape")
    before = page.get_attribute("body", "data-md-color-scheme")
    page.locator("label[for^=__palette]:visible").click()
    assert page.get_attribute("body", "data-md-color-scheme") != before
    assert faults == []
    page.close()

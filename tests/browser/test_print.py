"""Pages as Chromium prints them: the page itself and nothing of the site around it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AROUND = (
    "Tìm trong trang",
    "Về đầu trang",
    "Chuyển sang nền tối",
    "Góp ý cho mục này",
    "sửa mục này",
    "Bỏ lọc",
    "Trang chủ",
)
"""Words of the menu, of buttons and of fields."""


@pytest.fixture(scope="module")
def printed(browser, whole_site: Path, every_kind, tmp_path_factory) -> dict[str, str]:
    """The words of every kind of page as printed on A4 in the dark palette, by kind."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine")
    folder = tmp_path_factory.mktemp("in")
    # In dark, so that ink on dark paper would show.
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.set_default_timeout(120_000)
    told = {}
    for number, (kind, name) in enumerate(every_kind.items()):
        page.goto(f"{whole_site.as_uri()}/{name}.html", wait_until="networkidle")
        file = folder / f"{number}.pdf"
        page.pdf(path=str(file), format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
        told[kind] = subprocess.run(
            ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True
        ).stdout
    context.close()
    return told


def test_nothing_around_a_page_is_printed(printed):
    for kind, words in printed.items():
        if kind in ("404", "comments/new") or kind.startswith("guide"):
            continue  # these speak of buttons or of the home page themselves
        assert [one for one in AROUND if one in words] == [], kind


def test_title_and_notice_of_each_page_are_printed(printed, every_kind, whole_site):
    notice = re.search(
        r"^notice: \"(.{20})", (whole_site.parent.parent / "content/cycle.yml").read_text(), re.MULTILINE
    )
    for kind, words in printed.items():
        flat = " ".join(words.split())
        html = (whole_site / f"{every_kind[kind]}.html").read_text(encoding="utf-8")
        title = re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)(?:<a class=\"headerlink|</h1>)", html, re.DOTALL)[1])
        assert " ".join(title.split())[:30].replace("&amp;", "&") in flat, kind
        assert kind == "404" or not notice or notice[1] in flat, kind


def test_a_report_is_printed_as_a_text(printed):
    words = printed["units/*/*"]
    assert not re.search(r"\+\s*$", words, re.MULTILINE), "the buttons for comments are left out"
    assert "Thay đổi từ dự thảo" not in words and "Mục lục" not in words


def test_the_matrix_is_printed_whole(printed, whole_site):
    html = (whole_site / "index.html").read_text(encoding="utf-8")
    names = re.findall(r'<th scope="row" class="vk-unit[^"]*"><a [^>]*>([^<]+)</a>', html)
    flat = " ".join(printed["index"].split())
    assert len(names) == 9
    assert all(name.split()[-1] in flat for name in names)


def test_on_paper_ink_is_dark_and_headings_keep_to_their_text(browser, whole_site):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{whole_site.as_uri()}/units/so-thuy-loi/so-ket.html", wait_until="networkidle")
    page.emulate_media(media="print", color_scheme="dark")
    look = "([name, key]) => getComputedStyle(document.querySelector(name))[key]"
    ink = page.evaluate(look, [".vk-text p", "color"])
    paper = page.evaluate(look, ["body", "backgroundColor"])
    assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 200
    assert paper in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.evaluate("getComputedStyle(document.querySelector('article h2')).breakAfter") == "avoid"
    assert page.evaluate("getComputedStyle(document.querySelector('table thead')).display") == "table-header-group"
    context.close()

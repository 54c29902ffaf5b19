"""Comments in a real Chromium: the list is filtered, and a button at each paragraph prepares a new one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.test_site import DESKTOP, PHONE, Visit, check
from tests.consultation import FILES, SENT
from tests.render.small_cycle import build
from tests.repositories import write
from vankien.readers.comment import read_comment
from vankien.readers.disk import Text
from vankien.readers.project import read
from vankien.rollup.anchor import Standing, anchor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("kho"), FILES)


@pytest.fixture(scope="module")
def site(root) -> Path:
    return build(read(root), root)


@pytest.fixture
def visit(browser, site) -> Iterator[Visit]:
    started = Visit(browser, site, DESKTOP, "light")
    yield started
    assert started.faults == []
    started.context.close()


def listed(visit: Visit) -> list[str]:
    return [one.inner_text() for one in visit.page.query_selector_all(".vk-comment-list > li")]


def choose(visit: Visit, label: str, name: str) -> None:
    visit.page.get_by_label(label, exact=False).select_option(label=name)


def test_the_list_is_filtered_by_answer_unit_kind_sender_and_words(visit):
    visit.open("comments/index")
    visit.page.locator(".vk-filter select").first.wait_for()
    assert len(listed(visit)) == len(SENT)
    choose(visit, "Trả lời", "Chưa trả lời")
    assert len(listed(visit)) == 4
    choose(visit, "Nơi gửi", "Chi bộ Một")
    assert len(listed(visit)) == 3
    choose(visit, "Dự thảo của", "Đảng bộ Khối")
    assert [text.split("\n")[-1] for text in listed(visit)] == ["Gộp hai câu."]
    assert visit.page.inner_text("[role=status].vk-quiet") == "1 ý kiến"
    for label in ("Trả lời", "Nơi gửi", "Dự thảo của"):
        choose(visit, label, "tất cả")
    visit.page.get_by_role("searchbox", name="Tìm trong ý kiến").fill("dang vien nu")
    assert [text.split("\n")[-1] for text in listed(visit)] == ["Nêu số đảng viên nữ."]


@pytest.mark.parametrize(
    ("paragraph", "quote", "before", "after"),
    [
        (2, "Học tập nghị quyết đạt tỷ lệ cao ở mọi chi bộ trực thuộc.", "", ""),
        (3, "Mở 3 lớp bồi dưỡng.", "", ""),
    ],
)
def test_the_button_of_a_paragraph_prepares_a_comment_with_its_place(visit, root, paragraph, quote, before, after):
    visit.open("units/phong-a/bao-cao")
    visit.follow(visit.page.locator(f"#p_thuan-loi_{paragraph} .vk-button"))
    assert "/comments/new.html#" in visit.page.url
    content = visit.page.input_value("textarea")
    content = content.replace("organisation: ", "organisation: Hội Nông dân") + "Đề nghị nói rõ.\n"
    comment, faults = read_comment(Text("units/phong-a/comments/moi.md", content), "phong-a", "moi")
    assert not faults
    assert (comment.report, comment.heading, comment.draft, comment.paragraph) == ("bao-cao", "thuan-loi", 2, paragraph)
    assert (comment.quote, comment.before, comment.after) == (quote, before, after)
    body = read(root).section("phong-a", "bao-cao", "thuan-loi").body
    found = anchor(comment, {"thuan-loi": body})
    assert (found.standing, found.place.paragraph) == (Standing.EXACT, paragraph)


def test_selected_words_become_the_quotation_with_what_stands_around_them(visit):
    visit.open("units/phong-a/bao-cao")
    visit.page.evaluate(
        """() => {
            const text = document.querySelector("#p_thuan-loi_2 p").firstChild, range = document.createRange();
            const at = text.data.indexOf("tỷ lệ cao");
            range.setStart(text, at); range.setEnd(text, at + 9);
            getSelection().removeAllRanges(); getSelection().addRange(range);
            document.querySelector("#p_thuan-loi_2 .vk-button").dispatchEvent(new Event("mousedown"));
        }"""
    )
    address = visit.page.get_attribute("#p_thuan-loi_2 .vk-button", "href")
    visit.page.goto(f"{visit.site.as_uri()}/units/phong-a/{address}")
    content = visit.page.input_value("textarea")
    assert 'quote: "tỷ lệ cao"\nbefore: "Học tập nghị quyết đạt"\nafter: "ở mọi chi bộ trực thuộc."' in content


def test_the_prepared_file_is_saved_as_it_is(visit, tmp_path):
    visit.open("comments/new")
    visit.page.fill("textarea", "---\nreport: bao-cao\n---\n\nNhất trí.\n")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Tải tệp").click()
    assert download.value.suggested_filename.startswith("gop-y-") and download.value.suggested_filename.endswith(".md")
    download.value.save_as(tmp_path / "a.md")
    assert (tmp_path / "a.md").read_text("utf-8") == "---\nreport: bao-cao\n---\n\nNhất trí.\n"


def test_on_a_code_host_the_button_opens_the_new_file_there(browser, tmp_path):
    root = write(
        tmp_path, {**FILES, "content/cycle.yml": FILES["content/cycle.yml"] + "repository: https://h.test/k\n"}
    )
    visit = Visit(browser, build(read(root), root), DESKTOP, "light")
    visit.open("units/phong-a/bao-cao")
    button = visit.page.locator("#p_thuan-loi_3 .vk-button")
    button.focus()
    told = visit.page.evaluate("href => Object.fromEntries(new URL(href).searchParams)", button.get_attribute("href"))
    assert button.get_attribute("href").startswith("https://h.test/k/new/main/units/phong-a/comments?")
    assert told["filename"].startswith("gop-y-")
    assert 'paragraph: 3\nquote: "Mở 3 lớp bồi dưỡng."\n' in told["value"]
    visit.context.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_the_screen_in_both_palettes(browser, site, viewport, scheme):
    visit = Visit(browser, site, viewport, scheme)
    for name in ("units/phong-a/bao-cao", "headings/bao-cao/thuan-loi", "comments/index", "comments/new",
                 "comments/unit/phong-a/index", "comments/from/chi-bo-mot/index"):  # fmt: skip
        check(visit, name, viewport["width"])
    visit.context.close()

"""What people come to the site for, done as they do it: on a desktop and on a telephone, in both palettes."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser.test_site import DESKTOP, PHONE, Visit

pytestmark = pytest.mark.browser


@pytest.fixture(params=[(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light"), (PHONE, "dark")],
                ids=["desktop-light", "desktop-dark", "phone-light", "phone-dark"])  # fmt: skip
def visit(request: pytest.FixtureRequest, browser, whole_site: Path) -> Iterator[Visit]:
    """A visit to the site with pages of every kind."""
    viewport, scheme = request.param
    started = Visit(browser, whole_site, viewport, scheme)
    yield started
    assert started.faults == []
    started.context.close()


def units(visit: Visit) -> list[str]:
    """Names of the units that the matrix shows, in its order."""
    return visit.page.locator(".vk-board tbody tr:not(.vk-group) th").all_inner_texts()


def choose(visit: Visit, name: str, word: str) -> None:
    """Chooses in one of the matrix's fields."""
    visit.page.locator(f".vk-board select[name={name}]").select_option(label=word)


def test_to_find_a_unit_that_is_late_and_open_what_it_lacks(visit):
    visit.open("index")
    everyone = units(visit)
    choose(visit, "tinh-trang", "quá hạn")
    late = units(visit)
    assert late and len(late) < len(everyone)
    assert visit.page.locator(".vk-board [role=status]").inner_text() == f"{len(late)}/{len(everyone)} đơn vị"
    row = visit.page.locator(".vk-board tbody tr").first
    assert row.locator(".vk-late").count() >= 1
    visit.follow(row.locator("th a"))
    assert visit.page.locator("h1").inner_text().startswith(late[0])
    assert visit.page.locator(".vk-late").first.is_visible()


def test_what_is_chosen_can_be_passed_on_as_a_link(visit):
    visit.open("index")
    choose(visit, "cap", "Chi bộ, đảng bộ cơ sở")
    choose(visit, "xep", "người theo dõi")
    shown = units(visit)
    assert "cap=Chi+bộ,+đảng+bộ+cơ+sở" in unquote(visit.page.url) and "xep=theo-doi" in visit.page.url
    groups = visit.page.locator(".vk-board tr.vk-group").all_inner_texts()
    assert len(groups) > 1 and groups[0].startswith("Đồng chí"), "in the order of the Vietnamese alphabet"
    assert groups[-1].startswith("Võ")
    other = visit.context.new_page()
    other.set_default_timeout(90_000)
    other.goto(visit.page.url)
    other.locator(".vk-board form").wait_for()
    assert other.locator(".vk-board tbody tr:not(.vk-group) th").all_inner_texts() == shown
    assert other.locator(".vk-board select[name=cap]").input_value() == "Chi bộ, đảng bộ cơ sở"
    visit.page.click("text=Bỏ lọc")
    assert len(units(visit)) > len(shown) and "=" not in visit.page.url


def test_rows_are_ordered_by_a_heading_and_turned_round_with_the_keyboard_alone(visit):
    visit.open("index")
    head = visit.page.locator(".vk-board th.vk-h:not(.vk-h-report):visible").first
    place = head.evaluate("head => head.cellIndex")
    button = head.locator("button")

    def states() -> list[str]:
        cells = visit.page.locator(f".vk-board tbody tr:not(.vk-group) > :nth-child({place + 1})").all()
        return [re.sub(", có lỗi", "", cell.text_content()) for cell in cells]

    button.focus()
    visit.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    order = ["Chưa đọc được", "Chưa có", "Dự thảo", "Chờ duyệt", "Đã duyệt", "Không bắt buộc", "Được miễn", ""]
    ranks = [order.index(state) for state in states()]
    assert [min(rank, 5) for rank in ranks] == sorted(min(rank, 5) for rank in ranks) and len(set(ranks)) > 1
    visit.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending" and f"xep=c{place}-" in visit.page.url
    visit.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None


def test_a_cell_leads_to_the_text_that_it_stands_for(visit):
    visit.open("index")
    cell = visit.page.locator(".vk-board td.vk-c-draft:visible").first
    cell.scroll_into_view_if_needed()
    cell.hover()
    assert "Dự thảo" in cell.get_attribute("title")
    visit.follow(cell.locator("a"))
    assert "/units/" in visit.page.url
    id = visit.page.url.partition("#")[2]
    visit.page.locator(f"[id='{id}']").wait_for()


def test_the_whole_matrix_is_there_without_a_script(visit):
    context = visit.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{visit.site.as_uri()}/index.html")
    assert page.locator(".vk-board form").count() == 0
    heads, rows = page.locator(".vk-matrix thead th").count(), page.locator(".vk-matrix tbody tr")
    assert heads > 60 and rows.count() == 9
    assert all(row.locator("th, td").count() == heads for row in rows.all())
    context.close()


def test_to_read_one_heading_of_some_units_only(visit):
    visit.open("headings/so-ket/thuan-loi")
    texts = visit.page.locator("article > h2[id]:not([id^=_])")
    visit.page.locator(".vk-sift form").wait_for()
    everyone = texts.count()
    select = visit.page.locator(".vk-sift select[name=loai]")
    select.select_option(label="Doanh nghiệp")
    seen = [text for text in texts.all() if text.is_visible()]
    assert 0 < len(seen) < everyone
    assert "loai=Doanh+nghiệp" in unquote(visit.page.url)
    visit.page.locator(".vk-sift input").fill("không có đơn vị nào như thế")
    assert not any(text.is_visible() for text in texts.all())


def test_a_heading_with_indicators_has_them_as_a_table(visit):
    visit.open("headings/so-ket/dang-vien")
    table = visit.page.locator(".vk-register")
    assert table.locator("tbody tr").count() >= 1
    assert table.is_visible() and visit.page.locator("#_chi-tieu").is_visible()
    assert visit.page.locator(".vk-guidance").is_visible()


def test_to_compare_two_drafts_word_by_word(visit):
    visit.open("changes/index")
    visit.follow(visit.page.locator("text=Từ lần 1 đến lần 2"))
    assert visit.page.locator("#_so-lieu").is_visible()
    # Behind “Số liệu” and above the texts stands what changed from 12 to 15.
    assert "15" in visit.page.locator("article").inner_text()
    visit.follow(visit.page.locator("article a[href$='so-thuy-loi.html']:visible").first)
    visit.page.locator("ins").first.wait_for()
    visit.page.locator("del").first.wait_for()


def test_a_report_shows_what_changed_since_the_last_draft_on_demand(visit):
    visit.open("units/so-thuy-loi/so-ket")
    fold = visit.page.locator(".vk-since").first
    assert not fold.locator("del, ins").first.is_visible()
    fold.locator("summary").focus()
    visit.page.keyboard.press("Enter")
    fold.locator("del, ins").first.wait_for()
    visit.follow(fold.locator("text=Xem cùng số liệu"))
    assert "/changes/2-nay/so-thuy-loi.html#" in visit.page.url


def test_to_search_and_open_the_paragraph(visit):
    visit.open("schedule")
    if visit.page.viewport_size == PHONE:
        visit.page.click(".vk-search-open")
    visit.page.locator(".vk-search input").press_sequentially("nghi quyet dai hoi")
    found = visit.page.locator(".vk-search-panel a").first
    visit.follow(found)
    id = visit.page.url.partition("#")[2]
    visit.page.locator(f"[id='{id}']").wait_for()


def test_to_follow_a_finding_to_its_line(visit):
    visit.open("findings/index")
    visit.follow(visit.page.locator("th[scope=row] a", has_text="Cao đẳng Biển Xanh"))
    target = visit.page.locator("a.vk-to-draft[href*='#p_']:visible").first
    name = target.inner_text()
    visit.follow(target)
    id = visit.page.url.partition("#")[2]
    assert id.endswith(re.search(r"đoạn (\d+)$", name)[1])
    visit.page.wait_for_function(
        """id => {
            const top = document.getElementById(id)?.getBoundingClientRect().top
            return top >= 0 && top <= innerHeight
        }""",
        arg=id,
    )


def test_to_fetch_the_word_file_of_a_unit(visit):
    visit.open("units/so-thuy-loi/index")
    with visit.page.expect_download() as download:
        visit.page.click("a[download]:has-text('Word')")
    assert Path(download.value.path()).read_bytes() == b"Word"


def test_the_code_host_is_offered_for_each_heading(visit):
    for name in ("units/so-thuy-loi/index", "units/so-thuy-loi/so-ket", "headings/so-ket/thuan-loi"):
        visit.open(name)
        link = visit.page.locator("a[href$='_edit/main/units/so-thuy-loi/so-ket/thuan-loi.md']")
        assert link.count() == 1 and link.is_visible(), name


def test_the_schedule_tells_what_is_overdue_and_each_level_has_its_dates(visit):
    visit.open("schedule")
    late = visit.page.locator("#_qua-han ~ div table").first.locator("tbody tr")
    assert late.count() >= 1 and re.search(r"quá \d+ ngày", late.first.inner_text())
    assert visit.page.locator("article > h2").count() >= 3

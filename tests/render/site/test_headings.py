"""Pages of headings and tasks stay short however many units there are."""

import re

import pytest

from tests.render.small_cycle import pages_of
from tests.repositories import BASE, section, write
from vankien.readers.project import read
from vankien.render.site import headings, themes

UNITS = 7
LINK = re.compile(r'href="([^"#]*)(?:#([^"]*))?"')


@pytest.fixture
def made(tmp_path, monkeypatch):
    """The pages of a cycle in which seven units wrote, the fourth at length, cut after three units or twenty words."""
    monkeypatch.setattr(headings, "UNITS", 3)
    monkeypatch.setattr(headings, "WORDS", 20)
    monkeypatch.setattr(themes, "UNITS", 4)
    files = dict.fromkeys(path for path in BASE if path.startswith("units/phong-a/"))
    for number in range(UNITS):
        files[f"units/dv-{number}/unit.yml"] = f"name: Đơn vị {number}\nlevel: co-so\nparent: khoi\n"
        text = f"Bài của {number}." + " lời" * (19 if number == 3 else 0)
        files[f"units/dv-{number}/bao-cao/thuan-loi.md"] = section(text, themes="[cai-cach]")
    root = write(tmp_path, files)
    return pages_of(read(root), root)


def of(made, begin: str) -> dict[str, str]:
    """Pages whose place begins so, in order."""
    return {uri: made[uri].markdown for uri in sorted(made) if uri.startswith(begin)}


def test_each_text_stands_on_one_of_the_pages_of_its_heading(made):
    shown = [re.findall(r"Bài của (\d)", page) for page in of(made, "headings/bao-cao/thuan-loi").values()]
    assert shown == [["0", "1", "2"], ["3"], ["4", "5", "6"]]


def test_the_first_page_leads_to_the_text_of_every_unit(made):
    first = made["headings/bao-cao/thuan-loi.md"].markdown
    listed = dict(re.findall(r'<li(?: id="dv-\d")?><a href="([^"]+)">Đơn vị (\d)</a>', first))
    assert len(listed) == UNITS
    for href, number in listed.items():
        page, _, anchor = href.partition("#")
        target = made[f"headings/bao-cao/{(page or 'thuan-loi.html').removesuffix('.html')}.md"].markdown
        assert f"Bài của {number}" in target
        assert f"{{#{anchor}}}" in target
    assert "22 chữ" in first


def test_an_old_address_of_a_text_that_went_to_another_page_leads_to_its_line(made):
    first = made["headings/bao-cao/thuan-loi.md"].markdown
    assert re.findall(r'<li id="(dv-\d)">', first) == ["dv-3", "dv-4", "dv-5", "dv-6"]


def test_pages_of_a_heading_lead_to_each_other_above_and_below(made):
    for page in of(made, "headings/bao-cao/thuan-loi").values():
        assert re.findall(r">(\d–\d)<", page) == ["1–3", "4–4", "5–7"] * 2
        assert page.count('aria-current="page"') == 2
    assert "trang 3" in made["headings/bao-cao/thuan-loi_3.md"].title


def test_a_heading_with_few_texts_has_one_page_without_further_links(made):
    (page,) = of(made, "headings/bao-cao/kho-khan").values()
    assert "vk-pager" not in page


def test_the_units_of_a_task_are_listed_on_several_pages(made):
    shown = [re.findall(r"<summary>Đơn vị (\d)", page) for page in of(made, "themes/cai-cach").values()]
    assert shown == [["0", "1", "2", "3"], ["4", "5", "6"]]

"""The pages that show what changed between drafts, and what the other pages tell of it."""

import datetime
import html
import re
from dataclasses import replace

import pytest

from tests.render.attacks import ATTACKS
from tests.render.small_cycle import FILES, OUTLINE, pages_of
from tests.repositories import section, write
from vankien.model.draft import Draft
from vankien.model.recent import Recent
from vankien.readers.project import read

DAY = datetime.date(2023, 5, 10)
KHO_KHAN = "units/phong-a/bao-cao/kho-khan.md"
BEFORE = {
    "units/phong-a/bao-cao/thuan-loi.md": section(
        "Kết nạp 60 đảng viên.", status="draft", indicators="{ket-nap: {actual: 60}}"
    ),
    KHO_KHAN: section("Không thiếu gì.", status="review"),
    "content/outlines/bao-cao.md": OUTLINE.replace("## Khó khăn {#kho-khan}", "## Trở ngại {#kho-khan}"),
    "units/phong-b/bao-cao/thuan-loi.md": section("Bài sẽ bỏ."),
}


def draft(number, project):
    return Draft(number, f"draft/{number}", "0" * 40, DAY, project)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("thay-doi")
    now = {**FILES, KHO_KHAN: section("Còn thiếu {{ ket-nap.actual }} người.", status="review")}
    project = read(write(folder / "nay", now))
    older = [read(write(folder / str(n), {**FILES, **BEFORE, **more})) for n, more in enumerate((
        {KHO_KHAN: section("Bản đầu tiên.")}, {KHO_KHAN: section("Bản hai.")}, {KHO_KHAN: section("Bản ba.")}, {},
    ))]  # fmt: skip
    project = replace(project, drafts=tuple(draft(n, one) for n, one in enumerate(older, start=1)))
    return pages_of(replace(project, cycle=replace(project.cycle, draft=5)), folder / "nay")


def text(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page.markdown))


def test_newest_drafts_are_compared_with_now_and_with_each_other(made):
    pairs = {uri.split("/")[1] for uri in made if uri.startswith("changes/") and uri.count("/") == 2}
    assert pairs == {"2-nay", "3-nay", "4-nay", "2-3", "2-4", "3-4"}
    assert "3 lần dự thảo gần nhất" in text(made["changes/index.md"])
    assert [uri for uri in made if uri.startswith("changes/2-3/")] == ["changes/2-3/index.md", "changes/2-3/phong-a.md"]


def test_the_cycle_says_how_many_drafts_are_compared(tmp_path):
    cycle = FILES["content/cycle.yml"]
    earlier = read(write(tmp_path / "cu", {**FILES, KHO_KHAN: section("Bản đầu tiên.")}))
    drafts = tuple(draft(n, earlier) for n in range(1, 6))
    for number, count in ((1, 1), (4, 10), (9, 15)):
        root = write(tmp_path / str(number), {**FILES, "content/cycle.yml": f"{cycle}compared: {number}\n"})
        project = read(root)
        assert not any(fault.finding.span.path == "content/cycle.yml" for fault in project.faults)
        pages = pages_of(replace(project, drafts=drafts), root)
        pairs = {uri.split("/")[1] for uri in pages if uri.startswith("changes/") and uri.count("/") == 2}
        assert len(pairs) == count
        assert ("lần dự thảo gần nhất" in text(pages["changes/index.md"])) == (number < len(drafts))


def test_words_figures_and_structure_stand_apart(made):
    page = made["changes/4-nay/phong-a.md"].markdown
    assert '<del><span class="vk-spoken">bỏ: </span>Không thiếu gì</del>' in page
    assert '<ins><span class="vk-spoken">thêm: </span>Còn thiếu {{ ket-nap.actual }} người</ins>.' in page
    assert "tình trạng: dự thảo → đã duyệt" in page
    overview = text(made["changes/4-nay/index.md"])
    assert re.search(r"thực hiện\s+60\s*64", overview)
    assert "đổi tên: Trở ngại → Khó khăn" in overview
    assert "Phòng B" in overview and "Đã bỏ bài" in text(made["changes/4-nay/phong-b.md"])


def test_a_report_shows_on_demand_what_changed_since_the_draft_before(made):
    page = made["units/phong-a/bao-cao.md"].markdown
    folded = next(one for one in re.findall(r"<details.*?</details>", page) if "Thay đổi từ dự thảo lần 4" in one)
    assert "tình trạng: dự thảo → đã duyệt" in folded and "<ins>" in folded
    changed = re.findall(r"<details class=\"vk-more vk-since\".*?</details>", page)
    assert len(changed) == 2 and "<del>" in changed[1] and "Không thiếu gì" in changed[1]
    assert 'href="../../changes/4-nay/phong-a.html#bao-cao_kho-khan"' in changed[1]
    assert "{#bao-cao_kho-khan}" in made["changes/4-nay/phong-a.md"].markdown
    assert "vk-since" not in made["units/index-/bao-cao.md"].markdown


def test_a_unit_has_its_history_from_draft_to_draft_and_of_this_week(made, tmp_path):
    rows = re.findall(r'<th scope="row"><a href="../../changes/([^"]+)"', made["units/phong-a/index.md"].markdown)
    assert rows == [
        "4-nay/phong-a.html",
        "3-nay/phong-a.html",
        "2-nay/phong-a.html",
        "3-4/phong-a.html",
        "2-4/phong-a.html",
        "2-3/phong-a.html",
    ]
    assert "Lịch sử" not in made["units/index-/index.md"].markdown
    root = write(tmp_path, FILES)
    recent = (Recent("phong-a", "bao-cao", "thuan-loi", DAY), Recent("phong-b", "bao-cao", "kho-khan", DAY, True))
    pages = pages_of(replace(read(root), recent=recent), root)
    assert 'href="bao-cao.html#thuan-loi">Thuận lợi</a>' in pages["units/phong-a/index.md"].markdown
    assert "Khó khăn (đã bỏ bài)" in text(pages["units/phong-b/index.md"])


def test_every_link_leads_to_a_place(made):
    anchors = {}
    for uri, page in made.items():
        anchors[uri] = set(re.findall(r'\{#([\w.-]+)\}|\bid="([^"]+)"', page.markdown))
        anchors[uri] = {x or y for x, y in anchors[uri]}
    for uri in [uri for uri in made if uri.startswith("changes/")]:
        for target in re.findall(r'href="([^"]+)"', made[uri].markdown):
            path, _, anchor = html.unescape(target).partition("#")
            parts = uri.split("/")[:-1]
            for step in path.split("/"):
                parts = parts[:-1] if step == ".." else [*parts, step]
            place = "/".join(parts).replace(".html", ".md") if path else uri
            assert place in made, (uri, target)
            assert not anchor or anchor in anchors[place], (uri, target)


def test_without_drafts_the_page_says_how_to_mark_one(tmp_path):
    root = write(tmp_path, FILES)
    assert "draft/1" in pages_of(read(root), root)["changes/index.md"].markdown


def test_no_text_of_an_author_is_markup(tmp_path):
    before = {f"units/phong-c/tan-cong/d{n}.md": section("x") for n in range(len(ATTACKS))}
    project, old = read(write(tmp_path / "a", FILES)), read(write(tmp_path / "b", {**FILES, **before}))
    page = pages_of(replace(project, drafts=(draft(1, old),)), tmp_path / "a")["changes/1-nay/phong-c.md"].markdown
    page = page.split("\n---\n", 1)[1]
    assert set(re.findall(r"<(/?[a-zA-Z][\w-]*)", page)) <= {
        x + tag
        for tag in ("div", "p", "span", "a", "ins", "del", "br", "code", "table", "thead", "tbody", "tr", "th", "td")
        for x in ("", "/")
    }
    assert not re.search(r"<[^>]*\son\w+\s*=", page)


def test_home_lists_what_changed_this_week(tmp_path):
    root = write(tmp_path, FILES)
    recent = tuple(Recent("phong-a", "bao-cao", "thuan-loi", DAY) for _ in range(11))
    gone = Recent("phong-x", "bao-cao", "kho-khan", DAY, True)
    home = pages_of(replace(read(root), recent=(gone, *recent)), root)["index.md"]
    assert "Thay đổi trong tuần" in home.markdown and "10/5/2023" in text(home).replace("10/05/2023", "10/5/2023")
    assert "phong-x: Khó khăn (đã bỏ bài)" in text(home) and "và 2 bài khác" in text(home)
    assert "Thay đổi trong tuần" not in pages_of(read(root), root)["index.md"].markdown

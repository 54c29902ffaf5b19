"""The margin of a draft: each paragraph has a permanent link, and each finding stands beside its paragraph."""

import re
from html.parser import HTMLParser

import pytest

from tests.render.attacks import ATTACKS
from tests.render.small_cycle import FILES, pages_of
from tests.repositories import section, write
from vankien.readers.markdown import elements
from vankien.readers.project import read
from vankien.render.html import Mark, section_html, with_notes

DRAFT = """\
Đoạn đầu không có gì.

## Mục nhỏ

- Hoàn thành 8/10 việc, đạt 90%.
- Việc nữa[^1].

| Đơn vị | Số |
|---|--:|
| A | 3 |

> Có 44/150 đồng chí hoàn thành, đạt 39,33%.

[^1]: Theo sổ, 44/150 là 39,33%.
"""
UNPLACED = section(DRAFT, status="draft", themes="[khong-co]")


class Outline(HTMLParser):
    """Which ids a page has, and what stands in the margin of each paragraph."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.margin: dict[str, str] = {}
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids.append(found["id"])
        if tag not in ("br", "hr", "rect", "input"):
            self.open.append((tag, found))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag == "aside" and "vk-beside" in (found.get("class") or "") for tag, found in self.open):
            own = [found["id"] for _, found in self.open if "vk-par" in (found.get("class") or "")]
            key = own[-1] if own else ""
            self.margin[key] = self.margin.get(key, "") + data


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = dict(FILES)
    files["units/phong-a/bao-cao/thuan-loi.md"] = UNPLACED
    files["units/phong-c/bao-cao/thuan-loi.md"] = section(DRAFT)
    root = write(tmp_path_factory.mktemp("le"), files)
    return pages_of(read(root), root)


def test_a_finding_stands_beside_its_paragraph_on_the_page_of_the_report(made):
    page = Outline(made["units/phong-a/bao-cao.md"].markdown)
    assert "N101" in page.margin["p_thuan-loi_2"], "an item of a list counts as a paragraph"
    assert "8 trên 10 là 80%" in page.margin["p_thuan-loi_2"]
    assert "39,33%" in page.margin["p_thuan-loi_5"]
    assert "p_thuan-loi_1" not in page.margin


def test_what_stands_in_a_footnote_is_told_where_the_text_refers_to_it(made):
    assert "39,33%" in Outline(made["units/phong-a/bao-cao.md"].markdown).margin["p_thuan-loi_3"]


def test_what_is_wrong_with_the_front_matter_stands_at_the_heading(made):
    assert "khong-co" in Outline(made["units/phong-a/bao-cao.md"].markdown).margin[""]


def test_the_page_of_a_heading_has_the_margins_of_all_units_and_no_id_twice(made):
    page = Outline(made["headings/bao-cao/thuan-loi.md"].markdown)
    assert "N101" in page.margin["p_phong-a_2"] and "N101" in page.margin["p_phong-c_2"]
    assert len(page.ids) == len(set(page.ids))


def test_no_page_has_an_id_twice(made):
    for page in made.values():
        ids = Outline(page.markdown).ids + re.findall(r"\{#(\S+)\}$", page.markdown, re.MULTILINE)
        assert len(ids) == len(set(ids)), page.uri


def test_paragraphs_are_numbered_as_the_checks_count_them(made):
    page = Outline(made["units/phong-a/bao-cao.md"].markdown)
    assert [id for id in page.ids if id.startswith("p_thuan-loi_")] == [f"p_thuan-loi_{n}" for n in range(1, 6)]


def test_a_severity_is_told_by_a_word(made):
    assert "Cảnh báo" in Outline(made["units/phong-a/bao-cao.md"].markdown).margin["p_thuan-loi_2"]


def test_the_words_that_a_finding_touches_are_marked(made):
    page = made["units/phong-a/bao-cao.md"].markdown
    assert '<mark class="vk-mark vk-mark-warning">90%</mark>' in page


@pytest.mark.parametrize(
    ("markdown", "words", "html"),
    [
        ("Đạt **94,38%** rồi.", "94,38%", "<p>Đạt <strong><mark>94,38%</mark></strong> rồi.</p>"),
        ("Đạt **94**,38%.", "94**,38%", "<p>Đạt <strong><mark>94</mark></strong><mark>,38%</mark>.</p>"),
        ("A &amp; B", "&amp;", "<p>A <mark>&amp;</mark> B</p>"),
        ("A &amp; B", "amp", "<p>A &amp; B</p>"),
        ("<b>x</b> y", "x", "<p>&lt;b&gt;<mark>x</mark>&lt;/b&gt; y</p>"),
        ("| a |\n|---|\n| b |", "b", "<td><mark>b</mark></td>"),
        ("`mã`", "mã", "<p><code>mã</code></p>"),
    ],
)
def test_only_plain_words_are_marked(markdown, words, html):
    start = markdown.index(words)
    marked = section_html(markdown, "u", marks=[Mark(start, start + len(words), "error")])
    assert html in with_notes([marked])[0][0].replace(' class="vk-mark vk-mark-error"', "")


def test_of_two_marks_that_overlap_the_first_counts():
    marks = [Mark(2, 6, "error"), Mark(0, 4, "note"), Mark(6, 8, "note")]
    html = with_notes([section_html("abcdefgh", "u", marks=marks)])[0][0]
    assert html == (
        '<p>ab<mark class="vk-mark vk-mark-error">cdef</mark><mark class="vk-mark vk-mark-note">gh</mark></p>'
    )


def test_the_page_of_a_unit_tells_what_to_do_first_and_leads_to_the_place(made):
    page = made["findings/phong-a.md"].markdown
    assert (
        page.index("Sửa số liệu sai hoặc không khớp") < page.index("Soát câu chữ") if "Soát câu chữ" in page else True
    )
    assert '<section class="vk-first"' in page
    assert 'href="../units/phong-a/bao-cao.html#p_thuan-loi_2"' in page


def test_every_link_from_a_unit_s_findings_leads_to_an_anchor_of_a_page(made):
    ids = {uri.replace(".md", ".html"): set(Outline(page.markdown).ids) for uri, page in made.items()}
    for uri, page in made.items():
        ids[uri.replace(".md", ".html")] |= set(re.findall(r"\{#(\S+)\}$", page.markdown, re.MULTILINE))
    links = [
        link
        for unit in ("phong-a", "phong-c")
        for link in re.findall(
            r'class="vk-to-draft" href="\.\./([^"#]+)(?:#([^"]+))?"', made[f"findings/{unit}.md"].markdown
        )
    ]
    assert links
    for page, anchor in links:
        assert page in ids and (not anchor or anchor in ids[page]), (page, anchor)


@pytest.mark.parametrize(
    "attack", [*ATTACKS, DRAFT, "- a\n  - b\n\n  c\n- d", "[^1]: a\n\n    b\n\nc[^1]", "> - a\n> - b\n\n1. x\n2. y"]
)
def test_the_conversion_counts_paragraphs_as_the_readers_do(attack):
    html = section_html(attack, "u").html
    count = sum(one.kind == "paragraph" for one in elements(attack))
    assert re.findall("\x1d([0-9]+)\x1d", html) == re.findall("\x1e([0-9]+)\x1e", html)
    assert len(re.findall("\x1d([0-9]+)\x1d", html)) == count

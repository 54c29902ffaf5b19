"""What becomes of an author's Markdown on the site."""

import re
from html.parser import HTMLParser

import pytest

from tests.render.attacks import ATTACKS
from vankien.model.picture import Picture
from vankien.render.html import Notes, placed, section_html, with_notes

TAGS = {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "sup", "span", "div",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"href", "rel", "role", "start", "id", "scope", "tabindex", "aria-label", "class"}


class Seen(HTMLParser):
    """The tags, attributes and text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_data(self, data):
        self.text += data


def shown(markdown: str, **options: bool) -> str:
    """The HTML of one text that stands alone on a page, notes below it."""
    texts, notes = with_notes([section_html(markdown, "u_r_h", **options)])
    return texts[0] + notes


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Một đoạn.\nHai dòng.", "<p>Một đoạn. Hai dòng.</p>"),
        ("Dòng  \nmới", "<p>Dòng<br>mới</p>"),
        ("*nghiêng* **đậm** ~~bỏ~~", "<p><em>nghiêng</em> <strong>đậm</strong> <del>bỏ</del></p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("1. a", "<ol><li>a</li></ol>"),
        ("> trích", "<blockquote><p>trích</p></blockquote>"),
        ("---", "<hr>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("## Tiểu mục *x*", '<p class="vk-subheading"><strong>Tiểu mục <em>x</em></strong></p>'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("![Cầu *mới*](cau.png 'x')", '<p><span class="vk-image">Cầu mới</span></p>'),
        ("![](cau.png)", '<p><span class="vk-image">hình không có lời mô tả</span></p>'),
        ("[x](tep.md)", "<p>x</p>"),
        ("[x](https://a.vn/?b=1&c=2)", '<p><a href="https://a.vn/?b=1&amp;c=2" rel="noopener noreferrer">x</a></p>'),
        ("<van@phong.vn>", '<p><a href="mailto:van@phong.vn" rel="noopener noreferrer">van@phong.vn</a></p>'),
        ("* _ # [ ] \\* {: .x} [[x]]", "<ul><li>_ # [ ] * {: .x} [[x]]</li></ul>"),
        ("94,38% “ngoặc” 'x' & < >", "<p>94,38% “ngoặc” 'x' &amp; &lt; &gt;</p>"),
        ("[^mất]", "<p>[^mất]</p>"),
        ("", ""),
    ],
)
def test_commonmark_becomes_html(markdown, html):
    assert shown(markdown) == html


def test_a_table_keeps_its_alignment_and_can_be_scrolled():
    html = shown("| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | **3** |\n| 4 |")
    assert html == (
        '<div class="vk-scroll" tabindex="0" role="region" aria-label="Bảng"><table class="vk-table"><thead><tr>'
        '<th scope="col">a</th><th scope="col" class="vk-center">b</th><th scope="col" class="vk-right">c</th></tr>'
        '</thead><tbody><tr><td>1</td><td class="vk-center">2</td><td class="vk-right"><strong>3</strong></td></tr>'
        '<tr><td>4</td><td class="vk-center"></td><td class="vk-right"></td></tr></tbody></table></div>'
    )


def test_headings_can_be_kept_for_pages_that_have_none_of_their_own():
    assert shown("# A\n\n### B", headings=True) == "<h2>A</h2><h3>B</h3>"


@pytest.mark.parametrize(
    "markdown",
    [
        "```\na\n\n\n# b\n{: .x}\n~~~\n```",
        "    a\n\n    b",
        "<div>\n\n*x*\n\n</div>\n",
        "a\n\n***\n\n| x |\n|---|\n",
        "```\n```\n",
        "- a\n\n  ```\n  x\n  ```\n",
    ],
)
def test_a_text_is_one_line_whatever_is_in_it(markdown):
    assert "\n" not in shown(markdown)


def test_code_keeps_its_lines():
    assert shown("```\na\n\n  b\n```") == '<pre tabindex="0"><code>a&#10;&#10;  b&#10;</code></pre>'


def test_footnotes_are_numbered_through_the_page_in_order_of_first_reference():
    first = section_html("A[^x] B[^y] C[^x]\n\n[^y]: hai\n[^x]: một\n[^z]: không ai dẫn", "u_r_a")
    second = section_html("D[^x]\n\n[^x]: ba", "u_r_b")
    notes = Notes()
    texts = notes.place(first) + notes.place(second)
    assert re.findall(r'href="#(fn_[^"]*)"[^>]*>(\d+)<', texts) == [
        ("fn_u_r_a-1", "1"),
        ("fn_u_r_a-2", "2"),
        ("fn_u_r_a-1", "1"),
        ("fn_u_r_b-1", "3"),
    ]
    assert re.findall(r'<li id="([^"]*)"><p>(\w+) ', notes.html()) == [
        ("fn_u_r_a-1", "một"),
        ("fn_u_r_a-2", "hai"),
        ("fn_u_r_b-1", "ba"),
    ]
    ids = re.findall(r' id="([^"]*)"', texts + notes.html())
    assert len(ids) == len(set(ids))
    assert all(f'id="{target}"' in texts + notes.html() for target in re.findall(r'href="#([^"]*)"', notes.html()))


def test_the_same_conversion_serves_pages_with_other_numbers():
    text = section_html("A[^x]\n\n[^x]: một", "u_r_a")
    before = section_html("B[^x]\n\n[^x]: hai", "u_r_b")
    assert ">1</a>" in with_notes([text])[0][0]
    assert ">2</a>" in with_notes([before, text])[0][1]


@pytest.mark.parametrize(
    ("markdown", "numbers"),
    [
        ("A[^1]\n\n[^1]: một[^2]\n[^2]: hai", ["1", "2"]),
        ("A[^1]\n\n[^1]: chính nó[^1]", ["1"]),
        ("A[^a]\n\n[^A]: chữ hoa", ["1"]),
        ("A[^a]\n\n[^a]: một\n\n[^a]: trùng", ["1"]),
        ("- a[^1]\n\n  [^1]: trong danh sách", ["1"]),
        ("> a[^1]\n\n[^1]: - danh sách\n    - lồng", ["1"]),
    ],
)
def test_footnotes_in_odd_places(markdown, numbers):
    texts, notes = with_notes([section_html(markdown, "u")])
    assert [str(n) for n in range(1, notes.count("<li id=") + 1)] == numbers
    assert "\x1f" not in texts[0] + notes


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_anything_active(attack):
    for markdown in (attack, f"- {attack}", f"| a |\n|---|\n| {attack} |", f"x[^1]\n\n[^1]: {attack}"):
        html = shown(markdown)
        seen = Seen(html)
        assert seen.tags <= TAGS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES
        for name, value in seen.attributes:
            if name == "href":
                assert re.match(r"https?://|mailto:|#fn", value), value
            if name == "class":
                assert value.startswith("vk-")
        assert "\n" not in html
        assert not re.search("[\x00-\x08\x0b-\x1f]", html)


def test_there_are_enough_attacks():
    assert len(set(ATTACKS)) >= 100


def test_raw_html_is_shown_as_it_was_typed():
    assert Seen(shown("<script>hit=1</script>")).text == "<script>hit=1</script>"


@pytest.mark.parametrize(
    "markdown",
    [">" * 100_000 + " x", "- " * 20_000 + "x", "*" * 50_000 + "x" + "*" * 50_000, "![" * 50_000, "[^a]" * 20_000],
    ids=["quotes", "lists", "emphasis", "images", "references"],
)
def test_a_hostile_depth_is_flattened(markdown):
    html = shown(markdown)
    assert html.count("<blockquote>") + html.count("<ul>") + html.count("<em>") < 100


PICTURE = Picture("units/u/images/so-do.png", "png", 640, 480, "0123456789abcdef" * 2)


def test_a_picture_of_the_unit_is_shown_with_size_description_and_caption():
    markdown = '![Sơ đồ "một"](../images/so-do.png "Hình 1")'
    assert shown(markdown, pictures={"../images/so-do.png": PICTURE}) == (
        '<p><span class="vk-picture"><img src="images/0123456789abcdef0123456789abcdef.png" alt="Sơ đồ &quot;một&quot;"'
        ' width="640" height="480" loading="lazy"><span class="vk-caption">Hình 1</span></span></p>'
    )


def test_a_page_finds_its_pictures_from_where_it_lies():
    html = section_html('![a](x.png) `<img src="images/`', "u", pictures={"x.png": PICTURE}).html
    assert placed(html, "../../").count('<img src="../../images/0123') == 1
    assert "../../images/`" not in placed(html, "../../")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_beside_a_picture_leaves_anything_active(attack):
    for markdown in (f"![a](x.png) {attack}", f"![{attack}](x.png)", f"![a](x.png)\n\n- {attack}"):
        seen = Seen(section_html(markdown, "u", pictures={"x.png": PICTURE}).html)
        assert seen.tags <= TAGS | {"img"}
        for name, value in seen.attributes:
            assert name in ATTRIBUTES | {"src", "alt", "width", "height", "loading"}
            if name == "src":
                assert value == f"images/{PICTURE.name}"
            if name == "href":
                assert re.match(r"https?://|mailto:|#fn", value), value

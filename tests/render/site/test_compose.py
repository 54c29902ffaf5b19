"""Pages out of headings and blocks, as Python-Markdown reads them."""

import markdown
import pytest

from vankien.render.html import Notes, section_html
from vankien.render.site import compose

EXTENSIONS = ["toc", "tables", "fenced_code", "attr_list", "md_in_html", "footnotes", "def_list", "admonition", "abbr"]

AWKWARD = [
    "Một *sao* và _gạch_",
    "# x",
    "1. x",
    "</div>",
    "{: .x}",
    "x {#y .z onclick=w}",
    "[[x]] [a](b) ![c](d)",
    "`mã` ``",
    "<b>x</b> &amp; & <",
    "a | b",
    "\\* x \\",
    "x ##",
    "x #",
    "- x",
    "!!! note",
    "~~~",
    "```",
    "***",
    "&#60;script&#62;",
    "wzxhzdk:0",
    "Việc — khác “lạ” …",
]


@pytest.mark.parametrize("title", AWKWARD)
def test_a_heading_shows_its_title_as_it_is(title):
    engine = markdown.Markdown(extensions=EXTENSIONS)
    shown = engine.convert(compose.heading(2, title, "a.b-c"))
    escaped = " ".join(title.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert shown == f'<h2 id="a.b-c">{escaped}</h2>'


@pytest.mark.parametrize(
    "text", [*AWKWARD, "```\n# x\n\n\n{: .x}\n```", "    x\n\n    y", "a\n\n\n- b\n\n  c", "[^1]: x"]
)
def test_a_block_comes_out_as_it_went_in(text):
    html = Notes().place(section_html(text, "u"))
    parts = [compose.heading(2, "A", "a"), compose.block(f"<div>{html}</div>"), compose.heading(2, "B", "b")]
    shown = markdown.markdown("\n\n".join(parts), extensions=EXTENSIONS)
    lines = ['<h2 id="a">A</h2>', f'<div class="vk"><div>{html}</div></div>', '<h2 id="b">B</h2>']
    assert [line for line in shown.split("\n") if line] == lines


def test_an_empty_block_is_nothing():
    assert compose.block(" \n ") == ""


def test_front_matter_survives_yaml():
    import yaml

    page = compose.page("a.md", 'x: "y" \x07\u2028<b>', ["# x"], {"trail": [{"title": "a\x85'\"\\", "url": "b"}]})
    _, front, body = page.markdown.split("---\n", 2)
    assert yaml.safe_load(front) == {"title": 'x: "y" &lt;b&gt;', "trail": [{"title": "a '\"\\", "url": "b"}]}
    assert body == "\n# x\n"

"""What the reviewer reads is what Word gets: texts, lists, tables and footnotes are equal on both ways out."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import lxml.html
import pypandoc
import pytest

from tests.pictures import PIXEL
from tests.repositories import section, write
from vankien.pipeline import picture_bytes
from vankien.readers.project import read
from vankien.render.contributions import linked, spoken
from vankien.render.figures import fill
from vankien.render.html import section_html, with_notes
from vankien.render.word import export

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = {"p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "div", "blockquote", "pre"}
CHART = re.compile(r"\{\{ [\w-]+\.chart \}\}")
SIGNS = {"SoftBreak": " ", "LineBreak": " ", "Space": " "}

HARD = """\
Đoạn *nghiêng*, **đậm**, ~~bỏ~~, `mã`[^a] và [trang](https://vi.du/x)\\
xuống dòng. Ngoặc “kép”, "thẳng" -- gạch... 1^2^ H~2~O $x$ :smile: {.x} @ten

1. một
   - con một
   - con hai[^b]
2. hai

5) năm
6) sáu

| Chỉ tiêu | Số | Tỷ lệ |
| --- | ---: | :---: |
| Đảng viên[^a] | 1.395 | **94,38%** |
| a \\| b | | |

> trích dẫn
> hai dòng

    khối mã

Term
: không phải định nghĩa

- [ ] không phải việc

[^a]: Ghi chú *một*.
[^b]: Ghi chú hai.

    Đoạn hai của ghi chú.
[^c]: Không ai dẫn.
"""


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def site_leaves(html: str) -> list[str]:
    """The texts of the innermost blocks of HTML, in order."""
    found: list[str] = []

    def walk(element) -> None:
        if not any(child.tag in BLOCKS for child in element):
            found.append(element.text_content())
            return
        loose = element.text or ""
        for child in element:
            if child.tag in BLOCKS:
                found.append(loose)
                walk(child)
                loose = child.tail or ""
            else:
                loose += child.text_content() + (child.tail or "")
        found.append(loose)

    tree = lxml.html.fragment_fromstring(re.sub(r"<br ?/?>", " ", html), create_parent="div")
    for reference in tree.xpath("//sup[contains(@class, 'vk-reference')]"):
        reference.drop_tree()
    for picture in tree.xpath("//img"):
        picture.text = f"{picture.get('alt')} "
    for back in tree.xpath("//a[contains(@href, '#') and @role='doc-backlink']"):
        back.drop_tree()
    walk(tree)
    return [text for leaf in found if (text := clean(leaf))]


class Read:
    """A Word file as pandoc reads it back."""

    def __init__(self, path: Path) -> None:
        command = [pypandoc.get_pandoc_path(), "--from", "docx", "--to", "json", str(path)]
        self.notes: list[str] = []
        self.tables = self.lists = 0
        tree = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        self.leaves = [text for leaf in self.blocks(tree["blocks"]) if (text := clean(leaf))]

    def blocks(self, blocks) -> Iterator[str]:
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind in ("Para", "Plain"):
                yield self.inlines(content)
            elif kind == "Header":
                yield self.inlines(content[2])
            elif kind == "CodeBlock":
                yield content[1]
            elif kind in ("BulletList", "OrderedList"):
                self.lists += 1
                for item in content if kind == "BulletList" else content[1]:
                    yield from self.blocks(item)
            elif kind == "Table":
                self.tables += 1
                rows = content[3][1] + [row for body in content[4] for row in body[2] + body[3]] + content[5][1]
                for row in rows:
                    for cell in row[1]:
                        yield from self.blocks(cell[4])
            elif kind in ("Div", "Figure"):
                yield from self.blocks(content[-1])
            elif kind == "BlockQuote":
                yield from self.blocks(content)

    def inlines(self, inlines) -> str:
        text = ""
        for inline in inlines:
            kind, content = inline["t"], inline.get("c")
            if kind == "Str":
                # A hyphen at which no line breaks is the same hyphen.
                text += content.replace("\u2011", "-")
            elif kind in SIGNS:
                text += SIGNS[kind]
            elif kind == "Code":
                text += content[1]
            elif kind == "Note":
                self.notes.append(" ".join(clean(leaf) for leaf in self.blocks(content)))
            elif kind in ("Link", "Span", "Quoted", "Image"):
                text += self.inlines(content[1])
            elif kind in ("Emph", "Strong", "Strikeout", "Underline", "SmallCaps", "Subscript"):
                text += self.inlines(content)
            elif kind == "Superscript":
                # The drafts have no superscripts: this is the number of a footnote that is cited again.
                assert re.fullmatch(r"\d+", self.inlines(content)), content
        return text


def site_report(project, unit: str, report: str) -> tuple[str, list[str], list[str]]:
    """The HTML of a report's sections, its texts and its footnotes, as its page shows them, in the report's order."""
    sections = [
        section_html(fill(project, found), f"{heading.id}-", pictures=project.shown(found))
        for heading in project.printed(unit, report).headings
        if (found := project.section(unit, report, heading.id))
    ]
    found = [project.section(unit, report, section.prefix.removesuffix("-")) for section in sections]
    sections = [
        replace(html, html=linked(html.html, spoken(project, one), lambda named, words: words))
        for html, one in zip(sections, found, strict=True)
    ]
    htmls, notes = with_notes(sections)
    # A chart is a drawing on both ways out; `tests/render` looks at each.
    texts = [leaf for html in htmls for leaf in site_leaves(html) if not CHART.fullmatch(leaf)]
    items = lxml.html.fragment_fromstring(notes or "<div></div>", create_parent="div").xpath(".//li")
    return (
        "".join(htmls),
        texts,
        [" ".join(site_leaves(lxml.html.tostring(item, encoding="unicode"))) for item in items],
    )


def in_order(wanted: list[str], given: list[str]) -> str:
    """The first wanted text that does not follow in its place; empty where all do."""
    rest = iter(given)
    for text in wanted:
        if not any(text == other.removesuffix("./.") or text == other or text + "/." == other for other in rest):
            return text
    return ""


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    project = read(ROOT)
    target = tmp_path_factory.mktemp("docx")
    return project, export(project, ROOT, target)


def test_every_sample_report_reads_the_same_on_the_site_and_in_word(samples):
    project, paths = samples
    assert len(paths) > 15
    for path in paths:
        html, texts, notes = site_report(project, path.parent.name, path.stem)
        word = Read(path)
        assert texts, path
        frames = 2 + sum(appendix.kind == "indicators" for appendix in project.outlines[path.stem].appendices)
        assert html.count("<ul") + html.count("<ol") == word.lists, path
        assert html.count("<table") + frames == word.tables, path
        assert in_order(texts, word.leaves) == "", path
        assert notes == word.notes, path


def test_hard_markdown_reads_the_same_on_the_site_and_in_word(tmp_path):
    files = {"units/phong-a/bao-cao/thuan-loi.md": section(HARD), "units/phong-a/bao-cao/kho-khan.md": section(HARD)}
    root = write(tmp_path / "kho", files)
    project = read(root)
    (path,) = export(project, root, tmp_path / "docx")
    _, texts, notes = site_report(project, "phong-a", "bao-cao")
    word = Read(path)
    assert in_order(texts, word.leaves) == ""
    assert notes == word.notes
    assert len(notes) >= 4


def test_pictures_read_the_same_on_the_site_and_in_word(tmp_path):
    text = '![Sơ đồ *một*](../images/x.png "Hình 1. Sơ đồ")\n\nChữ ![hai](../images/x.png) và ![ba](../images/y.png).'
    files = {"units/phong-a/bao-cao/thuan-loi.md": section(text), "units/phong-a/images/x.png": PIXEL}
    root = write(tmp_path / "kho", files)
    project = read(root)
    (path,) = export(project, root, tmp_path / "docx", picture=picture_bytes(root))
    _, texts, _ = site_report(project, "phong-a", "bao-cao")
    assert texts == ["Sơ đồ một Hình 1. Sơ đồ", "Chữ hai và ba."]
    assert in_order(texts, Read(path).leaves) == ""

"""Texts that try to break the file: it opens, and what was typed can be read."""

import docx
import pytest

from tests.render.word.made import HEADINGS, TEXTS, outline, part

HOSTILE = {
    "text that looks like XML": "</w:t></w:r></w:p><w:p>&#0; ]]> <!-- x --> <?xml version='1.0'?>",
    "control characters": "a\x00b\x01c\x1bd\x7fe\ufffef\ud800g",
    "right-to-left marks": "\u202eđảo\u202c \u200f\u061c",
    "a field code": '{ PAGE } { INCLUDETEXT "/etc/passwd" }',
    "a remote image": "![ảnh](http://127.0.0.1:9/a.png) ![](file:///etc/passwd) ![x](data:image/png;base64,AAAA)",
    "an image by reference": "![x][y]\n\n[y]: http://127.0.0.1:9/a.png",
    "uneven table rows": "| a | b |\n|---|--:|\n| 1 |\n| 1 | 2 | 3 | 4 |\n||\n",
    "a table of titles only": "| a | b |\n|---|---|\n",
    "a table of fifty columns": "|" + "c|" * 50 + "\n|" + "-|" * 50 + "\n|" + "d|" * 50,
    "a word of 5,000 letters": "a" * 5000,
    "a word of 5,000 letters in a table": "| " + "a" * 5000 + " |\n|---|\n| b |",
    "a hundred levels of quotation": ">" * 100 + " a",
    "deep lists": "\n".join("  " * depth + "- a" for depth in range(30)),
    "nested emphasis": "*" * 300 + "a" + "*" * 300,
    "unclosed everything": "[^1 [a]( ![b]( `c **d ~~e <f",
    "a footnote in itself": "a[^1]\n\n[^1]: b[^1]",
    "two footnotes in each other": "a[^1]\n\n[^1]: b\n[^2]\n\n[^2]: c\n\n    d [^1]",
    "a footnote in itself in a list": "a[^1]\n\n- [^1]: b[^1]\n\n> [^2]: c[^2]\n\ne[^2]",
    "a footnote that is not there": "a[^9]",
    "a thousand footnotes": "".join(f"a[^{n}] " for n in range(1000))
    + "\n\n"
    + "\n".join(f"[^{n}]: b {n}" for n in range(1000)),
    "a footnote with blocks": "a[^1]\n\n[^1]: b\n\n    | c |\n    |---|\n    | d |\n\n    - e\n",
    "placeholders": "{{ ket-nap.actual }} {{ }} {{ x.y }} ${x} $$x$$",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_gives_a_file_that_opens(file, text):
    path = file(texts={**TEXTS, "chi-tiet": text, "muc-tieu": text})
    document = docx.Document(str(path))
    assert any(paragraph.text.startswith("a) Chi tiết") for paragraph in document.paragraphs)
    part(path, "word/footnotes.xml")


def test_text_that_looks_like_xml_can_be_read_as_typed(opened):
    document = opened(texts={**TEXTS, "thuan-loi": "Ghi </w:t> và &amp;lt; và ]]> vào đây."})
    assert "Ghi </w:t> và &lt; và ]]> vào đây." in [paragraph.text for paragraph in document.paragraphs]


def test_a_heading_of_2000_characters_is_printed_whole(opened):
    title = ("Nội dung rất dài " * 200)[:2000].strip()
    headings = (*HEADINGS[:-1], ("muc-tieu", title, 2))
    document = opened(of=outline(headings))
    assert any(paragraph.text == f"I- {title.upper()}" for paragraph in document.paragraphs)


def test_a_part_title_of_2000_characters_is_printed_whole(opened):
    title = ("<&> Nội dung " * 200)[:2000].strip()
    document = opened(of=outline((("tinh-hinh", title, 1),)), texts={"tinh-hinh": "Lời."})
    assert any(
        " ".join(paragraph.text.split()) == f"Phần thứ nhất {title.upper()}" for paragraph in document.paragraphs
    )

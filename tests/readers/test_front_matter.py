"""A file is divided into front matter and text, and both keep their places."""

import pytest

from vankien.readers.disk import Text
from vankien.readers.front_matter import divide


@pytest.mark.parametrize(
    ("content", "line", "body", "codes"),
    [
        ("---\nstatus: draft\n---\nNội dung.\n", 4, "Nội dung.\n", []),
        ("---\nstatus: draft\n---\n\n\nNội dung.\n", 6, "Nội dung.\n", []),
        ("---\n---\nNội dung.\n", 3, "Nội dung.\n", []),
        ("---\nstatus: draft\n...\nNội dung.\n", 4, "Nội dung.\n", []),
        ("---\nstatus: draft\n---", 3, "", []),
        ("Nội dung.\n", 1, "Nội dung.\n", ["R206"]),
        ("---\nstatus: draft\nNội dung.\n", 1, "", ["R206"]),
        ("---\nstatus: draft\n---\nMột\n\n---\n\nHai\n", 4, "Một\n\n---\n\nHai\n", []),
    ],
)
def test_front_matter_and_text_are_told_apart(content, line, body, codes):
    _, text, faults = divide(Text("x.md", content))
    assert (text.line, text.text, [fault.code for fault in faults]) == (line, body, codes)


def test_a_place_in_the_text_is_a_place_in_the_file():
    _, body, _ = divide(Text("x.md", "---\nstatus: draft\n---\nĐầu dòng\nthứ hai\n"))
    span = body.span(body.text.index("hai"), body.text.index("hai") + 3)
    assert (span.line, span.column, span.end_line, span.end_column) == (5, 5, 5, 8)


def test_structure_is_found_at_character_offsets():
    _, body, _ = divide(Text("x.md", "---\n---\nĐảng bộ[^1] <b>\n\n## Tiểu mục\n\n[^1]: Ghi chú ![ảnh](a.png)\n"))
    found = [(e.kind, e.value, body.text[e.start : e.end].strip()) for e in body.elements]
    assert found == [
        ("paragraph", "1", "Đảng bộ[^1] <b>"),
        ("footnote", "1", "[^1]"),
        ("html", "<b>", "<b>"),
        ("heading", "2", "## Tiểu mục"),
        ("footnote-definition", "1", "[^1]: Ghi chú ![ảnh](a.png)"),
        ("image", "a.png", "![ảnh](a.png)"),
    ]

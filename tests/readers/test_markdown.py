"""Places in a text: what counts as a paragraph, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.source import Body
from vankien.readers.markdown import elements, parsed, plain_paragraphs

TEXTS = {
    "each block is one": ("Một đoạn.\n\nHai.", ["Một đoạn.", "Hai."]),
    "each item of a list is one, with what stands in it": ("- a\n- b\n  - c\n\n  d", ["- a", "- b\n  - c\n\n  d"]),
    "a quotation and a table are one each": (
        "> q\n>\n> r\n\n| a |\n|---|\n| b |",
        ["> q\n>\n> r", "| a |\n|---|\n| b |"],
    ),
    "headings, rules and footnotes are none": ("## H\n\n---\n\nx[^1]\n\n[^1]: một\n\n    hai\n\n    - ba", ["x[^1]"]),
    "a list in a quotation is part of it": ("> - a\n> - b", ["> - a\n> - b"]),
}


@pytest.mark.parametrize("text, wanted", TEXTS.values(), ids=TEXTS.keys())
def test_paragraphs_are_numbered_through_a_text(text: str, wanted: list[str]) -> None:
    body = Body(text, "a.md", 1, elements(text))
    assert [text[one.start : one.end].strip() for one in body.paragraphs] == wanted
    assert [one.value for one in body.paragraphs] == [str(number + 1) for number in range(len(wanted))]


SNIPPETS = (
    "a", "B c", "Đ ", "é", " ", "  ", "\n", "\n\n", "\n \n", "-", "- a", "1.", "=", "---", "===", "#", "|",
    "| a |", "`", "~~", "*", "_", "\\", "!", "]", "(", "&amp;", ":", "\t", "\u00a0", "\u2028", "\x0b", "\x0c",
    "\x85", "a\n", "^", ">", "+", "5", "\u0301", "\ufeff", "http://a.b", "a | b\n--|--\n", "\u200b", "$x$", '"',
    "'", "{", "%", "“”", "ª", "\u3000",
)  # fmt: skip


@given(st.lists(st.sampled_from(SNIPPETS), max_size=9).map("".join))
def test_plain_paragraphs_are_those_that_the_parser_sees(text: str) -> None:
    plain = plain_paragraphs(text)
    assert plain is None or plain == parsed(text)


def test_a_text_of_paragraphs_is_plain() -> None:
    text = "Năm 2022, có 93,5% chi bộ (12/13) làm theo; “đạt”: 5.\n\nHai\n"
    assert plain_paragraphs(text) == parsed(text)
    assert plain_paragraphs("") in (None, ())

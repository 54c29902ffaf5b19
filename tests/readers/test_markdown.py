"""Places in a text: what counts as a paragraph, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.source import Body
from vankien.readers.markdown import elements, parsed, plain_blocks

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
    "'", "{", "%", "“”", "ª", "\u3000", "\n- ", "\n[^1]: ", "[^1]", "[^2]", "\n\n[^2]: b", "\n\n| a |\n|--|\n",
)  # fmt: skip


@given(st.lists(st.sampled_from(SNIPPETS), max_size=9).map(lambda parts: "".join(parts) + "\n"))
def test_plain_blocks_are_those_that_the_parser_sees(text: str) -> None:
    plain = plain_blocks(text)
    assert plain is None or plain == parsed(text)


def test_a_text_of_paragraphs_is_plain() -> None:
    text = "Năm 2022, có 93,5% chi bộ (12/13) làm theo; “đạt”: 5.\n\nHai\n"
    assert plain_blocks(text) == parsed(text)
    assert plain_blocks("") in (None, ())


def test_a_text_of_lists_tables_and_footnotes_is_plain() -> None:
    text = "Kết quả[^1] cụ thể:\n\n- Chi bộ;\n- Đảng bộ[^2]\n\n| a | b |\n| --- | ---: |\n| c | 5 |\n\nHai\n"
    for notes in ("\n[^1]: Số liệu.\n[^2]: Ước\n", "\n[^2]: Số liệu.\n\n[^1]: Ước\n\n- Hết\n", "\n[^1]: Một[^2]\n"):
        plain = plain_blocks(text + notes)
        assert plain == (None if "Một" in notes else parsed(text + notes))

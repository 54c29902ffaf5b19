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


BLOCKS = (
    "Một đoạn.", "Hai ba[^1] bốn", "5 a", "a: b", "- Chi bộ;", "- Đảng bộ[^2]", "- a\n- b", "a\n- b", "- a\n\n- b",
    "- 5", "- a\n  b", "- - a", "+ a", "1. a", "| a | b |\n| --- | ---: |\n| c | 5 |", "| a |\n|--|",
    "| a |\n| : |", "||\n|--|", "| a | b |\n|--|", "| a |\n|--|\n| b | c[^1] |", "| a[^1] |\n|---|\n| b |",
    "| a |\n|---|\n|", "| a |\n | - |", "| a \\| b |\n|--|--|", "[^1]: Số liệu.", "[^2]: Ước", "[^1]: a\n[^2]: b",
    "[^1]: a[^2]", "[^1]:  b", "[^1]: | a |", "- [^1]: a", "a [^1]: b", "http://a.b c", "a  ",
)  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(("\n\n", "\n\n", "\n")), st.sampled_from(BLOCKS)), max_size=6),
    st.sampled_from(SNIPPETS),
    st.integers(0, 300),
)
def test_plain_blocks_among_others_are_those_that_the_parser_sees(blocks, snippet, place) -> None:
    text = "".join(between + block for between, block in blocks).lstrip("\n")
    # In half of the texts something stands in the middle.
    text = (text[:place] + snippet + text[place:] if place < len(text) else text) + "\n"
    plain = plain_blocks(text)
    assert plain is None or plain == parsed(text)


@given(st.lists(st.sampled_from(SNIPPETS), max_size=9).map(lambda parts: "".join(parts) + "\n"))
def test_plain_blocks_are_those_that_the_parser_sees(text: str) -> None:
    plain = plain_blocks(text)
    assert plain is None or plain == parsed(text)


def test_a_text_of_paragraphs_is_plain() -> None:
    text = "Năm 2022, có 93,5% chi bộ (12/13) làm theo; “đạt”: 5.\n\nHai\n"
    assert plain_blocks(text) == parsed(text)
    assert plain_blocks("") in (None, ())


@pytest.mark.parametrize(
    "text",
    ["| a |\n| : |\n| a |\n|--|\n", "| a[^1] |\n|---|\n| a || b[^2] |\n\n[^1]: a\n[^2]: b\n"],
    ids=["a first row without a rule below it", "a note in a cell too many"],
)
def test_tables_that_are_none_or_lose_cells_are_not_plain(text: str) -> None:
    assert plain_blocks(text) in (None, parsed(text))


def test_a_text_of_lists_tables_and_footnotes_is_plain() -> None:
    text = "Kết quả[^1] cụ thể:\n\n- Chi bộ;\n- Đảng bộ[^2]\n\n| a | b |\n| --- | ---: |\n| c | 5 |\n\nHai\n"
    for notes in ("\n[^1]: Số liệu.\n[^2]: Ước\n", "\n[^2]: Số liệu.\n\n[^1]: Ước\n\n- Hết\n", "\n[^1]: Một[^2]\n"):
        plain = plain_blocks(text + notes)
        assert plain == (None if "Một" in notes else parsed(text + notes))

"""Places in a text: what counts as a paragraph, and where it stands."""

import pytest

from vankien.model.source import Body
from vankien.readers.markdown import elements

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

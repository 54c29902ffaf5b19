"""Whatever the site and Word read differently is told, over a corpus of snippets and their combinations."""

import random

import pytest

from tests.checks.markdown.trees import site_tree, word_trees
from vankien.checks.markdown.scan import scan
from vankien.model.source import Body
from vankien.readers.markdown import elements

SAME = [
    "Một dòng\nhai dòng",
    "http://a.vn và www.a.vn, a@b.vn",
    "<http://a.vn> <a@b.vn>",
    "Từ\n: nghĩa",
    "a^2^, H~2 O",
    "$x^2$ và $$y$$",
    ":smile:",
    "+ a\n+ b",
    "* a\n* b\n\n+ c",
    "a. x\nb. y",
    "a) x\nb) y",
    "1) x\n2) y",
    "1. x\n2) y",
    "(1) x\n(2) y",
    "i. x",
    "3. x\n4. y",
    "I- a\n\n1.1. b",
    "## a {#b .c}",
    "a | b\n--|--\n1 | 2",
    "| a | b |\n|:-:|--:|\n|1||",
    "| a | b |\n|---|---|\n| 1 |",
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |",
    "|a|b|\n|-|-|\n|1\\|x|`2\\|y`|",
    "|a|b|\n|-|-|",
    "- x\n\n  |a|b|\n  |-|-|\n  |1|2|",
    "> |a|b|\n> |-|-|\n> |1|2|",
    "::: x\nb\n:::",
    "\"a\" 'b' -- c --- d ...",
    "a  \nb\\\nc",
    "- [ ] a\n- [x] b",
    "| a\n| b",
    "~~a~~",
    "**“a”**b",
    "*“a”*, “*b*”",
    "**a:**b",
    "b**(a)**c",
    "***a** b*",
    "* * *",
    "---",
    "a\n===",
    "- a\n  - b\n    - c",
    "1. a\n   - b",
    "1. a\n - b",
    "năm\n2020. b",
    "a\n- b",
    "- a\nb",
    "    a",
    "a\n    b",
    "```\na\n```",
    "~~~\na\n~~~",
    "`a",
    "\\*a\\*",
    "a&amp;b &lt; &nbsp;x",
    "a[^1] b[^1]\n\n[^1]: x",
    "a[^1]\n\n[^1]: x\n    y\n\n    z",
    "a[^1]\n\n[^1]: x\n[^2]: y",
    "a[^ghi-chú]\n\n[^Ghi-chú]: x",
    "|a[^1]|b|\n|-|-|\n|1|2|\n\n[^1]: x",
    '[a](b "c") [a][b]\n\n[b]: c',
    "![a](b.png){width=3}",
    "[a](hình%20ảnh.png)",
    "a\tb",
    "-\ta",
    "#a",
    "# a #",
    "a # b",
    "x < y > z, 5<6",
    "2*3*4, a_b_c, “_a_”",
    "[x]: y",
    "{{ a.b }}",
    "a|b",
    "+---+\n| a |\n+---+",
    "a   b\n--- ---\n1   2",
    "% a",
    "@a",
    "a @fig:1",
    "^[x]",
    "[a]{.b}",
    "«a»",
    "1\\. a",
    "-a",
    "- a\n\n\n- b",
    "10. a",
    "0. a",
    "a\n1. b",
    "a\n2. b",
]
DIFFERENT = [
    "a ~b~ c",
    "~a b~",
    "*a ~b~*",
    "|a|b|\n|-|-|\n|1|2|\nsau",
    "trước\n|a|b|\n|-|-|\n|1|2|",
    "- trước\n  |a|b|\n  |-|-|\n  |1|2|",
    "| a |\n| - |\nb",
    "|a|b|\n|-|-|\n    |1|2|",
    "|a|b|\n|-|-|\n|1|2|\n- a | b",
    "|a|b|\n|-|-|\n|1|2|\n1. | x |",
    "a[^1]\n\n[^1]: x[^2]\n\n[^2]: y",
]
INLINE = (
    "Đảng bộ",
    "**đậm**",
    "*nghiêng*",
    "~~xóa~~",
    "[^1]",
    "[^2]",
    "“trích”",
    "[chữ](http://a.vn)",
    "~x~",
    "`mã`",
    "2*3",
    "a_b",
    "*a*,",
    "[x]",
    "\\|",
    "94,38%",
    "(*ba*)",
    "**Một:**",
    "1.",
)
BEGINNINGS = (
    "",
    "",
    "",
    "- ",
    "* ",
    "1. ",
    "2. ",
    "1) ",
    "> ",
    "### ",
    "  ",
    "   ",
    "    ",
    "  - ",
    "   - ",
    "[^1]: ",
    "[^2]: ",
    "> - ",
    "  [^2]: ",
    "+ ",
    "a) ",
)
TABLES = (
    "|a|b|\n|-|-|\n|1|2|",
    "| a | b |\n| --- | ---: |\n| 1 | 2 |\n| 3 | 4 |",
    "a | b\n--|--\n1 | 2",
    "| a |\n|---|\n| b |",
    "|a|b|\n|-|-|\n|1|2|3|",
    "|a|b|\n|-|-|\n|1|",
    "|a[^1]|b|\n|-|-|\n|**1**|~x~|",
    "|a|b|\n|-|-|",
    "| a | b\n| - | -\n| 1 | 2",
)


def told(text: str) -> set[str]:
    return {slip.code for slip in scan(Body(text, "a.md", 1, elements(text)))}


def composed(choice: random.Random) -> str:
    """A text of a few blocks, with or without the empty lines that should be between them."""
    lines = []
    for _ in range(choice.randint(1, 6)):
        if choice.random() < 0.25:
            before = choice.choice(("", "", "", "  ", "> ", "- ", "1. "))
            after = {"- ": "  ", "1. ": "   "}.get(before, before)
            first, *rest = choice.choice(TABLES).split("\n")
            lines += [before + first, *(after + line for line in rest)]
        else:
            words = " ".join(choice.choice(INLINE) for _ in range(choice.randint(1, 3)))
            lines.append(choice.choice(BEGINNINGS) + words)
        if choice.random() < 0.5:
            lines.append("")
    return "\n".join(lines).strip("\n") + "\n"


def test_snippets_that_both_read_alike_are_not_told(tmp_path):
    texts = [text + "\n" for text in SAME]
    for text, word in zip(texts, word_trees(texts, tmp_path), strict=True):
        assert word == site_tree(text), text
        assert "M102" not in told(text), text


def test_snippets_that_they_read_differently_are_told(tmp_path):
    texts = [text + "\n" for text in DIFFERENT]
    for text, word in zip(texts, word_trees(texts, tmp_path), strict=True):
        assert word != site_tree(text), text
        assert told(text) & {"M102", "M404"}, text


@pytest.mark.parametrize("seed", range(4))
def test_every_difference_of_a_composed_text_is_told(seed, tmp_path):
    choice = random.Random(seed)
    # A footnote in a footnote is told by itself; pandoc never ends reading one that leads back to itself.
    texts = [text for text in (composed(choice) for _ in range(250)) if "M404" not in told(text)]
    different = 0
    for text, word in zip(texts, word_trees(texts, tmp_path), strict=True):
        if word != site_tree(text):
            different += 1
            assert told(text) & {"M101", "M102"}, text
    assert different > 20

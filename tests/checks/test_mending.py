"""Mending leaves nothing to mend, and leaves every digit where it was."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vankien.checks.markdown.scan import scan as scan_markdown
from vankien.checks.mending import fixes_by_path, mend
from vankien.checks.slip import Places
from vankien.checks.vietnamese.scan import scan
from vankien.model.diagnostic import Fix
from vankien.model.source import Body, Span
from vankien.readers.markdown import elements

PIECES = (
    "Đảng bộ",
    "của của",
    "và",
    "ba lớp",
    " ",
    "  ",
    " ,",
    ",",
    ".",
    " .",
    ";",
    ":",
    "!",
    " )",
    "( ",
    "(",
    ")",
    "“",
    "”",
    '"',
    "“ ",
    " ”",
    "%",
    " %",
    "94,38 %",
    "1.395",
    "12",
    "ngày 3/4/2023",
    "...",
    ".....",
    "…",
    "\n",
    "\n\n",
    "- ",
    "| a | b |",
    "| - | - |",
    "\t",
    "\u200b",
    "\u2028",
    "\u3000",
    "củ\u0430",
    "\u00d0ảng",
    "§¶ng bé",
    "Ñaûng boä",
    "`a  b`",
    "{{ a.b }}",
    "[c](http://a.vn/x,y)",
    "**đậm** ",
    "*nghiêng*",
    "kinh tế -xã hội",
    "tốt.Các",
    "lớp,hai",
    "đúng:sai",
    "\u00ad",
    '15"',
    "\u0e31",
    "3 : 1",
    "[^1]",
    "[^1]: ",
    "#",
    "> ",
    "~",
    "<b>",
    "trong trong",
    "..",
    "!!",
    "?",
    " ?",
    "-",
    " - ",
    "\\",
)


def mended(text: str) -> str:
    body = Body(text, "a.md", 1, elements(text))
    places = Places(body)
    findings = (places.finding(slip) for slip in scan(body))
    return mend(text, [finding.fix for finding in findings if finding.fix])


def settled(text: str) -> str:
    """The text mended until nothing is left: each round can bring marks together that were apart."""
    for _ in range(6):
        text, before = mended(text), text
        if text == before:
            return text
    raise AssertionError("mending never ends")


def digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_mending_ends_and_keeps_all_digits(text):
    assert digits(settled(text)) == digits(text)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_any_text_can_be_mended(text):
    text = text.replace("\0", "").replace("\r", "")
    assert digits(settled(text)) == digits(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ba lớp , hai  buổi ( có kiểm tra ) .", "Ba lớp, hai buổi (có kiểm tra)."),
        ("Có 94,38 % trong  1.395 đảng viên,đạt.", "Có 94,38% trong 1.395 đảng viên, đạt."),
        ('Mô hình "Dân vận khéo" và “Tự soi“.', "Mô hình “Dân vận khéo” và “Tự soi”."),
        ("Nghị quyết của của §¶ng bé tØnh; củ\u0430 \u00d0ảng.", "Nghị quyết của Đảng bộ tỉnh; của Đảng."),
        ("Ba l\u200bớp, hai\u3000buổi.", "Ba lớp, hai buổi."),
        ("Ngày 3/4/2023 đạt 94.38%, số .....", "Ngày 3/4/2023 đạt 94.38%, số ....."),
        ('`a  b ,c` [x](http://a.vn/b,c "d") {{ a.b }}', '`a  b ,c` [x](http://a.vn/b,c "d") {{ a.b }}'),
    ],
)
def test_what_has_one_right_answer_is_mended(before, after):
    assert mended(before) == after
    assert mended(after) == after


def test_fixes_that_overlap_are_not_both_made():
    one, two = Fix(Span("a", 1, 1, 1, 4), "x"), Fix(Span("a", 1, 3, 1, 6), "y")
    assert mend("abcdef", [two, one]) == "xdef"


def test_a_fix_that_changes_a_digit_is_not_made():
    assert mend("năm 2022", [Fix(Span("a", 1, 5, 1, 9), "2023")]) == "năm 2022"


def test_the_same_fix_of_two_findings_is_made_once():
    fix = Fix(Span("a", 1, 2, 1, 2), "!")
    assert mend("ab", [fix, fix]) == "a!b"


def test_fixes_point_into_the_whole_file(lay, check):
    root = lay(
        "units/so-y-te/so-ket/hoc-tap.md\n    ---\n    status: draft  # ghi chú\n    ---\n\n"
        "    Ba lớp , hai\n    buổi  tối.\n"
    )
    ((path, fixes),) = fixes_by_path(check(root)).items()
    text = (root / path).read_text("utf-8")
    assert mend(text, fixes) == "---\nstatus: draft  # ghi chú\n---\n\nBa lớp, hai\nbuổi tối.\n"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "(",
        "“",
        '"',
        ".",
        ",",
        "của ",
        "| ",
        "~",
        "a ,",
        "[^1]",
        "`",
        "\t",
        "a",
        "\u0430",
        "é",
        "¶",
        "- ",
        ">",
        "a\n",
        "|-|\n",
        "1/1/",
        "ngày 1",
        "&",
        "{{",
        "@",
        "www.",
        "[",
        "a.A",
        "…",
        "_",
        "[^1]: [^1]\n",
        "\u200b",
    ],
)
def test_hostile_texts_take_no_longer_than_others(piece):
    text = piece * (100_000 // len(piece))
    body = Body(text, "a.md", 1, elements(text))
    start = time.process_time()
    found = [*scan(body), *scan_markdown(body)]
    places = Places(body)
    assert all(places.finding(slip) for slip in found)
    # A hundred thousand signs squared would take hours.
    assert time.process_time() - start < 15


def test_every_finding_with_a_fix_is_gone_after_it(lay, check):
    root = lay(
        "units/so-y-te/so-ket/hoc-tap.md\n    ---\n    status: draft\n    ---\n"
        "    Văn hóa, khỏe, hoà giải ; “ Tự soi “ của của 94 %,tốt.\n"
    )
    (fixes,) = fixes_by_path(check(root)).values()
    path = root / "units/so-y-te/so-ket/hoc-tap.md"
    path.write_text(mend(path.read_text("utf-8"), fixes), "utf-8")
    assert [one for one in check(root) if one.fix] == []

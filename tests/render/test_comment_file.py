"""The file of a comment says what was meant when it is read again, and an answer changes nothing else in it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.comment import Answer, Comment, Disposition, Proposal
from vankien.model.diagnostic import PipelineError
from vankien.model.source import Body, Span
from vankien.readers.comment import read_comment
from vankien.readers.disk import Text
from vankien.render.comment_file import answered, text, write

PATH = "units/khoi/comments/y-kien-1.md"
ANSWER = Answer(Disposition.EXPLAINED, "Tổ: A", datetime.date(2023, 5, 9), "Vì #1 – 'đã' nêu.", "1a2b3c4d")


def comment(**values) -> Comment:
    given = {"report": "so-ket", "organisation": "Chi bộ 1", "body": Body("Nêu rõ.\n", PATH)} | values
    return Comment(id="y-kien-1", unit="khoi", span=Span(PATH), **given)


def read(content: str) -> Comment:
    found, faults = read_comment(Text(PATH, content), "khoi", "y-kien-1")
    assert not faults
    return found


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30).map(
    lambda s: " ".join(s.split())
)


@given(LINE, LINE, LINE)
def test_any_words_survive_the_way_through_the_file(quote, organisation, reason):
    one = comment(quote=quote, organisation=organisation or "A", answer=Answer(Disposition.PARTLY, "B", None, reason))
    back = read(text(one))
    assert (back.quote, back.organisation, back.answer) == (quote, one.organisation, one.answer)


def test_a_whole_comment_survives_the_way_through_the_file():
    one = comment(
        heading="dang-vien", draft=1, paragraph=2, quote="a: b", before="null", after="- c", present=3, in_favour=0,
        proposal=Proposal.REMOVE, received=datetime.date(2023, 5, 4), answer=ANSWER,
    )  # fmt: skip
    back = read(text(one))
    for key in ("heading", "draft", "paragraph", "quote", "before", "after", "present", "in_favour", "proposal",
                "received", "answer"):  # fmt: skip
        assert getattr(back, key) == getattr(one, key), key
    assert back.body.text == "Nêu rõ.\n"


OPEN = "---\nreport: so-ket   # của Khối\norganisation: 'Chi bộ 1'\n---\nNêu --- rõ.\nanswer: không phải\n"


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        (OPEN, OPEN),
        (OPEN.replace("organ", "answer: {disposition: tiep-thu, by: X}\norgan"), OPEN),
        (OPEN.replace("organ", "answer:\n  disposition: tiep-thu\n  reason: >\n    dài\n\n    lắm\norgan"), OPEN),
        (OPEN.replace("---\nNêu", "answer: {disposition: tiep-thu,\n  by: X\n}\n---\nNêu"), OPEN),
    ],
)
def test_an_answer_leaves_everything_else_as_it_is(before, kept):
    after = answered(before, ANSWER)
    assert read(after).answer == ANSWER
    block = after[after.index("answer:\n") : after.index("  commit: ")]
    rest = after.replace(block, "").replace("  commit: 1a2b3c4d\n", "").replace('  commit: "1a2b3c4d"\n', "")
    assert rest == kept


def test_line_ends_and_marks_stay():
    before = "\ufeff" + OPEN.replace("\n", "\r\n")
    after = answered(before, ANSWER)
    assert after.startswith("\ufeff---\r\nreport: so-ket   # của Khối\r\n")
    assert "\n" not in after.replace("\r\n", "")


def test_a_file_without_head_is_not_touched():
    assert answered("Nêu rõ.\n", ANSWER) is None


def test_a_comment_never_replaces_another(tmp_path):
    assert write(tmp_path, comment()).read_text("utf-8") == text(comment())
    with pytest.raises(PipelineError):
        write(tmp_path, comment(body=Body("Điều khác.", PATH)))
    assert "Nêu rõ." in (tmp_path / PATH).read_text("utf-8")

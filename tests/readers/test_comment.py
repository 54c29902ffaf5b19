"""Comments are read with their places, and nothing in their folder is lost without a word."""

import datetime

import pytest

from vankien.model.comment import Answer, Disposition, Proposal
from vankien.readers.comment import read_comment
from vankien.readers.disk import Text

FULL = """\
---
report: so-ket
heading: dang-vien
draft: 1
paragraph: 2
quote: "ba lớp: 40 người"
before: Đảng bộ mở
after: trong năm
organisation: Chi bộ  Nội trú
present: 30
in_favour: 12
proposal: bo-sung
received: 2023-05-04
answer:
  disposition: giai-trinh
  by: Tổ Biên tập
  date: 2023-05-08
  reason: Số này do ngành khác quản lý.
  commit: 1a2b3c4
---
Đề nghị nêu *số nữ*.

Xin cảm ơn.
"""


def read(text: str):
    return read_comment(Text("units/khoi/comments/y-kien-1.md", text), "khoi", "y-kien-1")


def test_every_key_is_read():
    comment, faults = read(FULL)
    assert not faults
    assert (comment.id, comment.unit, comment.report, comment.heading) == ("y-kien-1", "khoi", "so-ket", "dang-vien")
    assert (comment.draft, comment.paragraph, comment.quote) == (1, 2, "ba lớp: 40 người")
    assert (comment.before, comment.after, comment.organisation) == ("Đảng bộ mở", "trong năm", "Chi bộ Nội trú")
    assert (comment.present, comment.in_favour, comment.minority) == (30, 12, True)
    assert (comment.proposal, comment.received) == (Proposal.ADD, datetime.date(2023, 5, 4))
    assert comment.answer == Answer(
        Disposition.EXPLAINED, "Tổ Biên tập", datetime.date(2023, 5, 8), "Số này do ngành khác quản lý.", "1a2b3c4"
    )
    assert comment.body.text == "Đề nghị nêu *số nữ*.\n\nXin cảm ơn.\n"
    assert comment.place("answer.by").line == 16


def test_a_comment_without_answer_is_open():
    comment, _ = read("---\nreport: so-ket\norganisation: Chi bộ 1\n---\nNhất trí.\n")
    assert comment.open
    assert not comment.minority
    assert comment.place("quote") == comment.span


@pytest.mark.parametrize(
    ("line", "code", "where"),
    [
        ("proposal: them", "F104", (4, 11)),
        ("received: 4/5/2023", "F102", (4, 11)),
        ("present: nhiều", "F102", (4, 10)),
        ("answer: tiep-thu", "F102", (4, 9)),
        ("answer: {dispositon: tiep-thu}", "F101", (4, 10)),
        ("repport: so-ket", "F101", (4, 1)),
    ],
)
def test_a_wrong_value_is_a_finding_at_its_place(line, code, where):
    comment, faults = read(f"---\nreport: so-ket\norganisation: A\n{line}\n---\nNhất trí.\n")
    (fault,) = faults
    assert (fault.code, fault.finding.span.line, fault.finding.span.column) == (code, *where)
    assert comment.body.text == "Nhất trí.\n"


@pytest.mark.parametrize("head", ["---\nreport: [so-ket\n---\n", ""])
def test_the_words_of_a_comment_survive_an_unreadable_head(head):
    comment, faults = read(head + "Đề nghị bổ sung.\n")
    assert faults
    assert comment.body.text == "Đề nghị bổ sung.\n"

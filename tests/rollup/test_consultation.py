"""Comments stand in the order of the draft, headings are found by what people call them."""

import pytest

from vankien.model.comment import Disposition, Proposal
from vankien.readers.project import read
from vankien.rollup.consultation import (
    Wanted,
    find_heading,
    fitting_headings,
    groups,
    in_parts,
    open_first,
    selected,
    slug,
    tally,
)

OUTLINE = """\
---
title: Báo cáo sơ kết
numbering: ["Phần {ordinal}", "{roman}-", "{n}.", "{n}.{n}."]
appendices: [{id: danh-sach, title: Danh sách, kind: text}]
---
# Tình hình {#tinh-hinh}
## Kết quả {#ket-qua}
### Học tập {#hoc-tap}
### Đảng viên {#dang-vien}
#### Kết nạp {#ket-nap}
## Giải pháp {#giai-phap mirror=ket-qua}
"""
FILES = {
    "content/cycle.yml": "name: Kỳ\nroot: khoi\ntoday: 2023-05-12\n",
    "content/outlines/so-ket.md": OUTLINE,
    "units/khoi/unit.yml": "name: Khối\n",
    "units/so/unit.yml": "name: Sở\nparent: khoi\n",
    "units/khoi/so-ket/ket-nap.md": "---\nstatus: draft\n---\nMột.\n\nHai lớp.\n",
}


def comment(heading: str, organisation: str = "Chi bộ 1", extra: str = "") -> str:
    return f"---\nreport: so-ket\nheading: {heading}\norganisation: {organisation}\n{extra}---\nNêu rõ.\n"


@pytest.fixture
def project(tmp_path):
    def make(**comments: str):
        files = FILES | {f"units/{name.replace('__', '/comments/')}.md": text for name, text in comments.items()}
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        return read(tmp_path)

    return make


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("hoc-tap", "hoc-tap"),
        ("I-", "ket-qua"),
        ("I.2.1", ""),
        ("I.1", "hoc-tap"),
        ("Mục I", "ket-qua"),
        ("II.1", "giai-phap.hoc-tap"),
        ("phần thứ nhất", "tinh-hinh"),
        ("KẾT QUẢ", "ket-qua"),
        ("Học tập", ""),
        ("I-1. Học tập", "hoc-tap"),
        ("Danh sách", "danh-sach"),
        ("Mục 9.9", ""),
        ("", ""),
    ],
)
def test_a_heading_is_found_by_id_number_or_title_if_only_one_fits(project, typed, id):
    assert find_heading(project().outlines["so-ket"], typed) == id


def test_all_headings_that_share_a_title_are_named(project):
    assert fitting_headings(project().outlines["so-ket"], "đảng viên") == ("dang-vien", "giai-phap.dang-vien")


def test_comments_stand_in_the_order_of_the_draft(project):
    found = project(
        so__a=comment("hoc-tap"),
        khoi__e=comment("khong-co"),
        khoi__d=comment("danh-sach"),
        khoi__a=comment("ket-nap", extra="quote: Hai lớp\nparagraph: 1\n"),
        khoi__b=comment("ket-nap", extra="quote: Một\n"),
        khoi__c=comment(""),
    )
    listed = groups(found, found.comments)
    assert [(one.unit, one.heading.id if one.heading else one.title) for one in listed] == [
        ("khoi", ""), ("khoi", "ket-nap"), ("khoi", "Danh sách"), ("khoi", "khong-co"), ("so", "hoc-tap"),
    ]  # fmt: skip
    # The second was written on what is paragraph 2 today, whatever its file says.
    assert [one.id for one in listed[1].comments] == ["b", "a"]


def test_counts_by_kind_and_answer(project):
    found = project(
        khoi__a=comment("ket-nap", "Chi bộ 1", "proposal: bo-sung\npresent: 10\nin_favour: 4\n"),
        khoi__b=comment("ket-nap", "chi bo 1", "proposal: bo-sung\nanswer: {disposition: tiep-thu}\n"),
        khoi__c=comment("ket-nap", "Chi bộ 2", "present: 10\nin_favour: 5\n"),
    )
    counts = tally(found.comments)
    assert (counts.total, counts.organisations, counts.minority) == (3, 2, 1)
    assert counts.proposals == {Proposal.ADD: 2, Proposal.OTHER: 1}
    assert counts.dispositions == {Disposition.OPEN: 2, Disposition.ACCEPTED: 1}
    assert counts.crossed[Proposal.ADD, Disposition.ACCEPTED] == 1


def test_filters_and_those_not_answered_first(project):
    found = project(
        khoi__a=comment("ket-nap", extra="answer: {disposition: tiep-thu}\n"),
        khoi__b=comment("hoc-tap", extra="proposal: bo\n"),
        so__c=comment("hoc-tap", "Chi bộ 2"),
    )
    assert [one.id for one in selected(found, Wanted(unit="khoi"))] == ["b", "a"]
    assert [one.id for one in selected(found, Wanted(heading="hoc-tap", organisation="CHI BO 2"))] == ["c"]
    assert [one.id for one in selected(found, Wanted(proposal=Proposal.REMOVE))] == ["b"]
    assert [one.id for one in selected(found, Wanted(open_only=True))] == ["b", "c"]
    assert [one.id for one in open_first(found.comments)] == ["b", "c", "a"]


def test_a_long_group_goes_on_in_the_next_part(project):
    comments = {f"khoi__k{number:02d}": comment("ket-nap") for number in range(7)}
    found = project(**comments, khoi__z=comment("giai-phap"))
    parts = in_parts(groups(found, found.comments), 3)
    assert [[len(group.comments) for group in part] for part in parts] == [[3], [3], [1, 1]]
    assert in_parts([], 3) == [[]]


def test_a_slug_has_no_marks():
    assert slug("  Đảng bộ Sở Y tế (Khối 1) ") == "dang-bo-so-y-te-khoi-1"

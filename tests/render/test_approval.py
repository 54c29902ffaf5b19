"""An approval is written beside the text that it is for, and nothing else of the file changes."""

import datetime

import pytest

from vankien.model.section import Section, Status
from vankien.readers.disk import Text
from vankien.readers.section import read_section
from vankien.render.approval import approved, withdrawn

DAY = datetime.date(2023, 5, 8)

FRONTS = {
    "a plain draft": "---\nstatus: draft   # còn sửa\nupdated: 2023-05-02\n---\n",
    "no status": "---\nthemes: [cai-cach]\n---\n",
    "an older approval": (
        '---\napproved_text: "0"\napproved_by: >-\n  Bà Lan,\n  Bí thư\nstatus: approved\nupdated: 2023-05-02\n---\n'
    ),
    "an empty value": "---\nstatus: review\napproved_by:\n---\n",
    "figures": "---\nstatus: review\nindicators:\n  ket-nap: {actual: 64, as_of: 2023-04-30} # sổ\n---\n",
}


def read(text: str) -> Section:
    section, _ = read_section(Text("a.md", text), "a", "b", "c")
    return section


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS.keys())
@pytest.mark.parametrize("by", ["Lê Thanh Tùng, Bí thư", "yes", "Bí thư: Trần Thị #1", '"Ông" \\ Bà'])
def test_an_approved_file_is_read_as_approved(front: str, by: str) -> None:
    text = front + "Kết nạp 64 đảng viên.\n"
    made = approved(text, read(text), by, DAY)
    section = read(made)
    assert (section.status, section.approved_by, section.approved_on) == (Status.APPROVED, by, DAY)
    assert made.endswith("---\nKết nạp 64 đảng viên.\n")
    for line in ("updated: 2023-05-02", "themes: [cai-cach]", "as_of: 2023-04-30} # sổ", "# còn sửa"):
        assert (line in made) == (line in text)


@pytest.mark.parametrize(
    "change", [("64 đảng viên.", "65 đảng viên."), ("actual: 64", "actual: 65"), ("2023-04-30", "2023-04-29")]
)
def test_a_change_of_words_or_figures_takes_the_approval_back(change: tuple[str, str]) -> None:
    text = FRONTS["figures"] + "Kết nạp 64 đảng viên.\n"
    made = approved(text, read(text), "Bà Lan", DAY)
    assert read(made.replace(*change)).status is Status.REVIEW


def test_a_change_beside_the_text_leaves_the_approval() -> None:
    text = FRONTS["a plain draft"] + "Kết nạp 64 đảng viên.\n"
    made = approved(text, read(text), "Bà Lan", DAY)
    assert read(made.replace("2023-05-02", "2023-05-09").replace("---\nKết", "---\n\n\nKết")).status is Status.APPROVED


@pytest.mark.parametrize("front", FRONTS.values(), ids=FRONTS.keys())
def test_an_approval_that_is_taken_back_leaves_nothing(front: str) -> None:
    text = front + "Lời.\n"
    made = withdrawn(approved(text, read(text), "Bà Lan", DAY), read(approved(text, read(text), "Bà Lan", DAY)))
    section = read(made)
    assert (section.status, section.approved_by, section.approved_on, section.approved_text) == (
        Status.REVIEW, "", None, "",
    )  # fmt: skip

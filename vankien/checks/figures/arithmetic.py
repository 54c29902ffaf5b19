"""The rules N1 and N2: figures of one text that contradict one another."""

from collections.abc import Iterator

from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.scan import project_mistakes
from vankien.model.diagnostic import Finding, Message, Related, say
from vankien.model.project import Project
from vankien.model.section import Section

RELATED = 12
"""At most so many figures are shown beside a wrong sum."""


def wrong_share(project: Project) -> Iterator[Finding]:
    """A percentage in a sentence is not the share of the part in the whole beside it.

    Why: Readers reckon such shares again. One that does not come out makes them doubt the other figures.

    Mend: Correct the percentage, or the two figures that it was computed from. Rounded and truncated results are
    both right. If the percentage is of something else, say of what.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 67/68 đảng viên học tập đầy đủ, đạt 95,83%.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 67/68 đảng viên học tập đầy đủ, đạt 98,53%.
    """
    yield from _arithmetic(project, "N101", say("Correct the percentage, or the figures it was computed from."))


def wrong_growth(project: Project) -> Iterator[Finding]:
    """A rise or fall in percent, or a multiple, does not follow from the figures beside it.

    Why: The change is what the sentence is there for, so a wrong one misleads.

    Mend: Compute the change from the figure before, not from the one after. Correct the percentage, or the figures.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 129 mô hình, tăng 26 mô hình so với đầu nhiệm kỳ, tăng 20,16%.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 129 mô hình, tăng 26 mô hình so với đầu nhiệm kỳ, tăng 25,24%.
    """
    yield from _arithmetic(project, "N102", say("A change is reckoned from the earlier figure; correct one of them."))


def wrong_difference(project: Project) -> Iterator[Finding]:
    """A difference in a sentence is not the difference of the two figures beside it.

    Why: One of the three figures is wrong, and readers cannot know which.

    Mend: Look up all three figures and correct the wrong one.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Số lớp học tăng từ 57 lên 69, tăng 11 lớp.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Số lớp học tăng từ 57 lên 69, tăng 12 lớp.
    """
    yield from _arithmetic(project, "N103", say("Look up the figures and correct the wrong one."))


def wrong_total(project: Project) -> Iterator[Finding]:
    """A total in a sentence is not the sum of the parts that the sentence names.

    Why: Either a part is missing or one figure is wrong, and the same figures go into other reports.

    Mend: Correct the total or the part. If the list is not complete, say so with “trong đó” instead of “gồm”.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ kỷ luật 23 đảng viên, gồm khiển trách 14, cảnh cáo 06, khai trừ 02.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ kỷ luật 22 đảng viên, gồm khiển trách 14, cảnh cáo 06, khai trừ 02.
    """
    yield from _arithmetic(project, "N104", say("Correct the total or a part; if parts are left out, say “trong đó”."))


def part_exceeds_whole(project: Project) -> Iterator[Finding]:
    """A part that is said to be among a number of things is larger than that number.

    Why: This cannot be, so one of the two figures is wrong.

    Mend: Correct the figure, or the words if something else is meant.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 12 đảng viên đi học, trong đó 15 đảng viên học tập trung.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Có 15 đảng viên đi học, trong đó 12 đảng viên học tập trung.
    """
    yield from _arithmetic(project, "N105", say("Correct one of the two figures."))


def wrong_table_total(project: Project) -> Iterator[Finding]:
    """A total in a table is not the sum of its row or column.

    Why: Tables go into the consolidated report as they are, with the wrong total.

    Mend: Correct the total or the cell that is wrong. Rows that are part of another row begin with “Trong đó”.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Chi bộ | Đảng viên | Dự học |
            | --- | ---: | ---: |
            | Khối điều trị | 31 | 30 |
            | Khối dự phòng | 24 | 24 |
            | Cộng | 56 | 54 |

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Chi bộ | Đảng viên | Dự học |
            | --- | ---: | ---: |
            | Khối điều trị | 31 | 30 |
            | Khối dự phòng | 24 | 24 |
            | Cộng | 55 | 54 |
    """
    yield from _arithmetic(project, "N201", say("Correct the total or the cell that is wrong."))


def wrong_table_rate(project: Project) -> Iterator[Finding]:
    """A percentage in a table does not follow from the counts that the others of its column follow from.

    Why: The other percentages of the column come out, this one does not.

    Mend: Correct the percentage, or the counts beside it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Chi bộ | Đảng viên | Dự học | Tỷ lệ (%) |
            | --- | ---: | ---: | ---: |
            | Khối điều trị | 31 | 30 | 96,77 |
            | Khối dự phòng | 24 | 22 | 92,67 |
            | Khối văn phòng | 18 | 17 | 94,44 |

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Chi bộ | Đảng viên | Dự học | Tỷ lệ (%) |
            | --- | ---: | ---: | ---: |
            | Khối điều trị | 31 | 30 | 96,77 |
            | Khối dự phòng | 24 | 22 | 91,67 |
            | Khối văn phòng | 18 | 17 | 94,44 |
    """
    yield from _arithmetic(project, "N202", say("Correct the percentage, or the counts beside it."))


def wrong_table_difference(project: Project) -> Iterator[Finding]:
    """A rise or fall in a table is not the difference that the others of its column are.

    Why: The other differences of the column come out, this one does not.

    Mend: Correct the difference, or the two figures it is taken from.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Nội dung | Năm 2022 | Năm 2021 | Tăng |
            | --- | ---: | ---: | ---: |
            | Số lớp | 13 | 9 | 4 |
            | Số buổi | 26 | 19 | 8 |
            | Số người | 57 | 40 | 17 |

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            | Nội dung | Năm 2022 | Năm 2021 | Tăng |
            | --- | ---: | ---: | ---: |
            | Số lớp | 13 | 9 | 4 |
            | Số buổi | 26 | 19 | 7 |
            | Số người | 57 | 40 | 17 |
    """
    yield from _arithmetic(project, "N203", say("Correct the difference, or the two figures it is taken from."))


def _arithmetic(project: Project, code: str, hint: Message) -> Iterator[Finding]:
    for section, mistake in project_mistakes(project):
        if mistake.code == code:
            yield _finding(section, mistake, hint)


def _finding(section: Section, mistake: Mistake, hint: Message) -> Finding:
    return Finding(
        section.body.span(mistake.start, mistake.end),
        mistake.message,
        hint,
        tuple(
            Related(section.body.span(start, end), say("This figure was reckoned with."))
            for start, end in mistake.sources[:RELATED]
        ),
    )

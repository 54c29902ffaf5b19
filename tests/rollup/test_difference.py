"""What changed between two drafts: texts, figures and structure apart, also where the outline changed between them."""

from tests.repositories import OUTLINE, section, write
from vankien.readers.project import read
from vankien.rollup.difference import Fate, FigureChange, ValueChange, difference
from vankien.rollup.restructure import Move
from vankien.rollup.wording import Kind, Run

THUAN_LOI = "units/phong-a/bao-cao/thuan-loi.md"
KHO_KHAN = "units/phong-a/bao-cao/kho-khan.md"
ORIGIN = "content/outlines/bao-cao.md"
FIGURES = """\
---
status: {status}
indicators:
  ket-nap: {{actual: {actual}, years: {{2022: 40}}}}
---
{text}
"""


def change(tmp_path, before, after, **options):
    old, new = write(tmp_path / "old", before), write(tmp_path / "new", after)
    return difference(read(old), read(new), **options)


def outline(*pairs):
    text = OUTLINE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {ORIGIN: text}


def steps(found):
    return [
        (step.move, [place.id for place in step.before], [place.id for place in step.after]) for step in found.structure
    ]


def test_nothing_changed(tmp_path):
    assert change(tmp_path, {}, {}).empty


def test_text_figures_and_particulars_are_told_apart(tmp_path):
    found = change(
        tmp_path,
        {THUAN_LOI: FIGURES.format(status="draft", actual=140, text="Kết nạp 140 đảng viên trong kỳ.")},
        {THUAN_LOI: FIGURES.format(status="review", actual="141", text="Kết nạp 141 đảng viên trong năm.")},
    )
    (one,) = found.sections
    assert (one.unit, one.report, one.heading, one.fate) == ("phong-a", "bao-cao", "thuan-loi", Fate.CHANGED)
    assert (one.inserted, one.deleted) == (2, 2)
    assert one.figures == (
        FigureChange("140", "141", "ket-nap", "actual"),
        FigureChange("140", "141", context="Kết nạp … đảng viên trong"),
    )
    assert one.values == (ValueChange("status", "draft", "review"),)
    assert found.structure == ()


def test_numbers_of_documents_and_dates_are_no_figures(tmp_path):
    found = change(
        tmp_path,
        {THUAN_LOI: section("Theo Kết luận số 21-KL/TW ngày 1/2/2022 có 5 lớp.")},
        {THUAN_LOI: section("Theo Kết luận số 25-KL/TW ngày 3/2/2022 có 6 lớp.")},
    )
    assert [(one.before, one.after) for one in found.sections[0].figures] == [("5", "6")]


def test_part_and_whole_are_a_figure_and_a_month_is_none(tmp_path):
    found = change(
        tmp_path,
        {
            THUAN_LOI: section(
                "Tháng 8/2022, bổ nhiệm 44/150 cán bộ; có 212,6/480,5 tỷ đồng. Từ ngày 30/4 đến ngày 2/9."
            )
        },
        {THUAN_LOI: section("Tháng 9/2022, bổ nhiệm 46/150 cán bộ; có 213/480,5 tỷ đồng. Từ ngày 01/5 đến ngày 2/9.")},
    )
    assert [(one.before, one.after) for one in found.sections[0].figures] == [
        ("44/150", "46/150"),
        ("212,6/480,5", "213/480,5"),
    ]


def test_a_figure_of_a_new_sentence_is_shown_with_its_own_words(tmp_path):
    found = change(
        tmp_path,
        {THUAN_LOI: section("Công tác cán bộ được quan tâm.")},
        {THUAN_LOI: section("Công tác cán bộ được quan tâm. Bổ nhiệm 44/150 cán bộ, đạt 29,33%. Cử 12 người đi học.")},
    )
    assert [(one.after, one.context) for one in found.sections[0].figures] == [
        ("44/150", "bộ được quan tâm. Bổ nhiệm … cán bộ, đạt 29,33%. Cử 12"),
        ("29,33", "Bổ nhiệm 44/150 cán bộ, đạt …%. Cử 12 người đi học."),
        ("12", "44/150 cán bộ, đạt 29,33%. Cử … người đi học."),
    ]


def test_new_and_deleted_texts(tmp_path):
    found = change(tmp_path, {}, {THUAN_LOI: None, KHO_KHAN: section("Còn thiếu người.")})
    assert [(one.heading, one.fate, one.runs) for one in found.sections] == [
        ("thuan-loi", Fate.REMOVED, (Run(Kind.DELETE, "Nội dung thuận lợi."),)),
        ("kho-khan", Fate.ADDED, (Run(Kind.INSERT, "Còn thiếu người."),)),
    ]
    assert found.sections[1].title == "Khó khăn"


def test_renamed_heading_keeps_its_text_and_its_mirror_follows(tmp_path):
    mirrored = "units/phong-a/bao-cao/giai-phap.thuan-loi.md"
    moved = "units/phong-a/bao-cao/giai-phap.mat-manh.md"
    found = change(
        tmp_path,
        {mirrored: section("Phát huy.")},
        {
            **outline(("{#thuan-loi}", "{#mat-manh was=thuan-loi}")),
            THUAN_LOI: None,
            "units/phong-a/bao-cao/mat-manh.md": section("Nội dung thuận lợi."),
            moved: section("Phát huy tốt."),
        },
    )
    assert steps(found) == [(Move.RENAMED, ["thuan-loi"], ["mat-manh"])]
    (one,) = found.sections
    assert (one.heading, one.origins, one.fate) == ("giai-phap.mat-manh", ("giai-phap.thuan-loi",), Fate.CHANGED)


def test_rename_that_came_two_drafts_ago_is_followed(tmp_path):
    new = outline(("{#thuan-loi}", '{#diem-manh was="mat-manh, thuan-loi"}'))
    files = {**new, THUAN_LOI: None, "units/phong-a/bao-cao/diem-manh.md": section("Nội dung thuận lợi.")}
    found = change(tmp_path, {}, files)
    assert steps(found) == [(Move.RENAMED, ["thuan-loi"], ["diem-manh"])]
    assert found.sections == ()


def test_merged_headings_are_compared_with_both_texts(tmp_path):
    merged = outline(("{#thuan-loi}", "{#boi-canh was=thuan-loi,kho-khan}"), ("## Khó khăn {#kho-khan}\n", ""))
    found = change(
        tmp_path,
        {KHO_KHAN: section("Khó khăn còn nhiều.")},
        {
            **merged,
            THUAN_LOI: None,
            "units/phong-a/bao-cao/boi-canh.md": section("Nội dung thuận lợi.\n\nKhó khăn còn ít."),
        },
    )
    assert steps(found) == [(Move.MERGED, ["thuan-loi", "kho-khan"], ["boi-canh"])]
    (one,) = found.sections
    assert one.origins == ("thuan-loi", "kho-khan")
    assert (one.deleted, one.inserted) == (1, 1)


def test_split_heading_is_told_and_its_text_stays_with_the_first(tmp_path):
    found = change(
        tmp_path,
        {},
        outline(("## Thuận lợi {#thuan-loi}\n", "## Thuận lợi {#thuan-loi}\n## Thời cơ {#thoi-co from=thuan-loi}\n")),
    )
    assert steps(found) == [(Move.SPLIT, ["thuan-loi"], ["thuan-loi", "thoi-co"])]
    assert found.sections == ()


def test_heading_that_moved_below_another_or_among_its_neighbours(tmp_path):
    swapped = outline(
        ("## Thuận lợi {#thuan-loi}\n## Khó khăn {#kho-khan}\n", "## Khó khăn {#kho-khan}\n## Thuận lợi {#thuan-loi}\n")
    )
    (step,) = change(tmp_path / "a", {}, swapped).structure
    assert step.move is Move.MOVED and step.before[0].id in ("thuan-loi", "kho-khan")
    lower = outline(
        ("## Khó khăn {#kho-khan}\n", ""),
        (
            "# Kiến nghị {#kien-nghi applies",
            "# Riêng {#rieng}\n## Khó khăn {#kho-khan}\n# Kiến nghị {#kien-nghi applies",
        ),
    )
    found = change(tmp_path / "b", {}, lower).structure
    assert [(one.move, (one.after or one.before)[0].id) for one in found] == [
        (Move.ADDED, "rieng"),
        (Move.MOVED, "kho-khan"),
    ]
    assert (found[1].before[0].parent, found[1].after[0].parent) == ("Kết quả", "Riêng")


def test_new_deleted_and_retitled_headings(tmp_path):
    found = change(
        tmp_path,
        {},
        outline(("Thuận lợi", "Những thuận lợi"), ("## Việc khác {#viec-khac optional}\n", "## Thêm {#them}\n")),
    )
    assert steps(found) == [
        (Move.RETITLED, ["thuan-loi"], ["thuan-loi"]),
        (Move.ADDED, [], ["them"]),
        (Move.REMOVED, ["viec-khac"], []),
    ]


def test_changed_target_units_and_one_unit_only(tmp_path):
    after = {
        "content/indicators.yml": 'ket-nap: {title: Kết nạp, target: "150"}\n',
        "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
        "units/phong-b/bao-cao/thuan-loi.md": section("B."),
        THUAN_LOI: section("Khác."),
    }
    found = change(tmp_path / "a", {}, after)
    assert found.targets == (FigureChange("140 - 150", "150", "ket-nap", "target"),)
    assert found.units_added == ("phong-b",)
    assert [one.unit for one in found.sections] == ["phong-a", "phong-b"]
    only = change(tmp_path / "b", {}, after, unit="phong-b")
    assert [one.unit for one in only.sections] == ["phong-b"] and only.targets == ()


def test_text_whose_heading_nobody_knows_is_compared_all_the_same(tmp_path):
    la = "units/phong-a/bao-cao/la.md"
    (one,) = change(tmp_path, {la: section("Một hai.")}, {la: section("Một ba.")}).sections
    assert (one.heading, one.title, one.fate) == ("la", "", Fate.CHANGED)

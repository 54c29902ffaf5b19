"""The two repositories that come with vankien show what the source documents ask for."""

import datetime
from pathlib import Path

import docx
import pytest

from vankien.checks import run
from vankien.model.diagnostic import Severity
from vankien.readers.project import read
from vankien.render.word import export
from vankien.rollup.progress import progress

ROOT = Path(__file__).resolve().parent.parent
TAY_NINH = ROOT / "examples" / "tay-ninh"


@pytest.fixture(scope="module")
def bloc():
    return read(ROOT)


@pytest.fixture(scope="module")
def tay_ninh():
    return read(TAY_NINH)


@pytest.mark.parametrize(
    ("report", "headings", "mirrored"), [("so-ket", 48, 16), ("kiem-diem", 21, 5), ("ktgs", 27, 0), ("pctn", 8, 0)]
)
def test_the_outlines_of_the_plan_have_all_their_headings(bloc, report, headings, mirrored):
    found = bloc.outlines[report].headings
    assert (len(found), sum(bool(heading.mirrors) for heading in found)) == (headings, mirrored)


def test_the_numbers_are_those_of_the_plan(bloc):
    so_ket = {heading.id: heading for heading in bloc.outlines["so-ket"].headings}
    assert so_ket["tinh-hinh"].label == "Phần thứ nhất"
    assert so_ket["dan-van-cai-cach-hanh-chinh"].label == "1.2."
    assert (so_ket["nhiem-vu-trong-tam"].label, so_ket["nhiem-vu-trong-tam"].optional) == ("7.", True)
    assert so_ket["giai-phap.kiem-tra-giam-sat"].label == "4.4."
    ktgs = bloc.outlines["ktgs"].headings
    assert (ktgs[0].opening, ktgs[0].label) == (True, "")
    assert [heading.label for heading in ktgs if heading.level == 4] == [
        "a)",
        "b)",
        "c)",
        "d)",
        "e)",
        "a)",
        "b)",
        "a)",
        "b)",
        "c)",
    ]


def test_figures_are_asked_for_under_the_first_three_headings_of_ktgs(bloc):
    outline = bloc.outlines["ktgs"]
    ids = [heading.id for heading in outline.headings]
    within = outline.headings[ids.index("lanh-dao-chi-dao") : ids.index("danh-gia-chung")]
    assert all(heading.figures for heading in within if heading.leaf)
    assert not any(heading.figures for heading in outline.headings if heading not in within)


def test_a_unit_without_standing_committee_is_not_asked_about_one(bloc):
    for unit in bloc.units.values():
        titles = " ".join(heading.title for heading in bloc.applied[unit.id, "kiem-diem"].headings)
        assert ("Ban Thường vụ" in titles) is unit.standing_committee


def test_the_appendix_has_the_six_columns_of_the_plan(bloc):
    (appendix,) = bloc.outlines["so-ket"].appendices
    assert [column.casefold() for column in appendix.columns] == [
        "tt", "chỉ tiêu chủ yếu", "đơn vị tính", "chỉ tiêu nghị quyết đại hội",
        "thực hiện đến tháng 4/2023", "so với chỉ tiêu nq đh",
    ]  # fmt: skip


def test_the_dates_are_those_of_the_plan(bloc):
    dates = {
        (level.id, key): milestone.before
        for level in bloc.cycle.levels.values()
        for key, milestone in level.milestones.items()
    }
    assert dates == {
        ("khoi", "du-thao"): datetime.date(2023, 5, 10),
        ("khoi", "hoi-nghi"): datetime.date(2023, 5, 30),
        ("khoi", "gui-bao-cao"): datetime.date(2023, 6, 5),
        ("co-so", "hoi-nghi"): datetime.date(2023, 5, 20),
        ("co-so", "gui-bao-cao"): datetime.date(2023, 5, 30),
    }
    assert dates["khoi", "du-thao"] <= bloc.today < dates["co-so", "hoi-nghi"]


def test_nine_themes_of_two_kinds(bloc):
    kinds = [theme.kind for theme in bloc.themes.values()]
    assert sorted(kinds.count(kind) for kind in set(kinds)) == [3, 6]
    assert bloc.section("so-kinh-te-so", "so-ket", "chuong-trinh-cong-tac").themes


def test_tay_ninh_has_its_own_outline_levels_and_exemption(tay_ninh):
    outline = tay_ninh.outlines["so-ket"]
    assert (len(outline.headings), any(heading.mirrors for heading in outline.headings)) == (39, False)
    assert len(outline.appendices) == 3
    assert list(tay_ninh.cycle.levels) == ["tinh", "huyen", "co-so"]
    assert tay_ninh.cycle.exempt_months == 12
    assert [unit.level for unit in tay_ninh.units.values()] == ["tinh", "huyen", "co-so"]
    ends = [level.period.end for level in tay_ninh.cycle.levels.values()]
    assert [end.isoformat() for end in ends] == ["2023-09-30", "2023-05-31", "2023-03-31"]


def test_tay_ninh_s_word_file_has_the_three_appendices_of_the_outline(tay_ninh, tmp_path):
    path = export(tay_ninh, TAY_NINH, tmp_path, unit="xa-suoi-tram")[0]
    document = docx.Document(str(path))
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("PHỤ LỤC")]
    assert titles == ["PHỤ LỤC 1", "PHỤ LỤC 2", "PHỤ LỤC 3"]
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    columns = ["TT", "Chỉ tiêu chủ yếu", "Đơn vị tính", "Chỉ tiêu Nghị quyết Đại hội", "Thực hiện đến kỳ báo cáo"]
    assert [*columns, "So với chỉ tiêu"] in heads
    assert ["TT", "Văn bản", "Nội dung", "Số nhiệm vụ", "Đã triển khai", "Kết quả chính"] in heads
    assert ["TT", "Nội dung", "Số cuộc", "Tổ chức đảng", "Đảng viên"] in heads
    lying = [section.orientation.name for section in document.sections]
    assert lying == ["PORTRAIT", "LANDSCAPE", "PORTRAIT", "PORTRAIT"]


def test_the_samples_have_no_error_and_only_the_warnings_they_mean_to_have(bloc, tay_ninh):
    told = [found for found in run(bloc) if found.severity is not Severity.NOTE]
    assert {found.severity for found in told} == {Severity.WARNING}
    assert {found.span.path.split("/")[1] for found in told} == {"truong-bien-xanh"}
    assert len({found.code for found in told}) >= 5
    assert not [found for found in run(tay_ninh) if found.severity is not Severity.NOTE]


def test_the_bloc_shows_every_state_of_a_report(bloc):
    states = {(unit, report): found.state for (unit, report), found in progress(bloc).items()}
    assert set(states.values()) == {"absent", "draft", "review", "approved"}
    assert all(states["so-kinh-te-so", report] == "approved" for report in bloc.outlines)
    assert all(states["trung-tam-khuyen-nong", report] == "absent" for report in bloc.outlines)
    assert not any(found.missing for (unit, _), found in progress(bloc).items() if unit == "so-kinh-te-so")


def test_every_sample_says_that_it_is_one(bloc, tay_ninh):
    assert "mẫu" in bloc.cycle.notice
    assert "mẫu" in tay_ninh.cycle.notice

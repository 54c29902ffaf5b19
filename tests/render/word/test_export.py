"""Which files an export writes, and what it does when something is missing."""

import shutil
from dataclasses import replace

import pytest

from tests.render.word.made import TEXTS, UNIT, section
from vankien.model.diagnostic import PipelineError
from vankien.model.project import resolve_outline
from vankien.render import templates
from vankien.render.word import export


def with_second_unit(project):
    other = replace(UNIT, id="so-hai", name="Đảng bộ Sở Hai")
    return replace(
        project,
        units={**project.units, other.id: other},
        sections={**project.sections, (other.id, "so-ket", "thuan-loi"): section("thuan-loi", "Lời.", unit=other.id)},
        applied={**project.applied, (other.id, "so-ket"): resolve_outline(project.outlines["so-ket"], other.matches)},
    )


def test_every_report_with_a_text_becomes_a_file_and_an_absent_one_does_not(make, tmp_path):
    paths = export(with_second_unit(make()), tmp_path, tmp_path / "docx")
    assert [path.relative_to(tmp_path / "docx").as_posix() for path in paths] == [
        "so-mau/so-ket.docx",
        "so-hai/so-ket.docx",
    ]
    assert sorted(path.name for path in (tmp_path / "docx").rglob("*")) == [
        "so-hai",
        "so-ket.docx",
        "so-ket.docx",
        "so-mau",
    ]


def test_one_unit_can_be_exported_without_touching_the_others(make, tmp_path):
    project = with_second_unit(make())
    first, second = export(project, tmp_path, tmp_path / "docx")
    first.write_bytes(b"kept")
    assert export(project, tmp_path, tmp_path / "docx", unit="so-hai") == [second]
    assert first.read_bytes() == b"kept"


def test_a_full_export_removes_files_of_reports_that_are_no_more(make, tmp_path):
    project = with_second_unit(make())
    _, second = export(project, tmp_path, tmp_path / "docx")
    export(make(), tmp_path, tmp_path / "docx")
    assert not second.exists()


def test_a_unit_too_young_to_report_gets_no_file(make, tmp_path):
    project = make()
    young = replace(UNIT, established=project.today)
    project = replace(project, units={**project.units, UNIT.id: young}, cycle=replace(project.cycle, exempt_months=12))
    assert project.exempt(young)
    assert export(project, tmp_path, tmp_path / "docx") == []


def test_progress_counts_up_to_the_number_of_files(make, tmp_path):
    heard = []
    export(with_second_unit(make()), tmp_path, tmp_path / "docx", progress=lambda *counts: heard.append(counts))
    assert heard == [(0, 2), (1, 2), (2, 2)]


def test_a_project_without_texts_makes_nothing(make, tmp_path):
    assert export(make(texts={}), tmp_path, tmp_path / "docx") == []


def test_an_unknown_profile_is_said_plainly(make, tmp_path):
    with pytest.raises(PipelineError, match="party-1999"):
        export(make(profile="party-1999"), tmp_path, tmp_path / "docx")
    with pytest.raises(PipelineError, match="not the name of a layout profile"):
        export(make(profile="../../secret"), tmp_path, tmp_path / "docx")


def test_what_pandoc_cannot_make_is_named_and_the_last_good_file_stays(make, tmp_path):
    (good,) = export(make(), tmp_path, tmp_path / "docx")
    before = good.read_bytes()
    own = tmp_path / "templates" / "word"
    own.mkdir(parents=True)
    for script, said in (
        ("error('broken')", "broken"),
        ("io.stdin:lines()()\nos.exit(7)", "so-ket of so-mau"),
    ):
        (own / "assemble.lua").write_text(script, "utf-8")
        with pytest.raises(PipelineError, match=said):
            export(make(texts={**TEXTS, "thuan-loi": "Mới."}), tmp_path, tmp_path / "docx")
        assert good.read_bytes() == before
        assert [path.name for path in (tmp_path / "docx").iterdir()] == ["so-mau"]


def test_a_repository_can_bring_its_own_profile(make, tmp_path):
    own = tmp_path / "templates" / "profiles"
    own.mkdir(parents=True)
    shutil.copy(templates.BUNDLED / "profiles" / "party-2018.yml", own / "tinh-ta.yml")
    assert export(make(profile="tinh-ta"), tmp_path, tmp_path / "docx")

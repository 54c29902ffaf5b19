"""A second export makes only what differs, and makes it as a first one would have."""

import sys
from dataclasses import replace

import pytest

from tests.pictures import png
from tests.render.word.made import TEXTS, UNIT, section
from tests.repositories import section as file
from tests.repositories import write
from vankien.model.project import resolve_outline
from vankien.readers.project import read
from vankien.render.word import Copy, Kind, export
from vankien.render.word.copy import Remark


@pytest.fixture
def two(make):
    """Makes a project of two units that have written; the second one's text can be chosen."""

    def project(text="Lời."):
        first = make()
        other = replace(UNIT, id="so-hai", name="Đảng bộ Sở Hai")
        return replace(
            first,
            units={**first.units, other.id: other},
            sections={**first.sections, (other.id, "so-ket", "thuan-loi"): section("thuan-loi", text, unit=other.id)},
            applied={**first.applied, (other.id, "so-ket"): resolve_outline(first.outlines["so-ket"], other.matches)},
        )

    return project


@pytest.fixture
def made(tmp_path):
    """Exports a project; gives the files and how many of them were made."""

    def run(project, name="docx", root="root"):
        heard = []
        paths = export(
            project, tmp_path / root, tmp_path / name / "docx", progress=lambda *counts: heard.append(counts)
        )
        return paths, heard[0][1] - heard[0][0]

    return run


def test_after_one_edit_one_file_is_made_and_it_is_the_one_a_first_export_makes(two, made):
    (first, second), count = made(two())
    assert count == 2
    kept = first.stat()
    assert made(two())[1] == 0
    paths, count = made(two("Lời khác."))
    assert count == 1
    assert (first.stat().st_ino, first.stat().st_mtime_ns) == (kept.st_ino, kept.st_mtime_ns)
    fresh, count = made(two("Lời khác."), "anew")
    assert count == 2
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in fresh]
    assert second.read_bytes() == paths[1].read_bytes()


def test_a_file_that_was_deleted_or_changed_by_somebody_is_made_again(two, made):
    (first, second), _ = made(two())
    before = first.read_bytes(), second.read_bytes()
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    assert made(two())[1] == 2
    assert (first.read_bytes(), second.read_bytes()) == before


def test_templates_profile_notice_and_day_make_files_anew(two, made, tmp_path):
    project = two()
    made(project)
    own = tmp_path / "root" / "templates" / "word"
    own.mkdir(parents=True)
    (own / "paragraph.xml.j2").write_text("", "utf-8")
    assert made(project)[1] == 2
    noticed = replace(project, cycle=replace(project.cycle, notice="Bản mẫu."))
    assert made(noticed)[1] == 2
    assert made(replace(noticed, today=noticed.today.replace(year=2024)))[1] == 2


def test_the_stamp_of_a_report_counts_and_that_of_another_does_not(two, made):
    project = two()
    stamps = {("so-mau", "so-ket"): ("aaaa", 1683892800), ("so-hai", "so-ket"): ("bbbb", 1683892800)}
    made(replace(project, stamps=stamps))
    later = replace(project, commit="cccc", epoch=1683899999, stamps=stamps)
    assert made(later)[1] == 0
    assert made(replace(later, stamps={**stamps, ("so-hai", "so-ket"): ("cccc", 1683899999)}))[1] == 1


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', '{"version": 1, "files": {"a": 1}}', "\ud800"])
def test_a_damaged_manifest_costs_time_and_nothing_else(two, made, tmp_path, damage):
    made(two())
    (tmp_path / "docx" / ".cache" / "docx.json").write_bytes(damage.encode("utf-8", "surrogatepass"))
    assert made(two())[1] == 2


def test_exporting_one_unit_keeps_what_is_known_of_the_others(two, made, tmp_path):
    made(two())
    export(two("Mới."), tmp_path / "root", tmp_path / "docx" / "docx", unit="so-hai")
    assert made(two("Mới."))[1] == 0


def test_a_run_that_is_broken_off_leaves_good_files_and_goes_on_from_them(two, made, tmp_path):
    def stop(done, total):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(two(), tmp_path / "root", tmp_path / "docx" / "docx", jobs=1, progress=stop)
    assert sorted(path.name for path in (tmp_path / "docx" / "docx").iterdir()) == ["so-mau"]
    assert made(two())[1] == 1


def test_a_manifest_stands_beside_the_files_not_among_them(make, made, tmp_path):
    made(make(texts=TEXTS))
    assert [path.name for path in (tmp_path / "docx" / "docx").iterdir()] == ["so-mau"]
    assert [path.name for path in (tmp_path / "docx" / ".cache").iterdir()] == ["docx.json"]


REGISTER = """\
ket-nap: {title: Kết nạp, unit: người, measure: number, aggregate: sum, target: "9", over: year,
  heading: bao-cao/thuan-loi}
"""
TEXT = "units/khoi/bao-cao/thuan-loi.md"
DRAFT = Copy()
export_module = sys.modules[export.__module__]
FILES = {
    "content/indicators.yml": REGISTER,
    TEXT: file("{{ ket-nap.chart }}\n\n![Sơ đồ](../images/so-do.png)"),
    "units/khoi/images/so-do.png": png(20, 20),
    "units/phong-a/bao-cao/thuan-loi.md": file("Lời.", indicators="{ket-nap: {actual: 5}}"),
    "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
    "units/phong-b/bao-cao/thuan-loi.md": file("Lời.", indicators="{ket-nap: {actual: 5}}"),
}


def remark(unit, words="Sửa chỗ này."):
    return (Remark("thuan-loi", 1, "", "", "Bà Lan", "2023-05-12T00:00:00Z", (words,)),) if unit == "phong-b" else ()


@pytest.fixture
def units_made(tmp_path):
    """Exports a repository with changed files into one folder; gives the units whose files are new."""
    target = tmp_path / "build" / "docx"

    def run(files, copy=DRAFT):
        before = {path: path.read_bytes() for path in target.glob("*/*.docx")}
        root = write(tmp_path / "kho", files)
        paths = export(read(root), root, target, picture=lambda one: (root / one.path).read_bytes(), copy=copy)
        now = {path: path.read_bytes() for path in paths}
        again = export(
            read(root), root, tmp_path / "anew" / "docx", picture=lambda one: (root / one.path).read_bytes(), copy=copy
        )
        assert [path.read_bytes() for path in again] == list(now.values()), "what is kept is what would be made"
        return sorted(path.parent.name for path, content in now.items() if before.get(path) != content)

    return run


@pytest.mark.parametrize(
    ("change", "units"),
    [
        ({}, []),
        ({"units/khoi/images/so-do.png": png(21, 20)}, ["khoi"]),
        ({"units/phong-a/bao-cao/thuan-loi.md": file("Lời.", indicators="{ket-nap: {actual: 6}}")}, ["khoi"]),
        ({"units/phong-a/unit.yml": "name: Phòng A mới\nlevel: co-so\nparent: khoi\n"}, ["khoi", "phong-a"]),
        ({"units/phong-b/bao-cao/thuan-loi.md": file("Lời khác.", indicators="{ket-nap: {actual: 5}}")}, ["phong-b"]),
    ],
)
def test_a_picture_a_figure_in_a_chart_or_a_name_in_it_makes_the_files_that_show_it_again(units_made, change, units):
    assert units_made(FILES) == ["khoi", "phong-a", "phong-b"]
    assert units_made({**FILES, **change}) == units


def test_only_reports_that_an_edit_can_reach_are_composed_again(units_made, monkeypatch):
    composed = []
    ordinary = export_module.compose

    def compose(stationery, project, unit, report, copy):
        composed.append(unit)
        return ordinary(stationery, project, unit, report, copy)

    monkeypatch.setattr(export_module, "compose", compose)
    units_made(FILES)
    for path, content, reached in (
        ("units/phong-b/bao-cao/thuan-loi.md", file("Khác.", indicators="{ket-nap: {actual: 5}}"), ["khoi", "phong-b"]),
        (TEXT, file("Khác."), ["khoi"]),
        ("units/phong-b/unit.yml", "name: Mới\nlevel: co-so\nparent: khoi\n", ["khoi", "phong-a", "phong-b"]),
        ("content/themes.yml", "cai-cach: {title: Khác}\n", ["khoi", "phong-a", "phong-b"]),
    ):
        composed.clear()
        units_made({**FILES, path: content})
        # The second export, into another folder, always composes what it has not seen there.
        assert composed[: len(reached)] == reached
        assert composed[len(reached) :] == reached
        units_made(FILES)


def test_remarks_and_the_kind_of_copy_make_files_again(units_made):
    review = Copy(Kind.REVIEW, lambda unit, report: remark(unit))
    assert units_made(FILES, review) == ["khoi", "phong-a", "phong-b"]
    assert units_made(FILES, review) == []
    assert units_made(FILES, Copy(Kind.REVIEW, lambda unit, report: remark(unit, "Đã sửa."))) == ["phong-b"]
    assert units_made(FILES, Copy(Kind.FINAL)) == ["khoi", "phong-a", "phong-b"]
    assert units_made(FILES, Copy(Kind.FINAL, reason="Gửi gấp")) == ["khoi", "phong-a", "phong-b"]


def test_an_approval_takes_the_draft_mark_away(units_made):
    outline = "---\ntitle: Báo cáo\ndue: [nop]\n---\n# Thuận lợi {#thuan-loi}\n"
    files = {**FILES, "content/outlines/bao-cao.md": outline}
    units_made(files)
    approved = file("Lời.", status="approved", approved_by="Bà Lan", indicators="{ket-nap: {actual: 5}}")
    assert units_made({**files, "units/phong-b/bao-cao/thuan-loi.md": approved}) == ["phong-b"]

"""A whole repository is read, whatever is broken in it."""

import datetime

import pytest

from tests.repositories import section, write
from vankien.model.diagnostic import PipelineError
from vankien.readers.project import read


def codes(project):
    return [(fault.code, fault.finding.span.path) for fault in project.faults]


def test_the_base_repository_is_read_whole(tmp_path):
    project = read(write(tmp_path))
    assert codes(project) == []
    assert list(project.units) == ["khoi", "phong-a"]
    assert project.today == datetime.date(2023, 5, 12)
    assert project.section("phong-a", "bao-cao", "thuan-loi").body.text == "Nội dung thuận lợi.\n"
    assert [h.id for h in project.outlines["bao-cao"].headings] == [
        "ket-qua", "thuan-loi", "kho-khan", "viec-khac",
        "giai-phap", "giai-phap.thuan-loi", "giai-phap.kho-khan", "giai-phap.viec-khac", "kien-nghi",
    ]  # fmt: skip
    assert [h.id for h in project.applied["phong-a", "bao-cao"].headings][-1] == "giai-phap.viec-khac"


def test_the_day_of_the_command_line_wins(tmp_path):
    assert read(write(tmp_path), datetime.date(2024, 1, 2)).today == datetime.date(2024, 1, 2)


def test_units_come_root_first_then_depth_first(tmp_path):
    files = {
        f"units/{id}/unit.yml": f"name: {id}\nlevel: co-so\nparent: {parent}\n"
        for id, parent in {"b": "khoi", "a": "b", "c": "khoi", "lac": "khong-co", "v1": "v2", "v2": "v1"}.items()
    }
    project = read(
        write(tmp_path, files, **{"units/phong-a/unit.yml": None, "units/phong-a/bao-cao/thuan-loi.md": None})
    )
    assert list(project.units) == ["khoi", "b", "a", "c", "lac", "v1", "v2"]
    assert [unit.id for unit in project.ancestors("v1")] == ["v2"]


@pytest.mark.parametrize("missing", ["content/cycle.yml", "content/outlines/bao-cao.md"])
def test_without_cycle_or_outline_the_run_cannot_go_on(tmp_path, missing):
    with pytest.raises(PipelineError):
        read(write(tmp_path, {missing: None}))


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("content/cycle.yml", "name: [", "R201"),
        ("content/indicators.yml", "a:\n\tb: 1\n", "R202"),
        ("content/outlines/bao-cao.md", b"\xff\xfe", "R106"),
        ("units/khoi/unit.yml", "", "R107"),
        ("units/phong-a/unit.yml", b"\0", "R105"),
        ("units/phong-a/bao-cao/kho-khan.md", "---\nstatus: xong\n---\nx\n", "F104"),
    ],
)
def test_one_broken_file_does_not_hide_another(tmp_path, path, content, code):
    project = read(write(tmp_path, {path: content, "content/pages/a.md": b"\0"}))
    assert (code, path) in codes(project)
    assert ("R105", "content/pages/a.md") in codes(project)


def test_names_with_spaces_and_marks_are_told(tmp_path):
    files = {"units/phong-a/bao-cao/Thuận lợi.md": section("x"), "units/phong-a/bao cao/x.md": section("x")}
    found = codes(read(write(tmp_path, files)))
    assert ("R109", "units/phong-a/bao-cao/Thuận lợi.md") in found
    assert ("S108", "units/phong-a/bao cao") in found


def test_a_link_to_the_outside_is_not_read(tmp_path):
    root = write(tmp_path / "kho")
    secret = tmp_path / "mat.md"
    secret.write_text(section("bí mật"))
    (root / "units/phong-a/bao-cao/kho-khan.md").symlink_to(secret)
    project = read(root)
    assert ("R103", "units/phong-a/bao-cao/kho-khan.md") in codes(project)
    assert project.section("phong-a", "bao-cao", "kho-khan") is None

"""A new unit and a new repository work at once."""

import pytest

from tests.repositories import write
from vankien.checks import run
from vankien.model.diagnostic import PipelineError, Severity
from vankien.readers.project import read
from vankien.render.scaffold import new_repository, new_unit


def test_a_new_repository_has_no_error_and_no_warning(tmp_path):
    new_repository(tmp_path / "kho")
    project = read(tmp_path / "kho")
    assert not [found for found in run(project) if found.severity is not Severity.NOTE]
    assert project.sections


@pytest.mark.parametrize("name", ["Phòng B", 'Phòng "B": một, hai', "Phòng \\ B # 1", "{{ 1 }}"])
def test_a_new_unit_is_read_back_with_its_name(tmp_path, name):
    project = read(write(tmp_path))
    new_unit(project, tmp_path, "phong-b", name, "khoi", None)
    unit = read(tmp_path).units["phong-b"]
    assert (unit.name, unit.parent, unit.level) == (name, "khoi", "co-so")


@pytest.mark.parametrize("id", ["phong-a", "Phòng", "a b", "../x", "", "-a", "a/b"])
def test_a_taken_or_impossible_id_is_refused(tmp_path, id):
    project = read(write(tmp_path))
    with pytest.raises(PipelineError):
        new_unit(project, tmp_path, id, "", "khoi", None)


def test_a_folder_with_something_in_it_is_not_touched(tmp_path):
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(PipelineError):
        new_repository(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]

"""Synthetic repositories: the same every time, of the size asked for, and without errors."""

from pathlib import Path

import pytest

from vankien.checks import run
from vankien.model.diagnostic import PipelineError, Severity
from vankien.readers.project import read
from vankien.render.demo import write
from vankien.rollup.ledger import ledger


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write(folder, 10, 1, read)
    return folder


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(small, tmp_path):
    write(tmp_path / "again", 10, 1, read)
    write(tmp_path / "other", 10, 2, read)
    assert files(tmp_path / "again") == files(small)
    assert files(tmp_path / "other") != files(small)


def test_a_demo_has_the_units_and_reports_asked_for_and_no_errors(small):
    project = read(small)
    assert len(project.units) == 10
    assert list(project.outlines) == ["so-ket", "kiem-diem", "ktgs"]
    errors = [found for found in run(project) if found.severity is Severity.ERROR]
    assert not errors


def test_a_demo_uses_what_real_drafts_use(small):
    texts = "\n".join(section.body.text for section in read(small).sections.values())
    assert all(mark in texts for mark in ("[^1]:", "\n- ", "| --- |", ".actual }}"))
    observed = {id for section in read(small).sections.values() for id in section.observations}
    assert len(observed) > 10


def test_a_large_demo_has_three_levels_and_the_size_of_a_real_cycle(tmp_path):
    count = write(tmp_path / "large", 81, 1, read)
    project = read(tmp_path / "large")
    assert len(project.units) == 81
    assert {len(project.ancestors(unit)) for unit in project.units} == {0, 1, 2}
    assert 5000 <= count == len(project.sections) <= 7000
    size = sum(path.stat().st_size for path in (tmp_path / "large" / "units").rglob("*.md"))
    assert 1_100 <= size / count <= 1_500


def test_no_text_of_a_demo_repeats_another_word_for_word(small):
    bodies = [section.body.text for section in read(small).sections.values()]
    assert len(set(bodies)) == len(bodies)


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(PipelineError):
        write(tmp_path, 3, 1, read)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_demo_of_one_unit_is_a_repository_too(tmp_path):
    write(tmp_path / "one", 1, 1, read)
    assert list(read(tmp_path / "one").units) == ["khoi"]


def test_a_unit_gives_no_figure_of_its_own_where_those_below_it_are_added_up(tmp_path):
    root = tmp_path / "kho"
    write(root, 30, 1, read)
    book = ledger(read(root))
    assert book.totals
    assert not set(book.totals) & set(book.readings)
    assert not book.differences

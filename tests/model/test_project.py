"""Look-ups in a whole repository."""

from dataclasses import replace

import pytest

from tests.repositories import write
from vankien.checks import run
from vankien.readers.project import read


@pytest.mark.parametrize(
    ("own", "cycle", "found", "told"),
    [
        ("state-2020", "party-2026", "state-2020", []),
        ("", "party-2026", "party-2026", []),
        ("state-202", "party-2026", "party-2026", ["units/phong-a/unit.yml:4"]),
        ("", "la", "party-2018", ["content/cycle.yml:8"]),
    ],
)
def test_a_layout_profile_that_is_not_there_is_told_and_does_not_count(tmp_path, own, cycle, found, told):
    root = write(tmp_path)
    (root / "content/cycle.yml").write_text((root / "content/cycle.yml").read_text() + f"profile: {cycle}\n")
    unit = root / "units/phong-a/unit.yml"
    unit.write_text(unit.read_text() + (f"profile: {own}\n" if own else ""))
    project = replace(read(root), profiles=("party-2018", "party-2026", "state-2020"))
    assert project.profile(project.units["phong-a"]) == found
    places = [f"{one.span.path}:{one.span.line}" for one in run(project) if one.code == "S207"]
    assert places == told


def test_an_optional_heading_without_text_leaves_no_gap_in_print(tmp_path):
    printed = read(write(tmp_path)).printed("phong-a", "bao-cao")
    assert [heading.id for heading in printed.headings][:4] == ["ket-qua", "thuan-loi", "kho-khan", "giai-phap"]
    texts = {"units/phong-a/bao-cao/viec-khac.md": "---\nstatus: draft\n---\nCó.\n"}
    printed = read(write(tmp_path, texts)).printed("phong-a", "bao-cao")
    assert [heading.id for heading in printed.headings][3] == "viec-khac"

"""Which texts of other units a parent's report draws in, and which are left."""

import pytest

from tests.repositories import section, write
from vankien.readers.project import read
from vankien.rollup.contributions import contributions, places

UNITS = {
    "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
    "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: phong-b\n",
    "units/phong-d/unit.yml": "name: Phòng D\nlevel: co-so\nparent: khoi\n",
    "units/phong-a/bao-cao/kho-khan.md": section("A khó."),
    "units/phong-b/bao-cao/thuan-loi.md": section("B thuận."),
    "units/phong-b/bao-cao/kho-khan.md": section("B khó."),
    "units/phong-c/bao-cao/thuan-loi.md": section("C thuận."),
}


@pytest.fixture
def given(tmp_path):
    """What the units give to the report of the root, whose texts are given by heading."""

    def reckon(**texts: str):
        files = {f"units/khoi/bao-cao/{id.replace('_', '-')}.md": section(text) for id, text in texts.items()}
        project = read(write(tmp_path, {**UNITS, **files}))
        return project, contributions(project, "khoi", "bao-cao")

    return reckon


def test_without_a_place_everything_is_left_in_order_of_units_and_headings(given):
    _, found = given(thuan_loi="Lời của Khối.")
    assert found.drawn == {}
    assert found.left == {"phong-a": ("thuan-loi", "kho-khan"), "phong-b": ("thuan-loi", "kho-khan")}


def test_a_place_draws_in_the_texts_under_its_own_heading(given):
    _, found = given(thuan_loi="Lời.\n\n{{ units }}")
    assert found.drawn == {("thuan-loi", "phong-a"): ("thuan-loi",), ("thuan-loi", "phong-b"): ("thuan-loi",)}
    assert found.left == {"phong-a": ("kho-khan",), "phong-b": ("kho-khan",)}


def test_a_unit_that_is_named_keeps_its_own_place(given):
    project, _ = given(thuan_loi="{{ units }}\n\nRiêng đơn vị này:\n\n{{ contribution: phong-b }}")
    found = places(project, project.section("khoi", "bao-cao", "thuan-loi"))
    assert [(one.named, one.units) for one in found] == [("", ("phong-a", "phong-d")), ("phong-b", ("phong-b",))]


def test_a_heading_with_others_below_it_draws_their_texts_in_where_they_have_no_place(given):
    _, found = given(ket_qua="{{ units }}", kho_khan="{{ contribution: phong-a }}")
    assert found.drawn == {
        ("ket-qua", "phong-a"): ("thuan-loi",),
        ("kho-khan", "phong-a"): ("kho-khan",),
        ("ket-qua", "phong-b"): ("thuan-loi", "kho-khan"),
    }
    assert found.left == {}


def test_a_unit_further_down_is_drawn_in_by_name_only(given):
    _, found = given(thuan_loi="{{ contribution: phong-c }}\n\n{{ units }}")
    assert ("thuan-loi", "phong-c") in found.drawn
    assert "phong-c" not in found.left


def test_units_that_have_not_written_are_missing(given):
    _, found = given(thuan_loi="{{ units }}")
    assert found.missing == ("phong-d",)


@pytest.mark.parametrize(
    "text", ["Xem {{ units }} sau.", "- {{ units }}", "> {{ units }}", "`{{ units }}`", "\t{{ units }}"]
)
def test_a_placeholder_amid_a_paragraph_draws_nothing_in(given, text):
    _, found = given(thuan_loi=text)
    assert found.drawn == {}

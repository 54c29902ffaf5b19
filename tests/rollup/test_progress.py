"""Who has delivered what."""

import datetime

import pytest

from tests.repositories import section, write
from vankien.readers.project import read
from vankien.rollup.progress import progress

WRITTEN = ("thuan-loi", "kho-khan", "giai-phap.thuan-loi", "giai-phap.kho-khan")


def state(tmp_path, files, today=None, **changes):
    root = write(tmp_path, {f"units/phong-a/bao-cao/{id}.md": text for id, text in files.items()}, **changes)
    return progress(read(root, today))["phong-a", "bao-cao"]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("draft",) * 4, "draft"),
        (("review", "review", "draft", "review"), "draft"),
        (("review", "approved", "review", "approved"), "review"),
        (("approved",) * 4, "approved"),
    ],
)
def test_a_report_is_as_far_as_its_texts(tmp_path, statuses, expected):
    files = {id: section("x", status=status, approved_by="A") for id, status in zip(WRITTEN, statuses, strict=True)}
    found = state(tmp_path, files)
    assert (found.state, found.required, found.present, found.missing) == (expected, 4, 4, ())


def test_counts_of_a_report_that_is_begun(tmp_path):
    found = state(tmp_path, {})
    assert (found.headings, found.required, found.present, found.written) == (8, 4, 1, 1)
    assert [heading.id for heading in found.missing] == ["kho-khan", "giai-phap.thuan-loi", "giai-phap.kho-khan"]


@pytest.mark.parametrize(("today", "overdue"), [("2023-05-29", False), ("2023-05-30", True), ("2023-06-01", True)])
def test_before_a_day_means_late_from_that_day_on(tmp_path, today, overdue):
    found = state(tmp_path, {}, datetime.date.fromisoformat(today))
    assert (found.due, found.overdue) == (datetime.date(2023, 5, 30), overdue)


def test_what_is_whole_is_not_overdue(tmp_path):
    files = {id: section("x") for id in WRITTEN}
    assert not state(tmp_path, files, datetime.date(2024, 1, 1)).overdue


@pytest.mark.parametrize(("established", "exempt"), [("2022-05-30", False), ("2022-05-31", True), ("2023-01-01", True)])
def test_an_organisation_younger_than_twelve_months_is_exempt(tmp_path, established, exempt):
    files = {
        "units/phong-a/unit.yml": f"name: A\nlevel: co-so\nparent: khoi\nestablished: {established}\n",
        "units/phong-a/bao-cao/thuan-loi.md": None,
    }
    root = write(tmp_path, files)
    cycle = root / "content/cycle.yml"
    cycle.write_text(cycle.read_text() + "exempt_months: 12\n")
    found = progress(read(root))["phong-a", "bao-cao"]
    assert (found.exempt, found.required, found.state) == ((True, 0, "exempt") if exempt else (False, 4, "absent"))

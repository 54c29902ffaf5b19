"""The figures as data: packages that validate, workbooks with real numbers, a database that answers."""

import csv
import datetime
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import frictionless
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.repositories import write as repository
from vankien.readers.project import read
from vankien.render.data import write
from vankien.render.data.package import FORMULA, PLAIN_NUMBER, safe
from vankien.render.data.tables import tables

ROOT = Path(__file__).resolve().parent.parent.parent.parent

REGISTER = """\
ket-nap: {title: Kết nạp, unit: đảng viên, aggregate: sum, target: "140 - 150", heading: bao-cao/thuan-loi}
hoc-tap: {title: Học tập, unit: "%", measure: percentage, aggregate: ratio, target: "> 90", over: year}
dien-tich: {title: Diện tích, unit: ha, aggregate: min, over: year, target: ">= 5"}
"""
TEXT = """\
---
status: draft
indicators:
  ket-nap: {actual: 1.395, as_of: 2023-04-30, note: "=1+1", parts: {nu: 7}}
  hoc-tap: {numerator: 2, denominator: 3, as_of: 2023-04-30, source: "@SUM(A1)"}
  dien-tich: {actual: "-4,5", years: {2021: 4, 2023-04: 2}, note: "+84 294", as_of: 2023-04-30}
---
Một hai ba.
"""
FILES = {
    "content/indicators.yml": REGISTER,
    "units/phong-a/bao-cao/thuan-loi.md": TEXT,
    "units/phong-b/unit.yml": "name: '=HYPERLINK(\"x\")'\nlevel: co-so\nparent: khoi\n",
    "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: nowhere\n",
    "units/phong-b/bao-cao/thuan-loi.md": TEXT.replace("1.395", "nhiều"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return read(repository(tmp_path_factory.mktemp("repository"), FILES))


@pytest.fixture(scope="module")
def folder(project, tmp_path_factory):
    target = tmp_path_factory.mktemp("data")
    write(project, target)
    return target


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("root", [ROOT, ROOT / "examples" / "tay-ninh"], ids=["bloc", "tay-ninh"])
def test_the_package_of_a_sample_validates(root, tmp_path):
    write(read(root), tmp_path, ["csv"])
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == 8


def test_the_package_validates_with_everything_that_can_stand_in_it(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])


def test_a_changed_file_no_longer_validates(project, tmp_path):
    write(project, tmp_path, ["csv"])
    path = tmp_path / "units.csv"
    path.write_text(path.read_text("utf-8").replace("phong-a", "phong-x"), "utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_every_column_says_what_it_is(folder):
    description = json.loads((folder / "datapackage.json").read_text("utf-8"))
    fields = [field for resource in description["resources"] for field in resource["schema"]["fields"]]
    assert all(field["title"] and field["type"] for field in fields)
    assert description["created"] == "2023-05-12T12:00:00Z"


def test_csv_keeps_full_precision_and_what_was_typed(folder):
    (one,) = [row for row in rows(folder, "observations") if (row["unit"], row["indicator"]) == ("phong-a", "hoc-tap")]
    assert Decimal(one["value"]) == Decimal(2) / 3 * 100
    (other,) = [
        row for row in rows(folder, "observations") if (row["unit"], row["indicator"]) == ("phong-b", "ket-nap")
    ]
    assert (other["typed"], other["value"], other["fault"], other["verdict"]) == ("nhiều", "", "text", "unassessed")


def test_no_csv_cell_is_a_formula(folder):
    cells = [cell for path in folder.glob("*.csv") for row in csv.reader(path.open(encoding="utf-8")) for cell in row]
    assert {"'=1+1", "'@SUM(A1)", "'+84 294", '\'=HYPERLINK("x")', "-4,5"} <= set(cells)
    assert not [cell for cell in cells if FORMULA.match(cell) and not _number(cell)]


def _number(cell):
    return PLAIN_NUMBER.fullmatch(cell)


@given(st.text())
def test_a_safe_text_is_a_number_or_begins_like_none(text):
    found = safe(text)
    assert found in (text, "'" + text)
    assert not FORMULA.match(found) or _number(found)


def test_the_workbook_has_real_numbers_frozen_headings_and_filters(folder):
    workbook = openpyxl.load_workbook(folder / "vankien.xlsx")
    assert len(workbook.sheetnames) == 8
    assert all(sheet.freeze_panes == "C2" and sheet.auto_filter.ref for sheet in workbook)
    sheet = workbook["Số liệu"]
    columns = {cell.value: cell.column - 1 for cell in sheet[1]}
    lines = {(row[0].value, row[1].value): row for row in sheet.iter_rows(min_row=2)}
    percent = lines["phong-a", "hoc-tap"][columns["Giá trị"]]
    assert (round(percent.value, 6), percent.number_format) == (0.666667, "0.00%")
    count = lines["phong-a", "ket-nap"]
    assert (count[columns["Giá trị"]].value, count[columns["Giá trị"]].number_format) == (1395, "#,##0")
    assert count[columns["Số liệu đến ngày"]].value == datetime.datetime(2023, 4, 30)
    assert count[columns["Đánh giá"]].value == "Chưa đánh giá"
    assert (count[columns["Ghi chú"]].value, count[columns["Ghi chú"]].data_type) == ("=1+1", "s")


@pytest.fixture(scope="module")
def database(folder):
    connection = sqlite3.connect(folder / "vankien.sqlite")
    yield connection
    connection.close()


def test_one_query_says_which_units_are_behind_on_what(database):
    found = database.execute("SELECT unit, indicator, verdict FROM behind ORDER BY unit, indicator").fetchall()
    assert found == [
        ("phong-a", "dien-tich", "unmet"),
        ("phong-a", "hoc-tap", "unmet"),
        ("phong-b", "dien-tich", "unmet"),
        ("phong-b", "hoc-tap", "unmet"),
    ]


def test_the_views_count(database):
    assert database.execute("SELECT met, behind, missing FROM standing WHERE unit = 'phong-a'").fetchone() == (0, 2, 0)
    coverage = database.execute("SELECT value, reported, asked, left_out FROM coverage WHERE indicator = 'ket-nap'")
    assert coverage.fetchall() == [(1395, 1, 2, 1)]


def test_the_database_has_keys_and_indexes(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM observations WHERE indicator = 'x'").fetchall()
    assert "observations_indicator" in plan[0][3]


def test_the_same_project_gives_the_same_bytes(project, folder, tmp_path):
    for path in write(project, tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


def test_only_the_wanted_format_is_written(project, tmp_path):
    assert [path.name for path in write(project, tmp_path, ["xlsx"])] == ["vankien.xlsx"]
    assert [path.name for path in tmp_path.iterdir()] == ["vankien.xlsx"]


def test_every_row_has_a_cell_a_column_and_a_key_of_its_own(project):
    for table in tables(project):
        names = [column.name for column in table.columns]
        assert all(len(row) == len(names) for row in table.rows)
        keys = [tuple(row[names.index(name)] for name in table.key) for row in table.rows]
        assert len(set(keys)) == len(keys), table.name

"""The outline and the state of delivery, for people and for programs."""

import json

from tests.repositories import section, write
from vankien.checks import run
from vankien.readers.project import read
from vankien.render.listing import outline_json, outline_text, status_json, status_text, table
from vankien.rollup.progress import progress


def test_the_outline_as_json(tmp_path):
    data = json.loads(outline_json(read(write(tmp_path)).outlines["bao-cao"]))
    assert (data["version"], data["report"], len(data["headings"])) == (1, "bao-cao", 9)
    assert data["headings"][7] == {
        "id": "giai-phap.viec-khac", "label": "3.", "title": "Việc khác", "level": 2,
        "required": False, "mirrors": "viec-khac", "applies": None, "figures": False,
    }  # fmt: skip
    assert data["headings"][8]["applies"] == "kind:enterprise"


def test_the_outline_as_a_tree(tmp_path):
    text = outline_text(read(write(tmp_path)).outlines["bao-cao"], lambda message: message.template)
    assert text.splitlines()[2:4] == ["I- Kết quả  [ket-qua]", "  1. Thuận lợi  [thuan-loi]"]


def test_the_status_as_json_counts_errors_of_the_report(tmp_path):
    project = read(write(tmp_path, {"units/phong-a/bao-cao/kho-khan.md": section("x", status="xong")}))
    data = json.loads(status_json(project, progress(project), run(project)))
    assert (data["version"], data["today"]) == (1, "2023-05-12")
    assert data["units"][1] == {
        "id": "phong-a", "name": "Phòng A", "level": "co-so",
        "reports": [
            {"id": "bao-cao", "headings": 8, "required": 4, "present": 2, "draft": 2, "review": 0, "approved": 0,
             "errors": 1, "due": "2023-05-30", "overdue": False},
        ],
    }  # fmt: skip


def test_the_status_as_a_table_fits_a_terminal(tmp_path):
    project = read(write(tmp_path))
    text = status_text(project, progress(project), run(project), lambda message: message.template)
    assert text.splitlines()[:3] == ["           bao-cao", "Khối       – 0/4", "  Phòng A  ◔ 1/4"]
    assert all(len(line) <= 100 for line in text.splitlines())


def test_columns_line_up_whatever_the_letters():
    assert table([["Đảng bộ", "1"], ["a", "22"]]) == ["Đảng bộ  1", "a        22"]

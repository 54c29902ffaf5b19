"""The targets of the resolution of 2023, and the plan's appendix worked through with figures for them.

Source of the targets: Nghị quyết số 04-NQ/ĐUK, ngày 04/01/2023, mục I.2; of the table: the appendix (phụ lục) of
Kế hoạch số 106-KH/ĐUK, ngày 24/4/2023, with its six columns.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.rollup.trees import observation, project
from vankien.readers.project import read
from vankien.rollup.comparison import target_of
from vankien.rollup.ledger import ledger

ROOT = Path(__file__).resolve().parent.parent.parent

RESOLUTION = {
    "hoan-thanh-nhiem-vu-chuyen-mon": "trên 90%",
    "an-toan-an-ninh-trat-tu": "100%",
    "dat-chuan-van-hoa": "100%",
    "dang-vien-hoc-tap-nghi-quyet": "99%",
    "doan-vien-hoc-tap-nghi-quyet": "90%",
    "mo-hinh-hoc-tap-bac": "ít nhất 01 mô hình",
    "ke-hoach-hoc-tap-bac": "100%",
    "to-chuc-dang-hoan-thanh": "100%",
    "to-chuc-dang-hoan-thanh-tot": "từ 80%",
    "dang-vien-hoan-thanh-tot": "từ 80%",
    "ket-nap-dang-vien": "từ 140 - 150 đảng viên",
    "ket-nap-trong-doanh-nghiep-tu-nhan": "từ 03 - 05 đảng viên",
    "doan-the-hoan-thanh": "100%",
    "doan-the-hoan-thanh-tot": "trên 90%",
    "quy-che-dan-chu": "80% trở lên",
    "phong-trao-dan-van-kheo": "80% trở lên",
    "mo-hinh-dan-van-kheo": "ít nhất 01 mô hình",
}
"""What the resolution says, word for word, of each indicator that has a number."""

WORKED = {
    # A bloc of three units: what each reports, the total, and how it stands to the target.
    "hoan-thanh-nhiem-vu-chuyen-mon": (("1/1", "1/1", "0/1"), "66.67", "unmet"),
    "an-toan-an-ninh-trat-tu": (("1/1", "1/1", "1/1"), "100", "met"),
    "dang-vien-hoc-tap-nghi-quyet": (("184/186", "74/74", "111/112"), "99.19", "exceeded"),
    "doan-vien-hoc-tap-nghi-quyet": (("301/326", "141/153", "53/56"), "92.52", "exceeded"),
    "mo-hinh-hoc-tap-bac": (("06", "0", "01"), "66.67", "unmet"),
    "to-chuc-dang-hoan-thanh-tot": (("1/1", "1/1", "1/1"), "100", "exceeded"),
    "dang-vien-hoan-thanh-tot": (("174/182", "70/73", "11/15"), "94.44", "exceeded"),
    "ket-nap-dang-vien": (("52", "48", "45"), "145", "met"),
    "doan-the-hoan-thanh": (("3/3", "4/4", "1/2"), "88.89", "unmet"),
}


@pytest.fixture(scope="module")
def register():
    return read(ROOT).indicators


def test_every_target_in_figures_is_the_resolution_s(register):
    for id, words in RESOLUTION.items():
        found = target_of(register[id], register[id].target)
        assert found is not None
        assert target_of(register[id], words) == found, id
    assert set(register) - set(RESOLUTION) == {"xep-loai-dang-bo-khoi", "doan-the-cap-tren-co-so"}


@pytest.mark.parametrize("id", WORKED)
def test_the_appendix_worked_through(register, id):
    typed, value, verdict = WORKED[id]
    units = [f"co-so-{number}" for number in range(3)]
    made = project(
        {"khoi": ""} | dict.fromkeys(units, "khoi"),
        [register[id]],
        {unit: {id: observation(actual=one, id=id)} for unit, one in zip(units, typed, strict=True)},
    )
    book = ledger(made)
    assert round(book.totals["khoi", id].value, 2) == Decimal(value)
    assert book.total_comparison("khoi", id).verdict.value == verdict

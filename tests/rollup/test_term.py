"""How much of a term has passed."""

import datetime
from decimal import Decimal

import pytest

from vankien.model.cycle import Cycle, Period
from vankien.rollup.term import passed, term


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "start", "ends"),
    [
        ("2020 - 2025", None, ("2020-07-01", "2025-07-01")),
        ("08/2020 – 08/2025", None, ("2020-08-01", "2025-08-01")),
        ("2020 - 2025", "2020-01-01", ("2020-07-01", "2025-07-01")),
        ("2020 - 2025", "2020-10-01", ("2020-10-01", "2025-10-01")),
        ("", None, None),
        ("khóa VIII", None, None),
        ("13/2020 - 2025", None, None),
        ("2025 - 2020", None, None),
    ],
)
def test_a_term_begins_and_ends_with_congresses(written, start, ends):
    found = term(Cycle("x", "x", written), Period(day(start) if start else None))
    assert found == (tuple(map(day, ends)) if ends else None)


@pytest.mark.parametrize(
    ("on", "share"), [("2020-06-30", 0), ("2022-12-31", Decimal(914) / 1826), ("2025-06-30", 1), ("2030-01-01", 1)]
)
def test_the_share_that_has_passed(on, share):
    assert passed(Cycle("x", "x", "2020 - 2025"), Period(), day(on)) == share

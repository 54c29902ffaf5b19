"""How much of a term has passed."""

import datetime
import re
from decimal import Decimal

from vankien.model.cycle import Cycle, Period
from vankien.model.regex import regex

ENDS = regex(r"(?:(\d{1,2})/)?(\d{4})\s*[-–—]\s*(?:(\d{1,2})/)?(\d{4})", re.ASCII)
CONGRESS_MONTH = 7
"""The month in which a term begins and ends where only years are known: congresses are held around the middle."""


def term(cycle: Cycle, period: Period) -> tuple[datetime.date, datetime.date] | None:
    """First day of a term, and the first day after it; none where the cycle names no term.

    Terms are written as `2020 - 2025` or `08/2020 - 08/2025`. Where a level's period begins at a month and
    not at a year, its term begins there too, and lasts as long.
    """
    match = ENDS.fullmatch(cycle.term.strip())
    if match is None:
        return None
    months = [int(match[group] or CONGRESS_MONTH) for group in (1, 3)]
    years = [int(match[group]) for group in (2, 4)]
    if not all(0 < month < 13 for month in months) or not 0 < years[0] <= years[1] < 9000:
        return None
    start, end = (datetime.date(year, month, 1) for year, month in zip(years, months, strict=True))
    if period.start and (period.start.month, period.start.day) != (1, 1):
        start, end = period.start, period.start + (end - start)
    return (start, end) if start < end else None


def passed(cycle: Cycle, period: Period, day: datetime.date) -> Decimal | None:
    """The share of the term that has passed at the end of a day, from 0 to 1."""
    ends = term(cycle, period)
    if ends is None:
        return None
    days = (day - ends[0]).days + 1
    return min(max(Decimal(days) / (ends[1] - ends[0]).days, Decimal(0)), Decimal(1))

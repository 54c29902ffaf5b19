"""Runs of numbers: how long a body counts its documents before it begins again at 01.

A party committee counts from congress to congress (Hướng dẫn 36-HD/VPTW, on number and symbol), so that
`18-NQ/TW` exists once in each term; the state counts by calendar years and mostly says so in the number.
"""

import datetime

from vankien.rollup.citation_symbols import PARTY_ORGAN

TERMS = (
    (datetime.date(1986, 12, 18), "VI"),
    (datetime.date(1991, 6, 27), "VII"),
    (datetime.date(1996, 7, 1), "VIII"),
    (datetime.date(2001, 4, 22), "IX"),
    (datetime.date(2006, 4, 25), "X"),
    (datetime.date(2011, 1, 19), "XI"),
    (datetime.date(2016, 1, 28), "XII"),
    (datetime.date(2021, 2, 1), "XIII"),
    (datetime.date(2026, 1, 25), "XIV"),
)
"""First days of the terms of the Central Committee, by the end of each national congress."""

MARGIN = datetime.timedelta(days=40)
"""Around a congress nobody can tell from a date alone to which term it belongs."""


def central_term(date: datetime.date) -> str:
    """The term of the Central Committee at a day; empty near a congress and before the list begins."""
    found = ""
    for begin, term in TERMS:
        if abs(date - begin) < MARGIN:
            return ""
        if date > begin:
            found = term
    return found


def run(date: datetime.date, organ: str, year: int | None) -> str:
    """Name of the run of numbers that a day falls into; empty where that cannot be told."""
    if year:
        return "one"
    if organ.endswith("TW"):
        return central_term(date)
    if PARTY_ORGAN.fullmatch(organ):
        # Local congresses are held in the years that end in 0 and 5, at different times at each level.
        return "" if date.year % 5 == 0 else str(date.year - date.year % 5)
    return str(date.year)


def contradict(one: datetime.date, other: datetime.date, organ: str, year: int | None) -> bool:
    """Whether two days cannot both be the day of issue of one number, and not of two documents of two runs either."""
    if one == other:
        return False
    first, second = run(one, organ, year), run(other, organ, year)
    if first and first == second:
        return True
    # Two of day, month and year equal: most likely a slip of the pen, and only by rare chance two documents.
    equal = (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
    return equal == 2 and bool(year or PARTY_ORGAN.fullmatch(organ) or not organ)


def same_run(one: datetime.date, other: datetime.date, organ: str, year: int | None) -> bool:
    """Whether two days may belong to one run of numbers."""
    first, second = run(one, organ, year), run(other, organ, year)
    return not (first and second) or first == second or contradict(one, other, organ, year)

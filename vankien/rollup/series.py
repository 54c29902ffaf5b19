"""What there is to draw of an indicator: units side by side, years, words counted, or one figure beside its target."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import Enum

from vankien.model.indicator import Indicator
from vankien.model.record import record
from vankien.rollup.comparison import Verdict, judge, target_of
from vankien.rollup.figure import Figure, rank_of
from vankien.rollup.ledger import Ledger
from vankien.rollup.quantity import Quantity, field_of, plain, read
from vankien.rollup.reading import Reading

MOST_WORDS = 12
"""Different words that are still worth counting; of more, each is a text of its own."""


class Kind(Enum):
    """What a chart of an indicator shows for one unit."""

    UNITS = "units"
    """The figures of the units below it."""
    WORDS = "words"
    """How many units below it say which word."""
    YEARS = "years"
    """Its own figure of each year."""
    OWN = "own"
    """Its own figure, beside the target and the same period of the term before."""


@record
class Word:
    """A step of a scale, yes or no, or another word that units gave."""

    text: str
    """The word."""
    units: int
    """How many units gave it."""
    verdict: Verdict
    """What it is worth against the target."""


@record
class YearSum:
    """The sum of one year over the units that gave it."""

    year: int
    """Calendar year."""
    month: int
    """Last month that is counted; 0 for the whole year."""
    value: Decimal
    """The sum."""
    units: int
    """How many units gave it."""
    verdict: Verdict
    """What it is worth against the target of a year; unassessed where units are lacking."""


def kind(book: Ledger, unit: str, indicator: str) -> Kind | None:
    """What a chart of an indicator shows for a unit; none where there is nothing to draw."""
    if below := units_below(book, unit, indicator):
        given = [book.readings[key] for one in below if (key := (one, indicator)) in book.readings]
        if field_of(book.project.indicators[indicator]).words:
            return Kind.WORDS if words(book.project.indicators[indicator], given) else None
        if any(reading.figure.value is not None and not reading.fault for reading in given):
            return Kind.UNITS
    reading = book.readings.get((unit, indicator))
    if reading is None or reading.fault:
        return None
    if sum(year.quantity.value is not None for year in reading.figure.years) > 1:
        return Kind.YEARS
    return Kind.OWN if reading.figure.value is not None else None


def units_below(book: Ledger, unit: str, indicator: str) -> list[str]:
    """The units that a total is made of, whether or not they reported, in the project's order."""
    total = book.totals.get((unit, indicator))
    if total is None:
        return []
    found = {part.unit for part in total.parts} | {one.unit for one in total.left_out} | {*total.missing}
    return [id for id in book.project.units if id in found]


def words(indicator: Indicator, given: Iterable[Reading]) -> list[Word]:
    """How often each word was given, the best first; nothing where hardly two units say the same."""
    counted: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for reading in given:
        if reading.figure.words and not reading.fault:
            simple = _simple(indicator, reading.figure)
            counted[simple] += 1
            spelled.setdefault(simple, reading.figure.words)
    if not counted or len(counted) > MOST_WORDS:
        return []
    if indicator.scale:
        steps = indicator.scale[::-1] if indicator.ascending else indicator.scale
        return [_word(indicator, step, counted[plain(step)]) for step in steps]
    order = sorted(counted, key=lambda simple: (-counted[simple], simple))
    return [_word(indicator, spelled[simple], counted[simple]) for simple in order]


def _simple(indicator: Indicator, figure: Figure) -> str:
    """A word without what makes no difference; all words for yes are one."""
    if not indicator.scale and figure.quantity.truth is not None:
        return "yes" if figure.quantity.truth else "no"
    return plain(figure.words)


def _word(indicator: Indicator, text: str, count: int) -> Word:
    quantity: Quantity = read(text, field_of(indicator))
    found = Figure(quantity, words=text, rank=rank_of(indicator, text))
    return Word(text, count, judge(indicator, found, indicator.target).verdict)


def year_sums(book: Ledger, unit: str, indicator: Indicator) -> Iterator[YearSum]:
    """What the years of the units below one amount to, where figures are added up and a total has a number."""
    total = book.totals.get((unit, indicator.id))
    if total is None or total.value is None or indicator.aggregate != "sum":
        return
    sums: dict[tuple[int, int], list[Decimal]] = {}
    for part in total.parts:
        for year in part.figure.years:
            if year.quantity.value is not None:
                sums.setdefault((year.year, year.month), []).append(year.quantity.value)
    bounds = target_of(indicator, indicator.target) if indicator.over == "year" else None
    for (year, month), values in sorted(sums.items(), key=lambda one: (one[0][0], one[0][1] or 12)):
        value = sum(values, Decimal(0))
        verdict = Verdict.UNASSESSED
        if bounds and len(values) == total.coverage.asked and (not month or bounds.met(value)):
            met = Verdict.EXCEEDED if bounds.exceeded(value) else Verdict.MET
            verdict = met if bounds.met(value) else Verdict.UNMET
        yield YearSum(year, month, value, len(values), verdict)

"""An observation held against its target (so với chỉ tiêu)."""

from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from vankien.model.indicator import Indicator, Observation
from vankien.model.record import record
from vankien.rollup.figure import Figure, figure, rank_of, wanted
from vankien.rollup.quantity import Quantity, Target, bound, field_of, plain, read


class Verdict(Enum):
    """What a figure is worth against its target."""

    EXCEEDED = "exceeded"
    """Vượt: better than all that is asked."""
    MET = "met"
    """Đạt."""
    ON_TRACK = "on-track"
    """Đúng tiến độ: not yet met, but no less of the way than of the term has passed."""
    BEHIND = "behind"
    """Chậm: less of the way than of the term has passed."""
    UNMET = "unmet"
    """Chưa đạt."""
    UNASSESSED = "unassessed"
    """Chưa đánh giá: no figure, no target, or no way to compare the two."""


@record
class YearComparison:
    """One year's value against the target of every year."""

    year: int
    """Calendar year."""
    month: int
    """Last month that is counted; 0 for the whole year."""
    value: Decimal | None
    """The value."""
    verdict: Verdict
    """What it is worth; a year that is not over is never unmet."""


@record
class Comparison:
    """How one figure stands to its target; what cannot be computed is none."""

    actual: Decimal | None = None
    """The figure, in percent for a percentage."""
    share: Decimal | None = None
    """Percent of the target reached; where less is better, percent of the way from the baseline to the target."""
    points: Decimal | None = None
    """Percentage points above (or below, negative) the target; only for percentages."""
    met: bool | None = None
    """Whether the target is met."""
    verdict: Verdict = Verdict.UNASSESSED
    """What the figure is worth."""
    years: tuple[YearComparison, ...] = ()
    """The same for each year."""
    before: Decimal | None = None
    """The baseline: the same period of the term before."""
    change: Decimal | None = None
    """Difference to the baseline, in the unit of measure or in percentage points."""
    growth: Decimal | None = None
    """The same in percent of the baseline; not for percentages."""


def actual(indicator: Indicator, observation: Observation) -> Decimal | None:
    """The observed figure: as typed, or the quotient of numerator and denominator (in percent for a percentage)."""
    return figure(indicator, observation).value


def compare(indicator: Indicator, observation: Observation, passed: Decimal | None = None) -> Comparison:
    """The comparison of an observation with its own target, or else the register's.

    `passed` is the share of the term that has passed, from 0 to 1, where the term is not over: an indicator
    that runs over the term is then on track or behind, as long as it is not met.
    """
    return judge(
        indicator,
        figure(indicator, observation),
        observation.fields.get("target") or indicator.target,
        baseline_of(indicator, observation),
        passed,
    )


def baseline_of(indicator: Indicator, observation: Observation) -> Decimal | None:
    """The figure of the same period of the term before, in percent for a percentage; none where it is no number."""
    typed, kind = observation.fields.get("baseline", ""), field_of(indicator)
    if not typed or kind.words:
        return None
    quantity = read(typed, kind)
    if quantity.problem or quantity.unit or (quantity.percent and not kind.percent):
        return None
    if quantity.denominator and quantity.numerator is not None:
        return quantity.numerator / quantity.denominator * 100 if kind.percent else quantity.numerator
    return quantity.value


def judge(
    indicator: Indicator,
    found: Figure,
    target: str,
    before: Decimal | None = None,
    passed: Decimal | None = None,
) -> Comparison:
    """The comparison of a figure with a target as typed, and with the same period of the term before."""
    if field_of(indicator).words:
        return _in_words(indicator, found, target)
    bounds = target_of(indicator, target)
    quantity, value = found.quantity, found.value
    met = None
    if bounds is not None:
        met = bounds.met(value) if value is not None else bounds.met_by(quantity)
    share = _share(value, bounds, before)
    years = tuple(_year(year.year, year.month, year.quantity, bounds) for year in found.years)
    comparison = Comparison(
        actual=value,
        share=share,
        points=value - bounds.bound if bounds and value is not None and field_of(indicator).percent else None,
        met=met,
        verdict=_verdict(met, bounds, value),
        years=years,
        before=before,
        change=value - before if value is not None and before is not None else None,
        growth=(
            (value - before) / before * 100
            if value is not None and before is not None and before > 0 and not field_of(indicator).percent
            else None
        ),
    )
    if indicator.over == "year" and years and bounds:
        overall = _overall(years)
        return replace(comparison, verdict=overall, met=_MEANING.get(overall))
    if indicator.over == "term" and met is False and passed is not None and passed < 1:
        return replace(comparison, verdict=_progress(value, bounds, before, passed))
    return comparison


@lru_cache(maxsize=4096)
def target_of(indicator: Indicator, target: str) -> Target | None:
    """The bound that a target sets for an indicator; none where it sets none."""
    quantity = read(target, field_of(indicator))
    mixed = quantity.unit or (quantity.percent and not field_of(indicator).percent)
    return None if mixed else bound(quantity, indicator.ascending)


_MEANING = {Verdict.EXCEEDED: True, Verdict.MET: True, Verdict.UNMET: False}


def _verdict(met: bool | None, bounds: Target | None, value: Decimal | None) -> Verdict:
    if met is None or bounds is None:
        return Verdict.UNASSESSED
    if not met:
        return Verdict.UNMET
    return Verdict.EXCEEDED if value is not None and bounds.exceeded(value) else Verdict.MET


def _share(value: Decimal | None, bounds: Target | None, before: Decimal | None) -> Decimal | None:
    if value is None or bounds is None:
        return None
    if bounds.least:
        return value / bounds.bound * 100 if bounds.bound > 0 else None
    if before is None or before <= bounds.bound:
        return None
    return (before - value) / (before - bounds.bound) * 100


def _progress(value: Decimal | None, bounds: Target | None, before: Decimal | None, passed: Decimal) -> Verdict:
    """On track or behind, by the way from the baseline (or from nothing) to the target."""
    if value is None or bounds is None:
        return Verdict.UNMET
    start = before if before is not None else Decimal(0)
    distance = bounds.bound - start
    if (distance > 0) is not bounds.least or not distance:
        return Verdict.UNMET
    return Verdict.ON_TRACK if (value - start) / distance >= passed else Verdict.BEHIND


def _year(year: int, month: int, quantity: Quantity, bounds: Target | None) -> YearComparison:
    value = quantity.value
    met = None
    if bounds is not None:
        met = bounds.met(value) if value is not None else bounds.met_by(quantity)
    verdict = _verdict(met, bounds, value)
    unfinished = month and verdict is Verdict.UNMET
    return YearComparison(year, month, value, Verdict.UNASSESSED if unfinished else verdict)


def _overall(years: tuple[YearComparison, ...]) -> Verdict:
    """Unmet where one year is; exceeded where one is and all others are met; a year that is not over can be open."""
    verdicts = {year.verdict for year in years}
    over = {year.verdict for year in years if not year.month}
    if Verdict.UNMET in verdicts:
        return Verdict.UNMET
    if Verdict.UNASSESSED in over or verdicts == {Verdict.UNASSESSED}:
        return Verdict.UNASSESSED
    return Verdict.EXCEEDED if Verdict.EXCEEDED in verdicts else Verdict.MET


def _in_words(indicator: Indicator, found: Figure, target: str) -> Comparison:
    """Words against words: by the scale, as yes and no, or, without either, only whether they are the same."""
    if not found.words or not target:
        return Comparison()
    word = wanted(target)
    rank = rank_of(indicator, word)
    if found.rank is not None and rank is not None:
        better = (found.rank > rank) is indicator.ascending
        met = found.rank == rank or better
        verdict = Verdict.MET if found.rank == rank else Verdict.EXCEEDED if better else Verdict.UNMET
        return Comparison(met=met, verdict=verdict)
    if plain(found.words) == plain(word):
        return Comparison(met=True, verdict=Verdict.MET)
    truth = read(word, field_of(indicator)).truth
    if found.quantity.truth is not None and truth is not None:
        met = found.quantity.truth is truth
        return Comparison(met=met, verdict=Verdict.MET if met else Verdict.UNMET)
    return Comparison()

"""The figure that an observation amounts to, and what is wrong with what was typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from functools import lru_cache

from vankien.model.indicator import Indicator, Observation
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.rollup.quantity import Field, Problem, Quantity, field_of, part_field, plain, read

YEAR = regex(r"(?:ước )?(?:đến )?(?:(\d{4})-(\d{2})|(?:(\d{1,2})/)?(\d{4}))", re.ASCII)


@record
class Year:
    """One year's value."""

    year: int
    """Calendar year."""
    month: int
    """Last month that is counted; 0 for the whole year."""
    quantity: Quantity
    """Its value."""


@record
class Slip:
    """Something typed that is no value, or not all right as one."""

    key: str
    """Which value of the observation: `actual`, `numerator`, `years.2022`, `parts.nu` …"""
    kind: str
    """The value of a `Problem`, or `negative`, `broken` (a count that is not whole), `above` (a part greater than
    its whole), `zero` (a denominator of nothing), `alone` (a numerator without one), `parts`, `unit`, `scale`,
    `doubt`."""


HARMLESS = frozenset(("broken", "doubt"))
"""Kinds of slips after which the value still counts."""


@record
class Figure:
    """What was observed, as exact numbers."""

    quantity: Quantity
    """The value as typed in one piece; one of nothing, where it is worked out of other values."""
    value: Decimal | None = None
    """The one number it is, in percent for a percentage."""
    numerator: Decimal | None = None
    """The part."""
    denominator: Decimal | None = None
    """The whole."""
    words: str = ""
    """The value in words."""
    rank: int | None = None
    """Place of the words on the indicator's scale, from 0."""
    years: tuple[Year, ...] = ()
    """Values of the years, in order."""
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    """Readable parts."""
    slips: tuple[Slip, ...] = ()
    """What is wrong with it."""


NOTHING = Quantity("")
COUNT = Field(decimals=0)
NO_PARTS: Mapping[str, Decimal] = {}


def figure(indicator: Indicator, observation: Observation, field: Field | None = None) -> Figure:
    """The figure of an observation. What is typed as `actual` counts before what can be worked out.

    Of numerator and denominator, the value is the quotient; of things that come whole it is the numerator.
    Of years, it is their sum where a sum over the term is meant, else the latest. `field` is that of the
    indicator, for those who have it at hand.
    """
    kind = field or field_of(indicator)
    fields = observation.fields
    if not kind.words and not observation.years and not observation.parts and "unit" not in fields:
        found = _whole_numbers(indicator, fields, kind)
        if found is not None:
            return found
    slips: list[Slip] = []
    quantity = _typed("actual", fields["actual"], kind, slips) if "actual" in fields else NOTHING
    if kind.words:
        rank = rank_of(indicator, quantity.words)
        if indicator.scale and quantity.words and rank is None:
            slips.append(Slip("actual", "scale"))
        return Figure(quantity, words=quantity.words, rank=rank, slips=tuple(slips))
    numerator, denominator = _fraction(indicator, observation, kind, quantity, slips)
    years = tuple(_years(observation, kind, slips)) if observation.years else ()
    if (unit := fields.get("unit")) and plain(unit) != plain(indicator.unit):
        slips.append(Slip("unit", "unit"))
    value = quantity.value
    if value is None and quantity.low is None and quantity.high is None and not quantity.problem:
        if numerator is not None and denominator:
            value = _quotient(numerator, denominator, kind)
        elif years:
            value = _over_years(indicator, years)
    if kind.decimals == 0 and value is not None:
        if value < 0 and not any(slip.kind == "negative" for slip in slips):
            slips.append(Slip("actual", "negative"))
        elif value != value.to_integral_value():
            slips.append(Slip("actual", "broken"))
    parts = _parts(observation, kind, value, numerator, slips) if observation.parts else NO_PARTS
    return Figure(quantity, value, numerator, denominator, "", None, years, parts, tuple(slips))


def _whole_numbers(indicator: Indicator, fields: Mapping[str, str], kind: Field) -> Figure | None:
    """The figure of one number, or of a numerator and a denominator, without a sign: nearly all figures are such, and
    nothing can be wrong with them that is not found here. None for all others."""
    actual, numerator, denominator = fields.get("actual"), fields.get("numerator"), fields.get("denominator")
    if numerator is None and denominator is None:
        if not actual or not actual[-1].isdecimal():
            return None
        quantity = read(actual, kind)
        value = quantity.low
        if value is None or value is not quantity.high or quantity.doubt is not None or quantity.unit:
            return None
        if kind.decimals == 0 and (value < 0 or value != value.to_integral_value()):
            return None
        return Figure(quantity, value, parts=NO_PARTS)
    if actual is not None or not numerator or not denominator or not (numerator.isdigit() and denominator.isdigit()):
        return None
    part, whole = read(numerator, COUNT).low, read(denominator, COUNT).low
    if part is None or not whole or (part > whole and _bounded(indicator, kind)):
        return None
    return Figure(NOTHING, _quotient(part, whole, kind), part, whole, parts=NO_PARTS)


def typed(observation: Observation, key: str) -> str:
    """What was typed at a key such as `actual` or `parts.nu`."""
    group, _, name = key.partition(".")
    if name:
        return (observation.years if group == "years" else observation.parts).get(name, "")
    return observation.fields.get(key, "")


def side_slips(indicator: Indicator, observation: Observation) -> list[Slip]:
    """What is wrong with the baseline and the own target of an observation; its figure counts all the same."""
    slips: list[Slip] = []
    for key in ("baseline", "target"):
        if key in observation.fields:
            _target_slips(indicator, key, observation.fields[key], field_of(indicator), slips)
    return slips


def register_slips(indicator: Indicator) -> list[Slip]:
    """What is wrong with the targets that the register sets."""
    slips: list[Slip] = []
    if indicator.target:
        _target_slips(indicator, "target", indicator.target, field_of(indicator), slips)
    if indicator.share:
        _typed("share", indicator.share, Field(percent=True), slips)
    return slips


def _target_slips(indicator: Indicator, key: str, text: str, kind: Field, slips: list[Slip]) -> None:
    if not kind.words:
        _typed(key, text, kind, slips)
    elif indicator.scale and rank_of(indicator, wanted(text)) is None:
        slips.append(Slip(key, "scale"))


def wanted(target: str) -> str:
    """The word that a target in words asks for: `Hoàn thành tốt nhiệm vụ trở lên` asks for no other word."""
    return target.strip().removeprefix(">=").removeprefix("≥").removesuffix("trở lên").strip()


@lru_cache(maxsize=4096)
def rank_of(indicator: Indicator, words: str) -> int | None:
    """The place of words on an indicator's scale; none where they are not on it."""
    simple = plain(words)
    return next((rank for rank, step in enumerate(indicator.scale) if plain(step) == simple), None)


def _typed(key: str, text: str, kind: Field, slips: list[Slip]) -> Quantity:
    """The value typed at a key; one that cannot be used has no ends."""
    if not text:
        return NOTHING
    quantity = read(text, kind)
    if quantity.problem:
        slips.append(Slip(key, quantity.problem.value))
    elif quantity.unit or (quantity.percent and not kind.percent):
        slips.append(Slip(key, "unit"))
        return Quantity(text, problem=Problem.TEXT)
    elif quantity.doubt is not None:
        slips.append(Slip(key, "doubt"))
    return quantity


def _fraction(
    indicator: Indicator, observation: Observation, kind: Field, quantity: Quantity, slips: list[Slip]
) -> tuple[Decimal | None, Decimal | None]:
    fields = observation.fields
    keys = "numerator", "denominator"
    if quantity.numerator is not None:
        numerator, denominator, keys = quantity.numerator, quantity.denominator, ("actual", "actual")
    elif "numerator" in fields or "denominator" in fields:
        part = part_field(kind)
        numerator = _typed("numerator", fields.get("numerator", ""), part, slips).value
        denominator = _typed("denominator", fields.get("denominator", ""), part, slips).value
        if "denominator" not in fields:
            slips.append(Slip("numerator", "alone"))
    else:
        return None, None
    if numerator is not None and numerator < 0:
        slips.append(Slip(keys[0], "negative"))
    if denominator is not None and denominator < 0:
        slips.append(Slip(keys[1], "negative"))
    elif denominator == 0:
        slips.append(Slip(keys[1], "zero"))
    elif numerator is not None and denominator is not None and numerator > denominator and _bounded(indicator, kind):
        slips.append(Slip(keys[0], "above"))
    return numerator, denominator


def _bounded(indicator: Indicator, kind: Field) -> bool:
    """Whether the numerator is a part of the denominator, as it is not in doctors for so many people."""
    return not indicator.exceedable and (kind.percent or kind.decimals == 0)


def _quotient(numerator: Decimal, denominator: Decimal, kind: Field) -> Decimal:
    if kind.percent:
        return numerator / denominator * 100
    return numerator if kind.decimals == 0 else numerator / denominator


def _years(observation: Observation, kind: Field, slips: list[Slip]) -> Iterator[Year]:
    found = []
    for key, text in observation.years.items():
        match = YEAR.fullmatch(plain(key))
        quantity = _typed(f"years.{key}", text, kind, slips)
        if match is None or int(match[2] or match[3] or 1) not in range(1, 13):
            slips.append(Slip(f"years.{key}", "text"))
            continue
        if kind.decimals == 0 and quantity.value is not None and quantity.value < 0:
            slips.append(Slip(f"years.{key}", "negative"))
        month = int(match[2] or match[3] or 0)
        found.append(Year(int(match[1] or match[4]), month % 12, quantity))
    yield from sorted(found, key=lambda one: (one.year, one.month or 12))


def _over_years(indicator: Indicator, years: tuple[Year, ...]) -> Decimal | None:
    values = [year.quantity.value for year in years]
    if indicator.over == "term" and indicator.aggregate == "sum":
        return None if None in values else sum(values, Decimal(0))
    return values[-1]


def _parts(
    observation: Observation, kind: Field, total: Decimal | None, numerator: Decimal | None, slips: list[Slip]
) -> dict[str, Decimal]:
    """The parts; those of a percentage are counted like its numerator, unless they carry a percent sign."""
    found = {}
    for key, text in observation.parts.items():
        place = f"parts.{key}"
        percent = kind.percent and text.rstrip().endswith("%")
        value = _typed(place, text, kind if percent or not kind.percent else COUNT, slips).value
        if value is None:
            continue
        whole = total if percent or not kind.percent else numerator
        if value < 0:
            slips.append(Slip(place, "negative"))
        elif whole is not None and value > whole:
            slips.append(Slip(place, "parts"))
        else:
            found[key] = value
    return found

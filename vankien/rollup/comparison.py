"""An observation held against its target (so với chỉ tiêu)."""

from dataclasses import dataclass
from decimal import Decimal

from vankien.model.indicator import Indicator, Observation
from vankien.rollup.quantity import number, target


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one figure stands to its target; what cannot be computed is none."""

    actual: Decimal | None = None
    """The figure, in percent for a percentage."""
    share: Decimal | None = None
    """Percent of the target reached; only for counts whose target is a least value above zero."""
    points: Decimal | None = None
    """Percentage points above (or below, negative) the target; only for percentages."""
    met: bool | None = None
    """Whether the target is met."""


def actual(indicator: Indicator, observation: Observation) -> Decimal | None:
    """The observed figure: as typed, or the quotient of numerator and denominator (in percent for a percentage)."""
    if typed := observation.fields.get("actual"):
        return number(typed)
    above, below = (number(observation.fields.get(key, "")) for key in ("numerator", "denominator"))
    if above is None or not below:
        return None
    return above / below * (100 if indicator.measure == "percentage" else 1)


def compare(indicator: Indicator, observation: Observation) -> Comparison:
    """The comparison of an observation with its own target, or else the register's."""
    typed_target = observation.fields.get("target") or indicator.target
    if indicator.measure in ("ordinal", "qualitative"):
        typed = observation.fields.get("actual", "")
        return Comparison(met=True if typed and typed.casefold() == typed_target.casefold() else None)
    bounds = target(typed_target, indicator.ascending)
    value = actual(indicator, observation)
    if value is None or bounds is None:
        return Comparison(value)
    if indicator.measure == "percentage":
        return Comparison(value, points=value - bounds.bound, met=bounds.met(value))
    share = value / bounds.bound * 100 if bounds.least and bounds.bound > 0 else None
    return Comparison(value, share=share, met=bounds.met(value))

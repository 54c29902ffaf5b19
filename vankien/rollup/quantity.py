"""Figures as they are typed in Vietnamese, as exact numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
TARGET = re.compile(
    rf"(?P<sign>>=|<=|>|<|≥|≤)?\s*(?P<low>{NUMBER.pattern})\s*%?\s*(?:[-–]\s*(?P<high>{NUMBER.pattern})\s*%?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Target:
    """The bound that a figure is held against."""

    bound: Decimal
    """The least or the most that suffices."""
    least: bool = True
    """Whether it is the least."""
    strict: bool = False
    """Whether the bound itself does not suffice."""

    def met(self, value: Decimal) -> bool:
        """Whether a value lies on the right side of the bound."""
        if value == self.bound:
            return not self.strict
        return (value > self.bound) is self.least


def number(text: str) -> Decimal | None:
    """The number in `1.395`, `94,38%` or `-3`: dot for thousands, comma for decimals; none for anything else."""
    text = text.strip().removesuffix("%").strip()
    if not NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(".", "").replace(",", "."))


def target(text: str, ascending: bool = True) -> Target | None:
    """The bound in `>= 90`, `< 2`, `140 - 150` or `100`; none where it is no figure.

    A bare figure is the least that suffices where more is better, else the most; of a range, the
    lower end suffices where more is better, else the upper end.
    """
    match = TARGET.fullmatch(text.strip())
    if match is None:
        return None
    low, high = number(match["low"]), number(match["high"] or "")
    if low is None or (match["sign"] and high is not None):
        return None
    if high is not None:
        return Target(low) if ascending else Target(high, least=False)
    sign = match["sign"] or (">=" if ascending else "<=")
    return Target(low, least=sign in (">", ">=", "≥"), strict=sign in ("<", ">"))

"""Whether a printed figure agrees with a computed one, and how a computed one is printed."""

from decimal import ROUND_HALF_UP, Context, Decimal

from vankien.model.regex import regex

EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
"""Wide enough for any figure that can be typed."""
GROUPS = regex(r"(?<=[0-9])(?=(?:[0-9]{3})+$)")


def agrees(printed: Decimal, step: Decimal, low: Decimal, high: Decimal) -> bool:
    """Whether some value from `low` to `high`, rounded or truncated to a multiple of `step`, is the printed one."""
    return (high >= printed - step / 2 and low < printed + step) or low <= printed <= high


def share(part: Decimal, part_blur: Decimal, whole: Decimal, whole_blur: Decimal) -> tuple[Decimal, Decimal] | None:
    """Least and most percent that a part can be of a whole, where both are printed rounded."""
    if whole - whole_blur <= 0:
        return None
    low, high = (part - part_blur) / (whole + whole_blur) * 100, (part + part_blur) / (whole - whole_blur) * 100
    return low, high


def shown(value: Decimal, decimals: int) -> str:
    """A number the Vietnamese way, rounded to so many digits, without zeros at the end."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + GROUPS.sub(".", whole) + ("," + rest if rest else "")


def shown_percent(value: Decimal, decimals: int) -> str:
    """A percentage with two digits, or as many as the figure beside it has."""
    return shown(value, max(2, decimals)) + "%"


def near(printed: Decimal, computed: Decimal, share_of: Decimal = Decimal("0.15")) -> bool:
    """Whether two figures are alike enough that the one was surely meant to be the other: close, or digits swapped."""
    if not computed:
        return False
    return abs(printed - computed) <= abs(computed) * share_of or _swapped(printed, computed)


def _swapped(printed: Decimal, computed: Decimal) -> bool:
    exponent = printed.as_tuple().exponent
    digits = printed.as_tuple().digits
    other = computed.quantize(Decimal(1).scaleb(int(exponent)), context=EXACT).as_tuple().digits
    return len(digits) > 1 and digits != other and sorted(digits) == sorted(other)


def exact_digits(value: Decimal) -> int:
    """Digits after the comma that a sum or a difference has."""
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0

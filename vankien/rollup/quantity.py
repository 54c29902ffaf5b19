"""Values as people type them in Vietnamese, as exact numbers with what stands around them."""

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from vankien.model.indicator import Indicator
from vankien.model.record import record
from vankien.model.regex import regex

NUMBER = regex(r"[+-]?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
DIGITS_LIMIT = 18
"""Longest number that is read, before the comma and behind it; more is a slip of the keyboard."""

LEADS = {
    ">=": "least", "≥": "least", "ít nhất": "least", "tối thiểu": "least", "không dưới": "least",
    "không ít hơn": "least", "không thấp hơn": "least", "từ": "from",
    ">": "over", "trên": "over", "hơn": "over", "lớn hơn": "over", "cao hơn": "over", "vượt": "over",
    "<=": "most", "≤": "most", "không quá": "most", "không vượt quá": "most", "không trên": "most",
    "tối đa": "most", "nhiều nhất": "most",
    "<": "under", "dưới": "under", "chưa đến": "under", "nhỏ hơn": "under", "thấp hơn": "under", "ít hơn": "under",
    "khoảng": "about", "ước": "about", "ước đạt": "about", "đạt": "",
}  # fmt: skip
"""What the words before a number make of it."""

TRUE = frozenset(("có", "true", "yes", "đạt", "rồi"))
FALSE = frozenset(("không", "false", "no", "chưa", "chưa đạt", "không đạt", "chưa có"))
NOT_FINITE = regex(r"[+-]?\.?(?:nan|inf|infinity|∞|vô cực|vô cùng)", re.IGNORECASE)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

_TOKEN = r"[+-]?[0-9][0-9.,]*"
_LEAD = "|".join(re.escape(lead) for lead in sorted(LEADS, key=len, reverse=True))
SHAPE = regex(
    rf"(?:(?P<lead>{_LEAD})(?=[\s\d+-])\s*)?"
    rf"(?P<low>{_TOKEN})\s*(?P<low_percent>%|phần trăm\b)?"
    rf"(?:\s*(?P<join>-|đến\b|tới\b|/)\s*(?P<high>{_TOKEN})\s*(?P<high_percent>%|phần trăm\b)?)?"
    r"\s*(?P<unit>[^\W\d_][^/%\d]*[23]?)?\s*(?:/\s*(?P<per>[^\W\d_][^/]*))?"
)
AFTER = {"trở lên": "least", "trở xuống": "most"}
"""What the words behind a number make of it."""

CONTINUOUS = regex(
    r"/|%|‰|(?<!\w)(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|usd|ha|héc-ta|hecta|km|m|m2|m3|km2|m²|m³|km²|mét|tấn|tạ|yến|kg|gam|g"
    r"|lít|giờ|phút|ngày|tháng|năm|tuổi|điểm|lần|mw|mwh|kw|kwh|gwh|độ)(?!\w)"
)
"""Units of measure of which there can be a half; of all others (đảng viên, mô hình, hộ …) there is only a whole."""


class Problem(Enum):
    """Why a text is no value."""

    TEXT = "text"
    """Words where a number belongs."""
    COMMAS = "commas"
    """More than one decimal comma."""
    POINT = "point"
    """A point that cannot separate thousands, so that it was probably meant for decimals."""
    NOT_FINITE = "not-finite"
    """NaN or infinity."""
    LENGTH = "length"
    """More digits than any real figure has."""
    REVERSED = "reversed"
    """A range that ends before it begins."""
    AMBIGUOUS = "ambiguous"
    """Two readings, and neither locale nor unit of measure decides."""


@record
class Field:
    """What a value may be where it stands."""

    percent: bool = False
    """It is a percentage."""
    decimals: int | None = None
    """How many decimals its values can have; none where that is not known."""
    words: bool = False
    """It is told in words."""
    unit: str = ""
    """Unit of measure that may stand behind the number, in small letters."""


@record
class Quantity:
    """A value that was read: a number, a range, a bound, a part of a whole, yes or no, or words."""

    text: str
    """As typed."""
    low: Decimal | None = None
    """Least value; none where there is no lower end."""
    high: Decimal | None = None
    """Greatest value; none where there is no upper end."""
    low_open: bool = False
    """Whether the lower end itself is left out (trên)."""
    high_open: bool = False
    """Whether the upper end itself is left out (dưới)."""
    numerator: Decimal | None = None
    """The part, in `7/9`."""
    denominator: Decimal | None = None
    """The whole, in `7/9`."""
    percent: bool = False
    """Whether a percent sign was typed."""
    unit: str = ""
    """Unit of measure as typed, where it is not that of the field."""
    about: bool = False
    """Whether it is an estimate (ước, khoảng)."""
    truth: bool | None = None
    """Yes or no."""
    words: str = ""
    """The value of a field in words."""
    doubt: Decimal | None = None
    """The second way to read the number, where the first was only taken because of the locale."""
    problem: Problem | None = None
    """Why it has no value."""

    @property
    def value(self) -> Decimal | None:
        """The one number that it is."""
        return self.low if self.low is self.high or self.low == self.high else None

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.text


@record
class Target:
    """The bound that a figure is held against."""

    bound: Decimal
    """The least or the most that suffices."""
    least: bool = True
    """Whether it is the least."""
    strict: bool = False
    """Whether the bound itself does not suffice."""
    far: Decimal | None = None
    """The other end of a range; a figure beyond it exceeds the target."""

    def met(self, value: Decimal) -> bool:
        """Whether a value lies on the right side of the bound."""
        if value == self.bound:
            return not self.strict
        return (value > self.bound) is self.least

    def exceeded(self, value: Decimal) -> bool:
        """Whether a value is better than all that the target asks."""
        end = self.bound if self.far is None else self.far
        return value != end and (value > end) is self.least

    def met_by(self, quantity: "Quantity") -> bool | None:
        """Whether every value of a range or bound is right, or none is; none where only some are."""
        low, high = quantity.low, quantity.high
        near, far = (low, high) if self.least else (high, low)
        open_end = quantity.low_open if self.least else quantity.high_open
        if near is not None and (self.met(near) or (open_end and near == self.bound)):
            return True
        return False if far is not None and not self.met(far) else None


PLAIN = Field()
WORDS = Field(words=True)


@lru_cache(maxsize=1024)
def field_of(indicator: Indicator) -> Field:
    """The field of an indicator's values: whole numbers where its unit of measure cannot be halved."""
    if indicator.measure in ("ordinal", "qualitative"):
        return WORDS
    unit = plain(indicator.unit)
    if indicator.measure == "percentage" or unit == "%":
        return Field(percent=True, decimals=indicator.decimals, unit=unit.removeprefix("%").strip())
    whole = unit and not CONTINUOUS.search(unit)
    return Field(decimals=0 if whole and indicator.decimals is None else indicator.decimals, unit=unit)


@lru_cache(maxsize=1024)
def part_field(field: Field) -> Field:
    """The field of numerators, denominators and parts: counts of something that is not named."""
    return Field(decimals=field.decimals) if field.percent else field


def read(text: str, field: Field = PLAIN) -> Quantity:
    """The value that a text stands for; a `problem` where it stands for none. Never raises.

    A point separates thousands and a comma decimals, as everywhere in Vietnam. `1.395` is 1395 where
    values have fewer than three decimals; in a percentage, where 1395 is hardly meant, it is ambiguous;
    elsewhere it is 1395 with a `doubt`. `1,395` is ambiguous where values have fewer than three decimals.
    """
    if text.isdigit() and text.isascii() and not field.words:
        return _digits(text)
    if field.words:
        return _with_words(text, field)
    return _number(text, field.percent, field.decimals) or _with_words(text, field)


@lru_cache(maxsize=1 << 15)
def _digits(text: str) -> Quantity:
    """A number without any sign, which is the same in every field; most figures are of a few thousand such."""
    value = Decimal(text) if len(text) <= DIGITS_LIMIT else None
    return Quantity(text, value, value, problem=None if value is not None else Problem.LENGTH)


@lru_cache(maxsize=1 << 15)
def _number(text: str, percent: bool, decimals: int | None) -> Quantity | None:
    """A number with points, a comma or a sign; none for anything else. All that counts of its field is told."""
    if not NUMBER.fullmatch(text):
        return None
    value, doubt, problem = _token(text, Field(percent, decimals))
    return Quantity(text, value, value, doubt=doubt, problem=problem)


@lru_cache(maxsize=1 << 14)
def _with_words(text: str, field: Field) -> Quantity:
    simple = plain(text)
    if not simple:
        return Quantity("")
    if field.words:
        truth = True if simple in TRUE else False if simple in FALSE else None
        return Quantity(text, truth=truth, words=" ".join(text.split()))
    if NOT_FINITE.fullmatch(simple):
        return Quantity(text, problem=Problem.NOT_FINITE)
    return _shape(text, simple, field)


def plain(text: str) -> str:
    """Small letters in composed form, with one kind of dash and of space."""
    return " ".join(unicodedata.normalize("NFC", text).translate(DASHES).lower().split())


def _without_unit(text: str, unit: str) -> str:
    for own in filter(None, (unit, "/" + unit.partition("/")[2] if "/" in unit else "")):
        shorter = text.removesuffix(own).rstrip()
        if shorter != text and shorter[-1:].isdigit():
            return shorter
    return text


def _shape(text: str, simple: str, field: Field) -> Quantity:
    after = next((words for words in AFTER if simple.endswith(" " + words)), "")
    match = SHAPE.fullmatch(_without_unit(simple.removesuffix(after).rstrip(), field.unit))
    if match is None:
        return Quantity(text, problem=_no_number(simple))
    # What is counted as so many of so many comes in whole things.
    field = replace(field, percent=False, decimals=0) if match["join"] == "/" else field
    low, doubt, problem = _token(match["low"], field)
    high = low
    if match["high"] and not problem:
        high, other, problem = _token(match["high"], field)
        doubt = other if doubt is None else doubt
    if problem:
        return Quantity(text, problem=problem)
    lead = LEADS[match["lead"]] if match["lead"] else ""
    open_ends = _ends(low, high, lead, match["join"] or "", AFTER.get(after, ""))
    if isinstance(open_ends, Problem):
        return Quantity(text, problem=open_ends)
    is_share = match["join"] == "/"
    return Quantity(
        text,
        *((None, None) if is_share else open_ends),
        low_open=lead == "over",
        high_open=lead == "under",
        numerator=low if is_share else None,
        denominator=high if is_share else None,
        percent=bool(match["low_percent"] or match["high_percent"]),
        unit="/".join(filter(None, ((match["unit"] or "").strip(), (match["per"] or "").strip()))),
        about=lead == "about",
        doubt=doubt,
    )


def _ends(
    low: Decimal, high: Decimal, lead: str, join: str, after: str
) -> tuple[Decimal | None, Decimal | None] | Problem:
    """The ends of the numbers, with what the words around them say."""
    if join:
        if after or lead not in (("", "about") if join == "/" else ("", "from", "about")):
            return Problem.TEXT
        return Problem.REVERSED if join != "/" and low > high else (low, high)
    if after and lead not in ("", "from"):
        return Problem.TEXT
    bound = after or lead
    if bound in ("least", "from", "over"):
        return low, None
    return (None, high) if bound in ("most", "under") else (low, high)


def _token(token: str, field: Field) -> tuple[Decimal | None, Decimal | None, Problem | None]:
    """The number, its second reading where there is doubt, and why it has none."""
    if token.isdigit() and len(token) <= DIGITS_LIMIT:
        return Decimal(token), None, None
    if not NUMBER.fullmatch(token):
        return None, None, _no_number(token)
    whole, _, decimals = token.partition(",")
    if len(whole) > DIGITS_LIMIT * 4 // 3 or len(decimals) > DIGITS_LIMIT:
        return None, None, Problem.LENGTH
    value = Decimal(token.replace(".", "").replace(",", "."))
    few = field.decimals is not None and field.decimals < 3
    if whole.count(".") == 1 and not decimals and not few:
        if field.percent:
            return None, None, Problem.AMBIGUOUS
        return value, Decimal(token), None
    if len(decimals) == 3 and "." not in whole and few and whole.lstrip("+-0"):
        return None, None, Problem.AMBIGUOUS
    return value, None, None


def _no_number(text: str) -> Problem:
    if not re.fullmatch(r"[+-]?[\d.,]*\d[\d.,]*\s*%?", text, re.ASCII):
        return Problem.TEXT
    if text.count(",") > 1:
        return Problem.COMMAS
    return Problem.POINT if "." in text else Problem.TEXT


def number(text: str) -> Decimal | None:
    """The number in `1.395`, `94,38%` or `-3`: dot for thousands, comma for decimals; none for anything else."""
    text = text.strip().removesuffix("%").strip()
    return _token(text, PLAIN)[0] if NUMBER.fullmatch(text) else None


def target(text: str, ascending: bool = True, field: Field = PLAIN) -> Target | None:
    """The bound in `>= 90`, `trên 90%`, `dưới 2`, `140 - 150` or `100`; none where it is no figure.

    A bare figure is the least that suffices where more is better, else the most; of a range, the
    lower end suffices where more is better, else the upper end.
    """
    return bound(read(text, field), ascending)


def bound(quantity: Quantity, ascending: bool = True) -> Target | None:
    """The bound that a value sets as a target."""
    if quantity.denominator and quantity.numerator is not None:
        return Target(quantity.numerator / quantity.denominator * 100, least=ascending)
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        if low == high:
            return Target(low, least=ascending)
        return Target(low, far=high) if ascending else Target(high, least=False, far=low)
    if low is not None:
        return Target(low, strict=quantity.low_open)
    return Target(high, least=False, strict=quantity.high_open) if high is not None else None

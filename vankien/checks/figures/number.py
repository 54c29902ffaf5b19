"""Numbers as Vietnamese reports print them: what is a figure, and what is a date, a document number or a label."""

import re
from decimal import Decimal

from vankien.model.record import record
from vankien.model.regex import regex

NUMBER = r"(?:[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,12})(?:,[0-9]{1,6})?"
LOOSE = r"(?<!\w)(?<!\w[.,/–-])"
"""No letter and no digit before, nor one with a sign between: `COVID-19`, `4.0`."""
ENDS = r"(?![\w/])(?![.,–-]\w)"
# What a number goes on with is looked at before it is read as a date, a range or a ratio: most are none of them.
TOKEN = regex(
    rf"""(?<=[^\W\d_]/)(?P<stuck>[0-9][0-9.,]*)
    |{LOOSE}(?:
      (?=[0-9]{{1,2}}+(?:[/.:h-]|\s?giờ)|(?:19|20)[0-9]{{2}})
       (?P<date>[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{4}}\b
        |(?:0?[1-9]|1[0-2])/(?:19|20)[0-9]{{2}}(?![\w/])
        |(?:19|20)[0-9]{{2}}(?:\s?[-–]\s?(?:19|20)[0-9]{{2}})?(?![\w/,])(?!\.[0-9])
        |(?:19|20)[0-9]{{2}}(?=,\s)
        |[0-9]{{1,2}}(?:[h:][0-9]{{2}}\b|\s?giờ\s?[0-9]{{1,2}}(?:\s?phút)?))
      |(?P<document>[0-9]{{1,9}}+[a-z]?(?:/[0-9]{{4}})?[-/][A-ZĐƯ][\w/-]*)
      |(?=[0-9.,]++\s?%?\s?[-–])(?P<range>{NUMBER}\s?%?\s?[-–]\s?{NUMBER}(?:\s?%)?{ENDS})
      |(?=[0-9.,]++(?:\s?[^\W\d_]{{1,6}}+)?\s?/)(?P<over>{NUMBER})(?:\s?(?P<of>[^\W\d_]{{1,6}}))?\s?/\s?(?P<under>{NUMBER})(?(of)\s?(?P=of)\b|{ENDS})
      |(?P<number>{NUMBER})(?:(?P<point>\s?điểm\s(?:phần\străm|%))|(?P<percent>\s?%|\sphần\străm))?{ENDS}
      |(?P<other>[0-9][\w.,/–-]{{0,60}})
    )""",
    re.VERBOSE,
)
DIGIT = regex("[0-9]")
DATES = {"ngày": 31, "tháng": 12, "quý": 4, "đoạn": 9}
"""Words whose number is a date, and the largest such number."""
LABELS = {"thứ": 999, "khóa": 30, "khoá": 30, "trang": 999, "hạng": 9, "vòng": 9, "khoản": 20, "mục": 30, "điều": 400}
"""Words whose number names a thing and counts nothing, and the largest such number."""
TITLES = frozenset((
    ("Chỉ", "đạo"), ("Nghị", "quyết"), ("Nghị", "định"), ("Trung", "ương"), ("Phụ", "lục"), ("phụ", "lục"),
    ("Quy", "định"), ("Chỉ", "thị"), ("Thông", "tư"),
))  # fmt: skip
"""The same in two words: `Ban Chỉ đạo 35`, `Nghị quyết Trung ương 4`."""
BEFORE_NUMBER = frozenset((
    "quyết", "định", "thị", "luận", "báo", "văn", "hoạch", "dẫn", "trình", "án", "tư", "biểu", "nhà", "tờ",
    "phòng", "lệnh",
))  # fmt: skip
"""Last syllables of what has a number: `Nghị quyết số 21`, but `tổng số 21`."""
NUMBERED = frozenset((
    "bộ", "ấp", "khóm", "tổ", "đội", "cụm", "phường", "quận", "trạm", "nhóm", "lớp", "số",
))  # fmt: skip
"""Words whose number may be a name: `Chi bộ 1 có …`, but `cả hai tổ 12 người`."""
NAMED_BEFORE = regex(r"\s*(?:[,.;:)]|có\b|đã\b|và\b|là\b|được\b|$)")
BOUNDS = frozenset((
    "khoảng", "gần", "trên", "hơn", "dưới", "nhất", "thiểu", "đa", "quá", "chừng", "xỉ", "cỡ", "ngót", "ngoài",
    "hàng", "mấy",
))  # fmt: skip
"""Words that make a figure vague; the last syllable of `ít nhất`, `tối thiểu`, `xấp xỉ` and the like."""
KINDS = {"number": "count", "percent": "percent", "point": "point", "under": "ratio"}
"""What a number is, by the group of `TOKEN` that ends last."""
BOUND_SIGNS = frozenset((">", "<", "≥", "≤", ">=", "<=", "~", "±"))
SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
BETWEEN = frozenset((
    "so", "với", "của", "trong", "trên", "là", "và", "có", "được", "đã", "cho", "ở", "tại", "từ", "đến", "tới",
    "lên", "còn", "xuống", "vào", "do", "bị", "để", "thì", "mà", "đang", "chưa", "không", "nay",
))  # fmt: skip
"""Words that no noun goes on with."""
UNIT = regex(r"[ \t*_“”\"]*([^\W\d_]\w*(?:[ \t]+[^\W\d_]\w*){0,4})?")


@record(frozen=False)
class Figure:
    """One printed number of a sentence, with what is needed to reckon with it."""

    kind: str
    """`count`, `percent`, `point` (percentage points), `ratio` (a/b), `date`, or `other` (ranges, labels)."""
    start: int
    """Offset in the sentence."""
    end: int
    """Offset after it, with the percent sign."""
    value: Decimal = Decimal(0)
    """The number; of a ratio the part."""
    step: Decimal = Decimal(1)
    """What one unit of the last printed digit is worth."""
    decimals: int = 0
    """Digits after the comma."""
    whole: Decimal | None = None
    """Of a ratio the number below the stroke."""
    vague: bool = False
    """Whether it is only said to be about so much, more or less."""
    unit: tuple[str, ...] = ()
    """The words behind it in small letters, without `triệu`, `tỷ` and the like."""
    before: str = ""
    """The word before it, in small letters."""

    @property
    def blur(self) -> Decimal:
        """How far the true value may lie from the printed one: counts are exact, decimals are rounded."""
        return self.step / 2 if self.decimals else Decimal(0)


def just_before(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """The match of a pattern that ends where a figure begins; only a few words are looked at."""
    return pattern.search(text, max(0, end - 60), end)


STEPS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(7))
"""What the last digit of a number is worth, by its digits after the comma."""


def decimal(text: str) -> Decimal:
    """The number in a text that `NUMBER` matches."""
    return Decimal(text) if text.isdecimal() else Decimal(text.replace(".", "").replace(",", "."))


def decimals_of(text: str) -> int:
    """Digits after the comma."""
    return len(text) - text.index(",") - 1 if "," in text else 0


def figures(sentence: str) -> list[Figure]:
    """The numbers of a sentence in order; what cannot be reckoned with is `date` or `other`."""
    # A number begins with a digit; looking for digits first is several times as fast as trying at every letter.
    found = []
    digit = DIGIT.search(sentence)
    while digit:
        match = TOKEN.match(sentence, digit.start())
        if match:
            found.append(_figure(sentence, match))
        digit = DIGIT.search(sentence, match.end() if match else digit.end())
    return found


def figure_at(line: str, place: int) -> Figure | None:
    """The number that begins at an offset."""
    head = max(0, place - 24)
    for figure in figures(line[head : place + 40]):
        if figure.start == place - head:
            figure.start += head
            figure.end += head
            return figure
    return None


def _figure(sentence: str, match: re.Match[str]) -> Figure:
    start, end = match.span()
    head = sentence[max(0, start - 24) : start].split()
    before = head[-1].casefold() if head else ""
    # Every alternative ends with a group of its own.
    last = match.lastgroup
    if last == "date":
        return Figure("date", start, end, before=before)
    if last in ("document", "range", "other", "stuck"):
        return Figure("other", start, end, before=before)
    clean = before.strip('(“"*_')
    printed = match["over" if last == "under" else "number"]
    value = decimal(printed)
    after = sentence[end : end + 90]
    if clean in DATES and value <= DATES[clean]:
        return Figure("date", start, end, before=before)
    if _names(head, clean, value, after):
        return Figure("other", start, end, before=before)
    unit, scale = ((), 0) if last == "percent" else _unit(f" {match['of']} {after}" if match["of"] else after)
    decimals = decimals_of(printed)
    step = STEPS[decimals]
    if last == "point":
        end = match.end("number")
    if scale:
        value, step = value.scaleb(scale), step.scaleb(scale)
    figure = Figure(
        KINDS[last],
        start,
        end,
        value,
        step,
        decimals,
        unit=unit,
        before=clean,
        vague=clean in BOUNDS or before in BOUND_SIGNS or _or_more(after),
    )
    if (clean == "từ" and _reaches(after)) or (
        clean in ("đến", "tới") and _comes_from(sentence[max(0, start - 40) : start])
    ):
        figure.kind = "other"
    if last == "under":
        below = match["under"]
        figure.whole = decimal(below).scaleb(scale)
        figure.decimals = max(decimals, decimals_of(below))
    return figure


def _names(head: list[str], clean: str, value: Decimal, after: str) -> bool:
    """Whether a number is a name or a label, and counts nothing."""
    if clean in LABELS:
        return value <= LABELS[clean]
    if len(head) < 2:
        return False
    if clean == "số":
        return head[-2].casefold() in BEFORE_NUMBER
    if clean in NUMBERED:
        return head[-1][:1].isupper() or (head[-2][:1].isupper() and NAMED_BEFORE.match(after) is not None)
    return (head[-2].strip("(“"), head[-1]) in TITLES


def _unit(after: str) -> tuple[tuple[str, ...], int]:
    match = UNIT.match(after)
    if match is None or not match[1]:
        return (), 0
    words = match[1].casefold().split()
    scale = SCALES.get(words[0], 0)
    noun = words[1:] if scale else words
    if not BETWEEN.isdisjoint(noun):
        noun = noun[: next(place for place, word in enumerate(noun) if word in BETWEEN)]
    return tuple(noun), scale


OR_MORE = regex(r"[^,;:.()]{0,60}?\b(?:trở (?:lên|xuống)|đổ lại)\b")


def _or_more(after: str) -> bool:
    return ("trở " in after or "đổ lại" in after) and OR_MORE.match(after) is not None


RANGE_TAIL = regex(r"\s*%?(?:\s+[^\W\d_]+){0,3}\s+(?:đến|tới)\s+(?:dưới\s+)?[0-9]")
RANGE_HEAD = regex(r"\btừ\s+[0-9.,]+\s*%?(?:\s+[^\W\d_]+){0,3}\s+(?:đến|tới)\s+$")


def _reaches(after: str) -> bool:
    return RANGE_TAIL.match(after) is not None


def _comes_from(before: str) -> bool:
    return RANGE_HEAD.search(before) is not None

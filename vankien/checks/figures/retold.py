"""Figures that a unit tells again elsewhere: who did what how often, put so that two texts can be compared."""

import re
from collections.abc import Iterator
from decimal import Decimal

from vankien.checks.figures.number import figure_at
from vankien.checks.figures.sentence import LONGEST, lines, prose
from vankien.model.record import record
from vankien.model.regex import regex

BODIES = (
    "oàn Đảng bộ", "oàn Khối", "oàn Chi bộ", "oàn tỉnh", "oàn huyện", "oàn xã", "Đảng bộ", "Chi bộ", "Đảng ủy",
    "Đảng uỷ", "Huyện ủy", "Huyện uỷ", "Tỉnh ủy", "Tỉnh uỷ", "Ban Thường vụ", "Ban Chấp hành", "Ủy ban Kiểm tra",
    "Uỷ ban Kiểm tra",
)  # fmt: skip
NAMED = regex("|".join(BODIES))
BODY = rf"(?:[Tt](?:{'|'.join(BODIES[:6])})|{'|'.join(BODIES[6:])})"
VERBS = r"(?:hiện có|có|kiểm tra|giám sát chuyên đề|giám sát|thi hành kỷ luật|kỷ luật|kết nạp)"
"""What each report counts alike; documents, meetings and the like are counted by each report's own subject."""
CLAIM = regex(
    rf"\b(?P<subject>{BODY}(?: [^\W\d_]+){{0,12}}?)"
    rf" (?:đã |hiện |đã tổ chức )*(?P<verb>{VERBS})(?: (?:được|mới|tổng cộng))* (?=[0-9])"
)
COUNTED = regex(r"[0-9](?<=(?: có|tra|sát| đề|uật|nạp|ược|mới|ộng) [0-9])")
"""Where `CLAIM` ends, found by the digit, of which there are fewer than letters, and by the end of the word before."""
NOUN = regex(r"[ ]*(?P<noun>[^\W\d_]+(?: [^\W\d_]+){0,8}?)(?=\s*(?:[,;.:()]|$)| và | với )")
OTHERWISE = regex(
    r"cùng kỳ|đầu nhiệm kỳ|nhiệm kỳ trước|trước đó|trước đây|so với|phấn đấu|chỉ tiêu|kế hoạch|\bước\b|dự kiến|mỗi"
    r"|bình quân|\bthêm\b|\bsẽ\b|\bquý\b|đợt|trong đó|đại hội|lúc|giai đoạn|khi\b|\btrong\b|\bqua\b|\bở\b|\btại\b"
    r"|\btừ\b",
    re.IGNORECASE,
)
NOW = regex(r"^\s*(?:hiện nay|đến nay|hiện|tính đến nay|toàn)\b,?\s*$", re.IGNORECASE)
LONGEST_LEAD = 60
"""A time needs no more room in front of a body."""
TIME = regex(r"^\s*(?:(?:tính )?đến (?:hết )?|trong )?(?:ngày |tháng |năm )[0-9/]{1,10}\s*,?\s*$", re.IGNORECASE)

Key = tuple[str, str, str, str]


@record
class Claim:
    """One figure told of a body."""

    key: Key
    """Body, verb, what is counted, and time, in small letters; the time is empty for the report's own period."""
    value: Decimal
    """The figure."""
    start: int
    """Offset in the text."""
    end: int
    """Offset after it."""


def claims(text: str) -> Iterator[Claim]:
    """What a text tells of bodies by name, where the words leave no doubt of whom, what and when."""
    if not NAMED.search(text):
        return
    for begin, line in lines(text, COUNTED):
        if line.startswith("|") or len(line) > LONGEST or not CLAIM.search(line):
            continue
        # Below a heading with a year a text speaks of that year.
        if any(sign.isdigit() for sign in _heading(text, begin)):
            continue
        plain = prose(line)
        for match in CLAIM.finditer(plain):
            sentence = max(plain.rfind(sign, 0, match.start()) + 1 for sign in (". ", "; "))
            time = _time(plain[sentence : match.start()], plain[: match.start()])
            figure = figure_at(plain, match.end()) if time is not None else None
            noun = NOUN.match(plain, figure.end) if figure else None
            if time is None or figure is None or noun is None or figure.kind != "count" or figure.vague:
                continue
            subject = " ".join(match["subject"].casefold().replace("uỷ", "ủy").split())
            key = subject, match["verb"].removeprefix("hiện "), noun["noun"].casefold(), time
            yield Claim(key, figure.value, begin + figure.start, begin + figure.end)


def _heading(text: str, begin: int) -> str:
    """The heading above the line that begins at an offset, or that line if it is one."""
    start = text.rfind("\n#", 0, begin + 1) + 1
    return text[start:].split("\n", 1)[0] if text.startswith("#", start) else ""


def _time(lead: str, told: str) -> str | None:
    """The time a sentence speaks of; none where it is not plain."""
    if len(lead) > LONGEST_LEAD or OTHERWISE.search(lead):
        return None
    if not lead.strip(' -+“"') or NOW.match(lead):
        # A year named earlier in the paragraph may still hold.
        return None if re.search(r"\b(?:năm|tháng|quý) [0-9IVX]", told) or OTHERWISE.search(told) else ""
    return " ".join(lead.casefold().strip(" ,-").split()) if TIME.match(lead) else None

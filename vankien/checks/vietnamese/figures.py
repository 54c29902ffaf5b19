"""How dates and decimals are written; what they say is left to the rules of family N."""

import re
from collections.abc import Iterator

from vankien.checks.slip import Slip
from vankien.model.diagnostic import say
from vankien.model.regex import regex

# Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4b: days below 10 and the months 1 and 2 take a zero.
# Each pattern begins with letters or a sign that few texts have, so that the search skips all else.
IN_WORDS = regex(r"gày (\d{1,2}) tháng (\d{1,2})(?!\d)")
DAY_AND_MONTH = regex(r"gày (\d{1,2})/(\d{1,2})(?:/\d{4})?(?![\d/])")
IN_FIGURES = regex(r"/(\d{1,2})/\d{4}(?![\w/]|-\w)")
DAY = regex(r"(?<![\d/.,-])\d{1,2}\Z")
POINT = regex(r"\.(\d{1,2})(?= ?%| (?:triệu|tỷ|tỉ|nghìn|ngàn|km|ha|tấn|kg|điểm phần trăm)\b)")
WHOLE = regex(r"(?<![\d.,])\d{1,3}\Z")
# `mục 2.1 ha` is no decimal fraction, but the number of a paragraph.
NUMBERED = regex(r"(?:mục|điểm|khoản|phần|bảng|biểu|phụ lục|tiêu chí|chỉ tiêu) \Z", re.IGNORECASE)


def figures(text: str) -> Iterator[Slip]:
    """Slips T401 and T402 of a text in which what is no prose is hidden."""
    if "gày " in text:
        yield from _after_the_word(text)
    if "/" in text:
        for match in IN_FIGURES.finditer(text):
            day = DAY.search(text, max(0, match.start() - 3), match.start())
            if day and not text.endswith("gày ", 0, day.start()):
                yield from _date(text, day.start(), match.end(), (day.start(), day.end()), match.span(1))
    if "." in text:
        yield from _decimals(text)


def _after_the_word(text: str) -> Iterator[Slip]:
    for pattern in (IN_WORDS, DAY_AND_MONTH):
        for match in pattern.finditer(text):
            if text[match.start() - 1 : match.start()] in ("n", "N"):
                yield from _date(text, match.start() - 1, match.end(), match.span(1), match.span(2))


def _date(text: str, start: int, end: int, day: tuple[int, int], month: tuple[int, int]) -> Iterator[Slip]:
    """The slip of a date from `start` to `end`, of which two stretches are the day and the month."""
    written_day, written_month = text[slice(*day)], text[slice(*month)]
    if not (1 <= int(written_day) <= 31 and 1 <= int(written_month) <= 12):
        return
    right_month = written_month.zfill(2) if int(written_month) < 3 else written_month
    right = text[start : day[0]] + written_day.zfill(2) + text[day[1] : month[0]] + right_month + text[month[1] : end]
    if right != text[start:end]:
        yield Slip(
            "T401",
            start,
            end,
            say("In this date the zero before a number below ten is missing."),
            say("Write {right}: days below 10 and the months 1 and 2 take a zero.", right=right),
        )


def _decimals(text: str) -> Iterator[Slip]:
    for match in POINT.finditer(text):
        whole = WHOLE.search(text, max(0, match.start() - 5), match.start())
        if whole and not NUMBERED.search(text, max(0, whole.start() - 10), whole.start()):
            yield Slip(
                "T402",
                whole.start(),
                match.end(),
                say("The decimals of {number} stand after a point.", number=whole[0] + match[0]),
                say("Write {right}: Vietnamese has the comma there, and the point for thousands.",
                    right=f"{whole[0]},{match[1]}"),
            )  # fmt: skip

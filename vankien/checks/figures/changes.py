"""Rises, falls and multiples in a sentence held against the figures before and after."""

import re
from collections.abc import Iterator
from decimal import Decimal

from vankien.checks.figures.agreement import agrees, exact_digits, near, shown, shown_percent
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.noun import alike, same
from vankien.checks.figures.number import Figure, just_before
from vankien.checks.figures.sentence import Sentence
from vankien.model.diagnostic import say
from vankien.model.regex import regex

VERB = r"(?P<verb>tăng|giảm|vượt|hụt|cao hơn|thấp hơn|nhiều hơn|ít hơn)"
BY = regex(
    rf"\b{VERB}(?: (?:thêm|được|đi|tới|là|khoảng|lên|mức|tốc độ|tốc độ tăng|chỉ tiêu|kế hoạch))*\s*$", re.IGNORECASE
)
"""Words right before the amount of a change."""
TIMES = regex(r"\bgấp\s*(?:hơn\s*)?$")
TIMES_BEHIND = regex(r"\s*lần\b")
FROM = regex(r"\btừ(?: mức)?\s*$", re.IGNORECASE)
TO = regex(r"(?:^|[\s,])(?:lên|xuống|còn|xuống còn|còn lại|lên đến|lên tới|thành)(?: còn)?\s*$")
AGAINST = regex(r"[^,;:]{0,90}?,?\s?\bso với(?: [^\W\d_]+| [0-9]{4}|[ ]?/[0-9]{4}){0,9}?\s*\(?\s*")
SAME_PERIOD = regex(r",? ?\(?cùng kỳ(?: [^\W\d_]+){0,5}\s*$", re.IGNORECASE)
JOINED = regex(
    r"[^\W\d]*[^;:.()]{0,60}?[,(]\s*(?:(?:tương ứng|tương đương|tức là|tức|hay|bằng|với|đạt|và|nghĩa là|tốc độ) )*"
    rf"{VERB}(?: (?:tốc độ tăng|thêm|được|là))*\s*$",
    re.IGNORECASE,
)
BRACKET = regex(r"[^,;:.()]{0,60}\(\s*(?:(?:tương ứng|tương đương|tức|hay|bằng) )?(?:tăng |giảm )?$")
PLAN_IN_BRACKETS = regex(
    r"\s*(?:so với )?(?:dự toán|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết)(?: [^\W\d_]+){0,6}\s*\(\s*", re.IGNORECASE
)
CLAUSE = regex(r"\b(?:và|bằng|đạt|tăng|giảm|chiếm|do|vì|nhờ|để|gồm|thành|khi|sau|qua|nhập|trong đó)\b")
RANKS = (("bậc",), ("hạng",), ("thứ",))
"""A rise by ranks is no rise of the figure beside it."""
COMRADE = ("đồng", "chí")
WITH_FROM = regex(r"[^,;:.()]{0,50}[,(]?\s*từ(?: mức)?\s*")


CHANGING = ("từ", "gấp", "tăng", "giảm", "vượt", "hụt", "cao hơn", "thấp hơn", "nhiều hơn", "ít hơn")
"""Without any of these words a sentence tells no change."""


def change_mistakes(sentence: Sentence) -> Iterator[Mistake]:
    """Every change of the sentence whose figures before and after stand beside it, and that does not come out."""
    small = sentence.text.lower()
    if not any(word in small for word in CHANGING):
        return
    told: set[int] = set()
    for mistake in (*_from_to(sentence), *_amounts(sentence)):
        if mistake.start not in told:
            told.add(mistake.start)
            yield mistake


def _from_to(sentence: Sentence) -> Iterator[Mistake]:
    """`từ 63 còn 58`, with the change before or behind it."""
    text, found = sentence.text, sentence.figures
    for place in range(len(found) - 1):
        old, new = found[place], found[place + 1]
        if old.kind != new.kind or old.kind not in ("count", "percent") or old.vague or new.vague:
            continue
        between = text[old.end : new.start]
        if ";" in between or "(" in between or not just_before(FROM, text, old.start) or not TO.search(between):
            continue
        behind = place + 2
        while behind < len(found) and behind < place + 4:
            amount = found[behind]
            lead = text[found[behind - 1].end : amount.start]
            if not (JOINED.fullmatch(lead) or BRACKET.fullmatch(lead) or _times(text, amount)):
                break
            yield from _compare(sentence, amount, old, new)
            behind += 1
        if place and _stands_before(sentence, found[place - 1], old):
            yield from _compare(sentence, found[place - 1], old, new)


def _stands_before(sentence: Sentence, amount: Figure, old: Figure) -> bool:
    """Whether a change is told first, and then from what: `giảm 4 vụ, từ 19 vụ …`, `giảm 35,7% (từ 42 đơn …)`."""
    if amount.vague or not WITH_FROM.fullmatch(sentence.text, amount.end, old.start):
        return False
    return just_before(BY, sentence.text, amount.start) is not None


def _amounts(sentence: Sentence) -> Iterator[Mistake]:
    """A figure, its change, and what it is compared with: `52 văn bản, tăng 09 văn bản so với 43 văn bản`."""
    text, found = sentence.text, sentence.figures
    for place, amount in enumerate(found):
        if amount.vague or not place:
            continue
        if amount.kind == "count" and _times(text, amount):
            yield from _multiple(sentence, place)
            continue
        by = just_before(BY, text, amount.start)
        if by is None or amount.kind not in ("count", "percent", "point"):
            continue
        new = _new(sentence, place, amount, by.start())
        if new is None or (new.kind == "ratio" and by["verb"].casefold() not in ("vượt", "hụt")):
            continue
        old = _old(sentence, place, amount, new, by.start())
        if old is not None and not _explained(sentence, place, amount, old, new):
            yield from _compare(sentence, amount, old, new)
        if amount.kind == "count":
            yield from _percent_of_amount(sentence, place, amount, new, old, by["verb"].casefold())


def _multiple(sentence: Sentence, place: int) -> Iterator[Mistake]:
    """`3,6 tỷ đồng, gấp 2,4 lần so với 1,5 tỷ đồng`."""
    found = sentence.figures
    if place + 1 >= len(found):
        return
    amount, new, old = found[place], found[place - 1], found[place + 1]
    if not _beside(sentence, amount, old) or new.kind != "count" or old.kind != "count" or not _one_noun(new, old):
        return
    if ";" not in sentence.text[new.end : amount.start]:
        yield from _compare(sentence, amount, old, new)


def _new(sentence: Sentence, place: int, amount: Figure, verb: int) -> Figure | None:
    """The figure that rose or fell: the one right before the verb; `A so với B, tăng …` has two there."""
    text, found = sentence.text, sentence.figures
    new = found[place - 1]
    if new.end > verb or ";" in text[new.end : verb] or len(text[new.end : verb]) > 90:
        return None
    if place > 1:
        between = text[found[place - 2].end : new.start]
        if found[place - 2].kind == new.kind and (AGAINST.fullmatch(between) or SAME_PERIOD.search(between)):
            if not _one_noun(found[place - 2], new):
                return None
            new = found[place - 2]
    new = _before_base(text, found, place, new)
    kinds = ("percent",) if amount.kind == "point" else ("count", "ratio")
    # A figure that is itself a change is nothing that another change starts from.
    return None if new.vague or new.kind not in kinds or just_before(BY, text, new.start) else new


def _before_base(text: str, found: list[Figure], place: int, new: Figure) -> Figure:
    """The figure that was held against a plan in brackets, if that is where the change seems to start.

    `thu 1.250 tỷ đồng, bằng 104,17% dự toán (1.200 tỷ đồng), tăng 8,7% …` tells how much the 1.250 rose.
    """
    if (
        place < 3
        or found[place - 2].kind != "percent"
        or not PLAN_IN_BRACKETS.fullmatch(text, found[place - 2].end, new.start)
    ):
        return new
    return found[place - 3] if ")" in text[new.end : found[place].start] else new


def _old(sentence: Sentence, place: int, amount: Figure, new: Figure, verb: int) -> Figure | None:
    """What it is compared with: behind the change, or between figure and change."""
    text, found = sentence.text, sentence.figures
    if new.kind == "ratio":
        return new
    if place > 1 and found[place - 2] is new:
        old = found[place - 1]
        joins = text[old.end : verb]
        return old if not old.vague and "," not in joins.rstrip(" ,") and ";" not in joins else None
    if place + 1 < len(found) and found[place + 1].kind == new.kind and not found[place + 1].vague:
        old = found[place + 1]
        if _beside(sentence, amount, old) and _one_noun(new, old):
            return old
    return None


def _beside(sentence: Sentence, amount: Figure, old: Figure) -> bool:
    between = sentence.text[amount.end : old.start]
    return AGAINST.fullmatch(between) is not None and not CLAUSE.search(between)


def _one_noun(one: Figure, other: Figure) -> bool:
    return not one.unit or not other.unit or _same(one, other)


def _same(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same; `đồng chí` stands for whoever was counted before."""
    comrades = COMRADE in (one.unit[:2], other.unit[:2])
    return same(one.unit, other.unit) or (comrades and alike(one.unit, other.unit))


def _explained(sentence: Sentence, place: int, amount: Figure, old: Figure, new: Figure) -> bool:
    """Whether a figure further in front makes the change right: then the words mean that one.

    `thu 1.250 tỷ đồng (riêng thuế 620 tỷ đồng), tăng 25% so với năm trước (1.000 tỷ đồng)`
    """
    for other in sentence.figures[: place - 1]:
        if other is old or other is new or other.kind != new.kind or other.vague or not _one_noun(other, old):
            continue
        if amount.kind == "count" and not _one_noun(amount, other):
            continue
        if not any(_compare(sentence, amount, old, other)):
            return True
    return False


def _percent_of_amount(
    sentence: Sentence, place: int, amount: Figure, new: Figure, old: Figure | None, verb: str
) -> Iterator[Mistake]:
    """`129 mô hình, tăng 26 mô hình so với đầu nhiệm kỳ, tăng 25,24%`."""
    text, found = sentence.text, sentence.figures
    if new.kind != "count" or verb not in ("tăng", "giảm"):
        return
    if not (_same(new, amount) or not amount.unit):
        return
    behind = place + 1
    if old is not None and behind < len(found) and found[behind] is old:
        behind += 1
    if behind >= len(found):
        return
    percent = found[behind]
    lead = text[found[behind - 1].end : percent.start]
    if percent.kind != "percent" or percent.vague or not (JOINED.fullmatch(lead) or BRACKET.fullmatch(lead)):
        return
    base = old or Figure(
        "count",
        amount.start,
        amount.end,
        value=new.value - amount.value if verb == "tăng" else new.value + amount.value,
        step=max(new.step, amount.step),
        decimals=max(new.decimals, amount.decimals),
    )
    if base.value > 0:
        yield from _compare(sentence, percent, base, new)


def _times(text: str, amount: Figure) -> bool:
    return just_before(TIMES, text, amount.start) is not None and TIMES_BEHIND.match(text, amount.end) is not None


def _compare(sentence: Sentence, amount: Figure, old: Figure, new: Figure) -> Iterator[Mistake]:
    """The mistake, if the amount is not the change from old to new."""
    if amount.kind not in ("count", "percent", "point") or amount.vague or amount.unit[:1] in RANKS:
        return
    before, after = (old.whole or Decimal(0), old.value) if old.kind == "ratio" else (old.value, new.value)
    blur_before, blur_after = old.blur, new.blur
    if amount.kind == "count" and _times(sentence.text, amount):
        yield from _factor(sentence, amount, old, new)
        return
    if amount.unit[:1] == ("lần",) and new.unit[:1] != ("lần",):
        # `tăng 2 lần` is said of twice as much and of three times as much.
        return
    difference = abs(after - before)
    blur = blur_before + blur_after
    low, high = max(difference - blur, Decimal(0)), difference + blur
    if amount.kind in ("count", "point"):
        if amount.kind == "count" and (old.kind == "percent" or not (_one_noun(amount, new) or not amount.unit)):
            return
        exact = not amount.decimals and not blur
        if amount.value == difference or (not exact and low - amount.blur <= amount.value <= high + amount.blur):
            return
        unit = _scale(amount)
        yield _mistake(sentence, "N103", amount, shown(difference / unit, exact_digits(difference / unit)), old, new)
        return
    if not before or before - blur_before <= 0:
        return
    low, high = low / (before + blur_before) * 100, high / (before - blur_before) * 100
    if agrees(amount.value, amount.step, low, high):
        return
    if old.kind == "percent" and agrees(amount.value, amount.step, difference - blur, difference + blur):
        return
    computed = difference / before * 100
    yield _mistake(sentence, "N102", amount, shown_percent(computed, amount.decimals), old, new)


def _factor(sentence: Sentence, amount: Figure, old: Figure, new: Figure) -> Iterator[Mistake]:
    if old.value - old.blur <= 0:
        return
    low = (new.value - new.blur) / (old.value + old.blur)
    high = (new.value + new.blur) / (old.value - old.blur)
    computed = new.value / old.value
    if not agrees(amount.value, amount.step, low, high) and near(amount.value, computed, Decimal(1)):
        yield _mistake(sentence, "N102", amount, shown(computed, max(2, amount.decimals)), old, new)


def _scale(figure: Figure) -> Decimal:
    """What `triệu` or `tỷ` behind a figure is worth."""
    return figure.step * Decimal(10) ** figure.decimals


def _mistake(sentence: Sentence, code: str, amount: Figure, computed: str, old: Figure, new: Figure) -> Mistake:
    text = sentence.text
    sources = [old] if old is new else [figure for figure in (old, new) if figure is not amount]
    return Mistake(
        code,
        sentence.start + amount.start,
        sentence.start + amount.end,
        computed,
        say(
            "The change is {computed}, not {printed}.",
            computed=computed,
            printed=text[amount.start : amount.end],
        ),
        tuple((sentence.start + one.start, sentence.start + one.end) for one in sources),
    )

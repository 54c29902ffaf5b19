"""Percentages in a sentence held against the part and the whole beside them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from vankien.checks.figures.agreement import agrees, near, share, shown_percent
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.noun import alike, fits, same
from vankien.checks.figures.number import Figure, just_before
from vankien.checks.figures.sentence import Sentence
from vankien.model.diagnostic import say
from vankien.model.regex import regex

MAKES = (
    r"(?:đạt|chiếm|bằng|tương đương|tương ứng|ứng với|tức|hay|là)"
    r"(?: (?:được|tỷ lệ|tỉ lệ|tỷ trọng|tới|là|với|mức))*"
)
RATE = r"(?:với )?(?:tỷ lệ|tỉ lệ|tỷ trọng)(?P<of>(?: [^\W\d_]+){0,4}?)(?: (?:là|đạt|chiếm))?"
LINK = regex(rf"(?P<mark>[,(]|^|\)) ?(?:(?:và|đều|cũng|đã) )?(?:{MAKES}|{RATE})? *$")
LEVEL = regex(r"[^,(]*\bđạt *")
"""`3/5 chỉ tiêu đạt 100%` may tell what each of them reached, and not the share that they are."""
VERB = regex(rf" (?:{MAKES}) *$")
CHANGE = regex(r"\b(?:tăng|giảm|vượt|hụt|cao hơn|thấp hơn|nhiều hơn|ít hơn|chênh lệch)\b[^,;.]{0,24}$")
OTHER_BASE = regex(r"\s*(?:so với|của (?:năm|cùng|nhiệm kỳ)|cùng kỳ|so\b|số đăng ký|mỗi|hằng|hàng)")
PLAN = regex(
    r"\s*(?:so với |của |trên |trong )?(?:\w+ )?"
    r"(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|khối lượng|chương trình)"
)
BASE_BEHIND = regex(
    r"\s*(?:số [^\W\d_]+ )?(?:so với|của|trong|trên|trong tổng|tổng|chỉ tiêu|kế hoạch|dự toán|mức|nghị quyết|dân số"
    r"|mục tiêu|số)\b[^,;:.()0-9]{0,40}\(?\s*$"
)
CHANGED = regex(r"\b(?:tăng|giảm|vượt|hụt)(?: (?:thêm|được|đi|tới))*\s*$", re.IGNORECASE)
IN_BRACKETS = regex(r"[^,;:.()]{0,40}\(\s*$")
OUT_OF = regex(r"(?:^|[\s,])(?:trong|trên)(?! đó)(?: tổng)?(?: số)?(?: [^\W\d_]+){0,2}\s*$", re.IGNORECASE)
BEGINS_WITH_WHOLE = regex(r"(?:^|[.;,:(]\s*|[-–]\s)(?:qua )?trong(?: tổng)?(?: số)?\s*$", re.IGNORECASE)
BRACKET_CLOSED = regex(r"[^()]*\)\s*,")
NAMED = regex(r"[^,;:.()0-9]*")
AMONG = "trong đó"
EXPECTED = frozenset(("hoàn thành", "thực hiện", "giải quyết", "trung bình", "chung"))
"""What a rate may be of without being named before."""


def share_mistakes(sentence: Sentence) -> Iterator[Mistake]:
    """Every percentage of the sentence that surely belongs to a part and a whole, and is not their share."""
    if "%" not in sentence.text and "phần trăm" not in sentence.text:
        return
    yield from _respective(sentence)
    pairs: list[tuple[Figure, Figure]] = []
    told: set[int] = set()
    for place, printed in enumerate(sentence.figures):
        if printed.kind != "percent" or printed.vague:
            continue
        own = _own(sentence, place)
        before = sentence.figures[own] if own >= 0 else None
        after = sentence.figures[place + 1] if place + 1 < len(sentence.figures) else None
        begin = before.end if before else 0
        lead = sentence.text[
            begin if own == place - 1 else sentence.text.rindex(")", begin, printed.start) : printed.start
        ]
        if CHANGE.search(lead):
            continue
        if after and after.kind == "ratio" and IN_BRACKETS.fullmatch(sentence.text[printed.end : after.start]):
            yield from _of_ratio(sentence, printed, after)
        elif before and before.kind == "ratio" and _linked(lead):
            yield from _of_ratio(sentence, printed, before, sure=not LEVEL.fullmatch(lead))
        elif before and _is_change(sentence.text, before, lead):
            # `còn 85 chi bộ, giảm 15 chi bộ (15%)` is the change in percent; its base is no figure of the sentence.
            continue
        elif before and before.kind == "count" and not before.vague and _linked(lead):
            pairs.append((before, printed))
            for mistake in _of_counts(sentence, own + 1, before, printed, after):
                told.add(printed.start)
                yield mistake
    yield from _of_list(sentence, pairs, told)


def _own(sentence: Sentence, place: int) -> int:
    """Which figure a percentage is told of: the one before it; behind a bracket and a comma the one before the bracket.

    `143 đảng viên (năm 2021: 52, năm 2022: 60), bằng 71,5% …` tells the share that the 143 are.
    """
    text, found = sentence.text, sentence.figures
    if not place or not BRACKET_CLOSED.match(text, found[place - 1].end, found[place].start):
        return place - 1
    opened = text.rfind("(", 0, found[place - 1].start)
    outer = next((at for at in range(place - 1, -1, -1) if found[at].end <= opened), -1)
    if outer < 0 or found[outer].kind not in ("count", "ratio") or not NAMED.fullmatch(text, found[outer].end, opened):
        return place - 1
    return outer


def _is_change(text: str, amount: Figure, lead: str) -> bool:
    """Whether a percentage in brackets right behind the amount of a rise or fall is that change once more."""
    return amount.kind == "count" and bool(IN_BRACKETS.fullmatch(lead) and just_before(CHANGED, text, amount.start))


def _linked(lead: str) -> bool:
    """Whether the words between a count and a percentage make the one the share that the other is."""
    if ";" in lead or len(lead) > 140:
        return False
    if match := LINK.search(lead):
        if match["mark"] in (",", "", ")") and not lead[match.start("mark") :].strip(" ,)"):
            return False
        of = match["of"]
        return not of or of.strip().split()[0] in lead[: match.start("mark")].split() or of.strip() in EXPECTED
    return VERB.search(lead) is not None and len(lead.split()) < 9 and "," not in lead and "(" not in lead


def _of_ratio(sentence: Sentence, printed: Figure, ratio: Figure, sure: bool = True) -> Iterator[Mistake]:
    assert ratio.whole is not None
    if ratio.vague or OTHER_BASE.match(sentence.text, printed.end):
        return
    computed = share(ratio.value, ratio.blur, ratio.whole, ratio.blur)
    if computed is None or _agrees(printed, computed):
        return
    middle = ratio.value / ratio.whole * 100
    if (not sure or PLAN.match(sentence.text, printed.end)) and not near(printed.value, middle):
        return
    yield _mistake(sentence, printed, middle, (ratio,))


def _respective(sentence: Sentence) -> Iterator[Mistake]:
    """`126/130 đảng viên và 44/48 quần chúng …, đạt lần lượt 96,92% và 91,67%`."""
    at = sentence.text.find("lần lượt")
    if at < 0:
        return
    ratios = [figure for figure in sentence.figures if figure.end <= at and figure.kind == "ratio"]
    percents = [figure for figure in sentence.figures if figure.start > at and figure.kind == "percent"]
    if len(ratios) < 2 or len(ratios) != len(percents):
        return
    for ratio, printed in zip(ratios[1:], percents[1:], strict=True):
        yield from _of_ratio(sentence, printed, ratio)
    # The first percentage has the words `lần lượt` before it, so the ordinary way does not see it.
    yield from _of_ratio(sentence, percents[0], ratios[0])


def _of_counts(
    sentence: Sentence, place: int, part: Figure, printed: Figure, after: Figure | None
) -> Iterator[Mistake]:
    text = sentence.text
    whole, sure = _whole_behind(sentence, part, printed, after), True
    if whole is None:
        if OTHER_BASE.match(text, printed.end):
            return
        whole, part, sure = _whole_before(sentence, place, part)
    if whole is None or whole.vague or part.vague or not whole.value:
        return
    computed = share(part.value, part.blur, whole.value, whole.blur)
    if computed is None or _agrees(printed, computed) or _explained(sentence, part, printed, sentence.earlier()):
        return
    middle = part.value / whole.value * 100
    planned = whole is not after and PLAN.match(text, printed.end)
    if (planned or not sure or LEVEL.fullmatch(text, part.end, printed.start)) and not near(printed.value, middle):
        return
    yield _mistake(sentence, printed, middle, (part, whole))


def _whole_behind(sentence: Sentence, part: Figure, printed: Figure, after: Figure | None) -> Figure | None:
    """The whole in `chiếm 28,5% trong 214 người`, `bằng 60% chỉ tiêu 20 đảng viên`, `105% dự toán (250 tỷ đồng)`."""
    if after is None or after.kind != "count" or after.vague:
        return None
    between = sentence.text[printed.end : after.start].lstrip(")")
    if BASE_BEHIND.fullmatch(between) and fits(part.unit, after.unit):
        return after
    return None


def _whole_before(sentence: Sentence, place: int, part: Figure) -> tuple[Figure | None, Figure, bool]:
    """The whole, the part, and whether the words leave no doubt that the one is part of the other."""
    text, found = sentence.text, sentence.figures
    earlier = [figure for figure in found[: place - 1] if figure.kind == "count"]
    if found[place - 2 : place - 1] and place > 1 and found[place - 2].kind == "count":
        previous = found[place - 2]
        if OUT_OF.search(text[previous.end : part.start]) and ";" not in text[previous.end : part.start]:
            return (part, previous, True) if previous.value <= part.value else (None, part, False)
    if not earlier:
        return None, part, False
    among = text.rfind(AMONG, 0, part.start)
    if among >= 0 and ";" not in text[among : part.start]:
        before = [figure for figure in earlier if figure.end <= among]
        if before and fits(part.unit, before[-1].unit) and part.value <= before[-1].value:
            return before[-1], part, True
        return None, part, False
    whole = earlier[-1]
    between = text[whole.end : part.start]
    if ";" in between and not same(whole.unit, part.unit):
        return None, part, False
    if just_before(BEGINS_WITH_WHOLE, text, whole.start) and fits(part.unit, whole.unit) and part.value <= whole.value:
        return whole, part, True
    if found[place - 2] is whole and same(whole.unit, part.unit) and ("," in between or ";" in between):
        return (whole, part, False) if part.value <= whole.value else (None, part, False)
    return None, part, False


def _explained(sentence: Sentence, part: Figure, printed: Figure, earlier: list[Figure]) -> bool:
    """Whether any other number near by makes the percentage right: then the words mean that one."""
    for other in (*sentence.figures, *earlier):
        if other is part or other is printed:
            continue
        for whole in (other.value, other.whole):
            if other.kind not in ("count", "ratio") or not whole:
                continue
            computed = share(part.value, part.blur, whole, other.blur)
            if computed and _agrees(printed, computed):
                return True
    return False


def _of_list(sentence: Sentence, pairs: list[tuple[Figure, Figure]], told: set[int]) -> Iterator[Mistake]:
    """Counts with shares of one whole: the whole is the number that makes most of them right."""
    if len(pairs) < 2:
        return
    known = {id(figure) for pair in pairs for figure in pair}
    wholes = [
        figure
        for figure in (*sentence.earlier(), *sentence.figures)
        if figure.kind == "count" and figure.value and id(figure) not in known
    ]
    best: tuple[int, Figure | None] = 0, None
    for whole in wholes:
        right = sum(_right(part, printed, whole) for part, printed in pairs)
        if right > best[0]:
            best = right, whole
    right, whole = best
    if whole is None or right < 1 or right == len(pairs) or len(pairs) - right > right:
        return
    for part, printed in pairs:
        if printed.start in told or _right(part, printed, whole) or not alike(part.unit, pairs[0][0].unit):
            continue
        if part.value > whole.value or _explained(sentence, part, printed, []):
            continue
        middle = part.value / whole.value * 100
        if right > 1 or near(printed.value, middle):
            yield _mistake(sentence, printed, middle, (part, whole))


def _right(part: Figure, printed: Figure, whole: Figure) -> bool:
    computed = share(part.value, part.blur, whole.value, whole.blur)
    return computed is not None and _agrees(printed, computed)


def _agrees(printed: Figure, computed: tuple[Decimal, Decimal]) -> bool:
    return agrees(printed.value, printed.step, *computed)


def _mistake(sentence: Sentence, printed: Figure, computed: Decimal, sources: tuple[Figure, ...]) -> Mistake:
    text = sentence.text
    value = shown_percent(computed, printed.decimals)
    part = text[sources[0].start : sources[0].end].split("/")
    whole = text[sources[-1].start : sources[-1].end].split("/")
    return Mistake(
        "N101",
        sentence.start + printed.start,
        sentence.start + printed.end,
        value,
        say(
            "{part} of {whole} are {computed}, not {printed}.",
            part=part[0].strip(),
            whole=whole[-1].strip(),
            computed=value,
            printed=text[printed.start : printed.end],
        ),
        tuple((sentence.start + one.start, sentence.start + one.end) for one in sources),
    )

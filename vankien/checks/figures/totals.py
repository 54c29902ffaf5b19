"""Totals in a sentence held against the sum of the parts that follow."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from vankien.checks.figures.agreement import exact_digits, near, shown
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.noun import alike, group, same
from vankien.checks.figures.number import Figure
from vankien.checks.figures.sentence import Sentence
from vankien.model.diagnostic import say
from vankien.model.regex import regex

LISTS = regex(
    r"(?P<all>\(?\b(?:bao gồm|gồm có|trong đó gồm|gồm|chia ra|cụ thể là|cụ thể)\b ?:?)"
    r"|(?P<some>\(?\btrong đó\b(?: có)? ?:?)"
    r"|(?P<colon>:)|(?P<bracket>\()"
)
ENDS = regex(
    r"\s*(?:với|có|và có|trong đó|trong số|tăng|giảm|đạt|chiếm|so với|cùng kỳ|bằng|do|được|đã|nhằm|để|hiện|nay|nhưng"
    r"|tuy|bình quân|mỗi|từ|tổng|nâng|góp phần|bảo đảm|theo|qua|ngoài ra|riêng|nhất là|chủ yếu|đều|làm|vượt|lũy kế"
    r"|nhờ|song|phần|tất cả)\b",
    re.IGNORECASE,
)
MORE = regex(r"\.\.\.|…|\bv\.v|\bvân vân\b|\bmột số\b|\bkhác nhau\b|\bít nhất\b|\bchủ yếu\b|\bnhất là\b")
NEXT = regex(r"(?:\s*(?:có|là|được|gồm|số))*\s*")
LEAVES = regex(r",\s*còn(?: lại)?\s*$")
REST = regex(r"\bcòn(?: lại)?\b")
SEPARATOR = regex(r"[;,](?![0-9])|\bvà\b")
BRACKETS = regex(r"\([^()]*\)")
OVERLAP = regex(
    r"\b(?:(?<!phụ )nữ|dân tộc|tôn giáo|tuổi|trẻ|trình độ|đại học|thạc sĩ|tiến sĩ|cao cấp|trung cấp|cử nhân|khmer)\b",
    re.IGNORECASE,
)
PAIRS = (
    ("nam", "nữ"), ("chính thức", "dự bị"), ("tập thể", "cá nhân"), ("trực tiếp", "gián tiếp"),
    ("bí mật", "công khai"), ("chuyên trách", "bán chuyên trách"), ("chuyên trách", "kiêm nhiệm"),
    ("chuyên trách", "không chuyên trách"), ("hợp lệ", "không hợp lệ"), ("đúng hạn", "trễ hạn"),
    ("đúng hạn", "quá hạn"), ("định kỳ", "chuyên đề"), ("định kỳ", "đột xuất"), ("đương nhiên", "bầu"),
    ("trong nước", "ngoài nước"), ("trong tỉnh", "ngoài tỉnh"), ("thành thị", "nông thôn"),
)  # fmt: skip
"""Parts that together are everything, so that even `trong đó` names all."""
BELOW = regex(r"\b(?:trực thuộc|bộ phận)\b")
"""What stands in brackets behind bodies may be the bodies below them."""
LINK_WORDS = 12
LIST_LENGTH = 1500
MOST_LISTS = 12


def total_mistakes(sentence: Sentence) -> Iterator[Mistake]:
    """Every total of the sentence whose parts are all named and add up to something else."""
    counts = [figure for figure in sentence.figures if figure.kind == "count"]
    if len(counts) < 2:
        return
    told: set[int] = set()
    for match in islice(LISTS.finditer(sentence.text), MOST_LISTS):
        if sentence.colon not in (-1, match.start()):
            continue
        total = _total(sentence, match)
        if total is None or id(total) in told:
            continue
        parts = _parts(sentence, match)
        mistake = _judged(sentence, total, parts, match) if parts else _alone(sentence, total, match)
        if mistake:
            told.add(id(total))
            yield mistake
    yield from _remainder(sentence, told)


def _total(sentence: Sentence, match: re.Match[str]) -> Figure | None:
    """The figure that the list belongs to: the last one before it, with few words between and no other clause."""
    before = [figure for figure in sentence.figures if figure.end <= match.start()]
    if not before:
        return None
    total = before[-1]
    between = sentence.text[total.end : match.start()]
    if total.kind != "count" or total.vague or len(between.split()) > LINK_WORDS:
        return None
    if ";" in between or ":" in between or "(" in between:
        return None
    return total


def _parts(sentence: Sentence, match: re.Match[str]) -> list[tuple[Figure, str]]:
    """The parts with their words; none where the list cannot be read with certainty."""
    text = sentence.text
    begin = match.end()
    if match["bracket"] or match[0].startswith("("):
        end = text.find(")", begin)
        depth = text.find("(", begin, end if end >= 0 else len(text))
        if end < 0 or depth >= 0:
            return []
    else:
        end = _closing(text, begin, min(len(text), begin + LIST_LENGTH))
    listed = text[begin:end]
    if "gồm" in listed or MORE.search(listed):
        return []
    blank = BRACKETS.sub(lambda one: " " * len(one[0]), listed)
    behind = [figure for figure in sentence.figures if begin <= figure.start < end]
    items: list[tuple[Figure, str]] = []
    for start, stop, ends in _items(blank, sentence, begin):
        words = blank[start:stop]
        if (items and ENDS.match(words)) or words.strip().startswith("trong đó"):
            break
        inside = [
            figure
            for figure in behind
            if begin + start <= figure.start < begin + stop and blank[figure.start - begin] != " "
        ]
        inside = [figure for figure in inside if figure.kind not in ("percent", "point")]
        if not inside and not items:
            return []
        if len(inside) > 1 or any(figure.kind != "count" or figure.vague for figure in inside):
            return []
        if inside:
            items.append((inside[0], words))
        if ends:
            break
    return items if len(items) > 1 else []


def _closing(text: str, begin: int, limit: int) -> int:
    """Where the bracket ends in which a list stands, or else the limit."""
    depth = 0
    for place in range(begin, limit):
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            if not depth:
                return place
            depth -= 1
    return limit


def _items(listed: str, sentence: Sentence, begin: int) -> Iterator[tuple[int, int, bool]]:
    """Where the items of a list stand, and whether the list ends behind one."""
    first = next((figure.end - begin for figure in sentence.figures if figure.start >= begin), None)
    if first is None:
        return
    nearest = SEPARATOR.search(listed, first)
    strong = nearest is not None and nearest[0] == ";"
    start = 0
    for match in SEPARATOR.finditer(listed):
        sign = match[0]
        if match.start() < first or (strong and sign == ","):
            continue
        if sign == ";" and not strong:
            yield start, match.start(), True
            return
        yield start, match.start(), False
        start = match.end()
    yield start, len(listed), True


def _judged(sentence: Sentence, total: Figure, parts: list[tuple[Figure, str]], match: re.Match[str]) -> Mistake | None:
    figures = [figure for figure, _ in parts]
    added = sum((figure.value for figure in figures), Decimal(0))
    blur = sum((figure.blur for figure in figures), total.blur)
    if abs(added - total.value) <= blur or not total.value:
        return None
    words = [text.casefold() for _, text in parts]
    paired = len(parts) == 2 and any(_pair(words, pair) for pair in PAIRS)
    if match["some"] and not paired:
        rest = REST.search(parts[-1][1])
        if rest is None:
            return _too_large(sentence, total, figures[0])
    elif not paired and any(OVERLAP.search(text) for text in words):
        return None
    if any(figure.value > total.value * 2 for figure in figures):
        return None
    if not _belong(total, figures, bool(match["all"])):
        return None
    if _otherwise(sentence, total, added, blur):
        return None
    if match["bracket"] and any(BELOW.search(text) for text in words):
        return None
    same_noun = all(same(figure.unit, total.unit) for figure in figures)
    if not same_noun and not near(total.value, added, Decimal("0.2")):
        return None
    return _mistake(sentence, total, added, figures)


def _pair(words: list[str], pair: tuple[str, str]) -> bool:
    """Whether one part is the one and the other part the other; `không hợp lệ` is not `hợp lệ`."""
    one, other = pair
    first, second = words
    return (_is(first, one, other) and other in second) or (_is(second, one, other) and other in first)


def _is(words: str, one: str, other: str) -> bool:
    return one in words and not (one in other and other in words)


def _belong(total: Figure, parts: list[Figure], everything: bool) -> bool:
    """Whether the parts count what the total counts; after `gồm` unknown nouns may, elsewhere they may not."""
    if all(not part.unit or alike(part.unit, total.unit) for part in parts):
        return True
    kind = group(total.unit)
    kinds = {group(part.unit) for part in parts if not alike(part.unit, total.unit)} - {""}
    return everything and total.value >= 10 and not (kind and kinds)


def _otherwise(sentence: Sentence, total: Figure, added: Decimal, blur: Decimal) -> bool:
    """Whether an earlier number of the sentence is the sum: then that one is the total."""
    return any(
        figure.kind == "count" and figure.end <= total.start and abs(figure.value - added) <= blur
        for figure in sentence.figures
    )


def _remainder(sentence: Sentence, told: set[int]) -> Iterator[Mistake]:
    """`Trong 186 nhiệm vụ …, đã hoàn thành 171 nhiệm vụ, còn lại 15 nhiệm vụ`."""
    counts = [figure for figure in sentence.figures if figure.kind not in ("percent", "point")]
    for total, done, rest in zip(counts, counts[1:], counts[2:], strict=False):
        if id(total) in told or any(one.kind != "count" or one.vague for one in (total, done, rest)):
            continue
        if not LEAVES.search(sentence.text, done.end, rest.start):
            continue
        if not (same(total.unit, done.unit) and same(done.unit, rest.unit)):
            continue
        added = done.value + rest.value
        off = abs(added - total.value) > total.blur + done.blur + rest.blur
        if off and done.value <= total.value and near(total.value, added, Decimal("0.2")):
            yield _mistake(sentence, total, added, [done, rest])


def _alone(sentence: Sentence, total: Figure, match: re.Match[str]) -> Mistake | None:
    """The one part behind `trong đó`."""
    if not match["some"]:
        return None
    part = next((figure for figure in sentence.figures if figure.start >= match.end()), None)
    if part is None or part.kind != "count" or part.vague or not NEXT.fullmatch(sentence.text, match.end(), part.start):
        return None
    return _too_large(sentence, total, part)


def _too_large(sentence: Sentence, total: Figure, part: Figure) -> Mistake | None:
    """`12 đảng viên, trong đó 15 đảng viên nữ`."""
    if not same(part.unit, total.unit) or part.value <= total.value:
        return None
    text = sentence.text
    return Mistake(
        "N105",
        sentence.start + part.start,
        sentence.start + part.end,
        text[total.start : total.end],
        say(
            "{part} cannot be among {total}.",
            part=text[part.start : part.end],
            total=text[total.start : total.end],
        ),
        ((sentence.start + total.start, sentence.start + total.end),),
    )


def _mistake(sentence: Sentence, total: Figure, added: Decimal, parts: list[Figure]) -> Mistake:
    unit = total.step * Decimal(10) ** total.decimals
    computed = shown(added / unit, exact_digits(added / unit))
    printed = sentence.text[total.start : total.end]
    return Mistake(
        "N104",
        sentence.start + total.start,
        sentence.start + total.end,
        computed,
        say("The parts add up to {computed}, not {printed}.", computed=computed, printed=printed),
        tuple((sentence.start + part.start, sentence.start + part.end) for part in parts),
    )

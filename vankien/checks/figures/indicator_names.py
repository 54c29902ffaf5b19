"""Figures in a text beside the name of an indicator, where they can mean nothing but the unit's own value."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from vankien.checks.figures.agreement import agrees, shown, shown_percent
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.number import Figure, figure_at, figures
from vankien.checks.figures.sentence import LONGEST, prose
from vankien.model.diagnostic import say
from vankien.model.indicator import Indicator, Observation
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.unit import Unit
from vankien.rollup.comparison import actual
from vankien.rollup.quantity import number

DIGIT = regex(r"[0-9]")
FILLERS = regex(r"(?:\s+(?:được|thêm|mới|tổng cộng|tổng số))*\s+")
LEADS_TO = regex(
    r"(?:\s+(?:đã|đều|hiện|nay|chung))*\s*"
    r"(?:đạt|là|chiếm|bằng|được|:|đạt tỷ lệ|ở mức|(?:(?:giảm )?(?:xuống )?|chỉ )còn)\s+"
)
DIRECT = regex(r"\s+(?:số\s+)?[“\"]?")
SUBJECT = r"(?:(?:toàn )?(?:đảng bộ|chi bộ|khối|đơn vị|cơ quan|đảng ủy|cấp ủy|tỉnh|huyện|xã){names})"
NEUTRAL = (
    r"(?:(?:kết quả|đến nay|hiện nay|tính đến nay|nhìn chung|qua đó|nhờ đó|cụ thể|như vậy|năm nay),?\s*)?"
    r"(?:{subject}\s*)?"
    r"(?:(?:đã|có|hiện|đang|được|duy trì|tổ chức|xây dựng|lãnh đạo|công tác|việc|số|tỷ lệ|tổng|ra)\s*)*"
)
OTHERWISE = regex(
    r"chỉ tiêu|phấn đấu|mục tiêu|kế hoạch|ít nhất|tối thiểu|trở lên|dự kiến|\bước\b|cùng kỳ|so với|trước|nhiệm kỳ"
    r"|trong đó|\bmỗi\b|bình quân|riêng|yêu cầu|đề ra|\bphải\b|\bcần\b|\bsẽ\b|\bquý\b|\btháng\b|\btuần\b|\bnăm\b"
    r"|giai đoạn|\bđợt\b|\bkhóa\b|còn lại|\bthêm\b|\bcó từ\b|\btừ\b|\bđến\b(?! nay\b)|\btừng\b"
)
"""Words after which a figure may be another year's, a target, or a part's."""
PART_OF = regex(r"\s*(?:trong|ở|tại|của|thuộc|khối|là|cho|vào|từ|ngoài|năm|tháng|quý|người|nữ|mỗi|trở)\b")
LONGEST_LEAD = 300
YEAR = regex(r"[0-9]{4}")
SETS_TIME = regex(r"(?:^|\. )\W*(?:(?:trong|đầu|cuối|đến|từ|riêng) )*(?:năm|tháng|quý|cùng kỳ|nhiệm kỳ|giai đoạn)\b")
"""A sentence that begins with a time may set it for those that follow."""
SAME_DAY = regex(r"(?:tính )?đến (?:hết )?(?:ngày )?(?P<day>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|tháng [0-9]{1,2}/[0-9]{4})")


@record
class Known:
    """An indicator with the unit's value of it."""

    indicator: Indicator
    """The indicator."""
    observation: Observation
    """Where the value stands."""
    value: Decimal
    """The value, in percent for a percentage."""


def known_values(
    indicators: Mapping[str, Indicator], observations: Mapping[str, list[Observation]]
) -> dict[str, Known]:
    """The values of one unit that its front matters give once, or alike."""
    found = {}
    for id, reported in observations.items():
        indicator = indicators.get(id)
        if indicator is None or indicator.measure not in ("number", "percentage"):
            continue
        values = {actual(indicator, observation) for observation in reported}
        value = values.pop()
        if value is not None and not values:
            found[id] = Known(indicator, reported[0], value)
    return found


@record
class Anchor:
    """Words of an indicator's name that stand beside its figure."""

    words: str
    """In small letters."""
    indicator: str
    """Its id."""
    tail: str
    """What follows the figure, where it stands inside the name: `kết nạp 64 đảng viên`."""


class Names:
    """The names of all indicators of a register, ready to be looked for."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        taken: dict[str, set[str]] = {}
        for indicator in indicators.values():
            if indicator.measure in ("number", "percentage"):
                for name in (indicator.title, *indicator.aliases):
                    taken.setdefault(_small(name), set()).add(indicator.id)
        # A name that two indicators share says nothing for certain.
        sure = [(name, id) for name, ids in taken.items() if len(ids) == 1 for id in ids]
        self.anchors: dict[str, dict[str, list[Anchor]]] = {}
        for name, id in sure:
            for anchor in _anchors(name, id, indicators[id]):
                words = anchor.words.split()
                below = self.anchors.setdefault(" ".join(words[:2]), {})
                below.setdefault(" ".join(words[:3]), []).append(anchor)
        self._narrow: dict[frozenset[str], dict[str, dict[str, list[Anchor]]]] = {}

    def among(self, text: str, ids: frozenset[str]) -> list[Anchor]:
        """The anchors of some indicators whose words stand in a text of small letters."""
        if ids not in self._narrow:
            self._narrow[ids] = self._only(ids)
        return [
            anchor
            for beginning, below in self._narrow[ids].items()
            if beginning in text
            for longer, anchors in below.items()
            if longer in text
            for anchor in anchors
            if anchor.words in text
        ]

    def _only(self, ids: frozenset[str]) -> dict[str, dict[str, list[Anchor]]]:
        found: dict[str, dict[str, list[Anchor]]] = {}
        for beginning, below in self.anchors.items():
            for longer, anchors in below.items():
                if own := [anchor for anchor in anchors if anchor.indicator in ids]:
                    found.setdefault(beginning, {})[longer] = own
        return found


def _places(anchors: Iterable[Anchor], line: str) -> list[tuple[int, Anchor]]:
    """Where anchors stand in a line of small letters, the longest first."""
    found = []
    for anchor in anchors:
        place = line.find(anchor.words)
        while place >= 0:
            if not line[place - 1 : place].isalnum():
                found.append((place, anchor))
            place = line.find(anchor.words, place + 1)
    return sorted(found, key=lambda one: len(one[1].words) + len(one[1].tail), reverse=True)


def _small(name: str) -> str:
    return " ".join(name.casefold().split())


def _anchors(name: str, id: str, indicator: Indicator) -> Iterator[Anchor]:
    if len(name.split()) < 2:
        return
    yield Anchor(name, id, "")
    unit = _small(indicator.unit)
    if indicator.measure == "number" and unit and (at := name.find(f" {unit}")) > 0:
        head = name[:at].strip()
        if len(head.split()) > 1:
            yield Anchor(head, id, name[at:].strip())


def name_mistakes(text: str, names: Names, known: Mapping[str, Known], unit: Unit) -> Iterator[tuple[Mistake, Known]]:
    """Every figure of a text beside the name of an indicator that is not the unit's value of it."""
    # Few texts name an indicator; the others are looked at as a whole and no further.
    anchors = names.among(text.lower(), frozenset(known))
    if not anchors:
        return
    offset = -1
    for line in text.split("\n"):
        begin, offset = offset + 1, offset + 1 + len(line)
        if line.startswith("|") or len(line) > LONGEST or not DIGIT.search(line):
            continue
        small = line.lower()
        if len(small) != len(line) or not (places := _places(anchors, small)):
            continue
        plain = prose(small)
        done: set[int] = set()
        for place, anchor in places:
            value = known[anchor.indicator]
            for figure, end in _beside(plain, place, anchor):
                if figure.start in done:
                    continue
                done.add(figure.start)
                if not _is_own(plain, min(place, figure.start), end, value, unit):
                    continue
                if (computed := _differs(figure, value)) and not _said(plain, small, value):
                    yield _mistake(line, begin, figure, computed, value), value


def _beside(line: str, place: int, anchor: Anchor) -> Iterator[tuple[Figure, int]]:
    """The figure that the words speak of, and where name and figure end.

    It stands inside the name, behind `đạt` or `là`, or right before it.
    """
    end = place + len(anchor.words)
    if anchor.tail:
        fill = FILLERS.match(line, end)
        figure = figure_at(line, fill.end()) if fill else None
        if figure and (tail := line.find(anchor.tail, figure.end)) == figure.end + 1:
            yield figure, tail + len(anchor.tail)
        return
    lead = LEADS_TO.match(line, end)
    if lead and (figure := figure_at(line, lead.end())):
        yield figure, figure.end
    head = max(0, place - 40)
    before = figures(line[head:place])
    if before and DIRECT.fullmatch(line, head + before[-1].end, place):
        figure = before[-1]
        figure.start += head
        figure.end += head
        yield figure, end


def _is_own(line: str, start: int, end: int, known: Known, unit: Unit) -> bool:
    """Whether nothing around speaks of another year, of a target, of a part or of another unit."""
    sentence = line.rfind(". ", 0, start) + 1
    if start - sentence > LONGEST_LEAD:
        return False
    clause = max(sentence, *(line.rfind(sign, 0, start) + 1 for sign in ",;:("))
    told = line[sentence:start]
    if match := SAME_DAY.search(told):
        if not known.observation.as_of or match["day"] not in _days(known.observation.as_of):
            return False
        told = told[: match.start()] + " " + told[match.end() :]
    behind = re.split(r"[,;.(]", line[end : end + 80])[0]
    if OTHERWISE.search(told) or YEAR.search(told) or OTHERWISE.search(behind):
        return False
    if PART_OF.match(behind) or SETS_TIME.search(line, 0, sentence):
        return False
    return _only_says(unit.name, unit.committee, unit.issuer).fullmatch(line[clause:start].strip()) is not None


@lru_cache(maxsize=256)
def _only_says(*names: str) -> re.Pattern[str]:
    """Words before a figure that name nobody but the unit, and nothing but the thing counted."""
    own = {" ".join(_small(name).split()[2:]) for name in names} - {""}
    of = "|".join(re.escape(" " + name) for name in sorted(own, key=len, reverse=True))
    subject = SUBJECT.replace("{names}", f"(?:{of})?" if of else "")
    return re.compile(r"[\s\-+*“\"]*" + NEUTRAL.replace("{subject}", subject))


def _days(day: object) -> tuple[str, ...]:
    year, month, date = str(day).split("-")
    return (
        f"{int(date)}/{int(month)}/{year}",
        f"{date}/{month}/{year}",
        f"tháng {int(month)}/{year}",
        f"{int(date)}/{month}/{year}",
    )


def _differs(figure: Figure, known: Known) -> str:
    """The unit's value as printed, where the figure is another; empty where it agrees or cannot be compared."""
    percentage = known.indicator.measure == "percentage"
    if percentage and figure.kind == "ratio":
        above, below = (known.observation.fields.get(key, "") for key in ("numerator", "denominator"))
        if (
            number(above) is None
            or number(below) is None
            or (figure.value, figure.whole) == (number(above), number(below))
        ):
            return ""
        return f"{above}/{below}"
    if figure.vague or figure.kind != ("percent" if percentage else "count"):
        return ""
    typed = known.observation.fields.get("actual", "")
    decimals = len(typed.partition(",")[2].rstrip("% ")) if typed else 0
    blur = Decimal(1).scaleb(-decimals) / 2 if decimals else Decimal(0)
    if agrees(figure.value, figure.step, known.value - blur, known.value + blur):
        return ""
    value = known.value
    return shown_percent(value, figure.decimals) if percentage else shown(value, max(2, decimals))


def _said(line: str, raw: str, known: Known) -> bool:
    """Whether the right value stands in the same paragraph: then the other figure means something else."""
    for figure in figures(line):
        if figure.kind in ("count", "percent") and agrees(figure.value, figure.step, known.value, known.value):
            return True
        below = number(known.observation.fields.get("denominator", ""))
        if figure.kind == "ratio" and below is not None and figure.whole == below:
            return True
    return f"{known.indicator.id}.actual" in raw


def _mistake(line: str, begin: int, figure: Figure, computed: str, known: Known) -> Mistake:
    return Mistake(
        "N301",
        begin + figure.start,
        begin + figure.end,
        computed,
        say(
            "The indicator “{indicator}” is {computed} here, not {printed}.",
            indicator=known.indicator.title,
            computed=computed,
            printed=line[figure.start : figure.end],
        ),
    )

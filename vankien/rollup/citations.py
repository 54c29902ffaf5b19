"""Citations of directive documents in running text: where one stands, and what it tells of number, date and issuer."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from vankien.model.citation import Citation
from vankien.model.regex import regex
from vankien.rollup.citation_issuers import NAME
from vankien.rollup.citation_symbols import (
    ASSEMBLY,
    GENERIC,
    MEANING,
    PARTY_ORGAN,
    STATE_ORGANS,
    TYPES,
    by_rule,
    meanings,
    type_word,
)
from vankien.rollup.congresses import resolutions

BEFORE, BEHIND = 72, 280
"""How many characters around a number are looked at: a long type with its adjectives; a date, a body and a title."""

_WORDS = "|".join(sorted((re.escape(one) for one in TYPES), key=len, reverse=True))
_SYMBOLS = "|".join(sorted(MEANING, key=len, reverse=True))
NUMBER = regex(
    r"(?P<serial>[0-9][0-9]{0,4}+)(?:/(?P<year>(?:19|20)[0-9]{2}))?"
    rf"(?:[ ]?(?P<first>[-–—/])[ ]?|[ ](?=(?:{_SYMBOLS})/))"
    r"(?P<symbol>[A-ZĐ][A-Za-zĐđ]{0,9}(?:(?<=QH)[0-9]{1,2}|(?<=TVQH)[0-9]{1,2})?)"
    r"(?:[ ]?(?P<second>[-–—/])[ ]?(?P<organ>[A-ZĐ][A-Za-zĐđ]{0,11}(?:-[A-ZĐ][A-Za-zĐđ]{0,11}){0,3}))?"
    r"(?![\w/])"
)
PART = regex(r"\d[.,–-]\Z")
SAID = regex(r"(?<!\w)số\s*:?\Z", re.IGNORECASE)
TYPE = regex(rf"(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
GAP = regex(r"(?:\s+(?:làm việc|hành động|công tác|phối hợp|liên tịch|toàn khóa|toàn khoá|kết luận|chuyên đề))*\s*\Z")
LOOSE = regex(r"(?:\s+[^\W\d_]+){0,5}\s*\Z")
ROW = regex(r"(?<![\w./-])(?:\d{1,4}\s*(?:,|và)\s*)+\Z")
SHORT = regex(
    rf"(?P<type>{_WORDS})\s+(?P<so>số\s+)?(?P<number>[0-9]{{1,4}}(?:/(?:19|20)[0-9]{{2}})?)(?![\d/%-]|[.,]\d|\s?[-–—]\s?[\dA-ZĐ])"
)
SHORT_END = regex(r"\s*(?:[,.;:)\]”\"*]|\n|\Z)|\s+(?:của|về|và|khóa|khoá|ngày|hay|hoặc|của)\b")
CLEAR_END = regex(r"\s+(?:của\s+[A-ZĐ]|về\s|ngày\s+\d)")
_ROMAN = r"[IVX]{1,5}"
PLENUM = regex(
    r"(?:Trung ương\s+(?P<n>\d{1,2})(?![\d/.-])"
    r"|lần thứ\s+(?P<ordinal>[\w]+(?:\s+một)?)\s+(?:của\s+)?Ban Chấp hành Trung ương(?:\s+Đảng)?)"
    rf"(?:\s*,?\s*\(?[Kk](?:hóa|hoá)\s+(?P<terms>{_ROMAN}(?:\s*(?:,|và|-)\s*{_ROMAN}\b){{0,3}})\)?)?"
)
PLENUM_BEFORE = regex(r"[Nn]ghị quyết\s+(?:[Hh]ội nghị\s+)?(?:lần thứ \w+\s+)?(?:Ban Chấp hành\s+)?\Z")
ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
DAY = (
    r"(?P<written>(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?(?P<year>\d{4})(?!\d)"
    r"|(?P<day2>\d{1,2})\s+tháng\s+(?P<month2>\d{1,2})\s+năm\s+(?P<year2>\d{4})(?!\d))"
)
DATE = regex(rf"[\s,*_]*\(?(?:ra\s+)?(?:ban hành\s+)?[Nn]gày\s+{DAY}\)?")
BARE_DATE = regex(rf"\s*\({DAY}\)")
ISSUED_BY = regex(r"[\s,*_)]*của\s+")
TITLE = regex(
    r"[\s,*_]*(?:về(?:\s+việc)?\s+)?[*_]*[“\"][*_]*(?:về(?:\s+việc)?\s+)?(?P<title>[^“”\"\n]{8,220}?)[*_]*[”\"]"
)
LINK = regex(r"(?P<and>\s+(?:và|cùng|hoặc)\s+)|\s*[,;]\s+(?:và\s+)?")
VERBS = frozenset(
    ("Kết luận", "Quyết định", "Hướng dẫn", "Thông báo", "Báo cáo", "Kế hoạch", "Chương trình", "Đề án", "Quy hoạch",
     "Luật", "Bộ luật", "Lệnh", "Dự án", "Phương án", "Văn bản", "Tờ trình", "Biên bản", "Giấy mời", "Đề cương",
     "Quy trình", "Quy chế", "Tuyên bố")
)  # fmt: skip
"""Types whose words before a mere count are mostly no citation: `Kết luận 02 vụ`, `Kế hoạch 5 năm`."""


@lru_cache(maxsize=1024)
def recognise(text: str) -> tuple[Citation, ...]:
    """All citations of a text, in order; time grows with the length of the text only."""
    found = [*_numbered(text), *_plenums(text), *resolutions(text), *_short(text)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Citation] = []
    for one in found:
        # Several documents may be named in one breath, as in `Trung ương 4 khóa XI, XII`; a short form inside another
        # citation is that citation itself.
        if not kept or one.start >= kept[-1].end or not (one.short or kept[-1].short):
            kept.append(one)
    return tuple(_shared(text, kept))


def _numbered(text: str) -> Iterator[Citation]:
    if not any(map(text.__contains__, "/-–—")):
        return
    for match in NUMBER.finditer(text):
        start = match.start()
        if start and (
            text[start - 1].isalnum() or text[start - 1] in "/_" or PART.search(text, max(0, start - 2), start)
        ):
            continue
        serial = int(match["serial"])
        symbol, organ = match["symbol"], match["organ"] or ""
        before = text[max(0, start - BEFORE) : start]
        told, type, begin, row = _told_type(before, symbol)
        begin = start - len(before) + begin if told else start
        if not _plausible(match, told, organ):
            continue
        year = int(match["year"]) if match["year"] else None
        party = _party(match, organ)
        citation = Citation(
            start=begin,
            end=match.end(),
            written=match[0],
            number=by_rule(serial, year, symbol, organ, party),
            type=type or next(iter(meanings(symbol)), ""),
            symbol=symbol if meanings(symbol) else "",
            organ=organ,
            year=year,
            told_type=told,
        )
        for number in row:
            # Of `số 18, 19-NQ/TW` the first number takes the symbol of the last.
            at = start - len(before) + before.rfind(number)
            yield replace(
                citation,
                start=begin if number == row[0] else at,
                end=at + len(number),
                written=number,
                number=by_rule(int(number), year, symbol, organ, party),
            )
        citation = replace(citation, start=start) if row else citation
        yield _told_behind(text, citation)


def _told_type(before: str, symbol: str) -> tuple[bool, str, int, list[str]]:
    """Whether a type stands directly before a number, which, where it begins, and further numbers in between."""
    head = before.rstrip(' \n*_“"(')
    row: list[str] = []
    if (match := ROW.search(head + " ")) and "số" in head[max(0, match.start() - 4) : match.start()].casefold():
        row = re.findall(r"\d+", match[0])
        head = head[: match.start()].rstrip()
    said = SAID.search(head)
    if said:
        head = head[: said.start()]
    elif row:
        row = []
    types = list(TYPE.finditer(head))
    if not types:
        return False, "", 0, row if said else []
    last = types[-1]
    rest = head[last.end() :]
    if not GAP.fullmatch(rest):
        # With words in between, the number may belong to another document: no more than a guess that fits counts.
        fits = said and LOOSE.fullmatch(rest) and type_word(last[0]) in meanings(symbol)
        return (True, type_word(last[0]), last.start(), row) if fits else (False, "", 0, [])
    type = type_word(last[0])
    for earlier in reversed(types[:-1]):
        between = head[earlier.end() : last.start()]
        if type in meanings(symbol) or not LOOSE.fullmatch(between):
            break
        if type_word(earlier[0]) in meanings(symbol):
            return True, type_word(earlier[0]), earlier.start(), row
    return True, type, last.start(), row


def _plausible(match: re.Match[str], told: bool, organ: str) -> bool:
    """Whether what looks like a number is one: `9001-ISO/IEC` and `1/A-B` are not."""
    symbol = match["symbol"]
    known = bool(meanings(symbol)) and symbol != "L"
    if told:
        return bool(organ) or known
    if not known or not match["first"]:
        return False
    if ASSEMBLY.fullmatch(symbol):
        return bool(match["year"])
    return bool(organ) and bool(
        match["year"]
        or PARTY_ORGAN.fullmatch(organ)
        or organ.split("-")[0] in STATE_ORGANS
        or match["first"] != match["second"]
    )


def _party(match: re.Match[str], organ: str) -> bool:
    """Whether a number is meant to be written the Party's way: by its organ, else by its first sign."""
    if match["year"] or organ.split("-")[0] in STATE_ORGANS or ASSEMBLY.fullmatch(match["symbol"]):
        return False
    if PARTY_ORGAN.fullmatch(organ):
        return True
    return match["first"] != "/"


def _told_behind(text: str, citation: Citation) -> Citation:
    """The citation with the date, the issuing body and the quoted title that stand behind its number."""
    tail = text[citation.end : citation.end + BEHIND]
    at, told = 0, {}
    for _ in range(2):
        if "issuer" not in told and (match := _issuer(tail, at)):
            told["issuer"], at = " ".join(match[0].split()), match.end()
        if "date_written" not in told and (match := DATE.match(tail, at) or BARE_DATE.match(tail, at)):
            told |= _dated(match, citation.end)
            at = match.end()
    if match := TITLE.match(tail, at):
        told["title"] = match["title"].strip(" *_.")
        if "issuer" not in told and (match := _issuer(tail, match.end())):
            told["issuer"], at = " ".join(match[0].split()), match.end()
    return replace(citation, end=citation.end + at, **told) if told else citation


def _issuer(text: str, at: int) -> re.Match[str] | None:
    """The issuing body that a text tells from a place on, behind its `của`."""
    # One after the other, because the long pattern of names takes a hundredth of a second to compile once more.
    begin = ISSUED_BY.match(text, at)
    return NAME.match(text, begin.end()) if begin else None


def _dated(match: re.Match[str], offset: int) -> dict[str, object]:
    parts = [int(match[key] or match[key + "2"]) for key in ("year", "month", "day")]
    try:
        date = datetime.date(*parts)
    except ValueError:
        date = None
    return {"date": date, "date_written": match["written"], "date_start": offset + match.start("written")}


def _plenums(text: str) -> Iterator[Citation]:
    """Resolutions of a plenum, which are cited by its count and the congress term instead of a number."""
    if "ghị quyết" not in text or "Trung ương" not in text:
        return
    for match in PLENUM.finditer(text):
        before = PLENUM_BEFORE.search(text[max(0, match.start() - BEFORE) : match.start()])
        count = int(match["n"]) if match["n"] else _ordinal(match["ordinal"])
        if before is None or not count:
            continue
        for term in re.findall(r"[IVX]+", match["terms"] or "") or [""]:
            yield Citation(
                start=match.start() - len(before[0]),
                end=match.end(),
                written=" ".join((before[0] + match[0]).split()),
                number="",
                type="Nghị quyết",
                issuer=f"Ban Chấp hành Trung ương Đảng khóa {term}" if term else "",
                name=f"Nghị quyết Trung ương {count} khóa {term}" if term else f"Nghị quyết Trung ương {count}",
            )


def _ordinal(word: str) -> int:
    word = " ".join(word.split())
    return int(word) if word.isdecimal() and len(word) < 3 else ORDINALS.index(word) if word in ORDINALS else 0


def _short(text: str) -> Iterator[Citation]:
    """Citations by type and serial number alone, such as `Chỉ thị 05`."""
    for match in SHORT.finditer(text):
        end = match.end()
        type = match["type"]
        clear = CLEAR_END.match(text, end)
        if not (clear or SHORT_END.match(text, end)):
            continue
        number = match["number"]
        if not match["so"]:
            before = text[max(0, match.start() - 2) : match.start()]
            # In the middle of a sentence a capital tells that the word is the name of a document.
            inside = len(before) == 2 and (before[0].islower() or before[0] == ",") and before[1] == " "
            if (type in VERBS and not clear and not (inside and type == "Kết luận")) or re.fullmatch(
                r"(?:19|20)\d\d|0+", number
            ):
                continue
        serial, _, year = number.partition("/")
        citation = Citation(
            start=match.start(),
            end=end,
            written=number,
            number=f"{int(serial):02d}" + (f"/{year}" if year else ""),
            type=type,
            year=int(year) if year else None,
        )
        yield _told_behind(text, citation)


def _shared(text: str, found: list[Citation]) -> Iterator[Citation]:
    """The citations, each with what the next of its row tells of both: `Chỉ thị … và Thông báo …, ngày … của …`."""
    following: Citation | None = None
    result: list[Citation] = []
    for one in reversed(found):
        if following is not None and not one.issuer and one.organ == following.organ and one.organ:
            link = LINK.fullmatch(text, one.end, following.start) if following.start > one.end else None
            if link:
                shared = {}
                if following.issuer:
                    shared = {"issuer": following.issuer, "issuer_shared": True}
                if link["and"] and following.date and not one.date_written:
                    shared |= {"date": following.date, "date_shared": True}
                one = replace(one, **shared) if shared else one
        result.append(one)
        following = one
    return reversed(result)


def type_fits(citation: Citation) -> bool:
    """Whether the type in words is one that the symbol of the number stands for; unknown symbols fit all."""
    possible = meanings(citation.symbol)
    return not (citation.told_type and possible) or citation.type in possible or citation.type in GENERIC


def misnumbered(citation: Citation) -> bool:
    """Whether signs of a number stand in the wrong place, as in `04/2015/NĐ/CP`; spaces and leading zeros apart."""
    if not citation.organ or citation.written.isdecimal():
        return False
    known = citation.year or PARTY_ORGAN.fullmatch(citation.organ) or citation.organ.split("-")[0] in STATE_ORGANS
    written = "".join(citation.written.split()).replace("–", "-").replace("—", "-")
    return bool(known) and written.lstrip("0") != citation.number.lstrip("0")

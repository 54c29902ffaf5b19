"""Resolutions of congresses, which have no number and are cited by congress, count and term."""

from collections.abc import Iterator

from vankien.model.citation import Citation
from vankien.model.regex import regex

PARTY = "Đại hội đại biểu toàn quốc của Đảng"
"""The congress of the whole Party."""

OWN = "Đại hội"
"""A congress of which the text tells no body: that of the unit that writes."""

LOCAL = frozenset(
    f"{OWN} Đảng bộ {kind}"
    for kind in (
        "xã",
        "phường",
        "thị trấn",
        "huyện",
        "quận",
        "thị xã",
        "cơ sở",
        "cơ quan",
        "công ty",
        "nhà trường",
        "trường",
        "bệnh viện",
        "sở",
        "ban",
        "ngành",
        "đơn vị",
    )
) | {OWN}
"""Congresses of bodies that are named by their kind alone; every unit that writes of one means its own."""

_ORDINAL = r"(?:[Ll]ần\s+thứ\s+)(?P<ordinal>[IVXL]{1,7}|\d{1,2})\b"
_TERM = r"\s*,?\s*[-–(]?\s*[Nn]hiệm\s+kỳ\s+(?P<from>\d{4})\s*[-–]\s*(?P<to>\d{4})\)?"
_PARTY = r"\s+(?:của\s+)?Đảng(?!\s+bộ|\w)"
# Between the congress and its count stands the name of a committee; words that begin something new end it.
_BODY = r"(?P<body>(?:toàn\s+quốc|(?:[Đđ]ảng|[Cc]hi)\s+bộ(?:\s+(?!lần\b|nhiệm\b|về\b|đã\b|của\b)[^\W\d_]+,?){0,11}?))"
RESOLUTION = regex(
    r"[Nn]ghị\s+quyết\s+(?:của\s+)?Đại\s+hội(?:\s+(?:đại\s+biểu|đảng\s+viên))?(?:"
    rf"(?:\s+{_BODY})?\s*,?\s+{_ORDINAL}(?P<party>{_PARTY})?(?:{_TERM})?"
    rf"|(?:\s+{_BODY.replace('<body>', '<body2>')})?{_TERM.replace('<from>', '<from2>').replace('<to>', '<to2>')}"
    rf"|\s+(?P<bare>[IVXL]{{1,7}})\b{_PARTY}"
    r")"
)


def resolutions(text: str) -> Iterator[Citation]:
    """Citations of the resolutions of congresses."""
    if "Đại" not in text:
        return
    for match in RESOLUTION.finditer(text):
        ordinal = match["ordinal"] or match["bare"] or ""
        first, last = match["from"] or match["from2"], match["to"] or match["to2"]
        term = f"{first}-{last}" if first else ""
        body = " ".join((match["body"] or match["body2"] or "").replace(",", " , ").split()).replace(" ,", ",")
        if match["bare"] or match["party"] or body.casefold() == "toàn quốc":
            congress, issuer = PARTY, f"Đại hội đại biểu toàn quốc lần thứ {ordinal} của Đảng"
            name = f"Nghị quyết Đại hội {ordinal} của Đảng" if ordinal else ""
        else:
            plain = body[:1].upper() + body[1:] if body.casefold() not in ("đảng bộ", "chi bộ") else ""
            congress = f"{OWN} {plain}".strip()
            issuer = congress if plain else ""
            name = f"Nghị quyết {congress}" + (f" lần thứ {ordinal}" if ordinal else f", nhiệm kỳ {term}")
        if name:
            yield Citation(
                start=match.start(),
                end=match.end(),
                written=" ".join(match[0].split()),
                number="",
                type="Nghị quyết",
                issuer=issuer,
                name=name,
                congress=congress,
                ordinal=ordinal,
                term=term,
            )

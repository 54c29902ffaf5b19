"""Types of directive documents and the abbreviations that stand for them in a number.

Party: Hướng dẫn 36-HD/VPTW (2018), list of types; state: Nghị định 30/2020/NĐ-CP, Appendix III. Several types share
an abbreviation, and offices use a few beside the lists.
"""

from vankien.model.regex import regex

TYPES = (
    "Nghị quyết", "Chỉ thị", "Kết luận", "Quy chế", "Quy định", "Quyết định", "Quy hoạch", "Quy trình", "Thông tri",
    "Thông tư liên tịch", "Thông tư", "Hướng dẫn", "Thông báo", "Thông cáo", "Báo cáo", "Kế hoạch", "Chương trình",
    "Đề án", "Phương án", "Dự án", "Tờ trình", "Công văn", "Công điện", "Nghị định", "Bộ luật", "Luật", "Pháp lệnh",
    "Lệnh", "Tuyên bố", "Lời kêu gọi", "Đề cương", "Biên bản", "Giấy mời", "Văn bản",
)  # fmt: skip
"""Words that stand before a number."""

MEANING = {
    "NQ": ("Nghị quyết",),
    "NQLT": ("Nghị quyết",),
    "CT": ("Chỉ thị",),
    "KL": ("Kết luận",),
    "QC": ("Quy chế",),
    "QCPH": ("Quy chế",),
    "QĐ": ("Quyết định", "Quy định", "Quy chế", "Quy trình"),
    "QĐi": ("Quy định",),
    "QyĐ": ("Quy định",),
    "QH": ("Quy hoạch", "Luật", "Bộ luật", "Nghị quyết"),
    "TT": ("Thông tri", "Thông tư", "Tờ trình"),
    "TTLT": ("Thông tư liên tịch", "Thông tư"),
    "HD": ("Hướng dẫn",),
    "HDLT": ("Hướng dẫn",),
    "TB": ("Thông báo",),
    "TBKL": ("Thông báo", "Kết luận"),
    "TC": ("Thông cáo",),
    "BC": ("Báo cáo",),
    "KH": ("Kế hoạch",),
    "KHLT": ("Kế hoạch",),
    "KHPH": ("Kế hoạch",),
    "CTr": ("Chương trình",),
    "CTTr": ("Chương trình",),
    "CTrPH": ("Chương trình",),
    "CTHĐ": ("Chương trình",),
    "CTrHĐ": ("Chương trình",),
    "ĐA": ("Đề án",),
    "PA": ("Phương án",),
    "DA": ("Dự án",),
    "TTr": ("Tờ trình",),
    "CV": ("Công văn",),
    "CĐ": ("Công điện",),
    "NĐ": ("Nghị định",),
    "PL": ("Pháp lệnh",),
    "L": ("Lệnh", "Luật"),
    "BB": ("Biên bản",),
    "GM": ("Giấy mời",),
}
"""Types that an abbreviation may stand for, the usual one first."""

GENERIC = frozenset(("Văn bản", "Công văn", "Đề cương"))
"""Words before a number that say nothing of the type: official letters of the state carry the office's symbol."""

STATE_ORGANS = frozenset(("CP", "TTg", "CTN", "UBND", "HĐND", "UBTVQH", "TANDTC", "VKSNDTC", "KTNN"))
"""Organs whose numbers are written the state's way."""

PARTY_ORGAN = regex(
    r"(?:(?:BTG|BTC|BDV|BTGDV|BNC|UBKT|VP|BCĐ|BCS|BCSĐ|ĐĐ)?(?:TU|HU|ThU|QU|ĐU[A-Z]?)|[A-ZĐ]{0,8}TW|CB)\Z"
)
"""Organs whose numbers are written the Party's way: `TW`, `TU`, `BTGTU`, `HU`, `ĐU`, `ĐUK`, a cell's `CB`."""

ASSEMBLY = regex(r"(?:QH|UBTVQH)\d{1,2}\Z")


def type_word(text: str) -> str:
    """The type as `TYPES` writes it, for any use of capitals; empty for none."""
    return _BY_CASEFOLD.get(" ".join(text.split()).casefold(), "")


_BY_CASEFOLD = {one.casefold(): one for one in TYPES}


def meanings(symbol: str) -> tuple[str, ...]:
    """Types that an abbreviation may stand for; none for one that is not known."""
    if ASSEMBLY.fullmatch(symbol):
        return ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Lệnh")
    return MEANING.get(symbol, ())


def by_rule(serial: int, year: int | None, symbol: str, organ: str, party: bool) -> str:
    """The number as it is written: `05-CT/TW` by the Party, `04/2015/NĐ-CP` by the state."""
    if not organ:
        parts = [f"{serial:02d}", *([str(year)] if year else []), symbol]
        return ("-" if party else "/").join(part for part in parts if part)
    if party:
        return f"{serial:02d}-{symbol}/{organ}"
    return "/".join([f"{serial:02d}", *([str(year)] if year else []), f"{symbol}-{organ}"])

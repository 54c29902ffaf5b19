"""What figures count: whether two of them count the same kind of thing."""

MANY = frozenset((
    "đảng", "chi", "tổ", "đoàn", "hội", "công", "cán", "chương", "kế", "cơ", "nghị", "chỉ", "đơn", "doanh",
    "nhiệm", "lao", "viên",
))  # fmt: skip
"""First syllables of many nouns; only the second tells them apart."""
GROUPS = {
    "person": (
        "đồng chí", "đảng viên", "người", "cán bộ", "công chức", "viên chức", "lao động", "hội viên", "đoàn viên",
        "quần chúng", "học sinh", "sinh viên", "học viên", "em", "nữ", "nam", "dân", "giáo viên", "tiến sĩ", "thạc sĩ",
        "bác sĩ", "cấp ủy", "ủy viên", "đại biểu", "cá nhân", "công nhân", "nông dân", "chiến sĩ", "hộ", "cử tri",
        "thành viên", "giảng viên", "cử nhân", "kỹ sư", "y sĩ", "dược sĩ", "cử nhân", "khẩu", "lượt người",
    ),
    "body": (
        "tổ chức", "chi bộ", "đảng bộ", "đảng ủy", "cơ quan", "đơn vị", "doanh nghiệp", "cơ sở", "công ty", "trường",
        "xã", "phường", "thị trấn", "huyện", "ấp", "khóm", "phòng", "khoa", "chi hội", "chi đoàn", "đoàn cơ sở",
        "công đoàn", "hội", "tập thể",
    ),
    "paper": (
        "văn bản", "nghị quyết", "kế hoạch", "chương trình", "công văn", "chỉ thị", "báo cáo", "thông báo",
        "quyết định", "hướng dẫn", "kết luận", "quy chế", "quy định", "tờ trình", "đề án", "giấy mời", "thông tri",
    ),
    "case": ("đơn", "vụ", "vụ việc", "trường hợp", "hồ sơ", "việc", "ý kiến", "kiến nghị"),
    "money": ("đồng", "triệu", "tỷ", "usd"),
}  # fmt: skip
GROUP_OF = {noun: group for group, nouns in GROUPS.items() for noun in nouns}

Unit = tuple[str, ...]


def same(one: Unit, other: Unit) -> bool:
    """Whether two units begin with the same noun."""
    if not one or not other or one[0] != other[0]:
        return False
    return one[0] not in MANY or len(one) < 2 or len(other) < 2 or one[1] == other[1]


def group(unit: Unit) -> str:
    """The kind of thing: `person`, `body`, `paper`, `case`, `money`, or nothing."""
    if not unit:
        return ""
    return GROUP_OF.get(" ".join(unit[:2])) or GROUP_OF.get(unit[0], "")


def alike(one: Unit, other: Unit) -> bool:
    """Whether two units are the same noun or of the same kind."""
    return same(one, other) or (bool(found := group(one)) and found == group(other))


def fits(part: Unit, whole: Unit) -> bool:
    """Whether a part can be one of the whole: alike, or the part says nothing of its own."""
    return not part or alike(part, whole)

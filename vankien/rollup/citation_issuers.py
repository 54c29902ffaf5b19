"""Names of issuing bodies: where a name ends in running text, and when two names mean different bodies."""

import re
from functools import lru_cache

from vankien.model.regex import regex

CAPITAL = "A-ZĐĂÂÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"

FIELDS = (
    "Nội vụ", "Tài chính", "Công an", "Quốc phòng", "Ngoại giao", "Ngoại vụ", "Tư pháp", "Xây dựng", "Y tế",
    "Công [Tt]hương", "Giáo dục và Đào tạo", "Kế hoạch và Đầu tư", "Giao thông vận tải", "Khoa học và Công nghệ",
    "Thông tin và Truyền thông", "Tài nguyên và Môi trường", "Nông nghiệp và Phát triển nông thôn",
    "Nông nghiệp và Môi trường", r"Lao động\s?[-–]\s?Thương binh và Xã hội", "Văn hóa, Thể thao và Du lịch",
    "Dân tộc và Tôn giáo",
)  # fmt: skip
"""What a ministry or a provincial department is named after, where lower-case words belong to the name."""

PIECES = (
    r"Ban Chấp hành", r"Ban Thường vụ", r"Ban Bí thư", r"Bộ Chính trị", r"Trung ương", r"Ban Cán sự đảng",
    r"Ban Chỉ đạo Trung ương về phòng, chống tham nhũng, tiêu cực", r"Ban Chỉ đạo", r"Ban Tổ chức", r"Ban Tuyên giáo",
    r"Ban Dân vận", r"Ban Nội chính", r"Ban Kinh tế", r"Ban Tuyên giáo và Dân vận", r"Ban Chính sách, chiến lược",
    r"[ỦU]y ban Kiểm tra", r"Uỷ ban Kiểm tra", r"[ỦU]y ban Thường vụ Quốc hội", r"Uỷ ban Thường vụ Quốc hội",
    r"(?:[ỦU]y|Uỷ) ban [Nn]hân dân", r"(?:[ỦU]y|Uỷ) ban Mặt trận Tổ quốc(?: Việt Nam)?", r"(?:[ỦU]y|Uỷ) ban",
    r"Hội đồng [Nn]hân dân", r"Hội đồng Lý luận", r"Chủ tịch nước", r"Chủ tịch", r"Thủ tướng(?: Chính phủ)?",
    r"Chính phủ", r"Quốc hội", r"Văn phòng", r"(?:Tỉnh|Thành|Huyện|Thị|Quận) (?:ủy|uỷ)", r"(?:Đảng|Chi) (?:ủy|uỷ)",
    r"Thường trực", r"Đảng đoàn", r"Đảng bộ", r"Chi bộ", r"Đảng Cộng sản Việt Nam",
    r"Khối(?: các cơ quan(?: và [Dd]oanh nghiệp)?)?",
    r"(?:các|Các) [Cc]ơ quan(?: Đảng| tỉnh)?(?: và [Dd]oanh nghiệp)?(?: tỉnh)?", r"tỉnh", r"huyện", r"xã", r"phường",
    r"thị trấn", r"thị xã", r"thành phố", r"quận", r"cơ sở",
    r"Tòa án [Nn]hân dân tối cao", r"Viện [Kk]iểm sát [Nn]hân dân tối cao", r"Kiểm toán [Nn]hà nước",
    r"Tổng Liên đoàn Lao động Việt Nam", r"Liên đoàn Lao động", r"Hội Liên hiệp Phụ nữ", r"Hội Cựu chiến binh",
    r"Đoàn Thanh niên Cộng sản Hồ Chí Minh", r"Trung ương Đoàn", r"Tỉnh đoàn", r"Đoàn Khối", r"Mặt trận Tổ quốc",
    rf"(?:Bộ|Sở) (?:{'|'.join(FIELDS)})", r"Bộ trưởng", r"Giám đốc",
    r"Thanh tra Chính phủ", r"Ngân hàng Nhà nước(?: Việt Nam)?", r"Văn phòng Chính phủ",
    r"(?:Sở|Trường|Bệnh viện|Công ty|Trung tâm) [A-ZĐÂÔ][^\W\d_]*", r"và Môi trường", r"và Du lịch", r"và Đào tạo",
    rf"[{CAPITAL}][^\W\d_]*",
)  # fmt: skip
"""What a name is made of, longest first where one begins another; the last is any word with a capital."""

# One gap of blanks between two pieces; a name runs on only through pieces, so that it ends before `về` or `ban hành`.
_PIECE = "|".join(sorted(PIECES[:-1], key=len, reverse=True)) + "|" + PIECES[-1]
TERM = r"\(?[Kk](?:hóa|hoá)\s+[IVX]{1,5}\)?"
NAME = regex(
    rf"(?!(?:Nghị quyết|Chỉ thị|Kết luận|Quy định|Quyết định|Kế hoạch|Thông báo|Hướng dẫn|Công văn|Điều|Hội nghị)\b)"
    r"(?!(?:Bộ|Ban|Ủy|Uỷ|Hội|Văn|Tỉnh|Thành|Chính|Đảng)\b(?!\s\w))"
    rf"(?:{_PIECE})(?:\s(?:{_PIECE})){{0,7}}(?:,?\s+{TERM})?(?:\s+lần thứ\s+[IVX]{{1,5}}\b)?"
)
"""An issuing body at one place of a text, with the congress term behind it."""

BODIES = (
    ("Ủy ban Thường vụ Quốc hội", "standing-assembly"),
    ("Quốc hội", "assembly"),
    ("Thủ tướng", "prime-minister"),
    ("Văn phòng Chính phủ", "government-office"),
    ("Thanh tra Chính phủ", "inspectorate"),
    ("Chính phủ", "government"),
    ("Chủ tịch nước", "president"),
    ("Bộ Chính trị", "politburo"),
    ("Ban Bí thư", "secretariat"),
    ("Ban Chấp hành Trung ương", "central-committee"),
    ("Ủy ban Kiểm tra", "inspection"),
    ("Ban Tổ chức", "organisation"),
    ("Ban Tuyên giáo", "propaganda"),
    ("Ban Dân vận", "mobilisation"),
    ("Ban Nội chính", "internal-affairs"),
    ("Ban Chỉ đạo", "steering"),
    ("Văn phòng", "office"),
    ("Ban Thường vụ", "standing-committee"),
    ("Ban Chấp hành", "committee"),
    ("Hội đồng nhân dân", "people-council"),
    ("Chủ tịch Ủy ban nhân dân", "people-committee"),
    ("Ủy ban nhân dân", "people-committee"),
)
"""Bodies that never are one another; a name that begins with none of them may mean any."""


@lru_cache(maxsize=1024)
def body(issuer: str) -> str:
    """Which of the bodies that exclude one another a name means; empty where it does not tell, such as `Tỉnh ủy`."""
    plain = " ".join(issuer.split()).replace("Uỷ", "Ủy").replace("uỷ", "ủy").replace("Nhân dân", "nhân dân")
    return next((kind for words, kind in BODIES if plain.startswith(words)), "")


def differ(one: str, other: str) -> bool:
    """Whether two names surely mean different bodies."""
    first, second = body(one), body(other)
    return bool(first and second and first != second)


def term(issuer: str) -> str:
    """The congress term in a name, such as `XIII` in `Ban Chấp hành Trung ương Đảng khóa XIII`; empty without one."""
    match = re.search(r"[Kk](?:hóa|hoá)\s+([IVX]{1,5})", issuer)
    return match[1] if match else ""

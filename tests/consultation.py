"""A small repository whose drafts were put out for comment, and what came in, for tests of everything that shows it."""

import json
from dataclasses import dataclass

CYCLE = """\
name: Kỳ thử
root: khoi
today: 2023-05-12
draft: 2
reports: {bao-cao: Văn phòng}
levels:
  khoi: {name: Khối, milestones: {nop: {title: Nộp, before: 2023-06-05}}}
  co-so: {name: Cơ sở, milestones: {nop: {title: Nộp, before: 2023-05-30}}}
"""
OUTLINE = """\
---
title: Báo cáo thử
numbering: ["{roman}-", "{n}."]
due: [nop]
appendices: [{id: danh-sach, title: danh sách, kind: text}]
---
# Kết quả {#ket-qua}
## Thuận lợi {#thuan-loi}
## Khó khăn {#kho-khan}
# Kiến nghị {#kien-nghi}
"""
TEXT = """\
Đơn vị kết nạp 12 đảng viên mới trong kỳ báo cáo.

Học tập nghị quyết đạt tỷ lệ cao ở mọi chi bộ trực thuộc.

- Mở 3 lớp bồi dưỡng.
- Kiểm tra 4 chi bộ.
"""
MARKUP = (
    "Ghi rõ *tên lớp* và <b>số người</b> | không viết “3 lớp”.\n\n"
    "- Đoạn hai của ý kiến, có {{ cho.giu }} & dấu #.\n  1) giữ nguyên"
)


@dataclass(frozen=True)
class Sent:
    """A comment as it was sent."""

    id: str
    organisation: str
    words: str
    heading: str = ""
    proposal: str = "khac"
    answer: str = ""
    paragraph: int = 0
    quote: str = ""
    share: tuple[int, int] | None = None
    """In favour and present."""
    unit: str = "phong-a"
    reason: str = ""

    @property
    def file(self) -> str:
        """Its file."""
        values = {
            "report": "bao-cao", "heading": self.heading, "draft": "2", "organisation": json.dumps(self.organisation),
            "paragraph": str(self.paragraph or ""), "quote": json.dumps(self.quote, ensure_ascii=False),
            "proposal": self.proposal,
        }  # fmt: skip
        if self.share:
            values |= {"in_favour": str(self.share[0]), "present": str(self.share[1])}
        lines = [f"{key}: {value}" for key, value in values.items() if value not in ("", '""')]
        if self.answer:
            lines.append(f"answer: {{disposition: {self.answer}, by: Tổ Biên tập, date: 2023-05-11")
            lines[-1] += f", reason: {json.dumps(self.reason, ensure_ascii=False)}}}" if self.reason else "}"
        return "\n".join(["---", *lines, "---", self.words, ""])


ONE, TWO, THREE = "Chi bộ Một", "Đoàn trường", "Phòng Tài chính"
SENT = (
    Sent("a-kien-nghi", ONE, "Bỏ kiến nghị này.", "kien-nghi", "bo", paragraph=1, quote="đề nghị cấp trên",
         share=(3, 12)),
    Sent("b-lop", TWO, MARKUP, "thuan-loi", "sua-doi", "tiep-thu-mot-phan", 3, "Mở 3 lớp", reason="Chỉ ghi tên lớp."),
    Sent("c-dang-vien", ONE, "Nêu số đảng viên nữ.", "thuan-loi", "bo-sung", paragraph=1, quote="12 đảng viên mới"),
    Sent("d-dang-vien", THREE, "So với cùng kỳ.", "thuan-loi", "bo-sung", "giai-trinh", 1, "12 đảng viên mới",
         (8, 20), reason="Số cùng kỳ ở phụ lục."),
    Sent("e-chung", THREE, "Nhất trí với dự thảo.", answer="tiep-thu"),
    Sent("f-mat-cho", TWO, "Câu này đã cũ.", "kho-khan", "cau-chu", paragraph=1,
         quote="những việc còn tồn đọng từ nhiệm kỳ trước"),
    Sent("g-phu-luc", ONE, "Thêm cột ngày vào Đảng.", "danh-sach", "cau-truc", "tiep-thu"),
    Sent("h-khoi", ONE, "Gộp hai câu.", "thuan-loi", "cau-chu", unit="khoi"),
)  # fmt: skip
"""What came in, by file name; not in the order of the draft."""

ORDER = ("e-chung", "c-dang-vien", "d-dang-vien", "b-lop", "f-mat-cho", "a-kien-nghi", "g-phu-luc")
"""The comments on the draft of `phong-a` in its own order of headings and paragraphs."""

FILES = {
    "mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Trang thử\n",
    "content/cycle.yml": CYCLE,
    "content/outlines/bao-cao.md": OUTLINE,
    "units/khoi/unit.yml": "name: Đảng bộ Khối\nlevel: khoi\n",
    "units/khoi/bao-cao/thuan-loi.md": "---\nstatus: draft\n---\nMột câu. Hai câu.\n",
    "units/phong-a/bao-cao/thuan-loi.md": f"---\nstatus: draft\n---\n{TEXT}",
    "units/phong-a/bao-cao/kho-khan.md": "---\nstatus: draft\n---\nNhân sự thiếu ở hai chi bộ.\n",
    "units/phong-a/bao-cao/kien-nghi.md": "---\nstatus: draft\n---\nĐơn vị đề nghị cấp trên bổ sung biên chế.\n",
    "units/phong-a/bao-cao/danh-sach.md": "---\nstatus: draft\n---\n| Họ tên |\n|---|\n| Nguyễn An |\n",
    **{f"units/{one.unit}/comments/{one.id}.md": one.file for one in SENT},
}


def sent(id: str) -> Sent:
    """One of the comments by its id."""
    return next(one for one in SENT if one.id == id)

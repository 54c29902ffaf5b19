"""A handful of pages as they should look, kept as small pictures beside the tests.

After a wanted change of the layout, look at the pages and write them anew:
`python -m tests.render.word.reference_pages`.
"""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from tests.pictures import png
from tests.repositories import section, write
from vankien.pipeline import picture_bytes
from vankien.readers.project import read
from vankien.render import pdf
from vankien.render.word import export

FOLDER = Path(__file__).parent / "pages"
DOTS_PER_INCH = 40
# Name of a page: profile and number.
PAGES = ("party-2018-1", "party-2018-2", "party-2018-3", "party-2026-1", "state-2020-1")

OUTLINE = """\
---
title: Báo cáo sơ kết
subject: sơ kết giữa nhiệm kỳ thực hiện nghị quyết đại hội đảng bộ, nhiệm kỳ 2020 - 2025
type: BC
numbering: ["Phần {ordinal}", "{roman}-", "{n}.", "{n}.{n}.", "{letter})"]
due: [nop]
appendices:
  - {id: bieu, title: kết quả thực hiện các chỉ tiêu, kind: text, landscape: true}
---
# Tình hình thực hiện nghị quyết {#tinh-hinh}
## Bối cảnh chung {#boi-canh}
### Thuận lợi {#thuan-loi}
### Khó khăn {#kho-khan}
# Phương hướng {#phuong-huong}
"""
UNIT = """\
name: Đảng bộ Sở Mẫu
level: co-so
parent: khoi
issuer: Đảng ủy Sở Mẫu
superior: Đảng ủy Khối Cơ quan và Doanh nghiệp
place: Trà Vinh
symbol: ĐU
profile: PROFILE
issues: {bao-cao: {number: 5, date: 2023-05-04}}
signatory: {authority: T/M Ban Thường vụ, position: Bí thư, name: Nguyễn Văn Mẫu}
recipients: [Đảng ủy Khối (b/c), Các chi bộ trực thuộc, Lưu Văn phòng Đảng ủy]
"""
TEXT = """\
Thực hiện Kế hoạch 106-KH/ĐUK, đảng bộ đã kết nạp 64 đảng viên[^1], đạt 94,38% chỉ tiêu của cả nhiệm kỳ, tăng so với
cùng kỳ của nhiệm kỳ trước; chất lượng sinh hoạt chi bộ được nâng lên rõ rệt.

- Công tác tuyên truyền được làm thường xuyên;
- Việc học tập nghị quyết có nền nếp.

| Nội dung | Năm 2021 | Năm 2022 |
| --- | ---: | ---: |
| Đảng viên mới | 30 | 34 |
| Lớp học nghị quyết | 4 | 5 |

[^1]: Theo sổ kết nạp đảng viên.
"""
PICTURE = '![Biểu đồ](../images/bieu-do.png "Hình 1. Đảng viên mới theo năm")\n\n'


def rendered() -> dict[str, Image.Image]:
    """The pages as this machine makes them, in shades of grey."""
    found = {}
    with tempfile.TemporaryDirectory() as name:
        for profile in dict.fromkeys(page.rpartition("-")[0] for page in PAGES):
            folder = Path(name) / profile
            texts = {
                "thuan-loi": TEXT,
                "kho-khan": PICTURE + "Một số chi bộ còn ít đảng viên.",
                "phuong-huong": "\n\n".join(["Tiếp tục thực hiện tốt các nhiệm vụ đã đề ra. " * 3] * 5),
                "bieu": TEXT.partition("[^1]: ")[0].replace("[^1]", ""),
            }
            files = {
                "content/outlines/bao-cao.md": OUTLINE,
                "units/phong-a/unit.yml": UNIT.replace("PROFILE", profile),
                "units/phong-a/images/bieu-do.png": png(480, 240),
                **{f"units/phong-a/bao-cao/{id}.md": section(text) for id, text in texts.items()},
            }
            root = write(folder / "kho", files)
            (word,) = export(read(root), root, folder / "docx", unit="phong-a", picture=picture_bytes(root))
            (made,) = pdf.convert([word], folder / "docx", folder / "pdf", 0)
            command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", str(made), str(folder / "page")]
            subprocess.run(command, check=True, timeout=60)
            for page in PAGES:
                if page.startswith(profile):
                    with Image.open(folder / f"page-{page.rpartition('-')[2]}.png") as image:
                        found[page] = image.convert("L").copy()
    return found


def main() -> None:
    """Writes the pages anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, image in rendered().items():
        # Eight shades of grey are enough to compare, and a quarter of the bytes.
        image.quantize(8).save(FOLDER / f"{name}.png", optimize=True)
        print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()

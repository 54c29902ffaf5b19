"""A small cycle with everything that a page can show, and a report in which every text is an attack."""

import json
from collections.abc import Iterable
from pathlib import Path

from tests.render.attacks import ATTACKS
from tests.repositories import section
from vankien.checks import run
from vankien.checks.registry import RULES
from vankien.model.page import Page
from vankien.model.project import Project
from vankien.render.language import translator
from vankien.render.site.making import make, pages

OUTLINE = """\
---
title: Báo cáo sơ kết
subject: "kết quả của {unit}"
numbering: ["Phần {ordinal}", "{roman}-", "{n}."]
due: [nop]
appendices:
  - id: bang-chi-tieu
    title: kết quả chỉ tiêu
    kind: indicators
    columns: [TT, Chỉ tiêu, Đơn vị, Mục tiêu, Kết quả, So]
  - {id: danh-sach, title: danh sách, kind: text}
---
Viết *ngắn*.

# Mở đầu {#mo-dau opening}
# Kết quả {#ket-qua}
Hướng dẫn có **đậm** và [^1].

[^1]: Chú thích của hướng dẫn.

## Thuận lợi {#thuan-loi figures=required}
## Khó khăn {#kho-khan}
## Việc *khác* & `lạ` {#viec-khac optional}
# Giải pháp {#giai-phap mirror=ket-qua}
# Kiến nghị {#kien-nghi applies="kind:enterprise, level:co-so"}
"""

CYCLE = """\
name: Kỳ thử
root: khoi
today: 2023-05-12
draft: 2
notice: "Chỉ là mẫu: <b>không</b> phải số thật."
basis: {number: 106-KH/ĐUK, type: Kế hoạch, date: 2023-04-24, issuer: Ban Thường vụ, title: Tổ chức hội nghị}
exempt_months: 12
pilot: Phòng A
reports: {bao-cao: Văn phòng}
levels:
  khoi:
    name: Khối
    period: {from: 2020, to: 2023-06, estimate: true}
    milestones: {nop: {title: Nộp, before: 2023-05-10}}
  co-so: {name: Cơ sở, milestones: {nop: {title: Nộp, before: 2023-05-30, note: Qua văn phòng}}}
other: {quy-dinh: Một quy định khác., Có tên: Điều nữa.}
"""

FILES = {
    "mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Trang thử\n",
    "content/cycle.yml": CYCLE,
    "content/outlines/bao-cao.md": OUTLINE,
    "content/themes.yml": "cai-cach: {title: Cải cách hành chính, kind: Đột phá, description: Làm nhanh hơn.}\n",
    "content/pages/gioi-thieu.md": "# Về trang này\n\nMột lời.\n\n## Mục nhỏ\n\nLời nữa.\n",
    "units/khoi/unit.yml": "name: Đảng bộ Khối\nlevel: khoi\nkind: bloc\n",
    "units/phong-a/unit.yml": (
        "name: Phòng <script>hit=1</script> *A*\nlevel: co-so\nparent: khoi\nkind: enterprise\noverseer: Bà Lan\n"
    ),
    "units/phong-a/bao-cao/thuan-loi.md": section(
        "Kết nạp {{ ket-nap.actual }} đảng viên[^1].\n\n[^1]: Sổ.",
        status="approved",
        approved_by="Bà Lan",
        updated="2023-05-02",
        themes="[cai-cach]",
        indicators="{ket-nap: {actual: 64}}",
    ),
    "units/phong-a/bao-cao/kho-khan.md": section("Không có[^1].\n\n[^1]: Biên bản.", status="review"),
    "units/phong-a/bao-cao/danh-sach.md": section("| a |\n|---|\n| b |"),
    "units/phong-a/bao-cao/mo-dau.md": section("Lời mở đầu."),
    "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\noverseer: An\nparent: khoi\nestablished: 2023-01-01\n",
    "units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: phong-a\n",
    "units/phong-c/bao-cao/thuan-loi.md": section("Một dòng."),
    "units/phong-c/bao-cao/kho-khan.md": b"\x00\xff\x00",
    "units/index/unit.yml": "name: Chi bộ tên là index\nlevel: co-so\nparent: khoi\n",
    "units/index/bao-cao/thuan-loi.md": section("Chăm lo đảng viên."),
}

# A report with one attack under each heading, so that none can swallow another. A null byte makes a file binary.
HARMFUL = {f"d{number}": attack for number, attack in enumerate(ATTACKS) if "\x00" not in attack}
FILES["content/outlines/tan-cong.md"] = "---\ntitle: Thử tấn công\n---\n" + "".join(
    f"# Thử {id} {{#{id} optional}}\n" for id in HARMFUL
)
FILES |= {f"units/phong-c/tan-cong/{id}.md": section(attack) for id, attack in HARMFUL.items()}
# And the same as words, sender, quotation and answer of comments, every third of them on a heading of that name.
FILES |= {
    f"units/phong-c/comments/{id}.md": "---\nreport: tan-cong\n"
    f"heading: {id if number % 3 else json.dumps(attack)}\n"
    + "".join(f"{key}: {json.dumps(attack)}\n" for key in ("organisation", "quote"))
    + f"answer: {{disposition: giai-trinh, by: {json.dumps(attack)}, reason: {json.dumps(attack)}}}\n---\n{attack}\n"
    for number, (id, attack) in enumerate(HARMFUL.items())
}


def pages_of(project: Project, root: Path, downloads: Iterable[tuple[str, str]] = ()) -> dict[str, Page]:
    """The pages of a project, by place."""
    made = pages(project, run(project), translator("vi"), frozenset(downloads), RULES, root)
    return {page.uri: page for page in made}


def build(project: Project, root: Path, downloads: Iterable[tuple[str, str]] = (), jobs: int = 1) -> Path:
    """Builds the site of a project below its root, with a stand-in for each Word file."""
    words = {}
    for unit, report in downloads:
        words[unit, report] = root / "build" / "docx" / unit / f"{report}.docx"
        words[unit, report].parent.mkdir(parents=True, exist_ok=True)
        words[unit, report].write_bytes(b"Word")
    make(project, run(project), translator("vi"), root, root / "build", words, pictures={}, rules=RULES, jobs=jobs)
    return root / "build" / "site"

"""Small editorial repositories for tests."""

from pathlib import Path

from vankien.readers.disk import Text
from vankien.readers.section import read_section
from vankien.rollup.approval import mark

CYCLE = """\
name: Kỳ thử
root: khoi
today: 2023-05-12
reports: {bao-cao: Văn phòng}
levels:
  khoi: {name: Khối, milestones: {nop: {title: Nộp, before: 2023-06-05}}}
  co-so: {name: Cơ sở, milestones: {nop: {title: Nộp, before: 2023-05-30}}}
"""

OUTLINE = """\
---
title: Báo cáo thử
numbering: ["{roman}-", "{n}.", "{n}.{n}."]
due: [nop]
---
# Kết quả {#ket-qua}
## Thuận lợi {#thuan-loi}
## Khó khăn {#kho-khan}
## Việc khác {#viec-khac optional}
# Giải pháp {#giai-phap mirror=ket-qua}
# Kiến nghị {#kien-nghi applies="kind:enterprise"}
"""

BASE = {
    "content/cycle.yml": CYCLE,
    "content/outlines/bao-cao.md": OUTLINE,
    "content/indicators.yml": """\
ket-nap: {title: Kết nạp, unit: đảng viên, target: "140 - 150", heading: bao-cao/thuan-loi}
""",
    "content/themes.yml": "cai-cach: {title: Cải cách hành chính}\n",
    "units/khoi/unit.yml": "name: Khối\nlevel: khoi\n",
    "units/phong-a/unit.yml": "name: Phòng A\nlevel: co-so\nparent: khoi\n",
    "units/phong-a/bao-cao/thuan-loi.md": "---\nstatus: draft\n---\nNội dung thuận lợi.\n",
}


def write(root: Path, files: dict[str, str | bytes] | None = None, **changes: str | bytes | None) -> Path:
    """Writes files below `root`: the base repository with `files` on top; a value of none leaves a file out."""
    for path, content in {**BASE, **(files or {}), **changes}.items():
        if content is None:
            continue
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def section(body: str, **front: str) -> str:
    """A section file with the given front matter lines and body; an approval is bound to its text."""
    lines = "".join(f"{key}: {value}\n" for key, value in {"status": "draft", **front}.items())
    text = f"---\n{lines}---\n{body}\n"
    if "approved_by" not in front or "approved_text" in front:
        return text
    made, _ = read_section(Text("a.md", text), "a", "a", "a")
    return section(body, **front, approved_text=mark(made))

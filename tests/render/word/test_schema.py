"""The XML of the files against the schemas of the Open XML SDK, which are those of ECMA-376 transitional."""

import shutil
import subprocess
import zipfile

import docx
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from tests.pictures import PIXEL, jpeg
from tests.render.word.made import PROFILES, W, part, words
from tests.render.word.test_hostile_texts import HOSTILE
from tests.render.word.test_references import TWICE
from tests.render.word.test_review import LONG
from tests.repositories import section, write
from vankien.cli import main

# The SDK asks for a theme; ECMA-376 Part 1, 11.3.2 and 14.2.7 let a document do without one.
THEME = "/relationships/theme' is missing"

OUTLINE = """\
---
title: Báo cáo thử
subject: kết quả của {{unit}}
type: BC
numbering: ["Phần {{ordinal}}", "{{roman}}-", "{{n}}.", "{{n}}.{{n}}.", "{{letter}})"]
due: [nop]
appendices:
  - {{id: bieu, title: biểu số liệu, kind: indicators, columns: [TT, Chỉ tiêu, Đơn vị, Kết quả], landscape: true}}
  - {{id: danh-sach, title: danh sách, kind: text}}
---
# Mở đầu {{#mo-dau opening}}
# Kết quả {{#ket-qua}}
## Thuận lợi {{#thuan-loi}}
### Việc làm {{#viec}}
#### Chi tiết {{#chi-tiet}}
##### Nhỏ {{#nho}}
## {long} {{#dai}}
{hostile}
"""
RICH = """\
> trích *dẫn*

![Hình](../images/x.png "Hình 1") và chữ ![nhỏ](../images/x.png).

- một ![x](../images/y.jpeg)
  1. hai

     ba

| a | b |
|--:|:-:|
| ![x](../images/x.png) | 09-CT/TU |

```
mã
```

***

# Đề mục nhỏ

[liên kết](https://vi.du/?a=1&b=2) ~~bỏ~~ `mã`\\
dòng mới.
"""


def errors(path):
    """What the validator finds in a file, but for the theme."""
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2010).validate(str(path))
    return [str(error) for error in result.errors if THEME not in str(error)]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A repository with one of everything, and of each text that tries to break the file."""
    hostile = {f"d{n}": text for n, text in enumerate(HOSTILE.values()) if "\x00" not in text and "\ud800" not in text}
    hostile["d-anh"] = "Trước ![không phải ảnh](../images/khong.png) sau.\n\n![](../images/cat-cut.png)"
    hostile["d-ky-tu"] = "a\x01b\x1bc\x7fd\ufffe"
    headings = "".join(f"## Thử {id} {{{{#{id}}}}}\n" for id in hostile)
    unit = """\
name: Phòng A
level: co-so
parent: khoi
issuer: Đảng ủy Phòng A
place: Trà Vinh
symbol: ĐU
signatory: {authority: T/M Ban Thường vụ, position: Bí thư, name: Nguyễn Văn Mẫu}
recipients: [Đảng ủy Khối, Lưu Văn phòng]
"""
    texts = {
        "mo-dau": "Lời mở đầu.",
        "thuan-loi": TWICE,
        "viec": LONG,
        "chi-tiet": RICH,
        "nho": "Ngày 31/02/2023 họp .",
        "dai": "Lời dưới đề mục dài.",
        "danh-sach": "| a |\n|---|\n| b |",
        **hostile,
    }
    outline = OUTLINE.format(
        long=("<&> Đề mục rất dài " * 120)[:2000].strip(), hostile=headings.replace("{{", "{").replace("}}", "}")
    )
    files = {
        "content/outlines/bao-cao.md": outline,
        "units/phong-a/unit.yml": unit,
        "units/phong-a/images/x.png": PIXEL,
        "units/phong-a/images/khong.png": b"khong phai anh",
        "units/phong-a/images/cat-cut.png": PIXEL[:30],
        "units/phong-a/images/y.jpeg": jpeg(3000, 2000, orientation=6),
        **{f"units/phong-a/bao-cao/{id}.md": section(text) for id, text in texts.items()},
    }
    return write(tmp_path_factory.mktemp("schema") / "kho", files)


@pytest.mark.parametrize(
    ("kind", "profile"),
    [
        *(("", name) for name in PROFILES),
        ("--review", PROFILES[0]),
        ("--final", PROFILES[0]),
        *(("--consolidated", name) for name in PROFILES),
    ],
)
def test_every_kind_of_copy_in_every_profile_is_valid(root, kind, profile, capsys):
    cycle = root / "content/cycle.yml"
    text = cycle.read_text("utf-8")
    cycle.write_text(f"{text}profile: {profile}\n", encoding="utf-8")
    try:
        command = ["docx", *([kind] if kind else []), *(["--force", "thử"] if kind == "--final" else [])]
        unit = "khoi" if kind == "--consolidated" else "phong-a"
        assert main(["--root", str(root), *command, "--unit", unit]) in (0, 1)
    finally:
        cycle.write_text(text, encoding="utf-8")
    path = root / f"build/docx{kind[1:]}/{unit}/bao-cao.docx"
    assert zipfile.is_zipfile(path)
    assert errors(path) == []
    assert len(list(part(path, "word/footnotes.xml"))) > 1000
    printed = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "Trước không phải ảnh sau." in printed
    assert "</w:t></w:r></w:p><w:p>" in printed
    assert '{ INCLUDETEXT "/etc/passwd" }' in printed
    assert len(next(line for line in printed.split("\n") if "ĐỀ MỤC RẤT DÀI" in line.upper())) > 1900


def test_thousands_of_footnotes_stand_in_every_kind_of_copy_in_order(tmp_path, capsys):
    def noted(words):
        cited = " ".join(f"a[^{n}]" for n in range(3000))
        return section(cited + "".join(f"\n\n[^{n}]: {words} {n}" for n in range(3000)))

    place = "units/phong-a/bao-cao/thuan-loi.md"
    root = write(tmp_path / "kho", {place: noted("Ghi chú cũ"), ".gitignore": "build/\n"})
    author = ("-c", "user.name=A", "-c", "user.email=a@vi.du")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*author, "commit", "-qm", "Trước"]):
        subprocess.run(["git", *command], cwd=root, check=True)
    (root / place).write_text(noted("Ghi chú"), encoding="utf-8")
    for kind, folder in {
        (): "docx/phong-a", ("--review",): "docx-review/phong-a", ("--consolidated",): "docx-consolidated/khoi",
        ("--final", "--force", "thử"): "docx-final/phong-a", ("--against", "HEAD"): "redline/phong-a",
    }.items():  # fmt: skip
        assert main(["--root", str(root), "docx", *kind]) in (0, 1)
        path = root / "build" / folder / "bao-cao.docx"
        notes = {note.get(f"{W}id"): note for note in part(path, "word/footnotes.xml")}
        cited = [notes[each.get(f"{W}id")] for each in part(path, "word/document.xml").iter(f"{W}footnoteReference")]
        assert [words(note).strip() for note in cited] == [f"Ghi chú {n}" for n in range(3000)]


def test_tracked_changes_from_any_of_these_texts_to_any_other_are_valid(root, tmp_path, capsys):
    copied = tmp_path / "kho"
    shutil.copytree(root, copied, ignore=shutil.ignore_patterns("build"))
    (copied / ".gitignore").write_text("build/\n", "utf-8")
    author = ("-c", "user.name=A", "-c", "user.email=a@vi.du")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*author, "commit", "-qm", "Trước"]):
        subprocess.run(["git", *command], cwd=copied, check=True)
    folder = copied / "units/phong-a/bao-cao"
    files = sorted(folder.glob("*.md"))
    texts = [file.read_text("utf-8") for file in files]
    for file, text in zip(files, [*texts[1:], texts[0]], strict=True):
        file.write_text(text, encoding="utf-8")
    assert main(["--root", str(copied), "docx", "--against", "HEAD", "--unit", "phong-a"]) in (0, 1)
    path = copied / "build/redline/phong-a/bao-cao.docx"
    assert errors(path) == []
    marked = {kind for kind in ("ins", "del") for _ in part(path, "word/document.xml").iter(f"{W}{kind}")}
    assert marked == {"ins", "del"}


def test_the_validator_sees_a_wrong_order_and_a_wrong_value(root, tmp_path, capsys):
    assert main(["--root", str(root), "docx", "--unit", "phong-a"]) in (0, 1)
    path = root / "build/docx/phong-a/bao-cao.docx"
    style = b'<w:pStyle w:val="BodyText"/>'
    for wrong in (b'<w:jc w:val="left"/>' + style, style + b'<w:jc w:val="askew"/>'):
        broken = tmp_path / "broken.docx"
        shutil.copyfile(path, broken)
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(broken, "w") as other:
            for name in archive.namelist():
                content = archive.read(name)
                other.writestr(name, content.replace(style, wrong, 1) if name == "word/document.xml" else content)
        assert len(errors(broken)) == 1

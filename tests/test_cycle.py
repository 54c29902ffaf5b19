"""A small cycle from the first drafts to the reports on paper, with real git; every number is reckoned by hand."""

import contextlib
import io
import json
from pathlib import Path

import docx
import openpyxl

from tests.repositories import section, write
from tests.test_server import WRONG, Server
from vankien.cli import main

CYCLE = """\
name: Kỳ thử
root: khoi
today: 2023-05-12
draft: 1
editors: ['@bien-tap']
reports: {bao-cao: Văn phòng}
levels:
  khoi: {name: Khối, milestones: {nop: {title: Nộp, before: 2023-06-05}}}
  co-so: {name: Cơ sở, milestones: {nop: {title: Nộp, before: 2023-05-30}}}
"""
OUTLINE = """\
---
title: Báo cáo sơ kết
numbering: ["{roman}-", "{n}."]
due: [nop]
appendices:
  - {id: chi-tieu, title: kết quả chỉ tiêu, kind: indicators, columns: [TT, Chỉ tiêu, Đơn vị, Mục tiêu, Kết quả, So]}
---
# Kết quả {#ket-qua}
## Thuận lợi {#thuan-loi}
## Khó khăn {#kho-khan}
# Kiến nghị {#kien-nghi}
"""
INDICATORS = """\
ket-nap:
  {title: Kết nạp đảng viên, unit: đảng viên, target: 40, aggregate: sum, heading: bao-cao/thuan-loi}
hoc-tap:
  {title: Học tập nghị quyết, unit: "%", measure: percentage, target: ">= 90", aggregate: ratio,
   heading: bao-cao/thuan-loi}
"""
TEAM = {
    ".gitignore": "build/\n",
    "mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Thử\n",
    "content/cycle.yml": CYCLE,
    "content/outlines/bao-cao.md": OUTLINE,
    "content/indicators.yml": INDICATORS,
    **{
        f"units/{id}/unit.yml": f"name: {name}\nlevel: co-so\nparent: khoi\n"
        for id, name in (("phong-a", "Phòng A"), ("phong-b", "Phòng B"), ("phong-c", "Phòng C"))
    },
    "units/phong-a/bao-cao/thuan-loi.md": None,
}

PARENT = {
    "units/khoi/bao-cao/thuan-loi.md": section(
        "Toàn Khối kết nạp {{ ket-nap.total }} đảng viên; {{ hoc-tap.total }} đảng viên học tập nghị quyết."
    ),
    "units/khoi/bao-cao/kho-khan.md": section("Khối còn thiếu cán bộ chuyên trách."),
    "units/khoi/bao-cao/kien-nghi.md": section("Khối đề nghị bổ sung biên chế."),
}
"""What the unit above writes when the others have delivered."""

FIGURES = {"phong-a": (12, 67, 68), "phong-b": (7, 45, 50), "phong-c": (9, 110, 122)}
"""Of each unit: new members; members who took part in the courses, of how many."""


def drafts(unit: str) -> dict[str, str]:
    """What a unit delivers."""
    joined, taught, of = FIGURES[unit]
    name = unit.upper()[-1]
    front = (
        f"\n  ket-nap: {{actual: {joined}, as_of: 2023-04-30, source: Sổ kết nạp}}"
        f"\n  hoc-tap: {{numerator: {taught}, denominator: {of}, as_of: 2023-04-30, source: Báo cáo tháng}}"
    )
    words = f"Phòng {name} kết nạp {{{{ ket-nap.actual }}}} đảng viên mới trong kỳ.\n\nPhòng {name} mở 3 lớp học tập."
    return {
        f"units/{unit}/bao-cao/thuan-loi.md": section(words, indicators=front),
        f"units/{unit}/bao-cao/kho-khan.md": section(f"Nhân sự của Phòng {name} còn thiếu."),
        f"units/{unit}/bao-cao/kien-nghi.md": section(f"Phòng {name} đề nghị cấp trên mở thêm lớp."),
    }


COLUMNS = ("Đề mục", "Đoạn", "Nội dung dự thảo (trích)", "Ý kiến", "Loại", "Đơn vị góp ý", "Số dự họp", "Số đồng ý")
ROWS = (
    ("1. Thuận lợi", 1, "đảng viên mới trong kỳ", "Nêu số đảng viên nữ.", "Bổ sung", "Chi bộ Một", 30, 30),
    ("1. Thuận lợi", 2, "mở 3 lớp", "Phải là 4 lớp.", "Sửa đổi", "Đoàn trường", 25, 20),
    ("2. Khó khăn", 1, "còn thiếu", "Viết là “chưa đủ”.", "Câu chữ", "Phòng Tài chính", 20, 8),
    ("II- Kiến nghị", 1, "mở thêm lớp", "Bỏ kiến nghị này.", "Bỏ", "Chi bộ Một", 12, 3),
    ("", None, "", "Nhất trí với dự thảo.", "Khác", "Đoàn trường", None, None),
)
"""The table that the organisations send about the draft of `phong-a`."""

ACCEPTED = ("Nêu số đảng viên nữ.", "Phải là 4 lớp.", "Nhất trí với dự thảo.")
"""Comments that are accepted; the first two ask for a change."""


def vankien(root: Path, *arguments: object, code: int | None = 0) -> str:
    """What a command prints; it must end with `code`, where one is given."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        ended = main([str(arguments[0]), "--root", str(root), *map(str, arguments[1:])])
    assert code is None or ended == code, err.getvalue() + out.getvalue()
    return out.getvalue()


def pushed(server: Server, where: Path, *refs: str) -> None:
    """Pushes what the server has to take."""
    accepted, said = server.push(where, *refs)
    assert accepted, said


def codes(root: Path) -> tuple[str, ...]:
    """The codes of all findings about comments."""
    found = json.loads(vankien(root, "check", "--format", "json", code=None))["diagnostics"]
    return tuple(one["code"] for one in found if one["code"].startswith("C"))


def test_a_cycle_from_the_first_drafts_to_the_reports_on_paper(tmp_path: Path) -> None:
    server = Server(tmp_path)
    team = server.work
    write(team, TEAM)
    server.commit(team, {})
    pushed(server, team)
    units_deliver(server)
    first_draft(server)
    ids = comments_come_in(server)
    four_are_answered(server, ids)
    what_was_accepted_is_done(server, ids)
    outline_changes(server)
    desk = server.clone("ban-giam-sat")
    server.git(desk, "checkout", "-q", "--detach", "draft/2")
    difference_is_right(desk)
    reports_are_right(desk)
    consolidated_report_is_right(desk)
    summary_of_comments_is_right(desk)


def units_deliver(server: Server) -> None:
    """Three units write, each on a branch of its own; the third has a slip and touches another unit's folder."""
    for unit in FIGURES:
        clone = server.clone(unit)
        server.git(clone, "checkout", "-q", "-b", f"{unit}/nop")
        if unit == "phong-c":
            slip = drafts(unit)
            slip[f"units/{unit}/bao-cao/kho-khan.md"] = section(WRONG)
            server.commit(clone, slip | {"units/phong-a/bao-cao/kho-khan.md": section("Sửa nhầm.")})
            accepted, said = server.push(clone)
            assert not accepted and server.head(f"refs/heads/{unit}/nop") == ""
            for words in ("units/phong-c/bao-cao/kho-khan.md", "D103", "30/02/2022", "P109", "chỉ được sửa tệp trong"):
                assert words in said
            server.git(clone, "reset", "-q", "--hard", "origin/main")
        server.commit(clone, drafts(unit))
        pushed(server, clone)


def first_draft(server: Server) -> None:
    """The team takes the three in, writes its own report and puts the first draft out."""
    team = server.work
    server.git(team, "fetch", "-q")
    server.git(team, "merge", "-q", "-m", "Nhận dự thảo", *(f"origin/{unit}/nop" for unit in FIGURES))
    server.commit(team, PARENT)
    server.git(team, "tag", "draft/1")
    pushed(server, team, "HEAD", "draft/1")
    page = server.page("units/khoi/bao-cao.html")
    assert "Toàn Khối kết nạp 28 đảng viên; 92,5% đảng viên" in page


def comments_come_in(server: Server) -> dict[str, str]:
    """Organisations fill in the form, and the same table comes twice; gives the ids of the comments by their words."""
    team = server.work
    vankien(team, "comments", "export", "--template", "--format", "xlsx")
    table = team / "build/comments/mau-gop-y.xlsx"
    book = openpyxl.load_workbook(table)
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(ROWS, 2):
        for name, value in zip(COLUMNS, row, strict=True):
            sheet.cell(number, places[name]).value = value
    book.save(table)
    for _ in range(2):
        vankien(team, "comments", "import", table, "--unit", "phong-a", "--report", "bao-cao")
    assert len(list((team / "units/phong-a/comments").iterdir())) == 5
    server.commit(team, {})
    listed = json.loads(vankien(team, "comments", "list", "--format", "json"))["comments"]
    return {one["text"].strip(): one["id"] for one in listed}


def answer(root: Path, id: str, disposition: str, *more: str) -> None:
    """The team answers a comment."""
    vankien(root, "comments", "answer", id, "--disposition", disposition, "--by", "Tổ Biên tập", *more)


def four_are_answered(server: Server, ids: dict[str, str]) -> None:
    """Two of the four ask for a change that is yet to be made, and are told."""
    for words in ACCEPTED:
        answer(server.work, ids[words], "tiep-thu")
    answer(server.work, ids["Viết là “chưa đủ”."], "giai-trinh", "--reason", "Giữ như dự thảo.")
    server.commit(server.work, {})
    pushed(server, server.work)
    assert codes(server.work) == ("C106", "C106")


def what_was_accepted_is_done(server: Server, ids: dict[str, str]) -> None:
    """The unit makes the change in a pull request of its own, and the team notes the commit in which it was done."""
    clone = server.folder / "phong-a"
    server.git(clone, "fetch", "-q")
    server.git(clone, "checkout", "-q", "-b", "phong-a/tiep-thu", "origin/main")
    path = "units/phong-a/bao-cao/thuan-loi.md"
    text = (clone / path).read_text("utf-8").replace("mới trong kỳ", "mới trong kỳ, có 5 nữ")
    server.commit(clone, {path: text.replace("mở 3 lớp", "mở 4 lớp").replace("actual: 12", "actual: 14")})
    summary = vankien(clone, "review", "origin/main")
    for row in (
        "Bài có sửa: 1 (+4 −1 từ). Số liệu thay đổi: 3. Đề mục: 0.",
        "| Phòng A | Thuận lợi | Kết nạp đảng viên (kết quả) | 12 | 14 | 40 | – |",
        "| Phòng A | Báo cáo sơ kết | Thuận lợi | có sửa | +4 −1 |",
    ):
        assert row in summary
    assert "**Không có lỗi mới.**" in summary and "C106" in summary.split("<details>")[1]
    pushed(server, clone)
    team = server.work
    server.git(team, "fetch", "-q")
    server.git(team, "merge", "-q", "origin/phong-a/tiep-thu")
    for words in ACCEPTED[:2]:
        answer(team, ids[words], "tiep-thu", "--commit", server.git(team, "rev-parse", "HEAD").stdout.strip())
    server.commit(team, {})
    assert codes(team) == ()


def outline_changes(server: Server) -> None:
    """In the middle of the cycle a heading gets another name, in one commit; then the second draft is put out."""
    team = server.work
    server.git(team, "config", "user.name", "A")
    server.git(team, "config", "user.email", "a@b.c")
    before = server.git(team, "rev-list", "--count", "HEAD").stdout
    vankien(team, "outline", "rename", "bao-cao", "kho-khan", "han-che", "--title", "Hạn chế")
    assert int(server.git(team, "rev-list", "--count", "HEAD").stdout) == int(before) + 1
    assert not server.git(team, "status", "--porcelain").stdout
    cycle = (team / "content/cycle.yml").read_text("utf-8")
    server.commit(team, {"content/cycle.yml": cycle.replace("draft: 1", "draft: 2")})
    server.git(team, "tag", "draft/2")
    pushed(server, team, "HEAD", "draft/2")
    server.git(team, "tag", "-f", "draft/1")
    assert not server.push(team, "+draft/1")[0]
    assert "Hạn chế" in server.page("units/phong-a/bao-cao.html")
    assert "Toàn Khối kết nạp 30 đảng viên" in server.page("units/khoi/bao-cao.html")


def difference_is_right(desk: Path) -> None:
    """From the first draft to the second: one text, its three figures, and one heading."""
    found = json.loads(vankien(desk, "diff", "draft/1", "draft/2", "--format", "json"))
    (text,) = found["sections"]
    assert (text["unit"], text["heading"], text["inserted"], text["deleted"]) == ("phong-a", "thuan-loi", 4, 1)
    figures = [(one["indicator"], one["before"], one["after"]) for one in text["figures"]]
    assert figures == [("ket-nap", "12", "14"), (None, None, "5"), (None, "3", "4")]
    moves = [(one["move"], one["before"][0]["title"], one["after"][0]["title"]) for one in found["structure"]]
    assert moves == [("renamed", "Khó khăn", "Hạn chế"), ("retitled", "Khó khăn", "Hạn chế")]


def reports_are_right(desk: Path) -> None:
    """The Word files of the unit above and of a unit: 14 + 7 + 9 members, (67 + 45 + 110) of (68 + 50 + 122)."""
    vankien(desk, "docx")
    whole, rows = exported(desk / "build/docx/khoi/bao-cao.docx")
    assert "Toàn Khối kết nạp 30 đảng viên; 92,5% đảng viên học tập nghị quyết." in whole
    assert "2. Hạn chế" in whole and "(Dự thảo lần 2)" in rows[1][0]
    assert rows[-2:] == [
        ["01", "Kết nạp đảng viên", "đảng viên", "40", "30", "Đạt 75% (chưa đạt)"],
        ["02", "Học tập nghị quyết", "%", "từ 90% trở lên", "92,5%", "Vượt 2,5 điểm %"],
    ]
    own, rows = exported(desk / "build/docx/phong-a/bao-cao.docx")
    assert "Phòng A kết nạp 14 đảng viên mới trong kỳ, có 5 nữ." in own and "Phòng A mở 4 lớp học tập." in own
    assert [row[4] for row in rows[-2:]] == ["14", "98,53%"]


def consolidated_report_is_right(desk: Path) -> None:
    """One file for all: the whole with its totals, then every unit's words and figures, nobody missing."""
    vankien(desk, "docx", "--consolidated", "--unit", "khoi")
    words, rows = exported(desk / "build/docx-consolidated/khoi/bao-cao.docx")
    own = [f"Phòng {name} kết nạp {joined} đảng viên mới trong kỳ{more}." for name, joined, more in
           (("A", 14, ", có 5 nữ"), ("B", 7, ""), ("C", 9, ""))]  # fmt: skip
    said = ["Toàn Khối kết nạp 30 đảng viên; 92,5% đảng viên học tập nghị quyết.", *own]
    assert [one for one in words if "kết nạp" in one] == said
    assert not [one for one in words if one.startswith("Chưa có bài của")]
    figures = [row for row in rows if row[0] in ("01", "02")]
    assert [row[4] for row in figures] == ["30", "92,5%", "14", "98,53%", "7", "90%", "9", "90,16%"]
    assert [row[5] for row in figures[:2]] == ["Đạt 75% (chưa đạt)", "Vượt 2,5 điểm %"]


def summary_of_comments_is_right(desk: Path) -> None:
    """Five comments by three organisations: counts, minority opinions in full, and the table in order of the draft."""
    vankien(desk, "comments", "report", "--unit", "phong-a")
    words, rows = exported(desk / "build/docx/phong-a/gop-y.docx")
    counted = next(one for one in words if one.startswith("Tính đến ngày"))
    assert "có 5 ý kiến của 3 cơ quan" in counted
    assert counted.endswith("1 bổ sung, 1 sửa đổi, 1 bỏ, 1 câu chữ, 1 khác.")
    assert "Việc trả lời: 3 tiếp thu, 0 tiếp thu một phần, 1 giải trình; còn 1 ý kiến chưa trả lời." in words
    minority = words.index("1. Phòng Tài chính (8/20 người đồng ý)")
    assert words[minority : minority + 6] == [
        "1. Phòng Tài chính (8/20 người đồng ý)", "Về mục “I, 2. Hạn chế”, đoạn 1: “còn thiếu”.", "Viết là “chưa đủ”.",
        "2. Chi bộ Một (3/12 người đồng ý)", "Về mục “II- Kiến nghị”, đoạn 1: “mở thêm lớp”.", "Bỏ kiến nghị này.",
    ]  # fmt: skip
    counts = rows.index(["Loại ý kiến", "Tiếp thu", "Tiếp thu một phần", "Giải trình", "Chưa trả lời", "Cộng"])
    assert rows[counts + 1 : counts + 7] == [
        ["Bổ sung", "1", "0", "0", "0", "1"],
        ["Sửa đổi", "1", "0", "0", "0", "1"],
        ["Bỏ", "0", "0", "0", "1", "1"],
        ["Câu chữ", "0", "0", "1", "0", "1"],
        ["Khác", "1", "0", "0", "0", "1"],
        ["Cộng", "3", "0", "1", "1", "5"],
    ]
    done = "Tiếp thu\n(Tổ Biên tập, 12/5/2023)"
    table = rows[rows.index(["TT", "Nội dung dự thảo", "Ý kiến góp ý", "Đơn vị góp ý", "Tiếp thu, giải trình"]) + 1 :]
    assert [row for row in table if row[0] != row[1]] == [
        ["1", "Toàn bộ báo cáo", "(Khác)\nNhất trí với dự thảo.", "Đoàn trường", done],
        ["2", "Đoạn 1\n“đảng viên mới trong kỳ”", "(Bổ sung)\nNêu số đảng viên nữ.",
         "Chi bộ Một\n30/30 người đồng ý", done],
        ["3", "Đoạn 2\n“mở 3 lớp”", "(Sửa đổi)\nPhải là 4 lớp.", "Đoàn trường\n20/25 người đồng ý", done],
        ["4", "Đoạn 1\n“còn thiếu”", "(Câu chữ)\nViết là “chưa đủ”.",
         "Phòng Tài chính\n8/20 người đồng ý (cá biệt)", "Giải trình\nGiữ như dự thảo.\n(Tổ Biên tập, 12/5/2023)"],
        ["5", "Đoạn 1\n“mở thêm lớp”", "(Bỏ)\nBỏ kiến nghị này.", "Chi bộ Một\n3/12 người đồng ý (cá biệt)",
         "Chưa trả lời"],
    ]  # fmt: skip
    headings = [row[0] for row in table if row[0] == row[1]]
    assert headings == ["Về toàn bộ báo cáo", "I, 1. Thuận lợi", "I, 2. Hạn chế", "II- Kiến nghị"]


def exported(path: Path) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the rows of all tables of a Word file."""
    document = docx.Document(str(path))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [one.text.removesuffix("./.") + "." * one.text.endswith("./.") for one in document.paragraphs], rows

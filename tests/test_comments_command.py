"""The command `comments` as the editorial team types it."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.consultation import FILES, ONE, SENT, TEXT, TWO, sent
from tests.repositories import write
from vankien.cli import main
from vankien.readers.project import read

FOLDER = "units/phong-a/comments"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, FILES)


@pytest.fixture
def run(root, capsys):
    def go(*arguments: object, code: int = 0) -> str:
        """What the command prints, its errors where it is to fail; it must end with `code`."""
        capsys.readouterr()
        try:
            ended = main(["comments", *map(str, arguments)])
        except SystemExit as stopped:
            ended = stopped.code
        told = capsys.readouterr()
        assert ended == code, told
        return told.err if code else told.out + told.err

    return go


def ids(out: str) -> list[str]:
    return [one["id"] for one in json.loads(out)["comments"]]


def test_the_list_begins_with_what_nobody_has_answered(run):
    listed = json.loads(run("list", "--format", "json"))["comments"]
    assert len(listed) == len(SENT)
    answered = [one["answer"]["disposition"] != "chua-tra-loi" for one in listed]
    assert answered == sorted(answered)
    text = run("list")
    assert text.index("phong-a/c-dang-vien") < text.index("phong-a/e-chung")
    assert "8" in text.splitlines()[-2]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--unit", "khoi"], {"h-khoi"}),
        (["--heading", "thuan-loi", "--unit", "phong-a"], {"b-lop", "c-dang-vien", "d-dang-vien"}),
        (["--heading", "Khó khăn"], {"f-mat-cho"}),
        (["--heading", "II"], {"a-kien-nghi"}),
        (["--organisation", "CHI BO MOT", "--open"], {"a-kien-nghi", "c-dang-vien", "h-khoi"}),
        (["--kind", "bo-sung"], {"c-dang-vien", "d-dang-vien"}),
        (["--report", "bao-cao", "--kind", "khac"], {"e-chung"}),
    ],
)
def test_the_list_is_narrowed_down(run, options, found):
    assert set(ids(run("list", "--format", "json", *options))) == found


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--unit", "phong-b"], "phong-a"),
        (["--organisation", "Chi bộ Mot 2"], ONE),
        (["--heading", "Thuận lợ"], "thuan-loi"),
        (["--report", "baocao"], "bao-cao"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(run, options, told):
    assert told in run("list", *options, code=2)


def test_a_new_comment_has_its_place_filled_in(run, root):
    out = run("new", "--unit", "phong-a", "--report", "bao-cao", "--heading", "Thuận lợi", "--quote", "“Mở 3 lớp”",
              "--from", " Hội  Nông dân ", "--text", "Ghi rõ tên lớp.", "--kind", "sua-doi", "--present", "9",
              "--in-favour", "7")  # fmt: skip
    path = root / out.strip()
    assert path.parent == root / FOLDER
    found = next(one for one in read(root).comments if one.span.path == out.strip())
    assert (found.heading, found.paragraph, found.draft, found.organisation) == ("thuan-loi", 3, 2, "Hội Nông dân")
    assert found.before.endswith("chi bộ trực thuộc.") and found.after.startswith("bồi dưỡng")
    assert (found.present, found.in_favour, found.body.text.strip()) == (9, 7, "Ghi rõ tên lớp.")
    assert found.received.isoformat() == "2023-05-12"


def test_the_words_come_from_standard_input_as_they_are(run, root, monkeypatch):
    words = "Dòng một – có “dấu”.\n\n---\nDòng ba: không đổi."
    monkeypatch.setattr("sys.stdin", io.StringIO(words))
    out = run("new", "--unit", "phong-a", "--report", "bao-cao", "--from", "Hội", "--text", "-")
    found = next(one for one in read(root).comments if one.span.path == out.strip())
    assert found.body.text.strip("\n") == words


@pytest.mark.parametrize(
    ("quote", "told"),
    [("không có trong bài", "thuan-loi"), ("chi bộ", "2"), ("lớp", "")],
)
def test_words_without_one_place_are_never_attached(run, root, quote, told):
    before = sorted((root / FOLDER).iterdir())
    arguments = ["new", "--unit", "phong-a", "--report", "bao-cao", "--heading", "thuan-loi", "--from", "Hội"]
    if quote == "lớp":
        run(*arguments, "--quote", quote, "--text", "x")
        assert len(list((root / FOLDER).iterdir())) == len(before) + 1
        return
    assert told in run(*arguments, "--quote", quote, "--text", "x", code=2)
    assert sorted((root / FOLDER).iterdir()) == before


def test_a_paragraph_number_tells_which_of_the_same_words_is_meant(run, root):
    out = run("new", "--unit", "phong-a", "--report", "bao-cao", "--heading", "thuan-loi", "--from", "Hội",
              "--quote", "chi bộ", "--paragraph", "4", "--text", "Chi bộ nào?")  # fmt: skip
    assert next(one for one in read(root).comments if one.span.path == out.strip()).paragraph == 4


def test_the_same_comment_is_not_written_twice(run, root):
    arguments = ["new", "--unit", "phong-a", "--report", "bao-cao", "--from", "Hội", "--text", "Nhất trí."]
    path = root / run(*arguments).strip()
    text = path.read_bytes()
    assert path.name in run(*arguments, code=2)
    assert path.read_bytes() == text


def test_an_answer_is_written_and_the_words_stay(run, root):
    path = root / FOLDER / "c-dang-vien.md"
    before = path.read_text("utf-8")
    run("answer", "c-dang-vien", "--disposition", "tiep-thu", "--by", "Tổ: A", "--reason", "Đã ghi # rõ", "--commit",
        "1a2b3c4d")  # fmt: skip
    after = path.read_text("utf-8")
    assert before.split("\n---\n")[1] == after.split("\n---\n")[1]
    found = next(one for one in read(root).comments if one.id == "c-dang-vien")
    answer = found.answer
    assert (answer.disposition.value, answer.by, answer.reason, answer.commit, answer.date.isoformat()) == (
        "tiep-thu", "Tổ: A", "Đã ghi # rõ", "1a2b3c4d", "2023-05-12",
    )  # fmt: skip
    run("answer", "phong-a/c-dang-vien", "--disposition", "giai-trinh", "--date", "2023-05-13")
    answer = next(one for one in read(root).comments if one.id == "c-dang-vien").answer
    assert (answer.disposition.value, answer.by, answer.date.isoformat()) == ("giai-trinh", "Tổ: A", "2023-05-13")


def test_an_id_in_two_units_must_be_told_apart(run, root):
    write(root, {**FILES, "units/khoi/comments/c-dang-vien.md": sent("h-khoi").file})
    assert "khoi, phong-a" in run("answer", "c-dang-vien", "--disposition", "tiep-thu", code=2)
    run("answer", "c-dang-vien", "--unit", "khoi", "--disposition", "tiep-thu", "--by", "Tổ")
    assert "answer" in (root / "units/khoi/comments/c-dang-vien.md").read_text("utf-8")
    assert (root / FOLDER / "c-dang-vien.md").read_text("utf-8") == sent("c-dang-vien").file


def test_an_unknown_comment_is_told_with_the_nearest(run):
    assert "c-dang-vien" in run("answer", "c-dang-vienn", "--disposition", "tiep-thu", code=2)


def test_a_broken_file_gets_no_answer_and_loses_nothing(run, root):
    path = root / FOLDER / "c-dang-vien.md"
    path.write_text("---\nreport: bao-cao\nquote: [\n---\nNêu rõ.\n", "utf-8")
    before = path.read_bytes()
    run("answer", "c-dang-vien", "--disposition", "tiep-thu", code=2)
    assert path.read_bytes() == before


def test_tables_go_out_and_come_back_without_a_second_copy(run, root):
    out = run("export").split()
    assert out == ["build/comments/gop-y.csv", "build/comments/gop-y.xlsx"]
    with (root / out[0]).open(encoding="utf-8-sig", newline="") as stream:
        listed = list(csv.DictReader(stream, delimiter=";"))
    assert len(listed) == len(SENT)
    words = {next(value for key, value in row.items() if key == "Ý kiến") for row in listed}
    assert words == {one.words for one in SENT}
    before = {path: path.read_bytes() for path in (root / "units").rglob("*.md")}
    for table in out:
        told = run("import", root / table, "--by", "Tổ")
        assert f": {len(SENT)}." in told
        assert {path: path.read_bytes() for path in (root / "units").rglob("*.md")} == before


def test_an_answer_in_the_table_is_written_into_its_comment(run, root):
    run("export", "--format", "xlsx", "--open")
    path = root / "build/comments/gop-y.xlsx"
    book, sheet, columns = opened(path)
    for row in sheet.iter_rows(min_row=2):
        if row[columns["Mã ý kiến"]].value == "c-dang-vien":
            row[columns["Tiếp thu/giải trình"]].value = "Tiếp thu"
    book.save(path)
    assert "Answers written: 1" in run("import", path, "--by", "Tổ Biên tập", "--lang", "en")
    found = {one.id: one.answer for one in read(root).comments}
    assert (found["c-dang-vien"].disposition.value, found["c-dang-vien"].by) == ("tiep-thu", "Tổ Biên tập")
    assert found["a-kien-nghi"].by == ""


def opened(path: Path):
    """A workbook, its first sheet, and the places of its columns by their headings."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    return book, sheet, {cell.value: cell.column - 1 for cell in sheet[1]}


def test_the_empty_form_comes_back_filled_in(run, root):
    run("export", "--template", "--format", "xlsx")
    path = root / "build/comments/mau-gop-y.xlsx"
    book, sheet, columns = opened(path)
    filled = {"Đề mục": "1. Thuận lợi", "Đoạn": 1, "Ý kiến": "Nêu số nữ.", "Nội dung dự thảo (trích)": "12 đảng viên"}
    for name, value in filled.items():
        sheet.cell(2, columns[name] + 1).value = value
    book.save(path)
    run("import", path, "--unit", "phong-a", "--report", "bao-cao", "--from", "Hội Nông dân")
    (found,) = [one for one in read(root).comments if one.organisation == "Hội Nông dân"]
    assert (found.heading, found.paragraph, found.quote, found.body.text.strip()) == (
        "thuan-loi", 1, "12 đảng viên", "Nêu số nữ.",
    )  # fmt: skip


def test_the_report_is_made_for_all_for_one_unit_and_for_one_sender(run, root):
    assert run("report").split()[:2] == ["build/docx/khoi/gop-y.docx", "build/docx/phong-a/gop-y.docx"]
    assert run("report", "--unit", "phong-a", "--organisation", TWO).split()[0] == (
        "build/docx/phong-a/gop-y-doan-truong.docx"
    )
    assert "phong-a" in run("report", "--unit", "phong-b", code=2)
    assert TWO in run("report", "--organisation", "Đoàn trườn", code=2)


def test_all_of_it_leaves_the_drafts_alone(run, root):
    run("answer", "c-dang-vien", "--disposition", "tiep-thu", "--by", "Tổ")
    run("new", "--unit", "phong-a", "--report", "bao-cao", "--from", "Hội", "--text", "Nhất trí.")
    assert (root / "units/phong-a/bao-cao/thuan-loi.md").read_text("utf-8").endswith(TEXT)

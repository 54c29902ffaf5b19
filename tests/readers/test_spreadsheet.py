"""Tables as people save them: separators, encodings, merged cells, damaged files."""

import datetime

import openpyxl
import pytest

from vankien.model.diagnostic import PipelineError
from vankien.readers.spreadsheet import read_grid


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("STT;Ý kiến\r\n1;Nêu rõ, đủ.\r\n".encode("utf-8-sig"), (("STT", "Ý kiến"), ("1", "Nêu rõ, đủ."))),
        ('STT,Ý kiến\n1,"Một.\nHai, ba."\n'.encode(), (("STT", "Ý kiến"), ("1", "Một.\nHai, ba."))),
        ("STT\tÝ kiến\n1\tMột.\n\n\n".encode("utf-16"), (("STT", "Ý kiến"), ("1", "Một."))),
        (b"sep=;\na;b\n", ((), ("a", "b"))),
        ("Y\u0301 kie\u0302\u0301n;b\n".encode(), (("Ý kiến", "b"),)),
        (b"", ()),
    ],
)
def test_csv_is_read_whatever_program_saved_it(tmp_path, content, rows):
    path = tmp_path / "gop-y.csv"
    path.write_bytes(content)
    assert read_grid(path).rows == rows


def test_merged_cells_count_for_each_row(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Đề mục", "Ý kiến", "Ngày nhận", "Số dự họp"])
    sheet.append(["4.2", "Một.", datetime.datetime(2023, 5, 4), 12])
    sheet.append([None, "Hai.", "5/5/2023", 12.0])
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "gop-y.xlsx")
    grid = read_grid(tmp_path / "gop-y.xlsx")
    assert grid.rows[1:] == (("4.2", "Một.", "2023-05-04", "12"), ("4.2", "Hai.", "5/5/2023", "12"))
    assert grid.merged == ((2, 3, 1),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.xlsx", b""),
        ("a.csv", "Ý kiến".encode("utf-16-le")[:5]),
        ("a.docx", b""),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PipelineError) as raised:
        read_grid(path)
    assert name in str(raised.value)
    assert raised.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(PipelineError):
        read_grid(tmp_path / "khong-co.csv")

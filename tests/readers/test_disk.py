"""Whatever lies in a repository is a text, a folder or a fault."""

import os

import pytest

from vankien.readers.disk import PIECE, TEXT_LIMIT, Disk, decode


@pytest.mark.parametrize(
    ("data", "codes", "content"),
    [
        ("Đảng bộ\n".encode(), [], "Đảng bộ\n"),
        (b"", ["R107"], ""),
        (b" \n\n", ["R107"], " \n\n"),
        (b"PK\x03\x04\0\0", ["R105"], None),
        ("Đảng".encode("utf-16"), ["R105"], None),
        (b"ok\n\xc4\xe1ng\n", ["R106"], None),
        ("\ufeffa\r\nb\r".encode(), ["R110"], "a\nb\n"),
        ("Đa\u0309ng".encode(), ["R108"], "Đảng"),
    ],
)
def test_bytes_become_text_or_a_fault(data, codes, content):
    text, faults = decode("x.md", data)
    assert [fault.code for fault in faults] == codes
    assert (text.content if text else None) == content


def test_a_wrong_byte_is_found_at_its_line_and_column():
    _, faults = decode("x.md", "Đúng\nbộ ".encode() + b"\xff\n")
    span = faults[0].finding.span
    assert (span.line, span.column) == (2, 4)


def test_decomposed_letters_are_found_at_the_first():
    _, faults = decode("x.md", "một\nhai ba\u0309n\n".encode())
    span = faults[0].finding.span
    assert (span.line, span.column) == (2, 6)


def test_a_listing_leaves_out_what_offices_and_systems_leave_behind(tmp_path):
    for name in (".git", "~$bao-cao.docx", "Thumbs.db", "a.md"):
        (tmp_path / name).write_text("x")
    items, faults = Disk(tmp_path).listing(".")
    assert ([item.name for item in items], faults) == (["a.md"], [])


@pytest.mark.parametrize("target", ["/etc/passwd", "..", "../..", "missing"])
def test_a_link_that_leads_out_or_nowhere_is_a_fault(tmp_path, target):
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.md").symlink_to(target)
    items, faults = Disk(root).listing(".")
    assert items == []
    assert [fault.code for fault in faults] == ["R101" if target == "missing" else "R103"]


def test_a_link_within_the_repository_is_followed(tmp_path):
    (tmp_path / "a.md").write_text("nội dung")
    (tmp_path / "b.md").symlink_to("a.md")
    disk = Disk(tmp_path)
    text, faults = disk.text(disk.named("b.md"))
    assert (text.content, faults) == ("nội dung", [])


def test_a_large_file_is_not_read(tmp_path):
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(50 << 20)
    disk = Disk(tmp_path)
    text, faults = disk.text(disk.named("a.md"))
    assert (text, [fault.code for fault in faults]) == (None, ["R104"])
    assert TEXT_LIMIT < 50 << 20


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, TEXT_LIMIT, TEXT_LIMIT + 1])
def test_a_file_of_any_size_is_read_whole_or_not_at_all(tmp_path, size):
    words = (b"tr\xc6\xb0\xe1\xbb\x9bc n\xc4\x83m " * (size // 14 + 1))[:size]
    (tmp_path / "a.md").write_bytes(words)
    assert Disk(tmp_path).content("a.md") == (words if size <= TEXT_LIMIT else None)


def test_a_pipe_does_not_hang_the_reader(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    disk = Disk(tmp_path)
    text, faults = disk.text(disk.named("a.md"))
    assert (text, [fault.code for fault in faults]) == (None, ["R102"])


def test_a_folder_in_place_of_a_file_is_a_fault(tmp_path):
    (tmp_path / "a.md").mkdir()
    disk = Disk(tmp_path)
    assert [fault.code for fault in disk.text(disk.named("a.md"))[1]] == ["R102"]

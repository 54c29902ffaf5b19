"""What a real LibreOffice makes of the files: they open, and their pages break where they should."""

import re
import shutil
import subprocess

import pytest

from tests.render.word.made import PROFILES, TEXTS, UNIT, outline
from vankien.model.outline import Appendix
from vankien.render.word import Copy, Kind, export
from vankien.render.word.copy import Remark
from vankien.render.word.document import DRAFT

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs LibreOffice, poppler"
    ),
]


def pages(folder, files):
    """The words of each page of each file."""
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    result = []
    for file in files:
        pdf = folder / f"{file.stem}.pdf"
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
        ).stdout
        result.append(text.split("\f")[:-1])
    return result


def made(make, folder, name, copy=DRAFT, **arguments):
    (path,) = export(make(**arguments), folder, folder / "docx", copy=copy)
    return path.rename(folder / f"{name}.docx")


def test_every_profile_opens_with_its_first_page_unnumbered_and_appendices_numbered_afresh(make, tmp_path):
    wide = outline(appendices=(Appendix("phu-luc", "Bảng", "text", landscape=True),))
    long = "\n\n".join(["Một đoạn văn dài vừa phải để sang trang. " * 6] * 40)
    files = [
        made(make, tmp_path, profile, profile=profile, of=wide, texts={**TEXTS, "chi-tiet": long, "phu-luc": long})
        for profile in PROFILES
    ]
    for found in pages(tmp_path, files):
        tops = [page.strip().splitlines()[0].strip() for page in found]
        start = next(number for number, page in enumerate(found) if "PHỤ LỤC" in page)
        numbers = [int(top) if re.fullmatch(r"\d+", top) else None for top in tops]
        assert numbers[:start] == [None, *range(2, start + 1)]
        assert numbers[start:] == [None, *range(2, len(found) - start + 1)]


def test_the_signature_takes_words_of_the_text_with_it_to_the_next_page(make, tmp_path):
    files = [
        made(make, tmp_path, f"dai-{count}", texts={**TEXTS, "chi-tiet": "\n\n".join(["Đoạn ngắn."] * count)})
        for count in range(4, 16)
    ]
    found = pages(tmp_path, files)
    assert {len(each) for each in found} == {1, 2}
    for each in found:
        (signed,) = [page for page in each if UNIT.signatory.name in page]
        assert "Đoạn văn cuối cùng./." in signed
        assert "T/M BAN THƯỜNG VỤ" in signed
        assert "Lưu Văn phòng Đảng ủy." in signed


def test_each_footnote_stands_on_the_page_of_its_number_wherever_comments_stand(make, tmp_path):
    noted = {number: f"[^g{number}]" for number in (5, 11, 12, 30, 38)}
    body = "\n\n".join(f"Đoạn{number}x {'từ ' * 60}hết{number}x{noted.get(number, '')}." for number in range(40))
    # The notes are written in another order than that of their numbers in the text.
    notes = "\n".join(f"[^g{number}]: Ghi chú của đoạn {number}x." for number in sorted(noted, reverse=True))
    texts = {**TEXTS, "chi-tiet": f"{body}\n\n{notes}\n"}
    files = []
    for commented in ((0, 1), (6, 7, 8, 9), (12, 40), range(40)):
        remarks = tuple(
            Remark("chi-tiet", number + 1, f"Đoạn{number}x", "", "vankien", "2023-05-12T12:00:00Z", ("Một.", "Hai."))
            for number in commented
        )
        copy = Copy(Kind.REVIEW, lambda unit, report, remarks=remarks: remarks)
        files.append(made(make, tmp_path, f"gop-y-{len(files)}", copy, texts=texts))
    for found in pages(tmp_path, files):
        assert len(found) > 5
        for rank, number in enumerate(noted, start=1):
            with_note = [page for page in found if f"{rank}Ghichúcủađoạn{number}x." in "".join(page.split())]
            assert with_note == [page for page in found if f"hết{number}x" in page]
            assert len(with_note) == 1

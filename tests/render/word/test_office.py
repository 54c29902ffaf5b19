"""What a real LibreOffice makes of the files: they open, and their pages break where they should."""

import re
import shutil
import subprocess

import pytest

from tests.render.word.made import PROFILES, TEXTS, UNIT, outline
from vankien.model.outline import Appendix
from vankien.render.word import export

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


def made(make, folder, name, **arguments):
    (path,) = export(make(**arguments), folder, folder / "docx")
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

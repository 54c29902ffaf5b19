"""PDF files by LibreOffice: at their place, the same bytes again, and plain words where it cannot be done."""

import shutil
import subprocess
import time

import docx
import pytest

from tests.repositories import section, write
from vankien.cli import main
from vankien.model.diagnostic import PipelineError
from vankien.render import pdf


@pytest.fixture
def root(tmp_path):
    return write(
        tmp_path / "kho",
        {
            "units/khoi/bao-cao/thuan-loi.md": section("Của khối."),
            "units/phong-a/bao-cao/thuan-loi.md": section("Của phòng."),
        },
    )


@pytest.fixture
def as_pdf(root, soffice):
    """The repository, where LibreOffice and poppler are there."""
    if not shutil.which("pdffonts"):
        pytest.skip("no poppler on this machine")
    return root


@pytest.mark.office
def test_each_report_becomes_a_pdf_at_its_place_and_the_same_bytes_again(as_pdf, capsys):
    assert main(["--root", str(as_pdf), "pdf", "--jobs", "2"]) == 0
    printed = capsys.readouterr().out.split()
    files = sorted((as_pdf / "build/pdf").rglob("*.pdf"))
    assert [path.relative_to(as_pdf / "build/pdf").as_posix() for path in files] == [
        "khoi/bao-cao.pdf",
        "phong-a/bao-cao.pdf",
    ]
    assert len(printed) == 2
    assert [path.name for path in (as_pdf / "build/pdf").iterdir() if path.name.startswith(".")] == []
    first = [path.read_bytes() for path in files]
    time.sleep(1.1)
    assert main(["--root", str(as_pdf), "pdf", "--jobs", "1"]) == 0
    assert [path.read_bytes() for path in files] == first
    created = docx.Document(str(as_pdf / "build/docx/khoi/bao-cao.docx")).core_properties.created
    assert created.strftime("D:%Y%m%d%H%M%S").encode() in first[0]
    (as_pdf / "build/pdf/cu").mkdir()
    for name in ("phong-a/bao-cao-cu.pdf", "cu/bao-cao.pdf"):
        (as_pdf / "build/pdf" / name).write_bytes(b"%PDF")
    assert main(["--root", str(as_pdf), "pdf", "--unit", "khoi"]) == 0
    assert (as_pdf / "build/pdf/cu/bao-cao.pdf").exists(), "only a run over all reports knows which are no more"
    assert main(["--root", str(as_pdf), "pdf"]) == 0
    assert sorted((as_pdf / "build/pdf").rglob("*.pdf")) == files
    assert not (as_pdf / "build/pdf/cu").exists()
    text = subprocess.run(["pdftotext", str(files[1]), "-"], check=True, capture_output=True, text=True).stdout
    assert "Của phòng" in text
    assert "Của khối" not in text


@pytest.mark.office
def test_only_what_changed_is_made_again_and_as_a_first_run_makes_it(as_pdf, monkeypatch):
    command = ["--root", str(as_pdf), "pdf"]
    assert main(command) == 0
    kept, edited = (as_pdf / f"build/pdf/{unit}/bao-cao.pdf" for unit in ("khoi", "phong-a"))
    before, old = kept.stat(), edited.read_bytes()
    with monkeypatch.context() as idle:
        idle.setattr(pdf, "_batch", lambda *rest: pytest.fail("nothing had changed"))
        assert main(command) == 0
    write(as_pdf, {"units/phong-a/bao-cao/thuan-loi.md": section("Lời khác.")})
    assert main(command) == 0
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    new = edited.read_bytes()
    assert new != old
    kept.write_bytes(b"%PDF changed by somebody")
    shutil.rmtree(as_pdf / "build/.cache")
    assert main(command) == 0
    assert edited.read_bytes() == new
    assert kept.stat().st_size == before.st_size


@pytest.mark.parametrize("other", ["fonts", "program", "prepare"])
def test_other_fonts_another_libreoffice_or_another_file_make_a_pdf_again(tmp_path, monkeypatch, other):
    word = tmp_path / "docx/a/b.docx"
    word.parent.mkdir(parents=True)
    word.write_bytes(b"x")
    script = """test "$4" = "" && echo LibreOffice {version} && exit
while test $# -gt 1; do test "$1" = --outdir && folder=$2; shift; done
echo made >> {calls}; echo %PDF > $folder/0.pdf"""
    calls = tmp_path / "calls"
    stood = stand_in(tmp_path, script.format(version="7.4", calls=calls))
    monkeypatch.setattr(pdf, "office", lambda: stood)
    for _ in range(2):
        pdf.convert([word], tmp_path / "docx", tmp_path / "build/pdf", 0, fonts="Liberation Serif")
    assert calls.read_text().count("made") == 1
    if other == "program":
        stand_in(tmp_path, script.format(version="7.5", calls=calls))
    fonts = "Tinos" if other == "fonts" else "Liberation Serif"
    prepare = bytes.upper if other == "prepare" else bytes
    pdf.convert([word], tmp_path / "docx", tmp_path / "build/pdf", 0, prepare=prepare, fonts=fonts)
    assert calls.read_text().count("made") == 2


@pytest.mark.office
def test_a_pdf_carries_its_fonts_with_the_widths_of_times_new_roman(as_pdf, capsys):
    assert main(["--root", str(as_pdf), "pdf", "--unit", "phong-a", "--report", "bao-cao"]) == 0
    (path,) = (as_pdf / "build/pdf").rglob("*.pdf")
    listed = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert {"Times" in line or "LiberationSerif" in line for line in listed} == {True}
    assert all(line.split()[-5] == "yes" for line in listed)
    found = pdf.substitute_font("Times New Roman")
    assert (found in capsys.readouterr().err) == (found not in ("", "Times New Roman"))


def test_without_libreoffice_the_message_says_how_to_get_it(root, monkeypatch, capsys):
    monkeypatch.setattr(pdf, "office", lambda: "")
    assert main(["--root", str(root), "--lang", "en", "pdf"]) == 2
    said = capsys.readouterr().err
    assert "LibreOffice was not found" in said
    assert "libreoffice-writer" in said
    assert (root / "build/docx/phong-a/bao-cao.docx").is_file()


def stand_in(folder, script):
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 0", "made no PDF of a/b.docx"), ("echo no display; exit 77", "no display")],
    ids=["nothing made", "a failure"],
)
def test_an_office_that_fails_is_named_and_the_last_good_files_stay(tmp_path, monkeypatch, script, said):
    word = tmp_path / "docx/a/b.docx"
    word.parent.mkdir(parents=True)
    word.write_bytes(b"x")
    good = tmp_path / "pdf/a/b.pdf"
    good.parent.mkdir(parents=True)
    good.write_bytes(b"good")
    monkeypatch.setattr(pdf, "office", lambda: stand_in(tmp_path, script))
    with pytest.raises(PipelineError) as failed:
        pdf.convert([word], tmp_path / "docx", tmp_path / "pdf", 0)
    assert said in failed.value.message.template.format(**failed.value.message.values)
    assert good.read_bytes() == b"good"
    assert [path.name for path in (tmp_path / "pdf").iterdir()] == ["a"]


def test_an_office_that_never_ends_is_ended_with_its_children(tmp_path, monkeypatch):
    word = tmp_path / "b.docx"
    word.write_bytes(b"x")
    beat = tmp_path / "beat"
    script = f"(while :; do date +%s%N >> {beat}; sleep 0.1; done) & sleep 60"
    monkeypatch.setattr(pdf, "office", lambda: stand_in(tmp_path, script))
    monkeypatch.setattr(pdf, "START_SECONDS", 3)
    monkeypatch.setattr(pdf, "FILE_SECONDS", 0)
    began = time.monotonic()
    with pytest.raises(PipelineError):
        pdf.convert([word], tmp_path, tmp_path / "pdf", 0)
    assert time.monotonic() - began < 30
    beats = beat.read_text()
    time.sleep(2)
    assert beats and beat.read_text() == beats


def test_the_site_offers_the_pdf_of_a_word_file_and_none_of_an_earlier_one(root, capsys):
    write(root, {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Thử\n"})
    assert main(["--root", str(root), "build"]) == 0
    made, offered = root / "build/pdf/phong-a/bao-cao.pdf", root / "build/site/pdf/phong-a/bao-cao.pdf"
    page = root / "build/site/units/phong-a/index.html"
    assert "docx/phong-a/bao-cao.docx" in page.read_text() and "bao-cao.pdf" not in page.read_text()
    made.parent.mkdir(parents=True)
    made.write_bytes(b"%PDF")
    assert main(["--root", str(root), "build"]) == 0
    assert offered.read_bytes() == b"%PDF" and 'href="../../pdf/phong-a/bao-cao.pdf"' in page.read_text()
    write(root, {"units/phong-a/bao-cao/thuan-loi.md": section("Nay đã khác.")})
    assert main(["--root", str(root), "build"]) == 0
    assert not offered.exists() and "bao-cao.pdf" not in page.read_text()
    capsys.readouterr()

"""A draft as one archive: everything in it can be verified, and it is the same bytes when made again."""

import hashlib
import json
import subprocess
import time
import zipfile

import pytest

from tests.pictures import PIXEL
from tests.repositories import section, write
from vankien import __version__
from vankien.cli import main
from vankien.render import pdf
from vankien.render.word import pandoc


@pytest.fixture
def root(tmp_path):
    files = {
        "units/phong-a/bao-cao/thuan-loi.md": section("Của phòng ![x](../images/x.png)."),
        "units/phong-a/images/x.png": PIXEL,
        ".gitignore": "build/\n",
    }
    made = write(tmp_path / "kho", files)
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@vi.du", "commit", "-qm", "Dự thảo"],
    ):
        subprocess.run(["git", *command], cwd=made, check=True)
    return made


def released(root, capsys):
    assert main(["--root", str(root), "release"]) == 0
    (path,) = (root / "build/release").iterdir()
    assert capsys.readouterr().out.strip().endswith(path.name)
    return path


@pytest.mark.office
def test_a_release_holds_word_pdf_and_data_with_a_list_that_fits(root, capsys):
    path = released(root, capsys)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True).stdout
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        for file in manifest["files"]:
            content = archive.read(file["path"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
    listed = [file["path"] for file in manifest["files"]]
    assert [*listed, "manifest.json"] == names
    assert listed == sorted(listed)
    assert "docx/phong-a/bao-cao.docx" in names
    assert "data/datapackage.json" in names
    assert not [name for name in names if "site" in name or "docs" in name]
    assert path.name == f"ky-thu-lan-1-{commit[:12]}.zip"
    assert manifest["commit"] == commit.strip()
    assert (manifest["version"], manifest["draft"], manifest["today"]) == (1, 1, "2023-05-12")
    assert manifest["findings"]["errors"] == 0
    assert manifest["findings"]["notes"] > 0
    assert manifest["versions"]["vankien"] == __version__
    assert manifest["versions"]["pandoc"] == pandoc.version()
    with_pdf = bool(pdf.office())
    assert ("pdf/phong-a/bao-cao.pdf" in names) == with_pdf
    assert "docx-consolidated/khoi/bao-cao.docx" in names
    assert ("pdf-consolidated/khoi/bao-cao.pdf" in names) == with_pdf
    assert manifest["counts"] == {
        "units": 2,
        "sections": 1,
        "docx": 1,
        "docx-consolidated": 1,
        "pdf": int(with_pdf),
        "pdf-consolidated": int(with_pdf),
        "data": len([name for name in names if name.startswith("data/")]),
    }


@pytest.mark.office
def test_a_release_made_again_is_the_same_bytes(root, capsys):
    first = released(root, capsys).read_bytes()
    time.sleep(1.1)
    assert released(root, capsys).read_bytes() == first


def test_without_libreoffice_a_release_says_that_it_has_no_pdf(root, capsys, monkeypatch):
    monkeypatch.setattr(pdf, "office", lambda: "")
    assert main(["--root", str(root), "--lang", "en", "release"]) == 0
    assert "no PDF files" in capsys.readouterr().err
    (path,) = (root / "build/release").iterdir()
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("manifest.json"))["counts"]["pdf"] == 0

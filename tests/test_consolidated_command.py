"""`docx --consolidated` and `pdf --consolidated`: what a user gets, is told and is refused."""

import functools
import os
import re
import shutil
import subprocess

import docx
import pytest

from tests.render.word.made import part, texts
from tests.repositories import section, write
from vankien.cli import main
from vankien.render.word import pandoc

WORDS = "Một đoạn văn dài vừa phải để sang trang. " * 6
APPROVED = {"status": "approved", "approved_by": "Bà Lan"}
HEADINGS = ("thuan-loi", "kho-khan", "giai-phap.thuan-loi", "giai-phap.kho-khan")


def approved(unit, text):
    return {f"units/{unit}/bao-cao/{heading}.md": section(text, **APPROVED) for heading in HEADINGS}


FILES = {
    **approved("khoi", "Lời của Khối.\n\n{{ units }}"),
    **approved("phong-a", "Lời của A."),
    **approved("phong-b", "Lời của B."),
    "units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\n",
}
COMMAND = ("docx", "--consolidated", "--lang", "en")


@pytest.fixture
def run(tmp_path, capsys):
    """Runs a command on a repository with some files; gives exit code, what was printed and said, and the root."""

    def ran(*command, **files):
        root = write(tmp_path / "kho", {**FILES, **files})
        code = main(["--root", str(root), *command])
        captured = capsys.readouterr()
        return code, captured.out, captured.err, root

    return ran


def test_each_parent_gets_one_file_and_hears_who_is_missing(run):
    silent = {"units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: khoi\n"}
    code, out, said, root = run(*COMMAND, **silent)
    assert code == 0
    assert [line.rpartition("build/")[2] for line in out.split()] == ["docx-consolidated/khoi/bao-cao.docx"]
    assert "khoi/bao-cao: texts of 2 units; nothing yet from Phòng C." in said
    path = root / "build/docx-consolidated/khoi/bao-cao.docx"
    document = docx.Document(str(path))
    assert texts(document, "Missing Text")[-1] == "Chưa có bài của: Phòng C."
    properties = {each.get("name"): "".join(each.itertext()) for each in part(path, "docProps/custom.xml")}
    assert (properties["copy"], properties["units"], properties["missing"]) == ("consolidated", "2", "1")


def test_a_report_of_which_all_is_approved_has_no_draft_mark(run):
    code, _, said, root = run(*COMMAND)
    assert code == 0
    assert "texts of 2 units; nobody is missing" in said
    document = docx.Document(str(root / "build/docx-consolidated/khoi/bao-cao.docx"))
    assert texts(document, "Draft Mark") == []


def test_it_is_final_only_when_the_texts_of_all_units_are(run):
    draft = {"units/phong-b/bao-cao/kho-khan.md": section("Lời của B.", status="review")}
    code, out, said, root = run(*COMMAND, "--final", "--unit", "khoi", **draft)
    assert (code, out) == (1, "")
    assert "phong-b/bao-cao\n  not approved: 2. Khó khăn\n" in said
    assert not (root / "build/docx-consolidated-final").exists()
    code, out, said, root = run(*COMMAND, "--final", "--force", "Trình ký gấp", **draft)
    assert code == 0
    assert "Forced: Trình ký gấp" in said
    path = root / "build/docx-consolidated-final/khoi/bao-cao.docx"
    assert texts(docx.Document(str(path)), "Draft Mark") == []


def test_a_unit_that_nobody_stands_below_is_told_so(run):
    code, out, said, _ = run(*COMMAND, "--unit", "phong-a")
    assert (code, out) == (2, "")
    assert "no report to which units below it have given a text" in said


@pytest.mark.parametrize("other", [("--review",), ("--against", "HEAD")])
def test_other_kinds_of_copy_are_refused(run, other):
    code, _, said, _ = run(*COMMAND, *other)
    assert code == 2
    assert "neither with --review nor with --against" in said


def test_files_of_reports_that_are_no_more_are_removed(run):
    _, _, _, root = run(*COMMAND)
    old = root / "build/docx-consolidated/phong-a/bao-cao.docx"
    old.parent.mkdir()
    old.write_bytes(b"old")
    run(*COMMAND, "--unit", "khoi")
    assert old.exists()
    run(*COMMAND)
    assert not old.exists()


def test_with_nothing_changed_nothing_is_made_and_after_an_edit_what_a_first_run_makes(run, tmp_path, monkeypatch):
    code, _, said, root = run(*COMMAND)
    path = root / "build/docx-consolidated/khoi/bao-cao.docx"
    first, known = path.stat(), pandoc.version()
    with monkeypatch.context() as idle:
        idle.setattr(pandoc, "executable", lambda: pytest.fail("pandoc was started"))
        idle.setattr(pandoc, "version", functools.cache(lambda: known))
        assert run(*COMMAND)[0:3:2] == (code, said)
    kept = path.stat()
    assert (kept.st_ino, kept.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert run(*COMMAND, **{"units/phong-b/bao-cao/kho-khan.md": section("Lời khác của B.", **APPROVED)})[0] == 0
    edited = path.read_bytes()
    assert "Lời khác của B." in "".join(part(path, "word/document.xml").itertext())
    shutil.rmtree(root / "build")
    run(*COMMAND, **{"units/phong-b/bao-cao/kho-khan.md": section("Lời khác của B.", **APPROVED)})
    assert path.read_bytes() == edited


def test_the_site_offers_what_is_still_good_and_build_makes_it_when_asked(run):
    settings = {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Thử\n"}
    _, _, _, root = run("build", "--consolidated", **settings)
    site = root / "build/site"
    offered = site / "docx/khoi/bao-cao.tong-hop.docx"
    made = root / "build/docx-consolidated/khoi/bao-cao.docx"
    assert offered.read_bytes() == made.read_bytes()
    pages = {
        "units/khoi/index.html": "../../docx/khoi/bao-cao.tong-hop.docx",
        "units/khoi/bao-cao.html": "../../docx/khoi/bao-cao.tong-hop.docx",
    }
    linked = [page for page, address in pages.items() if f'href="{address}"' in (site / page).read_text("utf-8")]
    assert linked == list(pages)
    others = {path: path.stat().st_mtime_ns for path in site.rglob("phong-a/*.html")}
    assert others
    run("build")
    assert offered.is_file()
    edit = {"units/phong-b/bao-cao/kho-khan.md": section("Lời khác của B.", **APPROVED)}
    run("build", **edit)
    assert not offered.exists()
    assert not [page for page in pages if "tong-hop" in (site / page).read_text("utf-8")]
    assert {path: path.stat().st_mtime_ns for path in others} == others
    run("build", "--consolidated", **edit)
    assert offered.read_bytes() == made.read_bytes()


def test_a_file_carries_the_newest_commit_of_its_texts_and_no_other(run):
    def committed(words):
        author = ("-c", "user.name=A", "-c", "user.email=a@vi.du")
        # All within one second, as when somebody is quick.
        moment = os.environ | {"GIT_COMMITTER_DATE": "2023-05-12T12:00:00+0000"}
        for command in (("add", "-A", "--", "."), (*author, "commit", "-qm", words)):
            subprocess.run(["git", *command], cwd=root, check=True, env=moment)
        told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True)
        return told.stdout.strip()

    _, _, _, root = run("check")
    (root / ".gitignore").write_text("build/\n", "utf-8")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    first = committed("Một")
    run(*COMMAND)
    path = root / "build/docx-consolidated/khoi/bao-cao.docx"

    def told():
        return {each.get("name"): "".join(each.itertext()) for each in part(path, "docProps/custom.xml")}["commit"]

    assert told() == first
    (root / "README.md").write_text("Khác.\n", "utf-8")
    committed("Hai")
    kept = path.stat().st_mtime_ns
    run(*COMMAND)
    assert (path.stat().st_mtime_ns, told()) == (kept, first)
    edit = {"units/phong-b/bao-cao/kho-khan.md": section("Lời khác của B.", **APPROVED)}
    run(*COMMAND, **edit)
    assert told().endswith("+")
    third = committed("Ba")
    run(*COMMAND, **edit)
    assert told() == third


@pytest.mark.office
def test_a_pdf_tells_the_pages_on_which_its_headings_stand(run, soffice):
    long = {f"units/phong-a/bao-cao/{heading}.md": section(f"{WORDS}\n\n" * 12, **APPROVED) for heading in HEADINGS}
    code, out, _, root = run("pdf", "--consolidated", **long)
    assert code == 0
    path = root / "build/pdf-consolidated/khoi/bao-cao.pdf"
    assert out.strip().endswith("build/pdf-consolidated/khoi/bao-cao.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout
    first, *pages = text.split("\f")
    told = {" ".join(title.split()): int(page) for title, page in re.findall(r"^ *(.+?)\.{3,} ?(\d+)$", first, re.M)}
    assert next(iter(told)) == "I- KẾT QUẢ"
    assert len(told) > 5
    for title, page in told.items():
        assert title in " ".join(pages[page - 2].split())
    assert len(set(told.values())) > 2

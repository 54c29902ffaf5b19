"""Final copies: refused while something is left to do, forced with a reason that nobody can overlook."""

import docx
import pytest

from tests.render.word.made import part, texts
from tests.repositories import section, write
from vankien.cli import main

COMPLETE = {
    f"units/phong-a/bao-cao/{heading}.md": section("Nội dung.", status="approved", approved_by="Bà Lan")
    for heading in ("thuan-loi", "kho-khan", "giai-phap.thuan-loi", "giai-phap.kho-khan")
}
FINAL = ("docx", "--final", "--unit", "phong-a", "--lang", "en")


@pytest.fixture
def run(tmp_path, capsys):
    """Runs a command on a repository with some files; gives exit code, what was printed and said, and the root."""

    def ran(*command, **files):
        root = write(tmp_path / "kho", {**COMPLETE, **files})
        code = main(["--root", str(root), *command])
        captured = capsys.readouterr()
        return code, captured.out, captured.err, root

    return ran


def test_a_report_that_is_approved_as_a_whole_gives_a_final_copy_without_a_draft_mark(run):
    code, out, _, root = run(*FINAL)
    assert code == 0
    path = root / "build/docx-final/phong-a/bao-cao.docx"
    assert out.strip().endswith("build/docx-final/phong-a/bao-cao.docx")
    document = docx.Document(str(path))
    assert texts(document, "Draft Mark") == []
    assert document.core_properties.content_status == ""
    assert not (root / "build/docx").exists()


def test_a_heading_that_is_not_approved_keeps_it_back(run):
    draft = {"units/phong-a/bao-cao/kho-khan.md": section("Nội dung.", status="review")}
    code, out, said, root = run(*FINAL, **draft)
    assert (code, out) == (1, "")
    assert "phong-a/bao-cao\n  not approved: 2. Khó khăn\n" in said
    assert "0 errors, 1 headings not approved, 0 without text" in said
    assert not (root / "build/docx-final").exists()


@pytest.mark.parametrize("bound", ["approved_text: 0123456789abcdef", "themes: [cai-cach]"])
def test_a_text_that_is_not_the_one_approved_keeps_it_back(run, bound):
    """Changed since, or approved without saying which text."""
    front = f"---\nstatus: approved\napproved_by: Bà Lan\n{bound}\n---\nNội dung.\n"
    code, _, said, root = run(*FINAL, **{"units/phong-a/bao-cao/kho-khan.md": front})
    assert code == 1
    assert "not approved: 2. Khó khăn" in said
    assert not (root / "build/docx-final").exists()


def test_a_required_heading_without_a_text_is_an_error_of_a_final_copy(run):
    code, _, said, _ = run(*FINAL, **{"units/phong-a/bao-cao/kho-khan.md": None})
    assert code == 1
    assert "no text: 2. Khó khăn" in said


def test_an_error_keeps_it_back_with_its_place(run):
    broken = section("Nội dung.", status="approved", approved_by="Bà Lan", indicators="{khong-co: {actual: 1}}")
    code, _, said, _ = run(*FINAL, **{"units/phong-a/bao-cao/kho-khan.md": broken})
    assert code == 1
    assert "error: units/phong-a/bao-cao/kho-khan.md:" in said
    assert "F105" in said


def test_an_error_of_another_unit_keeps_nothing_back(run):
    other = section("Nội dung.", indicators="{khong-co: {actual: 1}}")
    code, out, _, _ = run(*FINAL, **{"units/khoi/bao-cao/thuan-loi.md": other})
    assert out
    assert code == 1  # The repository as a whole still has an error.


def test_a_report_without_any_text_is_refused_when_asked_for_by_name_and_passed_over_otherwise(run):
    code, _, said, _ = run("docx", "--final", "--unit", "khoi", "--report", "bao-cao", "--lang", "en")
    assert code == 1
    assert "no text: 1. Thuận lợi" in said
    code, out, _, _ = run("docx", "--final")
    assert code == 0
    assert out.count(".docx") == 1


def test_force_makes_it_all_the_same_and_says_why_in_the_file_and_at_the_end(run):
    draft = {"units/phong-a/bao-cao/kho-khan.md": section("Nội dung.", status="draft")}
    code, out, said, root = run(*FINAL, "--force", "  Trình ký\n gấp ", **draft)
    assert code == 0
    assert out.strip()
    assert "Forced: Trình ký gấp" in said
    assert "1 headings not approved" in said
    path = root / "build/docx-final/phong-a/bao-cao.docx"
    properties = {each.get("name"): "".join(each.itertext()) for each in part(path, "docProps/custom.xml")}
    assert properties["forced"] == "Trình ký gấp"
    assert properties["copy"] == "final"
    assert texts(docx.Document(str(path)), "Draft Mark") == []


@pytest.mark.parametrize("force", [("--force", ""), ("--force", "   ")])
def test_force_without_a_reason_does_not_count(run, force):
    draft = {"units/phong-a/bao-cao/kho-khan.md": section("Nội dung.", status="draft")}
    assert run(*FINAL, *force, **draft)[0] == 1


def test_force_is_for_final_copies_and_a_copy_has_one_kind(run, capsys):
    assert run("docx", "--force", "vì sao")[0] == 2
    with pytest.raises(SystemExit) as stopped:
        run("docx", "--final", "--review")
    assert stopped.value.code == 2


def test_review_copies_lie_in_a_folder_of_their_own(run):
    code, out, _, root = run("docx", "--review", "--unit", "phong-a")
    assert code == 0
    assert out.strip().endswith("build/docx-review/phong-a/bao-cao.docx")
    assert docx.Document(str(root / "build/docx-review/phong-a/bao-cao.docx"))

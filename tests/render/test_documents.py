"""The register file completed from the texts: nothing of what its keeper wrote is touched."""

import io

import pytest
from ruamel.yaml import YAML

from tests.repositories import section, write
from vankien.model.diagnostic import PipelineError
from vankien.readers.project import read
from vankien.render import documents
from vankien.render.language import translator
from vankien.rollup.citation_register import register

KEPT = """\
# Văn bản của Trung ương; xếp theo ngày.
nq-21-tw:   # đã đối chiếu
  type: Nghị quyết
  number: 21-NQ/TW
  title: "Tổ chức cơ sở đảng: củng cố"


kl-01-tw: {number: 01-KL/TW, type: Kết luận}   # một dòng
ct-05-tw:
    number: 05-CT/TW
    date:
    issuer: Bộ Chính trị
"""
TEXT = """Nghị quyết số 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương; Kết luận số 01-KL/TW, ngày 18/5/2021.
Chỉ thị số 05-CT/TW, ngày 15/5/2016 của Bộ Chính trị.
Nghị định số 145/2020/NĐ-CP, ngày 14/12/2020 của Chính phủ. Quy định số 58-QĐ/TW của Bộ Chính trị về “*một số vấn đề:
bảo vệ nội bộ*”. Chỉ thị 28. Nghị quyết Trung ương 4 khóa XII."""


@pytest.fixture
def cited(tmp_path):
    def make(text: str, kept: str = ""):
        files = {"units/phong-a/bao-cao/thuan-loi.md": section(text)}
        return register(read(write(tmp_path, files | ({"content/documents.yml": kept} if kept else {}))))

    return make


def load(text: str):
    return YAML(typ="safe", pure=True).load(io.StringIO(text))


def test_lacking_documents_are_added_and_dates_filled_in(cited):
    after = documents.completed(KEPT, cited(TEXT, KEPT))
    assert after == (
        KEPT.replace(
            "  type: Nghị quyết\n",
            "  type: Nghị quyết\n  date: 2022-06-16\n  issuer: Ban Chấp hành Trung ương\n",
        ).replace("{number: 01", "{date: 2021-05-18, number: 01")
        + f"""
{documents.ADDED}
nd-145-2020:
  number: 145/2020/NĐ-CP
  type: Nghị định
  date: 2020-12-14
  issuer: Chính phủ

qd-58-tw:
  number: 58-QĐ/TW
  type: Quy định
  issuer: Bộ Chính trị

nq-tw4-khoa-xii:
  number: ""
  type: Nghị quyết
  issuer: Ban Chấp hành Trung ương Đảng khóa XII
  title: Nghị quyết Trung ương 4 khóa XII
"""
    )


def test_second_run_changes_nothing(cited, tmp_path):
    after = documents.completed(KEPT, cited(TEXT, KEPT))
    assert documents.completed(after, cited(TEXT, after)) == after


def test_result_is_read_without_faults(cited, tmp_path):
    documents.write(tmp_path, documents.completed(KEPT, cited(TEXT, KEPT)))
    project = read(tmp_path)
    assert not project.faults
    assert all(one.registered for one in register(project) if not one.uses[0].citation.short)
    assert not list((tmp_path / "content").glob(".documents-*"))


def test_register_that_is_not_there_is_begun(cited):
    after = documents.completed("", cited("Chỉ thị số 12-CT/TU, ngày 28/10/2021."))
    assert after == f"{documents.ADDED}\nct-12-tu:\n  number: 12-CT/TU\n  type: Chỉ thị\n  date: 2021-10-28\n"


def test_nothing_to_add_leaves_every_letter(cited):
    kept = KEPT.rstrip("\n")
    assert documents.completed(kept, cited("Không dẫn văn bản nào.", kept)) == kept


def test_dates_that_contradict_each_other_are_not_taken_over(cited):
    found = cited("Kết luận số 21-KL/TW, ngày 25/10/2021. Kết luận số 21-KL/TW, ngày 15/10/2021.")
    assert "date" not in documents.completed("", found)


def test_value_that_yaml_would_read_otherwise_is_quoted(cited):
    after = documents.completed("", cited("Chỉ thị số 12-CT/TU về “Một số việc: 'gấp' & #cần làm ngay”."))
    assert load(after)["ct-12-tu"]["title"] == "Một số việc: 'gấp' & #cần làm ngay"


def test_same_number_of_two_terms_gets_two_ids(cited):
    after = documents.completed(
        "", cited("Nghị quyết số 18-NQ/TW, ngày 25/10/2017. Nghị quyết số 18-NQ/TW, ngày 16/6/2022.")
    )
    assert list(load(after)) == ["nq-18-tw", "nq-18-tw-2022"]


@pytest.mark.parametrize("broken", ["- một\n- hai\n", "a: [\n", "{a: {number: 1}}\n", "chữ\n"])
def test_file_that_is_no_register_is_not_touched(cited, broken):
    with pytest.raises(PipelineError):
        documents.completed(broken, cited(TEXT))


def test_list_tells_number_date_body_and_count(cited):
    lines = documents.text(cited("Theo Chỉ thị số 12-CT/TU, ngày 08/10/2021 của Tỉnh ủy."), translator("vi")).split(
        "\n"
    )
    assert lines == ["12-CT/TU  08/10/2021  Chỉ thị, Tỉnh ủy, dẫn 1 lần, chưa có trong danh mục"]


def test_the_resolution_of_a_units_own_congress_is_added_once_with_the_unit_it_belongs_to(cited):
    words = "Nghị quyết Đại hội, nhiệm kỳ 2020-2025."
    once = documents.completed("", cited(words))
    entry = load(once)["nq-dh-phong-a-2020-2025"]
    assert entry["title"] == "Nghị quyết Đại hội, nhiệm kỳ 2020-2025" and entry["issuer"].startswith("Đại hội ")
    assert entry["issuer"] in documents.text(cited(words), translator("vi"))
    assert documents.completed(once, cited(words, once)) == once

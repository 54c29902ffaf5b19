"""The register of cited documents: which citations mean one document, and which entry of the file it has."""

import datetime

import pytest

from tests.repositories import section, write
from vankien.readers.project import read
from vankien.rollup.citation_register import agreed_date, register
from vankien.rollup.citation_runs import contradict


@pytest.fixture
def cited(tmp_path):
    def make(*bodies: str, documents: str = "", symbols: tuple[str, ...] = ()):
        files = {"content/documents.yml": documents} if documents else {}
        for number, body in enumerate(bodies):
            unit = f"phong-{number}"
            symbol = f"symbol: {symbols[number]}\n" if number < len(symbols) else ""
            files[f"units/{unit}/unit.yml"] = f"name: Phòng {'ABCDE'[number]}\nlevel: co-so\nparent: khoi\n{symbol}"
            files[f"units/{unit}/bao-cao/thuan-loi.md"] = section(body)
        return register(read(write(tmp_path, files)))

    return make


def test_every_place_of_a_document_is_gathered(cited):
    (one,) = cited(
        "Nghị quyết số 21-NQ/TW.", "Theo Nghị quyết 21-NQ/TW, ngày 16/6/2022 của Ban Chấp hành Trung ương Đảng."
    )
    assert [use.unit for use in one.uses] == ["phong-0", "phong-1"]
    assert (one.number, one.type, one.date) == ("21-NQ/TW", "Nghị quyết", datetime.date(2022, 6, 16))
    assert one.issuer == "Ban Chấp hành Trung ương Đảng"
    assert one.uses[1].span.column == 6 and not one.registered


def test_the_date_that_most_tell_counts(cited):
    (one,) = cited(*["Kết luận số 21-KL/TW, ngày 25/10/2021."] * 2, "Kết luận số 21-KL/TW, ngày 15/10/2021.")
    assert one.date == datetime.date(2021, 10, 25)
    assert agreed_date(one) is None


def test_number_of_two_terms_is_two_documents_and_undated_ones_go_to_the_latest(cited):
    old, new = cited(
        "Nghị quyết số 18-NQ/TW, ngày 25/10/2017.", "Nghị quyết số 18-NQ/TW, ngày 16/6/2022.", "Nghị quyết số 18-NQ/TW."
    )
    assert [use.unit for use in new.uses] == ["phong-1", "phong-2"]
    assert len(old.uses) == 1


def test_undated_one_goes_to_the_term_it_names(cited):
    old, _ = cited(
        "Nghị quyết số 18-NQ/TW, ngày 25/10/2017.",
        "Nghị quyết số 18-NQ/TW, ngày 16/6/2022.",
        "Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương khóa XII.",
    )
    assert [use.unit for use in old.uses] == ["phong-0", "phong-2"]


def test_each_committee_counts_its_own_documents(cited):
    found = cited("Nghị quyết số 02-NQ/ĐU.", "Nghị quyết số 02-NQ/ĐU.", symbols=("ĐU", "ĐU"))
    assert [one.scope for one in found] == ["phong-0", "phong-1"]


def test_entry_of_the_register_is_joined_by_its_number_in_any_form(cited):
    (one,) = cited("Nghị quyết 7/NQ-TW", documents="nq-07-tw: {number: 07-NQ/TW, type: Nghị quyết}\n")
    assert list(one.documents) == ["nq-07-tw"]


def test_entry_without_number_is_joined_by_the_name_in_its_title(cited):
    title = "Chỉnh đốn Đảng (Nghị quyết Trung ương 4 khóa XII)"
    (one,) = cited("Nghị quyết Hội nghị Trung ương 4 (khóa XII)", documents=f'a: {{number: "", title: {title}}}\n')
    assert list(one.documents) == ["a"]


def test_short_form_stands_for_the_full_one_of_the_same_text(cited):
    one, other = cited("Chỉ thị số 05-CT/TW. Tiếp tục Chỉ thị 05.", "Chỉ thị số 05-CT/TU.")
    assert len(one.uses) == 2 and len(other.uses) == 1


def test_short_form_that_may_mean_two_documents_stays_alone(cited):
    found = cited("Chỉ thị số 05-CT/TW.", "Chỉ thị số 05-CT/TU.", "Tiếp tục Chỉ thị 05.")
    assert [one.number for one in found] == ["05-CT/TW", "05-CT/TU", "Chỉ thị 05"]


def test_a_congress_cited_by_its_term_is_the_one_cited_by_count_and_term(cited):
    other, one = cited(
        "Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ 2020-2025. Nghị quyết Đại hội Đảng bộ tỉnh nhiệm kỳ 2015-2020.",
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XI, nhiệm kỳ 2020 - 2025.",
    )
    assert one.number == "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI"
    assert {(use.citation.type, use.citation.congress, use.citation.term) for use in one.uses} == {
        ("Nghị quyết", "Đại hội Đảng bộ tỉnh", "2020-2025")
    }
    assert len(one.uses) == 2 and len(other.uses) == 1


DAY = datetime.date


@pytest.mark.parametrize(
    ("one", "other", "organ", "year", "expected"),
    [
        (DAY(2021, 10, 25), DAY(2021, 10, 15), "TW", None, True),
        (DAY(2017, 10, 25), DAY(2022, 6, 16), "TW", None, False),
        (DAY(2018, 10, 22), DAY(2008, 10, 22), "TW", None, True),
        (DAY(2020, 3, 1), DAY(2020, 11, 20), "TU", None, False),
        (DAY(2021, 3, 1), DAY(2023, 11, 20), "TU", None, True),
        (DAY(2021, 3, 1), DAY(2022, 3, 1), "UBND", None, False),
        (DAY(2021, 3, 1), DAY(2021, 4, 20), "UBND", None, True),
        (DAY(2015, 1, 9), DAY(2016, 9, 1), "CP", 2015, True),
        (DAY(2021, 3, 1), DAY(2021, 3, 1), "TW", None, False),
    ],
)
def test_two_days_contradict_only_within_one_run_of_numbers(one, other, organ, year, expected):
    assert contradict(one, other, organ, year) is expected


def test_a_congress_of_no_named_body_is_that_of_the_unit_that_writes(cited):
    words = "Nghị quyết Đại hội, nhiệm kỳ 2020-2025."
    kept = f"nq-dh-b: {{number: '', type: Nghị quyết, issuer: Đại hội Phòng B, title: '{words[:-1]}'}}\n"
    first, second = cited(words, words, documents=kept)
    assert (first.issuer, second.issuer) == ("Đại hội Phòng A", "Đại hội Phòng B")
    assert not first.registered and list(second.documents) == ["nq-dh-b"]

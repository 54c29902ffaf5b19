"""Footnotes that are cited again, and symbols that no line may break."""

import docx
import pytest

from tests.render.word.made import TEXTS, W, part, words
from vankien.render.word.footnotes import cited_once
from vankien.render.word.references import HYPHEN

TWICE = "Một[^a] và **hai.**[^b] rồi lại[^a], *và.*[^A]\n\n- trong danh sách[^b]\n\n[^a]: Sổ.\n[^b]: Biên bản.\n"


def fields(tree):
    return [(each.get(f"{W}instr").split()[1], words(each)) for each in tree.iter(f"{W}fldSimple")]


def test_a_footnote_cited_again_is_one_note_whose_number_is_repeated(file):
    path = file(texts={**TEXTS, "mo-dau": "Trước[^1].\n\n[^1]: Nguồn.", "thuan-loi": TWICE, "muc-tieu": TWICE})
    document = part(path, "word/document.xml")
    notes = [words(note).strip() for note in part(path, "word/footnotes.xml") if not note.get(f"{W}type")]
    assert notes == ["Nguồn.", "Sổ.", "Biên bản.", "Sổ.", "Biên bản."]
    assert [number for _, number in fields(document)] == ["2", "2", "3", "4", "4", "5"]
    marks = {each.get(f"{W}name"): each for each in document.iter(f"{W}bookmarkStart")}
    assert {name for name, _ in fields(document)} == set(marks)
    ids = [each.get(f"{W}id") for each in document.iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids) == 4
    assert sorted(ids) == sorted(each.get(f"{W}id") for each in document.iter(f"{W}bookmarkEnd"))
    for mark in marks.values():
        assert mark.getnext().find(f"{W}footnoteReference") is not None


def test_the_words_around_a_footnote_cited_again_stay_as_they_are(file):
    document = part(file(texts={**TEXTS, "thuan-loi": TWICE}), "word/document.xml")
    (paragraph,) = [each for each in document.iter(f"{W}p") if words(each).startswith("Một")]
    assert words(paragraph) == "Một và hai. rồi lại1, và.1"
    bold = [words(run) for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None]
    italic = [words(run) for run in paragraph.iter(f"{W}r") if run.find(f"{W}rPr/{W}i") is not None]
    assert ("".join(bold), "".join(italic)) == ("hai.", "và.")


@pytest.mark.parametrize(
    "text",
    [
        "Một[^a].\n\n[^a]: Sổ.",
        "Một[^a] hai[^b].\n\n[^a]: Sổ.\n[^b]: Sổ.",
        "Không có[^a] nào[^a] cả[^a].",
        "`[^a]` `[^a]` `[^a]`",
        "Một[^a].\n\n[^a]: Sổ[^b].\n\n[^b]: Hai[^b].",
    ],
)
def test_a_text_without_repeated_citations_is_left_alone(text):
    assert cited_once(text) == text


def test_signs_of_ours_in_a_text_are_taken_out(file):
    document = part(file(texts={**TEXTS, "thuan-loi": "a \u2e28\ufdd0a1\u2e29 b"}), "word/document.xml")
    assert not fields(document)
    assert "\ufdd0" not in words(document)


def test_thousands_of_footnotes_and_citations_give_a_file_that_opens(file):
    count = 2000
    text = " ".join(f"a[^{n}] b[^{n}]" for n in range(count)) + "\n\n" + "\n".join(f"[^{n}]: c" for n in range(count))
    path = file(texts={**TEXTS, "thuan-loi": text})
    docx.Document(str(path))
    assert len(part(path, "word/footnotes.xml").findall(f"{W}footnote")) == count + 2
    assert fields(part(path, "word/document.xml"))[-1][1] == str(count)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Chỉ thị 09-CT/TU", "Chỉ thị 09~CT/TU"),
        ("Nghị định 30/2020/NĐ-CP", "Nghị định 30/2020/NĐ~CP"),
        ("106-KH/ĐUK, 05-HD/VPTW", "106~KH/ĐUK, 05~HD/VPTW"),
        ("nhiệm kỳ 2020-2025", "nhiệm kỳ 2020~2025"),
        ("2020 - 2025; I- Tình hình; - mục; 10-15%; a-b; ngày 1-2-2023", ""),
    ],
)
def test_symbols_and_terms_stay_on_one_line(text, bound):
    assert HYPHEN.sub("~", text) == (bound or text)


def test_a_bound_hyphen_is_words_own_sign_and_reads_as_a_hyphen(file, opened):
    given = {**TEXTS, "thuan-loi": "Theo **Chỉ thị 09-CT/TU** và 30/2020/NĐ-CP[^1].\n\n[^1]: Kế hoạch 106-KH/ĐUK."}
    path = file(texts=given)
    for name, count in (("word/document.xml", 2), ("word/footnotes.xml", 1)):
        assert len(list(part(path, name).iter(f"{W}noBreakHyphen"))) >= count
    texts = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert "Theo Chỉ thị 09-CT/TU và 30/2020/NĐ-CP." in texts

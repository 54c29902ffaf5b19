"""A comment keeps its place through edits, or says that it lost it; it never slips to other words in silence."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.comment import Comment
from vankien.model.commented import Commented
from vankien.model.cycle import Cycle
from vankien.model.project import Project
from vankien.model.source import Body, Span
from vankien.readers.markdown import elements
from vankien.rollup.anchor import (
    Standing,
    anchor,
    earlier_body,
    locate,
    paragraph_text,
    surroundings,
    unchanged,
)
from vankien.rollup.quotation import quoted_words, read_words

TEXT = """\
Từ đầu nhiệm kỳ, Đảng bộ đã **kết nạp** {{ ket-nap.actual }} đảng viên[^1], trong đó có ba đồng chí nữ.

- Chi bộ Nội trú mở ba lớp cho quần chúng ưu tú.
- Chi bộ Hành chính mở ba lớp cho cấp ủy viên mới.

Một số chi bộ còn chậm gửi báo cáo hằng tháng về văn phòng; việc đôn đốc chưa thường xuyên.

[^1]: Sổ kết nạp đảng viên.
"""


def body(text: str) -> Body:
    return Body(text, "units/khoi/so-ket/dang-vien.md", 4, elements(text))


def comment(quote: str = "", **values) -> Comment:
    return Comment(
        "y-kien", "khoi", Span("units/khoi/comments/y-kien.md"), body("Nêu rõ."), "so-ket", "dang-vien",
        quote=quote, **values,
    )  # fmt: skip


def made_on(text: str, quote: str, paragraph: int | None = None) -> Comment:
    """A comment as `comments new` makes it: with what stood around its words."""
    (place,) = locate(body(text), "dang-vien", quote, paragraph)
    before, after = surroundings(body(text), place)
    return comment(quote, before=before, after=after, paragraph=place.paragraph)


def found(one: Comment, text: str, **others: str):
    return anchor(one, {"dang-vien": body(text)} | {heading: body(other) for heading, other in others.items()})


def words(text: str, result) -> str:
    return text[result.place.start : result.place.end]


@pytest.mark.parametrize(
    ("quote", "typed"),
    [
        ("còn chậm gửi báo cáo", "còn chậm gửi báo cáo"),
        ("“đã kết nạp 64 đảng viên1, trong”", "đã **kết nạp** {{ ket-nap.actual }} đảng viên[^1], trong"),
        ("đảng viên[1], trong đó", "đảng viên[^1], trong đó"),
        ("… còn  chậm\ngửi …", "còn chậm gửi"),
    ],
)
def test_words_are_found_as_a_reader_sees_them(quote, typed):
    result = found(comment(quote), TEXT)
    assert result.standing is Standing.EXACT
    assert words(TEXT, result) == typed


def test_a_whole_table_is_found_as_it_is_read():
    text = "Kết quả:\n\n| Mức | Số |\n|---|--:|\n| Tốt | 7 |\n| Khá | 2 |\n\nHết.\n"
    result = found(comment("Mức Số Tốt 7 Khá 2"), text)
    assert (result.standing, result.place.paragraph) == (Standing.EXACT, 2)


def test_a_place_knows_its_paragraph():
    assert [found(comment(quote), TEXT).place.paragraph for quote in ("ba đồng chí nữ", "cấp ủy viên", "đôn đốc")] == [
        1,
        3,
        4,
    ]
    assert found(comment("Sổ kết nạp"), TEXT).place.paragraph is None


def test_a_paragraph_inserted_before_moves_the_place():
    result = found(made_on(TEXT, "còn chậm gửi báo cáo"), "Đoạn mới.\n\n" + TEXT)
    assert (result.standing, result.place.paragraph) == (Standing.MOVED, 5)


def test_a_place_is_followed_to_another_heading():
    one = made_on(TEXT, "còn chậm gửi báo cáo hằng tháng")
    result = found(one, "Không còn gì.", **{"han-che": TEXT})
    assert (result.standing, result.place.heading) == (Standing.MOVED, "han-che")


def test_the_same_few_words_under_another_heading_are_not_taken():
    one = made_on(TEXT, "mở ba lớp", 3)
    assert found(one, "Không còn gì.", **{"han-che": "Sở mở ba lớp tin học."}).standing is Standing.LOST


def test_words_that_stand_several_times_are_told_by_their_surroundings():
    for paragraph in (2, 3):
        one = made_on(TEXT, "mở ba lớp", paragraph)
        assert found(one, TEXT).place.paragraph == paragraph
        assert found(one, "Đoạn mới.\n\n" + TEXT).place.paragraph == paragraph + 1


def test_words_that_stand_three_times_without_surroundings_are_ambiguous():
    text = "Mở ba lớp.\n\nMở ba lớp.\n\nMở ba lớp."
    result = found(comment("ba lớp", paragraph=2), text)
    assert (result.standing, len(result.places), result.place) == (Standing.AMBIGUOUS, 3, None)


def test_a_place_between_the_same_neighbours_has_changed():
    one = made_on(TEXT, "còn chậm gửi báo cáo hằng tháng")
    after = TEXT.replace("còn chậm gửi báo cáo hằng tháng", "(12/40) gửi báo cáo quá hạn")
    result = found(one, after)
    assert result.standing is Standing.CHANGED
    assert words(after, result) == "(12/40) gửi báo cáo quá hạn"


def test_words_taken_out_between_the_same_neighbours_leave_an_empty_place():
    one = made_on(TEXT, "hằng tháng")
    result = found(one, TEXT.replace(" hằng tháng", ""))
    assert (result.standing, result.place.paragraph) == (Standing.CHANGED, 4)


def test_a_rewritten_sentence_is_recognised():
    one = comment("Một số chi bộ còn chậm gửi báo cáo hằng tháng về văn phòng")
    after = TEXT.replace("Một số chi bộ còn chậm", "Nhiều chi bộ vẫn chậm")
    result = found(one, after)
    assert (result.standing, result.place.paragraph) == (Standing.CHANGED, 4)


def test_two_sentences_much_like_the_quotation_are_ambiguous():
    text = "Chi bộ Nội vừa mở ba lớp cho quần chúng.\n\nChi bộ Ngoại vừa mở ba lớp cho quần chúng."
    assert found(comment("Chi bộ Nhi vừa mở ba lớp cho quần chúng"), text).standing is Standing.AMBIGUOUS


def test_words_that_are_gone_are_lost():
    assert found(comment("xây dựng nhà công vụ cho cán bộ luân chuyển"), TEXT).standing is Standing.LOST


def test_a_comment_without_quotation_is_about_the_whole():
    assert found(comment(paragraph=2), TEXT).standing is Standing.WHOLE


def test_the_draft_tells_what_stood_around_the_words():
    earlier = body("Mở ba lớp cho đảng viên.\n\nLại mở ba lớp cho cấp ủy.")
    now = body("Mới.\n\nMở ba lớp cho đảng viên.\n\nLại mở ba lớp cho cấp ủy.")
    result = anchor(comment("mở ba lớp", paragraph=2), {"dang-vien": now}, earlier)
    assert (result.standing, result.place.paragraph) == (Standing.MOVED, 3)


def test_a_paragraph_named_without_words_is_followed_from_the_draft():
    earlier = body("Một điều đã nêu từ trước.\n\nHai điều cần nêu cho rõ hơn.")
    now = body("Mới.\n\nMột điều đã nêu từ trước.\n\nHai điều cần nêu cho thật rõ.")
    result = anchor(comment(paragraph=2), {"dang-vien": now}, earlier)
    assert (result.standing, result.place.paragraph) == (Standing.CHANGED, 3)


def project(texts: dict[tuple[int, str], tuple[str, ...]]) -> Project:
    """A project of which some texts of earlier drafts are known, by draft and heading."""

    def load(keys):
        return {key: tuple(body(text) for text in texts.get((key[0], key[3]), ())) for key in keys}

    commented = Commented({1: "a", 2: "b"}, lambda: (), load)
    return Project(Cycle("Kỳ", "khoi"), datetime.date(2023, 5, 12), {}, {}, {}, commented=commented)


def test_a_comment_is_compared_with_the_draft_that_it_was_made_on():
    known = project({(1, "dang-vien"): ("Bản 1.",), (2, "dang-vien"): ("Bản 2.",), (3, "dang-vien"): ("Bản 3.",)})
    assert earlier_body(known, comment(draft=2)).text == "Bản 2."
    assert earlier_body(known, comment(draft=3)) is None
    assert earlier_body(known, replace(comment(draft=1), heading="khac")) is None
    assert earlier_body(known, comment()) is None


def test_of_headings_that_were_merged_the_text_with_the_words_counts():
    known = project({(1, "dang-vien"): ("Bản một.", "Có câu này.")})
    assert earlier_body(known, comment("Có câu này", draft=1)).text == "Có câu này."
    assert earlier_body(known, comment("Không đâu cả", draft=1)).text == "Bản một."


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (TEXT, True),
        ("Đoạn mới.\n\n" + TEXT, True),
        (TEXT.replace("chưa thường xuyên", "chưa thường xuyên, nhất là ở hai chi bộ"), False),
        (TEXT.replace("ba đồng chí nữ", "năm đồng chí nữ"), True),
        (TEXT.replace("còn chậm gửi", "chậm gửi"), False),
    ],
)
def test_the_anchored_paragraph_is_compared_with_itself_in_the_draft(now, same):
    one = made_on(TEXT, "còn chậm gửi báo cáo")
    assert unchanged(one, found(one, now), body(now), body(TEXT)) is same


def test_without_the_draft_the_words_and_those_around_them_are_compared():
    one = made_on(TEXT, "còn chậm gửi báo cáo")
    for now, same in ((TEXT, True), (TEXT.replace("hằng tháng", "hằng quý"), False)):
        assert unchanged(one, found(one, now), body(now), None) is same


WORDS = ["mở", "lớp", "đảng", "viên", "chi", "bộ", "kết", "quả", "năm", "nay", "tốt", "hơn", "còn", "chậm", "việc"]
PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(" ".join)


@given(st.lists(PARAGRAPH, min_size=1, max_size=6), st.data())
def test_in_an_unchanged_text_a_place_is_itself_or_told_as_ambiguous(paragraphs, data):
    text = "\n\n".join(paragraphs)
    number = data.draw(st.integers(1, len(paragraphs)))
    parts = paragraphs[number - 1].split()
    start = data.draw(st.integers(0, len(parts) - 1))
    quote = " ".join(parts[start : data.draw(st.integers(start + 1, len(parts)))])
    place = data.draw(st.sampled_from(locate(body(text), "dang-vien", quote, number)))
    before, after = surroundings(body(text), place)
    result = found(comment(quote, before=before, after=after, paragraph=place.paragraph), text)
    assert result.standing in (Standing.EXACT, Standing.AMBIGUOUS)
    if result.standing is Standing.EXACT:
        assert result.place == place
    else:
        assert place in result.places


@given(st.lists(PARAGRAPH, min_size=1, max_size=5), st.lists(PARAGRAPH, min_size=0, max_size=3), st.data())
def test_a_place_that_is_found_exactly_reads_as_quoted(paragraphs, inserted, data):
    text = "\n\n".join(paragraphs)
    quote = data.draw(st.sampled_from(paragraphs))
    places = locate(body(text), "dang-vien", quote)
    before, after = surroundings(body(text), places[0])
    now = "\n\n".join([*inserted, *paragraphs[::-1]])
    result = found(comment(quote, before=before, after=after, paragraph=places[0].paragraph), now)
    if result.standing in (Standing.EXACT, Standing.MOVED):
        assert read_words(words(now, result)).text == quoted_words(quote)


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=10))
def test_no_text_is_too_strange(text, quote, before):
    result = found(comment(quote, before=before), text)
    assert (result.place is not None) == (result.standing in (Standing.EXACT, Standing.MOVED, Standing.CHANGED))
    reading = read_words(text)
    assert len(reading.offsets) == len(reading.text) + 1
    assert list(reading.offsets) == sorted(reading.offsets)
    assert paragraph_text(body(text), 0) == ""

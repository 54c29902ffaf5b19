"""What the search holds, how small it is, and that a part of it made anew equals the whole made anew."""

import json
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.render.site.search import Entry, Group, decode, encode, fold, index, part, patch, texts

WORDS = st.lists(st.sampled_from(["Đảng", "ủy", "uỷ", "nghị", "quyết", "21-NQ/TW", "1.395", "日本", "x"]), max_size=6)
PARAGRAPHS = st.lists(WORDS.map(" ".join), max_size=4)


def group(number: int, texts: dict[int, list[str]]) -> Group:
    entries = {
        number * 10 + slot: Entry(f"m{slot}", f"Mục {slot}", tuple(enumerate(paragraphs, 1)))
        for slot, paragraphs in texts.items()
    }
    return Group(number, number * 10, f"units/u{number}.html", f"Đơn vị {number}", entries)


def files(groups: Iterable[Group], length: int = 99) -> dict[str, bytes]:
    """All files of an index that is made of parts of so many groups."""
    found = list(groups)
    parts = [part(found[start : start + length]) for start in range(0, len(found), length)]
    return dict(texts(one) for one in found) | index(parts)


SITES = st.lists(st.dictionaries(st.integers(0, 4), PARAGRAPHS, max_size=4), min_size=1, max_size=4)


@given(SITES, st.data())
def test_a_part_made_anew_is_the_whole_made_anew(site, data) -> None:
    before = files(group(number, told) for number, told in enumerate(site))
    changed = data.draw(st.dictionaries(st.integers(0, len(site) - 1), SITES.map(lambda one: one[0]), min_size=1))
    after = [changed.get(number, told) for number, told in enumerate(site)]
    made = patch(before.get, {number: group(number, told) for number, told in changed.items()})
    assert made is not None
    whole = before | made
    assert {path: data for path, data in whole.items() if data is not None} == files(
        group(number, told) for number, told in enumerate(after)
    )


@given(SITES, st.integers(1, 4))
def test_an_index_made_in_parts_is_the_one_made_in_one_piece(site, length) -> None:
    groups = [group(number, told) for number, told in enumerate(site)]
    assert files(groups, length) == files(groups)


def test_all_paragraphs_of_a_long_text_are_in_the_index() -> None:
    told = {0: [f"chữ{number}" for number in range(100)]}
    found = files([group(0, told)])
    terms = json.loads(found["search/i-ch.js"].decode().partition('"ch",')[2].rstrip(")\n"))
    assert [list(decode(terms[f"chu{number}"])) for number in (0, 62, 63, 99)] == [[0], [62], [63], [63]]


@pytest.mark.parametrize("broken", [None, b"", b"vkSearch(", b'vkSearch("index","",{"groups":[7]})'])
def test_an_index_that_is_not_there_or_another_one_is_not_patched(broken) -> None:
    assert patch(lambda path: broken, {0: group(0, {})}) is None


@given(st.lists(st.integers(0, 10**7), unique=True).map(sorted))
def test_numbers_come_back_from_their_short_form(numbers) -> None:
    assert list(decode(encode(numbers))) == numbers


@given(st.text())
def test_folding_anything_gives_what_it_gives_for_the_decomposed_text(text) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Nghị quyết", "nghi quyet"), ("UỶ BAN – ủy ban", "uy ban   uy ban"), ("Đặng", "dang"), ("21-NQ/TW", "21-nq/tw")],
)
def test_letters_lose_their_marks(text, folded) -> None:
    assert fold(text) == folded


@pytest.fixture(scope="module")
def found(built) -> dict[str, bytes]:
    return {path.relative_to(built).as_posix(): path.read_bytes() for path in (built / "search").iterdir()}


def value(data: bytes) -> dict:
    text = data.decode()
    return json.loads(text[text.index("{") : text.rindex(")")])


def test_each_text_is_in_the_index_once_with_unit_and_heading(found) -> None:
    holding = [path for path, data in found.items() if "Chăm lo đảng viên.".encode() in data]
    assert len(holding) == 1
    texts = value(found[holding[0]])
    assert texts["page"] == "units/index-/bao-cao.html"
    assert texts["place"] == "Chi bộ tên là index · Báo cáo sơ kết"
    assert [entry[:2] for entry in texts["entries"].values()] == [["thuan-loi", "I- Thuận lợi"]]


@pytest.mark.parametrize("words", ["Lời mở đầu.", "Biên bản.", "Một lời.", "Chú thích của hướng dẫn."])
def test_notes_openings_and_guidance_are_in_the_index_once(found, words) -> None:
    assert len([path for path, data in found.items() if words.encode() in data]) == 1


def test_own_pages_units_and_indicators_are_found_as_well(found) -> None:
    everything = b"".join(data for path, data in found.items() if path.startswith("search/t-")).decode()
    for words in ("Một lời.", "Phòng B", "Kết nạp", "Cải cách hành chính", "Làm nhanh hơn"):
        assert words in everything
    assert "Chỉ là mẫu" not in everything


def test_names_of_files_are_safe_on_every_system(found) -> None:
    assert all(path.removeprefix("search/").replace("-", "").removesuffix(".js").strip("_").isalnum() or
               path.endswith("i-_.js") for path in found)  # fmt: skip
    assert len({path.lower() for path in found}) == len(found)

"""What pandoc need not read comes out as if it had read it."""

import random
import re

import pytest
from lxml import etree

from tests.render.attacks import ATTACKS
from tests.render.word.made import TEXTS, outline, part
from vankien.render.word import export, pandoc
from vankien.render.word.job import Ending, HeadingPiece, OpenXml, Text
from vankien.render.word.plain import without_plain

PLAIN = "Một đoạn văn thường, có 64% (và “ngoặc”)."
BLOCKS = (
    PLAIN, f"{PLAIN}\n{PLAIN}", "Hai dòng:\n1. không phải danh sách", "Một dòng \nhai dòng  \nba dòng",
    "Hai  khoảng trắng", "- mục một\n- mục hai", "- mục một\n\n  đoạn tiếp của mục", "1. một\n2. hai",
    "3) ba", "> trích\ntiếp", "> trích",
    "| a | b |\n|---|---|\n| 1 | 2 |", "Tựa\n---", "Tựa\n===", "***", "# Tựa", "    mã thụt vào", "\tmã thụt vào",
    "  Hai khoảng trắng ở đầu", "Một _đoạn_ **đậm** và `mã`.", "Một [liên kết](https://vi.du) và [chữ].", "\\* một *",
    "Chữ 漢字 và שלום", "Thuậ\u0323n ti\u0323nh", "Một\u00a0khoảng trắng\u200b cứng", "a < b & c > d", "=== không",
    "a=1+1",
    "2023. Một năm", "đ. Một mục", "Một {{ nha-khong-co }} dòng", "Dòng một\n\tthụt", "=1+1", "+ mục", "x" * 300,
)  # fmt: skip
TOGETHER = ("[^1]: Chú thích.\n\n{plain}\n\nCâu[^1].", "~~~\nmã\n\n{plain}\n\nmã\n~~~", "<!-- a\n\n{plain}\n\nb -->",
            "[a]: https://vi.du\n\n{plain}\n\nMột [a].")  # fmt: skip


@pytest.fixture
def both(make, tmp_path, monkeypatch):
    """The parts of a report's file that pandoc writes: with what is plain taken out before, and with all."""

    def made(name, **arguments):
        found = []
        for way in (without_plain, iter):
            monkeypatch.setattr(pandoc, "without_plain", way)
            (path,) = export(make(**arguments), tmp_path, tmp_path / f"{name}-{way.__name__}" / "docx")
            parts = (part(path, f"word/{each}.xml") for each in ("document", "footnotes", "numbering"))
            found.append([re.sub(r">\s+<", "><", etree.tostring(each, encoding="unicode")) for each in parts])
        return found

    return made


@pytest.mark.parametrize("seed", range(6))
def test_texts_of_any_blocks_come_out_the_same(both, seed):
    chosen = random.Random(seed)
    pieces = [*BLOCKS, *BLOCKS, *[each.format(plain=PLAIN) for each in TOGETHER], *[PLAIN] * 30]

    def text(count):
        gaps = chosen.choices(["\n\n", "\n \t\n", "\n\n\n"], k=count)
        return "".join(block + gap for block, gap in zip(chosen.choices(pieces, k=count), gaps, strict=True))

    shorter, whole = both(f"s{seed}", texts={heading: text(chosen.randint(1, 25)) for heading in TEXTS})
    assert shorter == whole


def test_hostile_texts_come_out_the_same(both):
    headings = tuple((f"m{number}", f"Mục {number} {attack[:40]}", 1) for number, attack in enumerate(ATTACKS))
    texts = {f"m{number}": f"{PLAIN}\n\n{attack}\n\n{PLAIN}\n\n{PLAIN}" for number, attack in enumerate(ATTACKS)}
    shorter, whole = both("attacks", of=outline(headings), texts=texts)
    assert shorter == whole


def test_of_plain_texts_little_is_left_to_read():
    text = Text(f"{PLAIN}\n\n{PLAIN}\n\n- mục\n\n{PLAIN}\n\n{PLAIN}\n")
    pieces = [HeadingPiece(1, ("I-", "Tựa")), text, HeadingPiece(1, ("II- Tựa",)), Ending("./.")]
    found = list(without_plain(pieces))
    assert [type(each) for each in found] == [OpenXml, OpenXml, Text, OpenXml, Text, HeadingPiece, Ending]
    assert [each.markdown.strip() for each in found if isinstance(each, Text)] == ["- mục", PLAIN]


def test_where_remarks_look_for_places_all_is_left_to_read():
    pieces = [HeadingPiece(1, ("I- Tựa",), "a"), Text(f"{PLAIN}\n\n{PLAIN}\n", anchor="a")]
    assert list(without_plain(pieces)) == pieces

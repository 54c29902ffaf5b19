"""Words that were typed twice."""

from collections.abc import Iterator

from vankien.checks.slip import Slip
from vankien.model.diagnostic import say
from vankien.model.regex import regex

# Vietnamese doubles words on purpose (luôn luôn, xanh xanh, nhà nhà), and often one compound ends in the syllable that
# the next begins with (đảng bộ bộ phận, trang bị bị hỏng). Only words that neither can happen to are listed.
SINGLE = [
    "của",
    "và",
    "các",
    "những",
    "với",
    "để",
    "đã",
    "sẽ",
    "đang",
    "hoặc",
    "nhưng",
    "nếu",
    "thì",
    "cũng",
    "vẫn",
    "nhằm",
    "trong",
]
NOUNS = (
    "đảng bộ", "Đảng bộ", "chi bộ", "cấp ủy", "cấp uỷ", "đại hội", "Đại hội", "nghị quyết", "Nghị quyết", "nhiệm kỳ",
    "đồng chí", "Ban Thường vụ", "Ban Chấp hành", "doanh nghiệp",
)  # fmt: skip
# At the beginning of a sentence only the first of the two has a capital: `Các các`.
BEGUN = [f"(?i:{word[0]}){word[1:]} {word}" for word in SINGLE]
DOUBLED = regex(rf"(?<!\w)(?:{'|'.join((*(f'{noun} {noun}' for noun in NOUNS), *BEGUN))})(?!\w)")
TWICE = tuple(f"{noun} {noun}" for noun in NOUNS)
ENDS = (*TWICE, *(f"{word[1:]} {word}" for word in SINGLE))
"""What a doubled word ends in, with or without a capital; of the texts that have it few have one of `PAIRS`."""
PAIRS = (*TWICE, *(f"{letter}{word[1:]} {word}" for word in SINGLE for letter in (word[0], word[0].upper())))


def words(text: str) -> Iterator[Slip]:
    """Slips T501 of a text in which what is no prose is hidden."""
    # Looking for each pair is many times quicker than one pattern that stops at every word.
    if not any(map(text.__contains__, ENDS)) or not any(map(text.__contains__, PAIRS)):
        return
    for match in DOUBLED.finditer(text):
        word = match[0][: len(match[0]) // 2]
        yield Slip(
            "T501",
            match.start(),
            match.end(),
            say("“{word}” stands here twice.", word=word),
            say("Delete one of the two."),
            word if word.lower() in SINGLE else None,
        )

"""What text in the old encodings TCVN3 and VNI looks like when it is read as Unicode, and what it should have been.

Sources: TCVN 5712:1993, table 3 (VN3); the VNI encoding for Windows. Both put Vietnamese letters where Latin-1 has
others. TCVN3 has capitals only without tone: its fonts for capitals (.VnTimeH) print small letters as capitals.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise

from vankien.checks.vietnamese.syllable import ACUTE, DOT, GRAVE, HOOK, TILDE, is_syllable
from vankien.model.regex import regex

TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""Each letter of TCVN3, read as Latin-1, and the letter it stands for."""

_MARKS = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_HATS = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT}
_BREVES = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni() -> dict[str, str]:
    """The letters of VNI: most are a plain letter followed by one that stands for the marks."""
    table = dict(_SINGLE)
    for base in ("a", "e", "o", "u", "y", "ô", "ö"):
        for mark, tone in _MARKS.items():
            table[base + mark] = _SINGLE.get(base, base) + tone
    del table["yï"]  # `ỵ` has a code of its own.
    for base, letter in (("a", "â"), ("e", "ê"), ("o", "ô")):
        table |= {base + mark: letter + tone for mark, tone in _HATS.items()}
    table |= {"a" + mark: "ă" + tone for mark, tone in _BREVES.items()}
    composed = {old: unicodedata.normalize("NFC", new) for old, new in table.items()}
    capitals = {old.upper(): new.upper() for old, new in composed.items()}
    mixed = {old[0].upper() + old[1:]: new.upper() for old, new in composed.items() if len(old) == 2}
    return composed | capitals | mixed


VNI = _vni()
"""Each letter of VNI, read as Latin-1, and the letter it stands for."""

# Signs of Latin-1 that no Vietnamese word in Unicode has.
OLD = "¡-¿ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþ"
FOREIGN = regex(f"[{OLD}]")
TOKEN = regex(r"(?<![\w\xad])[A-Za-z\xa1-\xff]+(?![\w\xad])")
_TCVN3_LETTER = regex("|".join(map(re.escape, TCVN3)))
_VNI_LETTER = regex("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
Convert = Callable[[str], str]
LONGEST = 12
"""No Vietnamese syllable is longer in either encoding."""


def from_tcvn3(word: str) -> str:
    """A word of TCVN3 in Unicode."""
    return _TCVN3_LETTER.sub(lambda match: TCVN3[match[0]], word)


def from_vni(word: str) -> str:
    """A word of VNI in Unicode."""
    return _VNI_LETTER.sub(lambda match: VNI[match[0]], word)


ENCODINGS: dict[str, Convert] = {"TCVN3": from_tcvn3, "VNI": from_vni}


def remains(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Stretches of an old encoding: start, end, the encoding's name, and what they should have been.

    Each is of one line and becomes Vietnamese throughout. The encoding is the one that explains more of the line.
    """
    if not FOREIGN.search(text):
        return
    start = 0
    for line in text.split("\n"):
        if FOREIGN.search(line):
            for first, last, name, converted in _of_line(line):
                yield start + first, start + last, name, converted
        start += len(line) + 1


def _of_line(line: str) -> Iterator[tuple[int, int, str, str]]:
    words = list(TOKEN.finditer(line))
    foreign = [word[0] for word in words if FOREIGN.search(word[0])]
    counts = {name: sum(_fits(word, convert) for word in foreign) for name, convert in ENCODINGS.items()}
    name = max(counts, key=counts.__getitem__)
    if not counts[name]:
        return
    convert = ENCODINGS[name]
    stretch: list[re.Match[str]] = []
    for word, following in pairwise([*words, None]):
        if _fits(word[0], convert):
            stretch.append(word)
            if following is not None and _adjoin(line, word.end(), following.start()):
                continue
        if stretch:
            yield from _told(line, stretch, name, convert)
        stretch = []


def _fits(word: str, convert: Convert) -> bool:
    return len(word) <= LONGEST and is_syllable(convert(word))


def _adjoin(line: str, end: int, start: int) -> bool:
    return start - end <= 3 and all(sign in " ,.;:-()“”" for sign in line[end:start])


def _told(line: str, stretch: list[re.Match[str]], name: str, convert: Convert) -> Iterator[tuple[int, int, str, str]]:
    if not any(FOREIGN.search(word[0]) for word in stretch):
        return
    sure = [place for place, word in enumerate(stretch) if not word[0].isascii() and not is_syllable(word[0])]
    # A lone sign beside one letter, such as `5 µm` or `®i`, is too little to tell an encoding by.
    if not sure or (len(sure) == 1 and len(stretch[sure[0]][0]) < 3):
        return
    # At either end a word that is Vietnamese as it stands may be just that; among many others it hardly is.
    changed = [place for place, word in enumerate(stretch) if not word[0].isascii()] if len(sure) > 2 else sure
    words = stretch[changed[0] : changed[-1] + 1]
    capitals = any(_in_capitals(word[0], 2) for word in words)
    parts = [convert(word[0]).upper() if capitals and _in_capitals(word[0], 1) else convert(word[0]) for word in words]
    gaps = [line[word.end() : after.start()] for word, after in pairwise(words)]
    yield words[0].start(), words[-1].end(), name, "".join(map("".join, zip(parts, [*gaps, ""], strict=True)))


def _in_capitals(word: str, least: int) -> bool:
    plain = [letter for letter in word if letter.isascii()]
    return len(plain) >= least and all(map(str.isupper, plain))

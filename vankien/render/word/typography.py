"""What text needs before it is printed: letters that XML can hold, capitals, the length of a line."""

import functools
import re
import unicodedata
from collections.abc import Mapping

from vankien.model.record import record

MM_PER_POINT = 25.4 / 72
# Lengths are reckoned without kerning, and another font of the same design may be a little wider.
SURE_FIT = 0.98
RANGE_SIGNS = ("-", "–", "—")
HORN = "\u031b"
# XML 1.0, production 2: what is outside these ranges makes a file that Word refuses.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@record(eq=False)
class Widths:
    """Widths of letters in thousandths of the font size."""

    regular: Mapping[str, int]
    """Upright and italic letters."""
    bold: Mapping[str, int]
    """Bold letters."""
    other: int
    """Any letter that is not listed."""

    def length(self, text: str, size_pt: float, bold: bool = False) -> float:
        """Length of a line of text in mm, printed at `size_pt` points."""
        widths = self.bold if bold else self.regular
        total = sum(widths.get(base_letter(letter), self.other) for letter in text)
        return total * size_pt * MM_PER_POINT / 1000

    def lines(self, text: str, size_pt: float, bold: bool, width: float) -> list[str]:
        """The text in as few lines as fit into `width` mm, of even length, broken where a reader pauses.

        The least sum of the squares of what each line leaves free, as in Knuth and Plass, with a fine
        for each break that is not behind a comma or before `và`.
        """
        return list(_lines(self, text, size_pt, bold, width))


@functools.lru_cache(maxsize=4096)
def _lines(widths: Widths, text: str, size_pt: float, bold: bool, width: float) -> tuple[str, ...]:
    """The lines of `Widths.lines`: the same titles stand in the reports of many units."""
    words = text.split(" ")
    space = widths.length(" ", size_pt, bold)
    lengths = [widths.length(word, size_pt, bold) for word in words]
    limit = width * SURE_FIT
    # For each number of words: the fewest lines, the least cost of them, where the last line begins.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(words) + 1):
        found: tuple[int, float, int] | None = None
        length = -space
        for start in range(end - 1, -1, -1):
            length += lengths[start] + space
            if length > limit and start < end - 1:
                break
            fine = _fine(words, start) if start else 0.0
            free = max(0.0, 1 - length / width)
            option = (best[start][0] + 1, best[start][1] + fine + free * free, start)
            found = option if found is None else min(found, option)
        best.append(found)
    result, end = [], len(words)
    while end:
        start = best[end][2]
        result.append(" ".join(words[start:end]))
        end = start
    return tuple(result[::-1])


def _fine(words: list[str], start: int) -> float:
    """What it costs to begin a line with a word: nothing at a pause, little at a name, much within `2020 - 2025`."""
    if words[start] in RANGE_SIGNS or words[start - 1] in RANGE_SIGNS:
        return 1.0
    before, first = words[start - 1], words[start]
    if before.endswith((",", ";", ":")) or first.lower() == "và":
        return 0.0
    begins_name = first[:1].isupper() and before[:1].islower()
    return 0.1 if begins_name else 0.3


@functools.lru_cache(maxsize=4096)
def base_letter(letter: str) -> str:
    """The letter without its tone and hat; a horn makes a letter wider and stays."""
    first, *marks = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", first + HORN) if HORN in marks else first


def clean(text: str) -> str:
    """The text in NFC without control characters and broken surrogates, which no XML file can hold."""
    return unicodedata.normalize("NFC", FORBIDDEN.sub("", text))


def line(text: str) -> str:
    """The text as one line: every run of white space is one space."""
    return " ".join(clean(text).split())


def upper(text: str) -> str:
    """The text in capitals, composed, so that every Vietnamese letter with its tone is one character."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).upper())


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return upper(text[:1]) + text[1:]

"""Letters that are not what they look like: of another alphabet, of an old encoding, or invisible."""

import unicodedata
from collections.abc import Iterator

from vankien.checks.prose import LETTER
from vankien.checks.slip import Slip
from vankien.checks.vietnamese.legacy import OLD, remains
from vankien.checks.vietnamese.syllable import is_syllable
from vankien.model.diagnostic import say
from vankien.model.regex import regex

LOOKALIKES = dict(
    zip(
        "аеоріѕсухјһԁԛԝАВЕКМНОРСТУХЅІЈԌոօսοανιρυχκΑΒΕΖΗΙΚΜΝΟΡΤΥΧǎǍɑɡıðƉÐ",
        "aeopiscyxjhdqwABEKMHOPCTYXSIJGnouoavipuxkABEZHIKMNOPTYXăĂagiđĐĐ",
        strict=True,
    )
)
"""Letters of the Cyrillic, Armenian and Greek alphabets, and rare Latin ones, with the letters they are taken for."""

INVISIBLE = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
BREAKS = "\x0b\x0c\x85\u2028\u2029"
WIDE_SPACES = "\u1680\u2000-\u2008\u200a\u205f\u3000"
OF_ONE_FONT = "\ue000-\uf8ff\ufffd"
_SUSPECT = rf"{INVISIBLE}{WIDE_SPACES}{OF_ONE_FONT}{''.join(LOOKALIKES)}\uff21-\uff3a\uff41-\uff5a"
SUSPECT = regex(f"[{_SUSPECT}]")
DOUBTFUL = regex(f"[{_SUSPECT}{OLD}]")
"""All that either scan looks for: most texts have none of it, which one look shows."""
UNSEEN = regex(rf"[{INVISIBLE}]+|[{WIDE_SPACES}]+|[{OF_ONE_FONT}]")
_INVISIBLE = regex(rf"[{INVISIBLE}]")
_WIDE = regex(rf"[{WIDE_SPACES}]")
WORD = regex(rf"{LETTER}+")
_LOOKALIKE = regex(rf"[{''.join(LOOKALIKES)}\uff21-\uff3a\uff41-\uff5a]")


def letters(text: str) -> Iterator[Slip]:
    """Slips T101, T102 and T103 of a text in which what is no prose is hidden."""
    if not DOUBTFUL.search(text):
        return
    old = []
    for start, end, name, converted in remains(text):
        old.append((start, end))
        yield Slip(
            "T102",
            start,
            end,
            say("These words are in the old encoding {name}.", name=name),
            say("They should read “{text}”.", text=converted),
            converted,
        )
    if not SUSPECT.search(text):
        return
    for slip in (*_lookalikes(text), *_unseen(text)):
        if not any(slip.start < end and start < slip.end for start, end in old):
            yield slip


def _lookalikes(text: str) -> Iterator[Slip]:
    for match in WORD.finditer(text):
        word = match[0]
        # A letter by itself is the name of a quantity, such as α.
        if len(word) < 2 or not _LOOKALIKE.search(word):
            continue
        right = "".join(LOOKALIKES.get(letter) or unicodedata.normalize("NFKC", letter) for letter in word)
        if not _is_latin(right) or not (is_syllable(right) or any(map(_is_latin, word))):
            continue
        wrong = ", ".join(
            f"{letter} (U+{ord(letter):04X})" for letter in dict.fromkeys(word) if _LOOKALIKE.match(letter)
        )
        yield Slip(
            "T101",
            match.start(),
            match.end(),
            say("In “{word}”, {letters} only looks like a Vietnamese letter.", word=word, letters=wrong),
            say("Type “{right}” anew; searching and sorting do not find the word as it is.", right=right),
            right,
        )


def _is_latin(text: str) -> bool:
    """Whether all letters are Latin ones that no lookalike stands for."""
    return not _LOOKALIKE.search(text) and all(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in text
    )


def _unseen(text: str) -> Iterator[Slip]:
    for match in UNSEEN.finditer(text):
        start, end = match.span()
        signs = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(match[0]))
        if _INVISIBLE.match(match[0]):
            around = text[max(0, start - 1) : start], text[end : end + 1]
            apart = any(sign in BREAKS for sign in match[0]) and all(side and not side.isspace() for side in around)
            yield Slip(
                "T103",
                start,
                end,
                say("Here stands a sign that nobody sees ({signs}).", signs=signs),
                say("Delete it; it comes with texts copied from Word, a PDF file or a web page."),
                " " if apart else "",
            )
        elif _WIDE.match(match[0]):
            yield Slip(
                "T103",
                start,
                end,
                say("Here stands a space of an unusual width ({signs}).", signs=signs),
                say("Type an ordinary space instead."),
                " ",
            )
        else:
            yield Slip(
                "T103",
                start,
                end,
                say("Here stands a sign that was lost, or that only one font can show ({signs}).", signs=signs),
                say("Look up in the original what stood here, and type it anew."),
            )

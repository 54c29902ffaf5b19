"""Rule T901: words that no dictionary knows, told only where the spelling check is asked for."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from vankien.checks.prose import LETTER, prose
from vankien.checks.slip import Places, Slip
from vankien.checks.vietnamese.syllable import tone_on_first, tone_on_second
from vankien.model.diagnostic import Finding, Message, say
from vankien.model.project import Project
from vankien.model.regex import regex

# A word of Latin letters that no figure, hyphen or sign makes into a number of a document or a foreign name.
WORD = regex(rf"(?<![\w\-/.'’&]){LETTER}{{2,40}}(?![\w\-/'’&]|\.\w)")
SENTENCE_BEGINS = regex(r"(?:^|[.!?:;\n“(])[ *_“>#-]*\Z")
SUGGESTED = 3


def unknown_word(project: Project) -> Iterator[Finding]:
    """The spelling dictionary does not know a word.

    Why: Mostly it is a slip of the keyboard or of the program that read a scanned page. The dictionary knows
    syllables, not sense, so that it overlooks a wrong word that is rightly spelt.

    Mend: Correct the word. One that is right after all is added to `content/words.txt`, one a line; names in
    capitals and abbreviations are never told.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chưc ba lớp học tâp nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết về văn hóa; UBND xã dự.
    """
    known = project.vocabulary
    if not known:
        return
    for section in project.sections.values():
        text = prose(section.body)
        first: dict[str, tuple[int, int]] = {}
        count: Counter[str] = Counter()
        for match in WORD.finditer(text):
            word = match[0]
            if is_known(word, known) or not _is_judged(text, match):
                continue
            count[word.lower()] += 1
            first.setdefault(word.lower(), match.span())
        places = Places(section.body)
        for word, (start, end) in first.items():
            yield places.finding(
                Slip("T901", start, end, _message(text[start:end], count[word]), _hint(suggestions(word, known)))
            )


def is_known(word: str, known: frozenset[str]) -> bool:
    """Whether a dictionary has a word, in either case and with the tone in either place."""
    small = word.lower()
    return small in known or tone_on_second(small) in known


def _is_judged(text: str, match: re.Match[str]) -> bool:
    """Small words, and those that a sentence begins with: others in capitals are names or abbreviations."""
    word = match[0]
    if word.islower():
        return True
    return word.istitle() and bool(SENTENCE_BEGINS.search(text, max(0, match.start() - 12), match.start()))


def _message(word: str, times: int) -> Message:
    if times == 1:
        return say("The dictionary does not know “{word}”.", word=word)
    return say("The dictionary does not know “{word}”, which stands here {times} times.", word=word, times=times)


def _hint(words: tuple[str, ...]) -> Message:
    if words:
        return say("Did you mean {words}?", words=", ".join(f"“{word}”" for word in words))
    return say("Correct it, or add it to content/words.txt if it is right.")


@lru_cache(maxsize=1024)
def suggestions(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Known words most like one: those with the same letters without their marks come first."""
    # Only this check needs the module, and all rules are loaded whether it is asked for or not.
    import difflib

    same = _by_letters(known).get(_letters(word), ())
    near = difflib.get_close_matches(word, same, SUGGESTED, 0.0) if same else []
    if len(near) < SUGGESTED:
        others = difflib.get_close_matches(word, known, SUGGESTED, 0.7)
        near += sorted(set(others) - set(near), key=others.index)
    # Both tone styles are right; the one that most documents use is named.
    return tuple(map(tone_on_first, near[:SUGGESTED]))


@lru_cache(maxsize=1)
def _by_letters(known: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in sorted(known):
        found.setdefault(_letters(word), []).append(word)
    return {letters: tuple(words) for letters, words in found.items()}


def _letters(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))

"""Words as they are read, apart from how they are typed: Markdown without its marks, each character with its place."""

import re
from collections.abc import Iterator
from functools import lru_cache

from vankien.model.record import record
from vankien.model.regex import regex
from vankien.model.source import Body

VALUE = "\ue000"
"""Stands for a placeholder, of which readers see a value."""
NOTE = "\ue001"
"""Stands for the reference of a footnote, of which readers see a number."""
LONGEST_VALUE = 60
LONGEST_NUMBER = 4

_RULE = r"^[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+(?:\|[ \t]*+)?$"
"""The line below the head of a table, of which readers see nothing."""
_TOKEN = regex(
    r"(?P<word>[^\W\d_]+)|(?P<value>\{\{[^{}\n]*\}\})"
    r"|(?P<note>\[\^[^\]\n]*\])|(?P<head>^[ \t]*(?:(?:>|#+|[-+*]|\d{1,3}[.)])[ \t]+)+)"
    rf"|(?P<space>(?:{_RULE}|[\s\u00a0|])+)"
    r"|(?P<target>\]\([^()\s]*\))|\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<mark>[*_`~\[\]]+)"
    r"|(?P<sign>[^\s\u00a0|])",
    re.MULTILINE,
)
_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"})
_FIGURE = regex(r"\d[\d.,/%-]*")
_EDGES = " \"'.…,;:()"


@record
class Reading:
    """A text as it is read."""

    text: str
    """Its words, one space between them."""
    offsets: tuple[int, ...]
    """Where each character begins in the text as typed; one more for the end."""

    def find(self, words: str) -> tuple[tuple[int, int], ...]:
        """Where the same words stand, as stretches of `text`, values and numbers of notes filled in."""
        found = list(_literal(self.text, words))
        if VALUE in self.text or NOTE in self.text:
            # Nothing says where a value ends, so that of places which overlap the first counts.
            for start, end in _filled(self.text, words):
                if not any(start < other_end and other_start < end for other_start, other_end in found):
                    found.append((start, end))
        return tuple(sorted(found))

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text as typed that reads as `text[start:end]`."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end] if self.text[end - 1] in (VALUE, NOTE) else self.offsets[end - 1] + 1
        return self.offsets[start], last


@lru_cache(maxsize=512)
def read_words(typed: str) -> Reading:
    """A text as it is read: emphasis, links, marks of lists and tables left out, kinds of dashes and quotes joined."""
    signs: list[str] = []
    offsets: list[int] = []
    for match in _TOKEN.finditer(typed):
        kind = match.lastgroup
        if kind == "word":
            signs.extend(match[0])
            offsets.extend(range(*match.span()))
            continue
        if kind in ("mark", "target"):
            continue
        if kind in ("space", "head"):
            if signs and signs[-1] != " ":
                signs.append(" ")
                offsets.append(match.start())
            continue
        signs.append({"value": VALUE, "note": NOTE}.get(kind) or (match["escaped"] or match[0]).translate(_SAME))
        offsets.append(match.end() - 1 if kind == "escaped" else match.start())
    if signs and signs[-1] == " ":
        signs.pop()
        offsets.pop()
    return Reading("".join(signs), (*offsets, len(typed)))


def quoted_words(quote: str) -> str:
    """The words of a quotation without the marks and dots that people put around it."""
    return read_words(quote).text.strip(_EDGES)


def paragraph_at(body: Body, offset: int) -> int | None:
    """Number of the paragraph that an offset of the text lies in."""
    for number, element in enumerate(body.paragraphs, start=1):
        if element.start <= offset < element.end:
            return number
    return None


def _literal(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _filled(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where words stand that run over a value or a number of a note."""
    starts: set[int] = set()
    for position, sign in enumerate(text):
        if sign in (VALUE, NOTE):
            starts.update(range(max(0, position - len(words)), position + 1))
    for start in sorted(starts):
        if start and text[start - 1].isalnum() and text[start].isalnum():
            continue
        end = _fits(text, start, words)
        if end is not None and any(sign in (VALUE, NOTE) for sign in text[start:end]):
            yield start, end


def _fits(text: str, start: int, words: str) -> int | None:
    """Where the words end that begin at `start`, if they do."""
    waiting = [(start, 0)]
    while waiting:
        at, done = waiting.pop()
        while done < len(words) and at < len(text) and text[at] == words[done]:
            at, done = at + 1, done + 1
        if done == len(words):
            return at
        if at == len(text):
            continue
        if text[at] == VALUE:
            # At an edge only a figure can be told from words of the text; between words of the text anything can.
            figure = _FIGURE.match(words, done)
            longest = 0 if at == start else min(LONGEST_VALUE, len(words) - done - 1)
            ends = set(range(done + 1, done + longest + 1)) | ({figure.end()} if figure else set())
            waiting += [(at + 1, end) for end in sorted(ends, reverse=True)]
        elif text[at] == NOTE:
            number = re.compile(rf"\[?\d{{0,{LONGEST_NUMBER}}}\]?").match(words, done).end()
            waiting += [(at + 1, end) for end in range(done, number + 1)]
    return None

"""Which parts of a Markdown text are its author's sentences, and which are code, addresses or placeholders."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from vankien.model.regex import regex
from vankien.model.source import Body

HIDDEN = "\0"
"""Stands for each character that is no prose; no text that was read holds it."""

LETTER = r"[^\W\d_¹²³⁰-₉]"
"""A letter as a pattern: Python counts raised figures, which stand for footnotes, as letters."""

PLACEHOLDER = regex(r"\{\{[^{}\n]{0,200}\}\}?")
ADDRESS = regex(r"(?:https?://|www\.)[^\s<>|]+")
MAIL = regex(r"[\w.+-]{1,64}@[\w.-]{1,255}")
ENTITY = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,32});")
# Patterns begin with a sign that prose seldom has: then the search skips all else.
REFERENCE = regex(r"\[(?!\^)[^\]\n]{1,200}\]:[^\n]*")
INDENTS = ("\n    ", "\n\t", "\n \t", "\n  \t", "\n   \t")
DELIMITER_ROW = regex(r"^[ >]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$", re.MULTILINE)


def events(text: str) -> Iterable[tuple[Any, dict[str, int]]]:
    """What the parser sees in a Markdown text, each event with its place in bytes."""
    # Few texts have anything that it must be loaded for.
    import pyromark

    options = pyromark.Options
    dialect = options.ENABLE_TABLES | options.ENABLE_FOOTNOTES | options.ENABLE_STRIKETHROUGH
    return pyromark.events_with_range(text, options=dialect)


def prose(body: Body) -> str:
    """The text with everything that is no prose replaced, character for character, by `HIDDEN`."""
    text = body.text
    hidden = list(_hidden(body))
    if not hidden:
        return text
    hidden.sort()
    parts = []
    done = 0
    for start, end in hidden:
        start = max(start, done)
        if end > start:
            parts += [text[done:start], HIDDEN * (end - start)]
            done = end
    return "".join([*parts, text[done:]])


def _hidden(body: Body) -> Iterator[tuple[int, int]]:
    text = body.text
    for element in body.elements:
        if element.kind == "html":
            yield element.start, element.end
        elif element.kind in ("link", "image"):
            yield _destination(text, element.start, element.end)
    if "`" in text or ("~" in text and "~~~" in text) or _indented(text):
        yield from _code(text)
    # A single sign is found many times as quickly as several in a row.
    if "{" in text and "{{" in text:
        yield from (match.span() for match in PLACEHOLDER.finditer(text))
    if ("/" in text and "://" in text) or ("w" in text and "www." in text):
        yield from (match.span() for match in ADDRESS.finditer(text))
    if "@" in text:
        yield from (match.span() for match in MAIL.finditer(text))
    if "&" in text:
        yield from (match.span() for match in ENTITY.finditer(text))
    if "]" in text and "]:" in text:
        for match in REFERENCE.finditer(text):
            if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" >"):
                yield match.span()
    if "|" in text and ("-|" in text or "- |" in text or ":|" in text or ": |" in text):
        yield from (match.span() for match in DELIMITER_ROW.finditer(text))


def _indented(text: str) -> bool:
    return text.startswith(("    ", "\t")) or any(indent in text for indent in INDENTS[: 5 if "\t" in text else 1])


def _destination(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the address of a link or image stands; its words are prose."""
    if text[start] == "<":
        return start, end
    opening = text.rfind("](", start, end)
    if opening < 0:
        opening = text.rfind("][", start, end)
    return (opening + 1, end) if opening >= 0 else (end, end)


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Code spans and code blocks."""
    data = text.encode("utf-8")
    byte = character = 0
    for event, place in events(text):
        if isinstance(event, str):
            continue
        ((name, detail),) = event.items()
        if name == "Code" or (name == "Start" and isinstance(detail, dict) and "CodeBlock" in detail):
            start, end = place["start"], place["end"]
            character += len(data[byte:start].decode("utf-8"))
            length = len(data[start:end].decode("utf-8"))
            yield character, character + length
            byte, character = end, character + length

"""How long texts are."""

from vankien.model.regex import regex

_BEGINNING = regex(r"(?<![\w^])[^\W_]")
"""First letter of a word, to which all belongs up to the next space: the address behind a link, the mark of a note."""


def length(markdown: str) -> int:
    """How many words (syllables, for Vietnamese) a text has."""
    pieces = markdown.replace("|", " ").split()
    # Most begin with a letter; only the others need a pattern.
    others = [piece for piece in pieces if not piece[0].isalnum()]
    return len(pieces) - len(others) + sum(map(bool, map(_BEGINNING.search, others)))

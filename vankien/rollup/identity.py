"""What makes two findings the same one, though lines have moved between two states of a text."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from vankien.model.diagnostic import Diagnostic, Message

Sources = Callable[[str], str | None]
"""The text of a file by its path; none where it is not known."""


def identities(
    diagnostics: Sequence[Diagnostic], sources: Sources, names: Mapping[str, str] | None = None
) -> Iterator[tuple[str, ...]]:
    """For each finding what stays the same when other lines change: code, severity, file, sentence, words at the place.

    Of several findings that are equal in all of these, each has its count as the last part. `names` gives the paths
    that count for files that have been renamed.
    """
    names = names or {}
    seen: Counter[tuple[str, ...]] = Counter()
    path, lines = "", []
    for one in diagnostics:
        if one.span.path != path:
            path = one.span.path
            lines = (sources(path) or "").split("\n")
        same = one.code, one.severity.value, names.get(path, path), _sentence(one.message), _words(one, lines)
        seen[same] += 1
        yield *same, str(seen[same])


def fingerprints(diagnostics: Sequence[Diagnostic], sources: Sources) -> Iterator[str]:
    """For each finding 64 hexadecimal digits that stay the same when other lines change, and that no other one has."""
    for identity in identities(diagnostics, sources):
        yield hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def caused(
    after: Sequence[Diagnostic],
    sources: Sources,
    before: Sequence[Diagnostic],
    old: Sources,
    renamed: Mapping[str, str] | None = None,
) -> list[bool]:
    """For each finding of the later state whether the earlier state did not have it.

    `renamed` gives the earlier path of a file that has another one now. Where one of several equal findings is new,
    the later ones of the file count as the new ones.
    """
    known = set(identities(before, old))
    return [identity not in known for identity in identities(after, sources, renamed)]


def _sentence(message: Message) -> str:
    """A message without its language."""
    values = {
        key: _sentence(value) if isinstance(value, Message) else str(value) for key, value in message.values.items()
    }
    return message.template.format_map(values)


def _words(one: Diagnostic, lines: list[str]) -> str:
    """The words of the file at the place; of a longer stretch those of its first line."""
    span = one.span
    if span.line > len(lines):
        return ""
    line = lines[span.line - 1]
    return line[span.column - 1 : span.end_column - 1 if span.end_line == span.line else len(line)]

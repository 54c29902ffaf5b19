"""Footnotes that lead back into themselves, which no reader can end and pandoc follows for ever."""

import re

DEFINITION = re.compile(r"^(?P<indent>[ \t>]*(?:[-+*]|\d+[.)])?[ \t>]*)\[\^(?P<label>[^\]\s]+)\]:")
REFERENCE = re.compile(r"(?<!\\)\[\^([^\]\s]+)\](?!:)")
CONTINUATION = re.compile(r"[ \t>]+\S")


def without_loops(markdown: str) -> str:
    """The text, in which a footnote that is reached from itself no longer refers to any: its signs become words."""
    if "]:" not in markdown or "[^" not in markdown:
        return markdown
    lines = markdown.split("\n")
    owners = _owners(lines)
    leads: dict[str, set[str]] = {}
    for line, owner in zip(lines, owners, strict=True):
        if owner:
            leads.setdefault(owner, set()).update(label.casefold() for label in REFERENCE.findall(line))
    looping = {label for label in leads if _reaches(label, leads)}
    if not looping:
        return markdown
    return "\n".join(
        REFERENCE.sub(r"\\[^\1]", line) if owner in looping else line for line, owner in zip(lines, owners, strict=True)
    )


def _owners(lines: list[str]) -> list[str]:
    """The label of the footnote that each line belongs to; empty outside footnotes."""
    owners = []
    owner, after_blank = "", False
    for line in lines:
        if match := DEFINITION.match(line):
            owner = match["label"].casefold()
        elif owner and after_blank and line.strip(" \t>") and not CONTINUATION.match(line):
            owner = ""
        owners.append(owner)
        after_blank = not line.strip(" \t>")
    return owners


def _reaches(label: str, leads: dict[str, set[str]]) -> bool:
    """Whether a footnote leads back to itself."""
    seen: set[str] = set()
    ahead = list(leads[label])
    while ahead:
        current = ahead.pop()
        if current == label:
            return True
        if current not in seen:
            seen.add(current)
            ahead.extend(leads.get(current, ()))
    return False

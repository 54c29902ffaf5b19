"""The register of directive documents as a list, and its file completed from what the texts cite."""

import io
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from vankien.model.citation import CitedDocument
from vankien.model.diagnostic import Message, PipelineError, say
from vankien.render.dates import short_date
from vankien.render.language import Translate
from vankien.rollup.citation_register import agreed_date, incomplete

PATH = "content/documents.yml"
ADDED = "# Bổ sung từ các văn bản được dẫn trong báo cáo; hãy đối chiếu với bản gốc."
PLAIN = re.compile(r"[\w(][^\n:#&*!|>'\"%@`{}\[\],]*(?:,\s[^\n:#&*!|>'\"%@`{}\[\],]+)*")
"""Values that YAML reads as they are written, in lines of their own."""

UNSURE = frozenset(("true", "false", "yes", "no", "on", "off", "null", "có", "không"))
EMPTY = '""'
KEY_LINE = re.compile(r"\s*(?:[\w-]+:(?:\s|\Z)|#|\Z)")


def completed(text: str, cited: Sequence[CitedDocument]) -> str:
    """The text of `content/documents.yml` with the documents it lacks at its end, and dates and bodies filled in.

    What stands there stays as it is, letter by letter. Raises `PipelineError` where the text is no register.
    """
    entries = _read(text)
    lines = text.split("\n")
    inserted: list[tuple[int, int, str]] = []
    for one in cited:
        for id in one.documents or () if len(one.documents or ()) == 1 else ():
            inserted += _filled(lines, entries.get(id), one)
    for line, column, piece in sorted(inserted, key=lambda place: place[:2], reverse=True):
        if column < 0:
            lines.insert(line, piece)
        else:
            lines[line] = lines[line][:column] + piece + lines[line][column:]
    result = "\n".join(lines)
    added: list[str] = []
    taken = set(entries)
    for one in cited:
        if not one.registered and not incomplete(one.uses[0].citation):
            id = _id(one, taken)
            taken.add(id)
            added += ["", *_entry(id, one)]
    if not added:
        return result
    return "\n".join([result.rstrip("\n"), *([""] if result.strip() else []), ADDED, *added[1:], ""]).lstrip("\n")


def write(root: Path, text: str) -> Path:
    """Writes the register, never by halves."""
    path = root / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".documents-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    Path(aside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    Path(aside).replace(path)
    return path


def text(cited: Sequence[CitedDocument], translate: Translate) -> str:
    """A line a document: number, date, type, body, how often it is cited, and whether the register lacks it."""
    rows = []
    for one in cited:
        date = short_date(one.date) if one.date else ""
        count = len(one.uses)
        times: Message = say("cited once") if count == 1 else say("cited {count} times", count=count)
        words = [one.type if one.uses[0].citation.number else "", one.issuer, translate(times)]
        if not one.registered:
            words.append(translate(say("not in the register")))
        rows.append((one.number, date, ", ".join(word for word in words if word)))
    width = max((len(row[0]) for row in rows), default=0)
    return "\n".join(f"{number:{width}}  {date:10}  {rest}".rstrip() for number, date, rest in rows)


def _read(text: str) -> Mapping[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        entries = YAML(typ="rt").load(io.StringIO(text)) or {}
    except (YAMLError, ValueError):
        entries = None
    if not isinstance(entries, dict) or (entries and entries.fa.flow_style()):
        raise PipelineError(
            say("{path} is not written as a register, so nothing can be added.", path=PATH),
            say("Run `check` and mend what it says of the file first."),
        )
    return entries


def _filled(lines: Sequence[str], entry: Any, one: CitedDocument) -> list[tuple[int, int, str]]:
    """Where to insert the date and the body that an entry lacks: line, column (-1 for a line of its own), piece."""
    if not isinstance(entry, dict) or not entry.get("number"):
        return []
    told = {"date": agreed_date(one), "issuer": one.issuer}
    lacking = [f"{key}: {_value(str(value))}" for key, value in told.items() if value and not entry.get(key)]
    if any(key in entry for key in told if not entry.get(key) and told[key]):
        # A key without a value is the keeper's own reminder; a second one would not be read.
        lacking = [piece for piece in lacking if piece.partition(":")[0] not in entry]
    if not lacking:
        return []
    if entry.fa.flow_style():
        line, column = entry.lc.line, entry.lc.col
        return [(line, column + 1, ", ".join(lacking) + ", ")] if lines[line][column : column + 1] == "{" else []
    line, column = entry.lc.key("type" if "type" in entry else "number")
    following = lines[line + 1] if line + 1 < len(lines) else ""
    if not KEY_LINE.match(following):
        return []
    return [(line + 1, -1, "\n".join(" " * column + piece for piece in lacking))]


def _entry(id: str, one: CitedDocument) -> list[str]:
    citation = one.uses[0].citation
    date = agreed_date(one)
    fields = {
        "number": one.number if citation.number else EMPTY,
        "type": one.type,
        "date": date.isoformat() if date else "",
        "issuer": one.issuer,
        "title": one.title if citation.number else one.number,
    }
    lines = [f"{key}: {value if value == EMPTY else _value(value)}" for key, value in fields.items() if value]
    return [f"{id}:", *("  " + line for line in lines)]


def _value(value: str) -> str:
    plain = PLAIN.fullmatch(value) and value.casefold() not in UNSURE and value == value.strip()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _id(one: CitedDocument, taken: Collection[str]) -> str:
    """An id in the form of the others, such as `nq-21-tw` or `nd-145-2020`."""
    citation = one.uses[0].citation
    if citation.number:
        serial = re.match(r"\d+", one.number)
        end = [str(citation.year)] if citation.year else [citation.organ]
        parts = [citation.symbol or "vb", serial[0] if serial else "", *end]
    elif citation.congress:
        parts = ["nq", "dh", one.scope, citation.ordinal, citation.term]
    else:
        parts = ["nq", "tw" + re.sub(r"\D", "", one.number), "khoa", one.number.rpartition("khóa")[2]]
    id = "-".join(filter(None, (_plain(part) for part in parts)))
    if id in taken and one.date:
        id = f"{id}-{one.date.year}"
    count, first = 2, id
    while id in taken:
        id, count = f"{first}-{count}", count + 1
    return id


def _plain(part: str) -> str:
    letters = unicodedata.normalize("NFD", part.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", letters)).strip("-")

"""JSON Schemas of all file formats, told by the readers themselves from fields that note what is asked of them."""

import ast
import dataclasses
import datetime
import inspect
import json
import sys
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from vankien.model.comment import Comment
from vankien.model.cycle import Cycle
from vankien.model.indicator import Indicator, Observation
from vankien.model.outline import Document, Outline
from vankien.model.section import Section
from vankien.model.source import Body, Span
from vankien.model.theme import Theme
from vankien.model.unit import Unit
from vankien.readers.comment import comment
from vankien.readers.cycle import cycle
from vankien.readers.outline import outline_head
from vankien.readers.registers import documents, indicators, themes
from vankien.readers.section import FIGURES, section
from vankien.readers.unit import unit
from vankien.readers.yaml import FALSE, TRUE, Fields

ANY = "*"
"""The key that a reader gets where the file's own ids and names are keys."""

FORMATS: Mapping[str, tuple[str, type, Callable[[Fields], object]]] = {
    "cycle": ("content/cycle.yml", Cycle, cycle),
    "indicators": ("content/indicators.yml", Indicator, indicators),
    "themes": ("content/themes.yml", Theme, themes),
    "documents": ("content/documents.yml", Document, documents),
    "outline": ("content/outlines/<report>.md", Outline, lambda fields: outline_head(fields, "", "")),
    "unit": ("units/<unit>/unit.yml", Unit, lambda fields: unit(fields, "")),
    "section": (
        "units/<unit>/<report>/<heading>.md",
        Section,
        lambda fields: section(fields, Body("", ""), "", "", ""),
    ),
    "comment": ("units/<unit>/comments/<id>.md", Comment, lambda fields: comment(fields, Body("", ""), "", "")),
}
"""The formats by name of their schema: the files, what the model makes of one entry, and the reader of the fields."""

FIELDS = {"indicators": "observations", "excuse": "excuses", "from": "start", "to": "end"}
"""Keys whose fields of the model have another name."""

SCALAR = ["string", "number", "boolean", "null"]
"""What YAML makes of a single value; readers take each as it was typed."""

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PERIOD = r"^[0-9]{4}(-[0-9]{2}){0,2}$"


def schemas() -> dict[str, str]:
    """The schemas as JSON text, by file name such as `unit.json`."""
    return {f"{name}.json": json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n" for name in FORMATS}


def schema(name: str) -> dict[str, Any]:
    """The schema of one format of `FORMATS`."""
    files, kind, read = FORMATS[name]
    asked = Asked()
    read(asked)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": files,
        **_object(asked, kind, (read.__doc__ if ANY in asked.below else kind.__doc__) or ""),
    }


class Asked(Fields):
    """Fields that have every key, and note of each what a reader asks of it."""

    __slots__ = ("below", "required", "values")

    def __init__(self) -> None:
        super().__init__(None, "", 1, [], readable=False)
        self.values: dict[str, dict[str, Any]] = {}
        self.below: dict[str, tuple[str, Asked]] = {}
        self.required: list[str] = []
        self.pairs = {ANY: ()}

    def span(self, key: str | None = None) -> Span:
        """No place."""
        return Span("")

    key_span = span

    def __contains__(self, key: str) -> bool:
        return True

    def keys(self) -> Iterator[str]:
        """One key that stands for all."""
        yield ANY

    def require(self, *keys: str) -> None:
        """Notes that these must be there."""
        self.required += keys

    def text(self, key: str) -> str:
        """Notes a single value."""
        self.values.setdefault(key, {"type": SCALAR})
        return ""

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """Notes a value out of a fixed set."""
        self.values[key] = {"enum": [*allowed, None]}
        return default

    def boolean(self, key: str, default: bool = False) -> bool:
        """Notes a yes or no."""
        words = sorted((TRUE | FALSE) - {"true", "false"})
        self.values[key] = {"enum": [True, False, *words, None]}
        return default

    def integer(self, key: str) -> int | None:
        """Notes a whole number."""
        self.values[key] = {"type": ["integer", "string", "null"], "minimum": 0, "pattern": "^[0-9]{1,9}$"}
        return None

    def date(self, key: str) -> datetime.date | None:
        """Notes a day."""
        self.values[key] = {"type": ["string", "null"], "pattern": DAY}
        return None

    def period_end(self, key: str, last: bool) -> datetime.date | None:
        """Notes a year, month or day."""
        self.values[key] = {"type": ["string", "integer", "null"], "pattern": PERIOD, "minimum": 1000, "maximum": 9999}
        return None

    def placed_texts(self, key: str) -> list[tuple[str, Span]]:
        """Notes a list of single values."""
        self.values[key] = {"anyOf": [{"type": SCALAR}, {"type": "array", "items": {"type": SCALAR}}]}
        return []

    def mapping(self, key: str) -> "Asked":
        """Notes a mapping, and gives the fields that note what is below."""
        return self.below.setdefault(key, ("object", Asked()))[1]

    def mappings(self, key: str) -> list[Fields]:
        """Notes a list of mappings, and gives one."""
        return [self.below.setdefault(key, ("array", Asked()))[1]]

    def close(self) -> None:
        """Nothing is left over."""


def _object(asked: Asked, kind: type | None, description: str) -> dict[str, Any]:
    """The schema of a mapping; `kind` is the class that the model makes of it, or of each of its entries."""
    own = kind if ANY not in asked.below else None
    properties = {key: _property(asked, key, own, kind) for key in [*asked.values, *asked.below] if key != ANY}
    found: dict[str, Any] = {"description": " ".join(description.split()), "type": ["object", "null"]}
    if properties:
        found["properties"] = dict(sorted(properties.items()))
    if asked.required:
        found["required"] = sorted(set(asked.required))
        found["type"] = "object"
        for key in found["required"]:
            found["properties"][key] = _filled(found["properties"][key])
    other = _property(asked, ANY, own, kind) if ANY in asked.values or ANY in asked.below else False
    found["additionalProperties"] = other
    return found


def _property(asked: Asked, key: str, own: type | None, entry: type | None) -> dict[str, Any]:
    told = _told(own).get(FIELDS.get(key, key), "") if own else ""
    told = told or (FIGURES.get(key, "") if own is Observation else "")
    if key not in asked.below:
        return {"description": told, **asked.values[key]} if told else dict(asked.values[key])
    shape, below = asked.below[key]
    kind = entry if key == ANY else _kind(own, FIELDS.get(key, key))
    found = _object(below, kind, told or (kind.__doc__ if kind else "") or "")
    if shape == "array":
        return {"description": told, "type": ["array", "null"], "items": found}
    return found


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that must be there: not nothing, and not an empty text."""
    if "enum" in value:
        return {**value, "enum": [one for one in value["enum"] if one is not None]}
    if "anyOf" in value:
        return {**value, "anyOf": [_filled(one) for one in value["anyOf"]]}
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    kinds = [one for one in kinds if one != "null"]
    least = {"string": {"minLength": 1}, "array": {"minItems": 1}, "object": {"minProperties": 1}}
    return {**value, "type": kinds, **{k: v for kind in kinds for k, v in least.get(kind, {}).items()}}


@cache
def _told(kind: type) -> Mapping[str, str]:
    """What the docstrings of a class say of its fields, by field."""
    tree = ast.parse(inspect.getsource(kind))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    found = {}
    for field, doc in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(doc, ast.Expr) and isinstance(doc.value, ast.Constant):
            found[ast.unparse(field.target)] = " ".join(str(doc.value.value).split())
    return found


def _kind(own: type | None, field: str) -> type | None:
    """The class of the model that stands in a field: itself, in a mapping or in a tuple."""
    if own is None or field not in {one.name for one in dataclasses.fields(own)}:
        return None
    hint = typing.get_type_hints(own, vars(sys.modules[own.__module__]))[field]
    pending = [hint]
    while pending:
        one = pending.pop()
        if isinstance(one, type) and dataclasses.is_dataclass(one):
            return one
        pending += typing.get_args(one)
    return None

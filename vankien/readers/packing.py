"""Values as bytes and back: only plain values and vankien's own are ever made from what lies on a disk."""

import datetime
import io
import pickle
from collections.abc import Callable
from dataclasses import is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

OWN = ("vankien.model.", "vankien.rollup.", "vankien.checks.", "vankien.readers.content")
"""Modules whose records and enumerations may be stored; nothing else is ever made from a stored byte."""


class Unusable(LookupError):
    """What is stored is not there, damaged, of another version or not ours."""


def _member(kind: type[Enum], name: str) -> Enum:
    """The member of an enumeration, and of nothing else, as early versions of Python 3.11 store it: by `getattr`."""
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise pickle.UnpicklingError(name)
    return kind[name]


PLAIN: dict[tuple[str, str], Callable[..., Any]] = {
    ("datetime", "date"): datetime.date,
    ("decimal", "Decimal"): Decimal,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "getattr"): _member,
}


def packed(value: object) -> bytes:
    """A value as bytes; raises what `pickle` raises where it cannot be stored."""
    return pickle.dumps(value, 5)


KNOWN = dict(PLAIN)


class _Unpickler(pickle.Unpickler):
    """Makes only plain values, and the records and enumerations of vankien."""

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        found = KNOWN.get((module, name))
        if found is None:
            if not module.startswith(OWN):
                raise pickle.UnpicklingError(module)
            found = super().find_class(module, name)
            if not (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
                raise pickle.UnpicklingError(name)
            KNOWN[module, name] = found
        return found


def unpacked(data: bytes) -> Any:
    """The value again; raises `Unusable` for whatever `packed` did not make."""
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # a damaged pickle may raise anything
        raise Unusable from error

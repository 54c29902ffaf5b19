"""Values as bytes and back: only plain values and vankien's own are ever made from what lies on a disk."""

import datetime
import io
import pickle
from collections.abc import Callable
from copyreg import dispatch_table
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from operator import attrgetter
from typing import Any

PLAIN = {("datetime", "date"): datetime.date, ("decimal", "Decimal"): Decimal, ("builtins", "frozenset"): frozenset}
OWN = ("vankien.model.", "vankien.rollup.", "vankien.checks.", "vankien.readers.content")
"""Modules whose dataclasses and enumerations may be stored; nothing else is ever made from a stored byte."""


class Unusable(LookupError):
    """What is stored is not there, damaged, of another version or not ours."""


class _Reductions(dict[type, Callable[[Any], Any]]):
    """How values are taken apart: a dataclass into the arguments that make it again."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if kind in dispatch_table:
            return dispatch_table[kind]
        if not is_dataclass(kind):
            raise KeyError(kind)
        names = [field.name for field in fields(kind)]
        taken = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
        self[kind] = lambda value: (kind, taken(value))
        return self[kind]


REDUCTIONS = _Reductions()


def packed(value: object) -> bytes:
    """A value as bytes; raises what `pickle` raises where it cannot be stored."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, 5)
    pickler.dispatch_table = REDUCTIONS
    pickler.dump(value)
    return stream.getvalue()


KNOWN: dict[tuple[str, str], type] = dict(PLAIN)


class _Unpickler(pickle.Unpickler):
    """Makes only plain values, and the dataclasses and enumerations of vankien."""

    def find_class(self, module: str, name: str) -> type:
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

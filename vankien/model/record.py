"""Frozen dataclasses with slots whose methods are made when they are first used."""

import copyreg
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from operator import attrgetter
from typing import Any, NoReturn, dataclass_transform


@dataclass_transform(frozen_default=True)
def record(kind: type | None = None, *, frozen: bool = True, eq: bool = True) -> Any:
    """The same as `dataclass(frozen=True, slots=True)`, in a fraction of the time that it takes to define a class.

    A command defines some eighty of them; most are never compared nor printed in it, and many not even made.
    """
    if kind is None:
        return lambda kind: record(kind, frozen=frozen, eq=eq)
    made = dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    for name in MAKERS:
        if name not in kind.__dict__ and (eq or name not in ("__eq__", "__hash__")):
            setattr(made, name, _late(made, name))
    if frozen:
        made.__setattr__ = made.__delattr__ = _locked
    elif eq:
        made.__hash__ = None
    return made


def _late(kind: type, name: str) -> Callable[..., Any]:
    """A method that makes the real one, which takes its place."""

    def method(self: Any, *given: Any, **named: Any) -> Any:
        real = MAKERS[name](kind)
        setattr(kind, name, real)
        return real(self, *given, **named)

    return method


def _locked(self: object, name: str, value: object = None) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _init(kind: type) -> Callable[..., None]:
    """Takes the fields in order or by name, and puts each straight into its slot."""
    known: dict[str, Any] = {"MISSING": MISSING}
    taken, put = [], []
    for one in fields(kind):
        name = value = one.name
        known[f"put_{name}"] = getattr(kind, name).__set__
        if one.default_factory is not MISSING:
            known[f"make_{name}"] = one.default_factory
            taken.append(f"{name}=MISSING")
            value = f"make_{name}() if {name} is MISSING else {name}"
        elif one.default is not MISSING:
            known[f"default_{name}"] = one.default
            taken.append(f"{name}=default_{name}")
        else:
            taken.append(name)
        put.append(f" put_{name}(self, {value})")
    # Python has no other way to a function with given parameters; the names are those of the class's own fields.
    exec(f"def __init__(self, {', '.join(taken)}):\n" + "\n".join(put), known)
    return known["__init__"]


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives the values of some fields."""
    taken = attrgetter(*names)
    return taken if len(names) > 1 else lambda value: (taken(value),)


def _eq(kind: type) -> Callable[[Any, Any], Any]:
    values = _values([one.name for one in fields(kind) if one.compare])
    return lambda self, other: values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(kind: type) -> Callable[[Any], int]:
    values = _values([one.name for one in fields(kind) if one.compare])
    return lambda self: hash(values(self))


def _repr(kind: type) -> Callable[[Any], str]:
    names = [one.name for one in fields(kind) if one.repr]
    form, values = f"{kind.__qualname__}({', '.join(f'{name}=%r' for name in names)})", _values(names)
    return lambda self: form % values(self)


def _reduce(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    """A record is copied and pickled as the arguments that make it again, since nothing can be put into it later."""
    values = _values([one.name for one in fields(kind)])

    def reduced(self: Any) -> tuple[type, tuple[Any, ...]]:
        return kind, values(self)

    # Here it is found in two thirds of the time that it takes to ask each object.
    copyreg.pickle(kind, reduced)
    return reduced


MAKERS: dict[str, Callable[[type], Callable[..., Any]]] = {
    "__init__": _init, "__eq__": _eq, "__hash__": _hash, "__repr__": _repr, "__reduce__": _reduce,
}  # fmt: skip
"""What makes each method; a class that has one of its own keeps it."""

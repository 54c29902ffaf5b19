"""What several parts of a run need of one value, of a project mostly, worked out once for all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from operator import is_
from typing import TypeVar

Of = TypeVar("Of")
Value = TypeVar("Value")

KEPT = 2
"""Results of a function that are kept at once: of the project, and of the one that it is compared with."""


class _Identity:
    """Values as a key, by identity: a project's mappings cannot be hashed, and comparing them would take long."""

    __slots__ = ("value", "values")

    def __init__(self, value: object, values: tuple[object, ...]) -> None:
        self.value = value
        self.values = values

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.values)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and all(map(is_, other.values, self.values))


def once(function: Callable[[Of], Value]) -> Callable[[Of], Value]:
    """The function with its last results kept, for the very values that they were made of."""
    return _kept(function, lambda value: (value,))


def once_of(*names: str) -> Callable[[Callable[[Of], Value]], Callable[[Of], Value]]:
    """The same for a function that looks at some attributes of its value only, for the very attributes."""
    return lambda function: _kept(function, lambda value: tuple([getattr(value, name) for name in names]))


def _kept(function: Callable[[Of], Value], told: Callable[[Of], tuple[object, ...]]) -> Callable[[Of], Value]:
    @lru_cache(maxsize=KEPT)
    def kept(key: _Identity) -> Value:
        return function(key.value)

    @wraps(function)
    def call(value: Of) -> Value:
        return kept(_Identity(value, told(value)))

    return call

"""What several parts of a run need of one value, of a project mostly, worked out once for all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

Of = TypeVar("Of")
Value = TypeVar("Value")

KEPT = 2
"""Results of a function that are kept at once: of the project, and of the one that it is compared with."""


class _Identity:
    """A value as a key, by identity: a project's mappings cannot be hashed, and comparing them would take long."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.value is self.value


def once(function: Callable[[Of], Value]) -> Callable[[Of], Value]:
    """The function with its last results kept, for the very values that they were made of."""

    @lru_cache(maxsize=KEPT)
    def kept(key: _Identity) -> Value:
        return function(key.value)

    @wraps(function)
    def call(value: Of) -> Value:
        return kept(_Identity(value))

    return call

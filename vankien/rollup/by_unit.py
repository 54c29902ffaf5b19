"""Values by unit and indicator, worked out unit by unit: after an edit hardly any page needs them all."""

from abc import abstractmethod
from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from functools import cached_property
from typing import Any, TypeVar

from vankien.rollup.collection import without_collection

Key = tuple[str, str]
"""A unit and an indicator."""

Value = TypeVar("Value")


class ByUnit(Mapping[Key, Value]):
    """Those of a unit are worked out when somebody looks at one of them, all of them when all are gone through."""

    @abstractmethod
    def of(self, unit: str) -> Mapping[Key, Value]:
        """Those of one unit, perhaps among others."""

    @abstractmethod
    def _all(self) -> dict[Key, Value]:
        """All of them, in order."""

    @cached_property
    def whole(self) -> dict[Key, Value]:
        """All of them as a dictionary."""
        with without_collection():
            return self._all()

    def __getitem__(self, key: Key) -> Value:
        return self.of(key[0])[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """As that of a dictionary, and nearly as quick."""
        return self.of(key[0]).get(key, default)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and bool(key) and key in self.of(key[0])

    def __iter__(self) -> Iterator[Key]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    def items(self) -> ItemsView[Key, Value]:
        """As those of a dictionary, and as quick."""
        return self.whole.items()

    def values(self) -> ValuesView[Value]:
        """As those of a dictionary, and as quick."""
        return self.whole.values()

"""What was worked out in earlier runs from single units, as long as it is still true."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any

from vankien.model.digest import blake2b, digest_of_text
from vankien.model.record import record
from vankien.model.source import Body


@record(frozen=False)
class Shelved:
    """One value of one unit."""

    key: str
    """Hash of everything that the value was worked out from."""
    value: Any = None
    """The value, where it is there already."""
    load: Callable[[], Any] | None = None
    """Reads it where it is not; raises `LookupError` where it cannot be read."""


@record(frozen=False)
class Memory:
    """Values by unit and name; those that are new are kept for the next run by whoever made the memory."""

    digests: Mapping[str, str]
    """Hash of all files of each unit."""
    frame: str = ""
    """Hash of everything else that texts are checked against: `content/` and the layouts."""
    values: dict[str, dict[str, Shelved]] = field(default_factory=dict)
    """What is remembered, by unit and name."""
    whole: str = ""
    """Hash of everything that can make a difference to any finding."""
    changed: set[str] = field(default_factory=set)
    """Units of which something new is remembered."""
    keep: Callable[[], None] = lambda: None
    """Writes what is new for the next run."""
    beside: "Memory | None" = None
    """What is remembered of another state of the same repository; where a key is the same, so is the value."""

    def key(self, unit: str, *told: object) -> str:
        """Hash of the files of a unit and of other things that a value depends on."""
        return digest_of_text(repr((self.digests.get(unit, ""), *told)))

    def of_unit(self, unit: str, name: str, key: str, work_out: Callable[[], Any]) -> Any:
        """The value of a name for a unit, worked out where it is not known for this key."""
        for known in (self.values.setdefault(unit, {}).get(name), self._beside(unit, name)):
            if known is None or known.key != key:
                continue
            if known.load is None:
                return known.value
            try:
                known.value, known.load = known.load(), None
                return known.value
            except LookupError:
                pass
        value = work_out()
        self.values[unit][name] = Shelved(key, value)
        self.changed.add(unit)
        return value

    def of_texts(
        self,
        unit: str,
        name: str,
        bodies: Callable[[], Iterable[tuple[Any, Body]]],
        work_out: Callable[[Body], Iterable],
    ) -> Iterator[tuple[Any, tuple]]:
        """What a function makes of those texts of a unit of which it makes anything, each after the key of the text.

        Only of texts that are new it is worked out. The function must look at nothing but the text.
        """

        def renewed() -> tuple[tuple[bytes, Any, tuple], ...]:
            before = self._before(unit, name)
            return tuple(
                (mark, key if found else None, found)
                for key, body in bodies()
                for mark in [_mark(body.text)]
                for found in [before[mark] if mark in before else tuple(work_out(body))]
            )

        for _, key, found in self.of_unit(unit, name, self.digests.get(unit, ""), renewed):
            if found:
                yield key, found

    def of_parts(
        self, unit: str, name: str, parts: Mapping[str, Any], work_out: Callable[[list], Iterable]
    ) -> Collection:
        """What a function makes of some parts of a thing, each under a hash of everything that it depends on.

        It is worked out together of those parts that are new.
        """

        def renewed() -> dict[str, Any]:
            before = self._last(unit, name) or {}
            new = {key: part for key, part in parts.items() if key not in before}
            made = dict(zip(new, work_out(list(new.values())), strict=True)) if new else {}
            return {key: made[key] if key in made else before[key] for key in parts}

        return self.of_unit(unit, name, self.key(unit, list(parts)), renewed).values()

    def _before(self, unit: str, name: str) -> dict[bytes, tuple]:
        """What is remembered of the texts of a unit, also where it is not that unit any more."""
        return {mark: found for mark, _, found in self._last(unit, name) or ()}

    def _last(self, unit: str, name: str) -> Any:
        """The last value of a name for a unit, whatever its key was; nothing where there is none."""
        known = self.values.get(unit, {}).get(name)
        try:
            return known and (known.load() if known.load else known.value)
        except LookupError:
            return None

    def _beside(self, unit: str, name: str) -> Shelved | None:
        return self.beside.values.get(unit, {}).get(name) if self.beside is not None else None


# Rules ask unit by unit first, and then for all units: as many as a hundred units have are kept.
@lru_cache(maxsize=8192)
def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()

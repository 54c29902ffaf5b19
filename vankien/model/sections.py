"""The texts of all units as one mapping that reads a text only when somebody looks at it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property

from vankien.model.indicator import Observation
from vankien.model.record import record
from vankien.model.section import Entry, Section
from vankien.model.source import Body

Key = tuple[str, str, str]
"""Unit, report, and heading or appendix."""

MARKS: Mapping[str, Callable[[Section], bool]] = {
    "observations": lambda section: bool(section.observations),
    "excuses": lambda section: bool(section.excuses),
    "links": lambda section: any(element.kind in ("link", "image") for element in section.body.elements),
    "placeholders": lambda section: "{{" in section.body.text,
}
"""What only some texts have, so that those who ask for it need not look at the others."""


@record
class Shelf:
    """The texts of one unit."""

    keys: Sequence[Key]
    """Keys of its texts, in order."""
    marked: Mapping[str, tuple[Key, ...]]
    """Of each mark, the texts that have it."""
    load: Callable[[Key], Section]
    """Reads one text."""
    observed: Mapping[Key, Mapping[str, Observation]] = field(default_factory=dict)
    """Of the texts that give observations these, by indicator."""
    entries: Sequence[Entry] = ()
    """Every section file of the unit, readable or not."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """Hash of every file of the unit that was opened, by path."""
    taken: dict[Key, Section] = field(default_factory=dict)
    """Texts that were asked for before."""

    def section(self, key: Key) -> Section:
        """One text, read at most once."""
        if key not in self.taken:
            self.taken[key] = self.load(key)
        return self.taken[key]

    def all(self) -> Iterator[Section]:
        """Every text, in order."""
        for key in self.keys:
            yield self.section(key)

    def bodies(self) -> Iterator[tuple[Key, Body]]:
        """The words of every text after its key."""
        for key in self.keys:
            yield key, self.section(key).body


class Sections(Mapping[Key, Section]):
    """The texts of several units, in the units' order."""

    def __init__(self, shelves: Mapping[str, Shelf]) -> None:
        self.shelves = shelves
        self._known: dict[str, frozenset[Key]] = {}

    def __getitem__(self, key: Key) -> Section:
        shelf = self.shelves.get(key[0])
        if shelf is not None and key in shelf.taken:
            return shelf.taken[key]
        if shelf is None or key not in self._keys(key[0]):
            raise KeyError(key)
        return shelf.section(key)

    def _keys(self, unit: str) -> frozenset[Key]:
        """Keys of the texts of a unit."""
        if unit not in self._known:
            self._known[unit] = frozenset(self.shelves[unit].keys)
        return self._known[unit]

    def values(self) -> Collection[Section]:
        """Every text, in order."""
        return [section for shelf in self.shelves.values() for section in shelf.all()]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and bool(key) and key[0] in self.shelves and key in self._keys(key[0])

    def __iter__(self) -> Iterator[Key]:
        return (key for shelf in self.shelves.values() for key in shelf.keys)

    def __len__(self) -> int:
        return sum(len(shelf.keys) for shelf in self.shelves.values())

    def of(self, unit: str) -> "Sections":
        """Only the texts of one unit."""
        return Sections({unit: self.shelves[unit]} if unit in self.shelves else {})


def shelve(sections: Mapping[Key, Section], entries: Sequence[Entry], digests: Mapping[str, str]) -> Shelf:
    """The texts of one unit that were just read."""
    marked = {mark: tuple(key for key, section in sections.items() if has(section)) for mark, has in MARKS.items()}
    observed = {key: sections[key].observations for key in marked["observations"]}
    return Shelf(tuple(sections), marked, sections.__getitem__, observed, entries, digests)


def marked(sections: Mapping[Key, Section], mark: str) -> Iterator[Section]:
    """The texts with one of `MARKS`, in order; the others are not looked at where that is known already."""
    if isinstance(sections, Sections):
        for shelf in sections.shelves.values():
            for key in shelf.marked[mark]:
                yield shelf.section(key)
    else:
        yield from (section for section in sections.values() if MARKS[mark](section))


class Later(Sequence):
    """A tuple whose parts are read only when somebody looks at it."""

    def __init__(self, parts: Callable[[], Iterator[tuple]]) -> None:
        self._parts = parts
        self._whole: tuple | None = None

    @property
    def whole(self) -> tuple:
        """Everything, read at most once."""
        if self._whole is None:
            self._whole = tuple(one for part in self._parts() for one in part)
        return self._whole

    def __getitem__(self, place):
        return self.whole[place]

    def __iter__(self) -> Iterator:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    def __eq__(self, other: object) -> bool:
        return self.whole == (other.whole if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.whole)


class Joined(Mapping):
    """A mapping whose parts are read only when somebody looks at it."""

    def __init__(self, parts: Callable[[], Iterator[Mapping]]) -> None:
        self._parts = parts

    @cached_property
    def whole(self) -> dict:
        """Everything, read at most once."""
        return {key: value for part in self._parts() for key, value in part.items()}

    def __getitem__(self, key):
        return self.whole[key]

    def __iter__(self) -> Iterator:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    def keys(self):
        """The keys, as quick as those of a dictionary."""
        return self.whole.keys()

    def items(self):
        """Keys and values, as quick as those of a dictionary."""
        return self.whole.items()

    def values(self):
        """The values, as quick as those of a dictionary."""
        return self.whole.values()

    def __repr__(self) -> str:
        return repr(self.whole)

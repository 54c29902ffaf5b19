"""The texts that comments speak of, as they stood in the drafts that were put out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field

from vankien.model.record import record
from vankien.model.source import Body

Key = tuple[int, str, str, str]
"""Number of the draft, unit, report, and heading as it is called today."""


@record
class Commented:
    """Texts of earlier drafts, read only when somebody asks for one; then those of all comments at once."""

    commits: Mapping[int, str] = field(default_factory=dict)
    """The commit of each draft that was put out, by its number."""
    wanted: Callable[[], Iterable[Key]] = field(default=tuple, compare=False, repr=False)
    """The texts that will be asked for."""
    load: Callable[[Collection[Key]], Mapping[Key, tuple[Body, ...]]] = field(
        default=lambda keys: {}, compare=False, repr=False
    )
    """Reads some texts; where headings were merged since, one has several."""
    taken: dict[Key, tuple[Body, ...]] = field(default_factory=dict, compare=False, repr=False)
    """Texts that were read before."""

    def bodies(self, key: Key) -> tuple[Body, ...]:
        """What stood under a heading in a draft; nothing where that is not known."""
        if key[0] not in self.commits:
            return ()
        if key not in self.taken:
            asked = {key} if self.taken else {key, *(one for one in self.wanted() if one[0] in self.commits)}
            found = self.load(asked)
            self.taken.update((one, found.get(one, ())) for one in asked)
        return self.taken[key]

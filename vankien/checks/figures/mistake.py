"""A figure of a text that does not come out, before it is put into words."""

from vankien.model.diagnostic import Message
from vankien.model.record import record


@record
class Mistake:
    """One wrong figure; offsets are those of the text it was found in."""

    code: str
    """Code of the rule."""
    start: int
    """Offset of the figure."""
    end: int
    """Offset after it."""
    computed: str
    """What it should be, as it would be printed."""
    message: Message
    """What is wrong."""
    sources: tuple[tuple[int, int], ...] = ()
    """Offsets of the figures it was computed from."""

    def moved(self, by: int) -> "Mistake":
        """The same in a text that begins so many characters earlier."""
        sources = tuple((start + by, end + by) for start, end in self.sources)
        return Mistake(self.code, self.start + by, self.end + by, self.computed, self.message, sources)

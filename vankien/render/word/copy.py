"""Kinds of copy of a report: a draft, one to review with remarks in it, the final one."""

from collections.abc import Callable
from enum import Enum

from vankien.model.record import record


class Kind(Enum):
    """What a copy is for."""

    DRAFT = "draft"
    REVIEW = "review"
    FINAL = "final"


@record
class Remark:
    """Something said of a place of a report: a finding, or a comment that was sent in."""

    heading: str
    """Id of the heading or appendix; empty for the report as a whole."""
    paragraph: int
    """Number of the paragraph below it, from 1; 0 for the heading itself."""
    words: str
    """The words that it is about, as they are printed; empty for the whole place."""
    before: str
    """What stands before them in the paragraph, as far as it is known; it tells them from the same words elsewhere."""
    author: str
    date: str
    """Moment as `YYYY-MM-DDTHH:MM:SSZ`."""
    lines: tuple[str, ...]
    """What is said, a paragraph each."""
    lost: str = ""
    """What is added where the words are not found in the report."""


@record
class Copy:
    """What the files of one export are for."""

    kind: Kind = Kind.DRAFT
    remarks: Callable[[str, str], tuple[Remark, ...]] = lambda unit, report: ()
    """The remarks on the report of a unit, for a copy to review."""
    reason: str = ""
    """Why a final copy was made although something was left to mend."""

"""Earlier drafts of a project, as git tags keep them."""

import datetime
from typing import TYPE_CHECKING

from vankien.model.record import record

if TYPE_CHECKING:
    from vankien.model.project import Project


@record
class Draft:
    """One draft that was put out, with everything read from it."""

    number: int
    """Its number, from 1."""
    ref: str
    """Git tag, such as `draft/1`."""
    commit: str
    """Commit that the tag names."""
    date: datetime.date
    """Day of that commit."""
    project: "Project"
    """Everything read from it; its `today` is `date`."""

"""What one unit wrote under one heading."""

import datetime
from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from vankien.model.indicator import Observation
from vankien.model.record import record
from vankien.model.source import Body, Span


class Status(Enum):
    """How far a section's text has come."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"


@record
class Excuse:
    """One place of a text that a rule shall leave alone."""

    rule: str
    """Code of the rule."""
    reason: str
    """Why the place is right as it is."""
    span: Span
    """Where the excuse itself stands."""
    text: str = ""
    """Words of the body that the finding touches; empty for a finding that is not in the body."""


@record
class Section:
    """One section file."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    heading: str
    """Id of the heading or appendix; the file's name."""
    body: Body
    """The text."""
    status: Status = Status.DRAFT
    """How far it has come; an approval that its text no longer bears out counts as review."""
    updated: datetime.date | None = None
    """Day of the last change, as its author gave it."""
    approved_by: str = ""
    """Who approved it."""
    approved_on: datetime.date | None = None
    """Day of the approval."""
    approved_text: str = ""
    """Mark of the text that was approved, as `vankien.rollup.approval.mark` makes it."""
    themes: tuple[str, ...] = ()
    """Ids of the cross-cutting tasks that the text reports on."""
    observations: Mapping[str, Observation] = field(default_factory=dict)
    """Observations by indicator id."""
    excuses: tuple[Excuse, ...] = ()
    """Places that rules shall leave alone."""
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where front matter values stand, by dotted key such as `status` or `themes.0`."""

    @property
    def path(self) -> str:
        """Path of the file."""
        return self.body.path


@record
class Entry:
    """A file or folder that stands where section files belong."""

    unit: str
    """Id of the unit's folder."""
    report: str
    """Name of the report's folder; empty for a file that lies beside the folders."""
    name: str
    """File name without `.md`."""
    span: Span
    """The file."""

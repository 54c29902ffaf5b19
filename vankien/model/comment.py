"""Comments on a draft (góp ý), each with its place in the draft and the answer to it."""

import datetime
from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from vankien.model.record import record
from vankien.model.source import Body, Span


class Proposal(Enum):
    """What a comment asks for."""

    ADD = "bo-sung"
    AMEND = "sua-doi"
    REMOVE = "bo"
    RESTRUCTURE = "cau-truc"
    WORDING = "cau-chu"
    OTHER = "khac"


class Disposition(Enum):
    """What was decided on a comment."""

    ACCEPTED = "tiep-thu"
    PARTLY = "tiep-thu-mot-phan"
    EXPLAINED = "giai-trinh"
    OPEN = "chua-tra-loi"


@record
class Answer:
    """The answer to a comment."""

    disposition: Disposition = Disposition.OPEN
    """What was decided."""
    by: str = ""
    """Who answered."""
    date: datetime.date | None = None
    """Day of the answer."""
    reason: str = ""
    """Why, in words; asked for where the comment is not accepted as a whole."""
    commit: str = ""
    """Commit in which the text was changed for it."""


@record
class Comment:
    """One comment, kept word for word."""

    id: str
    """Name of its file, unique in the unit."""
    unit: str
    """Id of the unit whose draft it is about."""
    span: Span
    """The file."""
    body: Body
    """The comment itself, word for word."""
    report: str = ""
    """Id of the report it is about."""
    heading: str = ""
    """Id of the heading or appendix it is about; empty for the report as a whole."""
    draft: int | None = None
    """Number of the draft that was put out for comment."""
    paragraph: int | None = None
    """Number of the paragraph in that draft's text of the heading, from 1."""
    quote: str = ""
    """Words of the draft that it is about; empty for the whole heading."""
    before: str = ""
    """Words of the draft just before the quotation, which tell it from the same words elsewhere."""
    after: str = ""
    """Words of the draft just after the quotation."""
    organisation: str = ""
    """Who sent it."""
    present: int | None = None
    """How many were present when it was agreed on."""
    in_favour: int | None = None
    """How many of them were in favour; fewer than half makes it a minority opinion."""
    proposal: Proposal = Proposal.OTHER
    """What it asks for."""
    received: datetime.date | None = None
    """Day on which it came in."""
    answer: Answer = field(default_factory=Answer)
    """What became of it."""
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)
    """Where its values stand, by key of the front matter."""

    @property
    def minority(self) -> bool:
        """Whether fewer than half of those present were in favour (ý kiến cá biệt)."""
        return bool(self.present) and self.in_favour is not None and self.in_favour * 2 < self.present

    @property
    def open(self) -> bool:
        """Whether nobody has answered it."""
        return self.answer.disposition is Disposition.OPEN

    def place(self, key: str) -> Span:
        """Where a value stands, or the beginning of the file."""
        return self.places.get(key, self.span)

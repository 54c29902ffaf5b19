"""The reporting cycle: who reports what, for which period, by when."""

import datetime
from collections.abc import Mapping
from dataclasses import field

from vankien.model.outline import Document
from vankien.model.record import record
from vankien.model.source import Span

DEFAULT_PROFILE = "party-2018"
"""Layout of party documents of 2018 to 2026, the years of the sample cycle."""
DEFAULT_COMPARED = 3
"""As many drafts as most cycles put out; each more costs a comparison with every one before it."""


@record
class Period:
    """A reporting period, counted in months."""

    start: datetime.date | None = None
    """First day; none for the start of the term."""
    end: datetime.date | None = None
    """Last day."""
    estimate: bool = False
    """Whether the last figures are estimates (ước)."""


@record
class Milestone:
    """A date of the plan."""

    id: str
    """Key, such as `hoi-nghi`."""
    title: str
    """What must be done."""
    before: datetime.date
    """The day before which it must be done (trước ngày): overdue from this day on."""
    note: str = ""
    """What else the plan says of it."""
    state: str = ""
    """State that every report must have reached by then: `draft` (all written), `review` or `approved`; empty where
    the milestone asks for none."""


@record
class Level:
    """A level of the tree of units."""

    id: str
    """Key, such as `co-so`."""
    name: str
    """Name, such as `Cấp cơ sở`."""
    period: Period = Period()
    """The period its reports cover."""
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    """Dates by key, in order."""


@record
class Cycle:
    """The content of `content/cycle.yml`."""

    name: str
    """Name of the cycle."""
    root: str
    """Id of the unit at the top."""
    term: str = ""
    """The term, such as `2020 - 2025`."""
    draft: int = 1
    """Number of the current draft."""
    profile: str = DEFAULT_PROFILE
    """Layout profile of the Word files."""
    today: datetime.date | None = None
    """The day that a sample or an archived cycle is shown at."""
    notice: str = ""
    """A sentence that stands on every page and in every document, such as that all is a sample."""
    basis: Document | None = None
    """The plan that the cycle follows."""
    repository: str = ""
    """Web address of the repository on its code host, for links that edit."""
    editors: tuple[str, ...] = ()
    """Accounts of the editorial team on the code host, such as `@to-bien-tap`."""
    host: str = ""
    """What kind of code host that is: `github`, `gitlab` or `forgejo`; empty where its address tells."""
    branch: str = "main"
    """The branch that the links edit."""
    reports: Mapping[str, str] = field(default_factory=dict)
    """Who prepares each report at the top level, by report id, in order of the reports."""
    levels: Mapping[str, Level] = field(default_factory=dict)
    """Levels by id, from the top down."""
    pilot: str = ""
    """The unit that goes first (đơn vị làm điểm)."""
    consent: str = ""
    """Whose consent a changed target needs."""
    exempt_months: int = 0
    """Units younger than this many months on the day their report is due are exempt; 0 for none."""
    compared: int = DEFAULT_COMPARED
    """So many of the newest drafts the site compares with each other and with what is there now."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Rules that the team sets otherwise, by code: `off`, `note`, `warning` or `error`."""
    other: Mapping[str, str] = field(default_factory=dict)
    """Further rules of the plan, as text, for the schedule page."""
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where its values stand, by key such as `root` or `reports.so-ket`."""

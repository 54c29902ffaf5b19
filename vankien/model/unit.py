"""The units that write, and the tree they form."""

import datetime
from collections.abc import Mapping
from dataclasses import field

from vankien.model.record import record
from vankien.model.source import Span

CONDITIONS = ("kind", "form", "sector", "level", "unit", "organ")
"""What a condition such as `kind:enterprise` may speak of."""


@record
class Signatory:
    """Who signs, as printed."""

    authority: str = ""
    """Such as `T/M BAN THƯỜNG VỤ`."""
    position: str = ""
    """Such as `BÍ THƯ`."""
    name: str = ""
    """Name in full."""


@record
class Issue:
    """Number and date under which a unit issues one report."""

    number: int | None = None
    """Number; none while it is not yet given."""
    date: datetime.date | None = None
    """Day of issue; none while it is not yet fixed."""


@record
class Accounts:
    """Names on the code host, such as `@lan.nguyen`."""

    drafters: tuple[str, ...] = ()
    """Who writes the unit's texts."""
    overseers: tuple[str, ...] = ()
    """Who of the level above reads them."""


@record
class Unit:
    """An organisation that writes reports."""

    id: str
    """Name of its folder."""
    name: str
    """Name in full, such as `Đảng bộ Sở Tài chính`."""
    level: str
    """Id of its level in the cycle."""
    span: Span
    """Its `unit.yml`."""
    parent: str = ""
    """Id of the unit above; empty for the root."""
    kind: str = ""
    """Kind of organisation: `agency`, `public-service`, `enterprise`, `bloc` or a word of the cycle's own."""
    form: str = ""
    """Form of the party organisation: `dang-bo` or `chi-bo`."""
    sector: str = ""
    """Field of work, free text."""
    established: datetime.date | None = None
    """Day on which it was set up."""
    overseer: str = ""
    """Member of the higher committee who oversees it."""
    standing_committee: bool = False
    """Whether it has a standing committee (ban thường vụ)."""
    committee: str = ""
    """The body whose report it is, such as `Ban Chấp hành Đảng bộ Sở Tài chính`."""
    issuer: str = ""
    """The issuing body in the header block, such as `Đảng ủy Sở Tài chính`."""
    superior: str = ""
    """The body above it in the header block; by default the parent's name."""
    place: str = ""
    """Place of issue."""
    symbol: str = ""
    """Abbreviation behind the slash of the number, such as `ĐU`."""
    profile: str = ""
    """Layout profile, where it is not the cycle's."""
    signatory: Signatory = Signatory()
    """Who signs."""
    recipients: tuple[str, ...] = ()
    """Recipients (nơi nhận), without dash and comma; the last one is the archive."""
    issues: Mapping[str, Issue] = field(default_factory=dict)
    """Number and date by report."""
    accounts: Accounts = Accounts()
    """Who works on it on the code host."""
    places: Mapping[str, Span] = field(default_factory=dict)
    """Where the values of `unit.yml` stand, by key."""

    def matches(self, terms: str) -> bool:
        """Whether one of the comma-separated `key:value` terms holds for the unit; no terms hold for all.

        Keys are `kind`, `form`, `sector`, `level`, `unit`, and `organ` with the value `ban-thuong-vu`.
        """
        if not terms.strip():
            return True
        return any(self._matches(term.strip()) for term in terms.split(","))

    def _matches(self, term: str) -> bool:
        key, _, value = (part.strip() for part in term.partition(":"))
        if key == "organ":
            return value == "ban-thuong-vu" and self.standing_committee
        known = {"kind": self.kind, "form": self.form, "sector": self.sector, "level": self.level, "unit": self.id}
        return known.get(key) == value


def unknown_terms(terms: str) -> list[str]:
    """The terms of a condition that speak of nothing a unit has."""
    given = [term.strip() for term in terms.split(",") if term.strip()]
    return [term for term in given if term.partition(":")[0].strip() not in CONDITIONS or ":" not in term]

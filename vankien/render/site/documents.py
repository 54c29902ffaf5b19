"""The register of directive documents: what is cited where, joined with what `content/documents.yml` knows."""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from vankien.model.citation import CitedDocument, Use
from vankien.model.diagnostic import Diagnostic
from vankien.model.page import Page
from vankien.model.record import record
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.render.site.store import digest
from vankien.rollup.citation_register import register

LISTED = 400
"""Documents on one page; beyond that the first shows those that are cited most, and all stand on pages of a list."""

INLINE = 8
"""Places of a document that stand in its row; a document with more has a page of its own."""

OTHER = "Văn bản khác"


@record
class Place:
    """One place that cites a document."""

    unit: str
    """Name of the unit."""
    page: str
    """Page of the report."""
    anchor: str
    """Paragraph there."""
    name: str
    """Heading and paragraph in words."""


@record
class Entry:
    """One document of the register."""

    slug: str
    """Name of its anchor, and of its page where it has one."""
    number: str
    """Number and symbol, or the name of a document without number."""
    type: str
    """Type in words."""
    date: datetime.date | None
    """Day of issue."""
    issuer: str
    """The body that issued it."""
    title: str
    """What it is about."""
    registered: bool
    """Whether `content/documents.yml` has it."""
    places: Sequence[Place]
    """Every place that cites it."""
    units: int
    """How many units cite it."""
    conflicts: Sequence[Diagnostic]
    """What the checks say of its citations."""

    @property
    def page(self) -> str:
        """Its own page; empty where its places stand in the list."""
        return places.document(self.slug) if len(self.places) > INLINE else ""


def pages(edition: Edition) -> Iterator[Page]:
    """The register, and a page for each document that is cited at many places."""
    entries = listed(edition)
    shown = entries
    if len(entries) > LISTED:
        most = sorted(entries, key=lambda one: -len(one.places))[:LISTED]
        kept = {one.slug for one in most}
        shown = [one for one in entries if one.slug in kept]
    lists = [entries[at : at + LISTED] for at in range(0, len(entries), LISTED)] if len(entries) > LISTED else []
    intro = edition.render("documents", places.DOCUMENTS, entries=entries, lists=lists)
    disputed = [one for one in entries if one.conflicts]
    parts = [intro]
    if disputed:
        parts += [
            compose.heading(2, "Cần đối chiếu", "_doi-chieu"),
            edition.render("document_conflicts", places.DOCUMENTS, entries=disputed[:LISTED]),
        ]
    yield edition.page(places.DOCUMENTS, "Văn bản", [*parts, *_tables(edition, places.DOCUMENTS, shown)])
    for number, batch in enumerate(lists, 1):
        uri = places.document_list(number)
        title = f"Văn bản – danh sách đầy đủ {number}/{len(lists)}"
        yield edition.page(uri, title, list(_tables(edition, uri, batch)), [("Văn bản", places.DOCUMENTS)])
    for entry in entries:
        if entry.page:
            by_unit = [(unit, list(group)) for unit, group in groupby(entry.places, key=lambda place: place.unit)]
            yield edition.page(
                entry.page,
                f"{entry.type} {entry.number}" if entry.number[:1].isdigit() else entry.number,
                [edition.render("document", entry.page, entry=entry, by_unit=by_unit)],
                [("Văn bản", places.DOCUMENTS)],
                contents=False,
            )


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show the documents with their places and what was found about them."""
    yield Task("", digest(inputs.common, listed(edition)), lambda: pages(edition))


def _tables(edition: Edition, uri: str, entries: Sequence[Entry]) -> Iterator[str]:
    for number, (type, group) in enumerate(groupby(entries, key=lambda one: one.type), 1):
        yield compose.heading(2, type, f"_loai-{number}")
        yield edition.render("document_table", uri, entries=list(group))


@lru_cache(maxsize=1)
def listed(edition: Edition) -> list[Entry]:
    """All documents that are cited or registered, by type, then by number."""
    project = edition.project
    disputes = _disputes(edition.diagnostics)
    taken: set[str] = set()
    documents = register(project)
    found = [_cited(edition, one, disputes, taken) for one in documents]
    cited = {id for one in documents for id in one.documents or ()}
    for id, document in project.documents.items():
        if id not in cited:
            date = datetime.date.fromisoformat(document.date) if document.date else None
            name = document.number or document.title
            title = document.title if document.number else ""
            type = document.type or OTHER
            found.append(Entry(_slug(id, taken), name, type, date, document.issuer, title, True, (), 0, ()))
    return sorted(found, key=lambda one: (one.type == OTHER, _plain(one.type), _natural(one.number), one.slug))


def _cited(
    edition: Edition, one: CitedDocument, disputes: Mapping[str, Sequence[Diagnostic]], taken: set[str]
) -> Entry:
    id, entry = next(iter((one.documents or {}).items()), ("", None))
    date = datetime.date.fromisoformat(entry.date) if entry and entry.date else one.date
    return Entry(
        slug=_slug(id or f"{one.number} {one.scope}", taken),
        number=one.number,
        type=(entry and entry.type) or one.type or OTHER,
        date=date,
        issuer=(entry and entry.issuer) or one.issuer,
        title=(entry.title if entry and entry.number else "") or one.title,
        registered=one.registered,
        places=tuple(place for use in one.uses if (place := _place(edition, use))),
        units=len({use.unit for use in one.uses}),
        conflicts=tuple(found for use in one.uses for found in disputes.get(use.path, ()) if _stands_in(found, use)),
    )


def _place(edition: Edition, use: Use) -> Place | None:
    unit = edition.project.units.get(use.unit)
    page, anchor, name = edition.place_of(use.key, use.paragraph)
    return Place(unit.name, page, anchor, name) if unit and page else None


def _disputes(diagnostics: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """What rules say of citations, by path; that the register lacks a document is no dispute."""
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        if one.code.startswith("D") and one.code != "D108":
            found.setdefault(one.span.path, []).append(one)
    return found


def _stands_in(one: Diagnostic, use: Use) -> bool:
    span = use.span
    return (span.line, span.column) <= (one.span.line, one.span.column) < (span.end_line, span.end_column)


def _natural(number: str) -> tuple[object, ...]:
    """A key that sorts `9-NQ/TW` before `10-NQ/TW`."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", number))


def _slug(name: str, taken: set[str]) -> str:
    plain = _plain(name) or "van-ban"
    slug, count = plain, 2
    while slug in taken:
        slug, count = f"{plain}-{count}", count + 1
    taken.add(slug)
    return slug


def _plain(name: str) -> str:
    """A name in the letters of an id."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", letters)).strip("-")

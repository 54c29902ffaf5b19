"""The register of all documents that a project's texts cite, joined with `content/documents.yml`."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from vankien.model.citation import Citation, CitedDocument, Use
from vankien.model.outline import Document
from vankien.model.project import Project
from vankien.model.sections import Key
from vankien.model.source import Body
from vankien.model.unit import Unit
from vankien.rollup.citation_issuers import body, term
from vankien.rollup.citation_runs import central_term, contradict, same_run
from vankien.rollup.citations import recognise
from vankien.rollup.congresses import LOCAL as LOCAL_CONGRESSES
from vankien.rollup.congresses import OWN
from vankien.rollup.once import once_of

LOCAL = frozenset(("ĐU", "CB", "HU", "ThU", "ThịU", "QU", "BCH"))
"""Symbols that every committee of a level has, so that the same number exists many times."""

Cited = tuple[tuple[Citation, int], ...]
"""The citations of a text, each with the number of its paragraph."""

HEADS = ("Đảng bộ", "Đảng ủy", "Chi bộ", "Chi ủy", "Huyện ủy", "Thành ủy", "Thị ủy", "Quận ủy")


@once_of("sections", "units", "documents")
def register(project: Project) -> tuple[CitedDocument, ...]:
    """Every document that a section cites, with all places, in the order of first use."""
    uses = [
        Use(key, citation, project.sections, paragraph)
        for key, citations in citations_of_texts(project)
        for citation, paragraph in citations
    ]
    entries = _entries(project)
    symbols = _symbols(project)
    groups: dict[tuple[str, str], list[Use]] = {}
    short: list[Use] = []
    by_term: list[Use] = []
    for use in uses:
        if incomplete(use.citation):
            short.append(use)
        elif use.citation.congress and not use.citation.ordinal:
            by_term.append(use)
        else:
            groups.setdefault(_key(project, symbols, use), []).append(use)
    counted = _counted(groups)
    for use in by_term:
        name, scope = _key(project, symbols, use)
        key = counted.get((scope, use.citation.congress, use.citation.term), (name, scope))
        groups.setdefault(key, []).append(use)
    for use in short:
        groups.setdefault(_full(use, groups, entries), []).append(use)
    cited = [
        one
        for (number, scope), group in groups.items()
        for one in _editions(number, scope, group, _matching(number, scope, entries))
    ]
    order = {id(use): place for place, use in enumerate(uses)}
    cited.sort(key=lambda one: order[id(one.uses[0])])
    return tuple(_with_body(project, one) for one in cited)


def _with_body(project: Project, one: CitedDocument) -> CitedDocument:
    """The document with the congress that issued it, where the texts leave open whose it was: that of their unit."""
    unit = project.units.get(one.scope)
    if unit is None or one.uses[0].citation.congress not in LOCAL_CONGRESSES:
        return one
    return replace(one, issuer=congress_of(unit))


def congress_of(unit: Unit) -> str:
    """The name of a unit's congress."""
    return f"{OWN} {unit.name}"


def citations_of_texts(project: Project) -> Iterator[tuple[Key, Cited]]:
    """Of each text its citations, each with the number of its paragraph."""
    return project.of_texts("citations", _citations)


def _citations(body: Body) -> Cited:
    return tuple((one, body.paragraph(one.start)) for one in recognise(body.text))


def _counted(groups: Mapping[tuple[str, str], list[Use]]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """The keys of resolutions of congresses cited by their count, by scope, congress and term: there belong those of
    the same congress cited by its term alone."""
    found: dict[tuple[str, str, str], tuple[str, str]] = {}
    for (name, scope), group in groups.items():
        for use in group:
            if use.citation.ordinal:
                found.setdefault((scope, use.citation.congress, use.citation.term), (name, scope))
    return found


def _symbols(project: Project) -> dict[str, list[Unit]]:
    """Units by the symbol in their numbers."""
    symbols: dict[str, list[Unit]] = {}
    for unit in project.units.values():
        symbols.setdefault(unit.symbol, []).append(unit)
    return symbols


def _key(project: Project, symbols: Mapping[str, list[Unit]], use: Use) -> tuple[str, str]:
    citation = use.citation
    if not citation.number:
        return citation.name, use.unit if citation.congress in LOCAL_CONGRESSES else ""
    owners = symbols.get(citation.organ, [])
    if not citation.organ or not (citation.organ in LOCAL or len(owners) > 1):
        return citation.number, ""
    unit = project.units.get(use.unit)
    chain = [unit, *project.ancestors(unit.id)] if unit else []
    nearest = next((one.id for one in chain if one.symbol == citation.organ), "")
    return citation.number, nearest or (owners[0].id if len(owners) == 1 else use.unit)


Entries = Mapping[str, list[tuple[str, Document, str | None]]]
"""Id, entry and scope by number or name; the scope is none where nobody can tell whose numbering it is."""


def _entries(project: Project) -> Entries:
    symbols = _symbols(project)
    congresses = {_plain(congress_of(unit)): unit.id for unit in project.units.values()}
    found: dict[str, list[tuple[str, Document, str | None]]] = {}
    for id, citation in _numbers(project).items():
        document = project.documents[id]
        key, scope = citation.number or citation.name, _scope(document, citation, symbols)
        if citation.congress in LOCAL_CONGRESSES:
            scope = congresses.get(_plain(document.issuer), "")
        found.setdefault(key, []).append((id, document, scope))
    return found


def _numbers(project: Project) -> Mapping[str, Citation]:
    """The number of each entry, by its id, as a citation."""

    def work_out() -> dict[str, Citation]:
        found = ((id, read_number(document)) for id, document in project.documents.items())
        return {id: citation for id, citation in found if citation}

    memory = project.memory
    return memory.of_unit("", "numbers", memory.frame, work_out) if memory else work_out()


def read_number(document: Document) -> Citation | None:
    """The number of an entry as a citation; of an entry without one, the name in its title."""
    if document.number:
        found = recognise(f"Văn bản số {document.number}")
        return next((one for one in found if one.number), None)
    return next((one for one in recognise(f"{document.title}. {document.type} {document.title}") if one.name), None)


def _scope(document: Document, citation: Citation, symbols: Mapping[str, list[Unit]]) -> str | None:
    owners = symbols.get(citation.organ, [])
    if not citation.organ or not (citation.organ in LOCAL or len(owners) > 1):
        return ""
    issuer = _plain(document.issuer)
    named = [unit for unit in owners if (place := _place(unit)) and place in issuer]
    if len(named) == 1:
        return named[0].id
    return owners[0].id if len(owners) == 1 else None


def _place(unit: Unit) -> str:
    """What tells a unit from others of its kind, such as `sở y tế` of `Đảng bộ Sở Y tế`."""
    name = unit.name
    for head in HEADS:
        name = name.removeprefix(head)
    return _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.split()).replace("uỷ", "ủy").replace("Uỷ", "Ủy").casefold()


def _matching(number: str, scope: str, entries: Entries) -> dict[str, Document]:
    return {id: document for id, document, own in entries.get(number, ()) if own is None or own == scope}


def _full(use: Use, groups: Mapping[tuple[str, str], list[Use]], entries: Entries) -> tuple[str, str]:
    """The full number that a short one most likely stands for: one of the same text, else unit, project or register."""
    short = use.citation
    fitting: dict[tuple[str, str], list[Use]] = {}
    for key, group in groups.items():
        first = group[0].citation
        if not incomplete(first) and _abbreviates(short, first):
            fitting[key] = group
    near = [key for key, group in fitting.items() if any(one.key == use.key for one in group)]
    near = near or [key for key, group in fitting.items() if any(one.unit == use.unit for one in group)]
    near = near or list(fitting)
    if not near:
        for number, entry in entries.items():
            citation = read_number(entry[0][1])
            if citation and _abbreviates(short, citation, entry[0][1].type):
                near.append((number, entry[0][2] or ""))
    return near[0] if len(near) == 1 else (short.name or f"{short.type} {short.number}", "")


def incomplete(citation: Citation) -> bool:
    """Whether a citation leaves open which document it means: no symbol, or a plenum without its congress term."""
    return citation.short or (bool(citation.name) and not citation.issuer and not citation.congress)


def _abbreviates(short: Citation, full: Citation, type: str = "") -> bool:
    if short.name:
        return full.name.startswith(f"{short.name} khóa ")
    if not full.number or (type or full.type) != short.type or (short.year and short.year != full.year):
        return False
    return full.number.startswith((f"{short.number.partition('/')[0]}-", f"{short.number.partition('/')[0]}/"))


def _editions(number: str, scope: str, uses: list[Use], entries: Mapping[str, Document]) -> Iterable[CitedDocument]:
    """One document for each run of numbers that the uses surely belong to; mostly one."""
    first = uses[0].citation
    runs: list[tuple[datetime.date, list[Use]]] = []
    undated = []
    for use in uses:
        date = use.citation.date
        if date is None or use.citation.date_shared:
            undated.append(use)
            continue
        home = next((one for one in runs if same_run(one[0], date, first.organ, first.year)), None)
        if home is None:
            runs.append((date, [use]))
        else:
            home[1].append(use)
    if not runs:
        yield _document(number, scope, uses, entries)
        return
    place = {id(use): position for position, use in enumerate(uses)}
    for use in undated:
        _home(use, runs).append(use)
    for date, group in runs:
        group.sort(key=lambda use: place[id(use)])
        own = {
            id: entry
            for id, entry in entries.items()
            if not entry.date or same_run(datetime.date.fromisoformat(entry.date), date, first.organ, first.year)
        }
        yield _document(number, scope, group, own)


def _home(use: Use, runs: list[tuple[datetime.date, list[Use]]]) -> list[Use]:
    """The run that an undated use belongs to: by the term of the body it names, else the latest."""
    named = term(use.citation.issuer)
    return next(
        (group for date, group in runs if named and central_term(date) == named), max(runs, key=lambda one: one[0])[1]
    )


def _document(number: str, scope: str, uses: list[Use], entries: Mapping[str, Document]) -> CitedDocument:
    def most(values: Iterable[object]) -> object:
        counts = Counter(value for value in values if value)
        return max(counts, key=lambda value: counts[value]) if counts else None

    citations = [use.citation for use in uses]
    issuers = [one.issuer for one in citations if not one.issuer_shared] or [one.issuer for one in citations]
    kind = most(body(issuer) for issuer in issuers)
    fullest = [issuer for issuer in issuers if body(issuer) == kind] if kind else issuers
    return CitedDocument(
        number=number,
        scope=scope,
        uses=tuple(uses),
        type=str(most(one.type for one in citations if one.told_type) or citations[0].type),
        date=most(one.date for one in citations if not one.date_shared) or most(one.date for one in citations),
        issuer=max(fullest, key=len, default=""),
        title=str(most(one.title for one in citations) or ""),
        documents=entries or None,
    )


def date_contradicts(cited: CitedDocument, date: datetime.date, other: datetime.date) -> bool:
    """Whether two days cannot both belong to a document."""
    first = cited.uses[0].citation
    return contradict(date, other, first.organ, first.year)


def agreed_date(cited: CitedDocument) -> datetime.date | None:
    """The day that all citations of a document tell; none where they do not agree, or only tell that of a neighbour."""
    told = {use.citation.date for use in cited.uses if use.citation.date and not use.citation.date_shared}
    return told.pop() if len(told) == 1 else None

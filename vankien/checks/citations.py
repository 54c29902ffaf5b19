"""Rules D103 to D107: what one citation tells by itself, held against the calendar and the rules for numbers."""

import re
from collections.abc import Iterator

from vankien.checks.cited import bases_of, cited_documents, named
from vankien.model.citation import Use
from vankien.model.diagnostic import Finding, Fix, Severity, say
from vankien.model.project import Project
from vankien.model.source import Span
from vankien.rollup.citation_issuers import term
from vankien.rollup.citation_runs import TERMS, central_term
from vankien.rollup.citation_symbols import meanings
from vankien.rollup.citations import misnumbered, type_fits


def impossible_date(project: Project) -> Iterator[Finding]:
    """A document is cited with a day that does not exist.

    Why: A slip in the date makes the citation useless, and everybody sees it.

    Mend: Look the document up and correct the day.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 31/9/2021 của Ban Chấp hành Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
    """
    for cited in cited_documents(project):
        for use in cited.uses:
            if use.citation.date_written and use.citation.date is None:
                yield Finding(
                    use.date_span,
                    say("The day {date} does not exist.", date=use.citation.date_written),
                    say("Look the document up and correct the day."),
                )


def later_than_report(project: Project) -> Iterator[Finding]:
    """A document is cited that is younger than the report's period, or than today.

    Why: Nobody can have carried out a document that was not yet issued. Mostly the year has a slip.

    Mend: Look the date up. A document that was issued after the period belongs among the tasks to come; one that is
    in the register, or on which the reports themselves are based, is not reported.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2031 của Ban Chấp hành Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
    """
    bases = bases_of(project)
    ends = {id: level.period.end for id, level in project.cycle.levels.items()}
    for cited in cited_documents(project):
        for use in cited.uses:
            date = use.citation.date
            if date is None or use.citation.date_shared:
                continue
            if date > project.today:
                yield Finding(
                    use.date_span,
                    say("{number} is dated {date}, later than today.", number=named(use, cited), date=date),
                    say("Look the document up and correct the date."),
                )
                continue
            unit = project.units.get(use.unit)
            end = ends.get(unit.level) if unit else None
            if end and date > end and not cited.registered and cited.number not in bases:
                yield Finding(
                    use.date_span,
                    say(
                        "{number} is dated {date}, after the period of the report, which ends on {end}.",
                        number=named(use, cited),
                        date=date,
                        end=end,
                    ),
                    say("Look the date up, or speak of it among the tasks to come."),
                    severity=Severity.NOTE,
                )


def date_beside_number(project: Project) -> Iterator[Finding]:
    """The year in a number, or the congress term of its issuing body, does not fit the date.

    Why: The number of a state document carries the year of its date, and a Central Committee of one term issues
    nothing in another. Either the number, the term or the date has a slip.

    Mend: Look the document up and correct what is wrong.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Nghị định số 145/2020/NĐ-CP, ngày 14/12/2021 của Chính phủ.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Nghị định số 145/2020/NĐ-CP, ngày 14/12/2020 của Chính phủ.
    """
    terms = {name for _, name in TERMS}
    for cited in cited_documents(project):
        for use in cited.uses:
            citation = use.citation
            if citation.date is None or citation.date_shared:
                continue
            if citation.year and citation.year != citation.date.year:
                yield Finding(
                    use.date_span,
                    say(
                        "{number} is a number of {year}, but the date is {date}.",
                        number=citation.number,
                        year=citation.year,
                        date=citation.date,
                    ),
                    say("Look the document up and correct the number or the date."),
                )
            own_term = term(citation.issuer) if not citation.issuer_shared else ""
            found = central_term(citation.date)
            if citation.organ == "TW" and own_term in terms and found and own_term != found:
                yield Finding(
                    use.span,
                    say("On {date} the Central Committee was that of term {found}, not {named}.",
                        date=citation.date, found=found, named=own_term),
                    say("Look the document up and correct the term or the date."),
                )  # fmt: skip


def type_beside_symbol(project: Project) -> Iterator[Finding]:
    """The type of a document in words does not fit the abbreviation in its number.

    Why: The letters NQ stand for a resolution, CT for a directive, and so on. With the wrong word nobody finds the
    document.

    Mend: Look the document up, and correct the word or the number.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Chỉ thị số 21-NQ/TW của Ban Chấp hành Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Nghị quyết số 21-NQ/TW của Ban Chấp hành Trung ương.
    """
    for cited in cited_documents(project):
        known = " ".join(entry.type for entry in (cited.documents or {}).values())
        for use in cited.uses:
            citation = use.citation
            if type_fits(citation) or citation.type in known:
                continue
            # Some offices write CT for a programme of action, which the Party's list abbreviates CTr.
            programme = citation.symbol == "CT" and citation.type == "Chương trình"
            yield Finding(
                use.span,
                say(
                    "The text says “{type}”, but {symbol} in {number} stands for {meaning}.",
                    type=citation.type,
                    symbol=citation.symbol,
                    number=citation.number,
                    meaning=" / ".join(meanings(citation.symbol)),
                ),
                say("Look the document up, and correct the word or the number."),
                severity=Severity.NOTE if programme else None,
            )


def wrong_number_form(project: Project) -> Iterator[Finding]:
    """The signs in the number of a document stand in the wrong places.

    Why: The Party writes `21-NQ/TW`, the state `04/2015/NĐ-CP`. Whoever searches for the number does not find it in
    another form.

    Mend: Write the number as the hint shows it.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Nghị định số 04/2015/NĐ/CP của Chính phủ.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Nghị định số 04/2015/NĐ-CP của Chính phủ.
    """
    for cited in cited_documents(project):
        for use in cited.uses:
            if misnumbered(use.citation):
                span = _number_span(use)
                yield Finding(
                    span,
                    say("The number {written} is not written by rule.", written=use.citation.written),
                    say("Write {number}.", number=use.citation.number),
                    fix=_fix(use, span),
                )


def _fix(use: Use, span: Span) -> Fix | None:
    """The number by rule in the place of the written one, where only signs and blanks between its parts change."""
    written, number = use.citation.written, use.citation.number
    if span == use.span or re.findall(r"\w+", written) != re.findall(r"\w+", number):
        return None
    return Fix(span, number)


def _number_span(use: Use) -> Span:
    body, citation = use.section.body, use.citation
    start = body.text.find(citation.written, citation.start, citation.end)
    return body.span(start, start + len(citation.written)) if start >= 0 else use.span

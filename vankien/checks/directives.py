"""Rules D101, D102 and D108: what the citations of one document tell, held against each other and the register."""

import datetime
from collections import Counter
from collections.abc import Iterator

from vankien.checks.cited import bases_of, cited_documents, named
from vankien.checks.fault import unknown
from vankien.model.citation import CitedDocument
from vankien.model.diagnostic import Finding, Related, say
from vankien.model.project import Project
from vankien.rollup.citation_issuers import differ
from vankien.rollup.citation_register import date_contradicts, incomplete

DOCUMENTS = "content/documents.yml"


def two_accounts(project: Project) -> Iterator[Finding]:
    """One document has two dates or two issuing bodies in the texts.

    Why: A document is issued once, by one body. One of the two places is wrong, and both may be printed in one
    report.

    Mend: Look the document up, and correct the place that is wrong; then enter it in `content/documents.yml`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 15/10/2021 của Ban Chấp hành Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
        units/khoi/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
    """
    for cited in cited_documents(project):
        entries = list((cited.documents or {}).values())
        if not any(entry.date for entry in entries):
            yield from _other_dates(cited)
        if not any(entry.issuer for entry in entries):
            yield from _other_issuers(cited)


def _other_dates(cited: CitedDocument) -> Iterator[Finding]:
    told = [use for use in cited.uses if use.citation.date and not use.citation.date_shared]
    counts = Counter(use.citation.date for use in told)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda date: counts[date])
    witness = next(use for use in told if use.citation.date == usual)
    for use in told:
        if date_contradicts(cited, use.citation.date, usual):
            yield Finding(
                use.date_span,
                say(
                    "{number} is of {date} here, but of {other} elsewhere.",
                    number=named(use, cited),
                    date=use.citation.date,
                    other=usual,
                ),
                say("Look the document up and correct the wrong date."),
                (Related(witness.date_span, say("Here it is of {date}.", date=usual)),),
            )


def _other_issuers(cited: CitedDocument) -> Iterator[Finding]:
    told = [use for use in cited.uses if use.citation.issuer and not use.citation.issuer_shared]
    witness = next((use for use in told if not differ(use.citation.issuer, cited.issuer)), None)
    for use in told:
        if witness and differ(use.citation.issuer, cited.issuer):
            yield Finding(
                use.span,
                say(
                    "{number} is issued by {issuer} here, but by {other} elsewhere.",
                    number=named(use, cited),
                    issuer=use.citation.issuer,
                    other=cited.issuer,
                ),
                say("Look the document up and correct the wrong name."),
                (Related(witness.span, say("Here another body issued it.")),),
            )


def other_than_register(project: Project) -> Iterator[Finding]:
    """A citation has another date or issuing body than the register of documents.

    Why: The register was checked against the documents themselves, so the text is most likely wrong.

    Mend: Take over what `content/documents.yml` says, or correct the register if the document says otherwise.

    Bad:
        content/documents.yml
            kl-21-tw: {number: 21-KL/TW, type: Kết luận, date: 2021-10-25}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 15/10/2021 của Ban Chấp hành Trung ương.

    Good:
        content/documents.yml
            kl-21-tw: {number: 21-KL/TW, type: Kết luận, date: 2021-10-25}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.
    """
    for cited in cited_documents(project):
        entries = list((cited.documents or {}).values())
        dates = [datetime.date.fromisoformat(entry.date) for entry in entries if entry.date]
        issuers = [entry.issuer for entry in entries if entry.issuer]
        for use in cited.uses:
            date, issuer = use.citation.date, use.citation.issuer
            told = dates and date and not use.citation.date_shared
            if told and all(date_contradicts(cited, date, one) for one in dates):
                yield Finding(
                    use.date_span,
                    say(
                        "{number} is of {date} here, but of {other} in the register.",
                        number=named(use, cited),
                        date=date,
                        other=dates[0],
                    ),
                    say("Compare with the document itself; the register is {path}.", path=DOCUMENTS),
                )
            told = issuers and issuer and not use.citation.issuer_shared
            if told and all(differ(issuer, one) for one in issuers):
                yield Finding(
                    use.span,
                    say(
                        "{number} is issued by {issuer} here, but by {other} in the register.",
                        number=named(use, cited),
                        issuer=issuer,
                        other=issuers[0],
                    ),
                    say("Compare with the document itself; the register is {path}.", path=DOCUMENTS),
                )


def not_in_register(project: Project) -> Iterator[Finding]:
    """A document is cited that the register of documents does not have.

    Why: The register lets everybody look up what a number means, and lets dates be checked.

    Mend: Nothing is wrong with the text. Whoever keeps `content/documents.yml` adds the document; the command
    `documents --write` does it from what the texts say.

    Bad:
        content/documents.yml
            kl-21-tw: {number: 21-KL/TW, type: Kết luận, date: 2021-10-25}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Chỉ thị số 12-CT/TU, ngày 28/10/2021 của Ban Thường vụ Tỉnh ủy.

    Good:
        content/documents.yml
            ct-12-tu: {number: 12-CT/TU, type: Chỉ thị, date: 2021-10-28}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Thực hiện Chỉ thị số 12-CT/TU, ngày 28/10/2021 của Ban Thường vụ Tỉnh ủy.
    """
    if not project.documents or unknown(project, DOCUMENTS, project.documents):
        return
    bases = bases_of(project)
    for cited in cited_documents(project):
        first = cited.uses[0].citation
        if cited.registered or cited.number in bases or incomplete(first):
            continue
        if first.congress and cited.scope:
            # The congress of the unit itself: everybody there knows it, and the register serves all units.
            continue
        told: set[str] = set()
        for use in cited.uses:
            if use.unit not in told:
                told.add(use.unit)
                yield Finding(
                    use.span,
                    say("The register does not have {number}.", number=named(use, cited)),
                    say("Whoever keeps {path} adds it; `documents --write` does so.", path=DOCUMENTS),
                )

"""The elements around a report's text: header block, title, signature, recipients, appendix titles."""

import datetime

from vankien.model.outline import Appendix, Outline, roman
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.unit import Issue, Unit
from vankien.render.dates import vietnamese_date
from vankien.render.word.stationery import Stationery
from vankien.render.word.typography import capital, line

NO_BREAK = "\u00a0"


@record
class Rule:
    """A line centred below a text."""

    indent_mm: float
    """Room left and right of it."""


@record
class Letterhead:
    """The words that name one report of one unit, as its layout prints them."""

    type: str
    """Document type in words."""
    subject: str
    issuer: str
    superior: str
    sign: str
    """Number and sign, with a blank where no number is given."""
    date: str
    """Date in words, with dots where none is fixed."""
    draft: str
    """Draft mark; empty for a final document."""


def letterhead(stationery: Stationery, project: Project, unit: Unit, outline: Outline, final: bool) -> Letterhead:
    """The words of a report's header block, from the unit, the outline and the cycle."""
    words = stationery.profile.words
    issue = unit.issues.get(outline.report, Issue())
    number = (
        words.number_blank.replace(" ", NO_BREAK)
        if issue.number is None
        else str(issue.number).zfill(words.number_digits)
    )
    sign = words.sign.format(number=number, type=outline.type, symbol=line(unit.symbol))
    parent = project.units.get(unit.parent)
    subject = outline.subject.replace("{unit}", unit.name).replace("{committee}", unit.committee or unit.name)
    return Letterhead(
        type=stationery.profile.types.get(outline.type, outline.title),
        subject=line(subject),
        issuer=line(unit.issuer or unit.name),
        superior=line(unit.superior or (parent.name if parent else "")),
        sign=sign if unit.symbol else sign.removesuffix("/").removesuffix("-"),
        date=_date(words.date_blank, issue.date, project.today),
        draft="" if final else words.draft.format(draft=project.cycle.draft),
    )


def header_block(stationery: Stationery, unit: Unit, head: Letterhead) -> str:
    """The header block and the title below it."""
    profile = stationery.profile
    words, rules = profile.words, profile.rules
    header = profile.header
    issuer = stationery.broken("issuer", head.issuer, header.left_mm)
    nation = stationery.printed("nation", words.nation)
    motto = stationery.printed("motto", words.motto)
    subject = stationery.broken("subject", head.subject, stationery.text_width_mm())
    return stationery.xml(
        "header-block",
        header=header,
        superior=stationery.broken("superior", head.superior, header.left_mm),
        issuer=issuer,
        issuer_rule=_rule(stationery, "issuer", issuer, rules.issuer, header.left_mm),
        nation=nation,
        nation_rule=_rule(stationery, "nation", nation, rules.nation, header.right_mm),
        motto=motto,
        motto_rule=_rule(stationery, "motto", motto, rules.motto, header.right_mm),
        star=words.star,
        number=words.number.format(sign=head.sign),
        draft=head.draft,
        draft_place=words.draft_place,
        place_date=words.place_date.format(place=line(unit.place) or "…", date=head.date),
        type=stationery.printed("type", head.type),
        subject=subject,
        subject_rule=_rule(stationery, "subject", subject, rules.subject, stationery.text_width_mm()),
        subject_mark=words.subject_mark,
        subject_gap_pt=profile.styles.subject_mark.after_pt,
    )


def signature(stationery: Stationery, unit: Unit) -> str:
    """The signature block with the recipients beside it."""
    words = stationery.profile.words
    names = [line(name).rstrip(" ,;.") for name in unit.recipients]
    ends = [words.recipient_separator] * (len(names) - 1) + [words.recipient_last]
    return stationery.xml(
        "signature",
        signature=stationery.profile.signature,
        recipients_title=words.recipients,
        recipients=[words.recipient.format(name=name) + end for name, end in zip(names, ends, strict=False)],
        authority=stationery.printed("authority", line(unit.signatory.authority)),
        position=stationery.printed("position", line(unit.signatory.position)),
        signer=line(unit.signatory.name),
    )


def appendix_title(stationery: Stationery, head: Letterhead, appendix: Appendix, position: int, several: bool) -> str:
    """The title of an appendix; it is numbered by its position, from 1, where the report has several."""
    words = stationery.profile.words
    width = stationery.text_width_mm(appendix.landscape)
    reference = words.appendix_reference.format(type=head.type, sign=head.sign, date=head.date, issuer=head.issuer)
    label = words.appendix_numbered.format(n=position, roman=roman(position)) if several else words.appendix
    return stationery.xml(
        "appendix-title",
        label=stationery.printed("appendix_label", label),
        title=stationery.broken("appendix_title", capital(line(appendix.title)), width),
        reference=stationery.broken("appendix_reference", reference, width),
    )


def _date(blank: str, day: datetime.date | None, today: datetime.date) -> str:
    return vietnamese_date(day) if day else blank.format(year=today.year)


def _rule(stationery: Stationery, element: str, text: str, share: float, width_mm: float) -> Rule | None:
    if not share or not text:
        return None
    style = getattr(stationery.profile.styles, element)
    lines = text.split("\n")
    length = min(max(stationery.widths.length(one, style.size_pt, style.bold) for one in lines), width_mm) * share
    return Rule((width_mm - length) / 2)

"""What a copy to review says of a report: findings and open comments, each with its place."""

import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from vankien.model.comment import Comment, Disposition
from vankien.model.diagnostic import Diagnostic, Message, Severity, say
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.model.source import Body, Span
from vankien.render.word.copy import Remark
from vankien.render.word.typography import clean, line

CHECKER = "vankien"
# Signs of Markdown that are not printed.
MARKS = re.compile(r"[*_~`\\]|^[ \t]*(?:[-+>#]+|\d+[.)])[ \t]+", re.MULTILINE)
SEVERITIES = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.NOTE: say("note")}


def remarks(
    project: Project,
    unit: str,
    report: str,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message], str],
) -> tuple[Remark, ...]:
    """The findings in a report in order of the headings, then the comments on it that have no answer yet."""
    sections = {
        section.path: section for (of, its, _), section in project.sections.items() if (of, its) == (unit, report)
    }
    outline = project.printed(unit, report)
    order = [heading.id for heading in outline.headings] + [appendix.id for appendix in outline.appendices]
    _, epoch = project.stamps.get((unit, report), ("", project.epoch))
    moment = datetime.datetime.fromtimestamp(epoch, datetime.UTC)
    found = []
    for one in diagnostics:
        section = sections.get(one.span.path)
        if section is None and not _about(one, unit, report):
            continue
        heading, paragraph, words, before = _place(section, one.span) if section else (_named(one, order), 0, "", "")
        said = [f"{one.code} ({translate(SEVERITIES[one.severity])}): {translate(one.message)}"]
        if one.hint:
            said.append(translate(one.hint))
        found.append(Remark(heading, paragraph, words, before, CHECKER, _moment(moment), tuple(map(line, said))))
    found.sort(key=lambda remark: (order.index(remark.heading) if remark.heading in order else -1, remark.paragraph))
    sent = [one for one in project.comments if (one.unit, one.report) == (unit, report)]
    return (
        *found,
        *(_comment(one, moment, translate) for one in sent if one.answer.disposition is Disposition.OPEN),
    )


def _about(one: Diagnostic, unit: str, report: str) -> bool:
    path = one.span.path
    return path in (f"units/{unit}/unit.yml", f"units/{unit}/{report}") or path.startswith(f"units/{unit}/{report}/")


def _named(one: Diagnostic, order: Sequence[str]) -> str:
    """The heading that a finding on a folder or on an unread file speaks of: that of the file it names."""
    paths = (one.span.path, str(one.hint.values.get("path", "")) if one.hint else "")
    return next((stem for path in paths if (stem := PurePosixPath(path).stem) in order), "")


def _place(section: Section, span: Span) -> tuple[str, int, str, str]:
    """Heading, number of the paragraph, printed words, and what stands before them in the paragraph."""
    body = section.body
    if span.line < body.line:
        return section.heading, 0, "", ""
    start, end = (_offset(body, *place) for place in ((span.line, span.column), (span.end_line, span.end_column)))
    for number, paragraph in enumerate(body.paragraphs, start=1):
        if paragraph.start <= start < max(paragraph.end, paragraph.start + 1):
            words = printed(body.text[start : min(end, paragraph.end)])
            return section.heading, number, words, printed(body.text[paragraph.start : start])
    return section.heading, 0, "", ""


def _offset(body: Body, line_number: int, column: int) -> int:
    lines = body.text.split("\n")
    above = min(max(0, line_number - body.line), len(lines) - 1)
    return sum(len(each) + 1 for each in lines[:above]) + min(column - 1, len(lines[above]))


def printed(markdown: str) -> str:
    """The words of a piece of Markdown, roughly as they are printed: on one line, without its signs."""
    return line(MARKS.sub("", markdown))


def _comment(one: Comment, moment: datetime.datetime, translate: Callable[[Message], str]) -> Remark:
    received = (
        datetime.datetime.combine(one.received, datetime.time(), datetime.UTC) if one.received is not None else moment
    )
    lines = [said for each in clean(one.body.text).split("\n") if (said := line(each))]
    lost = translate(say("The words that this is about are no longer here: “{quote}”", quote=line(one.quote)))
    return Remark(
        one.heading,
        one.paragraph or 0,
        printed(one.quote),
        printed(one.before),
        line(one.organisation) or one.id,
        _moment(received),
        tuple(lines) or (one.id,),
        lost if one.quote else "",
    )


def _moment(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")

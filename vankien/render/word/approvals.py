"""Who approved the texts of a report and when: properties of the file, and a table that closes a copy to review."""

from collections import Counter
from collections.abc import Iterator, Mapping

from vankien.model.outline import Appendix, Heading
from vankien.model.project import Project
from vankien.model.section import Section, Status
from vankien.render.dates import short_date
from vankien.render.word.job import DataTable
from vankien.render.word.profile import ApprovalWords
from vankien.render.word.typography import capital, line
from vankien.rollup.approval import mark
from vankien.rollup.consultation import numbers_above

LONGEST = 255
"""Most letters that Word shows of a property."""

ALIGN = ("left", "center", "left", "center")


def properties(project: Project, unit: str, report: str) -> Mapping[str, str]:
    """How many texts are approved, by whom, and the day of the last approval; nothing where none is."""
    written = [section for _, section in _texts(project, unit, report) if section]
    approved = [section for section in written if section.status is Status.APPROVED]
    if not approved:
        return {}
    names = "; ".join(dict.fromkeys(line(section.approved_by) for section in approved))
    days = [section.approved_on for section in approved if section.approved_on]
    return {
        "approved": f"{len(approved)}/{len(written)}",
        "approvedBy": names if len(names) <= LONGEST else names[: LONGEST - 1] + "…",
        **({"approvedOn": max(days).isoformat()} if days else {}),
    }


def table(project: Project, unit: str, report: str, words: ApprovalWords) -> DataTable:
    """Each heading and appendix that has or lacks a text, with its state, who approved it and when."""
    outline = project.printed(unit, report)
    texts = list(_texts(project, unit, report))
    same = Counter(_name(place) for place, _ in texts)
    rows = []
    for place, section in texts:
        title = _name(place)
        if same[title] > 1:
            title = ", ".join((*numbers_above(outline, place.id), title))
        if section is None:
            rows.append((title, words.missing, "", ""))
            continue
        changed = _changed(section)
        state = words.changed if changed else getattr(words, section.status.value)
        named = changed or section.status is Status.APPROVED
        day = short_date(section.approved_on) if named and section.approved_on else ""
        rows.append((title, state, line(section.approved_by) if named else "", day))
    return DataTable(words.columns, ALIGN, tuple(rows))


def _name(place: Heading | Appendix) -> str:
    if isinstance(place, Heading):
        return line(f"{place.label} {place.title}")
    return capital(line(place.title))


def _changed(section: Section) -> bool:
    """Whether somebody approved a text that no longer stands there."""
    bound = section.approved_by and section.approved_text
    return section.status is Status.REVIEW and bool(bound) and section.approved_text != mark(section)


def _texts(project: Project, unit: str, report: str) -> Iterator[tuple[Heading | Appendix, Section | None]]:
    """The places of the printed outline that have a text or must have one."""
    outline = project.printed(unit, report)
    for heading in outline.headings:
        section = project.section(unit, report, heading.id)
        if section or heading.required:
            yield heading, section
    for appendix in outline.appendices:
        section = project.section(unit, report, appendix.id)
        if appendix.kind == "text" and (section or not appendix.optional):
            yield appendix, section

"""A unit's report as a job for pandoc: which pieces stand in it, in what order, with what headings."""

import datetime
import re
from collections.abc import Mapping

import vankien
from vankien.model.outline import Appendix, Heading, Outline
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.render import contributions
from vankien.render.figures import CHART, appendix_rows, fill
from vankien.render.indicator_charts import placed
from vankien.render.word import approvals, chart, elements
from vankien.render.word.copy import Copy, Kind
from vankien.render.word.footnotes import cited_once, without_loops
from vankien.render.word.job import ChartPart, DataTable, Ending, HeadingPiece, Job, OpenXml, Piece, Text
from vankien.render.word.stationery import Stationery
from vankien.render.word.typography import clean, line, upper
from vankien.rollup.ledger import ledger
from vankien.rollup.progress import report_state

DRAFT = Copy()
FIELD = re.compile(r"\{(\w+)\}")


def compose(stationery: Stationery, project: Project, unit_id: str, report: str, copy: Copy = DRAFT) -> Job:
    """The job that makes the Word file of a unit's report, for one kind of copy."""
    review = copy.kind is Kind.REVIEW
    unit = project.units[unit_id]
    outline = project.printed(unit_id, report)
    commit, epoch = project.stamps.get((unit_id, report), (project.commit, project.epoch))
    final = copy.kind is Kind.FINAL or report_state(project, unit_id, report) == "approved"
    head = elements.letterhead(stationery, project, unit, outline, final)
    appendices = [appendix for appendix in outline.appendices if stands(project, unit_id, report, appendix)]
    charts: list[ChartPart] = []
    text, complete = _text(stationery, project, unit_id, outline, charts, review)
    pieces: list[Piece] = [OpenXml(elements.header_block(stationery, unit, head)), *text]
    if complete:
        pieces.append(Ending(stationery.profile.words.ending))
    pieces.append(OpenXml(elements.signature(stationery, unit)))
    landscape = False
    for position, appendix in enumerate(appendices, start=1):
        pieces.append(OpenXml(stationery.section(landscape, ends=True, lines=review)))
        title = elements.appendix_title(stationery, head, appendix, position, len(appendices) > 1)
        pieces += [OpenXml(title), appendix_piece(stationery, project, unit_id, report, appendix, charts, review)]
        landscape = appendix.landscape
    if review:
        words = stationery.profile.words.approvals
        pieces.append(OpenXml(stationery.section(landscape, ends=True, lines=True)))
        # Word counts lines by sections, LibreOffice in the whole file.
        title = stationery.printed("appendix_title", words.title)
        pieces.append(OpenXml(stationery.paragraph("AppendixTitle", title, counted=False)))
        pieces.append(OpenXml(stationery.paragraph("AppendixReference", words.note, counted=False)))
        pieces.append(approvals.table(project, unit_id, report, words))
        landscape = False
    return Job(
        unit=unit_id,
        report=report,
        profile=stationery.name,
        kinds=heading_kinds(outline),
        pieces=tuple(pieces),
        charts=tuple(charts),
        last_section=stationery.section(landscape, ends=False),
        title=f"{head.type} {head.subject}".strip(),
        creator=head.issuer,
        status=head.draft.strip("()"),
        epoch=epoch if epoch > 0 else midnight(project.today),
        properties={
            "unit": line(unit.name),
            "report": report,
            "draft": str(project.cycle.draft),
            "commit": commit,
            "profile": stationery.name,
            "vankien": vankien.__version__,
            **({"copy": copy.kind.value} if copy.kind is not Kind.DRAFT else {}),
            **approvals.properties(project, unit_id, report),
            **({"forced": line(copy.reason)} if copy.reason else {}),
        },
        remarks=copy.remarks(unit_id, report),
        review=review,
    )


def heading_kinds(outline: Outline) -> tuple[str, ...]:
    """The kind of heading on each level of an outline, told from its numbering patterns."""
    depth = max((heading.level for heading in outline.headings), default=1)
    patterns = [*outline.numbering, *[""] * depth][: max(depth, len(outline.numbering))]
    return tuple(_kind(pattern) for pattern in patterns)


def _kind(pattern: str) -> str:
    fields = FIELD.findall(pattern)
    if not fields:
        return "plain"
    if any(letter.isalpha() for letter in FIELD.sub("", pattern)):
        return "part"
    if fields[-1] in ("letter", "latin"):
        return "letter"
    if fields == ["roman"]:
        return "roman"
    return "number" if len(fields) == 1 else "subnumber"


def _text(
    stationery: Stationery, project: Project, unit: str, outline: Outline, charts: list[ChartPart], review: bool
) -> tuple[list[Piece], bool]:
    """The pieces of the headings, and whether the last heading that asks for a text has one."""
    width = stationery.text_width_mm()
    kinds = heading_kinds(outline)
    pieces: list[Piece] = []
    complete = False
    for heading in outline.headings:
        if not heading.opening:
            pieces.append(heading_piece(stationery, heading, kinds[heading.level - 1], review))
        section = project.section(unit, outline.report, heading.id)
        text = written(stationery, project, section, width, charts, review)
        if text:
            pieces.append(text)
            complete = True
        elif heading.required:
            pieces.append(missing_text(stationery))
            complete = False
    return pieces, complete


def written(
    stationery: Stationery,
    project: Project,
    section: Section | None,
    width_mm: float,
    charts: list[ChartPart],
    review: bool = False,
    drawn: Mapping[str, str] | None = None,
) -> Text | None:
    """What an author wrote, with its figures; a pipe table is a table only if a line feed ends the text.

    `drawn` is what stands in the places for texts of other units, as WordprocessingML, by the unit that a place names;
    without it the places say so in words.
    """
    markdown = clean(fill(project, section)).strip("\n") if section else ""
    if not markdown.strip():
        return None
    if drawn is None:
        said = contributions.spoken(project, section)
        drawn = {named: stationery.paragraph("MissingText", f"({words})") for named, words in said.items()}
    places = {f"contribution:{named}" if named else "units": xml for named, xml in drawn.items()}
    return Text(
        cited_once(without_loops(markdown)) + "\n",
        places={**_charts(stationery, project, section.unit, markdown, width_mm, charts), **places},
        images={address: picture.name for address, picture in project.shown(section).items()},
        anchor=section.heading if review else "",
    )


def _charts(
    stationery: Stationery, project: Project, unit: str, markdown: str, width_mm: float, charts: list[ChartPart]
) -> dict[str, str]:
    """The paragraphs of the charts that a text asks for, by placeholder; their parts come to `charts`."""
    shown: dict[str, str] = {}
    if ".chart" not in markdown:
        return shown
    for id in dict.fromkeys(match[1] for match in CHART.finditer(markdown)):
        if drawn := placed(ledger(project), unit, id):
            made = list(chart.paragraphs(drawn, stationery.profile.font, width_mm, len(charts) + 1))
            shown[f"{id}.chart"] = "".join(paragraph for paragraph, _ in made)
            charts += [part for _, part in made]
    return shown


def heading_piece(stationery: Stationery, heading: Heading, kind: str, review: bool = False) -> HeadingPiece:
    """A heading as its report prints it."""
    anchor = heading.id if review else ""
    style = getattr(stationery.profile.headings, kind)
    title = line(heading.title)
    title = upper(title) if style.title_capitals else title
    if not style.two_lines:
        return HeadingPiece(heading.level, (f"{heading.label} {title}".strip(),), anchor)
    lines = stationery.widths.lines(title, style.size_pt, style.bold, stationery.text_width_mm())
    return HeadingPiece(heading.level, tuple(text for text in (heading.label, *lines) if text), anchor)


def missing_text(stationery: Stationery) -> OpenXml:
    """The line that stands where a text is missing."""
    return OpenXml(stationery.paragraph("MissingText", stationery.profile.words.missing))


def stands(project: Project, unit: str, report: str, appendix: Appendix) -> bool:
    """Whether a report prints an appendix: an optional one only where there is something in it."""
    if not appendix.optional:
        return True
    if appendix.kind == "text":
        return project.section(unit, report, appendix.id) is not None
    return bool(appendix_rows(project, unit, appendix))


def appendix_piece(
    stationery: Stationery,
    project: Project,
    unit: str,
    report: str,
    appendix: Appendix,
    charts: list[ChartPart],
    review: bool = False,
) -> Piece:
    """What stands in an appendix: a unit's text, or the table of its figures."""
    if appendix.kind == "text":
        section = project.section(unit, report, appendix.id)
        width = stationery.text_width_mm(appendix.landscape)
        return written(stationery, project, section, width, charts, review) or missing_text(stationery)
    rows = tuple(tuple(line(cell) for cell in row) for row in appendix_rows(project, unit, appendix))
    if not rows or not appendix.columns:
        return missing_text(stationery)
    columns = tuple(line(column) for column in appendix.columns)
    return DataTable(columns, _alignments(rows), rows)


def midnight(day: datetime.date) -> int:
    """The beginning of a day in UTC, in seconds since 1970."""
    return int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp())


def _alignments(rows: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The column of what is measured stands at the left; figures of different measures are centred, since one
    below the other they have no digits in common."""
    lengths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    wordiest = lengths.index(max(lengths))
    return tuple("left" if position == wordiest else "center" for position in range(len(lengths)))

"""The outline and the state of delivery as lists, for people and for programs."""

import json
from collections.abc import Callable, Mapping, Sequence

from vankien.model.diagnostic import Diagnostic, Message, Severity, say
from vankien.model.outline import Outline
from vankien.model.project import Project
from vankien.render.diagnostics import columns
from vankien.rollup.progress import ReportProgress

JSON_VERSION = 1

Translate = Callable[[Message], str]

STATES = {
    "absent": ("–", say("not begun")),
    "draft": ("◔", say("draft")),
    "review": ("◑", say("in review")),
    "approved": ("●", say("approved")),
    "exempt": ("∅", say("exempt")),
}
"""Sign and word of each state of a report."""


def outline_json(outline: Outline) -> str:
    """The numbered headings of an outline; the shape is described in docs/json.md."""
    headings = [
        {
            "id": heading.id,
            "label": heading.label,
            "title": heading.title,
            "level": heading.level,
            "required": heading.required,
            "mirrors": heading.mirrors or None,
            "applies": heading.applies or None,
            "figures": heading.figures,
        }
        for heading in outline.headings
    ]
    return _json({"version": JSON_VERSION, "report": outline.report, "headings": headings})


def outline_text(outline: Outline, translate: Translate) -> str:
    """The numbered tree, a heading a line, with the file to write."""
    lines = [outline.title, ""]
    for heading in outline.headings:
        marks = [
            translate(mark)
            for mark, holds in (
                (say("optional"), heading.optional),
                (say("with figures"), heading.figures),
                (say("only for {terms}", terms=heading.applies), bool(heading.applies)),
            )
            if holds
        ]
        title = f"{heading.label} {heading.title}".strip()
        note = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"{'  ' * (heading.level - 1)}{title}{note}  [{heading.id}]")
    # Babel finds no message inside of an f-string before Python 3.12.
    name = translate(say("Appendix"))
    lines += [f"{name}: {appendix.title}  [{appendix.id}]" for appendix in outline.appendices]
    return "\n".join(lines)


def status_json(
    project: Project, progress: Mapping[tuple[str, str], ReportProgress], diagnostics: Sequence[Diagnostic]
) -> str:
    """Who has delivered what; the shape is described in docs/json.md."""
    errors = errors_by_report(diagnostics)
    units = [
        {
            "id": unit.id,
            "name": unit.name,
            "level": unit.level,
            "reports": [
                _report(progress[unit.id, report], errors.get((unit.id, report), 0)) for report in project.outlines
            ],
        }
        for unit in project.units.values()
    ]
    return _json({"version": JSON_VERSION, "today": project.today.isoformat(), "units": units})


def _report(state: ReportProgress, errors: int) -> dict[str, object]:
    return {
        "id": state.report,
        "headings": state.headings,
        "required": state.required,
        "present": state.present,
        "draft": state.draft,
        "review": state.review,
        "approved": state.approved,
        "errors": errors,
        "due": state.due.isoformat() if state.due else None,
        "overdue": state.overdue,
    }


def errors_by_report(diagnostics: Sequence[Diagnostic]) -> dict[tuple[str, str], int]:
    """How many errors lie in each report of each unit, by the path of the finding."""
    counts: dict[tuple[str, str], int] = {}
    for diagnostic in diagnostics:
        parts = diagnostic.span.path.split("/")
        if diagnostic.severity is Severity.ERROR and parts[0] == "units" and len(parts) > 2:
            counts[parts[1], parts[2]] = counts.get((parts[1], parts[2]), 0) + 1
    return counts


def status_text(
    project: Project,
    progress: Mapping[tuple[str, str], ReportProgress],
    diagnostics: Sequence[Diagnostic],
    translate: Translate,
) -> str:
    """A table of units and reports: sign of the state and how many required headings are written."""
    errors = errors_by_report(diagnostics)
    rows = [["", *project.outlines]]
    for unit in project.units.values():
        depth = len(project.ancestors(unit.id))
        cells = []
        for report in project.outlines:
            state = progress[unit.id, report]
            marks = "!" * bool(errors.get((unit.id, report))) + "⌛" * state.overdue
            cells.append(f"{STATES[state.state][0]} {state.written}/{state.required}{' ' + marks if marks else ''}")
        rows.append(["  " * depth + unit.name, *cells])
    legend = "  ".join(f"{sign} {translate(word)}" for sign, word in STATES.values())
    legend += "  ! " + translate(say("has errors")) + "  ⌛ " + translate(say("overdue"))
    return "\n".join([*table(rows), "", legend])


def table(rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """Lines with the cells of each column below each other."""
    widths = [max(columns(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "".join(
            cell + " " * (widths[column] - columns(cell) + gap if column + 1 < len(row) else 0)
            for column, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)

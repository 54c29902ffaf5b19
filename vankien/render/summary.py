"""The few lines that close a build: what was found, what was made, where it lies."""

from collections.abc import Callable, Sequence

from vankien.model.diagnostic import Diagnostic, Message, Severity, say
from vankien.model.project import Project
from vankien.render.diagnostics import count, counted
from vankien.render.listing import table


def text(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    pages: int,
    documents: int,
    site: str,
    docx: str,
    translate: Callable[[Message], str],
) -> str:
    """One line each for what was read, found, and made; `site` and `docx` are paths as the person would type them."""
    counts = count(diagnostics)
    rows = [
        (
            translate(say("Repository")),
            translate(
                say(
                    "{name}, {units} units, {files} files",
                    name=project.cycle.name or project.cycle.root,
                    units=len(project.units),
                    files=project.files,
                )
            ),
        ),
        (
            translate(say("Findings")),
            translate(
                say(
                    "{errors}, {warnings}, {notes}",
                    errors=counted(Severity.ERROR, counts[Severity.ERROR]),
                    warnings=counted(Severity.WARNING, counts[Severity.WARNING]),
                    notes=counted(Severity.NOTE, counts[Severity.NOTE]),
                )
            ),
        ),
        (translate(say("Site")), translate(say("{pages} pages: {path}", pages=pages, path=site))),
        (translate(say("Word files")), translate(say("{documents} files: {path}", documents=documents, path=docx))),
    ]
    return "\n".join(table(rows, gap=3))

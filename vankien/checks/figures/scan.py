"""One pass over each text of a project for all rules about arithmetic."""

from vankien.checks.figures.changes import change_mistakes
from vankien.checks.figures.mistake import Mistake
from vankien.checks.figures.sentence import lists, sentences
from vankien.checks.figures.shares import share_mistakes
from vankien.checks.figures.table import grids
from vankien.checks.figures.table_claims import CLAIMING, table_mistakes
from vankien.checks.figures.totals import total_mistakes
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.rollup.once import once


def mistakes(text: str) -> tuple[Mistake, ...]:
    """Every figure of a Markdown text that contradicts the figures it is stated with, in order."""
    found: dict[int, Mistake] = {}
    for sentence in sentences(text):
        for mistake in (*share_mistakes(sentence), *change_mistakes(sentence), *total_mistakes(sentence)):
            found.setdefault(mistake.start, mistake)
    for sentence in lists(text):
        for mistake in total_mistakes(sentence):
            found.setdefault(mistake.start, mistake)
    for grid in grids(text, CLAIMING):
        for mistake in table_mistakes(grid):
            found.setdefault(mistake.start, mistake)
    return tuple(found[start] for start in sorted(found))


@once
def project_mistakes(project: Project) -> tuple[tuple[Section, Mistake], ...]:
    """The mistakes in all texts of a project; the rules share one pass."""
    found = project.of_texts("arithmetic", lambda body: mistakes(body.text))
    return tuple((project.sections[key], mistake) for key, of_text in found for mistake in of_text)

"""The cross-cutting tasks: which units report on each, and which do not."""

from collections.abc import Iterator

from vankien.model.page import Page
from vankien.model.section import Section
from vankien.render.site import compose, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.render.site.store import digest
from vankien.rollup.themes import themes


def pages(edition: Edition) -> Iterator[Page]:
    """The page of all themes."""
    project = edition.project
    uri = places.THEMES
    by_theme: dict[str, dict[str, list[Section]]] = {id: {} for id in project.themes}
    for section in _in_order(edition):
        for theme in section.themes:
            if theme in by_theme:
                by_theme[theme].setdefault(section.unit, []).append(section)
    parts = [edition.render("themes", uri, by_theme=by_theme)]
    kind = ""
    for theme in project.themes.values():
        if theme.kind and theme.kind != kind:
            kind = theme.kind
            parts.append(compose.heading(2, kind))
        reporting = by_theme[theme.id]
        parts += [
            compose.heading(3 if kind else 2, theme.title, theme.id),
            edition.render(
                "theme",
                uri,
                theme=theme,
                reporting=[(unit, reporting[unit.id]) for unit in project.units.values() if unit.id in reporting],
                silent=[unit for unit in project.units.values() if unit.id not in reporting],
                titles=_titles(edition, reporting),
            ),
        ]
    yield edition.page(uri, "Nhiệm vụ", parts)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same page, which shows which texts name which task."""
    yield Task("", digest(inputs.themes, inputs.progress), lambda: pages(edition))


def _in_order(edition: Edition) -> Iterator[Section]:
    """The sections that stand in a report and name a task, by unit, report and heading."""
    project = edition.project
    named = themes(project)
    for unit, report in edition.progress:
        for heading in project.applied[unit, report].headings:
            if (report, heading.id) in named.get(unit, {}) and (section := project.section(unit, report, heading.id)):
                yield section


def _titles(edition: Edition, reporting: dict[str, list[Section]]) -> dict[str, str]:
    """Numbers and titles of the headings under which the sections stand, by path of the section."""
    titles = {}
    for section in (section for sections in reporting.values() for section in sections):
        outline = edition.project.applied.get((section.unit, section.report))
        heading = outline.heading(section.heading) if outline else None
        titles[section.path] = wording.numbered(heading) if heading else section.heading
    return titles

"""The cross-cutting tasks: which units report on each, and which do not."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from vankien.model.outline import Heading
from vankien.model.page import Page
from vankien.model.theme import Theme
from vankien.model.unit import Unit
from vankien.render.site import places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.render.site.store import digest
from vankien.rollup.themes import themes

UNITS = 100
"""Units of which one page lists the texts."""


def pages(edition: Edition) -> Iterator[Page]:
    """The list of all themes, and of each theme one page or several."""
    found = _found(edition)
    yield _list(edition, found)
    for id, theme in edition.project.themes.items():
        yield from _pages(edition, theme, found[id])


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show which texts name which task."""
    yield Task("", digest(inputs.themes, inputs.progress), lambda: pages(edition))


Reports = Sequence[tuple[Unit, Sequence[tuple[str, Heading]]]]
"""Units that report on a theme, each with the headings, and their reports, under which it does."""


def _list(edition: Edition, found: Mapping[str, Reports]) -> Page:
    project = edition.project
    kinds = [(kind, list(group)) for kind, group in groupby(project.themes.values(), key=lambda one: one.kind)]
    rows = [(kind, [(theme, found[theme.id]) for theme in group]) for kind, group in kinds]
    return edition.page(places.THEMES, "Nhiệm vụ", [edition.render("themes", places.THEMES, rows=rows)], contents=False)


def _pages(edition: Edition, theme: Theme, reporting: Reports) -> Iterator[Page]:
    has = {unit.id for unit, _ in reporting}
    silent = [unit for unit in edition.project.units.values() if unit.id not in has]
    parts = [reporting[start : start + UNITS] for start in range(0, len(reporting), UNITS)] or [()]
    for number, part in enumerate(parts, start=1):
        uri = places.theme(theme.id, number)
        block = edition.render(
            "theme", uri, theme=theme, reporting=part, silent=silent if number == 1 else (), page=number,
            last=len(parts), units=len(reporting), place=partial(places.theme, theme.id),
        )  # fmt: skip
        title = theme.title if number == 1 else f"{theme.title}, trang {number}"
        yield edition.page(uri, title, [block], [("Nhiệm vụ", places.THEMES)], contents=False)


def _found(edition: Edition) -> dict[str, Reports]:
    """Who reports on each theme where, by unit, report and heading; no text is looked at for it."""
    project = edition.project
    named = themes(project)
    found: dict[str, dict[str, list[tuple[str, Heading]]]] = {id: {} for id in project.themes}
    for unit, report in edition.progress:
        for heading in project.applied[unit, report].headings:
            for theme in dict.fromkeys(named.get(unit, {}).get((report, heading.id), ())):
                if theme in found:
                    found[theme].setdefault(unit, []).append((report, heading))
    return {
        theme: [(project.units[id], headings) for id, headings in by_unit.items()] for theme, by_unit in found.items()
    }

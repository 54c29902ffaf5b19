"""Which drafts the site compares with each other, and with the content as it is now."""

from collections.abc import Iterator
from itertools import combinations

from vankien.model.draft import Draft
from vankien.model.project import Project
from vankien.model.record import record
from vankien.rollup.difference import Difference, difference

NOW = "nay"


@record
class Pair:
    """Two drafts compared."""

    slug: str
    """Name of the folder of its pages."""
    title: str
    """Both drafts in words."""
    before: Draft
    """The older draft."""
    after: Draft | None
    """The newer draft; none for the content as it is now."""
    difference: Difference
    """What changed."""


def compared(project: Project) -> tuple[Draft, ...]:
    """The drafts that the site compares, oldest first: each pair costs a page for every unit that changed."""
    return project.drafts[-project.cycle.compared :]


def pairs(project: Project) -> Iterator[Pair]:
    """Each of the newest drafts with what is there now, the newest first; then each with every one after it."""
    shown = compared(project)
    for draft in reversed(shown):
        title = f"Từ lần {draft.number} đến nay"
        yield Pair(f"{draft.number}-{NOW}", title, draft, None, difference(draft.project, project))
    for older, newer in sorted(combinations(shown, 2), key=lambda pair: (pair[1].number, pair[0].number), reverse=True):
        title = f"Từ lần {older.number} đến lần {newer.number}"
        slug = f"{older.number}-{newer.number}"
        yield Pair(slug, title, older, newer, difference(older.project, newer.project))


def previous(project: Project) -> Draft | None:
    """The draft that was put out before the one that the cycle names as current."""
    shown = compared(project)
    earlier = [draft for draft in shown if draft.number < project.cycle.draft]
    return (earlier or [*shown])[-1] if shown else None

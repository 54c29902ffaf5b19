"""The plan's dates by level, what is overdue, and the plan's further rules."""

from collections.abc import Iterator

from vankien.model.page import Page
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task


def pages(edition: Edition) -> Iterator[Page]:
    """The page of the schedule."""
    uri = places.SCHEDULE
    project = edition.project
    parts = [edition.render("schedule", uri)]
    late = [row for row in edition.progress.values() if row.overdue]
    parts += [compose.heading(2, "Đang quá hạn", "_qua-han"), edition.render("overdue", uri, late=late)]
    for level in project.cycle.levels.values():
        units = [unit for unit in project.units.values() if unit.level == level.id]
        parts += [
            compose.heading(2, level.name or level.id, f"_{level.id}"),
            edition.render("level", uri, level=level, units=units),
        ]
    if project.cycle.reports:
        parts += [compose.heading(2, "Ai chuẩn bị báo cáo", "_chuan-bi"), edition.render("preparers", uri)]
    rules = edition.render("plan_rules", uri)
    if rules:
        parts += [compose.heading(2, "Các quy định khác của kế hoạch", "_quy-dinh"), rules]
    yield edition.page(uri, "Lịch", parts)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same page, which shows the dates and what is overdue."""
    yield Task("", inputs.progress, lambda: pages(edition))

"""The first page: where the cycle stands, who has delivered, and what is wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from vankien.model.cycle import Level, Milestone
from vankien.model.page import Page
from vankien.render.site import board, compose, indicators, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task
from vankien.render.site.store import digest

SHOWN_RECENT = 10
"""Texts changed this week that the page lists."""


def pages(edition: Edition) -> Iterator[Page]:
    """The home page, and where it would grow too large for states of headings, pages for these."""
    columns = board.groups(edition)
    yield _home(edition, columns)
    for further in board.further(edition, columns):
        yield _matrix(edition, further)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show states, figures, which texts have errors, and what changed lately."""
    columns = board.groups(edition)
    wrong = sorted(edition.faulty)
    key = digest(inputs.progress, inputs.figures, inputs.counts, wrong, edition.project.recent)
    yield Task("", key, lambda: [_home(edition, columns)])
    for further in board.further(edition, columns):
        key = digest(
            inputs.matrix(further.group.outline.report, [unit.id for unit in further.units]),
            [column.heading.id for column in further.group.columns],
            further.last,
        )
        yield Task(
            f"{further.group.outline.report}/{further.number}", key, lambda further=further: [_matrix(edition, further)]
        )


def _home(edition: Edition, columns: Sequence[board.Group]) -> Page:
    project = edition.project
    whole = board.fits(edition, columns)
    shown = columns if whole else board.short(columns)
    parts = [
        edition.render("home", places.HOME, milestones=list(_next(edition))),
        compose.heading(2, "Tiến độ từng báo cáo", "_bao-cao"),
        edition.render("reports", places.HOME, reports=[_report(edition, report) for report in project.outlines]),
        *_indicators(edition),
        *_recent(edition),
        compose.heading(2, "Các đơn vị và đề mục" if whole else "Các đơn vị", "_don-vi"),
        edition.render(
            "matrix",
            places.HOME,
            groups=shown,
            rows=list(board.rows(edition, shown, project.units.values())),
            further=() if whole else columns,
            last=1,
        ),
    ]
    return edition.page(places.HOME, project.cycle.name or "Trang chủ", parts, contents=False)


def _matrix(edition: Edition, shown: board.Further) -> Page:
    """The states of all headings of one report, for some of the units."""
    outline = shown.group.outline
    uri = places.matrix(outline.report, shown.number)
    block = edition.render(
        "matrix",
        uri,
        groups=(shown.group,),
        rows=list(board.rows(edition, (shown.group,), shown.units)),
        further=(),
        place=partial(places.matrix, outline.report),
        page=shown.number,
        last=shown.last,
    )
    title = f"Tình trạng từng đề mục: {outline.title}" + (f", trang {shown.number}" if shown.number > 1 else "")
    return edition.page(uri, title, [block], [("Đề mục", places.HEADINGS)], contents=False)


def _indicators(edition: Edition) -> list[str]:
    """How many indicators are met and which are behind, where the cycle has any."""
    listed = indicators.standings(edition)
    if not listed:
        return []
    behind = [one for one in listed if one.comparison.verdict in indicators.SUMMARY["behind"]]
    return [
        compose.heading(2, "Chỉ tiêu", "_chi-tieu"),
        edition.render("home_indicators", places.HOME, counts=indicators.counts(listed), behind=behind),
    ]


def _recent(edition: Edition) -> list[str]:
    """The texts that changed this week, where the history tells of any."""
    recent = edition.project.recent
    if not recent:
        return []
    rows = []
    for one in recent[:SHOWN_RECENT]:
        outline = edition.project.outlines.get(one.report)
        titles = {part.id: part.title for part in (*outline.headings, *outline.appendices)} if outline else {}
        rows.append((one, titles.get(one.heading, one.heading)))
    return [
        compose.heading(2, "Thay đổi trong tuần", "_tuan-nay"),
        edition.render("recent", places.HOME, rows=rows, more=len(recent) - len(rows)),
    ]


def _next(edition: Edition) -> Iterator[tuple[Level, Milestone | None, int]]:
    """Each level that has dates, with the first that has not passed and the days until then."""
    today = edition.project.today
    for level in edition.project.cycle.levels.values():
        ahead = sorted(
            (milestone for milestone in level.milestones.values() if milestone.before > today),
            key=lambda milestone: milestone.before,
        )
        if ahead:
            yield level, ahead[0], (ahead[0].before - today).days
        elif level.milestones:
            yield level, None, 0


def _report(edition: Edition, report: str) -> dict[str, object]:
    """The counts of one report over all units."""
    rows = [edition.progress[unit, report] for unit in edition.project.units]
    states = Counter(row.state for row in rows)
    return {
        "id": report,
        "title": edition.project.outlines[report].title,
        "states": {state: states[state] for state in wording.REPORT_STATES if states[state]},
        "units": len(rows),
        "required": sum(row.required for row in rows),
        "written": sum(row.written for row in rows),
        "overdue": sum(row.overdue for row in rows),
    }

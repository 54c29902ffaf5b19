"""The headings of the outlines, and for each the pages that show what all units wrote under it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from vankien.model.outline import Heading, Outline
from vankien.model.page import Page
from vankien.model.record import record
from vankien.model.section import Section
from vankien.model.unit import Unit
from vankien.render.html import Notes
from vankien.render.site import comments, compose, indicators, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.holdings import NOBODY
from vankien.render.site.plan import Inputs, Task

UNITS = 50
"""Units of which one page shows the texts, so that it opens quickly however many there are."""

WORDS = 25_000
"""Words after which a page ends although it shows fewer units."""


@record
class Written:
    """A unit that wrote under a heading."""

    unit: Unit
    """The unit."""
    state: str
    """How far the text has come."""
    words: int
    """How long it is."""
    page: int
    """The page that shows it, from 1."""


def pages(edition: Edition) -> Iterator[Page]:
    """The list of all headings, and of each heading one page or several."""
    yield _list(edition)
    for outline in edition.project.outlines.values():
        for heading in outline.headings:
            written = _written(edition, outline.report, heading.id)
            for number in _numbers(written):
                yield _heading(edition, outline, heading, written, number)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.progress, lambda: [_list(edition)])
    for outline in edition.project.outlines.values():
        for heading in outline.headings:
            written = edition.written.get((outline.report, heading.id), NOBODY)
            starts, count = _starts(written.lengths), len(written.units)
            for number, (start, end) in enumerate(pairwise((*starts, count)), 1):
                others = ("\n".join(written.states), written.lengths) if number == 1 else ()
                yield Task(
                    f"{outline.report}/{heading.id}/{number}",
                    inputs.heading(outline.report, heading.id, start, end, (count, starts, others)),
                    partial(_made, edition, outline, heading, number),
                )


def _made(edition: Edition, outline: Outline, heading: Heading, number: int) -> list[Page]:
    return [_heading(edition, outline, heading, _written(edition, outline.report, heading.id), number)]


def _written(edition: Edition, report: str, heading: str) -> list[Written]:
    """The units that wrote under a heading, in their order, each with the page that shows its text."""
    found = edition.written.get((report, heading), NOBODY)
    ends = (*_starts(found.lengths)[1:], len(found.units))
    pages = [page for page, (start, end) in enumerate(pairwise((0, *ends)), 1) for _ in range(start, end)]
    units = [edition.project.units[id] for id in found.units]
    return [Written(*one) for one in zip(units, found.states, found.lengths, pages, strict=True)]


def _starts(lengths: Sequence[int]) -> list[int]:
    """Where among some texts a page begins, from how long they are."""
    starts, words = [0], 0
    for number, length in enumerate(lengths):
        if number > starts[-1] and (number - starts[-1] == UNITS or words + length > WORDS):
            starts.append(number)
            words = 0
        words += length
    return starts


def _numbers(written: Sequence[Written]) -> range:
    """Numbers of the pages of a heading."""
    return range(1, (written[-1].page if written else 1) + 1)


def _list(edition: Edition) -> Page:
    outlines = edition.project.outlines.values()
    parts: list[str] = []
    for outline in outlines:
        rows = [(heading, *_reach(edition, outline.report, heading)) for heading in outline.headings]
        parts += [
            compose.heading(2, outline.title, f"_{outline.report}"),
            edition.render("headings", places.HEADINGS, outline=outline, rows=rows),
        ]
    intro = compose.block("<p>Chọn một đề mục để đọc bài viết của mọi đơn vị cạnh nhau.</p>")
    return edition.page(places.HEADINGS, "Đề mục", [intro, *parts])


def _reach(edition: Edition, report: str, heading: Heading) -> tuple[int, int]:
    """How many units wrote under a heading, and to how many it applies."""
    written = len(edition.written.get((report, heading.id), NOBODY).units)
    asked = sum(
        unit.matches(heading.applies) and not edition.progress[unit.id, report].exempt
        for unit in edition.project.units.values()
    )
    return written, max(asked, written)


def _heading(edition: Edition, outline: Outline, heading: Heading, written: Sequence[Written], number: int) -> Page:
    """One page of a heading: what some units wrote, on the first one also who wrote and who did not."""
    project = edition.project
    uri = places.heading(outline.report, heading.id, number)
    parts = [
        edition.render(
            "heading",
            uri,
            outline=outline,
            heading=heading,
            guidance=edition.text(heading.guidance, "_guidance") if heading.guidance else "",
            applies=wording.applies(project, heading.applies),
            mirrored=outline.heading(heading.mirrors) if heading.mirrors else None,
            written=written,
            lacking=_lacking(edition, outline, heading, written) if number == 1 else (),
            page=number,
        )
    ]
    if number == 1:
        parts += indicators.of_heading(edition, uri, outline, heading)
        parts.append(edition.render("sift", uri))
    pager = edition.render(
        "heading_pages", uri, outline=outline, heading=heading, ranges=list(_ranges(written)), page=number
    )
    parts.append(pager)
    for one in written:
        if one.page == number and (section := project.section(one.unit.id, outline.report, heading.id)):
            parts += _text(edition, uri, outline, heading, section)
    if len(_numbers(written)) > 1:
        parts.append(pager)
    title = wording.numbered(heading)
    trail = [("Đề mục", places.HEADINGS), (outline.title, places.HEADINGS)]
    if number > 1:
        trail.append((title, places.heading(outline.report, heading.id)))
    return edition.page(uri, title if number == 1 else f"{title}, trang {number}", parts, trail)


def _lacking(
    edition: Edition, outline: Outline, heading: Heading, written: Sequence[Written]
) -> list[tuple[Unit, str]]:
    """The units that have not written under a heading that applies to them, each with why."""
    project = edition.project
    has = {one.unit.id for one in written}
    return [
        (unit, edition.heading_state(unit.id, outline.report, own))
        for unit in project.units.values()
        if unit.id not in has
        and not edition.progress[unit.id, outline.report].exempt
        and (own := project.applied[unit.id, outline.report].heading(heading.id))
    ]


def _ranges(written: Sequence[Written]) -> Iterator[tuple[int, int, int]]:
    """The pages of a heading: number, and which units they show, counted from 1."""
    last = 0
    for number, count in Counter(one.page for one in written).items():
        yield number, last + 1, last + count
        last += count


def _text(edition: Edition, uri: str, outline: Outline, heading: Heading, section: Section) -> list[str]:
    """What one unit wrote, with its notes below it: with many units the end of the page is far away."""
    unit = edition.project.units[section.unit]
    notes = Notes()
    margin = edition.margin(section, uri, unit.id, comments.beside(edition, uri, section))
    return [
        compose.heading(2, unit.name, unit.id),
        edition.render(
            "section",
            uri,
            unit=unit,
            report=outline.report,
            heading=heading,
            section=section,
            state=section.status.value,
            text=notes.place(edition.section_html(section), margin.around()) + notes.html(),
            findings=edition.by_path.get(section.path, ()),
            above=margin.above(),
            across=False,
        ),
        comments.below(edition, uri, unit, outline.report, heading.id, section),
    ]

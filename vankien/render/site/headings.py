"""The headings of the outlines, and for each the page that shows what all units wrote under it."""

from collections.abc import Iterator

from vankien.model.outline import Heading, Outline
from vankien.model.page import Page
from vankien.render.html import Notes, words
from vankien.render.site import comments, compose, indicators, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task


def pages(edition: Edition) -> Iterator[Page]:
    """The list of all headings, and one page a heading."""
    yield _list(edition)
    for outline in edition.project.outlines.values():
        for heading in outline.headings:
            yield _heading(edition, outline, heading)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.progress, lambda: [_list(edition)])
    for outline in edition.project.outlines.values():
        for heading in outline.headings:
            yield Task(
                f"{outline.report}/{heading.id}",
                inputs.heading(outline.report, heading.id),
                lambda outline=outline, heading=heading: [_heading(edition, outline, heading)],
            )


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
    written = sum((unit, report, heading.id) in edition.project.sections for unit in edition.project.units)
    asked = sum(
        unit.matches(heading.applies) and not edition.progress[unit.id, report].exempt
        for unit in edition.project.units.values()
    )
    return written, max(asked, written)


def _heading(edition: Edition, outline: Outline, heading: Heading) -> Page:
    project = edition.project
    uri = places.heading(outline.report, heading.id)
    written = list(edition.written(heading, outline.report))
    has = {section.unit for section in written}
    lacking = [
        (unit, edition.heading_state(unit.id, outline.report, own))
        for unit in project.units.values()
        if unit.id not in has
        and not edition.progress[unit.id, outline.report].exempt
        and (own := project.applied[unit.id, outline.report].heading(heading.id))
    ]
    texts = [(section, edition.section_html(section)) for section in written]
    parts = [
        edition.render(
            "heading",
            uri,
            outline=outline,
            heading=heading,
            guidance=edition.text(heading.guidance, "_guidance") if heading.guidance else "",
            applies=wording.applies(project, heading.applies),
            mirrored=outline.heading(heading.mirrors) if heading.mirrors else None,
            written=[(project.units[section.unit], section, words(text.html)) for section, text in texts],
            lacking=lacking,
        )
    ]
    parts += indicators.of_heading(edition, uri, outline, heading)
    parts.append(edition.render("sift", uri))
    for section, text in texts:
        unit = project.units[section.unit]
        # Notes stand below each text: with many units the end of the page is far away.
        notes = Notes()
        margin = edition.margin(section, uri, unit.id, comments.beside(edition, uri, section))
        parts += [
            compose.heading(2, unit.name, unit.id),
            edition.render(
                "section",
                uri,
                unit=unit,
                report=outline.report,
                heading=heading,
                section=section,
                state=section.status.value,
                text=notes.place(text, margin.around()) + notes.html(),
                findings=edition.by_path.get(section.path, ()),
                above=margin.above(),
                across=False,
            ),
            comments.below(edition, uri, unit, outline.report, heading.id, section),
        ]
    trail = [("Đề mục", places.HEADINGS), (outline.title, places.HEADINGS)]
    return edition.page(uri, wording.numbered(heading), parts, trail)

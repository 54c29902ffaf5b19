"""Instructions for drafters, made from the outlines."""

from collections.abc import Iterator

from vankien.model.outline import Outline
from vankien.model.page import Page
from vankien.render.site import compose, places, wording
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task


def pages(edition: Edition) -> Iterator[Page]:
    """How to write, and one page for each report."""
    project = edition.project
    example = next(
        (outline for outline in project.outlines.values() if any(heading.required for heading in outline.headings)),
        None,
    )
    heading = next((heading for heading in example.headings if heading.required), None) if example else None
    yield edition.page(
        places.GUIDE,
        "Hướng dẫn viết",
        [edition.render("guide", places.GUIDE, example=example, heading=heading)],
    )
    for outline in project.outlines.values():
        yield _outline(edition, outline)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show the outlines and the register only."""
    yield Task("", inputs.common, lambda: pages(edition))


def _outline(edition: Edition, outline: Outline) -> Page:
    project = edition.project
    uri = places.guide(outline.report)
    parts = [
        edition.render(
            "guide_report",
            uri,
            outline=outline,
            preamble=edition.text(outline.preamble, "_preamble") if outline.preamble else "",
            entries=[(heading.id, wording.numbered(heading), heading.level) for heading in outline.headings],
        )
    ]
    for heading in outline.headings:
        asked = [
            indicator
            for indicator in project.indicators.values()
            if indicator.report == outline.report and indicator.heading == heading.id
        ]
        parts += [
            compose.heading(heading.level + 1, wording.numbered(heading), heading.id),
            edition.render(
                "guide_heading",
                uri,
                outline=outline,
                heading=heading,
                guidance=edition.text(heading.guidance, f"_{heading.id}") if heading.guidance else "",
                applies=wording.applies(project, heading.applies),
                mirrored=outline.heading(heading.mirrors) if heading.mirrors else None,
                indicators=asked,
            ),
        ]
    for appendix in outline.appendices:
        parts += [
            compose.heading(2, f"Phụ lục: {wording.capital(appendix.title)}", appendix.id),
            edition.render("guide_appendix", uri, outline=outline, appendix=appendix),
        ]
    return edition.page(uri, outline.title, parts, [("Hướng dẫn", places.GUIDE)])

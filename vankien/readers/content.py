"""Everything in `content/`, read into one value that a cache can keep as a whole."""

from collections.abc import Mapping

from vankien.model.cycle import Cycle
from vankien.model.diagnostic import Fault, NoRepository, say
from vankien.model.indicator import Indicator
from vankien.model.outline import Document, Outline
from vankien.model.record import record
from vankien.model.source import Body
from vankien.model.theme import Theme
from vankien.readers.disk import Disk, read_file
from vankien.readers.folder import check_name

CONTENT = "content"


@record
class Content:
    """What all units share."""

    cycle: Cycle
    """The reporting cycle."""
    outlines: Mapping[str, Outline]
    """Outlines by report id, in the cycle's order, as they are written."""
    reports: Mapping[str, bool]
    """Of every report that has an outline file, whether it is readable."""
    themes: Mapping[str, Theme]
    """Cross-cutting tasks by id."""
    indicators: Mapping[str, Indicator]
    """The indicator register by id."""
    documents: Mapping[str, Document]
    """The register of directive documents by id."""
    pages: tuple[Body, ...]
    """The site's own pages, in order of file name."""
    faults: tuple[Fault, ...]
    """What could not be read, and what was read with doubts."""
    digests: Mapping[str, str]
    """Hash of every file that was opened, by path."""
    files: int
    """How many files were opened."""


def read_content(disk: Disk) -> Content:
    """The content that all units share; raises `NoRepository` where it has no outline."""
    from vankien.readers.cycle import read_cycle
    from vankien.readers.registers import read_documents, read_indicators, read_themes

    faults: list[Fault] = []
    disk = disk.afresh()
    cycle = read_file(disk, f"{CONTENT}/cycle.yml", read_cycle, faults) or Cycle("", "")
    outlines, reports = _outlines(disk, cycle, faults)
    themes = read_file(disk, f"{CONTENT}/themes.yml", read_themes, faults) or {}
    indicators = read_file(disk, f"{CONTENT}/indicators.yml", read_indicators, faults) or {}
    documents = read_file(disk, f"{CONTENT}/documents.yml", read_documents, faults) or {}
    pages = _pages(disk, faults)
    return Content(
        cycle, outlines, reports, themes, indicators, documents, pages, tuple(faults), disk.digests, disk.opened
    )


def _outlines(disk: Disk, cycle: Cycle, faults: list[Fault]) -> tuple[dict[str, Outline], dict[str, bool]]:
    """The outlines in the cycle's order; and of every report that has an outline file, whether it is readable."""
    from vankien.readers.outline import read_outline

    items, problems = disk.listing(f"{CONTENT}/outlines")
    faults += problems
    outlines = {}
    reports = {}
    for item in items:
        if not item.name.endswith(".md"):
            continue
        report = item.name.removesuffix(".md")
        check_name(item, report, faults)
        reports[report] = False
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            outlines[report], problems = read_outline(text, report)
            reports[report] = True
            faults += problems
    if not reports and not problems:
        raise NoRepository(
            say("There is no outline in content/outlines."),
            say("Put one Markdown file a report there; the instructions show how it looks."),
        )
    order = [report for report in cycle.reports if report in outlines]
    rest = [report for report in outlines if report not in order]
    return {report: outlines[report] for report in order + rest}, reports


def _pages(disk: Disk, faults: list[Fault]) -> tuple[Body, ...]:
    from vankien.readers.markdown import elements

    items, problems = disk.listing(f"{CONTENT}/pages")
    faults += problems
    pages = []
    for item in items:
        if item.folder or not item.name.endswith(".md"):
            continue
        text, problems = disk.text(item)
        faults += problems
        if text is not None:
            pages.append(Body(text.content, text.path, 1, elements(text.content)))
    return tuple(pages)

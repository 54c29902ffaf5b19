"""The review site: its pages as pure values, and the site engine that turns them into a site."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from vankien.model.diagnostic import Diagnostic, Message
from vankien.model.page import Page
from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.render.rulebook import Documented
from vankien.render.site import (
    changes,
    comments,
    documents,
    findings,
    guide,
    headings,
    home,
    indicators,
    own,
    reports,
    schedule,
    search,
    themes,
    units,
)
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task, digest, tasks
from vankien.render.templates import BUNDLED, environment

__all__ = ["KINDS", "make", "pages"]

KINDS = (
    home,
    units,
    reports,
    headings,
    indicators,
    changes,
    findings,
    comments,
    themes,
    documents,
    schedule,
    guide,
    own,
)
"""The modules that make pages, each with `pages(edition)`."""


def pages(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    downloads: frozenset[tuple[str, str]] = frozenset(),
    rules: Sequence[Documented] = (),
    root: Path | None = None,
) -> Iterator[Page]:
    """Every page of the site.

    `downloads` names the reports, by unit and report, whose Word files will lie below `docx/` of the site; `rules`
    are what the rulebook explains; templates of the repository at `root` go before those of vankien.
    """
    edition = Edition(project, diagnostics, translate, environment(root or BUNDLED.parent), rules, downloads)
    for kind in KINDS:
        yield from kind.pages(edition)


def make(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    root: Path,
    build: Path,
    documents: Mapping[tuple[str, str], Path] | None = None,
    rules: Sequence[Documented] = (),
    jobs: int = 1,
    advance: Callable[[int, int], None] = lambda done, total: None,
    picture: Callable[[Picture], bytes] = lambda picture: b"",
) -> int:
    """Makes the site in `build/site` of the pages in `build/docs`, as far as something has changed.

    `documents` are the Word files of this run by unit and report, `picture` gives the bytes of a picture; with more
    than one of `jobs` the work is spread over that many processes. Gives the number of pages. Raises `PipelineError`;
    the last good site stays then.
    """
    from vankien.render.site import engine
    from vankien.render.site.workers import spread

    documents = documents or {}
    edition = Edition(project, diagnostics, translate, environment(root), rules, frozenset(documents))
    stamp = engine.fingerprint(root)
    inputs = Inputs(edition, stamp)

    def plan() -> list[Task]:
        return list(tasks(edition, inputs, KINDS))

    def prepare(due: Sequence[Task]) -> None:
        # Where most is made anew each text is converted here, once for all the pages and processes that show it.
        if len(due) > len(project.units):
            edition.converted(lambda work, pieces: spread(work, pieces, jobs))

    def index() -> list[tuple[search.Slot, str]]:
        return [
            (slot, inputs.unit(slot.report[0]) if slot.report else digest(slot.make()))
            for slot in search.slots(edition)
        ]

    def files() -> dict[str, bytes]:
        shown = {f"images/{one.name}": picture(one) for one in project.pictures.values()}
        return shown | comments.files(edition)

    return engine.make(
        plan, index, root, build, stamp, inputs.everything, documents, project.epoch, jobs, advance, prepare, files
    )

"""All pages of the site, and the site made of them as far as something has changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from vankien.model.diagnostic import Diagnostic, Message
from vankien.model.page import Page
from vankien.model.project import Project
from vankien.render.rulebook import Documented
from vankien.render.site import (
    board,
    changes,
    comments,
    documents,
    engine,
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
from vankien.render.site.plan import Inputs, Task, tasks
from vankien.render.site.standing import offered, settings, standing, sum_of
from vankien.render.site.store import digest
from vankien.render.site.workers import spread
from vankien.render.templates import BUNDLED, environment

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
    volumes: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Page]:
    """Every page of the site.

    `downloads` names the reports, by unit and report, whose Word files will lie below `docx/` of the site, `volumes`
    those whose consolidated ones will; `rules` are what the rulebook explains; templates of the repository at `root`
    go before those of vankien.
    """
    edition = Edition(project, diagnostics, translate, environment(root or BUNDLED.parent), rules, downloads, volumes)
    for kind in KINDS:
        yield from kind.pages(edition)


def make(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    root: Path,
    build: Path,
    words: Mapping[tuple[str, str], Path] | None = None,
    pictures: Mapping[str, Callable[[], bytes]] = MappingProxyType({}),
    rules: Sequence[Documented] = (),
    jobs: int = 1,
    advance: Callable[[int, int], None] = lambda done, total: None,
    told: str = "",
    volumes: Mapping[tuple[str, str], Path] = MappingProxyType({}),
    prints: Mapping[tuple[str, str], Path] = MappingProxyType({}),
    stamp: str = "",
) -> int:
    """Makes the site in `build/site` of the pages in `build/docs`, as far as something has changed.

    `words` are the Word files of this run by unit and report, `prints` the PDF files of these, `volumes` consolidated
    ones; `pictures` give the bytes of those that texts show, by name; with more than one of `jobs` the work is
    spread over that many processes. `told` stands for everything that was read and found, `stamp` for the program and
    its settings, where the caller knows of something. Gives the number of pages. Raises `PipelineError`; the last good
    site stays then.
    """
    words = words or {}
    offer = frozenset(words), frozenset(volumes), frozenset(prints)
    edition = Edition(project, diagnostics, translate, environment(root), rules, *offer)
    stamp = stamp or settings(root)
    inputs = Inputs(edition, stamp)
    documents_of = offered(words, volumes, prints)
    everything = sum_of(stamp, told or inputs.everything, project.epoch, documents_of)
    if (count := standing(build, everything)) is not None:
        advance(1, 1)
        return count

    def plan() -> list[Task]:
        return list(tasks(edition, inputs, KINDS))

    def prepare(due: Sequence[Task], meanwhile: Callable[[], None]) -> None:
        # Where most is made anew each text is converted here, once for all the pages and processes that show it.
        if len(due) > len(project.units):

            def beforehand() -> None:
                edition.load_templates()
                # Looked at as a whole, so that no process works the figures out for itself.
                edition.book.totals.values()
                meanwhile()

            edition.converted(lambda work, pieces: spread(work, pieces, jobs, meanwhile=beforehand))

    def index() -> list[tuple[search.Slot, str]]:
        return [
            (slot, inputs.report(*slot.report) if slot.report else digest(slot.make()))
            for slot in search.slots(edition)
        ]

    def files() -> engine.Files:
        found = {f"images/{name}": (name, content) for name, content in pictures.items()}
        listed = comments.files(edition) | board.files(edition)
        return found | {path: (digest(data), lambda data=data: data) for path, data in listed.items()}

    return engine.make(
        plan, index, files, root, build, everything, stamp, documents_of, project.epoch, jobs, advance, prepare
    )

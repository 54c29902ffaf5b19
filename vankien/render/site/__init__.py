"""The review site: its pages as pure values, and the site engine that turns them into a site."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from vankien.model.diagnostic import Diagnostic, Message
from vankien.model.page import Page
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
from vankien.render.site.engine import build, write
from vankien.render.templates import BUNDLED, environment

__all__ = ["build", "comment_data", "index", "pages", "write"]


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
    edition = _edition(project, diagnostics, translate, downloads, rules, root)
    for kind in (
        home, units, reports, headings, indicators, changes, findings, comments, themes, documents, schedule, guide, own
    ):  # fmt: skip
        yield from kind.pages(edition)


def index(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    root: Path | None = None,
) -> dict[str, bytes]:
    """The files of the site's search, by path from the root of the site."""
    return search.files(search.groups(_edition(project, diagnostics, translate, frozenset(), (), root)))


def comment_data(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    root: Path | None = None,
) -> dict[str, bytes]:
    """The file of the filters of the list of comments, by path from the root of the site."""
    return comments.files(_edition(project, diagnostics, translate, frozenset(), (), root))


def _edition(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    translate: Callable[[Message | str], str],
    downloads: frozenset[tuple[str, str]],
    rules: Sequence[Documented],
    root: Path | None,
) -> Edition:
    return Edition(project, diagnostics, translate, environment(root or BUNDLED.parent), rules, downloads)

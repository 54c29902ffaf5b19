"""The review site: its pages as pure values, and the site engine that turns them into a site."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from vankien.model.diagnostic import Diagnostic, Message
from vankien.model.page import Page
from vankien.model.project import Project
from vankien.render.rulebook import Documented
from vankien.render.site import (
    comments,
    findings,
    guide,
    headings,
    home,
    indicators,
    own,
    reports,
    schedule,
    themes,
    units,
)
from vankien.render.site.edition import Edition
from vankien.render.site.engine import build, write
from vankien.render.templates import BUNDLED, environment

__all__ = ["build", "pages", "write"]


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
    for kind in (home, units, reports, headings, indicators, findings, comments, themes, schedule, guide, own):
        yield from kind.pages(edition)

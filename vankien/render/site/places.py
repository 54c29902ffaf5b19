"""Where each page of the site lies, and how pages link to each other."""

import posixpath
from functools import lru_cache

HOME = "index.md"
UNITS = "units/index.md"
HEADINGS = "headings/index.md"
INDICATORS = "indicators/index.md"
CHANGES = "changes/index.md"
FINDINGS = "findings/index.md"
DOCUMENTS = "documents/index.md"
THEMES = "themes.md"
SCHEDULE = "schedule.md"
GUIDE = "guide/index.md"
RULES = "rules/index.md"
OWN = "pages/index.md"
COMMENTS = "comments/index.md"
COMMENT_DATA = "comments/data.js"
NEW_COMMENT = "comments/new.md"
COMMENTS_A_PAGE = 100
"""Comments in full on one page of a summary."""


def unit(id: str) -> str:
    """The page of a unit."""
    return f"units/{_file(id)}/index.md"


def report(unit: str, report: str) -> str:
    """The page of one report of a unit."""
    return f"units/{_file(unit)}/{_file(report)}.md"


def heading(report: str, heading: str, page: int = 1) -> str:
    """A page that shows one heading across all units, from 1; no heading's name has an underscore."""
    return f"headings/{_file(report)}/{_file(heading)}{f'_{page}' if page > 1 else ''}.md"


def theme(id: str, page: int = 1) -> str:
    """A page that shows who reports on one of the cross-cutting tasks, from 1; no task's name has an underscore."""
    return f"themes/{_file(id)}{f'_{page}' if page > 1 else ''}.md"


def indicator(id: str) -> str:
    """The page of an indicator."""
    return f"indicators/{_file(id)}.md"


def findings(unit: str) -> str:
    """The page of a unit's findings."""
    return f"findings/{_file(unit)}.md"


def document(slug: str) -> str:
    """The page of a directive document that is cited at many places."""
    return f"documents/{_file(slug)}.md"


def document_list(number: int) -> str:
    """A page of the full list of documents; no document's name has an underscore."""
    return f"documents/danh-sach_{number}.md"


def guide(report: str) -> str:
    """The instructions for one report."""
    return f"guide/{_file(report)}.md"


def change(pair: str, unit: str = "") -> str:
    """What changed between two drafts, everywhere or in one unit."""
    return f"changes/{_file(pair)}/{_file(unit)}.md" if unit else f"changes/{_file(pair)}/index.md"


def change_anchor(report: str, heading: str) -> str:
    """The place of one heading on a unit's page of changes."""
    return f"{report}_{heading.replace('.', '_')}"


def own(name: str) -> str:
    """One of the site's own pages."""
    return f"pages/{_file(name)}.md"


def comment_list(page: int) -> str:
    """One page of the list of all comments, from 1."""
    return COMMENTS if page == 1 else f"comments/list-{page}.md"


def summary(unit: str, page: int = 1) -> str:
    """One page of the summary of the comments on a unit's drafts, from 1."""
    return f"comments/unit/{_file(unit)}/{'index' if page == 1 else f'page-{page}'}.md"


def organisation(slug: str, page: int = 1) -> str:
    """One page of the comments of one organisation, from 1."""
    return f"comments/from/{_file(slug) or '-'}/{'index' if page == 1 else f'page-{page}'}.md"


def paragraph(anchor: str, number: int) -> str:
    """Id of a numbered paragraph; no id of a heading or unit has an underscore, so that it is like no other."""
    return f"p_{anchor}_{number}"


def word(unit: str, report: str) -> str:
    """The Word file of a report, below the site's root."""
    return f"docx/{unit}/{report}.docx"


def volume(unit: str, report: str) -> str:
    """The consolidated Word file of a report; no id of a report has a dot."""
    return f"docx/{unit}/{report}.tong-hop.docx"


def link(source: str, target: str, anchor: str = "") -> str:
    """The relative address of `target` for a link on the page `source`; both as paths of source files."""
    path = "" if anchor and source == target else _relative(posixpath.dirname(source), target)
    return f"{path}#{anchor}" if anchor else path


def link_of_text(target: str, anchor: str = "") -> str:
    """The relative address of `target` for a link in a section's text: all pages that show one lie two folders deep."""
    return f"../../{published(target)}" + (f"#{anchor}" if anchor else "")


def published(target: str) -> str:
    """The path of a page in the built site, which has no directory addresses so that it works from a disk."""
    return f"{target.removesuffix('.md')}.html" if target.endswith(".md") else target


@lru_cache(maxsize=4096)
def _relative(folder: str, target: str) -> str:
    return posixpath.relpath(published(target), folder or ".")


def _file(id: str) -> str:
    # `index.md` is the folder's own page; no id ends in a hyphen.
    return "index-" if id == "index" else id

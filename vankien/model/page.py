"""Pages of the review site, before the site engine sees them."""

from vankien.model.record import record


@record
class Page:
    """One generated page."""

    uri: str
    """Path below the site's source folder, such as `units/so-tai-chinh/index.md`."""
    title: str
    """Title for the browser's tab and the search results."""
    markdown: str
    """The whole file: front matter, headings as Markdown, texts as ready HTML."""

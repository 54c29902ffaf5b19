"""What the theme puts around pages: made once by MkDocs for all pages that are framed alike, with places to fill in."""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from markupsafe import Markup, escape

from vankien.model.record import record
from vankien.render.site import places
from vankien.render.site.rendition import Entry, Rendition
from vankien.render.templates import compiled

TITLE, CONTENT, TRAIL, TOC, SKIP = (f"@@vankien:{name}@@" for name in ("title", "content", "trail", "toc", "skip"))
_PLACE = re.compile("(@@vankien:(?:title|content|trail|toc|skip)@@)")
_PROBE = re.compile("@@(url|title|label|below)-[abcdx]@@")
_FREE = ("title", "trail")
"""Keys of the front matter that fill places; all others decide which frame a page has."""


@record
class Listing:
    """How the theme writes the lines of a list: one leaf, one with lines below it, and what stands between them."""

    leaf: str
    """A line without lines below it."""
    between: str
    """What stands between two lines of the outermost list."""
    branch: str
    """A line with others below it."""
    below: str
    """What stands between two lines below another."""


@record
class Theme:
    """Everything that MkDocs and its theme add to the pages."""

    frames: Mapping[str, str]
    """Frames by signature."""
    contents: Listing
    """How tables of contents are written."""
    trail: Listing
    """How the way back is written."""
    missing: str
    """The page for addresses that do not exist."""
    static: Sequence[tuple[str, str]]
    """Files of the theme: path in the site, and path on this machine."""
    menu: Sequence[str]
    """Sources of the pages in the menu."""

    def lay(self, page: Rendition) -> str | None:
        """The whole page as HTML; none where no frame for pages of its kind has been made yet."""
        frame = self.frames.get(signature(page, self.menu))
        if frame is None:
            return None
        contents = _below_title(page.contents)
        first = page.contents[0] if page.contents else None
        values = {
            TITLE: str(page.meta.get("title", "")),
            CONTENT: page.content,
            TRAIL: self._trail(page.meta.get("trail") or ()),
            TOC: _lines(contents, self.contents, self.contents.between),
            SKIP: first.id if first else "",
        }
        return "".join(values.get(piece, piece) for piece in _PLACE.split(frame))

    def _trail(self, steps: Iterable[Mapping[str, str]]) -> str:
        return self.trail.between.join(
            _filled(self.trail.leaf, {"url": str(escape(step["url"])), "title": str(escape(step["title"]))})
            for step in steps
        )

    def saved(self) -> str:
        """The theme as JSON."""
        return json.dumps(
            {
                "frames": self.frames, "missing": self.missing, "static": self.static, "menu": self.menu,
                "contents": _saved(self.contents), "trail": _saved(self.trail),
            },
            ensure_ascii=False,
        )  # fmt: skip

    @staticmethod
    def loaded(text: str) -> "Theme":
        """A theme that was saved."""
        values = json.loads(text)
        return Theme(
            values["frames"], Listing(*values["contents"]), Listing(*values["trail"]), values["missing"],
            [tuple(pair) for pair in values["static"]], values["menu"],
        )  # fmt: skip


def signature(page: Rendition, menu: Sequence[str]) -> str:
    """What decides how a page is framed: its place relative to the menu, its front matter, and which lists it has."""
    meta = {key: value for key, value in page.meta.items() if key not in _FREE}
    folder = _folder(page.uri, menu)
    contents = _below_title(page.contents)
    return json.dumps(
        [
            page.uri if page.uri in menu else "",
            folder,
            meta,
            bool(page.meta.get("trail")),
            bool(contents),
            bool(page.contents),
        ],
        ensure_ascii=False,
        sort_keys=True,
    )


class Framer:
    """MkDocs with its theme, as the settings of a repository set them up."""

    def __init__(self, settings: Path, docs: Path) -> None:
        """`settings` is the repository's `mkdocs.yml`; `docs` the folder of pages. Raises what MkDocs raises."""
        # The theme prints a long note about MkDocs 2, which would drown everything else.
        os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
        from mkdocs.commands.build import _build_template
        from mkdocs.config import load_config
        from mkdocs.structure.files import File, Files
        from mkdocs.structure.nav import get_navigation

        self.config = config = load_config(str(settings), docs_dir=str(docs.resolve()))
        config.plugins.on_startup(command="build", dirty=False)
        self.config = config = config.plugins.on_config(config)
        environment = config.theme.get_env()
        environment.bytecode_cache = compiled()
        self.menu = [next(iter(entry.values())) if isinstance(entry, dict) else entry for entry in config.nav or []]
        self.sources = {uri: File(uri, config.docs_dir, config.site_dir, use_directory_urls=False) for uri in self.menu}
        files = Files(list(self.sources.values()))
        files.add_files_from_theme(environment, config)
        static = [(file.dest_uri, file.abs_src_path) for file in list(files)[len(self.sources) :]]
        files = config.plugins.on_files(files, config=config)
        self.navigation = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        self.environment = config.plugins.on_env(environment, config=config, files=files)
        template = self.environment.get_template("404.html")
        missing = _build_template("404.html", template, files, config, self.navigation)
        nothing = Listing("", "", "", "")
        self.theme = Theme({}, nothing, nothing, missing, static, self.menu)

    def with_frame_of(self, page: Rendition) -> Theme:
        """The theme with the frame for pages that are framed as this one; frames made before stay in it."""
        key = signature(page, self.menu)
        contents, trail = self.theme.contents, self.theme.trail
        text = self._rendered(page).replace("@@url-first@@", SKIP)
        if page.meta.get("trail"):
            start = text.index('<nav class="vk-trail"')
            end = text.index("</nav>", start)
            trail, whole = _learned(text[start:end])
            text = text.replace(whole, TRAIL)
        if "@@url-x@@" in text:
            contents, whole = _learned(text)
            text = text.replace(whole, TOC)
        frames = {**self.theme.frames, key: text}
        self.theme = replace(self.theme, frames=frames, contents=contents, trail=trail)
        return self.theme

    def _rendered(self, page: Rendition) -> str:
        """The page as MkDocs makes it, with marks where everything of its own goes."""
        from mkdocs.commands.build import get_context
        from mkdocs.structure.files import File
        from mkdocs.structure.pages import Page
        from mkdocs.structure.toc import AnchorLink, TableOfContents

        def link(id: str, level: int, *children: object) -> object:
            made = AnchorLink(f"@@title-{id}@@", f"@@url-{id}@@", level)
            made.children = list(children)
            return made

        config = self.config
        source = self.sources.get(page.uri) or File(
            page.uri, config.docs_dir, config.site_dir, use_directory_urls=False
        )
        framed = source.page or Page(None, source, config)
        probes = (link("a", 2), link("x", 2, link("c", 3), link("d", 3)), link("b", 2))
        framed.markdown, framed.content = CONTENT, f"<h1 @>{CONTENT}"
        framed.meta = {key: value for key, value in page.meta.items() if key not in _FREE} | {"title": TITLE}
        if page.meta.get("trail"):
            framed.meta["trail"] = [{"title": f"@@title-{id}@@", "url": f"@@url-{id}@@"} for id in "ab"]
        contents = [link("first", 1, *(probes if _below_title(page.contents) else ()))] if page.contents else []
        framed.toc = TableOfContents(contents)
        framed.active = True
        try:
            context = get_context(self.navigation, [*self.sources.values(), source], config, framed)
            return self.environment.get_template("main.html").render(context).replace("<h1 @>", "")
        finally:
            framed.active = False


def _learned(text: str) -> tuple[Listing, str]:
    """How a list of the theme is written, from one of the lines a, x (with c and d below it) and b; and that list."""
    first = _line(text, "a")
    last = _line(text, "b", text.index(first))
    begin = text.index(first)
    end = text.index(last, begin) + len(last)
    whole = text[begin:end]
    if "@@url-x@@" not in whole:
        return Listing(first, whole[len(first) : -len(last)], "", ""), whole
    branch = whole[whole.index("<li", len(first)) : whole.rindex("</li>", 0, -len(last)) + len("</li>")]
    between = whole[len(first) : whole.index(branch)]
    under, after = _line(branch, "c"), _line(branch, "d")
    below = branch[branch.index(under) + len(under) : branch.index(after)]
    branch = branch.replace(under + below + after, "@@below-x@@")
    # As an attribute the title is written otherwise than as text.
    branch = branch.replace('aria-label="@@title-x@@"', 'aria-label="@@label-x@@"')
    return Listing(first, between, branch, below), whole


def _line(text: str, id: str, start: int = 0) -> str:
    """The first line of a list that has one of the probes."""
    place = text.index(f"@@url-{id}@@", start)
    return text[text.rindex("<li", 0, place) : text.index("</li>", place) + len("</li>")]


def _lines(entries: Sequence[Entry], listing: Listing, between: str) -> str:
    return between.join(_entry(entry, listing) for entry in entries)


def _entry(entry: Entry, listing: Listing) -> str:
    if not entry.children:
        return _filled(listing.leaf, {"url": entry.id, "title": entry.title})
    label = str(escape(Markup(entry.title).striptags()))
    below = _lines(entry.children, listing, listing.below)
    return _filled(listing.branch, {"url": entry.id, "title": entry.title, "label": label, "below": below})


def _filled(line: str, values: Mapping[str, str]) -> str:
    return _PROBE.sub(lambda match: values[match[1]], line)


def _below_title(contents: Sequence[Entry]) -> Sequence[Entry]:
    """The lines that a theme lists: the title of the page itself is left out."""
    return contents[0].children if contents and contents[0].level == 1 else contents


def _folder(uri: str, menu: Sequence[str]) -> str:
    """The folder of a page as far as links to the menu and to assets depend on its name."""
    known = {"assets"} | {places.published(target).rpartition("/")[0] for target in menu}
    parts = uri.split("/")[:-1]
    kept = 0
    while kept < len(parts) and any(
        folder == (begin := "/".join(parts[: kept + 1])) or folder.startswith(begin + "/") for folder in known
    ):
        kept += 1
    return "/".join([*parts[:kept], *("*" for _ in parts[kept:])])


def _saved(listing: Listing) -> list[str]:
    return [listing.leaf, listing.between, listing.branch, listing.below]

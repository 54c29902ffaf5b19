"""Makes the generated pages and the site of them, only as far as something has changed since the last run."""

import gzip
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from vankien.model.diagnostic import PipelineError, say
from vankien.model.page import Page
from vankien.model.record import record
from vankien.render.site import places, search, whole
from vankien.render.site.frame import Framer, Theme, signature
from vankien.render.site.plan import Task
from vankien.render.site.rendition import Rendition, rendition
from vankien.render.site.standing import DOCS, SHARED, SITE, THEME, There, store
from vankien.render.site.store import Store, digest, digest_of
from vankien.render.site.workers import spread
from vankien.render.templates import find, folders

PLAIN = frozenset(("INHERIT", "site_name", "site_description", "site_author", "copyright"))
"""Settings that a repository may make while its pages are still put into frames here; with others MkDocs does it."""

CHUNKS = 4
"""Pieces of the search's index for each process."""

LONGEST = ("changes", "comments", "documents", "indicators", "headings", "reports", "units", "findings")
"""Kinds of pages in the order in which they are begun; any other kind comes first."""

_SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n</urlset>'
)


Files = Mapping[str, tuple[str, Callable[[], bytes]]]
"""Files by their path in the site, each with its hash and what gives its content."""


@record
class Laid:
    """One page that was made again."""

    uri: str
    """Its path below the folder of pages."""
    digest: str
    """Hash of its source."""
    source: str
    """File aside with its source; empty where the source on the disk is right."""
    html: str
    """File aside with the page as HTML; empty where the one on the disk is right or no frame was there."""
    kind: str
    """Signature of the frame that it needs, where there was none; else empty."""


def make(
    tasks: Callable[[], Sequence[Task]],
    index: Callable[[], Sequence[tuple[search.Slot, str]]],
    files: Callable[[], Files],
    root: Path,
    build: Path,
    everything: str,
    settings: str,
    documents: Mapping[str, Path],
    epoch: int,
    jobs: int,
    advance: Callable[[int, int], None],
    prepare: Callable[[Sequence[Task], Callable[[], None]], None],
    found: There = None,
) -> int:
    """Makes `build/docs` and `build/site` what they should be, and gives the number of pages.

    `tasks` gives what makes the pages, `index` what the search holds, each with its key, `files` what lies beside the
    pages; `everything` stands for all that goes into the site, `settings` for program, templates and settings.
    `documents` are Word files by place, `epoch` is the time that the site's files carry; `prepare` is called with the
    tasks that are due before they are spread over `jobs` processes, and with what may be done at the same time. Next to
    `docs` come `theme/` and `mkdocs.yml`, which the repository's own `mkdocs.yml` inherits, so that a plain `mkdocs
    build` works as well. `found` is what there is in the folders, where somebody has looked just now. Raises
    `PipelineError`; the last good site stays then.
    """
    if not (root / SHARED).is_file():
        raise PipelineError(
            say("There is no mkdocs.yml in {root}.", root=str(root)),
            say("Write one with two lines: `INHERIT: build/mkdocs.yml` and `site_name: …`."),
        )
    there = store(build, found)
    try:
        run = _Run(root, build, settings, epoch, jobs, there)
        return run.make(list(tasks()), index, files, everything, documents, advance, prepare)
    finally:
        there.close()


@record
class _Indexed:
    """Some reports that were put into the index of the search."""

    number: int
    """Place of the first among all that is put there."""
    part: search.Part
    """What they put there."""
    files: Sequence[tuple[str, str, str]]
    """Files with their texts: path, hash, and the file aside; empty where the one on the disk is right."""


class _Run:
    """One run of the engine: what it found, and what it has made so far."""

    def __init__(self, root: Path, build: Path, settings: str, epoch: int, jobs: int, store: Store) -> None:
        self.root = root
        self.build = build
        self.epoch = epoch
        self.jobs = jobs
        self.store = store
        self.settings = settings
        same = store.last.get("settings") == self.settings
        self.plain = store.last["plain"] if same else _plain(root)
        self.published = (DOCS, SITE) if self.plain else (DOCS,)
        self.frames = build / "cache" / "theme.json"
        # Frames are taken only from the file that the last run wrote: whatever else lies there could be anything.
        kept = same and self.plain and store.last.get("theme") == _stamp(self.frames)
        self.theme = _theme_of(self.frames) if kept else None
        self.mended: Mapping[str, bytes | None] | None = None
        # Frames that this run had made, for all its processes; the folder aside is there before they begin.
        self.fresh = Path(store.open()) / "theme.json"
        self.seen: list[int] | None = None
        self.menu = self.theme.menu if self.theme else _menu(root) if self.plain else ()

    def make(
        self,
        tasks: Sequence[Task],
        index: Callable[[], Sequence[tuple[search.Slot, str]]],
        files: Callable[[], Files],
        everything: str,
        documents: Mapping[str, Path],
        advance: Callable[[int, int], None],
        prepare: Callable[[Sequence[Task], Callable[[], None]], None],
    ) -> int:
        last: Mapping[str, list] = self.store.last.get("tasks", {})
        due = [task for task in tasks if not self._done(task, last)]
        self._assets(documents)
        prepare(due, self._framer_beforehand)
        found = index()
        anew = self._index_again(found)
        # What took longest in other sites goes first, so that no process is left with it when the others are done.
        pieces = [*self._chunks(found, anew), *(partial(self._task, task) for task in sorted(due, key=_rank))]
        made: dict[str, list[Laid]] = {}
        parts: dict[int, search.Part] = {}

        def meanwhile() -> None:
            others = [slot.make() for slot, _ in found if slot.report is None] if anew else []
            for group in others:
                self._put(*search.texts(group))
            parts[len(found)] = search.part(others)

        for piece in spread(_called, pieces, self.jobs, meanwhile=meanwhile):
            if isinstance(piece, _Indexed):
                parts[piece.number] = piece.part
                for path, hashed, staged in piece.files:
                    self._took(path, hashed, staged)
            else:
                name, laid = piece
                made[name] = [self._with_frame(page) for page in laid]
                advance(len(made), len(due) + 1)
        pages = {
            task.name: [page.uri for page in made[task.name]] if task.name in made else last[task.name][1]
            for task in tasks
        }
        uris = sorted(uri for listed in pages.values() for uri in listed)
        again = {page.uri: page for laid in made.values() for page in laid}
        for uri in uris:
            source = f"{DOCS}/{uri}"
            if uri in again:
                self._took(source, again[uri].digest, again[uri].source)
            else:
                self.store.keep(source, self.store.known[source][0])
        for path, (hashed, content) in files().items():
            for folder in self.published:
                self.store.fill(f"{folder}/{path}", hashed, content)
        if anew:
            for path, content in search.index(parts[number] for number in sorted(parts)).items():
                self._put(path, content)
        else:
            self._mend_index()
        facts = {
            "everything": everything,
            "pages": len(uris),
            "settings": self.settings,
            "plain": self.plain,
            "tasks": {task.name: [task.key, pages[task.name]] for task in tasks},
            "search": _told(found),
        }
        if self.plain:
            self._lay(uris, again)
            facts["theme"] = _stamp(self.frames)
            self.store.commit(facts)
        else:
            self._whole(facts)
        advance(len(due) + 1, len(due) + 1)
        return len(uris)

    def _done(self, task: Task, last: Mapping[str, list]) -> bool:
        """Whether the pages of a task are there, made of the same."""
        if task.name not in last or last[task.name][0] != task.key:
            return False
        return all(
            (known := self.store.known.get(f"{DOCS}/{uri}")) is not None
            and self.store.has(f"{DOCS}/{uri}", known[0])
            and (not self.plain or self.store.has(_html(uri), self._laid(known[0])))
            for uri in last[task.name][1]
        )

    def _laid(self, source: str) -> str:
        """Hash of what goes into a page as HTML."""
        return digest(source, self.settings)

    def _task(self, task: Task) -> tuple[str, list[Laid]]:
        return task.name, [self._page(page) for page in task.make()]

    def _page(self, page: Page) -> Laid:
        content = page.markdown.encode("utf-8")
        hashed = digest_of(content)
        source = f"{DOCS}/{page.uri}"
        staged = "" if self.store.has(source, hashed) else self.store.stage(content)
        if not self.plain or (not staged and self.store.has(_html(page.uri), self._laid(hashed))):
            return Laid(page.uri, hashed, staged, "", "")
        return self._framed(rendition(page), hashed, staged)

    def _framed(self, read: Rendition, hashed: str, staged: str) -> Laid:
        html = self.theme.lay(read) if self.theme else None
        if html is None and (there := _stamp(self.fresh)) and there != self.seen:
            # Another process has had frames made in the meantime.
            self.seen, self.theme = there, _theme_of(self.fresh)
            html = self.theme.lay(read) if self.theme else None
        if html is None:
            return Laid(read.uri, hashed, staged, "", signature(read, self.menu))
        laid = self.store.stage(html.encode("utf-8", "xmlcharrefreplace"))
        return Laid(read.uri, hashed, staged, laid, "")

    def _took(self, path: str, hashed: str, staged: str) -> None:
        if staged:
            self.store.staged[path] = staged
        self.store.keep(path, hashed)

    def _assets(self, documents: Mapping[str, Path]) -> None:
        for name, content in _bundled(self.root, "site/assets").items():
            for folder in self.published:
                self.store.put(f"{folder}/assets/{name}", digest_of(content), content)
        for name, content in _bundled(self.root, "site/theme").items():
            self.store.put(f"{THEME}/{name}", digest_of(content), content)
        shared = find(self.root, f"site/{SHARED}").read_bytes()
        self.store.put(SHARED, digest_of(shared), shared)
        for place, path in documents.items():
            for folder in self.published:
                self.store.copy(f"{folder}/{place}", path)

    def _lay(self, uris: Sequence[str], again: Mapping[str, Laid]) -> None:
        """Puts the files of the site in the store."""
        if self.theme is None:
            self.theme = self._framer.theme
        if self.fresh.exists():
            self.frames.parent.mkdir(parents=True, exist_ok=True)
            self.fresh.replace(self.frames)
        for uri in uris:
            hashed = self._laid(self.store.kept[f"{DOCS}/{uri}"])
            self._took(_html(uri), hashed, again[uri].html if uri in again else "")
        for name, path in self.theme.static:
            if f"{SITE}/{name}" not in self.store.kept:
                self.store.copy(f"{SITE}/{name}", Path(path))
        missing = self.theme.missing.encode()
        self.store.put(f"{SITE}/404.html", digest_of(missing), missing)
        sitemap = _SITEMAP.encode()
        self.store.put(f"{SITE}/sitemap.xml", digest_of(sitemap), sitemap)
        packed = _packed(sitemap, self.epoch)
        self.store.put(f"{SITE}/sitemap.xml.gz", digest_of(packed), packed)

    @cached_property
    def _framer(self) -> Framer:
        """MkDocs, set up with what is to be its theme."""
        self.store.settle(SHARED, THEME)
        (self.build / DOCS).mkdir(exist_ok=True)
        return _by_mkdocs(lambda: Framer(self.root / SHARED, self.build / DOCS))

    def _framer_beforehand(self) -> None:
        """Loads MkDocs while there is nothing else to do, where no frame has been made yet."""
        if self.plain and self.theme is None:
            assert self._framer

    def _with_frame(self, page: Laid) -> Laid:
        """A page inside its frame, which MkDocs makes where there is none yet."""
        if not page.kind:
            return page
        read = self._read(page)
        if self.theme is None or self.theme.lay(read) is None:
            made = _by_mkdocs(lambda: self._framer.with_frame_of(read))
            if self.theme:
                made = replace(
                    made,
                    frames={**self.theme.frames, **made.frames},
                    contents=made.contents if made.contents.leaf else self.theme.contents,
                    trail=made.trail if made.trail.leaf else self.theme.trail,
                )
            self.theme = made
            Path(self.store.stage(made.saved().encode())).replace(self.fresh)
        return self._framed(read, page.digest, page.source)

    def _read(self, page: Laid) -> Rendition:
        path = Path(page.source) if page.source else self.build / DOCS / page.uri
        return rendition(Page(page.uri, "", path.read_text(encoding="utf-8")))

    def _index_again(self, index: Sequence[tuple[search.Slot, str]]) -> bool:
        """Whether the index of the search has to be made from all texts, since what is there cannot be mended."""
        last: list[list] = self.store.last.get("search", [])
        if not last or [one[:2] for one in last] != [one[:2] for one in _told(index)]:
            return True
        known = self._known_of_search()
        if not all(self.store.has(f"{folder}/{path}", known[path]) for folder in self.published for path in known):
            return True
        keys = {number: key for number, _, key in last}
        changed = {slot.number: slot.make() for slot, key in index if keys[slot.number] != key}
        self.mended = search.patch(self._found, changed) if changed else {}
        return self.mended is None

    def _known_of_search(self) -> dict[str, str]:
        """Hashes of the files of the search that the last run wrote."""
        return {path.partition("/")[2]: found[0] for path, found in self.store.known.items() if _of_search(path)}

    def _mend_index(self) -> None:
        """Puts the files of the search in the store, of which only some have changed."""
        made = self.mended or {}
        for path, hashed in self._known_of_search().items():
            if path not in made:
                for folder in self.published:
                    self.store.keep(f"{folder}/{path}", hashed)
        for path, content in made.items():
            if content is not None:
                self._put(path, content)

    def _chunks(self, index: Sequence[tuple[search.Slot, str]], anew: bool) -> "list[Callable[[], _Indexed]]":
        """Pieces of work that put the reports of a site into the index, a few at a time."""
        slots = [(number, slot) for number, (slot, _) in enumerate(index) if slot.report is not None] if anew else []
        length = max(1, len(slots) // (CHUNKS * self.jobs))
        return [partial(self._indexed, slots[start : start + length]) for start in range(0, len(slots), length)]

    def _indexed(self, slots: Sequence[tuple[int, search.Slot]]) -> "_Indexed":
        groups = [slot.make() for _, slot in slots]
        files = [file for group in groups for file in self._staged(*search.texts(group))]
        return _Indexed(slots[0][0], search.part(groups), files)

    def _staged(self, path: str, content: bytes) -> Iterator[tuple[str, str, str]]:
        """A file that lies in pages and site, each with its hash and the file aside, if it is not there already."""
        hashed = digest_of(content)
        for folder in self.published:
            there = self.store.has(f"{folder}/{path}", hashed)
            yield f"{folder}/{path}", hashed, "" if there else self.store.stage(content)

    def _put(self, path: str, content: bytes) -> None:
        """Puts a file in the store that lies in pages and site."""
        for there, hashed, staged in self._staged(path, content):
            self._took(there, hashed, staged)

    def _found(self, path: str) -> bytes | None:
        try:
            return (self.build / DOCS / path).read_bytes()
        except OSError:
            return None

    def _whole(self, facts: Mapping[str, object]) -> None:
        """Lets MkDocs build the whole site where anything of it is not as the last run left it."""
        paths = sorted(path for path in self.store.kept if not path.startswith(f"{SITE}/"))
        source = digest(self.settings, self.epoch, [(path, self.store.kept[path]) for path in paths])
        facts = {**facts, "whole": source}
        if self.store.last.get("whole") == source and not self.store.staged and self.store.intact(SITE):
            for path in self.store.there:
                if path.startswith(f"{SITE}/"):
                    self.store.keep(path, self.store.known[path][0])
            self.store.commit(facts)
            return
        self.store.settle(SHARED, THEME, DOCS)
        whole.build(self.root, self.build / DOCS, self.build / THEME, self.build / SITE, self.epoch)
        self.store.commit(facts, SITE)


def _plain(root: Path) -> bool:
    """Whether a repository keeps to the settings and the theme that come with vankien."""
    import yaml

    try:
        settings = yaml.safe_load((root / SHARED).read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError):
        return False
    if not isinstance(settings, dict) or not set(settings) <= PLAIN or settings.get("INHERIT") != f"build/{SHARED}":
        return False
    own = [folder for folder in folders(root)[:-1] if (folder / "site" / THEME).exists()]
    return not own and find(root, f"site/{SHARED}").is_relative_to(folders(root)[-1])


def _menu(root: Path) -> list[str]:
    """Sources of the pages in the menu."""
    import yaml

    settings = yaml.safe_load(find(root, f"site/{SHARED}").read_bytes())
    return [next(iter(entry.values())) for entry in settings["nav"]]


def _by_mkdocs(work: Callable[[], Any]) -> Any:
    """What MkDocs makes; raises `PipelineError` where it cannot."""
    try:
        return work()
    except Exception as error:
        from click import ClickException
        from jinja2 import TemplateError

        if not isinstance(error, ClickException | TemplateError):
            raise
        raise PipelineError(
            say("The site could not be built: {reason}", reason=str(error)),
            say("Look at mkdocs.yml and at the templates of the repository."),
        ) from error


def _called(piece: Callable[[], Any]) -> Any:
    return piece()


def _rank(task: Task) -> int:
    """Where a task stands among those that are due: pages with many texts or charts before short ones."""
    kind = task.name.partition(":")[0]
    return LONGEST.index(kind) if kind in LONGEST else 0


def _told(index: Sequence[tuple[search.Slot, str]]) -> list[list]:
    """What the files of the search were made of, as it is written down."""
    return [[slot.number, slot.first, key] for slot, key in index]


def _packed(content: bytes, epoch: int) -> bytes:
    """A compressed file as MkDocs writes it: it carries the day only."""
    stream = io.BytesIO()
    with gzip.GzipFile("sitemap.xml", "wb", fileobj=stream, mtime=epoch // 86400 * 86400) as packed:
        packed.write(content)
    return stream.getvalue()


def _of_search(path: str) -> bool:
    return path.startswith(f"{DOCS}/{search.FOLDER}/")


def _html(uri: str) -> str:
    return f"{SITE}/{places.published(uri)}"


def _bundled(root: Path, name: str) -> dict[str, bytes]:
    """The files below one folder of the templates; those of the repository go before those of vankien."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders(root)):
        for path in sorted((folder / name).rglob("*")):
            if path.is_file():
                found[path.relative_to(folder / name).as_posix()] = path.read_bytes()
    return found


def _stamp(path: Path) -> list[int] | None:
    """Size and time of a file; none where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _theme_of(path: Path) -> Theme | None:
    try:
        return Theme.loaded(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None

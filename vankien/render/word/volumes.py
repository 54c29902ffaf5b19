"""Consolidated reports as Word files: converted part by part, so that no process holds the whole, then bound."""

import datetime
import io
import itertools
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.model.record import record
from vankien.render.templates import find
from vankien.render.word import pandoc
from vankien.render.word.binding import Binding, sheet
from vankien.render.word.consolidated import Part, Volume, compose_volume, giving, stamp
from vankien.render.word.copy import Copy
from vankien.render.word.document import DRAFT
from vankien.render.word.export import place_of, remove_others
from vankien.render.word.manifest import Manifest, key, surroundings
from vankien.render.word.package import archived, known_styles, pack, skeleton
from vankien.render.word.pictures import Album, album
from vankien.render.word.sources import sources
from vankien.render.word.stationery import Stationery, opener
from vankien.rollup.contributions import contributions

RUN = rb"<w:r><w:%s/></w:r>"
CONTENTS_FIELD = re.compile(
    RUN % rb'fldChar w:fldCharType="begin"'
    + rb'<w:r><w:instrText xml:space="preserve"> TOC [^<]*</w:instrText></w:r>'
    + RUN % rb'fldChar w:fldCharType="separate"'
)
PAGE_BREAK = RUN % rb'br w:type="page"'
CONTENTS_END = RUN % rb'fldChar w:fldCharType="end"' + PAGE_BREAK


@record
class Consolidated:
    """A consolidated report that was written."""

    path: Path
    """The Word file."""
    unit: str
    """Id of the unit whose report it is."""
    report: str
    """Id of the report."""
    units: tuple[str, ...]
    """Ids of the units of which it holds texts."""
    missing: tuple[str, ...]
    """Ids of those that owe the report and have written nothing."""


def consolidated_reports(project: Project, unit: str | None = None, report: str | None = None) -> list[tuple[str, str]]:
    """The reports, by unit and report, to which units below have given anything."""
    found = (
        (unit_id, report_id)
        for unit_id in project.units
        for report_id in project.outlines
        if unit in (None, unit_id) and report in (None, report_id) and project.children(unit_id)
    )
    given = ((key, contributions(project, *key)) for key in found)
    return [key for key, one in given if one.drawn or one.left]


def still_good(project: Project, root: Path, target: Path) -> list[Consolidated]:
    """The consolidated drafts below `target` that an earlier run made and that would come out the same now."""
    if not target.is_dir():
        return []
    known = sources(project, surroundings(root, pandoc.version()), DRAFT)
    manifest = Manifest(target)
    found = _wanted(project, target, None, None)
    return [one for one in found if manifest.follows(one.path, _made_from(known, project, one))]


def _wanted(project: Project, target: Path, unit: str | None, report: str | None) -> list[Consolidated]:
    return [
        Consolidated(place_of(target, *key), *key, giving(project, *key), contributions(project, *key).missing)
        for key in consolidated_reports(project, unit, report)
    ]


def _made_from(known: Callable[..., str], project: Project, one: Consolidated) -> str:
    return known(one.unit, one.report, stamp(project, one.unit, one.report))


def export_consolidated(
    project: Project,
    root: Path,
    target: Path,
    unit: str | None = None,
    report: str | None = None,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
    picture: Callable[[Picture], bytes] = lambda picture: b"",
    copy: Copy = DRAFT,
) -> list[Consolidated]:
    """Writes `target/<unit>/<report>.docx` for each report to which units below have given anything.

    The arguments are those of `export`; `progress` hears of parts of files. A file that an earlier run made of the
    same inputs is left as it is. Raises `PipelineError` where pandoc, a template or a layout profile fails.
    """
    stationery = opener(root)
    around = surroundings(root, pandoc.version())
    known = sources(project, around, copy)
    target.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(target)
    found = _wanted(project, target, unit, report)
    orders = [
        (one, made_from)
        for one in found
        for made_from in (_made_from(known, project, one),)
        if not manifest.follows(one.path, made_from)
    ]
    try:
        for order, inputs, made_from, content in _made(
            orders, manifest, around, stationery, project, root, target, jobs, progress, picture, copy
        ):
            manifest.note(order.path, inputs, made_from, content)
    finally:
        manifest.write()
    if unit is None and report is None:
        remove_others(target, frozenset(one.path for one in found))
    return found


def _made(
    orders: Sequence[tuple[Consolidated, str]],
    manifest: Manifest,
    around: str,
    stationery: Callable[[str], Stationery],
    project: Project,
    root: Path,
    target: Path,
    jobs: int,
    progress: Callable[[int, int], None],
    picture: Callable[[Picture], bytes],
    copy: Copy,
) -> Iterator[tuple[Consolidated, str, str, bytes]]:
    """Makes those files that would come out otherwise than they are; gives what they were made of, and their bytes."""
    if not orders:
        return
    shown = album(project.pictures.values(), picture)
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        reference = aside / "reference.docx"
        reference.write_bytes(skeleton())
        script = find(root, "word/assemble.lua")
        workers = max(1, jobs)
        with pandoc.workshop(script, reference, aside, workers) as convert, ThreadPoolExecutor(workers) as pool:
            for order, made_from in orders:
                own = stationery(project.profile(project.units[order.unit]))
                volume = compose_volume(own, project, order.unit, order.report, copy)
                inputs = key(volume, around, project.cycle.notice)
                if manifest.holds(order.path, inputs):
                    manifest.trust(order.path, made_from)
                    continue
                waiting = {
                    part: pool.submit(
                        convert, replace(volume.job, pieces=part.pieces, charts=()), aside / f"{number}.docx"
                    )
                    for number, part in enumerate(_in_order(volume, volume.parts), start=1)
                }
                finished = aside / "finished.docx"
                try:
                    content = _bound(volume, waiting, own, project, shown, progress)
                finally:
                    for future in waiting.values():
                        future.cancel()
                finished.write_bytes(content)
                order.path.parent.mkdir(exist_ok=True)
                finished.replace(order.path)
                yield order, inputs, made_from, content


def _in_order(volume: Volume, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts in the order in which they are bound."""
    for part in parts:
        yield part
        for name in part.draws:
            yield from _in_order(volume, volume.drawn[name])


def _bound(
    volume: Volume,
    waiting: Mapping[Part, Future[Path]],
    stationery: Stationery,
    project: Project,
    shown: Album,
    progress: Callable[[int, int], None],
) -> bytes:
    """The Word file of a volume, from its parts as they get converted."""
    job = volume.job
    shared = stationery.parts(job.kinds, project.cycle.notice, contents=True)
    known = known_styles(shared)
    binding = Binding(stationery)
    done = itertools.count(1)
    progress(0, len(waiting))

    def bind(parts: Iterable[Part]) -> None:
        for part in parts:
            converted = waiting[part].result()
            made = sheet(converted, part, stationery, known, shown)
            converted.unlink()
            progress(next(done), len(waiting))
            left = dict.fromkeys(part.draws)
            for name in binding.add(made):
                if name in left:
                    del left[name]
                    bind(volume.drawn[name])
            # No text gets lost where pandoc should see another paragraph than the site.
            for name in left:
                bind(volume.drawn[name])

    bind(volume.parts)
    properties = {**job.properties, "pandoc": pandoc.version()}
    content = binding.content(job.last_section)
    moment = datetime.datetime.fromtimestamp(job.epoch, datetime.UTC)
    return pack(content, job, stationery, shared, properties, moment, shown)


def for_office(file: bytes) -> bytes:
    """A consolidated report without the field that makes its contents anew.

    LibreOffice takes the lines inside that field as they are; outside it, it sets the page numbers itself.
    """
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/document.xml"
    text, found = CONTENTS_FIELD.subn(b"", parts[name], count=1)
    parts[name] = text.replace(CONTENTS_END, PAGE_BREAK, 1) if found else text
    return archived(parts)

"""Consolidated reports as Word files: converted part by part, so that no process holds the whole, then bound."""

import datetime
import io
import itertools
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.render.templates import find
from vankien.render.word import pandoc
from vankien.render.word.binding import Binding, sheet
from vankien.render.word.consolidated import Part, Volume, compose_volume
from vankien.render.word.copy import Copy
from vankien.render.word.document import DRAFT
from vankien.render.word.export import place_of, remove_others
from vankien.render.word.package import archived, known_styles, pack, skeleton
from vankien.render.word.pictures import Album, album
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


@dataclass(frozen=True, slots=True)
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

    The arguments are those of `export`; `progress` hears of parts of files. Raises `PipelineError` where pandoc, a
    template or a layout profile fails.
    """
    reports = consolidated_reports(project, unit, report)
    target.mkdir(parents=True, exist_ok=True)
    stationery = opener(root)
    shown = album(project.pictures.values(), picture)
    made = []
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        reference = aside / "reference.docx"
        reference.write_bytes(skeleton())
        script = find(root, "word/assemble.lua")
        workers = max(1, jobs)
        with pandoc.workshop(script, reference, aside, workers) as convert, ThreadPoolExecutor(workers) as pool:
            for unit_id, report_id in reports:
                own = stationery(project.profile(project.units[unit_id]))
                volume = compose_volume(own, project, unit_id, report_id, copy)
                waiting = {
                    part: pool.submit(
                        convert, replace(volume.job, pieces=part.pieces, charts=()), aside / f"{number}.docx"
                    )
                    for number, part in enumerate(_in_order(volume, volume.parts), start=1)
                }
                finished = aside / "finished.docx"
                try:
                    finished.write_bytes(_bound(volume, waiting, own, project, shown, progress))
                finally:
                    for future in waiting.values():
                        future.cancel()
                place = place_of(target, unit_id, report_id)
                place.parent.mkdir(exist_ok=True)
                finished.replace(place)
                made.append(Consolidated(place, unit_id, report_id, volume.units, volume.missing))
    if unit is None and report is None:
        remove_others(target, frozenset(one.path for one in made))
    return made


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
    return pack(content, job, stationery, shared, properties, _moment(project), shown)


def _moment(project: Project) -> datetime.datetime:
    """The moment that the file says it was made at: that of the commit, never that of the run."""
    if project.epoch > 0:
        return datetime.datetime.fromtimestamp(project.epoch, datetime.UTC)
    return datetime.datetime.combine(project.today, datetime.time(), datetime.UTC)


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

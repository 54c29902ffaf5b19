"""Word files of all reports, made aside by several pandoc processes and moved into place."""

import datetime
import functools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from vankien.model.diagnostic import PipelineError
from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.model.record import record
from vankien.render.templates import find
from vankien.render.word import comments, pandoc
from vankien.render.word.copy import Copy
from vankien.render.word.document import DRAFT, compose
from vankien.render.word.job import Job
from vankien.render.word.manifest import Manifest, key, surroundings
from vankien.render.word.package import finish, skeleton
from vankien.render.word.pictures import Album, album
from vankien.render.word.sources import sources
from vankien.render.word.stationery import Stationery, opener
from vankien.rollup.consultation import slug
from vankien.rollup.progress import written


@record
class Wanted:
    """One file that there shall be."""

    unit: str
    """Id of the unit, the folder that it lies in."""
    name: str
    """Its name without suffix."""
    sources: str
    """Hash of everything that it can depend on; empty where that is not known before it is composed."""
    compose: Callable[[], Job]
    """Makes the job."""


@record
class Order:
    """One file that is to be made."""

    job: Job
    """What stands in it."""
    place: Path
    """Where it goes."""
    inputs: str
    """Hash of everything that it is made of."""
    sources: str
    """Hash of everything that this can depend on."""


def export(
    project: Project,
    root: Path,
    target: Path,
    unit: str | None = None,
    report: str | None = None,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
    picture: Callable[[Picture], bytes] = lambda picture: b"",
    copy: Copy = DRAFT,
) -> list[Path]:
    """Writes `target/<unit>/<report>.docx` for each report that has a text; gives the paths in the project's order.

    A file that an earlier run made of the same inputs is left as it is (`manifest`).
    `unit` and `report` narrow it down; without them, files of reports that are no more are removed. `root` is
    where own templates may lie. `jobs` processes work at once; `progress` hears how many of how many files are
    done; `picture` gives the bytes of a picture of the project; `copy` is what the files are for. Raises
    `PipelineError` where pandoc, a template or a layout profile fails; the other files are still made.
    """
    stationery = opener(root)
    around = surroundings(root, pandoc.version())
    known = sources(project, around, copy)

    def job(unit_id: str, report_id: str) -> Job:
        return compose(stationery(project.profile(project.units[unit_id])), project, unit_id, report_id, copy)

    wanted = [
        Wanted(unit_id, report_id, known(unit_id, report_id), functools.partial(job, unit_id, report_id))
        for unit_id, report_id in reports(project, unit, report)
    ]
    shown = album(project.pictures.values(), picture)
    places = _write(project, root, target, stationery, wanted, shown, around, jobs, progress)
    if unit is None and report is None:
        remove_others(target, frozenset(places))
    return places


def export_comments(
    project: Project,
    root: Path,
    target: Path,
    unit: str | None = None,
    organisation: str = "",
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Writes `target/<unit>/gop-y.docx`, the summary of comments, for each unit on whose drafts there are any.

    `organisation` narrows it down to the comments of one sender, in a file of its own. The rest is as in `export`.
    """
    wanted = slug(organisation)
    units = [
        id
        for id in project.units
        if unit in (None, id)
        if any(one.unit == id and wanted in ("", slug(one.organisation)) for one in project.comments)
    ]
    stationery = opener(root)
    composed = [
        comments.compose(stationery(project.profile(project.units[id])), project, id, organisation) for id in units
    ]
    wanted_files = [Wanted(job.unit, job.report, "", functools.partial(lambda job: job, job)) for job in composed]
    around = surroundings(root, pandoc.version())
    nothing = album((), lambda picture: b"")
    places = _write(project, root, target, stationery, wanted_files, nothing, around, jobs, progress)
    if unit is None and not organisation:
        remove_others(target, frozenset(places), summaries=True)
    return places


def _write(
    project: Project,
    root: Path,
    target: Path,
    stationery: Callable[[str], Stationery],
    wanted: Sequence[Wanted],
    shown: Album,
    around: str,
    jobs: int,
    progress: Callable[[int, int], None],
) -> list[Path]:
    """Makes those files of which something has changed; gives the places of all."""
    target.mkdir(parents=True, exist_ok=True)
    places = [place_of(target, one.unit, one.name) for one in wanted]
    manifest = Manifest(target)
    notice = project.cycle.notice
    orders = []
    for one, place in zip(wanted, places, strict=True):
        if manifest.follows(place, one.sources):
            continue
        job = one.compose()
        inputs = key(job, around, notice)
        if manifest.holds(place, inputs):
            manifest.trust(place, one.sources)
        else:
            orders.append(Order(job, place, inputs, one.sources))
    known = len(wanted) - len(orders)
    progress(known, len(wanted))
    try:
        made = _made(orders, stationery, notice, shown, root, target, max(1, jobs))
        for done, (order, content) in enumerate(made, start=known + 1):
            manifest.note(order.place, order.inputs, order.sources, content)
            progress(done, len(wanted))
    finally:
        manifest.write()
    return places


def reports(project: Project, unit: str | None, report: str | None) -> list[tuple[str, str]]:
    """Unit and report of each document that there is, in the project's order; `unit` and `report` narrow it down."""
    return [
        (unit_id, report_id)
        for unit_id in project.units
        for report_id in project.outlines
        if unit in (None, unit_id) and report in (None, report_id)
        if not project.exempt(project.units[unit_id])
        if written(project, unit_id, report_id)
    ]


def _made(
    orders: Sequence[Order],
    stationery: Callable[[str], Stationery],
    notice: str,
    shown: Album,
    root: Path,
    target: Path,
    jobs: int,
) -> Iterator[tuple[Order, bytes]]:
    """Makes each file and moves it into place; gives them as they get ready."""
    if not orders:
        return
    about = {id(order.job): order for order in orders}
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        parts = functools.cache(lambda name, kinds, review: stationery(name).parts(kinds, notice, review))
        for job, path in converted([order.job for order in orders], root, aside, jobs):
            order = about[id(job)]
            content = finish(
                path.read_bytes(),
                job,
                stationery(job.profile),
                parts(job.profile, job.kinds, job.review),
                {**job.properties, "pandoc": pandoc.version()},
                datetime.datetime.fromtimestamp(job.epoch, datetime.UTC),
                shown,
            )
            path.unlink()
            finished = aside / "finished.docx"
            finished.write_bytes(content)
            order.place.parent.mkdir(exist_ok=True)
            finished.replace(order.place)
            yield order, content


def converted(orders: Iterable[Job], root: Path, aside: Path, jobs: int) -> Iterator[tuple[Job, Path]]:
    """Each job with the file that pandoc made of it, as they get ready; one that fails is raised after the others."""
    script, reference = find(root, "word/assemble.lua"), aside / "reference.docx"
    reference.write_bytes(skeleton())
    with pandoc.workshop(script, reference, aside, jobs) as convert, ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(convert, job, aside / f"{id(job)}.docx"): job for job in orders}
        failures: list[PipelineError] = []
        try:
            for future in as_completed(futures):
                try:
                    yield futures[future], future.result()
                except PipelineError as error:
                    failures.append(error)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    if failures:
        raise failures[0]


def place_of(target: Path, unit: str, report: str) -> Path:
    """Where the Word file of a report lies in a folder of them."""
    return target / unit / f"{report}.docx"


def remove_others(target: Path, places: frozenset[Path], summaries: bool = False) -> None:
    """Removes what was made before and is not made any more: of the reports, or of the summaries of comments."""
    for path in target.glob("*/*.docx"):
        if path not in places and path.name.startswith(comments.REPORT) is summaries:
            path.unlink()

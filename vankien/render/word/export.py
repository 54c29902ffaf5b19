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
from vankien.render.templates import find
from vankien.render.word import pandoc
from vankien.render.word.copy import Copy
from vankien.render.word.document import DRAFT, compose
from vankien.render.word.job import Job
from vankien.render.word.manifest import Manifest, key, surroundings
from vankien.render.word.package import finish, skeleton
from vankien.render.word.pictures import Album, album
from vankien.render.word.stationery import Stationery, opener
from vankien.rollup.progress import report_state


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
    wanted = reports(project, unit, report)
    target.mkdir(parents=True, exist_ok=True)
    stationery = opener(root)
    places = [place_of(target, *each) for each in wanted]
    manifest = Manifest(target)
    around = surroundings(root, pandoc.version())
    notice = project.cycle.notice
    shown = album(project.pictures.values(), picture)
    orders = []
    for (unit_id, report_id), place in zip(wanted, places, strict=True):
        job = compose(stationery(project.profile(project.units[unit_id])), project, unit_id, report_id, copy)
        inputs = key(job, around, notice)
        if not manifest.holds(place, inputs):
            orders.append((job, place, inputs))
    progress(len(wanted) - len(orders), len(wanted))
    try:
        for done, (place, inputs, content) in enumerate(
            _made(orders, stationery, notice, shown, root, target, max(1, jobs)), start=len(wanted) - len(orders) + 1
        ):
            manifest.note(place, inputs, content)
            progress(done, len(wanted))
    finally:
        if unit is None and report is None:
            manifest.keep(places)
        manifest.write()
    if unit is None and report is None:
        remove_others(target, frozenset(places))
    return places


def reports(project: Project, unit: str | None, report: str | None) -> list[tuple[str, str]]:
    """Unit and report of each document that there is, in the project's order; `unit` and `report` narrow it down."""
    return [
        (unit_id, report_id)
        for unit_id in project.units
        for report_id in project.outlines
        if unit in (None, unit_id) and report in (None, report_id)
        if not project.exempt(project.units[unit_id])
        if report_state(project, unit_id, report_id) != "absent"
    ]


def _made(
    orders: Sequence[tuple[Job, Path, str]],
    stationery: Callable[[str], Stationery],
    notice: str,
    shown: Album,
    root: Path,
    target: Path,
    jobs: int,
) -> Iterator[tuple[Path, str, bytes]]:
    """Makes each file and moves it into place; gives them as they get ready."""
    if not orders:
        return
    about = {id(job): (place, inputs) for job, place, inputs in orders}
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        parts = functools.cache(lambda name, kinds, review: stationery(name).parts(kinds, notice, review))
        for job, path in converted([job for job, *_ in orders], root, aside, jobs):
            place, inputs = about[id(job)]
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
            place.parent.mkdir(exist_ok=True)
            finished.replace(place)
            yield place, inputs, content


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


def remove_others(target: Path, places: frozenset[Path]) -> None:
    """Removes the documents of reports that are no more."""
    for path in target.glob("*/*.docx"):
        if path not in places:
            path.unlink()

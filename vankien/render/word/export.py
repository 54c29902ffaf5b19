"""Word files of all reports, made aside by several pandoc processes and moved into place."""

import datetime
import functools
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from vankien.model.diagnostic import PipelineError
from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.render.templates import find
from vankien.render.word import pandoc
from vankien.render.word.copy import Copy, Kind
from vankien.render.word.document import DRAFT, compose
from vankien.render.word.job import Job
from vankien.render.word.package import finish, skeleton
from vankien.render.word.pictures import album
from vankien.render.word.stationery import opener
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

    `unit` and `report` narrow it down; without them, files of reports that are no more are removed. `root` is
    where own templates may lie. `jobs` processes work at once; `progress` hears how many of how many files are
    done; `picture` gives the bytes of a picture of the project; `copy` is what the files are for. Raises
    `PipelineError` where pandoc, a template or a layout profile fails; the other files are still made.
    """
    reports = [
        (unit_id, report_id)
        for unit_id in project.units
        for report_id in project.outlines
        if unit in (None, unit_id) and report in (None, report_id)
        if not project.exempt(project.units[unit_id])
        if report_state(project, unit_id, report_id) != "absent"
    ]
    target.mkdir(parents=True, exist_ok=True)
    stationery = opener(root)
    time = moment(project)
    shown = album(project.pictures.values(), picture)
    progress(0, len(reports))
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        reference = aside / "reference.docx"
        reference.write_bytes(skeleton())
        orders = (
            compose(stationery(project.profile(project.units[unit_id])), project, unit_id, report_id, copy)
            for unit_id, report_id in reports
        )
        review = copy.kind is Kind.REVIEW
        parts = functools.cache(lambda name, kinds: stationery(name).parts(kinds, project.cycle.notice, review))
        for done, (job, converted) in enumerate(_converted(orders, root, aside, max(1, jobs)), start=1):
            finished = aside / "finished.docx"
            properties = {**job.properties, "pandoc": pandoc.version()}
            finished.write_bytes(
                finish(
                    converted.read_bytes(),
                    job,
                    stationery(job.profile),
                    parts(job.profile, job.kinds),
                    properties,
                    time,
                    shown,
                )
            )
            converted.unlink()
            place = place_of(target, job.unit, job.report)
            place.parent.mkdir(exist_ok=True)
            finished.replace(place)
            progress(done, len(reports))
    places = [place_of(target, unit_id, report_id) for unit_id, report_id in reports]
    if unit is None and report is None:
        remove_others(target, frozenset(places))
    return places


def _converted(orders: Iterator[Job], root: Path, aside: Path, jobs: int) -> Iterator[tuple[Job, Path]]:
    """Each job with the file that pandoc made of it, as they get ready; one that fails is raised after the others."""
    script, reference = find(root, "word/assemble.lua"), aside / "reference.docx"
    with pandoc.workshop(script, reference, aside, jobs) as convert, ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(convert, job): job for job in orders}
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
    """Removes the Word files of a folder that are none of some."""
    for path in target.glob("*/*.docx"):
        if path not in places:
            path.unlink()


def moment(project: Project) -> datetime.datetime:
    """The moment that the files say they were made at: that of the commit, never that of the run."""
    if project.epoch > 0:
        return datetime.datetime.fromtimestamp(project.epoch, datetime.UTC)
    return datetime.datetime.combine(project.today, datetime.time(), datetime.UTC)

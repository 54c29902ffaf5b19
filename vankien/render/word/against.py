"""Word files with tracked changes against an earlier state of the same reports."""

import dataclasses
import datetime
import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.render.word import pandoc
from vankien.render.word.document import compose
from vankien.render.word.export import converted, remove_others, reports
from vankien.render.word.job import Job
from vankien.render.word.package import finish
from vankien.render.word.pictures import album
from vankien.render.word.redline import redline
from vankien.render.word.stationery import Stationery, opener


def export_against(
    old: Project,
    project: Project,
    root: Path,
    target: Path,
    unit: str | None = None,
    report: str | None = None,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, total: None,
    pictures: tuple[Callable[[Picture], bytes], Callable[[Picture], bytes]] = (lambda one: b"", lambda one: b""),
) -> list[Path]:
    """Writes `target/<unit>/<report>.docx` for each report, with its changes against `old`; gives the paths.

    The revisions carry the name of the body that issues the document and the time of the commit that last changed it.
    A report that was not there is one great insertion. Both states are laid out by the templates of today, so that only
    the content makes a difference. `pictures` give the bytes of a picture of either. Raises `PipelineError` as
    `export` does.
    """
    wanted = reports(project, unit, report)
    target.mkdir(parents=True, exist_ok=True)
    stationery = opener(root)
    parts = functools.cache(lambda name, kinds: stationery(name).parts(kinds, project.cycle.notice))
    albums = {
        is_old: album(state.pictures.values(), content)
        for is_old, state, content in ((True, old, pictures[0]), (False, project, pictures[1]))
    }
    pairs: dict[int, tuple[Path, bool]] = {}
    waiting: dict[Path, dict[bool, tuple[Job, bytes]]] = {}
    orders: list[Job] = []
    for unit_id, report_id in wanted:
        place = target / unit_id / f"{report_id}.docx"
        new = compose(stationery(project.profile(project.units[unit_id])), project, unit_id, report_id)
        for job, is_old in ((_before(stationery, old, new, unit_id, report_id), True), (_about(new, old), False)):
            orders.append(job)
            pairs[id(job)] = place, is_old
    progress(0, len(wanted))
    done = 0
    with tempfile.TemporaryDirectory(prefix=".word-", dir=target) as folder:
        aside = Path(folder)
        for job, path in converted(orders, root, aside, max(1, jobs)):
            place, is_old = pairs[id(job)]
            properties = {**job.properties, "pandoc": pandoc.version()}
            time = datetime.datetime.fromtimestamp(job.epoch, datetime.UTC)
            shared = parts(job.profile, job.kinds)
            content = finish(path.read_bytes(), job, stationery(job.profile), shared, properties, time, albums[is_old])
            path.unlink()
            ready = waiting.setdefault(place, {})
            ready[is_old] = job, content
            if len(ready) == 2:
                del waiting[place]
                newer = ready[False][0]
                date = datetime.datetime.fromtimestamp(newer.epoch, datetime.UTC)
                finished = aside / "finished.docx"
                finished.write_bytes(redline(ready[True][1], ready[False][1], newer.creator, date))
                place.parent.mkdir(exist_ok=True)
                finished.replace(place)
                done += 1
                progress(done, len(wanted))
    places = [target / unit_id / f"{report_id}.docx" for unit_id, report_id in wanted]
    if unit is None and report is None:
        remove_others(target, frozenset(places))
    return places


def _before(stationery: Callable[[str], Stationery], old: Project, new: Job, unit: str, report: str) -> Job:
    """The job of a report as it was; that of an empty paper where it was not there."""
    if (unit, report) in reports(old, unit, report):
        return compose(stationery(old.profile(old.units[unit])), old, unit, report)
    return dataclasses.replace(new, pieces=(), charts=())


def _about(new: Job, old: Project) -> Job:
    return dataclasses.replace(new, properties={**new.properties, "against": old.commit})

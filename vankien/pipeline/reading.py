"""Reads the repository and checks it, as far as that is not known from an earlier run."""

import contextlib
import datetime
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vankien.model.diagnostic import Diagnostic, PipelineError, say
from vankien.model.digest import digest
from vankien.model.picture import Picture
from vankien.model.project import Project
from vankien.pipeline.state import Outputs, Progress, Result, Stage, Version
from vankien.readers.ahead import Ahead
from vankien.readers.disk import Disk
from vankien.readers.file_stamps import look
from vankien.readers.picture import PICTURE_LIMIT
from vankien.readers.project import read
from vankien.readers.store import Store
from vankien.render.templates import profiles
from vankien.rollup.collection import without_collection

MANY = 12
"""So many units that nothing is known of are worth more than one process."""

LOOKED = 100
"""So many units have files enough for a second process to look at them."""


@without_collection()
def inspect(
    root: Path,
    today: datetime.date | None,
    stage: Stage,
    spelling: bool = False,
    at: Version | None = None,
    cache: bool = True,
    jobs: int = 1,
    site: bool = False,
) -> Result:
    """Reads the repository and checks it; `spelling` adds the check that needs a dictionary.

    `at` is the version that lies in `root`, where it is not the work tree.

    With `cache` only what has changed since the last run is read and checked again; where that is much, `jobs`
    processes do it, and where a `site` is made afterwards they prepare what that needs of each unit.
    """
    store = Store(root) if cache else None
    progress = stage("read")
    ahead = None
    if store is not None:
        anew = _prepare(root, today, store, jobs, progress, site)
        ahead = None if anew else _ahead(root, store, jobs, site)
    project = replace(read(root, today, progress, store), profiles=profiles(root))
    source, until = (at.source, at.commit) if at else (root, "")
    project = with_commented(project, source, until)
    if at is not None:
        day = datetime.datetime.fromtimestamp(at.epoch, datetime.UTC).date()
        project = replace(project, commit=at.commit, epoch=at.epoch, today=today or project.cycle.today or day)
    if spelling:
        from vankien.readers.dictionary import read_vocabulary

        project = replace(project, vocabulary=read_vocabulary(root))
    if store is None:
        return Result(project, _checked(project, spelling))
    project, diagnostics = remembered(store, project, spelling)
    return Result(project, diagnostics, store=store, ahead=ahead)


def _ahead(root: Path, store: Store, jobs: int, site: bool) -> Ahead | None:
    """Lets a second process look at the files of the last units, and at those of the site, where these are many."""
    if jobs < 2 or not site or not sys.platform.startswith("linux"):
        return None
    items, _ = Disk(root).listing("units")
    folders = [item for item in items if item.folder]
    if len(folders) < LOOKED:
        return None
    with contextlib.suppress(OSError):
        ahead = Ahead(folders, look, lambda: _of_site(root))
        numbers = {item.name: number for number, item in enumerate(folders)}
        store.looked = lambda unit: ahead.told(numbers[unit]) if unit in numbers else None
        return ahead
    return None


def _of_site(root: Path) -> dict[str, tuple[int, int]]:
    from vankien.render.site.standing import survey

    return survey(Outputs(root).build)


def _prepare(root: Path, today: datetime.date | None, store: Store, jobs: int, progress: Progress, site: bool) -> bool:
    """Where much is new, lets all processors read and check it unit by unit, and keep it for this run as for the next.

    Any unit that was not kept is read and checked afterwards, as if nothing had been prepared. Says whether it was.
    """
    if jobs < 2 or not sys.platform.startswith("linux"):
        return False
    unknown = store.unknown()
    if len(unknown) < MANY:
        return False
    from vankien.checks import prepare
    from vankien.render.site.workers import spread

    if site:
        # Loaded here, once for all processes.
        from vankien.render.site.holdings import holdings

    def prepared(units: list[str]) -> int:
        known = read(root, today, store=store, only=units)
        project = store.remember(replace(known, profiles=profiles(root)))
        prepare(project)
        if site:
            holdings(project)
        store.save(part=True)
        return len(units)

    pieces = [unknown[first :: jobs * 3] for first in range(jobs * 3)]
    done = 0
    for units in spread(prepared, pieces, jobs, few=1):
        done += units
        progress(done, len(unknown))
    return True


def remembered(store: Store, project: Project, spelling: bool) -> tuple[Project, tuple[Diagnostic, ...]]:
    """The findings, worked out only as far as they are not known."""
    project = store.remember(project)
    name = "spelling" if spelling else "findings"
    diagnostics = project.memory.of_unit("", name, project.memory.whole, lambda: _checked(project, spelling))
    store.save()
    return project, diagnostics


def with_commented(project: Project, root: Path, until: str) -> Project:
    """The project with the texts of earlier drafts that comments speak of; up to a commit, where one is named."""
    if not project.comments:
        return project
    from vankien.readers.commented import commented

    return replace(project, commented=commented(root, project, until))


def _checked(project: Project, spelling: bool) -> tuple[Diagnostic, ...]:
    # Where nothing has changed, not even the rules are loaded.
    from vankien.checks import OPTIONAL_RULES, RULES, run

    return run(project, RULES + OPTIONAL_RULES if spelling else RULES)


def quoted(root: Path) -> Callable[[str], str | None]:
    """The text of a file by its path below the root, for findings that quote it."""
    return Disk(root).quote


def dated(project: Project, root: Path) -> Project:
    """The project with the commit and time that its outputs carry."""
    from vankien.readers import git

    if project.commit:
        return project
    commit, epoch = git.head(root)
    return replace(project, commit=commit, epoch=epoch) if commit else project


def stamped(project: Project, root: Path, at: Version | None = None) -> Project:
    """The dated project with the commit that last changed each report; `at` is the version, if not the work tree."""
    from vankien.readers.stamps import stamps

    project = dated(project, root)
    if not project.commit:
        return project
    source, commit = (at.source, at.commit) if at else (root, "")
    return replace(project, stamps=stamps(source, project.applied.keys(), commit))


def picture_bytes(root: Path) -> Callable[[Picture], bytes]:
    """A function from a picture of the project to its bytes, which must still be those that were looked at."""
    disk = Disk(root)

    def content(picture: Picture) -> bytes:
        data = disk.binary(picture.path, PICTURE_LIMIT)
        if data is None or digest(data) != picture.digest:
            raise PipelineError(
                say("{path} was changed while it was in use.", path=picture.path), say("Run the command again.")
            )
        return data

    return content

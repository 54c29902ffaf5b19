"""The drafts that were put out: git tags `draft/<n>`, each read as a project of its own."""

import datetime
import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from vankien.model.diagnostic import NoRepository, PipelineError
from vankien.model.draft import Draft
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.regex import regex
from vankien.readers.changed import changed_paths
from vankien.readers.earlier import Tree, commit_of, git, lay_out, time_of, tree_of
from vankien.readers.project import read
from vankien.readers.store import Store

TAG = regex(r"draft/([1-9][0-9]{0,5})")
FORMAT = "%(refname:strip=2)%09%(objectname) %(*objectname)%09%(committerdate:short)%(*committerdate:short)"


@record
class Tag:
    """A tag `draft/<n>` before anything is read from it."""

    number: int
    """The number."""
    ref: str
    """The tag."""
    commit: str
    """Commit that it names."""
    date: datetime.date
    """Day of that commit, where it was made."""


def tags(root: Path, until: str = "") -> tuple[Tag, ...]:
    """The tags `draft/<n>` of a repository by number; none outside git or without git.

    With a commit, only those that were there before it.
    """
    reached = [f"--merged={until}"] if until else []
    try:
        code, listed = git(root, "for-each-ref", *reached, f"--format={FORMAT}", "refs/tags/draft/")
    except PipelineError:
        return ()
    if code:
        return ()
    found = []
    for line in listed.decode("utf-8", "replace").splitlines():
        ref, objects, day = line.split("\t")
        # A tag that names no commit, such as one of a file, is no draft.
        if (match := TAG.fullmatch(ref)) and day:
            # Of an annotated tag the second object is the commit.
            if (commit := objects.split()[-1]) == until:
                continue
            found.append(Tag(int(match[1]), ref, commit, datetime.date.fromisoformat(day)))
    return tuple(sorted(found, key=lambda tag: tag.number))


def read_drafts(
    root: Path,
    newest: int | None = None,
    until: str = "",
    beside: Store | None = None,
    listed: tuple[Tag, ...] | None = None,
) -> tuple[Draft, ...]:
    """The drafts put out so far, or before a commit, oldest first, each with everything read from it.

    With `newest` only so many. `beside` is the cache with which the work tree was read in this run; `listed` are their
    tags, where they are known already.

    A draft from before there was a repository in this folder is left out. Raises `PipelineError` where git lacks
    files of a commit.
    """
    listed = tags(root, until) if listed is None else listed
    found = []
    for tag in listed[-newest:] if newest else listed:
        try:
            with opened(root, tag.commit, tag.date, beside) as state:
                state.store.save()
        except NoRepository:
            continue
        found.append(Draft(tag.number, tag.ref, tag.commit, tag.date, state.project))
    return tuple(found)


def read_at(root: Path, ref: str) -> Project:
    """Everything at a git ref; raises `PipelineError` where there is none, or no repository at it."""
    with opened(root, commit_of(root, ref)) as state:
        state.store.save()
    return state.project


@record
class State:
    """The content of a commit, as long as some of it lies in a folder."""

    tree: Tree
    """The commit."""
    project: Project
    """Everything read."""
    store: Store
    """What keeps it for the next time."""
    folder: Path
    """What had to be laid out to be read; `complete` lays the rest out."""

    def complete(self, wanted: Callable[[str], bool] = lambda path: True) -> None:
        """Lays out those files that are wanted and not yet there."""
        lay_out(self.tree, self.folder, lambda path: wanted(path) and not os.path.lexists(self.folder / path))


@contextmanager
def opened(
    root: Path,
    commit: str,
    today: datetime.date | None = None,
    beside: Store | None = None,
    changed: Collection[str] | None = None,
) -> Iterator[State]:
    """Everything at a commit; units that were read before, or are the same in the work tree, are not read again.

    Raises `NoRepository` where there is none at the commit. `beside` is the cache with which the work tree
    was read in this run, `changed` what git says has changed in it since the commit.
    """
    tree = tree_of(root, commit)
    if beside is not None and changed is None:
        changed = changed_paths(root, commit)
    store = Store(root, tree, beside, changed or ())
    with tempfile.TemporaryDirectory(prefix="vankien-") as place:
        folder = Path(place)
        lay_out(tree, folder, lambda path: not (path.startswith("units/") and path.split("/")[1] in store.at_hand))
        project = read(folder, today, store=store)
        yield State(tree, replace(project, commit=commit, epoch=time_of(root, commit)), store, folder)

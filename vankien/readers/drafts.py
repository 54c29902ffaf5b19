"""The drafts that were put out: git tags `draft/<n>`, each read as a project of its own."""

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from vankien.model.diagnostic import PipelineError
from vankien.model.draft import Draft
from vankien.model.project import Project
from vankien.readers.earlier import commit_of, git, laid_out, time_of
from vankien.readers.project import read

TAG = re.compile(r"draft/([1-9][0-9]{0,5})")
FORMAT = "%(refname:strip=2)%09%(objectname) %(*objectname)%09%(committerdate:short)%(*committerdate:short)"


@dataclass(frozen=True, slots=True)
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


def read_drafts(root: Path, newest: int | None = None, until: str = "") -> tuple[Draft, ...]:
    """The drafts put out so far, or before a commit, oldest first, each with everything read from it.

    With `newest` only so many.

    A draft from before there was a repository in this folder is left out. Raises `PipelineError` where git lacks
    files of a commit.
    """
    listed = tags(root, until)
    found = []
    for tag in listed[-newest:] if newest else listed:
        project = _read(root, tag.commit, tag.date)
        if project is not None:
            found.append(Draft(tag.number, tag.ref, tag.commit, tag.date, project))
    return tuple(found)


def read_at(root: Path, ref: str) -> Project:
    """Everything at a git ref; raises `PipelineError` where there is none, or no repository at it."""
    commit = commit_of(root, ref)
    with laid_out(root, commit) as folder:
        return replace(read(folder), commit=commit, epoch=time_of(root, commit))


def _read(root: Path, commit: str, day: datetime.date) -> Project | None:
    with laid_out(root, commit) as folder:
        try:
            project = read(folder, day)
        except PipelineError:
            return None
    return replace(project, commit=commit, epoch=time_of(root, commit))

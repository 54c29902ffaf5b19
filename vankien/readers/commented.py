"""Reads the texts that comments speak of from the drafts that were put out, without reading whole drafts."""

from collections.abc import Collection, Iterator
from pathlib import Path

from vankien.model.commented import Commented, Key
from vankien.model.diagnostic import PipelineError
from vankien.model.project import Project
from vankien.model.source import Body
from vankien.readers.disk import ID, decode
from vankien.readers.drafts import tags
from vankien.readers.earlier import git
from vankien.readers.front_matter import divide
from vankien.rollup.anchor import heading_now

WITHIN = "/comments/"


def commented(root: Path, project: Project, until: str = "") -> Commented:
    """The texts of the drafts put out in the repository at `root`; with a commit, only of those before it."""
    if not any(WITHIN in path for path in project.digests):
        return Commented()
    commits = {tag.number: tag.commit for tag in tags(root, until)}
    return Commented(commits, lambda: _wanted(project), lambda keys: _read(root, project, commits, keys))


def _wanted(project: Project) -> Iterator[Key]:
    for comment in project.comments:
        if comment.draft and comment.heading:
            yield comment.draft, comment.unit, comment.report, heading_now(project, comment)


def _read(root: Path, project: Project, commits: dict[int, str], keys: Collection[Key]) -> dict[Key, tuple[Body, ...]]:
    asked = [(key, path) for key in sorted(keys) for path in _paths(project, key)]
    given = "".join(f"{commits[key[0]]}:./{path}\n" for key, path in asked)
    try:
        code, contents = git(root, "cat-file", "--batch", given=given.encode()) if given else (0, b"")
    except PipelineError:
        return {}
    found: dict[Key, tuple[Body, ...]] = {}
    at = 0
    for key, path in asked if not code else ():
        end = contents.index(b"\n", at)
        about = contents[at:end].split(b" ")
        at = end + 1
        # Of what is not there git says so in its place: `<name> missing`.
        if len(about) == 3 and about[1] in (b"blob", b"tree", b"commit", b"tag"):
            data = contents[at : at + int(about[2])]
            at += len(data) + 1
            text = decode(path, data)[0] if about[1] == b"blob" else None
            if text is not None:
                found[key] = (*found.get(key, ()), divide(text)[1])
    return found


def _paths(project: Project, key: Key) -> Iterator[str]:
    """Where the text of a heading may have stood: under its id of today, and under those that it had before."""
    _, unit, report, heading = key
    outline = project.outlines.get(report)
    known = outline.heading(heading) if outline else None
    former = (*known.was, known.cut_from) if known else ()
    for id in dict.fromkeys((heading, *former)):
        # Any words may stand for an id in a comment, and git takes a line for a name.
        if all(ID.match(part) for part in (unit, report, *id.split("."))):
            yield f"units/{unit}/{report}/{id}.md"

"""The content as it stood at another commit, laid out in a temporary folder; the work tree is never touched."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say

FOLDERS = ("content", "units")
"""What of a repository is read; everything else may be as large as it likes."""

FILE, PROGRAM, LINK = b"100644", b"100755", b"120000"


@contextmanager
def earlier(root: Path, base: str) -> Iterator[Path]:
    """A folder with the content below `root` as it stood where the work tree branched off from `base`.

    Where the two have no common ancestor that is known, it is `base` itself. Raises `PipelineError` where git, the
    repository or the commit is missing.
    """
    with _laid_out(root, _branched_off(root, base)) as folder:
        yield folder


@contextmanager
def at(root: Path, ref: str) -> Iterator[tuple[Path, str]]:
    """A folder with the content below `root` as it stood at a git ref, and the commit that the ref names.

    Raises `PipelineError` where git, the repository or the commit is missing.
    """
    commit = _commit(root, ref)
    with _laid_out(root, commit) as folder:
        yield folder, commit


@contextmanager
def _laid_out(root: Path, commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vankien-") as folder:
        target = Path(folder)
        _lay_out(root, commit, target)
        yield target


def _git(root: Path, *arguments: str, given: bytes | None = None) -> tuple[int, bytes]:
    environment = dict(os.environ, GIT_OPTIONAL_LOCKS="0", LC_ALL="C")
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            env=environment,
            input=given if given is not None else b"",
            capture_output=True,
            timeout=600,
        )
    except FileNotFoundError:
        raise PipelineError(
            say("git was not found, so nothing can be compared."),
            say("Install git, or leave out --changed and --against."),
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PipelineError(say("git did not answer: {reason}", reason=str(error))) from None
    return done.returncode, done.stdout


def _commit(root: Path, base: str) -> str:
    code, inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if code or inside.strip() != b"true":
        raise PipelineError(
            say("{root} is not under git, so there is nothing to compare with.", root=str(root)),
            say("Leave out --changed and --against."),
        )
    code, found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}")
    if code or not found.strip():
        raise PipelineError(
            say("git does not know {base}.", base=base),
            say(
                "Only the newest commits were fetched. Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` "
                "in a workflow)."
            )
            if _shallow(root)
            else say("Name a branch, a tag or a commit of this repository; `git branch --all` lists the branches."),
        )
    return found.decode().strip()


def _branched_off(root: Path, base: str) -> str:
    commit = _commit(root, base)
    code, common = _git(root, "merge-base", commit, "HEAD")
    if code and _shallow(root):
        raise PipelineError(
            say(
                "Where the work branched off from {base} is not known: only the newest commits were fetched.", base=base
            ),
            say("Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)."),
        )
    return common.decode().split()[0] if not code and common.strip() else commit


def _shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository")[1].strip() == b"true"


def _lay_out(root: Path, commit: str, target: Path) -> None:
    """Writes the files of a commit; a repository may lie in a folder of a larger one."""
    prefix = _git(root, "rev-parse", "--show-prefix")[1].rstrip(b"\n")
    code, listed = _git(
        root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(os.fsdecode(prefix) + folder for folder in FOLDERS)
    )
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=commit[:12]))
    entries = []
    for line in listed.split(b"\0"):
        if line:
            about, path = line.split(b"\t", 1)
            mode, kind, object_id = about.split(b" ")
            if kind == b"blob":
                entries.append((mode, object_id, path[len(prefix) :]))
    code, contents = _git(root, "cat-file", "--batch", given=b"".join(one[1] + b"\n" for one in entries))
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=commit[:12]))
    at = 0
    made: set[Path] = set()
    for mode, _, path in entries:
        end = contents.index(b"\n", at)
        size = int(contents[at:end].split(b" ")[2])
        data = contents[end + 1 : end + 1 + size]
        at = end + size + 2
        place = target / os.fsdecode(path)
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        if mode == LINK:
            place.symlink_to(os.fsdecode(data))
        elif mode in (FILE, PROGRAM):
            place.write_bytes(data)

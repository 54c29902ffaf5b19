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
    commit = _branching(root, base, commit_of(root, base))
    with laid_out(root, commit) as folder:
        yield folder


@contextmanager
def laid_out(root: Path, commit: str) -> Iterator[Path]:
    """A temporary folder with the content of a commit below `root`."""
    with tempfile.TemporaryDirectory(prefix="vankien-") as folder:
        target = Path(folder)
        lay_out(root, commit, target)
        yield target


def commit_of(root: Path, ref: str) -> str:
    """The commit that a branch, a tag or another name stands for; raises `PipelineError` where there is none."""
    code, inside = git(root, "rev-parse", "--is-inside-work-tree")
    if code or inside.strip() != b"true":
        raise PipelineError(
            say("{root} is not under git, so there is nothing to compare with.", root=str(root)),
            say("Only the content as it lies there can be read: leave out what names another version."),
        )
    if git(root, "rev-parse", "--verify", "--quiet", "HEAD")[0]:
        raise PipelineError(
            say("Nothing has been committed to {root} yet, so there is nothing to compare with.", root=str(root)),
            say("Commit the content first: `git add -A`, then `git commit`."),
        )
    code, found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}")
    if code or not found.strip():
        raise PipelineError(
            say("git does not know {base}.", base=ref),
            say(
                "Only the newest commits were fetched. Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` "
                "in a workflow)."
            )
            if _shallow(root)
            else say("Name a branch, a tag or a commit of this repository; `git branch --all` lists the branches."),
        )
    return found.decode().strip()


def time_of(root: Path, commit: str) -> int:
    """When a commit was made, in seconds since 1970."""
    return int(git(root, "log", "-1", "--format=%ct", commit)[1].strip() or b"0")


def _shallow(root: Path) -> bool:
    return git(root, "rev-parse", "--is-shallow-repository")[1].strip() == b"true"


def renamed(root: Path, folder: Path) -> dict[str, str]:
    """Files and folders of the work tree that stood under another path in the earlier content: new path to old path.

    git judges it by likeness, also of files that it does not yet know.
    """
    found: dict[str, str] = {}
    for name in FOLDERS:
        old, new = folder / name, root.resolve() / name
        if not (old.is_dir() and new.is_dir()):
            continue
        options = ("--no-index", "--no-ext-diff", "--find-renames", "--diff-filter=R", "--name-status", "-z")
        parts = git(root, "diff", *options, "--", str(old), str(new))[1].split(b"\0")
        for at in range(0, len(parts) - 2, 3):
            before = Path(os.fsdecode(parts[at + 1])).relative_to(old)
            after = Path(os.fsdecode(parts[at + 2])).relative_to(new)
            found[f"{name}/{after.as_posix()}"] = f"{name}/{before.as_posix()}"
            # Findings about what is missing stand at folders.
            while before.name == after.name and len(before.parts) > 1 and len(after.parts) > 1:
                before, after = before.parent, after.parent
                if not (old / after).exists():
                    found.setdefault(f"{name}/{after.as_posix()}", f"{name}/{before.as_posix()}")
    return found


def git(root: Path, *arguments: str, given: bytes | None = None) -> tuple[int, bytes]:
    """The exit code and the output of one git command; raises `PipelineError` where git is missing or hangs."""
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
            say("git was not found, so no other version can be read."),
            say("Install git, or leave out what names another version."),
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PipelineError(say("git did not answer: {reason}", reason=str(error))) from None
    return done.returncode, done.stdout


def branching_point(root: Path, base: str) -> str:
    """The commit at which the work tree branched off from a ref; the ref's own where that is not known.

    Raises `PipelineError` where git, the repository or the commit is missing.
    """
    return _branching(root, base, commit_of(root, base))


def _branching(root: Path, base: str, commit: str) -> str:
    """Where the work tree branched off from a commit."""
    code, common = git(root, "merge-base", commit, "HEAD")
    if code and _shallow(root):
        raise PipelineError(
            say(
                "Where the work branched off from {base} is not known: only the newest commits were fetched.", base=base
            ),
            say("Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)."),
        )
    return common.decode().split()[0] if not code and common.strip() else commit


def lay_out(root: Path, commit: str, target: Path) -> None:
    """Writes the files of a commit; a repository may lie in a folder of a larger one."""
    prefix = git(root, "rev-parse", "--show-prefix")[1].rstrip(b"\n")
    code, listed = git(
        root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(os.fsdecode(prefix) + folder for folder in FOLDERS)
    )
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=commit[:12]))
    entries = []
    for line in listed.split(b"\0"):
        if line:
            about, path = line.split(b"\t", 1)
            mode, kind, object_id = about.split(b" ")
            # Git itself refuses such names, but a repository may have been made by something else.
            if kind == b"blob" and b".." not in path.split(b"/"):
                entries.append((mode, object_id, path[len(prefix) :]))
    code, contents = git(root, "cat-file", "--batch", given=b"".join(one[1] + b"\n" for one in entries))
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=commit[:12]))
    at = 0
    made: set[Path] = set()
    for mode, _, path in entries:
        end = contents.index(b"\n", at)
        about = contents[at:end].split(b" ")
        # Where an object is not there git says so in its place: `<id> missing`.
        if len(about) != 3:
            raise PipelineError(
                say("The files of commit {commit} cannot be read.", commit=commit[:12]),
                say("Files of that commit are not in this clone: `git fetch --refetch`, or clone anew."),
            )
        size = int(about[2])
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

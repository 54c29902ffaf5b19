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
    commit = _commit(root, base)
    with tempfile.TemporaryDirectory(prefix="vankien-") as folder:
        target = Path(folder)
        _lay_out(root, commit, target)
        yield target


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
        parts = _git(root, "diff", *options, "--", str(old), str(new))[1].split(b"\0")
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
            say("git was not found, so nothing can be compared."), say("Install git, or check without --changed.")
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PipelineError(say("git did not answer: {reason}", reason=str(error))) from None
    return done.returncode, done.stdout


def _commit(root: Path, base: str) -> str:
    code, inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if code or inside.strip() != b"true":
        raise PipelineError(
            say("{root} is not under git, so there is nothing to compare with.", root=str(root)),
            say("Check without --changed."),
        )
    shallow = _git(root, "rev-parse", "--is-shallow-repository")[1].strip() == b"true"
    code, found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", base + "^{commit}")
    if code or not found.strip():
        raise PipelineError(
            say("git does not know {base}.", base=base),
            say(
                "Only the newest commits were fetched. Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` "
                "in a workflow)."
            )
            if shallow
            else say("Name a branch, a tag or a commit of this repository; `git branch --all` lists the branches."),
        )
    commit = found.decode().strip()
    code, common = _git(root, "merge-base", commit, "HEAD")
    if code and shallow:
        raise PipelineError(
            say(
                "Where the work branched off from {base} is not known: only the newest commits were fetched.", base=base
            ),
            say("Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)."),
        )
    return common.decode().split()[0] if not code and common.strip() else commit


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

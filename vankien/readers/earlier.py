"""The content as it stood at another commit, laid out in a temporary folder; the work tree is never touched."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say
from vankien.model.record import record

FOLDERS = ("content", "units")
"""What of a repository is read; everything else may be as large as it likes."""

FILE, PROGRAM, LINK = b"100644", b"100755", b"120000"


@record
class Tree:
    """The content of a commit, before any file of it is read."""

    root: Path
    """Root of the repository, which may lie in a folder of a larger one."""
    commit: str
    """The commit."""
    files: tuple[tuple[bytes, bytes, bytes], ...]
    """Mode, object and path below the root of each file."""

    def units(self) -> dict[str, list[tuple[bytes, bytes, str]]]:
        """Mode, object and path of the files in each unit's folder.

        A folder with links is left out, since these lead elsewhere, and one whose name is no id.
        """
        folders: dict[str, list[tuple[bytes, bytes, str]]] = {}
        for mode, object_id, path in self.files:
            parts = os.fsdecode(path).split("/")
            if parts[0] == "units" and len(parts) > 2 and parts[1].isascii():
                folders.setdefault(parts[1], []).append((mode, object_id, os.fsdecode(path)))
        return {name: files for name, files in folders.items() if all(mode in (FILE, PROGRAM) for mode, _, _ in files)}


@contextmanager
def laid_out(root: Path, commit: str) -> Iterator[Path]:
    """A temporary folder with the content of a commit below `root`."""
    with tempfile.TemporaryDirectory(prefix="vankien-") as folder:
        target = Path(folder)
        lay_out(tree_of(root, commit), target)
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


def renamed(root: Path, tree: Tree, paths: Iterable[str]) -> dict[str, str]:
    """Files and folders of the work tree that stood under another path in a commit: new path to old path.

    `paths` are those that differ. git judges it by likeness, also of files that it does not yet know.
    """
    had = {os.fsdecode(path) for _, _, path in tree.files}
    content = [path for path in paths if path.partition("/")[0] in FOLDERS]
    gone = {path for path in content if path in had and not os.path.lexists(root / path)}
    come = [path for path in content if path not in had and (root / path).is_file()]
    if not gone or not come:
        return {}
    with tempfile.TemporaryDirectory(prefix="vankien-") as place:
        old, new = Path(place) / "old", Path(place) / "new"
        lay_out(tree, old, gone.__contains__)
        for path in come:
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, new / path)
        options = ("--no-index", "--no-ext-diff", "--find-renames", "--diff-filter=R", "--name-status", "-z")
        parts = git(root, "diff", *options, "--", str(old), str(new))[1].split(b"\0")
    folders = {above.as_posix() for path in had for above in Path(path).parents}
    found: dict[str, str] = {}
    for at in range(0, len(parts) - 2, 3):
        before = Path(os.fsdecode(parts[at + 1])).relative_to(old)
        after = Path(os.fsdecode(parts[at + 2])).relative_to(new)
        found[after.as_posix()] = before.as_posix()
        # Findings about what is missing stand at folders.
        while before.name == after.name and len(before.parts) > 2 and len(after.parts) > 2:
            before, after = before.parent, after.parent
            if after.as_posix() not in folders:
                found.setdefault(after.as_posix(), before.as_posix())
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
    commit = commit_of(root, base)
    code, common = git(root, "merge-base", commit, "HEAD")
    if code and _shallow(root):
        raise PipelineError(
            say(
                "Where the work branched off from {base} is not known: only the newest commits were fetched.", base=base
            ),
            say("Fetch all of them (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)."),
        )
    return common.decode().split()[0] if not code and common.strip() else commit


def tree_of(root: Path, commit: str) -> Tree:
    """The content of a commit; raises `PipelineError` where it cannot be read."""
    prefix = git(root, "rev-parse", "--show-prefix")[1].rstrip(b"\n")
    code, listed = git(
        root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(os.fsdecode(prefix) + folder for folder in FOLDERS)
    )
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=commit[:12]))
    files = []
    for line in listed.split(b"\0"):
        if line:
            about, path = line.split(b"\t", 1)
            mode, kind, object_id = about.split(b" ")
            # Git itself refuses such names, but a repository may have been made by something else.
            if kind == b"blob" and b".." not in path.split(b"/"):
                files.append((mode, object_id, path[len(prefix) :]))
    return Tree(root, commit, tuple(files))


def lay_out(tree: Tree, target: Path, wanted: Callable[[str], bool] = lambda path: True) -> None:
    """Writes those files of a commit that are wanted; of the others only the folders of units are made."""
    entries = []
    made: set[str] = set()
    for mode, object_id, path in tree.files:
        name = os.fsdecode(path)
        chosen = wanted(name)
        # Of what is left out it must still be seen that the unit is there.
        folder = "/".join(name.split("/")[:-1][: None if chosen else 2])
        if folder not in made:
            (target / folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        if chosen:
            entries.append((mode, object_id, target / name))
    code, contents = git(tree.root, "cat-file", "--batch", given=b"".join(one[1] + b"\n" for one in entries))
    if code:
        raise PipelineError(say("The files of commit {commit} cannot be read.", commit=tree.commit[:12]))
    at = 0
    for mode, _, place in entries:
        end = contents.index(b"\n", at)
        about = contents[at:end].split(b" ")
        # Where an object is not there git says so in its place: `<id> missing`.
        if len(about) != 3:
            raise PipelineError(
                say("The files of commit {commit} cannot be read.", commit=tree.commit[:12]),
                say("Files of that commit are not in this clone: `git fetch --refetch`, or clone anew."),
            )
        size = int(about[2])
        data = contents[end + 1 : end + 1 + size]
        at = end + size + 2
        if mode == LINK:
            place.symlink_to(os.fsdecode(data))
        elif mode in (FILE, PROGRAM):
            place.write_bytes(data)

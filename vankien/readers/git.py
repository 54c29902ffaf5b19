"""What git knows of a repository: the commit that the content is at, and which texts changed lately."""

import datetime
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from vankien.model.recent import Recent

WEEK = datetime.timedelta(days=7)


def head(root: Path) -> tuple[str, int]:
    """The commit checked out at `root` and its time in seconds since 1970.

    The commit ends with `+` where the work tree differs from it. Outside a git repository, in one
    without commits, or without git, the commit is empty and the time 0.
    """
    commit, _, time = output(root, "log", "-1", "--format=%H %ct").strip().partition(" ")
    if not commit:
        return "", 0
    changed = output(root, "status", "--porcelain", "--untracked-files=normal", "--", ".")
    return commit + ("+" if changed else ""), int(time)


def recent(root: Path, today: datetime.date, until: str = "") -> tuple[Recent, ...]:
    """The texts that commits of the seven days up to `today` changed, newest first; each once, by its last change.

    The history is read in one pass, up to the commit `until` or to what is checked out. Outside git there is none.
    """
    # Git compares the time of the committer, and each commit has its own day: a margin, then the day itself.
    since = (today - WEEK - datetime.timedelta(days=2)).isoformat()
    listed = output(
        root, "log", f"--since={since}", "--no-renames", "--name-status", "--relative", "-z", "--format=%x01%cs",
        until or "HEAD", "--", "units",
    )  # fmt: skip
    found: dict[tuple[str, str, str], Recent] = {}
    day = today
    fields = iter(listed.split("\0"))
    for field in fields:
        mark = field.strip("\n")
        if mark.startswith("\x01"):
            day = datetime.date.fromisoformat(mark[1:])
        elif mark:
            parts = next(fields, "").split("/")
            within = today - WEEK < day <= today and len(parts) == 4 and parts[3].endswith(".md")
            if within and parts[2] not in ("comments", "images"):
                key = parts[1], parts[2], parts[3].removesuffix(".md")
                found.setdefault(key, Recent(*key, day, mark == "D"))
    return tuple(sorted(found.values(), key=lambda one: (-one.day.toordinal(), one.unit, one.report, one.heading)))


def environment() -> dict[str, str]:
    """The environment in which git speaks English and waits for no lock."""
    return dict(os.environ, GIT_OPTIONAL_LOCKS="0", LC_ALL="C")


def output(root: Path, *arguments: str) -> str:
    """What a git command prints; nothing where it fails."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def uncommitted(root: Path) -> bool | None:
    """Whether the content differs from what is committed; none outside git or before the first commit."""
    if not output(root, "rev-parse", "--verify", "--quiet", "HEAD"):
        return None
    return bool(output(root, "status", "--porcelain", "--untracked-files=normal", "--", "content", "units"))


def commit(root: Path, paths: Iterable[str], message: str) -> str:
    """Commits some files alone; returns what git says where it refuses, after which nothing is staged."""
    given = "\0".join(paths).encode()
    environment = dict(os.environ, LC_ALL="C")
    named = ["--pathspec-from-file=-", "--pathspec-file-nul"]
    for arguments in (["add", "-A", *named], ["commit", "--quiet", "-m", message, *named]):
        try:
            done = subprocess.run(
                ["git", "--literal-pathspecs", "-C", str(root), *arguments],
                env=environment,
                input=given,
                capture_output=True,
                timeout=600,
            )
            said = b"" if not done.returncode else done.stderr + done.stdout or b"git"
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error).encode()
        if said:
            subprocess.run(["git", "-C", str(root), "reset", "--quiet", *named], input=given, capture_output=True)
            return said.decode("utf-8", "replace").strip()
    return ""

"""What git knows of a repository: the commit that the content is at."""

import os
import subprocess
from pathlib import Path


def head(root: Path) -> tuple[str, int]:
    """The commit checked out at `root` and its time in seconds since 1970.

    The commit ends with `+` where the work tree differs from it. Outside a git repository, in one
    without commits, or without git, the commit is empty and the time 0.
    """
    environment = dict(os.environ, GIT_OPTIONAL_LOCKS="0", LC_ALL="C")

    def git(*arguments: str) -> str:
        try:
            done = subprocess.run(
                ["git", "-C", str(root), *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=60,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    commit, _, time = git("log", "-1", "--format=%H %ct").partition(" ")
    if not commit:
        return "", 0
    changed = git("status", "--porcelain", "--untracked-files=normal", "--", ".")
    return commit + ("+" if changed else ""), int(time)

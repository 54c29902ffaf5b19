"""Which files a change touches, and on whose behalf it is made, as git and the code hosts tell it."""

import os
from pathlib import Path

from vankien.readers.earlier import git

BRANCH_VARIABLES = ("GITHUB_HEAD_REF", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME", "GITHUB_REF_NAME")
"""Where GitHub, Forgejo and GitLab tell the branch that a pull request comes from."""


def branch(root: Path) -> str:
    """Name of the branch that is checked out, or that a workflow runs for; empty where there is none."""
    code, name = git(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not code and name.strip():
        return name.decode("utf-8", "replace").strip()
    return next((value for name in BRANCH_VARIABLES if (value := os.environ.get(name, ""))), "")


def changed_paths(root: Path, base: str, commit: str | None = None) -> tuple[str, ...]:
    """Paths below `root` that differ between two commits, or a commit and the work tree with what is not yet added."""
    prefix = git(root, "rev-parse", "--show-prefix")[1].rstrip(b"\n")
    names = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", base, *([commit] if commit else [])]
    listed = git(root, *names)[1]
    found = {path[len(prefix) :] for path in listed.split(b"\0") if path and path.startswith(prefix)}
    if commit is None:
        others = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".", ":(exclude)build")[1]
        found |= {path for path in others.split(b"\0") if path}
    return tuple(sorted(os.fsdecode(path) for path in found))

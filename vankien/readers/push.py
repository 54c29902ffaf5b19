"""A push to a repository on a server: what it updates, and what it has to be compared with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from vankien.model.push import Update
from vankien.model.regex import regex
from vankien.readers.earlier import git, lay_out, tree_of

LINE = regex(r"([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\S.*)")


def updates(text: str) -> tuple[Update, ...]:
    """The lines that git gives to a `pre-receive` or `post-receive` hook."""
    found = (LINE.fullmatch(line) for line in text.splitlines())
    return tuple(Update(*(_commit(one[1]), _commit(one[2])), one[3]) for one in found if one)


def _commit(name: str) -> str:
    return name if name.strip("0") else ""


def main_branch(root: Path) -> str:
    """Name of the branch that holds what counts: the one that the repository's HEAD names."""
    return git(root, "symbolic-ref", "--short", "HEAD")[1].decode("utf-8", "replace").strip()


def commit_of(root: Path, ref: str) -> str:
    """The commit that a ref names; empty where there is none."""
    code, found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}")
    return "" if code else found.decode().strip()


def follows(root: Path, old: str, new: str) -> bool:
    """Whether a commit has another one in its history."""
    return git(root, "merge-base", "--is-ancestor", old, new)[0] == 0


def compared_with(root: Path, update: Update) -> str:
    """The commit that a push is judged against: what the branch was at, or where it left the main branch."""
    if update.old and follows(root, update.old, update.new):
        return update.old
    main = commit_of(root, "HEAD")
    if not main:
        return ""
    code, common = git(root, "merge-base", main, update.new)
    return common.decode().split()[0] if not code and common.strip() else ""


@contextmanager
def content_at(root: Path, commit: str) -> Iterator[Path]:
    """A folder with the content of a commit; empty without a commit. Works on a bare repository, too."""
    with TemporaryDirectory(prefix="vankien-") as folder:
        if commit:
            lay_out(tree_of(root, commit), Path(folder))
        yield Path(folder)

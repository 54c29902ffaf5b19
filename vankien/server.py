"""What a server without a code host does: judge each push, and keep the site of the main branch up to date."""

import datetime
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from vankien import pipeline
from vankien.checks import run as check
from vankien.model.diagnostic import Diagnostic, Message, PipelineError, Severity, say
from vankien.model.project import Project
from vankien.model.push import DRAFTS, Update
from vankien.model.record import record
from vankien.readers import changed, push
from vankien.readers.disk import Disk
from vankien.readers.project import read
from vankien.render.templates import profiles
from vankien.rollup.identity import caused
from vankien.rollup.territory import of_account, of_branch

ACCOUNTS = ("VANKIEN_ACCOUNT", "GL_USERNAME", "GL_USER", "REMOTE_USER")
"""Variables in which ssh keys, gitolite and web servers tell who pushes."""

HOOKS = {"pre-receive": "receive", "post-receive": "publish"}
MARK = "# vankien hooks"


@record
class Judgement:
    """What is said of one ref of a push."""

    update: Update
    """The ref."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Findings that the push brings, those that are no errors as well."""
    refusals: tuple[Message, ...] = ()
    """Why the ref cannot be pushed whatever its content."""
    lines: Mapping[str, str] | None = None
    """Texts of the files with findings, by path, to quote them."""

    @property
    def accepted(self) -> bool:
        """Whether the ref may be pushed."""
        return not self.refusals and all(one.severity is not Severity.ERROR for one in self.diagnostics)


def judge(root: Path, lines: str, account: str = "", today: datetime.date | None = None) -> list[Judgement]:
    """What is to be said of a push to the bare repository at `root`, ref by ref.

    A push is refused where it brings errors that were not there before, reaches into the folder of a unit that the
    branch or the account does not belong to, takes history off the main branch, or moves a draft that was put out.
    """
    return [_judge(root, update, account, today) for update in push.updates(lines)]


def _judge(root: Path, update: Update, account: str, today: datetime.date | None) -> Judgement:
    main = push.main_branch(root)
    if update.ref.startswith(DRAFTS) and update.old:
        return Judgement(update, refusals=(say("A draft that was put out stays as it is; put the next one out."),))
    if update.branch == main and update.old and not (update.new and push.follows(root, update.old, update.new)):
        return Judgement(
            update, refusals=(say("The history of `{branch}` must not be rewritten or deleted.", branch=main),)
        )
    if not update.branch or not update.new:
        return Judgement(update)
    base = push.compared_with(root, update)
    if base and not any(_counts(path) for path in changed.changed_paths(root, base, update.new)):
        return Judgement(update)
    with push.content_at(root, update.new) as after, push.content_at(root, base) as before:
        if not Disk(after).exists("content/cycle.yml") and not Disk(before).exists("content/cycle.yml"):
            return Judgement(update)
        project = _project(after, root, today)
        found = check(project)
        old = _earlier(before, root, today)
        new = caused(found, Disk(after).quote, check(old) if old else (), Disk(before).quote)
        kept = [one for one, is_new in zip(found, new, strict=True) if is_new]
        trusted = _trusted(root, today) or old or project
        paths = changed.changed_paths(root, base, update.new) if base else ()
        for own in (of_branch(update.branch, trusted.units), of_account(account, trusted)):
            if own is not None:
                kept += pipeline.out_of_place(project, own, own.outside(paths))
        quote = Disk(after).quote
        texts = {one.span.path: quote(one.span.path) or "" for one in kept}
        return Judgement(update, tuple(kept), lines=texts)


def _counts(path: str) -> bool:
    return path.partition("/")[0] in ("content", "units")


def _project(folder: Path, root: Path, today: datetime.date | None) -> Project:
    return replace(read(folder, today), profiles=profiles(root))


def _earlier(folder: Path, root: Path, today: datetime.date | None) -> Project | None:
    """The state at an earlier commit; none where there was no editorial repository yet."""
    try:
        return _project(folder, root, today)
    except PipelineError:
        return None


def _trusted(root: Path, today: datetime.date | None) -> Project | None:
    """The main branch as it is: who belongs to which unit is told there, not by what is pushed."""
    with push.content_at(root, push.commit_of(root, "HEAD")) as folder:
        return _earlier(folder, root, today)


def account() -> str:
    """Who pushes, as the server tells it; empty where it does not."""
    return next((value for name in ACCOUNTS if (value := os.environ.get(name, ""))), "")


def publish(root: Path, lines: str, build: Callable[[Path], int]) -> Path | None:
    """Builds the site of the main branch after a push that moved it; gives the folder that holds it.

    `build` makes everything below `build/` of the folder it is given and returns an exit code. Of several pushes at
    once one builds at a time, each what is newest by then; one that finds it built already is done. A run that was cut
    off leaves the last good site and is made good by the next one.
    """
    main = push.main_branch(root)
    if all(update.branch != main or not update.new for update in push.updates(lines)):
        return None
    own = root / "vankien"
    own.mkdir(exist_ok=True)
    with _alone(own / "lock"):
        commit = push.commit_of(root, "HEAD")
        tree = own / "tree"
        built = own / "built"
        if built.is_file() and built.read_text() == commit and (tree / "build" / "site").is_dir():
            return tree
        _check_out(root, tree, commit)
        if build(tree) not in (0, 1):
            raise PipelineError(say("The site was not built; the last one stays."))
        built.write_text(commit)
        return tree


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Waits until no other process holds the lock; it is let go even where the process is killed."""
    import fcntl

    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _check_out(root: Path, tree: Path, commit: str) -> None:
    """Makes a folder hold the files of a commit; what was built in it stays, so that only what changed is built."""
    if not (tree / ".git").exists():
        shutil.rmtree(tree, ignore_errors=True)
        _git(root, "worktree", "prune")
        _git(root, "worktree", "add", "--quiet", "--force", "--detach", str(tree), commit)
        return
    lock = Path(_git(tree, "rev-parse", "--git-path", "index.lock").strip())
    # Only a run that was cut off can have left it: this one holds the lock of all runs.
    (lock if lock.is_absolute() else tree / lock).unlink(missing_ok=True)
    _git(tree, "checkout", "--quiet", "--force", "--detach", commit)


def _git(folder: Path, *arguments: str) -> str:
    # A hook's variables speak of the repository itself, not of the folder that is checked out from it.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    if done.returncode:
        raise PipelineError(say("git could not check out the main branch: {reason}", reason=done.stderr.strip()))
    return done.stdout


def install(root: Path, language: str) -> list[Path]:
    """Writes the hooks into the bare repository at `root`; raises `PipelineError` where others stand there."""
    folder = Path(_git(root, "rev-parse", "--git-path", "hooks").strip())
    folder = folder if folder.is_absolute() else root / folder
    folder.mkdir(parents=True, exist_ok=True)
    places = {folder / name: command for name, command in HOOKS.items()}
    for place in places:
        if place.exists() and MARK not in place.read_text(encoding="utf-8", errors="replace"):
            raise PipelineError(
                say("There is another hook at {path} already.", path=str(place)),
                say("Move it away, or call `vankien receive` and `vankien publish` from it."),
            )
    for place, command in places.items():
        words = [sys.executable, "-P", "-m", "vankien", command, "--lang", language]
        call = " ".join(shlex.quote(word) for word in words)
        place.write_text(f'#!/bin/sh\n{MARK}\nexec {call} --root "$PWD"\n', encoding="utf-8", newline="\n")
        place.chmod(0o755)
    return list(places)

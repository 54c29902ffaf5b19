"""Changes of the texts: what mends them, what a branch brings, what two versions differ in."""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Diagnostic, Fault, Finding, Message, NoRepository, PipelineError, Severity, say
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.source import Span
from vankien.pipeline.reading import dated, quoted, remembered, with_commented
from vankien.pipeline.state import KnownId, Result
from vankien.readers.disk import Disk
from vankien.readers.project import read

if TYPE_CHECKING:
    from vankien.readers.restructuring import Order
    from vankien.rollup.difference import Difference
    from vankien.rollup.review import Review
    from vankien.rollup.territory import Territory


def changes(root: Path, diagnostics: Iterable[Diagnostic]) -> dict[str, tuple[str, str]]:
    """What the fixes of some findings make of the files: each path with the text before and after."""
    from vankien.checks.mending import fixes_by_path, mend

    disk = Disk(root)
    found = {}
    for path, fixes in sorted(fixes_by_path(diagnostics).items()):
        before, read_text = disk.original(path), disk.quote(path)
        if before is None or read_text is None:
            continue
        after = _in_own_form(mend(read_text, fixes), before)
        if after != before:
            found[path] = before, after
    return found


def _in_own_form(text: str, original: str) -> str:
    """A text with the line ends and the mark of the file that it comes from."""
    if "\r\n" in original:
        text = text.replace("\n", "\r\n")
    return "\ufeff" + text if original.startswith("\ufeff") else text


def approvals(
    result: Result, root: Path, unit: str, report: str, headings: Collection[str], by: str, on: datetime.date
) -> dict[str, tuple[str, str]]:
    """What approving texts of a unit's report makes of their files: each path with the text before and after.

    Without `headings` it is all of the report; without `by` the approvals are taken back. Raises `PipelineError` where
    a heading has no text, or a text still has errors.
    """
    from vankien.render.approval import approved, withdrawn

    sections = [one for key, one in result.project.sections.items() if key[:2] == (unit, report)]
    wanted = [one for one in sections if not headings or one.heading in headings]
    lacking = sorted(set(headings) - {one.heading for one in wanted})
    if lacking or not wanted:
        raise PipelineError(
            say("There is no text to approve under `{headings}`.", headings=", ".join(lacking))
            if lacking
            else say("The report has no text to approve."),
            say("Texts of this report: {headings}.", headings=", ".join(one.heading for one in sections) or "–"),
        )
    paths = {one.path for one in wanted}
    wrong = {one.span.path for one in result.diagnostics if one.severity is Severity.ERROR and one.span.path in paths}
    if by and wrong:
        raise PipelineError(
            say("{count} texts still have errors, so nothing was approved: {paths}.", count=len(wrong),
                paths=", ".join(sorted(wrong))),
            say("Mend them first; `check` with these paths tells what is wrong."),
        )  # fmt: skip
    disk = Disk(root)
    found = {}
    for section in wanted:
        before, read_text = disk.original(section.path), disk.quote(section.path)
        if before is None or read_text is None:
            continue
        after = approved(read_text, section, by, on) if by else withdrawn(read_text, section)
        after = _in_own_form(after, before)
        if after != before:
            found[section.path] = before, after
    return found


def rewrite(root: Path, changed: Mapping[str, tuple[str, str]]) -> None:
    """Writes the texts of `changes`, each file in one step."""
    disk = Disk(root)
    for path, (_, after) in changed.items():
        disk.rewrite(path, after)


def only_changed(
    result: Result,
    root: Path,
    today: datetime.date | None,
    base: str,
    spelling: bool = False,
    branch: str | None = None,
) -> Result:
    """The result with only those findings that the content at git ref `base` did not have, wherever they stand.

    `branch` is the one that the change is made on; without it, the one that is checked out.
    """
    from vankien.rollup.identity import caused

    with _before(result, root, today, base, spelling) as was:
        if was.project is None:
            return result
        new = caused(result.diagnostics, quoted(root), was.diagnostics, was.quote, was.renamed)
    kept = tuple(one for one, is_new in zip(result.diagnostics, new, strict=True) if is_new)
    return replace(result, diagnostics=(*strays(result.project, root, base, branch), *kept))


@record
class Before:
    """The state where the work tree left a git ref."""

    commit: str
    """The commit."""
    paths: tuple[str, ...]
    """Every file that differs since."""
    project: Project | None
    """Everything read; none where there was no editorial repository yet."""
    diagnostics: tuple[Diagnostic, ...]
    """Everything found."""
    quote: Callable[[str], str | None]
    """The text of a file by its path, as it was."""
    renamed: Mapping[str, str]
    """Paths of then by the paths of today, where they are others."""


@contextmanager
def _before(
    result: Result, root: Path, today: datetime.date | None, base: str, spelling: bool = False
) -> Iterator[Before]:
    from vankien.readers.changed import changed_paths
    from vankien.readers.drafts import opened
    from vankien.readers.earlier import branching_point, renamed

    commit = branching_point(root, base)
    paths = changed_paths(root, commit)
    try:
        with opened(root, commit, today, result.store, paths) as state:
            # Dictionary and layouts are those of today, so that only the content makes a difference.
            was = replace(state.project, profiles=result.project.profiles, vocabulary=result.project.vocabulary)
            # So are the drafts: one that was put out since is no change of the content.
            was = with_commented(was, root, "")
            was, diagnostics = remembered(state.store, was, spelling)
            told = {one.span.path for one in diagnostics}
            state.complete(lambda path: path in told)
            moved = renamed(root, state.tree, paths)
            yield Before(commit, paths, was, diagnostics, quoted(state.folder), moved)
    except NoRepository:
        yield Before(commit, paths, None, (), lambda path: None, {})


def review(result: Result, root: Path, today: datetime.date | None, base: str, branch: str | None = None) -> "Review":
    """What the work tree brings since it left the git ref `base`; `branch` as in `only_changed`."""
    from vankien.readers import changed
    from vankien.rollup.difference import difference
    from vankien.rollup.identity import caused
    from vankien.rollup.review import Review, without_content
    from vankien.rollup.territory import of_branch

    name = changed.branch(root) if branch is None else branch
    own = of_branch(name, result.project.units)
    with _before(result, root, today, base) as was:
        found, before = result.diagnostics, was.diagnostics
        new = caused(found, quoted(root), before, was.quote, was.renamed)
        back = {old: path for path, old in was.renamed.items()}
        gone = caused(before, was.quote, found, quoted(root), back)
    paths = was.paths
    earlier = was.project or without_content(result.project)
    return Review(
        before=earlier,
        after=dated(result.project, root),
        base=was.commit,
        paths=paths,
        renamed=was.renamed,
        difference=difference(earlier, result.project),
        new=tuple(one for one, is_new in zip(found, new, strict=True) if is_new),
        fixed=tuple(one for one, is_gone in zip(before, gone, strict=True) if is_gone),
        left=tuple(one for one, is_new in zip(found, new, strict=True) if not is_new),
        outside=() if own is None else out_of_place(result.project, own, own.outside(paths)),
        branch=name,
        units=own.units if own else frozenset(),
    )


def strays(project: Project, root: Path, base: str, branch: str | None = None) -> tuple[Diagnostic, ...]:
    """Files that a change since it left `base` touches outside the unit to which its branch belongs."""
    from vankien.readers import changed
    from vankien.readers.earlier import branching_point
    from vankien.rollup.territory import of_branch

    own = of_branch(changed.branch(root) if branch is None else branch, project.units)
    if own is None:
        return ()
    outside = own.outside(changed.changed_paths(root, branching_point(root, base)))
    return out_of_place(project, own, outside)


def out_of_place(project: Project, own: "Territory", paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """The findings for files that a change may not touch."""
    from vankien.checks import TERRITORY, run

    message = say(
        "`{owner}` may change the files of {units} only, not this one.",
        owner=own.owner,
        units=", ".join(f"units/{unit}" for unit in sorted(own.units)),
    )
    hint = say("Take it out of the change, or leave it to the editorial team.")
    faults = tuple(Fault(TERRITORY.code, Finding(Span(path), message, hint)) for path in paths)
    return run(replace(project, faults=faults, memory=None), (TERRITORY,))


def compare(
    root: Path, today: datetime.date | None, refs: tuple[str, str], unit: str, report: str, known: KnownId
) -> "tuple[Difference, Project, Project]":
    """What changed from one git ref to another, or to the work tree where the second is empty; and both drafts.

    `known` is told each id that was asked for with those that there are.
    """
    from vankien.readers.drafts import read_at
    from vankien.rollup.difference import difference

    before = read_at(root, refs[0])
    after = read_at(root, refs[1]) if refs[1] else dated(read(root, today), root)
    known(unit or None, {**after.units, **before.units}, say("unit"))
    known(report or None, {**after.outlines, **before.outlines}, say("report"))
    return difference(before, after, unit, report), before, after


def rework_outline(
    root: Path, project: Project, order: "Order", message: str, committed: bool
) -> tuple[list[str], list[Message]]:
    """Gives headings other ids, splits or merges them, with everything that names them; in one commit, or not at all.

    Gives the paths written and what a person has to look at. Raises `PipelineError` with nothing changed.
    """
    from vankien.readers import git
    from vankien.readers.restructuring import plan

    state = git.uncommitted(root) if committed else False
    if state is None:
        raise PipelineError(
            say("{root} is not under git, or nothing has been committed yet.", root=str(root)),
            say("Commit first, or use --no-commit."),
        )
    if state:
        raise PipelineError(
            say("There are changes in content or units that are not committed."),
            say("Commit them or put them aside first (`git stash`), so that this can be one commit of its own."),
        )
    disk = Disk(root)
    planned = plan(disk, project, order)
    before = {path: disk.content(path) for path in planned.files}
    disk.replace(planned.files)
    if committed and (said := git.commit(root, planned.files, message)):
        disk.replace(before)
        raise PipelineError(
            say("git did not commit: {reason}", reason=said), say("Nothing was changed. Mend that and try again.")
        )
    return sorted(path for path, content in planned.files.items() if content is not None), planned.notes

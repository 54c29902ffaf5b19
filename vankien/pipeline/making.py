"""Everything that is made in `build`: Word files, PDF files, tables, releases, the site."""

import functools
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Message, PipelineError, say
from vankien.pipeline.reading import dated, picture_bytes, stamped
from vankien.pipeline.state import Outputs, Result, Stage, Version, copy_folder
from vankien.readers.project import read
from vankien.rollup.collection import without_collection

if TYPE_CHECKING:
    from vankien.rollup.obstacles import Obstacles


def make_documents(
    result: Result,
    root: Path,
    unit: str | None,
    report: str | None,
    jobs: int,
    stage: Stage,
    kind: str = "draft",
    reason: str = "",
    translate: Callable[[Message], str] | None = None,
    at: Version | None = None,
    consolidated: bool = False,
) -> Result:
    """Exports Word files: all, or those of one unit or report; of the reports themselves, or `consolidated` ones.

    `kind` is `draft`, `review` or `final`; a final copy that was forced says its `reason`, and the remarks of one to
    review are put into words by `translate`.
    """
    from vankien.render.word import Copy, Kind, export, export_consolidated, remarks

    project = dated(result.project, root)
    project = stamped(result.project, root, at)
    copy = Copy(Kind(kind), reason=reason)
    if consolidated:
        target = copy_folder(Outputs(root), kind, consolidated)
        volumes = export_consolidated(
            project, root, target, unit, report, jobs, stage("docx"), picture_bytes(root), copy
        )
        paths = tuple(volume.path for volume in volumes)
        return replace(result, project=project, documents=paths, volumes=tuple(volumes))
    if copy.kind is Kind.REVIEW:
        # Asked for twice: before a file is composed, and for what stands in it.
        found = functools.cache(
            functools.partial(remarks, project, diagnostics=result.diagnostics, translate=translate)
        )
        copy = replace(copy, remarks=found)
    target = copy_folder(Outputs(root), kind)
    documents = export(project, root, target, unit, report, jobs, stage("docx"), picture_bytes(root), copy)
    return replace(result, project=project, documents=tuple(documents))


def with_volumes(result: Result, root: Path, jobs: int, stage: Stage, at: Version | None, make: bool) -> Result:
    """The result with the consolidated reports: made as far as they are not, or only those that are still good."""
    from vankien.render.word import still_good

    if make:
        made = make_documents(result, root, None, None, jobs, stage, at=at, consolidated=True)
        return replace(result, volumes=made.volumes)
    folder = copy_folder(Outputs(root), "draft", consolidated=True)
    return replace(result, volumes=tuple(still_good(result.project, root, folder)))


def make_redlines(
    result: Result,
    root: Path,
    ref: str,
    unit: str | None,
    report: str | None,
    jobs: int,
    stage: Stage,
    at: Version | None = None,
) -> Result:
    """Exports Word files with tracked changes against the content at a git ref."""
    from vankien.readers.earlier import commit_of, laid_out
    from vankien.render.word import export_against

    project = stamped(result.project, root, at)
    source = at.source if at else root
    commit = commit_of(source, ref)
    with laid_out(source, commit) as folder:
        try:
            old = replace(read(folder, project.today), profiles=project.profiles, commit=commit)
        except PipelineError as error:
            raise PipelineError(
                say("At {ref} there was no editorial repository yet.", ref=ref), say("Name a later draft.")
            ) from error
        pictures = picture_bytes(folder), picture_bytes(root)
        target = Outputs(root).redlines
        paths = export_against(old, project, root, target, unit, report, jobs, stage("docx"), pictures)
    return replace(result, project=project, documents=tuple(paths))


def consolidated(result: Result, unit: str | None, report: str | None) -> list[tuple[str, str]]:
    """The reports, by unit and report, to which units below have given a text."""
    from vankien.render.word import consolidated_reports

    return consolidated_reports(result.project, unit, report)


def final_obstacles(
    result: Result, unit: str | None, report: str | None, together: bool = False
) -> "tuple[Obstacles, ...]":
    """What keeps the reports asked for from being final, one value a report that is not.

    A report without any text gives no file and keeps none back, unless it was asked for by name. A consolidated
    report, `together` with those of the units below it, is final when all of them are.
    """
    from vankien.rollup.obstacles import obstacles
    from vankien.rollup.progress import report_state

    project = result.project
    if together:
        asked = [
            (unit_id, report_id)
            for owner, report_id in consolidated(result, unit, report)
            for unit_id in (owner, *(child.id for child in project.children(owner) if not project.exempt(child)))
        ]
    else:
        asked = [
            (unit_id, report_id)
            for unit_id in project.units
            for report_id in project.outlines
            if unit in (None, unit_id) and report in (None, report_id)
            if not project.exempt(project.units[unit_id])
            if (unit and report) or report_state(project, unit_id, report_id) != "absent"
        ]
    found = (obstacles(project, result.diagnostics, *key) for key in dict.fromkeys(asked))
    return tuple(one for one in found if one)


def make_pdfs(
    result: Result, root: Path, kind: str, jobs: int, stage: Stage, whole: bool, together: bool = False
) -> list[Path]:
    """The Word files of a run as PDF, in a folder of the same kind; `whole` where these are all that there are.

    `together` takes the consolidated reports, else the others.
    """
    from vankien.render import pdf
    from vankien.render.word import for_office

    outputs = Outputs(root)
    target = copy_folder(outputs, kind, together, "pdf")
    source = copy_folder(outputs, kind, together)
    prepare = for_office if together else bytes
    _, font = font_of_pdfs(result, root)
    epoch = result.project.epoch
    files = [volume.path for volume in result.volumes] if together else result.documents
    return pdf.convert(files, source, target, epoch, jobs, stage("pdf"), whole, prepare, font)


def font_of_pdfs(result: Result, root: Path) -> tuple[str, str]:
    """The font that the layouts ask for, and the one of this machine that PDF files get in its place."""
    from vankien.render import pdf
    from vankien.render.word.profile_file import load

    project = result.project
    font = load(root, project.profile(project.units[project.cycle.root])).font if project.cycle.root else ""
    return font, pdf.substitute_font(font) if font else ""


def make_release(
    result: Result, root: Path, formats: Collection[str], jobs: int, stage: Stage, at: Version | None = None
) -> tuple[Result, Path]:
    """Everything that is sent out of a draft as one archive; PDF files only where LibreOffice is installed."""
    import vankien
    from vankien.render import pdf, release
    from vankien.render.word import pandoc

    outputs = Outputs(root)
    result = make_documents(result, root, None, None, jobs, stage, at=at)
    result = with_volumes(result, root, jobs, stage, at, make=True)
    result, tables = make_data(result, root, formats, stage)
    versions = {"vankien": vankien.__version__, "pandoc": pandoc.version()}
    volumes = [volume.path for volume in result.volumes]
    together = copy_folder(outputs, "draft", consolidated=True)
    folders = [("docx", outputs.docx, list(result.documents)), (together.name, together, volumes)]
    folders.append(("data", outputs.data, tables))
    if program := pdf.office():
        folders.append(("pdf", outputs.build / "pdf", make_pdfs(result, root, "draft", jobs, stage, True)))
        if volumes:
            together = copy_folder(outputs, "draft", consolidated=True, form="pdf")
            folders.append((together.name, together, make_pdfs(result, root, "draft", jobs, stage, True, True)))
        versions["libreoffice"] = pdf.version(program)
    target = outputs.build / "release"
    return result, release.write(result.project, result.diagnostics, folders, versions, target)


def make_data(result: Result, root: Path, formats: Collection[str], stage: Stage) -> tuple[Result, list[Path]]:
    """Writes the figures as data, in some formats of `vankien.render.data.FORMATS`; gives the files too."""
    from vankien.render.data import write

    project = dated(result.project, root)
    files = write(project, Outputs(root).data, formats, stage("data"))
    return replace(result, project=project), files


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Waits until no other run writes the outputs of a repository, so that what was read last is what stays."""
    from vankien.render.turn import turn

    # Where there is no repository nothing is left behind; the reader says so.
    with turn(Outputs(root).build) if (root / "content").is_dir() else nullcontext():
        yield


@without_collection()
def make_site(
    result: Result,
    root: Path,
    translate: Callable[[Message], str],
    jobs: int,
    stage: Stage,
    at: Version | None = None,
) -> Result:
    """Makes the site, as far as something has changed; the Word files of the same run are offered on it."""
    from vankien.readers import git
    from vankien.readers.drafts import read_drafts, tags
    from vankien.render.site.standing import offered, settings, standing, sum_of

    project = dated(result.project, root)
    build = Outputs(root).build
    documents = {(path.parent.name, path.stem): path for path in result.documents}
    volumes = {(one.unit, one.report): one.path for one in result.volumes}
    prints = {key: made for key, path in documents.items() if (made := _printed(build, path))}
    source, commit = (at.source, at.commit) if at else (root, "")
    told, stamp = "", settings(root)
    advance = stage("site")
    listed, recent = tags(source, commit), git.recent(source, project.today, commit)
    if project.memory is not None:
        told = project.memory.key("", project.memory.whole, (listed, recent), translate(say("Reading")))
        pages = standing(build, sum_of(stamp, told, project.epoch, offered(documents, volumes, prints)))
        if pages is not None:
            advance(1, 1)
            return replace(result, project=project, pages=pages)
    from vankien.checks import RULES
    from vankien.render.site import making
    from vankien.render.site.drafts import SHOWN

    drafts = read_drafts(source, SHOWN, commit, None if at else result.store, listed)
    project = replace(project, drafts=drafts, recent=recent)
    content = picture_bytes(root)
    pictures = {picture.name: functools.partial(content, picture) for picture in project.pictures.values()}
    pages = making.make(
        project,
        result.diagnostics,
        translate,
        root,
        build,
        documents,
        pictures,
        RULES,
        jobs,
        advance,
        told,
        volumes,
        prints,
        stamp,
    )
    if project.memory is not None:
        project.memory.keep()
    return replace(result, project=project, pages=pages)


def _printed(build: Path, document: Path) -> Path | None:
    """The PDF file that was made of a Word file and not of an earlier one, where there is any."""
    path = (build / "pdf" / document.parent.name / document.name).with_suffix(".pdf")
    return path if path.is_file() and path.stat().st_mtime_ns >= document.stat().st_mtime_ns else None

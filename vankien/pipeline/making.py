"""Everything that is made in `build`: Word files, PDF files, tables, releases, the site."""

import functools
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import PipelineError, say
from vankien.pipeline.reading import dated, picture_bytes, stamped
from vankien.pipeline.state import Copies, Outputs, Result, Run
from vankien.readers.project import read
from vankien.rollup.collection import without_collection

if TYPE_CHECKING:
    from vankien.rollup.obstacles import Obstacles

AHEAD = 15
"""Seconds for which it is true what a second process told of the files of the site; Word files may take longer."""


def make_documents(result: Result, run: Run, asked: Copies) -> Result:
    """Exports Word files; the remarks of copies to review are put into words by the run."""
    from vankien.render.word import Copy, Kind, export, export_consolidated, remarks

    project = stamped(result.project, run.root, run.at)
    target = asked.folder(run.outputs)
    content = picture_bytes(run.root)
    copy = Copy(Kind(asked.kind), reason=asked.reason)
    if asked.consolidated:
        volumes = export_consolidated(
            project, run.root, target, asked.unit, asked.report, run.jobs, run.stage("docx"), content, copy
        )
        paths = tuple(volume.path for volume in volumes)
        return replace(result, project=project, documents=paths, volumes=tuple(volumes))
    if copy.kind is Kind.REVIEW:
        # Asked for twice: before a file is composed, and for what stands in it.
        found = functools.cache(
            functools.partial(remarks, project, diagnostics=result.diagnostics, translate=run.translate)
        )
        copy = replace(copy, remarks=found)
    paths = export(project, run.root, target, asked.unit, asked.report, run.jobs, run.stage("docx"), content, copy)
    return replace(result, project=project, documents=tuple(paths))


def with_volumes(result: Result, run: Run, make: bool) -> Result:
    """The result with the consolidated reports: made as far as they are not, or only those that are still good."""
    from vankien.render.word import still_good

    asked = Copies(consolidated=True)
    if make:
        return replace(result, volumes=make_documents(result, run, asked).volumes)
    return replace(result, volumes=tuple(still_good(result.project, run.root, asked.folder(run.outputs))))


def make_redlines(result: Result, run: Run, asked: Copies, ref: str) -> Result:
    """Exports Word files with tracked changes against the content at a git ref."""
    from vankien.readers.earlier import commit_of, laid_out
    from vankien.render.word import export_against

    root, target = run.root, run.outputs.redlines
    project = stamped(result.project, root, run.at)
    source = run.at.source if run.at else root
    commit = commit_of(source, ref)
    with laid_out(source, commit) as folder:
        try:
            old = replace(read(folder, project.today), profiles=project.profiles, commit=commit)
        except PipelineError as error:
            raise PipelineError(
                say("At {ref} there was no editorial repository yet.", ref=ref), say("Name a later draft.")
            ) from error
        contents = picture_bytes(folder), picture_bytes(root)
        paths = export_against(
            old, project, root, target, asked.unit, asked.report, run.jobs, run.stage("docx"), contents
        )
    return replace(result, project=project, documents=tuple(paths))


def consolidated(result: Result, asked: Copies) -> list[tuple[str, str]]:
    """The reports, by unit and report, to which units below have given a text."""
    from vankien.render.word import consolidated_reports

    return consolidated_reports(result.project, asked.unit, asked.report)


def final_obstacles(result: Result, asked: Copies) -> "tuple[Obstacles, ...]":
    """What keeps the reports asked for from being final, one value a report that is not.

    A report without any text gives no file and keeps none back, unless it was asked for by name. A consolidated
    report, together with those of the units below it, is final when all of them are.
    """
    from vankien.rollup.obstacles import obstacles
    from vankien.rollup.progress import report_state

    project = result.project
    if asked.consolidated:
        wanted = [
            (unit_id, report_id)
            for owner, report_id in consolidated(result, asked)
            for unit_id in (owner, *(child.id for child in project.children(owner) if not project.exempt(child)))
        ]
    else:
        wanted = [
            (unit_id, report_id)
            for unit_id in project.units
            for report_id in project.outlines
            if asked.unit in (None, unit_id) and asked.report in (None, report_id)
            if not project.exempt(project.units[unit_id])
            if (asked.unit and asked.report) or report_state(project, unit_id, report_id) != "absent"
        ]
    found = (obstacles(project, result.diagnostics, *key) for key in dict.fromkeys(wanted))
    return tuple(one for one in found if one)


def make_pdfs(result: Result, run: Run, asked: Copies) -> list[Path]:
    """The Word files of a run as PDF, in a folder of the same kind."""
    from vankien.render import pdf
    from vankien.render.word import for_office

    source, target = asked.folder(run.outputs), asked.folder(run.outputs, "pdf")
    files = [volume.path for volume in result.volumes] if asked.consolidated else result.documents
    prepare = for_office if asked.consolidated else bytes
    _, font = font_of_pdfs(result, run.root)
    epoch = result.project.epoch
    return pdf.convert(files, source, target, epoch, run.jobs, run.stage("pdf"), asked.whole, prepare, font)


def font_of_pdfs(result: Result, root: Path) -> tuple[str, str]:
    """The font that the layouts ask for, and the one of this machine that PDF files get in its place."""
    from vankien.render import pdf
    from vankien.render.word.profile_file import load

    project = result.project
    font = load(root, project.profile(project.units[project.cycle.root])).font if project.cycle.root else ""
    return font, pdf.substitute_font(font) if font else ""


def make_release(result: Result, run: Run, formats: Collection[str]) -> tuple[Result, Path]:
    """Everything that is sent out of a draft as one archive; PDF files only where LibreOffice is installed."""
    import vankien
    from vankien.render import pdf, release
    from vankien.render.word import pandoc

    outputs, own, together = run.outputs, Copies(), Copies(consolidated=True)
    result = make_documents(result, run, own)
    result = with_volumes(result, run, make=True)
    result, tables = make_data(result, run, formats)
    versions = {"vankien": vankien.__version__, "pandoc": pandoc.version()}
    volumes = [volume.path for volume in result.volumes]
    kinds = [(own, list(result.documents)), (together, volumes)]
    folders = [(folder.name, folder, files) for asked, files in kinds for folder in [asked.folder(outputs)]]
    folders.append((outputs.data.name, outputs.data, tables))
    if program := pdf.office():
        for asked in (own, together) if volumes else (own,):
            folder = asked.folder(outputs, "pdf")
            folders.append((folder.name, folder, make_pdfs(result, run, asked)))
        versions["libreoffice"] = pdf.version(program)
    target = outputs.build / "release"
    return result, release.write(result.project, result.diagnostics, folders, versions, target)


def make_data(result: Result, run: Run, formats: Collection[str]) -> tuple[Result, list[Path]]:
    """Writes the figures as data, in some formats of `vankien.render.data.FORMATS`; gives the files too."""
    from vankien.render.data import write

    project = dated(result.project, run.root)
    files = write(project, run.outputs.data, formats, run.stage("data"))
    return replace(result, project=project), files


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Waits until no other run writes the outputs of a repository, so that what was read last is what stays."""
    from vankien.render.turn import turn

    # Where there is no repository nothing is left behind; the reader says so.
    with turn(Outputs(root).build) if (root / "content").is_dir() else nullcontext():
        yield


@without_collection()
def make_site(result: Result, run: Run) -> Result:
    """Makes the site, as far as something has changed; the Word files of the same run are offered on it."""
    from vankien.readers import git
    from vankien.readers.drafts import read_drafts, tags
    from vankien.render.site.standing import offered, settings, standing, sum_of

    project = dated(result.project, run.root)
    build = run.outputs.build
    documents = {(path.parent.name, path.stem): path for path in result.documents}
    volumes = {(one.unit, one.report): one.path for one in result.volumes}
    prints = {key: made for key, path in documents.items() if (made := _printed(build, path))}
    source, commit = (run.at.source, run.at.commit) if run.at else (run.root, "")
    told, stamp = "", settings(run.root)
    there = None
    if result.ahead is not None:
        there = result.ahead.answer(AHEAD)
        result.ahead.close()
    advance = run.stage("site")
    listed, recent = tags(source, commit), git.recent(source, project.today, commit)
    if project.memory is not None:
        told = project.memory.key("", project.memory.whole, (listed, recent), run.translate(say("Reading")))
        pages = standing(build, sum_of(stamp, told, project.epoch, offered(documents, volumes, prints)), there)
        if pages is not None:
            advance(1, 1)
            return replace(result, project=project, pages=pages)
    from vankien.checks import RULES
    from vankien.render.site import making

    drafts = read_drafts(source, project.cycle.compared, commit, None if run.at else result.store, listed)
    project = replace(project, drafts=drafts, recent=recent)
    content = picture_bytes(run.root)
    pictures = {picture.name: functools.partial(content, picture) for picture in project.pictures.values()}
    pages = making.make(
        project,
        result.diagnostics,
        run.translate,
        run.root,
        build,
        documents,
        pictures,
        RULES,
        run.jobs,
        advance,
        told,
        volumes,
        prints,
        stamp,
        there,
    )
    if project.memory is not None:
        project.memory.keep()
    return replace(result, project=project, pages=pages)


def _printed(build: Path, document: Path) -> Path | None:
    """The PDF file that was made of a Word file and not of an earlier one, where there is any."""
    path = (build / "pdf" / document.parent.name / document.name).with_suffix(".pdf")
    return path if path.is_file() and path.stat().st_mtime_ns >= document.stat().st_mtime_ns else None

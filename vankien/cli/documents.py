"""`docx`, `pdf` and `release`: the files that are printed and sent."""

import argparse
from collections.abc import Callable

from vankien.cli.parser import Commands
from vankien.cli.terminal import (
    ERRORS_FOUND,
    exit_code,
    known,
    shown,
    stage,
    tell,
)
from vankien.model.diagnostic import Message, PipelineError, say


def add_docx(commands: Commands) -> None:
    """Adds `docx` and its options."""
    words = commands.translate
    docx = commands.add("docx", _docx, say("the Word files, in build/docx"))
    _narrowed(docx, words)
    kinds = docx.add_mutually_exclusive_group()
    kinds.add_argument(
        "--review", action="store_true",
        help=words(say("copies to review, with numbers, findings and open comments; in build/docx-review")),
    )  # fmt: skip
    kinds.add_argument(
        "--final", action="store_true",
        help=words(say("final copies without a draft mark, only where all is approved; in build/docx-final")),
    )  # fmt: skip
    kinds.add_argument(
        "--against", default=None, metavar="REF",
        help=words(say("with tracked changes against this git ref, in build/redline")),
    )  # fmt: skip
    _forced(docx, words)
    docx.add_argument(
        "--consolidated", action="store_true",
        help=words(say("reports with the texts of the units below drawn in; in build/docx-consolidated")),
    )  # fmt: skip
    commands.version_of(docx, kept=True)


def add_pdf(commands: Commands) -> None:
    """Adds `pdf` and its options."""
    words = commands.translate
    pdf = commands.add("pdf", _pdf, say("the Word files as PDF by LibreOffice, in build/pdf"))
    _narrowed(pdf, words)
    pdf.add_argument("--final", action="store_true", help=words(say("of final copies; in build/pdf-final")))
    _forced(pdf, words)
    pdf.add_argument(
        "--consolidated", action="store_true",
        help=words(say("of consolidated reports, with the texts of the units below; in build/pdf-consolidated")),
    )  # fmt: skip
    commands.version_of(pdf, kept=True)


def add_release(commands: Commands) -> None:
    """Adds `release` and its options."""
    release = commands.add(
        "release", _release, say("Word files, PDF files and data of this draft in one archive, in build/release")
    )
    commands.version_of(release, kept=True)


def _narrowed(command: argparse.ArgumentParser, words: Callable[[Message], str]) -> None:
    command.add_argument("--unit", default=None, metavar="U", help=words(say("only of this unit")))
    command.add_argument("--report", default=None, metavar="R", help=words(say("only this report")))


def _forced(command: argparse.ArgumentParser, words: Callable[[Message], str]) -> None:
    command.add_argument(
        "--force", default="", metavar="REASON",
        help=words(say("with --final: make them all the same, and say why in each file")),
    )  # fmt: skip


def _docx(options: argparse.Namespace) -> int:
    kind = "review" if options.review else "final" if options.final else "draft"
    result, refused = _documents_of(options, kind)
    if refused:
        return ERRORS_FOUND
    for path in result.documents:
        print(shown(path))
    _tell_missing(options, result)
    _tell_force(options, result)
    return exit_code(result.diagnostics)


def _pdf(options: argparse.Namespace) -> int:
    from vankien import pipeline

    kind = "final" if options.final else "draft"
    result, refused = _documents_of(options, kind)
    if refused:
        return ERRORS_FOUND
    whole = options.unit is None and options.report is None
    stages = stage(options.translate)
    for path in pipeline.make_pdfs(result, options.root, kind, options.jobs, stages, whole, options.consolidated):
        print(shown(path))
    _tell_missing(options, result)
    asked, found = pipeline.font_of_pdfs(result, options.root)
    if found and found != asked:
        tell(options.translate(say("{asked} is not installed; {found} stands for it.", asked=asked, found=found)))
    _tell_force(options, result)
    return exit_code(result.diagnostics)


def _documents_of(options: argparse.Namespace, kind: str):
    """The result with its Word files of one kind, and whether a final copy was refused."""
    from vankien import pipeline

    stages = stage(options.translate)
    if options.force and kind != "final":
        raise PipelineError(say("--force is for final copies only."), say("Add --final, or leave --force out."))
    result = pipeline.inspect(options.root, options.today, stages, at=options.at, jobs=options.jobs)
    known(options.unit, result.project.units, say("unit"))
    known(options.report, result.project.outlines, say("report"))
    reason = " ".join(options.force.split())
    if options.consolidated and (kind == "review" or getattr(options, "against", None) is not None):
        raise PipelineError(
            say("--consolidated goes neither with --review nor with --against."),
            say("Remarks and changes stand in the units' own reports: leave --consolidated out."),
        )
    if options.consolidated and not pipeline.consolidated(result, options.unit, options.report):
        raise PipelineError(
            say("There is no report to which units below it have given a text."),
            say("A consolidated report is made for a unit that others name as their `parent`."),
        )
    if kind == "final" and not reason and (left := _left(options, result)):
        from vankien.render import obstacles

        tell(obstacles.text(left, options.translate))
        tell(options.translate(say("No final copy was made: {left}.", left=obstacles.counts(left))))
        tell("  " + options.translate(say("Mend what is listed, or say why it does not matter: --force REASON.")))
        return result, True
    if getattr(options, "against", None) is not None:
        made = pipeline.make_redlines(
            result, options.root, options.against, options.unit, options.report, options.jobs, stages, options.at
        )
    else:
        made = pipeline.make_documents(
            result, options.root, options.unit, options.report, options.jobs, stages, kind, reason, options.translate,
            options.at, options.consolidated,
        )  # fmt: skip
    return made, False


def _left(options: argparse.Namespace, result):
    """What keeps the reports that were asked for from being final."""
    from vankien.pipeline import final_obstacles

    return final_obstacles(result, options.unit, options.report, options.consolidated)


def _tell_missing(options: argparse.Namespace, result) -> None:
    """Whose texts a consolidated report still lacks."""
    for volume in result.volumes:
        if volume.missing:
            names = "; ".join(result.project.units[unit].name for unit in volume.missing)
            words = say(
                "{unit}/{report}: texts of {count} units; nothing yet from {units}.",
                unit=volume.unit, report=volume.report, count=len(volume.units), units=names,
            )  # fmt: skip
        else:
            words = say(
                "{unit}/{report}: texts of {count} units; nobody is missing.",
                unit=volume.unit, report=volume.report, count=len(volume.units),
            )  # fmt: skip
        tell(options.translate(words))


def _tell_force(options: argparse.Namespace, result) -> None:
    """The reason of a forced final copy, and what it passed over."""
    if not options.force.strip():
        return
    from vankien.render import obstacles

    left = _left(options, result)
    tell(options.translate(say("Forced: {reason}", reason=" ".join(options.force.split()))))
    tell("  " + options.translate(say("Passed over: {left}.", left=obstacles.counts(left))))


def _release(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    stages = stage(options.translate)
    result = pipeline.inspect(options.root, options.today, stages, at=options.at, jobs=options.jobs)
    result, archive = pipeline.make_release(result, options.root, FORMATS, options.jobs, stages, options.at)
    print(shown(archive))
    if not list((archive.parent.parent / "pdf").glob("*/*.pdf")):
        tell(options.translate(say("LibreOffice was not found, so that the archive holds no PDF files.")))
    return exit_code(result.diagnostics)

"""`docx`, `pdf` and `release`: the files that are printed and sent."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from vankien.cli.parser import Commands
from vankien.cli.terminal import (
    ERRORS_FOUND,
    exit_code,
    known,
    run_of,
    shown,
    tell,
)
from vankien.model.diagnostic import Message, PipelineError, say

if TYPE_CHECKING:
    from vankien.pipeline import Copies, Result, Run


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
    made = _made(options, kind)
    if made is None:
        return ERRORS_FOUND
    result, _, asked = made
    for path in result.documents:
        print(shown(path))
    _tell_missing(options, result)
    _tell_force(options, result, asked)
    return exit_code(result.diagnostics)


def _pdf(options: argparse.Namespace) -> int:
    from vankien import pipeline

    made = _made(options, "final" if options.final else "draft")
    if made is None:
        return ERRORS_FOUND
    result, run, asked = made
    for path in pipeline.make_pdfs(result, run, asked):
        print(shown(path))
    _tell_missing(options, result)
    wanted, found = pipeline.font_of_pdfs(result, options.root)
    if found and found != wanted:
        tell(options.translate(say("{asked} is not installed; {found} stands for it.", asked=wanted, found=found)))
    _tell_force(options, result, asked)
    return exit_code(result.diagnostics)


def _made(options: argparse.Namespace, kind: str) -> "tuple[Result, Run, Copies] | None":
    """The result with its Word files of one kind, how they were made and what was asked for; none where refused."""
    from vankien import pipeline

    if options.force and kind != "final":
        raise PipelineError(say("--force is for final copies only."), say("Add --final, or leave --force out."))
    reason, against = " ".join(options.force.split()), getattr(options, "against", None)
    asked = pipeline.Copies(options.unit, options.report, kind, reason, options.consolidated)
    run = run_of(options)
    result = pipeline.inspect(options.root, options.today, run.stage, at=options.at, jobs=options.jobs)
    known(options.unit, result.project.units, say("unit"))
    known(options.report, result.project.outlines, say("report"))
    if options.consolidated and (kind == "review" or against is not None):
        raise PipelineError(
            say("--consolidated goes neither with --review nor with --against."),
            say("Remarks and changes stand in the units' own reports: leave --consolidated out."),
        )
    if options.consolidated and not pipeline.consolidated(result, asked):
        raise PipelineError(
            say("There is no report to which units below it have given a text."),
            say("A consolidated report is made for a unit that others name as their `parent`."),
        )
    if kind == "final" and not reason and (left := pipeline.final_obstacles(result, asked)):
        from vankien.render import obstacles

        tell(obstacles.text(left, options.translate))
        tell(options.translate(say("No final copy was made: {left}.", left=obstacles.counts(left))))
        tell("  " + options.translate(say("Mend what is listed, or say why it does not matter: --force REASON.")))
        return None
    if against is not None:
        return pipeline.make_redlines(result, run, asked, against), run, asked
    return pipeline.make_documents(result, run, asked), run, asked


def _tell_missing(options: argparse.Namespace, result: "Result") -> None:
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


def _tell_force(options: argparse.Namespace, result: "Result", asked: "Copies") -> None:
    """The reason of a forced final copy, and what it passed over."""
    if not asked.reason:
        return
    from vankien.pipeline import final_obstacles
    from vankien.render import obstacles

    left = final_obstacles(result, asked)
    tell(options.translate(say("Forced: {reason}", reason=asked.reason)))
    tell("  " + options.translate(say("Passed over: {left}.", left=obstacles.counts(left))))


def _release(options: argparse.Namespace) -> int:
    from vankien import pipeline
    from vankien.render.data import FORMATS

    run = run_of(options)
    result = pipeline.inspect(options.root, options.today, run.stage, at=options.at, jobs=options.jobs)
    result, archive = pipeline.make_release(result, run, FORMATS)
    print(shown(archive))
    if not list((archive.parent.parent / "pdf").glob("*/*.pdf")):
        tell(options.translate(say("LibreOffice was not found, so that the archive holds no PDF files.")))
    return exit_code(result.diagnostics)

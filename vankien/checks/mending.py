"""Texts mended by the fixes of their findings."""

from collections.abc import Iterable

from vankien.model.diagnostic import Diagnostic, Fix


def fixes_by_path(diagnostics: Iterable[Diagnostic]) -> dict[str, list[Fix]]:
    """The fixes of some findings, by the file that they change."""
    found: dict[str, list[Fix]] = {}
    for diagnostic in diagnostics:
        if diagnostic.fix is not None:
            found.setdefault(diagnostic.fix.span.path, []).append(diagnostic.fix)
    return found


def mend(text: str, fixes: Iterable[Fix]) -> str:
    """A file's text with all fixes made: the text as it was read, composed and with line feeds only.

    Of two fixes that overlap the first one is made; the other is found anew, if it is still needed. A fix that
    would change a digit is left out: which figure is right, only its author knows.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits = {
        (
            starts[fix.span.line - 1] + fix.span.column - 1,
            starts[fix.span.end_line - 1] + fix.span.end_column - 1,
            fix.replacement,
        )
        for fix in fixes
        if fix.span.end_line < len(starts)
    }
    parts = []
    done = 0
    for start, end, replacement in sorted(edits):
        if start < done or _digits(text[start:end]) != _digits(replacement):
            continue
        parts += [text[done:start], replacement]
        done = end
    return "".join([*parts, text[done:]])


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))

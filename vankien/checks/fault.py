"""Faults that the readers met, as the rules see them."""

from collections.abc import Iterator, Mapping

from vankien.model.diagnostic import Finding
from vankien.model.project import Project

WHOLE_FILE = frozenset(
    ("R101", "R102", "R103", "R104", "R105", "R106", "R107", "R201", "R202", "R204", "R205", "R206", "R207", "S109")
)
"""Codes of the faults after which nothing of a file is known."""


def found_in_reading(project: Project, code: str) -> Iterator[Finding]:
    """The findings that readers made under one code."""
    for fault in project.faults:
        if fault.code == code:
            yield fault.finding


def unreadable(project: Project, path: str) -> bool:
    """Whether a file, or the folder around it, could not be read as a whole.

    What such a file would have defined counts as unknown, not as missing, so that one broken register
    does not bring a finding in every text that uses it.
    """
    paths = unreadable_paths(project)
    parts = path.split("/")
    return any("/".join(parts[:end]) in paths for end in range(1, len(parts) + 1))


def unreadable_paths(project: Project) -> frozenset[str]:
    """Files and folders that could not be read as a whole."""
    return frozenset(fault.finding.span.path for fault in project.faults if fault.code in WHOLE_FILE)


def unknown(project: Project, path: str, register: Mapping[str, object]) -> bool:
    """Whether nobody knows what a register should hold: unreadable, or empty for a fault inside it."""
    if register:
        return False
    return unreadable(project, path) or any(fault.finding.span.path == path for fault in project.faults)

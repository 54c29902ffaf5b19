"""Which texts report on the cross-cutting tasks."""

from collections.abc import Iterable, Mapping

from vankien.model.project import Project
from vankien.model.section import Section


def themes(project: Project) -> dict[str, Mapping[tuple[str, str], tuple[str, ...]]]:
    """The tasks that texts name, by unit, then by report and heading; texts that name none are left out."""
    return dict(project.of_units("themes", _themes))


def _themes(texts: Iterable[Section]) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(section.report, section.heading): section.themes for section in texts if section.themes}

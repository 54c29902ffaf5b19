"""Each unit's report as a Word file in the official layout."""

from vankien.render.word.against import export_against
from vankien.render.word.copy import Copy, Kind
from vankien.render.word.export import export, export_comments
from vankien.render.word.review import remarks
from vankien.render.word.volumes import Consolidated, consolidated_reports, export_consolidated, for_office, still_good

__all__ = [
    "Consolidated",
    "Copy",
    "Kind",
    "consolidated_reports",
    "export",
    "export_against",
    "export_comments",
    "export_consolidated",
    "for_office",
    "remarks",
    "still_good",
]

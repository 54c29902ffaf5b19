"""Each unit's report as a Word file in the official layout."""

from vankien.render.word.against import export_against
from vankien.render.word.copy import Copy, Kind
from vankien.render.word.export import export, export_comments
from vankien.render.word.review import remarks

__all__ = ["Copy", "Kind", "export", "export_against", "export_comments", "remarks"]

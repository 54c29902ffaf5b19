"""Each unit's report as a Word file in the official layout."""

from vankien.render.word.against import export_against
from vankien.render.word.export import export

__all__ = ["export", "export_against"]

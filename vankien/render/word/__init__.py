"""Each unit's report as a Word file in the official layout."""

from vankien.render.word.export import export, export_comments

__all__ = ["export", "export_comments"]

"""The figures of a project as data: CSV with a Frictionless description, an XLSX workbook, an SQLite file."""

from vankien.render.data.write import FORMATS, write

__all__ = ["FORMATS", "write"]

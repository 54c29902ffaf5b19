"""Data files, made aside and moved into place."""

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from vankien.model.project import Project
from vankien.render.data import database, package, workbook
from vankien.render.data.tables import tables

FORMATS = ("csv", "xlsx", "sqlite")


def write(
    project: Project,
    target: Path,
    formats: Collection[str] = FORMATS,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Path]:
    """Writes the data of a project below `target`; gives the paths of the files.

    The same project gives the same bytes. `progress` hears how many of how many formats are done.
    """
    made = tables(project)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with tempfile.TemporaryDirectory(prefix=".data-", dir=target) as folder:
        aside = Path(folder)
        wanted = [format for format in FORMATS if format in formats]
        for done, format in enumerate(wanted, start=1):
            if format == "csv":
                names = []
                for name, content in package.files(project, made):
                    (aside / name).write_bytes(content)
                    names.append(name)
            elif format == "xlsx":
                names = ["vankien.xlsx"]
                (aside / names[0]).write_bytes(workbook.content(project, made))
            else:
                names = ["vankien.sqlite"]
                database.write(made, aside / names[0])
            for name in names:
                (aside / name).replace(target / name)
                written.append(target / name)
            progress(done, len(wanted))
    return written

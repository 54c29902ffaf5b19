"""Files that are generated into the repository itself: registers, schemas, those of a code host."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.project import Project
from vankien.readers.disk import Disk
from vankien.readers.project import read

if TYPE_CHECKING:
    from vankien.model.citation import CitedDocument


def workflow(root: Path, today: datetime.date | None, host: str, branch: str, write: bool) -> Mapping[str, str]:
    """The files of a code host by path; written only where asked."""
    from vankien.render import workflow as host_files

    files = host_files.files(read(root, today), root, host, branch)
    if write:
        for path, text in files.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
    return files


def documents(project: Project) -> "tuple[CitedDocument, ...]":
    """The register of all documents that the texts cite."""
    from vankien.rollup.citation_register import register

    return register(project)


def complete_documents(project: Project, root: Path, write: bool) -> tuple[str, str]:
    """The register file before and after it is completed from the texts; written only where asked."""
    from vankien.render import documents as register_file

    before = Disk(root).quote(register_file.PATH) or ""
    after = register_file.completed(before, documents(project))
    if write and after != before:
        register_file.write(root, after)
    return before, after


def schemas(root: Path, write: bool) -> list[Path]:
    """The JSON Schemas in `templates/schemas/` that are not there, or not as the readers are; written where asked."""
    from vankien.readers.schemas import schemas as told

    folder, other = root / "templates" / "schemas", []
    for name, text in told().items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            other.append(path)
            if write:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    return other

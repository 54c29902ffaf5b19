"""One draft as one archive: Word files, PDF files, data, and a list of them that can be verified."""

import datetime
import hashlib
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vankien.model.diagnostic import Diagnostic
from vankien.model.project import Project
from vankien.render.diagnostics import count

MANIFEST = "manifest.json"
# The least that an archive can say; the moment of the draft stands in the manifest.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
VERSION = 1


def name(project: Project) -> str:
    """Name of a draft's archive without its suffix: the cycle, the number of the draft, the commit."""
    cycle = _plain(project.cycle.name) or project.cycle.root or "vankien"
    # A plus sign at the end of a commit tells that files were changed since.
    commit = f"-{project.commit[:12]}{'+' * project.commit.endswith('+')}" if project.commit else ""
    return f"{cycle}-lan-{project.cycle.draft}{commit}"


def write(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    folders: Iterable[tuple[str, Path, Sequence[Path]]],
    versions: Mapping[str, str],
    target: Path,
) -> Path:
    """Writes the archive of a draft into the folder `target`, in one step; gives its path.

    `folders` are the name of a folder in the archive, the folder that it is filled from, and the files below it.
    The same files give the same bytes.
    """
    entries = {
        f"{folder}/{file.relative_to(source).as_posix()}": file for folder, source, files in folders for file in files
    }
    target.mkdir(parents=True, exist_ok=True)
    place = target / f"{name(project)}.zip"
    beside = place.with_suffix(".zip.tmp")
    listed = []
    try:
        with zipfile.ZipFile(beside, "w") as archive:
            for path, file in sorted(entries.items()):
                content = file.read_bytes()
                listed.append({"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
                # Word and workbook are archives themselves, in which nothing is left to press out.
                _add(archive, path, content, zipfile.ZIP_STORED if path.endswith((".docx", ".xlsx")) else None)
            text = manifest(project, diagnostics, listed, versions)
            _add(archive, MANIFEST, text.encode(), None)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return place


def manifest(
    project: Project,
    diagnostics: Sequence[Diagnostic],
    files: Sequence[Mapping[str, object]],
    versions: Mapping[str, str],
) -> str:
    """What an archive holds and what it was made of, as JSON."""
    found = count(diagnostics)
    by_folder: dict[str, int] = {}
    for file in files:
        folder = str(file["path"]).partition("/")[0]
        by_folder[folder] = by_folder.get(folder, 0) + 1
    value = {
        "version": VERSION,
        "name": name(project),
        "cycle": project.cycle.name,
        "draft": project.cycle.draft,
        "commit": project.commit,
        "time": datetime.datetime.fromtimestamp(project.epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "today": project.today.isoformat(),
        "versions": dict(versions),
        "counts": {
            "units": len(project.units),
            "sections": len(project.sections),
            "docx": by_folder.get("docx", 0),
            "docx-consolidated": by_folder.get("docx-consolidated", 0),
            "pdf": by_folder.get("pdf", 0),
            "pdf-consolidated": by_folder.get("pdf-consolidated", 0),
            "data": by_folder.get("data", 0),
        },
        "findings": {f"{severity.value}s": number for severity, number in found.items()},
        "files": list(files),
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _add(archive: zipfile.ZipFile, path: str, content: bytes, method: int | None) -> None:
    entry = zipfile.ZipInfo(path, ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED if method is None else method
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, content)


def _plain(words: str) -> str:
    """Words as the name of a file on every system: small letters without marks, hyphens between them."""
    letters = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")

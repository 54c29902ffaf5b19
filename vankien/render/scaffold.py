"""New units and new repositories, written from the templates in `templates/repository/`."""

import re
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say
from vankien.model.project import Project
from vankien.render.templates import BUNDLED, environment

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def new_unit(project: Project, root: Path, id: str, name: str, parent: str, level: str | None) -> Path:
    """Writes `units/<id>/unit.yml` and returns its path; without a level, the one below the parent's.

    Raises `PipelineError` where the id is not one, is taken, or the level is not the cycle's.
    """
    if not ID.match(id):
        raise PipelineError(
            say("`{id}` cannot be the name of a folder of a unit.", id=id),
            say("Use only a-z, 0-9 and hyphens, such as `so-tai-chinh`."),
        )
    folder = root / "units" / id
    if folder.exists():
        raise PipelineError(
            say("There is a unit `{id}` already.", id=id), say("Choose another id, or edit its unit.yml.")
        )
    levels = list(project.cycle.levels)
    above = project.units[parent].level if parent in project.units else ""
    below = levels.index(above) + 1 if above in levels else 0
    level = level or (levels[min(below, len(levels) - 1)] if levels else "")
    if levels and level not in levels:
        raise PipelineError(
            say("The cycle has no level `{level}`.", level=level),
            say("There are: {ids}.", ids=", ".join(levels)),
        )
    above_unit = project.units.get(parent)
    text = (
        environment(root)
        .get_template("repository/unit.yml.j2")
        .render(
            id=id,
            name=name or id,
            parent=parent,
            level=level,
            place=above_unit.place if above_unit else "",
        )
    )
    folder.mkdir(parents=True)
    path = folder / "unit.yml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def new_repository(target: Path) -> list[Path]:
    """Writes a small repository that builds at once, and returns its files.

    Raises `PipelineError` where the folder is there and not empty.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PipelineError(
            say("{path} is not an empty folder.", path=str(target)),
            say("Name a folder that does not exist yet."),
        )
    source = BUNDLED / "repository" / "new"
    paths = []
    for path in sorted(source.rglob("*")):
        if path.is_file():
            # Names of hidden files carry no dot in the templates, so that no tool takes them for its own.
            parts = [re.sub(r"^dot-", ".", part) for part in path.relative_to(source).parts]
            made = target.joinpath(*parts)
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_bytes(path.read_bytes())
            paths.append(made)
    for path in sorted((BUNDLED / "schemas").glob("*.json")):
        # Beside the content, so that an editor without vankien finds them by a relative path.
        made = target / "templates" / "schemas" / path.name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(path.read_bytes())
        paths.append(made)
    return paths

"""Where templates lie, and the Jinja2 environment that reads them."""

from pathlib import Path
from typing import TYPE_CHECKING

from vankien.model.diagnostic import PipelineError, say

if TYPE_CHECKING:
    import jinja2

PACKAGE = Path(__file__).resolve().parent.parent
BUNDLED = next(
    (folder for folder in (PACKAGE / "templates", PACKAGE.parent / "templates") if folder.is_dir()),
    PACKAGE / "templates",
)


def folders(root: Path) -> tuple[Path, ...]:
    """Template folders, first wins: the repository's own, then the one that comes with vankien."""
    own = root / "templates"
    return (own, BUNDLED) if own.is_dir() and own.resolve() != BUNDLED else (BUNDLED,)


def find(root: Path, name: str) -> Path:
    """Path of a template file; raises `PipelineError` where no folder has it."""
    for folder in folders(root):
        if (folder / name).is_file():
            return folder / name
    raise PipelineError(
        say("The template {name} is missing.", name=name),
        say("Put it back into templates/, or check out the repository anew."),
    )


def profiles(root: Path) -> tuple[str, ...]:
    """Names of the layout profiles, sorted."""
    return tuple(sorted({path.stem for folder in folders(root) for path in (folder / "profiles").glob("*.yml")}))


def environment(root: Path) -> "jinja2.Environment":
    """The environment for all templates: values are escaped in `.html.j2` and `.xml.j2` files only."""
    # Imported where it is needed: `check` does without.
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders(root)),
        autoescape=lambda name: name is not None and name.endswith((".html.j2", ".xml.j2")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

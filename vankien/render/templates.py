"""Where templates lie, and the Jinja2 environment that reads them."""

import os
import sys
from collections.abc import MutableMapping
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    class Environment(jinja2.Environment):
        """Hands the values of all templates on as a plain dictionary, which is looked through for each use of one."""

        def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
            return {**self.globals, **(d or {})}

    return Environment(
        loader=jinja2.FileSystemLoader(folders(root)),
        autoescape=lambda name: name is not None and name.endswith((".html.j2", ".xml.j2")),
        undefined=jinja2.StrictUndefined,
        cache_size=-1,
        # An environment serves one run, in which templates do not change; else every use asks for the file's time.
        auto_reload=False,
        bytecode_cache=compiled(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def compiled() -> "jinja2.BytecodeCache | None":
    """Where templates are kept as Jinja2 compiled them: beside the compiled modules, since both are run as they are."""
    import jinja2

    if sys.dont_write_bytecode:
        return None
    folder = Path(cache_from_source(str(PACKAGE / "templates.py"))).parent / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None

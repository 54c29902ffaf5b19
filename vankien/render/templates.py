"""Where templates lie, and the Jinja2 environment that reads them."""

import contextlib
import os
import sys
from collections.abc import Iterator, MutableMapping
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
    """Where templates are kept as Jinja2 compiled them; none where no folder may hold what is run as it is.

    They are known by name and by a hash of their words, wherever they lie.
    """
    import jinja2

    class Compiled(jinja2.FileSystemBytecodeCache):
        """The same template of several repositories is kept once."""

        def get_cache_key(self, name: str, filename: str | None = None) -> str:
            return super().get_cache_key(name)

    for folder in _trusted():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            about = folder.stat()
        except OSError:
            continue
        own = not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
        if own and os.access(folder, os.W_OK):
            return Compiled(str(folder))
    return None


def _trusted() -> Iterator[Path]:
    """Folders for compiled templates: beside the compiled modules, which are run as they are too; where Python writes
    none there, or the program is somebody else's, what this user keeps. Never one in a repository."""
    if not sys.dont_write_bytecode:
        yield Path(cache_from_source(str(PACKAGE / "templates.py"))).parent / "templates"
    named = os.environ.get("XDG_CACHE_HOME", "")
    with contextlib.suppress(RuntimeError):
        yield (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / "vankien" / "templates"

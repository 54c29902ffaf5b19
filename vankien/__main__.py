"""The start of the command, by its name or as `python -m vankien`: what must happen before anything is imported."""

import gc
import sys
from importlib import import_module
from types import ModuleType

LATER = ("inspect", "ipaddress", "bz2", "lzma")
"""What Python's own modules import for things that hardly any command does.

`dataclasses` has `inspect`, and with it Python's whole grammar, for classes without a docstring; `urllib.parse` has
`ipaddress`, and `shutil` the others.
"""

GATHERED = 25_000
"""New objects before Python looks for those that only hold each other."""


def main() -> int:
    """Runs the command that the arguments name, and returns its exit code."""
    # Modules and texts stay to the end; looking through them for cycles again and again is a twentieth of a short run.
    gc.set_threshold(GATHERED, *gc.get_threshold()[1:])
    for name in LATER:
        load_later(name)
    from vankien.cli import main as run

    return run()


def load_later(name: str) -> None:
    """Has a module of Python's own loaded when something of it is used."""

    def look(attribute: str) -> object:
        if sys.modules.get(name) is later:
            del sys.modules[name]
        real = import_module(name)
        vars(later).update(vars(real))
        return getattr(real, attribute)

    later = ModuleType(name)
    later.__getattr__ = look
    sys.modules.setdefault(name, later)


if __name__ == "__main__":
    sys.exit(main())

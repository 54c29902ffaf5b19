"""Puts compiled translations into the wheel; the repository keeps only their sources."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):
    """Compiles each `vankien.po` beside the build and adds it under its place in the package."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Adds the compiled catalogues to the files of the wheel."""
        root = Path(self.root)
        for source in sorted(root.glob("vankien/locale/*/LC_MESSAGES/*.po")):
            compiled = source.with_suffix(".mo")
            with source.open("rb") as stream:
                catalogue = read_po(stream, locale=source.parts[-3])
            with compiled.open("wb") as stream:
                write_mo(stream, catalogue)
            build_data["force_include"][str(compiled)] = compiled.relative_to(root).as_posix()

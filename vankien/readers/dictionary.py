"""The words that the spelling check takes for right: a dictionary of hunspell's, and lists of words of the field."""

import os
from collections.abc import Iterator
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say

NAME = "vi_VN.dic"
FOLDERS = (
    "/usr/share/hunspell",
    "/usr/share/myspell/dicts",
    "/usr/lib/libreoffice/share/extensions/dict-vi",
    "/usr/lib64/libreoffice/share/extensions/dict-vi",
    "/Applications/LibreOffice.app/Contents/Resources/extensions/dict-vi",
    "/Library/Spelling",
    "C:/Program Files/LibreOffice/share/extensions/dict-vi",
)
"""Where systems and LibreOffice put it; the variable DICPATH, which hunspell reads as well, comes first."""

FIELD = Path(__file__).resolve().parent.parent / "locale/vi/words.txt"
OWN = "content/words.txt"


def read_vocabulary(root: Path) -> frozenset[str]:
    """All known words in small letters; raises `PipelineError` where no dictionary is installed.

    The Vietnamese dictionary is a plain list of syllables: it has no affixes that would need hunspell itself.
    """
    dictionary = next((path for path in _candidates() if path.is_file()), None)
    if dictionary is None:
        raise PipelineError(
            say("The Vietnamese spelling dictionary {name} was not found.", name=NAME),
            say(
                "Install it (package hunspell-vi on Debian and Ubuntu), or name its folder in the variable DICPATH; "
                "everything else is checked without --spelling."
            ),
        )
    try:
        words = [line.partition("/")[0] for line in dictionary.read_text("utf-8").splitlines()[1:]]
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError(
            say("The spelling dictionary {path} cannot be read: {error}", path=str(dictionary), error=str(error))
        ) from error
    own = root / OWN
    words += [*_list(FIELD), *(_list(own) if own.is_file() else ())]
    return frozenset(word.strip().lower() for word in words if word.strip())


def _candidates() -> Iterator[Path]:
    for folder in (*os.environ.get("DICPATH", "").split(os.pathsep), *FOLDERS):
        if folder:
            yield Path(folder) / NAME


def _list(path: Path) -> list[str]:
    """The words of a list, one or more a line; what follows # is a remark."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError(
            say("The list of words {path} cannot be read: {error}", path=str(path), error=str(error))
        ) from error
    return [word for line in lines for word in line.partition("#")[0].split()]

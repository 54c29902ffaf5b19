"""Regular expressions that are compiled when something is first looked for with them."""

import re
from typing import cast


class _Compiled:
    """A pattern whose methods are those of the compiled one."""


class _Given(_Compiled):
    """A pattern that nobody has used yet."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> object:
        compiled = re.compile(*self._given)
        for known in dir(compiled):
            if not known.startswith("_"):
                setattr(self, known, getattr(compiled, known))
        # From now on nothing stands between a caller and the compiled pattern.
        self.__class__ = _Compiled
        return getattr(compiled, name)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, at the time of first use: most texts need few of the patterns of a module."""
    return cast("re.Pattern[str]", _Given(pattern, flags))

"""What mending changes in files, as a unified diff."""

import difflib
import re
from collections.abc import Mapping

LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified(changed: Mapping[str, tuple[str, str]]) -> str:
    """The differences between the texts before and after, by path, as `git apply` reads them."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for path, (before, after) in changed.items()
        for line in difflib.unified_diff(LINE.findall(before), LINE.findall(after), f"a/{path}", f"b/{path}")
    )

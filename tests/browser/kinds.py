"""The kinds of page that a site has, found in the built site, so that a new kind is looked at at once."""

import re
from pathlib import Path

KEPT = re.compile(r"index|new|search|404")


def kinds(site: Path) -> dict[str, str]:
    """For each kind of page the longest of its pages, as a path without its ending."""
    longest: dict[str, Path] = {}
    for path in sorted(site.rglob("*.html")):
        parts = path.relative_to(site).with_suffix("").parts
        kind = "/".join(part if not place or KEPT.fullmatch(part) else "*" for place, part in enumerate(parts))
        if parts[0] == "comments" and len(parts) > 2:
            kind = "/".join((*parts[:2], *("*" for _ in parts[2:])))
        if kind not in longest or path.stat().st_size > longest[kind].stat().st_size:
            longest[kind] = path
    return {kind: path.relative_to(site).with_suffix("").as_posix() for kind, path in longest.items()}

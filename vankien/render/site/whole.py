"""Lets MkDocs build the whole site from the generated pages, for repositories with settings or a theme of their own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say

SETTINGS = "mkdocs.yml"


def build(root: Path, docs: Path, theme: Path, site: Path, epoch: int = 0) -> None:
    """Builds the site from `docs` in a folder aside and moves it to `site`; a failure leaves the last good one.

    `epoch` is the time that the site's files carry. Raises `PipelineError` with MkDocs' own words.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".site-", dir=site.parent) as aside:
        folder = Path(aside)
        settings = {
            "INHERIT": str((root / SETTINGS).resolve()),
            "docs_dir": str(docs.resolve()),
            "site_dir": str(folder.resolve() / "site"),
            "theme": {"custom_dir": str(theme.resolve())},
        }
        (folder / SETTINGS).write_text(json.dumps(settings), encoding="utf-8")
        _run(folder / SETTINGS, epoch)
        if site.exists():
            site.rename(folder / "old")
        (folder / "site").rename(site)


def _run(settings: Path, epoch: int) -> None:
    # The same bytes for the same pages: a fixed time, and sets in the same order in every run.
    environment = os.environ | {
        "SOURCE_DATE_EPOCH": str(epoch),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # The theme prints a long note about MkDocs 2, which would drown the reason of a failure.
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise PipelineError(
            say("The site could not be built: {reason}", reason=done.stdout.strip() or f"mkdocs: {done.returncode}"),
            say("Look at mkdocs.yml and at the templates of the repository."),
        )

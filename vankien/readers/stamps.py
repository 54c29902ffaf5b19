"""Which commit last changed what each report is written in, read from the history in one pass."""

import codecs
import subprocess
import threading
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from vankien.readers.git import environment, output

# No report is stamped by reading more of the history than this; what is older counts as not known.
HISTORY_SECONDS = 60
SHARED = ("content/", "templates/")
REGISTERS_APART = ("content/outlines/", "content/pages/")
STATUS = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", ".")
RECORD, FIELD = "\x1e", "\x1f"


def stamps(
    root: Path, reports: Collection[tuple[str, str]], until: str = ""
) -> Mapping[tuple[str, str], tuple[str, int]]:
    """The commit that last changed what each report (unit, report) is written in, and its time; newest first.

    A report is written in its folder, its unit's `unit.yml` and images, its outline, the registers below `content/`
    and the templates. The history is read once, newest first, along the first parents, and only as far back as needed.
    A `+` follows the commit where the work tree differs. What no commit has is missing from the answer. `until` is the
    commit whose content it is, where that is not the work tree.
    """
    waiting: dict[str, set[str]] = {}
    for unit, report in reports:
        waiting.setdefault(unit, set()).add(report)
    found: dict[tuple[str, str], tuple[str, int]] = {}
    changed = "" if until else output(root, *STATUS)
    prefix = output(root, "rev-parse", "--show-prefix").rstrip("\n")
    paths = [entry[3:].removeprefix(prefix) for entry in changed.split("\0") if entry]
    differs = {report for path in paths for report in _touched(path, waiting)}
    for commit, time, names in _history(root, until or "HEAD"):
        touched = {report for path in names for report in _touched(path, waiting)}
        for unit, report in touched:
            found[unit, report] = commit + ("+" if (unit, report) in differs else ""), time
            waiting[unit].discard(report)
        if not any(waiting.values()):
            break
    return found


def _touched(path: str, reports: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """The reports, given by unit, that are written, among others, in the file at a path."""
    if path.startswith("units/"):
        unit, _, rest = path.removeprefix("units/").partition("/")
        folder = rest.partition("/")[0]
        of_all = folder in ("unit.yml", "images")
        return [(unit, report) for report in reports.get(unit, ()) if of_all or report == folder]
    if path.startswith("content/outlines/"):
        outline = path.removeprefix("content/outlines/")
        return [(unit, report) for unit, own in reports.items() for report in own if outline == f"{report}.md"]
    if path.startswith(SHARED) and not path.startswith(REGISTERS_APART):
        return [(unit, report) for unit, own in reports.items() for report in own]
    return []


def _history(root: Path, until: str) -> Iterator[tuple[str, int, list[str]]]:
    """Commits with their time and the files they changed, newest first; read no further than they are taken."""
    command = [
        "log",
        "--first-parent",
        "-m",
        "--relative",
        "--name-only",
        "-z",
        f"--format={RECORD}%H{FIELD}%ct{FIELD}",
    ]
    try:
        process = subprocess.Popen(
            ["git", "-C", str(root), *command, until, "--", "."],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return
    alarm = threading.Timer(HISTORY_SECONDS, process.kill)
    alarm.start()
    try:
        rest = ""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while block := process.stdout.read1(1 << 16):
            *records, rest = (rest + decoder.decode(block)).split(RECORD)
            yield from map(_record, filter(None, records))
        if rest and process.wait() == 0:
            yield _record(rest)
    finally:
        alarm.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _record(text: str) -> tuple[str, int, list[str]]:
    commit, time, names = text.split(FIELD, 2)
    return commit, int(time), [name.lstrip("\n") for name in names.split("\0") if name.strip("\n")]

"""Pandoc as a process that converts one job after another."""

import contextlib
import dataclasses
import functools
import importlib.util
import json
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from vankien.model.diagnostic import PipelineError, say
from vankien.render.word.job import Job
from vankien.render.word.plain import without_plain

# A report of several MiB takes seconds and some hundred MB; what takes more than this never ends.
PATIENCE_SECONDS = 60
MEMORY = "-M2g"
# A larger nursery than the default saves a tenth of the time, and costs a few MB.
NURSERY = "-A64m"
LAST_WORDS = 300
LAST_WORDS_SECONDS = 5


class Pandoc:
    """One `pandoc lua` process; it is started at the first job and started anew after it died."""

    def __init__(self, script: Path, reference: Path, home: Path) -> None:
        self._script = script
        self._reference = reference
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._errors = home / f"pandoc-{id(self)}.log"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def convert(self, job: Job, target: Path) -> None:
        """Writes the Word file of a job; raises `PipelineError` where pandoc cannot."""
        process = self._running()
        order = {
            "reference": str(self._reference),
            "target": str(target),
            "pieces": [dataclasses.asdict(piece) for piece in without_plain(job.pieces)],
        }
        alarm = threading.Timer(PATIENCE_SECONDS, process.kill)
        alarm.start()
        try:
            process.stdin.write(json.dumps(order, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline().decode("utf-8", "replace").strip()
        except OSError:
            answer = ""
        finally:
            alarm.cancel()
        if answer != "ok":
            if not answer:
                self._ended()
            words = answer.removeprefix("error ") or self._last_words()
            raise PipelineError(
                say("pandoc cannot make {report} of {unit}: {error}", report=job.report, unit=job.unit, error=words)
            )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            # An own data folder of the user could carry an init.lua that changes every document.
            home = str(self._home)
            with self._errors.open("wb") as errors:
                self._process = subprocess.Popen(
                    [executable(), "+RTS", MEMORY, NURSERY, "-RTS", "lua", str(self._script)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    env={**os.environ, "XDG_DATA_HOME": home, "HOME": home, "LC_ALL": "C.UTF-8"},
                )
        return self._process

    def _last_words(self) -> str:
        words = self._errors.read_text("utf-8", "replace").split()
        return " ".join(words)[:LAST_WORDS] or "it stopped without a word"

    def _ended(self) -> None:
        """Waits until a process that answers no more has said its last words."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LAST_WORDS_SECONDS)
        self._stop()

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextlib.contextmanager
def workshop(script: Path, reference: Path, home: Path, jobs: int) -> Iterator[Callable[[Job, Path], Path]]:
    """A function that makes the Word file of a job at a path; `jobs` of its callers find a process that is idle."""
    with contextlib.ExitStack() as stack:
        idle: queue.SimpleQueue[Pandoc] = queue.SimpleQueue()
        for _ in range(jobs):
            idle.put(stack.enter_context(Pandoc(script, reference, home)))

        def convert(job: Job, path: Path) -> Path:
            process = idle.get()
            try:
                process.convert(job, path)
                return path
            finally:
                idle.put(process)

        yield convert


@functools.cache
def executable() -> str:
    """Path of the pandoc that comes with pypandoc_binary; raises `PipelineError` where there is none."""
    # Asking the package itself starts every pandoc of the machine to compare them, a third of a second.
    spec = importlib.util.find_spec("pypandoc")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for name in ("pandoc", "pandoc.exe"):
            bundled = Path(folder) / "files" / name
            if os.access(bundled, os.X_OK) and bundled.is_file():
                return str(bundled)
    import pypandoc

    try:
        return pypandoc.get_pandoc_path()
    except OSError as error:
        raise PipelineError(
            say("pandoc was not found."), say("Install the package pypandoc_binary into the same environment.")
        ) from error


@functools.cache
def version() -> str:
    """Version of that pandoc, for the files' properties."""
    done = subprocess.run([executable(), "--version"], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout.split()[1] if done.returncode == 0 else ""

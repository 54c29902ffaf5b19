"""Word files as PDF through LibreOffice, where it is installed."""

import contextlib
import datetime
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from vankien.model.diagnostic import PipelineError, say
from vankien.model.record import record
from vankien.render.word.manifest import Manifest

NAMES = ("soffice", "libreoffice", "soffice.com")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
# Starting takes seconds, a document of a hundred pages some more; what takes longer than this never ends.
START_SECONDS = 120
FILE_SECONDS = 60
# A consolidated report has hundreds of pages: of one that is larger than others, so many bytes are a second's work.
BYTES_A_SECOND = 2_000
# So many files go into one call: starting costs as much as several conversions, and a failure costs the whole call.
BATCH = 40
# What a PDF says of the run that made it: the moment, and names drawn from it. All have a fixed length.
MOMENT = re.compile(rb"(/(?:CreationDate|ModDate)\s*\()([^)]*)(\))")
TRAILER_ID = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]*)(>\s*<)([0-9A-Fa-f]*)(>\s*\])")
CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]*)")
CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]+)</dcterms:created>")
LAST_WORDS = 300


@record
class _Order:
    """One PDF that is to be made."""

    file: Path
    """The Word file."""
    place: Path
    """Where it goes."""
    inputs: str
    """Hash of everything that it is made of."""


def office() -> str:
    """Path of LibreOffice; empty where it is not installed."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in PLACES if Path(path).is_file()), "")


def version(program: str) -> str:
    """Version of LibreOffice, as it tells it itself; empty where it does not."""
    with tempfile.TemporaryDirectory(prefix="vankien-office-") as home:
        try:
            told = _run([program, _own_profile(Path(home)), "--version"], dict(os.environ), START_SECONDS)
        except PipelineError:
            return ""
    return " ".join(told.split()[1:2])


def convert(
    files: Sequence[Path],
    source: Path,
    target: Path,
    epoch: int,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
    whole: bool = False,
    prepare: Callable[[bytes], bytes] = bytes,
    fonts: str = "",
) -> list[Path]:
    """Writes a PDF below `target` for each Word file below `source`, at the same place; gives the paths in order.

    A PDF that an earlier run made of the same Word file is left as it is, unless LibreOffice or the `fonts` that it
    finds have changed. Raises `PipelineError` where LibreOffice is missing, does not end, or leaves a file out; what
    stood in `target` before then stays. A PDF carries the moment of its Word file, or `epoch` where that has none.
    Where these are `whole`, all Word files that there are, PDF files of others are removed. `prepare` makes of a Word
    file what LibreOffice gets.
    """
    program = office()
    if not program:
        raise PipelineError(
            say("LibreOffice was not found, and PDF files are made by it."),
            say("Install it (Debian: `apt-get install libreoffice-writer fonts-liberation`), or open the Word files."),
        )
    target.mkdir(parents=True, exist_ok=True)
    places = [(target / file.relative_to(source)).with_suffix(".pdf") for file in files]
    manifest = Manifest(target)
    around = _surroundings(program, fonts)
    orders = []
    for file, place in zip(files, places, strict=True):
        inputs = _inputs(file, epoch, prepare, around)
        if not manifest.holds(place, inputs):
            orders.append(_Order(file, place, inputs))
        elif place.stat().st_mtime_ns < file.stat().st_mtime_ns:
            # It is of this file all the same, which the site tells by the times of the two.
            os.utime(place)
    known = len(files) - len(orders)
    progress(known, len(files))
    if orders:
        try:
            for done in _made(orders, program, source, target, epoch, jobs, prepare, manifest):
                progress(known + done, len(files))
        finally:
            manifest.write()
    if whole:
        for path in set(target.glob("*/*.pdf")) - set(places):
            path.unlink()
            with contextlib.suppress(OSError):
                path.parent.rmdir()
    return places


def _made(
    orders: Sequence[_Order],
    program: str,
    source: Path,
    target: Path,
    epoch: int,
    jobs: int,
    prepare: Callable[[bytes], bytes],
    manifest: Manifest,
) -> Iterator[int]:
    """Makes PDF files aside and moves them into place when all are there; tells how many are made already."""
    with tempfile.TemporaryDirectory(prefix=".pdf-", dir=target) as folder:
        aside = Path(folder)
        size = max(1, min(BATCH, -(-len(orders) // max(1, jobs))))
        batches = [orders[start : start + size] for start in range(0, len(orders), size)]
        done = 0
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            waiting = [
                pool.submit(_batch, program, [each.file for each in batch], source, aside / str(number), epoch, prepare)
                for number, batch in enumerate(batches)
            ]
            try:
                for future in as_completed(waiting):
                    done += future.result()
                    yield done
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        for number, batch in enumerate(batches):
            for position, order in enumerate(batch):
                made = aside / str(number) / f"{position}.pdf"
                content = _timeless(made.read_bytes(), _moment(order.file, epoch))
                made.write_bytes(content)
                order.place.parent.mkdir(parents=True, exist_ok=True)
                made.replace(order.place)
                manifest.note(order.place, order.inputs, "", content)


def _surroundings(program: str, fonts: str) -> str:
    """What every PDF is made with: this module, LibreOffice, the fonts that it finds."""
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return "\0".join((code, str(Path(program).resolve()), version(program), fonts))


def _inputs(file: Path, epoch: int, prepare: Callable[[bytes], bytes], around: str) -> str:
    """A hash of everything that the PDF of a Word file depends on."""
    made_of = hashlib.sha256(f"{around}\0{_moment(file, epoch)}\0".encode())
    made_of.update(prepare(file.read_bytes()))
    return made_of.hexdigest()


def _moment(file: Path, otherwise: int) -> int:
    """The moment at which a Word file says it was made, in seconds since 1970."""
    try:
        with zipfile.ZipFile(file) as archive:
            found = CREATED.search(archive.read("docProps/core.xml"))
        return int(datetime.datetime.fromisoformat(found[1].decode()).timestamp()) if found else otherwise
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return otherwise


def _batch(
    program: str,
    files: Sequence[Path],
    source: Path,
    aside: Path,
    epoch: int,
    prepare: Callable[[bytes], bytes],
) -> int:
    """Converts some files in one call, under names of their own, since all reports have the same ones."""
    aside.mkdir()
    for position, file in enumerate(files):
        (aside / f"{position}.docx").write_bytes(prepare(file.read_bytes()))
    _run(
        [
            program,
            # An own profile: one that runs already would take the call over and end it, or lock the file.
            _own_profile(aside / "office"),
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf:writer_pdf_Export",
            "--outdir",
            str(aside),
            *(str(aside / f"{position}.docx") for position in range(len(files))),
        ],
        {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "TZ": "UTC"},
        START_SECONDS + sum(max(FILE_SECONDS, file.stat().st_size // BYTES_A_SECOND) for file in files),
    )
    for position, file in enumerate(files):
        if not (aside / f"{position}.pdf").is_file():
            raise PipelineError(
                say("LibreOffice made no PDF of {file}.", file=file.relative_to(source).as_posix()),
                say("Open that Word file in LibreOffice to see what it says."),
            )
    return len(files)


def _own_profile(folder: Path) -> str:
    return f"-env:UserInstallation={folder.resolve().as_uri()}"


def _run(command: Sequence[str], environment: dict[str, str], seconds: float) -> str:
    """Runs LibreOffice, and ends it with all its children where it takes too long; gives what it said."""
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise PipelineError(say("LibreOffice cannot be started: {error}", error=str(error))) from error
    try:
        output, _ = process.communicate(timeout=seconds)
    except BaseException as error:
        _end(process)
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
        raise PipelineError(
            say("LibreOffice did not come to an end within {seconds} seconds.", seconds=round(seconds)),
            say("Close other programs, or name one unit with --unit."),
        ) from error
    words = " ".join(output.decode("utf-8", "replace").split())
    if process.returncode:
        raise PipelineError(say("LibreOffice failed: {error}", error=words[:LAST_WORDS] or str(process.returncode)))
    return words


def _end(process: subprocess.Popen[bytes]) -> None:
    # The program that is called starts another, which would go on; both are one session of their own.
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _timeless(pdf: bytes, epoch: int) -> bytes:
    """A PDF without the moment and the names of the run, each replaced by something of the same length."""
    stamp = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
    pdf = MOMENT.sub(lambda found: found[1] + stamp.ljust(len(found[2]))[: len(found[2])] + found[3], pdf)
    pdf = TRAILER_ID.sub(
        lambda found: found[1] + b"0" * len(found[2]) + found[3] + b"0" * len(found[4]) + found[5], pdf
    )
    return CHECKSUM.sub(lambda found: found[1] + b"0" * len(found[2]), pdf)


def substitute_font(font: str) -> str:
    """The font of this machine that stands for another one; empty where nobody can tell."""
    program = shutil.which("fc-match")
    if not program:
        return ""
    done = subprocess.run([program, "--format=%{family}", font], capture_output=True, timeout=START_SECONDS)
    return done.stdout.decode("utf-8", "replace").partition(",")[0]

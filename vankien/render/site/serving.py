"""Shows the site on this machine while it is written: each edit is made into pages, and open pages load again."""

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vankien.model.diagnostic import PipelineError, say
from vankien.rollup.collection import collect

HOST = "127.0.0.1"
"""Nobody but this machine reaches the drafts."""

CHANGES, SCRIPT = "/_vankien/changes", "/_vankien/reload.js"
RELOAD = f"""\
new EventSource("{CHANGES}").onmessage = (event) => {{
  if (window.vankienShown && window.vankienShown !== event.data) location.reload();
  window.vankienShown = event.data;
}};
""".encode()
TAG = f'<script src="{SCRIPT}"></script>'.encode()

SETTLE = 0.05
"""Seconds that an editor gets to finish writing several files."""

ALIVE = 15.0
"""Seconds after which an open page is told that nothing has happened, so that a closed one is noticed."""

SEEN = frozenset(("created", "modified", "moved", "deleted"))
"""What may change the site; that a file was read is told as well, and does not."""


class Shown:
    """The state of the site that is shown, and who waits for the next."""

    def __init__(self) -> None:
        self._number = time.time_ns()
        self._turn = threading.Condition()

    @property
    def number(self) -> int:
        """Number of the state; another one where anything may look different."""
        return self._number

    def change(self) -> None:
        """The site has changed."""
        with self._turn:
            self._number += 1
            self._turn.notify_all()

    def wait(self, known: int) -> int:
        """The number as soon as it is another than the known one, or after a while."""
        with self._turn:
            self._turn.wait_for(lambda: self._number != known, ALIVE)
            return self._number


class Watch(FileSystemEventHandler):
    """Notices edits below some folders, and in some files beside them."""

    def __init__(self, root: Path, names: Sequence[str]) -> None:
        """`names` are the folders and files of `root` that count."""
        self.names = frozenset(names)
        self.root = root.resolve()
        self.edited = threading.Event()
        self._observer = Observer()

    def __enter__(self) -> "Watch":
        self._observer.schedule(self, str(self.root), recursive=False)
        for name in self.names:
            if (self.root / name).is_dir():
                self._observer.schedule(self, str(self.root / name), recursive=True)
        self._observer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the watcher's own thread."""
        if event.event_type not in SEEN:
            return
        for path in (event.src_path, event.dest_path):
            with contextlib.suppress(ValueError):
                parts = Path(str(path)).relative_to(self.root).parts if path else ()
                if parts and parts[0] in self.names:
                    self.edited.set()

    def wait(self) -> None:
        """Waits for an edit, and until it is finished."""
        # In pieces, since a wait without end keeps Ctrl+C away on Windows.
        while not self.edited.wait(1.0):
            pass
        time.sleep(SETTLE)
        self.edited.clear()


class Handler(SimpleHTTPRequestHandler):
    """Gives out the site; pages get the script that loads them again."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: object, shown: Shown, **named: object) -> None:
        self.shown = shown
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Answers one request."""
        if self._refused():
            return
        match urlsplit(self.path).path:
            case path if path == SCRIPT:
                self._give(RELOAD, "text/javascript; charset=utf-8")
            case path if path == CHANGES:
                self._tell()
            case _:
                super().do_GET()

    def do_HEAD(self) -> None:
        """Answers one request without the content."""
        if not self._refused():
            super().do_HEAD()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """The file that was asked for, a page with the script; the page for what is not there."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not urlsplit(self.path).path.endswith("/"):
                return super().send_head()
            path = path / "index.html"
        if path.suffix != ".html" and path.is_file():
            return super().send_head()
        status = HTTPStatus.OK
        try:
            content = path.read_bytes()
        except OSError:
            status = HTTPStatus.NOT_FOUND
            missing = Path(self.directory, "404.html")
            content = missing.read_bytes() if missing.is_file() else b""
        content = content.replace(b"</body>", TAG + b"</body>", 1)
        self._head(status, "text/html; charset=utf-8", len(content))
        return BytesIO(content)

    def end_headers(self) -> None:
        """Ends the head of an answer; nothing is kept by the browser, for it may have changed."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *values: object) -> None:
        """Nothing is told of single requests."""

    def _refused(self) -> bool:
        """Whether a page elsewhere asks under another name, to read drafts through this browser."""
        name = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
        if name in (HOST, "localhost"):
            return False
        self.send_error(HTTPStatus.FORBIDDEN)
        return True

    def _give(self, content: bytes, kind: str) -> None:
        self._head(HTTPStatus.OK, kind, len(content))
        self.wfile.write(content)

    def _head(self, status: HTTPStatus, kind: str, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _tell(self) -> None:
        """Tells an open page the number of what is shown, at once and whenever it becomes another."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        number = self.shown.number
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(f"data: {number}\n\n".encode())
                self.wfile.flush()
                number = self.shown.wait(number)


def _listening(port: int, handler: Callable[..., Handler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise PipelineError(
            say("The port {port} cannot be used: {reason}", port=str(port), reason=error.strerror or str(error)),
            say("Name another one with --port."),
        ) from error


def serve(
    site: Path,
    root: Path,
    names: Sequence[str],
    port: int,
    rebuild: Callable[[], bool],
    ready: Callable[[str], None],
) -> None:
    """Shows `site` at a port of this machine until it is interrupted.

    Whenever something called `names` in `root` has been edited, `rebuild` is called, and says whether pages are to be
    loaded again; `ready` is told the address. Raises `PipelineError` where the port is taken.
    """
    shown = Shown()
    handler = partial(Handler, directory=str(site), shown=shown)
    with _listening(port, handler) as server, Watch(root, names) as watch:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            ready(f"http://{HOST}:{server.server_port}/")
            while True:
                watch.wait()
                if rebuild():
                    shown.change()
                # Now that the edit is shown there is time.
                collect()
        except KeyboardInterrupt:
            return
        finally:
            server.shutdown()

"""`serve`: an edit is shown by itself, to this machine only."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.render.small_cycle import FILES
from tests.repositories import section, write

SMALL = {path: text for path, text in FILES.items() if "tan-cong" not in path and not path.startswith("units/phong-c/")}
PLACE = "units/phong-a/bao-cao/kho-khan.md"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A site that is being served."""

    root: Path
    """Root of the repository."""
    port: int
    """Port."""
    process: int
    """Id of the process."""

    def ask(self, path: str, host: str = "") -> tuple[int, str]:
        """Status and content of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def edit(self, text: str) -> None:
        """A drafter saves a text."""
        (self.root / PLACE).write_text(section(text), encoding="utf-8")

    def megabytes(self) -> float:
        """Memory that it holds."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def waited(self, text: str) -> None:
        """Waits until the page of the report shows a text."""
        until = time.monotonic() + PATIENCE
        while text not in self.ask("/units/phong-a/bao-cao.html")[1]:
            assert time.monotonic() < until, "the edit was never shown"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small cycle, served by the command itself."""
    root = write(tmp_path_factory.mktemp("kho"), SMALL)
    process = subprocess.Popen(
        [sys.executable, "-m", "vankien", "serve", "--root", str(root), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])},
        # A shell lets what runs in its background ignore the interrupt, and all that is started from there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    address = process.stdout.readline()
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\n", address)
    yield Served(root, urlsplit(address).port, process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0


def test_an_edit_is_shown(served):
    served.edit("Đã tháo gỡ hết.")
    served.waited("Đã tháo gỡ hết.")


def test_an_open_page_is_told_of_an_edit(served):
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.request("GET", "/_vankien/changes")
    stream = connection.getresponse()
    first = stream.readline()
    assert first.startswith(b"data: ")
    assert stream.readline() == b"\n"
    served.edit("Còn một việc.")
    while (told := stream.readline()) in (b"\n", first):
        pass
    assert told.startswith(b"data: ")
    served.waited("Còn một việc.")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="memory of a process is read from /proc")
def test_a_day_of_edits_takes_no_more_memory(served):
    def edits(count: int) -> None:
        for number in range(count):
            served.edit(f"Sửa lần thứ {number} trong {count}.")
            served.waited(f"Sửa lần thứ {number} trong {count}.")

    edits(5)
    before = served.megabytes()
    edits(12)
    assert served.megabytes() - before < 6


def test_the_script_that_loads_again_is_only_on_the_way(served):
    assert 'src="/_vankien/reload.js"' in served.ask("/")[1]
    assert served.ask("/_vankien/reload.js")[0] == 200
    assert "_vankien" not in (served.root / "build/site/index.html").read_text(encoding="utf-8")


def test_what_cannot_be_read_leaves_the_last_good_site(served):
    cycle = served.root / "content/cycle.yml"
    good = cycle.read_bytes()
    cycle.unlink()
    time.sleep(1)
    assert served.ask("/index.html")[0] == 200
    cycle.write_bytes(good)
    served.edit("Sau khi khôi phục.")
    served.waited("Sau khi khôi phục.")


def test_a_page_that_is_not_there_is_told_as_such(served):
    status, page = served.ask("/units/khong-co.html")
    assert status == 404
    assert "Không có trang này" in page


@pytest.mark.parametrize("path", ["/../content/cycle.yml", "/%2e%2e/content/cycle.yml", "/assets/../../../mkdocs.yml"])
def test_nothing_but_the_site_is_given_out(served, path):
    assert served.ask(path)[0] == 404


def test_pages_of_other_names_cannot_read_the_drafts(served):
    assert served.ask("/", host="evil.example")[0] == 403

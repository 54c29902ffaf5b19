"""What all tests share: real programs to test with, and no quiet skipping where everything must run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = bool(os.environ.get("VANKIEN_REQUIRE_ALL"))
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")

# A busy machine is slow, not wrong; and where a change is judged, luck has no say.
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=REQUIRE_ALL, print_blob=True
)
settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Turns a skipped test into a failed one where VANKIEN_REQUIRE_ALL is set."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Turns a skipped module into a failed one where VANKIEN_REQUIRE_ALL is set."""
    return _required((yield))


def _required(report):
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Every test must run here (VANKIEN_REQUIRE_ALL), but this one said: {reason}"
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[object]:
    """A running headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", *quiet])
        yield started
        started.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("no LibreOffice on this machine")
    return found


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Path of the program that turns PDF pages into pictures."""
    found = shutil.which("pdftoppm")
    if found is None:
        pytest.skip("no pdftoppm on this machine")
    return found

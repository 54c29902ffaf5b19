"""What a rule is said to look at: with a cache that holds everything else, the findings are the same as without."""

import datetime
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.conftest import BASE, _set_rights, _write, without_power
from tests.checks.test_cases import CASES, Case, cases
from tests.checks.test_registry import notation
from vankien import pipeline
from vankien.checks import RULES, Rule
from vankien.render.rulebook import files


def stage(name: str):
    return lambda done, total: None


def clear(root: Path) -> None:
    """Puts the complete repository in the place of what was laid over it; the cache stays."""
    for name in ("content", "units"):
        shutil.rmtree(root / name)
        shutil.copytree(BASE / name, root / name)


@pytest.fixture
def root() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        # Tests that give up the power of root must still reach the files and write the cache.
        Path(folder).chmod(0o755)
        root = Path(folder) / "kho"
        shutil.copytree(BASE, root)
        (root / "build").mkdir()
        (root / "build").chmod(0o777)
        yield root


def assert_same(root: Path, today: datetime.date | None) -> None:
    with without_power():
        fresh = pipeline.inspect(root, today, stage, cache=False)
        remembered = pipeline.inspect(root, today, stage)
        again = pipeline.inspect(root, today, stage)
    for result in (remembered, again):
        assert result.diagnostics == fresh.diagnostics
        assert result.project.digests == fresh.project.digests
        assert result.project == fresh.project


def assert_same_after(root: Path, text: str, today: datetime.date | None = None) -> None:
    clear(root)
    laid = list(files(text))
    for file in laid:
        _write(root, file)
    _set_rights(root, {root / file.path for file in laid if file.form == "unreadable"})
    (root / "build").chmod(0o777)
    for kept in (root / "build").rglob("*"):
        kept.chmod(0o700 if kept.is_dir() else 0o600)
    assert_same(root, today)


def by_code() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases():
        found.setdefault(case.code, []).append(case)
    return found


@pytest.mark.parametrize("code", sorted(path.stem for path in CASES.glob("*.md")))
def test_the_cache_makes_no_difference_to_the_cases_of_a_rule(root, code):
    assert_same(root, None)
    for case in by_code()[code]:
        assert_same_after(root, case.files, case.today)
        assert_same_after(root, case.files, datetime.date(2024, 2, 29))
    clear(root)
    assert_same(root, None)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_cache_makes_no_difference_to_the_examples_of_a_rule(root, rule: Rule):
    for part in ("Good", "Bad", "Good"):
        assert_same_after(root, notation(rule, part))

"""The case files in `cases/`: small repositories, and every finding in them.

A case is a heading with a block `files`, in the notation of `vankien.render.rulebook`, laid over the complete
repository in `base/`, and a block `findings`: place, severity, code, and for some the English message. The block
names all findings of the repository, so a case also proves that nothing else is found. `files today=2023-06-01`
sets the day.
"""

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from vankien.checks import RULES
from vankien.model.diagnostic import Diagnostic
from vankien.render.language import translator

CASES = Path(__file__).parent / "cases"
CASE = re.compile(
    r"^## (?P<title>[^\n]+)$.*?"
    r"^(?P<fence>`{3,})files(?: today=(?P<today>\S+))?\n(?P<files>.*?)^(?P=fence)$.*?"
    r"^```findings\n(?P<findings>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """One case of a case file."""

    code: str
    title: str
    today: datetime.date | None
    files: str
    findings: list[str]

    @property
    def name(self) -> str:
        return f"{self.code}: {self.title}"


def cases() -> list[Case]:
    return [
        Case(
            path.stem,
            match["title"],
            datetime.date.fromisoformat(match["today"]) if match["today"] else None,
            match["files"],
            match["findings"].splitlines(),
        )
        for path in sorted(CASES.glob("*.md"))
        for match in CASE.finditer(path.read_text("utf-8"))
    ]


def written(one: Diagnostic, with_message: bool) -> str:
    place = f"{one.span.path}:{one.span.line}:{one.span.column}"
    message = f" {translator('en')(one.message)}" if with_message else ""
    return f"{place} {one.severity.value} {one.code}{message}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case: Case, lay, check):
    found = check(lay(case.files), case.today)
    with_message = [bool(re.search(r" [A-Z]\d{3} ", line)) for line in case.findings]
    with_message += [True] * (len(found) - len(with_message))
    assert [written(one, full) for one, full in zip(found, with_message, strict=False)] == case.findings


def test_every_rule_has_a_case_with_its_finding():
    proven = {case.code for case in cases() if any(f" {case.code}" in line for line in case.findings)}
    assert proven == {rule.code for rule in RULES}


def test_no_case_is_overlooked():
    titles = sum(len(re.findall(r"^## ", path.read_text("utf-8"), re.MULTILINE)) for path in CASES.glob("*.md"))
    # A `##` at the beginning of a line inside a block would count; contents are indented.
    assert titles == len(cases())

"""Prints precision and recall of the rules about figures on the labelled claims, as a Markdown table.

    .venv/bin/python tests/benchmarks/figures.py

Neither the held-out nor the second part was looked at while the rules were written.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.checks.labelled import PARTS, Score, labelled, repository, score  # noqa: E402


def measured() -> dict[str, Score]:
    """The scores of each part, and of all together."""
    project = repository()
    claims = {part: list(labelled(part)) for part in PARTS}
    claims["all"] = [claim for part in PARTS for claim in claims[part]]
    return {part: score(found, project) for part, found in claims.items()}


def table(scores: dict[str, Score]) -> str:
    """The scores as a Markdown table."""
    lines = [
        "| claims | right | wrong | wrong ones found | false findings | precision | recall |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for part, one in scores.items():
        counts = f"{one.right} | {one.wrong} | {one.found} | {one.false}"
        lines.append(f"| {part} | {counts} | {one.precision:.3f} | {one.recall:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measured()))

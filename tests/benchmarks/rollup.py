"""Prints how long the roll-up of 60 indicators over three levels takes after reading, as a Markdown table.

    .venv/bin/python tests/benchmarks/rollup.py

Processor time, the median of five runs in one process; the last column shows whether it grows linearly.
"""

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.rollup.test_speed import of_size  # noqa: E402
from vankien.rollup.reading import Readings  # noqa: E402
from vankien.rollup.tree import Totals  # noqa: E402

SIZES = (250, 500, 1000, 2000)
REPEATS = 5


def measured(count: int) -> tuple[float, float]:
    """Seconds for the readings and for the totals of so many units."""
    project = of_size(count)
    runs = []
    for _ in range(REPEATS):
        begun = time.process_time()
        found = Readings(project)
        found.values()
        read = time.process_time()
        Totals(project, found).values()
        runs.append((read - begun, time.process_time() - read))
    return statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)


def table() -> str:
    """The measurements as a Markdown table."""
    lines = ["| units x 60 indicators | readings | totals | both | a unit |", "| ---: | ---: | ---: | ---: | ---: |"]
    for count in SIZES:
        read, summed = measured(count)
        both = read + summed
        lines.append(f"| {count} | {read:.2f} s | {summed:.2f} s | {both:.2f} s | {both / count * 1000:.2f} ms |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

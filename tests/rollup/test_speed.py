"""How long the roll-up takes on a processor of its own; printed, never asserted, since machines differ."""

import random
import time

from tests.rollup.trees import indicator, observation, project
from vankien.rollup.reading import Readings
from vankien.rollup.tree import Totals

AGGREGATES = ("sum", "ratio", "share-met", "min", "max", "ratio")


def of_size(count: int, indicators: int = 60):
    """Units on three levels, about thirty below each parent, with a figure for each indicator."""
    draw = random.Random(count)
    middle = [f"huyen-{number}" for number in range(max(1, count // 30))]
    parents = {"goc": ""} | dict.fromkeys(middle, "goc")
    parents |= {f"xa-{number}": middle[number % len(middle)] for number in range(count - len(parents))}
    register = [
        indicator(
            f"chi-tieu-{number}",
            unit="đảng viên",
            measure="percentage" if AGGREGATES[number % 6] == "ratio" else "number",
            aggregate=AGGREGATES[number % 6],
            target="> 90",
        )
        for number in range(indicators)
    ]
    figures = {}
    for unit in parents:
        figures[unit] = {}
        for one in register:
            whole = draw.randint(1, 9_999)
            if one.aggregate == "ratio":
                values = {"numerator": draw.randint(0, whole), "denominator": whole}
            else:
                values = {"actual": whole if whole < 1000 else f"{whole // 1000}.{whole % 1000:03d}"}
            figures[unit][one.id] = observation(id=one.id, **values)
    return project(parents, register, figures)


def test_a_thousand_units_are_rolled_up_in_about_a_second(capsys):
    lines = []
    for count in (250, 500, 1000, 2000):
        made = of_size(count)
        begun = time.process_time()
        found = Readings(made)
        found.values()
        read = time.process_time()
        rolled_up = Totals(made, found)
        rolled_up.values()
        done = time.process_time()
        lines.append(
            f"{count:>5} units x 60 indicators: readings {read - begun:.2f} s, totals {done - read:.2f} s, "
            f"{(done - begun) / count * 1000:.2f} ms a unit"
        )
        assert len(rolled_up) == 60 * (1 + max(1, count // 30))
    with capsys.disabled():
        print("\n" + "\n".join(lines))

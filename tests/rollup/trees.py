"""Projects made in memory: a tree of units, a register, and figures."""

import datetime
from collections.abc import Mapping

from vankien.model.cycle import Cycle, Level, Period
from vankien.model.indicator import Indicator, Observation
from vankien.model.outline import Heading, Outline
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.model.source import Body, Span
from vankien.model.unit import Unit

HERE = Span("x")
TODAY = datetime.date(2023, 5, 12)
END = datetime.date(2023, 4, 30)


def indicator(id: str = "x", **values) -> Indicator:
    """An entry of the register."""
    return Indicator(id, id, HERE, **values)


def observation(as_of: datetime.date | None = END, id: str = "x", **values) -> Observation:
    """What a unit reports; every value as typed, `years`, `parts` and `approval` as they are."""
    given = {key: values.pop(key) for key in ("years", "parts", "approval") if key in values}
    return Observation(id, HERE, {key: str(value) for key, value in values.items()}, as_of, **given)


def project(
    parents: Mapping[str, str],
    register: list[Indicator],
    figures: Mapping[str, Mapping[str, Observation]],
    levels: Mapping[str, str] | None = None,
    periods: Mapping[str, Period] | None = None,
    term: str = "2020 - 2025",
) -> Project:
    """A project whose units hang on `parents` (empty for a root) and report `figures`, by unit and indicator."""
    periods = periods or {"co-so": Period(datetime.date(2020, 1, 1), END)}
    outline = Outline("bao-cao", "Báo cáo", "x", headings=(Heading("so-lieu", "Số liệu", 1, HERE),))
    units = {
        id: Unit(id, id, (levels or {}).get(id, "co-so"), Span(f"units/{id}/unit.yml"), parent)
        for id, parent in parents.items()
    }
    sections = {
        (unit, "bao-cao", "so-lieu"): Section(
            unit, "bao-cao", "so-lieu", Body("", f"units/{unit}/bao-cao/so-lieu.md"), observations=given
        )
        for unit, given in figures.items()
    }
    return Project(
        cycle=Cycle("Kỳ", "goc", term, levels={id: Level(id, id, period) for id, period in periods.items()}),
        today=TODAY,
        outlines={"bao-cao": outline},
        units=units,
        sections=sections,
        indicators={one.id: one for one in register},
        applied={(unit, "bao-cao"): outline for unit in units},
    )

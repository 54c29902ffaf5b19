"""What is wrong with single values, each at its own place: in the register and in what units report."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from vankien.model.diagnostic import Finding, Message, Severity
from vankien.model.indicator import Indicator, Observation
from vankien.model.project import Project
from vankien.model.source import Span
from vankien.rollup.figure import Slip, register_slips, typed

if TYPE_CHECKING:
    from vankien.rollup.reading import Reading

Describe = Callable[[Indicator, str], tuple[Message, Message | None]]
"""What is said of a slip: message and hint, given the indicator and the text that was typed."""


def slips(
    project: Project, kinds: tuple[str, ...], describe: Describe, severity: Severity | None = None
) -> Iterator[Finding]:
    """A finding for each slip of these kinds, at the value's own place."""
    for indicator in project.indicators.values():
        for slip in register_slips(indicator):
            if slip.kind in kinds:
                text = indicator.target if slip.key == "target" else indicator.share
                span = indicator.places.get(slip.key, indicator.span)
                yield Finding(span, *describe(indicator, text), severity=severity)
    for reading, slip in of_kinds(project, *kinds):
        text = typed(reading.observation, slip.key)
        if slip.kind == "above" and slip.key == "numerator":
            text += "/" + typed(reading.observation, "denominator")
        yield Finding(place(reading.observation, slip.key), *describe(reading.indicator, text), severity=severity)


def of_kinds(project: Project, *kinds: str) -> "Iterator[tuple[Reading, Slip]]":
    """The slips of some kinds in what units report."""
    # Loaded only where something about figures has changed, since imports are most of a short run.
    from vankien.rollup.ledger import ledger

    for kind in kinds:
        yield from ledger(project).slips.get(kind, ())


def place(observation: Observation, key: str) -> Span:
    """Where a value of an observation stands; where it is not given, the observation."""
    return observation.places.get(key, observation.span)

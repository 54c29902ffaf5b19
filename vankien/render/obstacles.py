"""Why a final copy is refused, as a list that a drafter can work through."""

import textwrap
from collections.abc import Callable, Sequence

from vankien.model.diagnostic import Message, say
from vankien.model.outline import Appendix, Heading
from vankien.rollup.obstacles import Obstacles

MOST = 8
"""Lines of one kind that are printed of a report."""

WIDTH = 72
"""Most letters of a title."""


def text(obstacles: Sequence[Obstacles], translate: Callable[[Message], str]) -> str:
    """One block a report: its errors, what is not approved, what has no text."""
    lines = []
    for one in obstacles:
        lines.append(f"{one.unit}/{one.report}")
        errors = [f"{each.span.path}:{each.span.line} {each.code} {translate(each.message)}" for each in one.errors]
        for kind, found in (
            (say("error"), errors),
            (say("not approved"), [_title(place) for place in one.unapproved]),
            (say("no text"), [_title(place) for place in one.missing]),
        ):
            lines += [f"  {translate(kind)}: {each}" for each in found[:MOST]]
            if len(found) > MOST:
                more = translate(say("and {count} more", count=len(found) - MOST))
                lines.append(f"  {translate(kind)}: {more}")
    return "\n".join(lines)


def counts(obstacles: Sequence[Obstacles]) -> Message:
    """How much was left to do in all reports together."""
    return say(
        "{errors} errors, {unapproved} headings not approved, {missing} without text",
        errors=len({(error.span, error.code) for one in obstacles for error in one.errors}),
        unapproved=sum(len(one.unapproved) for one in obstacles),
        missing=sum(len(one.missing) for one in obstacles),
    )


def _title(place: Heading | Appendix) -> str:
    label = place.label if isinstance(place, Heading) else ""
    return textwrap.shorten(f"{label} {place.title}", WIDTH, placeholder="…")

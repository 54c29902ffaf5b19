"""Section files: what one unit wrote under one heading."""

from vankien.model.diagnostic import Fault, Finding, say
from vankien.model.indicator import Observation
from vankien.model.section import Section, Status
from vankien.model.source import Span
from vankien.readers.disk import Text
from vankien.readers.front_matter import divide
from vankien.readers.yaml import Fields

STATUSES = tuple(status.value for status in Status)
FIGURES = ("actual", "numerator", "denominator", "baseline", "target", "source", "note")


def read_section(text: Text, unit: str, report: str, heading: str) -> tuple[Section, list[Fault]]:
    """The section in a file's text."""
    fields, body, faults = divide(text)
    places: dict[str, Span] = {}
    status = Status(fields.choice("status", STATUSES, "draft"))
    if "status" in fields:
        places["status"] = fields.span("status")
    themes = fields.placed_texts("themes")
    for number, (_, span) in enumerate(themes):
        places[f"themes.{number}"] = span
    approved_by = fields.text("approved_by")
    if status is Status.APPROVED and not approved_by:
        faults.append(_approver_missing(fields))
    section = Section(
        unit=unit,
        report=report,
        heading=heading,
        body=body,
        status=status,
        updated=fields.date("updated"),
        approved_by=approved_by,
        themes=tuple(theme for theme, _ in themes),
        observations=_observations(fields.mapping("indicators")),
        places=places,
    )
    fields.close()
    return section, faults


def _observations(fields: Fields) -> dict[str, Observation]:
    observations = {}
    for id in fields.keys():
        values = fields.mapping(id)
        as_of = values.date("as_of")
        texts = {key: value for key in FIGURES if (value := values.text(key))}
        values.close()
        observations[id] = Observation(id, fields.key_span(id), texts, as_of)
    return observations


def _approver_missing(fields: Fields) -> Fault:
    return Fault(
        "F103",
        Finding(
            fields.span("status"),
            say("The text is approved, but `approved_by` does not say by whom."),
            say("Add the line `approved_by: …`, or set the status back to `review`."),
        ),
    )

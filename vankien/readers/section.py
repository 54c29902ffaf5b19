"""Section files: what one unit wrote under one heading."""

from dataclasses import replace

from vankien.model.diagnostic import Fault, Finding, say
from vankien.model.indicator import Approval, Observation
from vankien.model.section import Excuse, Section, Status
from vankien.model.source import Body, Span
from vankien.readers.disk import Text
from vankien.readers.front_matter import divide
from vankien.readers.yaml import Fields
from vankien.rollup.approval import mark

APPROVAL = ("status", "approved_by", "approved_on", "approved_text")
STATUSES = tuple(status.value for status in Status)
FIGURES = {
    "actual": "What was reached, as typed: a number, a percentage or a word.",
    "numerator": "Of a percentage: how many are so.",
    "denominator": "Of a percentage: of how many.",
    "baseline": "The value at the beginning of the term.",
    "target": "The unit's own target, where it differs from the register's.",
    "unit": "Unit of measure, where it differs from the register's.",
    "source": "Where the figure comes from.",
    "note": "What has to be known about it.",
}
"""What a unit reports of an indicator as it is typed, and what it means."""


def read_section(text: Text, unit: str, report: str, heading: str) -> tuple[Section, list[Fault]]:
    """The section in a file's text."""
    fields, body, faults = divide(text)
    return section(fields, body, unit, report, heading), faults


def section(fields: Fields, body: Body, unit: str, report: str, heading: str) -> Section:
    """The section of a body and the fields above it."""
    places: dict[str, Span] = {}
    status = Status(fields.choice("status", STATUSES, "draft"))
    places.update({key: fields.span(key) for key in (*APPROVAL, "updated") if key in fields.pairs})
    themes = fields.placed_texts("themes")
    for number, (_, span) in enumerate(themes):
        places[f"themes.{number}"] = span
    found = Section(
        unit=unit,
        report=report,
        heading=heading,
        body=body,
        status=status,
        updated=fields.date("updated"),
        approved_by=fields.text("approved_by"),
        approved_on=fields.date("approved_on"),
        approved_text=fields.text("approved_text"),
        themes=tuple(theme for theme, _ in themes),
        observations=_observations(fields.mapping("indicators")),
        excuses=tuple(_excuse(one) for one in fields.mappings("excuse")),
        places=places,
    )
    fields.close()
    if status is Status.APPROVED:
        found, problems = _approved(found, fields)
        fields.faults += problems
    return found


def _observations(fields: Fields) -> dict[str, Observation]:
    return {id: _observation(id, fields.key_span(id), fields.mapping(id)) for id in fields.keys()}


def _observation(id: str, span: Span, values: Fields) -> Observation:
    places = {key: values.span(key) for key in (*FIGURES, "as_of") if key in values.pairs}
    observation = Observation(
        id,
        span,
        {key: value for key in FIGURES if (value := values.text(key))},
        values.date("as_of"),
        _texts("years", values, places),
        _texts("parts", values, places),
        _approval(values.mapping("approval")),
        places,
    )
    values.close()
    return observation


def _texts(key: str, values: Fields, places: dict[str, Span]) -> dict[str, str]:
    """The single values below a key; their places go to the others."""
    below = values.mapping(key)
    found = {name: value for name in below.keys() if (value := below.text(name))}
    places.update({f"{key}.{name}": below.span(name) for name in found})
    return found


def _approval(fields: Fields) -> Approval | None:
    if not fields.pairs:
        return None
    fields.require("number", "date")
    approval = Approval(fields.text("number"), fields.date("date"))
    fields.close()
    return approval if approval.number and approval.date else None


def _excuse(fields: Fields) -> Excuse:
    fields.require("rule", "reason")
    excuse = Excuse(fields.text("rule"), fields.text("reason"), fields.span(), " ".join(fields.text("text").split()))
    fields.close()
    return excuse


def _approved(section: Section, fields: Fields) -> tuple[Section, list[Fault]]:
    """The section as it counts: an approval without a name or for another text is none."""
    if not section.approved_by:
        message = say("The text is approved, but `approved_by` does not say by whom.")
        hint = say("Approve it with the command `approve`, or set the status back to `review`.")
        problem = Fault("F103", Finding(fields.span("status"), message, hint))
    elif not section.approved_text:
        message = say("This approval is not bound to a text, so it does not count.")
        hint = say("Approve the text with the command `approve`; it writes the mark of the text into `approved_text`.")
        problem = Fault("P108", Finding(fields.span("status"), message, hint))
    elif section.approved_text != mark(section):
        message = say(
            "The text has changed since {who} approved it, so the approval no longer counts.", who=section.approved_by
        )
        hint = say("Have it approved again with the command `approve`, or take the change back.")
        problem = Fault("P107", Finding(fields.span("approved_text"), message, hint))
    else:
        return section, []
    return replace(section, status=Status.REVIEW), [problem]

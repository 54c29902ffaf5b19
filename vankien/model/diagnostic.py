"""What is told to the people who write: findings, and the diagnostics made of them."""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from vankien.model.record import record
from vankien.model.source import Span


class Severity(Enum):
    """How much a finding matters; only an error changes the exit code."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record
class Message:
    """A sentence for a person, kept apart from its language."""

    template: str
    """English text with `{name}` fields; the key of the translation catalogues."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the fields stand for; a value that is itself a `Message` is translated too."""


def say(template: str, **values: object) -> Message:
    """A `Message`; the function's name is what the catalogue extraction looks for."""
    return Message(template, values)


@record
class Related:
    """A second place that explains a finding."""

    span: Span
    """Where."""
    message: Message
    """What is there."""


@record
class Fix:
    """The one right answer to a finding, which `check --fix` can put in the place of what is there.

    A fix never changes a digit: which figure is right, only its author knows.
    """

    span: Span
    """What is replaced, in the text as it is read: composed, with line feeds only."""
    replacement: str
    """What comes in its place; empty where something is only taken away."""


@record
class Finding:
    """What a rule yields: a place, what is wrong there, and how to mend it."""

    span: Span
    """Where."""
    message: Message
    """What is wrong, in plain words."""
    hint: Message | None = None
    """What to do."""
    related: tuple[Related, ...] = ()
    """Other places that belong to it."""
    severity: Severity | None = None
    """Only where it differs from the rule's own severity."""
    fix: Fix | None = None
    """How a program can mend it, where there is one right answer."""


@record
class Fault:
    """What a reader could not read; the rule of the same code reports it."""

    code: str
    """Code of the rule, such as `R103`."""
    finding: Finding
    """Where and what."""


@record
class Diagnostic:
    """A finding with the identity of its rule."""

    code: str
    """Code of the rule; never used again for anything else."""
    severity: Severity
    """The finding's own severity, or else the rule's."""
    span: Span
    """Where."""
    message: Message
    """What is wrong."""
    hint: Message | None = None
    """What to do."""
    related: tuple[Related, ...] = ()
    """Other places that belong to it."""
    fix: Fix | None = None
    """How a program can mend it, where there is one right answer."""


class PipelineError(Exception):
    """A fault of the operator or the machine, not of a text: the run cannot go on."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.template.format_map(dict(message.values)))
        self.message = message
        self.hint = hint


class NoRepository(PipelineError):
    """There is no editorial repository where one was to be read."""

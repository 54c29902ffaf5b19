"""Slips in the drafts: each text is scanned once, and every rule takes the slips of its own code."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from vankien.model.diagnostic import Finding, Fix, Message, Severity
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.source import Body, Span


@record
class Slip:
    """Something wrong at one place of one text; a pure function of that text, so it may be kept with it."""

    code: str
    """Code of the rule that reports it."""
    start: int
    """Character offset in the text."""
    end: int
    """Offset after its last character."""
    message: Message
    """What is wrong."""
    hint: Message | None = None
    """What to do."""
    replacement: str | None = None
    """What belongs there, where there is one right answer."""
    severity: Severity | None = None
    """Only where it differs from the rule's own severity."""


Value = TypeVar("Value")
Scan = Callable[[Body], Iterable[Slip]]
"""Finds the slips of one text."""


class Places:
    """Spans of one text, quick for many of them."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.starts = [0]
        start = body.text.find("\n") + 1
        while start:
            self.starts.append(start)
            start = body.text.find("\n", start) + 1

    def span(self, start: int, end: int) -> Span:
        """The span from character offset `start` up to, not including, `end` of the text."""
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end) - 1
        return Span(
            self.body.path,
            self.body.line + first,
            start - self.starts[first] + 1,
            self.body.line + last,
            end - self.starts[last] + 1,
        )

    def finding(self, slip: Slip) -> Finding:
        """The finding of a slip in this text."""
        span = self.span(slip.start, slip.end)
        fix = None if slip.replacement is None else Fix(span, slip.replacement)
        return Finding(span, slip.message, slip.hint, severity=slip.severity, fix=fix)


class Once(Generic[Value]):
    """Something computed from a whole project, once however many rules ask; it remembers the last project."""

    def __init__(self, compute: Callable[[Project], Value]) -> None:
        self.compute = compute
        self._last: tuple[Project, Value] | None = None

    def of(self, project: Project) -> Value:
        """The value for a project."""
        if self._last is None or self._last[0] is not project:
            self._last = project, self.compute(project)
        return self._last[1]


class Sweep:
    """A scan of all drafts of a project; what it finds is remembered under its name."""

    def __init__(self, name: str, scan: Scan) -> None:
        self.name = name
        self.scan = scan
        self.once = Once(self._slips)

    def findings(self, project: Project, code: str) -> Iterator[Finding]:
        """The findings of one code."""
        for body, slips in self.once.of(project).get(code, ()):
            places = Places(body)
            for slip in slips:
                yield places.finding(slip)

    def _slips(self, project: Project) -> dict[str, list[tuple[Body, list[Slip]]]]:
        slips: dict[str, list[tuple[Body, list[Slip]]]] = {}
        for key, found in project.of_texts(self.name, self.scan):
            own: dict[str, list[Slip]] = {}
            for slip in found:
                own.setdefault(slip.code, []).append(slip)
            for code, ones in own.items():
                slips.setdefault(code, []).append((project.sections[key].body, ones))
        return slips

"""YAML read through the C parser, into fields that know their place."""

import datetime
import re
from collections.abc import Iterable, Iterator

from ruamel.yaml.cyaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import BaseResolver

from vankien.model.diagnostic import Fault, Finding, Message, Related, say
from vankien.model.source import Span

DEPTH_LIMIT = 32
"""Deepest nesting that is read; the formats need five."""

SUSPECT = re.compile(r"[&*]|(?:[\[{][^\[{]*){33}|^[ \-?:]{120}", re.MULTILINE)
"""Texts that are looked through event by event before nodes are made: anchors, aliases, deep nesting."""

TRUE = {"true", "yes", "có"}
FALSE = {"false", "no", "không"}


class _Composer(CParser, BaseResolver):
    """Nodes straight from the C parser; every scalar stays the text that was typed."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self, loadumper=self)
        self._parser = self._composer = self


def compose(text: str, path: str, first_line: int = 1) -> tuple["Fields", list[Fault]]:
    """The fields of a YAML mapping; empty ones and the faults where it is not readable.

    `first_line` is the line of the file on which the text begins. The fields go on adding to the
    list of faults while they are read.
    """
    faults: list[Fault] = []
    try:
        if SUSPECT.search(text) and (problem := _unsafe(text, path, first_line)):
            return _unreadable(path, first_line, problem)
        node = _Composer(text).get_single_node()
    except (YAMLError, ValueError, RecursionError) as error:
        problem = _syntax(error, text, path, first_line)
        return _unreadable(path, first_line, problem)
    if node is not None and not isinstance(node, MappingNode):
        if not (isinstance(node, ScalarNode) and not node.value):
            span = node_span(node, path, first_line)
            faults.append(
                Fault(
                    "F102",
                    Finding(span, say("A list of `key: value` lines is expected here."), None),
                )
            )
            return Fields(None, path, first_line, faults, readable=False), faults
        node = None
    return Fields(node, path, first_line, faults), faults


def _unreadable(path: str, first_line: int, problem: Fault) -> tuple["Fields", list[Fault]]:
    fields = Fields(None, path, first_line, [problem], readable=False)
    return fields, fields.faults


def _nearest(value: str, options: list[str]) -> list[str]:
    """The option most like a value, where one is."""
    # Few texts have a wrong word, and this module takes its time to load.
    from difflib import get_close_matches

    return get_close_matches(value, options, 1, 0.6)


def node_span(node: Node, path: str, first_line: int) -> Span:
    """Where a node stands in its file."""
    start, end = node.start_mark, node.end_mark
    if isinstance(node, ScalarNode) or start.line == end.line:
        return Span(path, start.line + first_line, start.column + 1, end.line + first_line, end.column + 1)
    return Span(path, start.line + first_line, start.column + 1)


class Fields:
    """A YAML mapping that is read field by field; a wrong field is a fault at its own place.

    What is asked for is known; `close()` reports the rest. Of a mapping that is not readable nothing is
    said to be missing.
    """

    __slots__ = ("faults", "first_line", "node", "pairs", "path", "readable", "seen")

    def __init__(
        self, node: MappingNode | None, path: str, first_line: int, faults: list[Fault], readable: bool = True
    ) -> None:
        self.node = node
        self.path = path
        self.first_line = first_line
        self.faults = faults
        self.readable = readable
        self.seen: set[str] = set()
        self.pairs: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value if node is not None else ():
            name = key.value if isinstance(key, ScalarNode) else None
            if name is None:
                self._fault("F102", key, say("A key must be a single word."))
            elif name in self.pairs:
                self._duplicate(key, self.pairs[name][0])
            else:
                self.pairs[name] = (key, value)

    def _span(self, node: Node | None) -> Span:
        return node_span(node, self.path, self.first_line) if node is not None else Span(self.path, self.first_line)

    def _fault(self, code: str, node: Node | None, message: Message, hint: Message | None = None) -> None:
        self.faults.append(Fault(code, Finding(self._span(node), message, hint)))

    def _duplicate(self, key: Node, first: Node) -> None:
        related = (Related(self._span(first), say("It stands here first; this one counts.")),)
        self.faults.append(
            Fault(
                "R203",
                Finding(
                    self._span(key),
                    say("The key `{key}` stands here a second time.", key=key.value),
                    say("Keep one of the two."),
                    related,
                ),
            )
        )

    def span(self, key: str | None = None) -> Span:
        """Where the value of a key stands, or the whole mapping."""
        if key is not None and key in self.pairs:
            return self._span(self.pairs[key][1])
        return self._span(self.node)

    def key_span(self, key: str) -> Span:
        """Where a key itself stands."""
        return self._span(self.pairs[key][0]) if key in self.pairs else self._span(self.node)

    def __contains__(self, key: str) -> bool:
        return key in self.pairs

    def keys(self) -> Iterator[str]:
        """All keys in order; each counts as asked for."""
        for key in self.pairs:
            self.seen.add(key)
            yield key

    def require(self, *keys: str) -> None:
        """Reports the keys that are not there or have no value."""
        for key in keys:
            if self.readable and not self._has(key):
                where = self.pairs[key][0] if key in self.pairs else None
                span = self._span(where) if where is not None else self._start()
                self.faults.append(
                    Fault(
                        "F103",
                        Finding(
                            span,
                            say("The key `{key}` is missing or has no value.", key=key),
                            say("Add the line `{key}: …`.", key=key),
                        ),
                    )
                )

    def _has(self, key: str) -> bool:
        node = self.pairs[key][1] if key in self.pairs else None
        if isinstance(node, ScalarNode):
            return bool(self.text(key))
        return node is not None and bool(node.value)

    def _start(self) -> Span:
        span = self._span(self.node)
        return Span(span.path, span.line, span.column)

    def text(self, key: str) -> str:
        """The value of a key as typed; empty where there is none."""
        self.seen.add(key)
        pair = self.pairs.get(key)
        if pair is None:
            return ""
        if not isinstance(pair[1], ScalarNode):
            self._fault("F102", pair[1], say("`{key}` must be a single value.", key=key))
            return ""
        value = pair[1].value
        return "" if value in ("~", "null") and pair[1].style is None else value.strip()

    def choice(self, key: str, allowed: Iterable[str], default: str) -> str:
        """A value out of a fixed set."""
        value = self.text(key)
        if not value:
            return default
        if value in (options := list(allowed)):
            return value
        nearest = _nearest(value, options)
        hint = say("Did you mean `{nearest}`?", nearest=nearest[0]) if nearest else None
        self._fault(
            "F104",
            self.pairs[key][1],
            say(
                "`{value}` is not allowed for `{key}`; allowed are {allowed}.",
                value=value,
                key=key,
                allowed=", ".join(options),
            ),
            hint,
        )
        return default

    def boolean(self, key: str, default: bool = False) -> bool:
        """`true` or `false`."""
        value = self.text(key).lower()
        if value in TRUE or value in FALSE:
            return value in TRUE
        if value:
            self._fault("F102", self.pairs[key][1], say("`{key}` must be `true` or `false`.", key=key))
        return default

    def integer(self, key: str) -> int | None:
        """A whole number, zero or more."""
        value = self.text(key)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 10:
            return int(value)
        self._fault("F102", self.pairs[key][1], say("`{key}` must be a whole number.", key=key))
        return None

    def date(self, key: str) -> datetime.date | None:
        """A day such as `2023-04-28`."""
        value = self.text(key)
        if not value:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        self._fault(
            "F102",
            self.pairs[key][1],
            say("`{key}` must be a day that exists, written as year-month-day.", key=key),
            say("Such as 2023-04-28."),
        )
        return None

    def period_end(self, key: str, last: bool) -> datetime.date | None:
        """A year, month or day; its last day if `last`, else its first."""
        value = self.text(key)
        if not value:
            return None
        match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value, re.ASCII)
        try:
            if match:
                year, month, day = (int(part) if part else 0 for part in match.groups())
                if day:
                    return datetime.date(year, month, day)
                first = datetime.date(year, month or 1, 1)
                if not last:
                    return first
                following = datetime.date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
                return following - datetime.timedelta(days=1)
        except ValueError:
            pass
        self._fault(
            "F102",
            self.pairs[key][1],
            say("`{key}` must be a year, a month or a day.", key=key),
            say("Such as 2023, 2023-04 or 2023-04-28."),
        )
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of single values; one value alone counts as a list of one."""
        return tuple(value for value, _ in self.placed_texts(key))

    def placed_texts(self, key: str) -> list[tuple[str, Span]]:
        """A list of single values, each with its place."""
        self.seen.add(key)
        pair = self.pairs.get(key)
        if pair is None:
            return []
        nodes = pair[1].value if isinstance(pair[1], SequenceNode) else [pair[1]]
        found = []
        for node in nodes:
            if isinstance(node, ScalarNode):
                if node.value.strip():
                    found.append((node.value.strip(), self._span(node)))
            else:
                self._fault("F102", node, say("`{key}` must be a list of single values.", key=key))
        return found

    def mapping(self, key: str) -> "Fields":
        """The mapping below a key; an empty one where there is none."""
        self.seen.add(key)
        pair = self.pairs.get(key)
        if pair is None:
            return Fields(None, self.path, self.first_line, self.faults)
        return self._mapping(key, pair[1])

    def _mapping(self, key: str, node: Node) -> "Fields":
        if isinstance(node, MappingNode):
            return Fields(node, self.path, self.first_line, self.faults)
        if not (isinstance(node, ScalarNode) and not node.value):
            self._fault("F102", node, say("Below `{key}` a list of `key: value` lines is expected.", key=key))
        return Fields(None, self.path, self.first_line, self.faults)

    def mappings(self, key: str) -> list["Fields"]:
        """The mappings of a list below a key."""
        self.seen.add(key)
        pair = self.pairs.get(key)
        if pair is None:
            return []
        if not isinstance(pair[1], SequenceNode):
            self._fault("F102", pair[1], say("`{key}` must be a list.", key=key))
            return []
        return [self._mapping(key, node) for node in pair[1].value]

    def close(self) -> None:
        """Reports every key that was not asked for."""
        for name in self.pairs:
            if name in self.seen:
                continue
            nearest = _nearest(name, sorted(self.seen - self.pairs.keys()))
            self._fault(
                "F101",
                self.pairs[name][0],
                say("The key `{key}` is not known here and is ignored.", key=name),
                say("Did you mean `{nearest}`?", nearest=nearest[0])
                if nearest
                else say("Known keys are {keys}.", keys=", ".join(sorted(self.seen))),
            )


def _unsafe(text: str, path: str, first_line: int) -> Fault | None:
    """The first anchor, alias or too deep nesting: what could make a small file grow without end."""
    parser = _Composer(text)
    depth = 0
    while parser.check_event():
        event = parser.get_event()
        span = Span(
            path,
            event.start_mark.line + first_line,
            event.start_mark.column + 1,
            event.end_mark.line + first_line,
            event.end_mark.column + 1,
        )
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            return Fault(
                "R204",
                Finding(
                    Span(path, span.line, span.column),
                    say("YAML anchors (&) and aliases (*) are not read."),
                    say("Write the value out, or put quotation marks around a text that begins with & or *."),
                ),
            )
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            return Fault(
                "R205",
                Finding(
                    Span(path, span.line, span.column),
                    say("The values are nested more than {limit} levels deep.", limit=DEPTH_LIMIT),
                    say("Look for brackets or dashes that were never meant."),
                ),
            )
    return None


def _problems() -> dict[str, Message]:
    """What libyaml says, in words for a drafter."""
    colon = say("a colon followed by a space must stand only after a key; put the value in quotation marks")
    return {
        "mapping values are not allowed in this context": colon,
        "did not find expected key": say("the line does not fit the indentation or quotation marks before it"),
        "could not find expected ':'": say("a line without `key: value`"),
        "found unexpected end of stream": say("a quotation mark or bracket is never closed"),
        "did not find expected ',' or ']'": say("a square bracket is never closed, or a comma is missing"),
        "did not find expected ',' or '}'": say("a curly bracket is never closed, or a comma is missing"),
        "found character that cannot start any token": say(
            "a value may not begin with this character; put it in quotation marks"
        ),
        "did not find expected '-' indicator": say("an entry of the list does not stand below the others"),
        "block sequence entries are not allowed in this context": say("a list may not begin here"),
        "expected a single document in the stream": say("`---` stands here a second time"),
        "control characters are not allowed": say("there is an invisible control character"),
    }


def _syntax(error: Exception, text: str, path: str, first_line: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if str(getattr(error, "problem", "")).startswith(
        ("found unexpected end of stream", "did not find expected ',' or")
    ):
        mark = error.context_mark or mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.split("\n")
    if mark is None and hasattr(error, "position"):
        before = text.encode("utf-8")[: error.position].decode("utf-8", "replace")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    for number in range(max(0, line - 1), min(line + 1, len(lines))):
        indent = re.match(r"[ \t]*", lines[number])[0]
        if "\t" in indent or lines[number][column : column + 1] == "\t":
            place = indent.find("\t") if "\t" in indent else column
            return Fault(
                "R202",
                Finding(
                    Span(path, number + first_line, place + 1, number + first_line, place + 2),
                    say("A tab stands here; YAML is indented with spaces only."),
                    say("Replace the tab by two spaces."),
                ),
            )
    problem = error.problem if isinstance(error, MarkedYAMLError) else None
    problem = problem or getattr(error, "reason", None) or str(error).split("\n")[0]
    reason = _problems().get(str(problem)) or say("{reason}", reason=str(problem))
    return Fault(
        "R201",
        Finding(
            Span(path, line + first_line, column + 1),
            say("This is not valid YAML: {reason}.", reason=reason),
            say("Compare the line and the one above it with the example in the instructions."),
        ),
    )

"""YAML nodes through the C parser, and what is wrong with a text that is no YAML."""

import re

from ruamel.yaml.cyaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.nodes import Node as Parsed
from ruamel.yaml.tag import Tag

from vankien.model.diagnostic import Fault, Finding, Message, say
from vankien.model.regex import regex
from vankien.model.source import Span
from vankien.readers.yaml import Node

DEPTH_LIMIT = 32
"""Deepest nesting that is read; the formats need five."""

SUSPECT = regex(r"[&*]|(?:[\[{][^\[{]*){33}|^[ \-?:]{120}", re.MULTILINE)
"""Texts that are looked through event by event before nodes are made: anchors, aliases, deep nesting."""

NO_TAG = Tag(suffix="")


class _Composer(CParser):
    """Nodes straight from the C parser; every scalar stays the text that was typed, whatever kind it may be of."""

    def resolve(self, kind: object, value: object, implicit: object) -> Tag:
        """What the parser asks of each node; nobody looks at the answer."""
        return NO_TAG

    def descend_resolver(self, node: object, index: object) -> None:
        """Called on the way down to a node."""

    def ascend_resolver(self) -> None:
        """Called on the way back."""


def parsed(text: str, path: str, first_line: int) -> tuple[Node | None, Fault | None]:
    """The node of a text, none where it is empty; or why it cannot be read."""
    try:
        if SUSPECT.search(text) and (problem := _unsafe(text, path, first_line)):
            return None, problem
        node = _Composer(text).get_single_node()
    except (YAMLError, ValueError, RecursionError) as error:
        return None, _syntax(error, text, path, first_line)
    return (None if node is None else _node(node)), None


def _node(parsed: Parsed) -> Node:
    start, end = parsed.start_mark, parsed.end_mark
    place = start.line, start.column, end.line, end.column
    if isinstance(parsed, ScalarNode):
        return Node("scalar", parsed.value, *place, not parsed.style)
    if isinstance(parsed, MappingNode):
        return Node("mapping", [(_node(key), _node(value)) for key, value in parsed.value], *place)
    return Node("sequence", [_node(one) for one in parsed.value], *place)


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

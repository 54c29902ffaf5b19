"""YAML as fields that know their place."""

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from vankien.model.diagnostic import Fault, Finding, Message, Related, say
from vankien.model.regex import regex
from vankien.model.source import Span

TRUE = {"true", "yes", "có"}
FALSE = {"false", "no", "không"}


KEY = r"[a-z][\w-]{0,99}"
QUOTED = r'"[\w ./,;:%()–-]*"'
WORDS = r"[^\W_][\w.,/%()–-]*+(?: [\w.,/%()–-]++)*+"
IN_BRACKETS = rf"(?:[^\W_][\w./-]*+(?: [\w./-]++)*+|{QUOTED})"
PAIR = rf"{KEY}: {IN_BRACKETS}"
ROW = rf"\[{IN_BRACKETS}(?:, {IN_BRACKETS})*\]|\{{{PAIR}(?:, {PAIR})*\}}"
LINE = rf"( {{0,8}})({KEY}):(?: ({WORDS}|{QUOTED}|{ROW}))?\n"
PLAIN = regex(LINE)
"""A line of a key and a value that can mean one thing only: words, a simple row or mapping of words."""
DAY = regex(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ITEM = regex(rf"(?:({KEY}): )?({IN_BRACKETS})")


class Node(NamedTuple):
    """A value of a YAML text; lines and columns are counted from 0."""

    kind: str
    """`scalar`, `sequence` or `mapping`."""
    value: Any
    """The text of a scalar, the nodes of a sequence, the pairs of nodes of a mapping."""
    line: int
    """Where it begins."""
    column: int
    """Where it begins in its line."""
    end_line: int
    """Where it ends."""
    end_column: int
    """Where it ends in that line."""
    plain: bool = True
    """Whether a scalar stands without quotation marks."""


def compose(text: str, path: str, first_line: int = 1) -> tuple["Fields", list[Fault]]:
    """The fields of a YAML mapping; empty ones and the faults where it is not readable.

    `first_line` is the line of the file on which the text begins. The fields go on adding to the
    list of faults while they are read.
    """
    faults: list[Fault] = []
    if plain := _plain(text):
        return Fields(plain, path, first_line, faults), faults
    # The parser takes its time to load, and most texts do without.
    from vankien.readers.yaml_parser import parsed

    node, problem = parsed(text, path, first_line)
    if problem is not None:
        faults.append(problem)
        return Fields(None, path, first_line, faults, readable=False), faults
    if node is not None and node.kind != "mapping":
        if node.kind != "scalar" or node.value:
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


@lru_cache(maxsize=1024)
def _plain(text: str) -> Node | None:
    """The mapping in a text of `PLAIN` lines, as the parser reads it; none where other lines or odd indents are."""
    pairs: list[tuple[Node, Node]] = []
    levels = [(0, pairs)]
    waiting: Node | None = None
    line = 0
    for typed in text.splitlines(keepends=True):
        known = _line(typed, line)
        if known is None:
            return None
        column, key, value = known
        if waiting:
            if column <= levels[-1][0]:
                return None
            below: list[tuple[Node, Node]] = []
            pairs.append((waiting, Node("mapping", below, line, column, line + 1, 0)))
            pairs = below
            levels.append((column, pairs))
        while levels[-1][0] > column:
            levels.pop()
        if levels[-1][0] != column:
            return None
        pairs = levels[-1][1]
        waiting = None if value else key
        if value:
            pairs.append((key, value))
        line += 1
    return Node("mapping", levels[0][1], 0, 0, line, 0) if line and not waiting else None


@lru_cache(maxsize=4096)
def _line(text: str, line: int) -> tuple[int, Node, Node | None] | None:
    """The indent, the key and the value of a `PLAIN` line; many texts begin with the very same lines."""
    match = PLAIN.fullmatch(text)
    if match is None:
        return None
    column = len(match[1])
    key = Node("scalar", match[2], line, column, line, match.end(2))
    return column, key, _value(match[3], line, match.start(3)) if match[3] else None


def _value(text: str, line: int, column: int) -> Node:
    end = column + len(text)
    if text[0] not in "[{":
        return _scalar(text, line, column)
    items = [
        (
            match[1] and _scalar(match[1], line, column + match.start(1)),
            _scalar(match[2], line, column + match.start(2)),
        )
        for match in ITEM.finditer(text)
    ]
    if text[0] == "{":
        return Node("mapping", items, line, column, line, end)
    return Node("sequence", [value for _, value in items], line, column, line, end)


def _scalar(text: str, line: int, column: int) -> Node:
    plain = text[0] != '"'
    return Node("scalar", text if plain else text[1:-1], line, column, line, column + len(text), plain)


def _nearest(value: str, options: list[str]) -> list[str]:
    """The option most like a value, where one is."""
    # Few texts have a wrong word, and this module takes its time to load.
    from difflib import get_close_matches

    return get_close_matches(value, options, 1, 0.6)


def node_span(node: Node, path: str, first_line: int) -> Span:
    """Where a node stands in its file; of what goes over several lines, only where it begins."""
    line = node.line + first_line
    if node.kind == "scalar" or node.line == node.end_line:
        return Span(path, line, node.column + 1, node.end_line + first_line, node.end_column + 1)
    return Span(path, line, node.column + 1)


class Fields:
    """A YAML mapping that is read field by field; a wrong field is a fault at its own place.

    What is asked for is known; `close()` reports the rest. Of a mapping that is not readable nothing is
    said to be missing.
    """

    __slots__ = ("faults", "first_line", "node", "pairs", "path", "readable", "seen")

    def __init__(
        self, node: Node | None, path: str, first_line: int, faults: list[Fault], readable: bool = True
    ) -> None:
        self.node = node
        self.path = path
        self.first_line = first_line
        self.faults = faults
        self.readable = readable
        self.seen: set[str] = set()
        self.pairs: dict[str, tuple[Node, Node]] = {}
        for key, value in node.value if node is not None else ():
            name = key.value if key.kind == "scalar" else None
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
        if node is not None and node.kind == "scalar":
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
        if pair[1].kind != "scalar":
            self._fault("F102", pair[1], say("`{key}` must be a single value.", key=key))
            return ""
        value = pair[1].value
        return "" if value in ("~", "null") and pair[1].plain else value.strip()

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
            if DAY.fullmatch(value):
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
        nodes = pair[1].value if pair[1].kind == "sequence" else [pair[1]]
        found = []
        for node in nodes:
            if node.kind == "scalar":
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
        if node.kind == "mapping":
            return Fields(node, self.path, self.first_line, self.faults)
        if not (node.kind == "scalar" and not node.value):
            self._fault("F102", node, say("Below `{key}` a list of `key: value` lines is expected.", key=key))
        return Fields(None, self.path, self.first_line, self.faults)

    def mappings(self, key: str) -> list["Fields"]:
        """The mappings of a list below a key."""
        self.seen.add(key)
        pair = self.pairs.get(key)
        if pair is None:
            return []
        if pair[1].kind != "sequence":
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

"""The rulebook, made of the rules' docstrings: as text for the terminal, as values for the site's pages.

A rule's docstring has five parts. The first line says what the rule catches; the paragraphs `Why:` and `Mend:`
follow; then the examples `Bad:` and `Good:`, each a few small files laid over a repository that is in order.
A file is its path, with its content indented below. What cannot be shown as content stands behind the path:

    units/so-y-te/so-ket/hoc-tap.md/                     a folder
    units/so-y-te/so-ket/hoc-tap.md -> /etc/hostname     a symbolic link
    units/so-y-te/so-ket/hoc-tap.md (removed)            not there
    units/so-y-te/so-ket/hoc-tap.md (unreadable)         there, but nobody may read it
    units/so-y-te/so-ket/hoc-tap.md (bytes 50 4B 03)     these bytes
    units/so-y-te/so-ket/hoc-tap.md (9000 bytes)         a text of that size
    … (in NFD) (name in NFD) (with CR line ends) (with byte order mark) (→ is a tab)     content stored so
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Protocol

from vankien.model.diagnostic import Message, Severity, say
from vankien.model.record import record
from vankien.render.language import Translate

PATH_LINE = re.compile(r"(?P<path>[^\n]+?)(?: (?P<form>-> \S+|\([^()]+\)))?")
PARTS = ("Why", "Mend", "Bad", "Good")
FAMILIES = {
    "C": say("Comments on drafts"),
    "D": say("Citations of directive documents"),
    "F": say("Front matter and fields"),
    "I": say("Indicators"),
    "M": say("Markdown"),
    "N": say("Figures in the texts"),
    "P": say("Process, dates and copies"),
    "R": say("Files that cannot be read well"),
    "S": say("Structure of units, reports and outlines"),
    "T": say("Vietnamese text"),
}
"""What the first letter of a code stands for."""

SEVERITIES = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}


class Documented(Protocol):
    """What the rulebook wants of a rule."""

    @property
    def code(self) -> str:
        """Code such as `S101`."""

    @property
    def severity(self) -> Severity:
        """Severity unless a finding says otherwise."""

    @property
    def function(self) -> Callable[..., Any]:
        """The function with the docstring."""


@record
class ExampleFile:
    """A file of an example."""

    path: str
    """Path below the root of the repository; ends in a slash for a folder."""
    form: str = ""
    """What stands behind the path: `-> target`, or the words in parentheses; mostly empty."""
    content: str = ""
    """The text, ending in a line feed, if it is not empty."""


@record
class RuleEntry:
    """A rule's page in the rulebook."""

    code: str
    """Code such as `S101`."""
    severity: str
    """`error`, `warning` or `note`, unless a finding says otherwise."""
    title: str
    """What the rule catches: one sentence."""
    why: str
    """Why that is bad: a paragraph; words between backticks are code."""
    mend: str
    """What to do instead: a paragraph; words between backticks are code."""
    bad: tuple[ExampleFile, ...]
    """Files that bring the finding."""
    good: tuple[ExampleFile, ...]
    """The same without it."""


def entry(rule: Documented, translate: Translate = str) -> RuleEntry:
    """The entry of one rule, in the reader's language."""
    title, parts = _parts(inspect.getdoc(rule.function) or "")
    return RuleEntry(
        code=rule.code,
        severity=rule.severity.value,
        title=translate(title),
        why=translate(_joined(parts.get("Why", ""))),
        mend=translate(_joined(parts.get("Mend", ""))),
        bad=tuple(files(parts.get("Bad", ""))),
        good=tuple(files(parts.get("Good", ""))),
    )


def files(text: str) -> Iterator[ExampleFile]:
    """The files of an example in the notation above."""
    path, form = "", ""
    content: list[str] = []
    for line in textwrap.dedent(text).strip("\n").split("\n"):
        if not line.startswith(" ") and line.strip():
            if path:
                yield _file(path, form, content)
            match = PATH_LINE.fullmatch(line.rstrip())
            if match is None:
                raise ValueError(f"no path: {line!r}")
            path, form, content = match["path"], match["form"] or "", []
        else:
            content.append(line[4:])
    if path:
        yield _file(path, form, content)


def _file(path: str, form: str, content: list[str]) -> ExampleFile:
    text = "\n".join(content).strip("\n")
    return ExampleFile(path, form.strip("()"), text + "\n" if text else "")


def list_text(rules: Sequence[Documented], translate: Translate, width: int = 80) -> str:
    """All rules, one a line, by family."""
    lines = []
    family = ""
    room = max(len(translate(name)) for name in SEVERITIES.values())
    for rule in rules:
        if rule.code[0] != family:
            family = rule.code[0]
            lines += ["", translate(FAMILIES.get(family, family))]
        severity = translate(SEVERITIES[rule.severity])
        head = f"  {rule.code}  {severity:{room}}  "
        lines += textwrap.wrap(head + entry(rule, translate).title, width, subsequent_indent=" " * len(head))
    return "\n".join([*lines[1:], "", translate(say("`rules CODE` explains one of them."))])


def rule_text(rule: Documented, translate: Translate, width: int = 80) -> str:
    """Everything about one rule."""
    one = entry(rule, translate)
    lines = [*textwrap.wrap(f"{one.code}  {one.title}", width, subsequent_indent="      ")]
    lines += ["      " + translate(SEVERITIES[rule.severity])]
    for title, text in ((say("Why"), one.why), (say("What to do"), one.mend)):
        lines += ["", translate(title)]
        lines += textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    for title, example in ((say("Not so"), one.bad), (say("But so"), one.good)):
        lines += ["", translate(title)]
        for file in example:
            lines.append("  " + " ".join(filter(None, (file.path, described(file, translate)))))
            lines += ["    │ " + line if line else "    │" for line in file.content.splitlines()]
    return "\n".join(lines)


def described(file: ExampleFile, translate: Translate) -> str:
    """What is special about a file of an example, in words; mostly nothing."""
    return translate(message) if (message := _description(file)) else ""


def _description(file: ExampleFile) -> Message | None:
    if file.form.startswith("-> "):
        return say("(symbolic link to {target})", target=file.form[3:])
    if file.form.startswith("bytes "):
        return say("(not text: the bytes {bytes})", bytes=file.form[6:])
    if file.form.endswith(" bytes"):
        return say("({count} bytes long)", count=int(file.form[:-6]))
    if file.path.endswith("/"):
        return say("(a folder)")
    return FORMS.get(file.form)


FORMS = {
    "removed": say("(not there)"),
    "unreadable": say("(nobody may read it)"),
    "in NFD": say("(letters in parts, Unicode NFD)"),
    "name in NFD": say("(name in parts, Unicode NFD)"),
    "with CR line ends": say("(with Windows line ends)"),
    "with byte order mark": say("(with byte order mark)"),
    "→ is a tab": say("(→ stands for a tab)"),
}


def extract(
    stream: IO[bytes], keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[tuple[int, str | None, Any, list[str]]]:
    """Babel's view of a module of rules: its messages, and the prose of its docstrings.

    Named in `vankien/locale/babel.cfg`; yields line, function, messages and comments, as Babel asks.
    """
    from babel.messages.extract import extract_python

    yield from extract_python(stream, keywords, comment_tags, options)
    stream.seek(0)
    for node in ast.parse(stream.read()).body:
        if isinstance(node, ast.FunctionDef) and (docstring := ast.get_docstring(node)):
            title, parts = _parts(docstring)
            for text in (title, *(_joined(parts[name]) for name in ("Why", "Mend") if name in parts)):
                if "Why" in parts:
                    yield node.lineno, None, text, []


def _parts(docstring: str) -> tuple[str, dict[str, str]]:
    """The first line, and what stands below each of the four words."""
    title, _, rest = docstring.partition("\n")
    pieces = re.split(rf"^({'|'.join(PARTS)}):", rest, flags=re.MULTILINE)
    return title.strip(), dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split())

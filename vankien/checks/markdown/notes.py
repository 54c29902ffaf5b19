"""Footnotes: a reference and a definition for each, none of them inside another."""

from collections.abc import Iterator

from vankien.checks.nearest import nearest
from vankien.checks.prose import prose
from vankien.checks.slip import Slip
from vankien.model.diagnostic import Message, Severity, say
from vankien.model.regex import regex
from vankien.model.source import Body, Element

REFERENCE = regex(r"(?<!\\)\[\^([^\]\s]{1,99})\]")


def notes(body: Body) -> Iterator[Slip]:
    """Slips M401 to M404 of one text."""
    if "[^" not in body.text:
        return
    references = [element for element in body.elements if element.kind == "footnote"]
    definitions = [element for element in body.elements if element.kind == "footnote-definition"]
    defined: dict[str, Element] = {}
    for definition in definitions:
        if definition.value.casefold() in defined:
            yield _of(
                "M403",
                definition,
                say("The footnote [^{label}] is defined twice.", label=definition.value),
                say("Only the first one is printed; give this one another label, or delete it."),
            )
        defined.setdefault(definition.value.casefold(), definition)
    yield from _undefined(body, references, definitions, defined)
    referred = {reference.value.casefold() for reference in references}
    for label, definition in defined.items():
        if label not in referred:
            yield _of(
                "M402",
                definition,
                say("Nothing in the text refers to the footnote [^{label}].", label=definition.value),
                say("Put [^{label}] where it belongs, or delete the footnote.", label=definition.value),
            )
    yield from _nested(references, definitions)


def _undefined(
    body: Body, references: list[Element], definitions: list[Element], defined: dict[str, Element]
) -> Iterator[Slip]:
    known = {element.start for element in (*references, *definitions)}
    if body.text.count("[^") == len(known):
        return
    for match in REFERENCE.finditer(prose(body)):
        label = match[1]
        if match.start() in known or label.casefold() in defined:
            continue
        near = nearest(label, [definition.value for definition in definitions])
        yield Slip(
            "M401",
            match.start(),
            match.end(),
            say("The footnote [^{label}] is not defined.", label=label),
            say("Did you mean [^{nearest}]?", nearest=near)
            if near
            else say("Write it below the text, on a line of its own: {example}.", example=f"[^{label}]: …"),
        )


def _nested(references: list[Element], definitions: list[Element]) -> Iterator[Slip]:
    inside: dict[str, set[str]] = {}
    nested = []
    place = 0
    for reference in references:
        while place < len(definitions) and definitions[place].end <= reference.start:
            place += 1
        if place < len(definitions) and definitions[place].start < reference.start:
            nested.append((definitions[place].value.casefold(), reference))
            inside.setdefault(nested[-1][0], set()).add(reference.value.casefold())
    for label, reference in nested:
        circle = _leads_to(inside, reference.value.casefold(), label)
        yield Slip(
            "M404",
            reference.start,
            reference.end,
            say("This footnote leads back to itself, and Word's file cannot be made of it.")
            if circle
            else say("A footnote inside a footnote is not printed in Word."),
            say("Put both into one footnote, or refer to the second from the text."),
            severity=Severity.ERROR if circle else None,
        )


def _leads_to(inside: dict[str, set[str]], start: str, goal: str) -> bool:
    waiting, seen = [start], set()
    while waiting:
        label = waiting.pop()
        if label == goal:
            return True
        if label not in seen:
            seen.add(label)
            waiting += inside.get(label, ())
    return False


def _of(code: str, definition: Element, message: Message, hint: Message) -> Slip:
    # The label is told, not the whole text of the footnote.
    return Slip(code, definition.start, definition.start + len(definition.value) + 3, message, hint)

"""`content/outlines/<report>.md`: the headings of a report and the guidance below them."""

from dataclasses import replace

from vankien.model.diagnostic import Fault, Message, say
from vankien.model.outline import COLUMNS, CONDITIONAL, Appendix, Heading, Outline, numbered
from vankien.model.regex import regex
from vankien.model.source import Body, Element, Span
from vankien.model.unit import CONDITIONS, unknown_terms
from vankien.readers.disk import ID, Text, fault
from vankien.readers.documents import read_document
from vankien.readers.front_matter import divide
from vankien.readers.yaml import Fields

ATTRIBUTES = regex(r"[ \t]*\{\s*#(?P<id>\S+?)(?P<rest>(?:\s[^{}]*)?)\}\s*\Z")
ATTRIBUTE = regex(r'(?P<key>[\w-]+)(?:=(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+)))?')
COLUMN_MARK = regex(r"\s*\{\s*([\w-]+)\s*\}\Z")
RANGE = regex(r"(\d{1,6})\s*[-–]\s*(\d{1,6})")
KNOWN = ("optional", "opening", "applies", "mirror", "depth", "figures", "words", "was", "from")
KINDS = ("indicators", "text")


def read_outline(text: Text, report: str) -> tuple[Outline, list[Fault]]:
    """The outline of a report, its mirrored headings expanded and all headings numbered."""
    fields, body, faults = divide(text)
    outline = outline_head(fields, text.path, report)
    preamble, headings = _headings(body, faults)
    return replace(outline, preamble=preamble, headings=numbered(headings, outline.numbering)), faults


def outline_head(fields: Fields, path: str, report: str) -> Outline:
    """What the fields above an outline say; its headings stand in the body."""
    fields.require("title", "numbering")
    outline = Outline(
        report=report,
        title=fields.text("title") or report,
        path=path,
        type=fields.text("type") or "BC",
        subject=fields.text("subject"),
        basis=read_document(fields.mapping("basis")) if "basis" in fields else None,
        note=fields.text("note"),
        numbering=fields.texts("numbering"),
        due=fields.texts("due"),
        appendices=tuple(_appendix(entry) for entry in fields.mappings("appendices")),
    )
    fields.close()
    return outline


def _appendix(fields: Fields) -> Appendix:
    fields.require("id", "title")
    columns, shows = _columns(fields)
    appendix = Appendix(
        id=fields.text("id"),
        title=fields.text("title"),
        kind=fields.choice("kind", KINDS, "text"),
        columns=columns,
        shows=shows,
        landscape=fields.boolean("landscape"),
        optional=fields.boolean("optional"),
    )
    fields.close()
    return appendix


def _columns(fields: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles of the columns, and what each shows: what its mark says, else the next of the usual ones."""
    usual = iter(COLUMNS[:6])
    titles, shows = [], []
    for typed, span in fields.placed_texts("columns"):
        match = COLUMN_MARK.search(typed)
        if match and match[1] not in COLUMNS:
            fields.faults.append(
                fault(
                    "F104",
                    span,
                    say(
                        "`{value}` is not allowed for `{key}`; allowed are {allowed}.",
                        value=match[1],
                        key="columns",
                        allowed=", ".join(COLUMNS),
                    ),
                )
            )
        titles.append(typed[: match.start()].strip() if match else typed)
        shows.append(match[1] if match else next(usual, ""))
    return tuple(titles), tuple(shows)


def _headings(body: Body, faults: list[Fault]) -> tuple[str, list[Heading]]:
    """The preamble and the headings, mirrored ones in their places."""
    marks = [element for element in body.elements if element.kind == "heading"]
    if not marks:
        return body.text.strip(), []
    ends = [mark.start for mark in marks[1:]] + [len(body.text)]
    preamble = body.text[: marks[0].start].strip()
    written: list[tuple[Heading, str, int]] = []
    seen: dict[str, Span] = {}
    for mark, end in zip(marks, ends, strict=True):
        heading, mirror, depth = _heading(body, mark, end, faults)
        if heading.id in seen:
            faults.append(
                fault(
                    "S202",
                    heading.span,
                    say("The id `{id}` stands in this outline a second time.", id=heading.id),
                    say("Give each heading an id of its own."),
                )
            )
            continue
        if heading.id:
            seen[heading.id] = heading.span
            written.append((heading, mirror, depth))
    _check_old_ids([heading for heading, _, _ in written], seen, faults)
    result: list[Heading] = []
    for position, (heading, mirror, depth) in enumerate(written):
        result.append(heading)
        if mirror:
            result += _mirrored(written, position, mirror, depth, faults)
    return preamble, result


def _check_old_ids(headings: list[Heading], seen: dict[str, Span], faults: list[Fault]) -> None:
    """An old id that two headings claim, or that a heading still has, would tell two stories of one text."""
    claimed: dict[str, Span] = {}
    for heading in headings:
        for old in heading.was:
            if old in seen or old in claimed:
                faults.append(
                    fault(
                        "S202",
                        heading.span,
                        say("The old id `{id}` is still the id of a heading of this outline.", id=old)
                        if old in seen
                        else say("A second heading of this outline says that it was `{id}`.", id=old),
                        say("Leave it to one heading; one that was cut out of another has `from={id}`.", id=old),
                    )
                )
            claimed.setdefault(old, heading.span)


def _heading(body: Body, mark: Element, end: int, faults: list[Fault]) -> tuple[Heading, str, int]:
    source = body.text[mark.start : mark.end].strip()
    title_line = source.split("\n")[0] if not source.startswith("#") else source.lstrip("#").strip()
    span = body.span(mark.start, mark.start + len(source))
    match = ATTRIBUTES.search(title_line)
    title = (title_line[: match.start()] if match else title_line).strip()
    id = match["id"] if match else ""
    if not all(ID.match(part) for part in id.split(".")) or "." in id:
        faults.append(
            fault(
                "S201",
                span,
                say("The heading “{title}” has no id, or one with other signs than a-z, 0-9 and hyphens.", title=title),
                say("Write it as `# Title {{#short-id}}`."),
            )
        )
        id = ""
    attributes = {
        part["key"]: part["quoted"] or part["plain"] or ""
        for part in ATTRIBUTE.finditer(match["rest"] if match else "")
    }
    for key in attributes:
        if key not in KNOWN:
            faults.append(_unknown(span, key))
    guidance = body.text[mark.end : end].strip()
    conditions = [attributes.get("applies", ""), *(terms for _, terms in CONDITIONAL.findall(title + guidance))]
    faults += [_unknown_term(span, term) for terms in conditions for term in unknown_terms(terms)]
    depth = attributes.get("depth", "")
    heading = Heading(
        id=id,
        title=title,
        level=int(mark.value),
        span=span,
        guidance=guidance,
        optional="optional" in attributes,
        applies=attributes.get("applies", ""),
        figures=attributes.get("figures") == "required",
        words=_words(span, attributes.get("words"), faults),
        opening="opening" in attributes,
        was=tuple(part.strip() for part in attributes.get("was", "").split(",") if part.strip()),
        cut_from=attributes.get("from", ""),
    )
    return heading, attributes.get("mirror", ""), int(depth) if depth.isdecimal() else 99


def _words(span: Span, value: str | None, faults: list[Fault]) -> tuple[int, int] | None:
    """The range in `words="80-400"`."""
    if value is None:
        return None
    match = RANGE.fullmatch(value.strip())
    if match and int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    faults.append(
        fault(
            "S205",
            span,
            say("`words={value}` is no range of words.", value=value),
            say('Write the fewest and the most words, such as `words="80-400"`.'),
        )
    )
    return None


def _unknown(span: Span, key: str) -> Fault:
    message: Message = say("The attribute `{key}` is not known and is ignored.", key=key)
    return fault("S205", span, message, say("Known attributes are {keys}.", keys=", ".join(KNOWN)))


def _unknown_term(span: Span, term: str) -> Fault:
    return fault(
        "S205",
        span,
        say("The condition `{term}` is not known, so nothing ever matches it.", term=term),
        say("Write it as `kind:enterprise`; known are {keys}.", keys=", ".join(CONDITIONS)),
    )


def _mirrored(
    written: list[tuple[Heading, str, int]], position: int, mirror: str, depth: int, faults: list[Fault]
) -> list[Heading]:
    """The headings below the mirrored one, as they stand below the mirroring one."""
    own = written[position][0]
    at = next((i for i, (heading, _, _) in enumerate(written) if heading.id == mirror), None)
    below: list[Heading] = []
    if at is not None:
        target = written[at][0]
        for i in range(at + 1, len(written)):
            heading = written[i][0]
            if heading.level <= target.level or i == position:
                break
            below.append(heading)
        inside = at == position or (position == at + len(below) + 1 and own.level > target.level)
        if below and not inside:
            return [
                replace(
                    heading,
                    id=f"{own.id}.{heading.id}",
                    level=own.level + heading.level - target.level,
                    span=own.span,
                    guidance="",
                    figures=False,
                    words=None,
                    mirrors=heading.id,
                    was=_old_ids(own, heading),
                    cut_from=f"{own.id}.{heading.cut_from}" if heading.cut_from else "",
                )
                for heading in below
                if heading.level - target.level <= depth
            ]
    faults.append(
        fault(
            "S203",
            own.span,
            say("`mirror={id}` names no heading of this outline that could be repeated here.", id=mirror),
            say("Name the id of another heading that has headings below it and does not contain this one."),
        )
    )
    return []


def _old_ids(own: Heading, mirrored: Heading) -> tuple[str, ...]:
    """The ids of a mirrored heading before it, the one around it, or both got new ones."""
    pairs = [f"{above}.{below}" for above in (own.id, *own.was) for below in (mirrored.id, *mirrored.was)]
    return tuple(pairs[1:])

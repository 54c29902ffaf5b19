"""The summary of a pull request: what it changes, what it mends or breaks, bounded so that a code host takes it."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from vankien.model.diagnostic import Diagnostic, Message, Severity, say
from vankien.model.record import record
from vankien.model.source import Span
from vankien.render import changes
from vankien.render.changes import FATES, Comparison, inline, named, row
from vankien.render.dates import short_date
from vankien.render.diagnostics import as_value, count, whole_file
from vankien.render.figures import VERDICTS, target_text
from vankien.render.language import Translate
from vankien.rollup.comparison import Verdict
from vankien.rollup.difference import Fate, FigureChange, SectionChange
from vankien.rollup.ledger import ledger
from vankien.rollup.review import Lapse, Review

JSON_VERSION = 1

TITLE = say("## vankien: summary of this pull request")
"""The first line, by which the workflows find the summary that they posted before; it never has anything else in it."""

LISTED = 25
"""How many rows of a table and items of a list are shown: a host takes some 65,000 signs in one comment."""

FOLDED = 15
"""How many are shown of what is mended and of what is left, below a line that opens them."""

LONGEST = 220
"""Signs of one cell or sentence."""

SEVERITIES = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}
VALUES: Mapping[str, Message] = {
    "actual": say("result"),
    "numerator": say("numerator"),
    "denominator": say("denominator"),
    "baseline": say("baseline"),
    "target": say("target"),
    "share": say("share of units"),
    "unit": say("unit of measure"),
    "source": say("source"),
    "note": say("note"),
    "as_of": say("as of"),
    "approval": say("approval of the target"),
}
"""What the values of an indicator are called."""

JUDGED = ("actual", "numerator", "denominator", "target")
"""Values that decide whether a target is met."""


@record
class Summary:
    """A review and how it is to be told."""

    review: Review
    """What a branch brings."""
    base: str
    """How the ref is called that it is held against."""
    translate: Translate
    """The reader's language."""
    language: str = "vi"
    """Its code."""
    links: str = ""
    """Address of a file on the code host, with `{path}` and `{line}`; empty where there is none."""

    @property
    def compared(self) -> Comparison:
        """The two states as `diff` tells them."""
        found = self.review
        names = self.base, found.branch
        return Comparison(found.difference, found.before, found.after, names, self.translate, self.language)

    def place(self, path: str, line: int = 0) -> str:
        """A file, and a line of it, as Markdown; a link where there is an address."""
        shown = inline(_cut(f"{path}:{line}" if line else path))
        if not self.links:
            return shown
        address = self.links.replace("{path}", quote(path)).replace("{line}", str(line or 1))
        return f"[{shown}]({address})"


def markdown(summary: Summary) -> str:
    """For the conversation about a pull request; the first line is always the same."""
    found, translate = summary.review, summary.translate
    parts = [translate(TITLE), "\n".join(_opening(summary))]
    if found.outside:
        parts += _section(translate(say("Files outside the branch's unit")), _findings(summary, found.outside, LISTED))
    if found.lapses:
        parts += _section(translate(say("Approvals taken back")), _lapses(summary))
    if found.new:
        parts += _section(translate(say("New findings")), _findings(summary, found.new, LISTED))
    parts += _figures(summary)
    parts += _texts(summary)
    structure = [changes.step_line(summary.compared, step) for step in found.difference.structure]
    structure += changes.unit_words(summary.compared)
    if structure:
        parts += _section(translate(say("Structure")), _list(summary, [inline(_cut(one)) for one in structure]))
    if others := found.other_paths:
        parts += _section(translate(say("Other files")), _list(summary, list(_files(summary, others))))
    for title, diagnostics, linked in (
        (say("Mended: {count}", count=len(found.fixed)), found.fixed, False),
        (say("Left in the files touched: {count}", count=len(found.left_nearby)), found.left_nearby, True),
    ):
        if diagnostics:
            told = "\n".join(_findings(summary, diagnostics, FOLDED, linked))
            parts.append(f"<details><summary>{translate(title)}</summary>\n\n{told}\n\n</details>")
    return "\n\n".join(parts)


def as_json(summary: Summary) -> str:
    """For programs, and complete; the shape is described in docs/json.md."""
    found, translate = summary.review, summary.translate
    value = {
        "version": JSON_VERSION,
        "base": {"ref": summary.base, "commit": found.base},
        "commit": found.after.commit or None,
        "branch": found.branch or None,
        "units": sorted(found.units),
        "paths": list(found.paths),
        "renamed": dict(found.renamed),
        "changes": changes.difference_json(found.difference),
        **{
            name: [as_value(one, translate) for one in diagnostics]
            for name, diagnostics in (
                ("new", found.new), ("fixed", found.fixed), ("left", found.left), ("outside", found.outside),
            )
        },
        "approvals_taken_back": [
            {
                "unit": one.unit,
                "report": one.report,
                "heading": one.heading,
                "path": one.path,
                "approved_by": one.by,
                "approved_on": one.on.isoformat() if one.on else None,
                "gone": one.gone,
            }
            for one in found.lapses
        ],
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, indent=2)


FORMATS: Mapping[str, Callable[[Summary], str]] = {"markdown": markdown, "json": as_json}
"""The forms of `review`."""


def _opening(summary: Summary) -> Iterator[str]:
    """What matters most, how much changed, and the counts."""
    found, translate = summary.review, summary.translate
    errors = count(found.new)[Severity.ERROR] + count(found.outside)[Severity.ERROR]
    verdict = (
        say("This brings {count} new errors; mend them before it is merged.", count=errors)
        if errors
        else say("This brings no new error.")
    )
    yield f"**{translate(verdict)}**"
    if not found.paths:
        yield ""
        yield translate(say("Nothing changed."))
    else:
        yield ""
        yield inline(changes.total(summary.compared))
    yield ""
    held = say("Held against {base} at {commit}.", base=summary.base, commit=found.base[:10])
    yield inline(translate(held)) + _owner(summary)
    yield ""
    titles = (say("Severity"), say("new"), say("mended"), say("left in the files touched"))
    yield row(map(translate, titles))
    yield row(["---", "---:", "---:", "---:"])
    listed = count((*found.outside, *found.new)), count(found.fixed), count(found.left_nearby)
    for severity, word in SEVERITIES.items():
        yield row([translate(word), *(str(numbers[severity]) for numbers in listed)])
    if elsewhere := len(found.left) - len(found.left_nearby):
        yield ""
        yield translate(say("Elsewhere {count} findings stand as before.", count=elsewhere))


def _owner(summary: Summary) -> str:
    if not summary.review.units:
        return ""
    names = ", ".join(summary.compared.unit(id) for id in sorted(summary.review.units))
    told = say("The branch {branch} belongs to {unit}.", branch=summary.review.branch, unit=names)
    return " " + inline(_cut(summary.translate(told)))


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"### {title}", "\n".join(lines)]


def _list(summary: Summary, items: Sequence[str], most: int = LISTED) -> list[str]:
    return [*(f"- {item}" for item in items[:most]), *_rest(summary, len(items), most)]


def _rest(summary: Summary, count: int, most: int) -> list[str]:
    """What is said of the items that are not shown."""
    left = count - most
    return ["", summary.translate(say("… and {count} more.", count=left))] if left > 0 else []


def _findings(summary: Summary, diagnostics: Sequence[Diagnostic], most: int, linked: bool = True) -> list[str]:
    """Findings with the worst ones first; those that are gone have no line to lead to."""
    order = {severity: number for number, severity in enumerate(Severity)}
    listed = sorted(diagnostics, key=lambda one: order[one.severity])[:most]
    told = [
        f"**{summary.translate(SEVERITIES[one.severity])} {one.code}** "
        f"{_where(summary, one.span) if linked else inline(_cut(one.span.path))}: "
        f"{inline(_cut(summary.translate(one.message)))}"
        for one in listed
    ]
    return [*(f"- {one}" for one in told), *_rest(summary, len(diagnostics), most)]


def _where(summary: Summary, span: Span) -> str:
    return summary.place(span.path, 0 if whole_file(span) else span.line)


def _lapses(summary: Summary) -> list[str]:
    return _list(summary, [_lapse(summary, one) for one in summary.review.lapses])


def _lapse(summary: Summary, one: Lapse) -> str:
    where = inline(_cut(one.path)) if one.gone else summary.place(one.path)
    by = one.by + (f", {short_date(one.on)}" if one.on else "")
    return f"{where}: {inline(_cut(by))}"


def _figures(summary: Summary) -> list[str]:
    """The table of figures that changed, those of the register first."""
    found, translate = summary.review.difference, summary.translate
    rows = [(None, change) for change in found.targets]
    rows += [(section, change) for section in found.sections for change in section.figures]
    if not rows:
        return []
    titles = (say("Unit"), say("Heading"), say("Figure"), say("Before"), say("After"), say("Target"), say("Verdict"))
    lines = [row(map(translate, titles)), row(["---"] * len(titles))]
    lines += [row(_figure(summary, section, change)) for section, change in rows[:LISTED]]
    return _section(translate(say("Figures")), [*lines, *_rest(summary, len(rows), LISTED)])


def _figure(summary: Summary, section: SectionChange | None, change: FigureChange) -> Iterable[str]:
    compared = summary.compared
    name = f"“{change.context}”"
    if change.indicator:
        name = f"{compared.indicator(change.indicator)} ({_value_name(summary, change.key)})"
    target, verdict = _judged(summary, section, change) if section and change.indicator else ("", "")
    where = (compared.unit(section.unit), named(section)) if section else ("", "")
    cells = (*where, name, change.before, change.after, target, verdict)
    return (inline(_cut(cell)) or "–" for cell in cells)


def _value_name(summary: Summary, key: str) -> str:
    group, _, name = key.partition(".")
    if name:
        return summary.translate(
            say("year {year}", year=name) if group == "years" else say("of these {part}", part=name)
        )
    return summary.translate(VALUES[key]) if key in VALUES else key


def _judged(summary: Summary, section: SectionChange, change: FigureChange) -> tuple[str, str]:
    """The target of a figure, and how the figure stood and stands to it."""
    found = summary.review
    indicator = found.after.indicators.get(change.indicator)
    if indicator is None or change.key not in JUDGED:
        return "", ""
    now = found.after.section(section.unit, section.report, section.heading)
    verdicts = [
        ledger(project).comparison(section.unit, change.indicator).verdict for project in (found.before, found.after)
    ]
    told = [VERDICTS[verdict] for verdict in verdicts if verdict is not Verdict.UNASSESSED]
    observation = now.observations.get(change.indicator) if now else None
    return target_text(indicator, observation), " → ".join(dict.fromkeys(told))


def _texts(summary: Summary) -> list[str]:
    """The table of texts that changed."""
    sections, translate = summary.review.difference.sections, summary.translate
    if not sections:
        return []
    titles = (say("Unit"), say("Report"), say("Heading"), say("Change"), say("Words"))
    lines = [row(map(translate, titles)), row(["---", "---", "---", "---", "---:"])]
    lines += [row(_text(summary, change)) for change in sections[:LISTED]]
    return _section(translate(say("Texts")), [*lines, *_rest(summary, len(sections), LISTED)])


def _text(summary: Summary, change: SectionChange) -> Iterator[str]:
    compared, found = summary.compared, summary.review
    now = None if change.fate is Fate.REMOVED else found.after.section(change.unit, change.report, change.heading)
    title = inline(_cut(named(change)))
    yield inline(_cut(compared.unit(change.unit)))
    yield inline(_cut(compared.report(change.report)))
    if now is not None and summary.links:
        address = summary.links.replace("{path}", quote(now.path)).replace("{line}", "1")
        yield f"[{title}]({address})"
    else:
        yield title
    told = [summary.translate(FATES[change.fate])]
    if change.origins and change.origins != (change.heading,):
        told.append("← " + ", ".join(change.origins))
    told += _renamed(summary, change)
    yield inline(_cut("; ".join([*told, *changes.particulars(compared, change)])))
    yield f"+{change.inserted} −{change.deleted}" if change.reworded else "–"


def _files(summary: Summary, paths: Collection[str]) -> Iterator[str]:
    """Files by name; one that only has another name now stands once."""
    renamed = {new: old for new, old in summary.review.renamed.items() if new in paths and old in paths}
    for path in paths:
        if path in renamed:
            yield f"{inline(_cut(renamed[path]))} → {inline(_cut(path))}"
        elif path not in renamed.values():
            yield inline(_cut(path))


def _renamed(summary: Summary, change: SectionChange) -> Iterator[str]:
    """From or to which file a text was moved without a word in the outline."""
    found = summary.review
    path = f"units/{change.unit}/{change.report}/{change.heading}.md"
    if change.fate is Fate.ADDED and path in found.renamed:
        yield f"← {found.renamed[path]}"
    if change.fate is Fate.REMOVED:
        yield from (f"→ {new}" for new, old in found.renamed.items() if old == path)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"

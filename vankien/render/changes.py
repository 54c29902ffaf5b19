"""What changed between two drafts, for people and for programs."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from vankien.model.diagnostic import Message, say
from vankien.model.project import Project
from vankien.model.record import record
from vankien.render.diagnostics import columns
from vankien.render.listing import STATES
from vankien.rollup.difference import Difference, Fate, FigureChange, SectionChange, ValueChange
from vankien.rollup.restructure import Move, Place, Step
from vankien.rollup.wording import Kind, Run, excerpts

JSON_VERSION = 1

MOVES = {
    Move.ADDED: say("new heading"),
    Move.REMOVED: say("heading taken away"),
    Move.RENAMED: say("id changed"),
    Move.RETITLED: say("title changed"),
    Move.MOVED: say("heading moved"),
    Move.SPLIT: say("heading split"),
    Move.MERGED: say("headings merged"),
}
FATES = {Fate.ADDED: say("new text"), Fate.REMOVED: say("text taken away"), Fate.CHANGED: say("changed")}
KEYS = {"status": say("status"), "approved_by": say("approved by"), "themes": say("themes")}
COLORS = {Kind.DELETE: "\033[31m", Kind.INSERT: "\033[32m"}
MARKS = {Kind.DELETE: ("[-", "-]"), Kind.INSERT: ("{+", "+}"), Kind.EQUAL: ("", "")}


@record
class Comparison:
    """Two drafts and what changed between them, with how it is to be told."""

    difference: Difference
    """What changed."""
    before: Project
    """The older draft."""
    after: Project
    """The newer draft."""
    names: tuple[str, str]
    """How the drafts are called: git refs; the second is empty for the work tree."""
    translate: Callable[[Message | str], str]
    """The reader's language."""
    language: str = "vi"
    """Its code."""
    color: bool = False
    """Whether the terminal shows colours."""
    width: int = 80
    """Columns of the terminal."""

    def unit(self, id: str) -> str:
        """Name of a unit."""
        one = self.after.units.get(id) or self.before.units.get(id)
        return one.name if one else id

    def report(self, id: str) -> str:
        """Title of a report."""
        one = self.after.outlines.get(id) or self.before.outlines.get(id)
        return one.title if one else id

    def indicator(self, id: str) -> str:
        """Title of an indicator."""
        one = self.after.indicators.get(id) or self.before.indicators.get(id)
        return one.title if one else id

    @property
    def title(self) -> str:
        """The two drafts in words."""
        newer = self.names[1] or self.translate(say("the work tree"))
        return f"{self.names[0]} → {newer}"


def text(compared: Comparison) -> str:
    """For a terminal: deleted words as `[-…-]`, new ones as `{+…+}`, in lines of its width."""
    found, translate = compared.difference, compared.translate
    lines = [_bold(compared, compared.title)]
    if found.empty:
        return "\n".join([*lines, translate(say("Nothing changed."))])
    for heading, told in (
        (say("Structure"), [step_line(compared, step) for step in found.structure]),
        (say("Units"), list(unit_words(compared))),
        (say("Targets"), [_figure(compared, change) for change in found.targets]),
    ):
        if told:
            lines += ["", _bold(compared, translate(heading))]
            lines += [line for one in told for line in _filled(compared, [(one, Kind.EQUAL)], "  ", "    ")]
    unit = None
    for change in found.sections:
        if change.unit != unit:
            unit = change.unit
            lines += ["", _bold(compared, compared.unit(unit))]
        lines += _filled(compared, [(_headline(compared, change), Kind.EQUAL)], "  ", "    ")
        for place in excerpts(change.runs):
            lines += _filled(compared, [(run.text, run.kind) for run in place], "    ", "    ")
        for line in (*particulars(compared, change), *(_figure(compared, one) for one in change.figures)):
            lines += _filled(compared, [("· " + line, Kind.EQUAL)], "    ", "      ")
    return "\n".join([*lines, "", total(compared)])


def markdown(compared: Comparison) -> str:
    """For the conversation about a pull request: headings, lists and a table of the figures."""
    found, translate = compared.difference, compared.translate
    lines = [f"## {inline(compared.title)}", "", total(compared)]
    told = [step_line(compared, step) for step in found.structure] + list(unit_words(compared))
    if told:
        lines += ["", "### " + translate(say("Structure")), "", *(f"- {inline(one)}" for one in told)]
    rows = [("", "", one) for one in found.targets]
    rows += [(compared.unit(change.unit), named(change), one) for change in found.sections for one in change.figures]
    if rows:
        titles = (say("Unit"), say("Heading"), say("Figure"), say("Before"), say("After"))
        lines += ["", "### " + translate(say("Figures")), "", row(map(translate, titles)), row(["---"] * 5)]
        lines += [
            row(map(inline, (unit, heading, _what(compared, one), one.before or "–", one.after or "–")))
            for unit, heading, one in rows
        ]
    unit = None
    for change in found.sections:
        if change.unit != unit:
            unit = change.unit
            lines += ["", f"### {inline(compared.unit(unit))}"]
        lines += ["", f"**{inline(_headline(compared, change))}**"]
        lines += [f"\n{line}" for line in map(inline, particulars(compared, change))]
        for place in excerpts(change.runs):
            marks = {Kind.DELETE: ("<del>", "</del>"), Kind.INSERT: ("<ins>", "</ins>"), Kind.EQUAL: ("", "")}
            quoted = "".join(_around(run, *marks[run.kind], inline) for run in place)
            lines += ["", "> " + " ".join(quoted.split())]
    return "\n".join(lines)


def html(compared: Comparison) -> str:
    """One page that stands alone: nothing of it comes from elsewhere, and no author's text is more than text."""
    found, translate = compared.difference, compared.translate
    title = escape(compared.title)
    parts = [f"<h1>{title}</h1>", f"<p>{escape(total(compared))}</p>"]
    told = [step_line(compared, step) for step in found.structure] + list(unit_words(compared))
    if told:
        parts += ["<h2>" + escape(translate(say("Structure"))) + "</h2><ul>"]
        parts += [*(f"<li>{escape(one)}</li>" for one in told), "</ul>"]
    rows = [("", "", one) for one in found.targets]
    rows += [(compared.unit(change.unit), named(change), one) for change in found.sections for one in change.figures]
    if rows:
        titles = (say("Unit"), say("Heading"), say("Figure"), say("Before"), say("After"))
        head = "".join(f'<th scope="col">{escape(translate(one))}</th>' for one in titles)
        parts += ["<h2>" + escape(translate(say("Figures"))) + f"</h2><table><thead><tr>{head}</tr></thead><tbody>"]
        for unit, heading, one in rows:
            cells = (unit, heading, _what(compared, one), one.before or "–", one.after or "–")
            parts.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
        parts.append("</tbody></table>")
    unit = None
    for change in found.sections:
        if change.unit != unit:
            unit = change.unit
            parts.append(f"<h2>{escape(compared.unit(unit))}</h2>")
        parts.append(f"<h3>{escape(_headline(compared, change))}</h3>")
        parts += [f"<p>{escape(line)}</p>" for line in particulars(compared, change)]
        parts += [f"<p>{marked(place)}</p>" for place in excerpts(change.runs)]
    style = (
        "body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 sans-serif}"
        "ins{background:#e2f2e6;color:#14512b}del{background:#fdeae8;color:#8a1c17}"
        "table{border-collapse:collapse}td,th{padding:.3em .6em;border:1px solid #bbb;text-align:left}"
    )
    return (
        f'<!doctype html>\n<html lang="{compared.language}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{style}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>"
    )


def marked(runs: tuple[Run, ...], spoken: tuple[str, str] = ("", "")) -> str:
    """Words as HTML, deleted and new ones as such; line breaks of the text are kept.

    `spoken` are words before deleted and new ones for those who hear the page, since few readers tell the elements.
    """
    start = [f'<span class="vk-spoken">{escape(word)}</span>' if word else "" for word in spoken]
    tags = {
        Kind.DELETE: ("<del>" + start[0], "</del>"),
        Kind.INSERT: ("<ins>" + start[1], "</ins>"),
        Kind.EQUAL: ("", ""),
    }
    return "".join(_around(run, *tags[run.kind], _lines) for run in runs)


def as_json(compared: Comparison) -> str:
    """For programs; the shape is described in docs/json.md."""
    value = {
        "version": JSON_VERSION,
        "from": {"ref": compared.names[0], "commit": compared.before.commit or None},
        "to": {"ref": compared.names[1] or None, "commit": compared.after.commit or None},
        **difference_json(compared.difference),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def difference_json(found: Difference) -> dict[str, object]:
    """What changed, as values of JSON."""
    return {
        "sections": [_section_json(change) for change in found.sections],
        "structure": [
            {
                "report": step.report,
                "move": step.move.value,
                "before": [_place_json(place) for place in step.before],
                "after": [_place_json(place) for place in step.after],
            }
            for step in found.structure
        ],
        "targets": [_figure_json(change) for change in found.targets],
        "units_added": list(found.units_added),
        "units_removed": list(found.units_removed),
    }


FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "text": text,
    "json": as_json,
    "html": html,
    "markdown": markdown,
}
"""The forms of `diff`."""


def _section_json(change: SectionChange) -> dict[str, object]:
    return {
        "unit": change.unit,
        "report": change.report,
        "heading": change.heading,
        "title": change.title,
        "origins": list(change.origins),
        "fate": change.fate.value,
        "inserted": change.inserted,
        "deleted": change.deleted,
        "runs": [{"kind": run.kind.value, "text": run.text} for run in change.runs],
        "figures": [_figure_json(one) for one in change.figures],
        "values": [{"key": one.key, "before": one.before, "after": one.after} for one in change.values],
    }


def _figure_json(change: FigureChange) -> dict[str, object]:
    return {
        "indicator": change.indicator or None,
        "key": change.key or None,
        "before": change.before or None,
        "after": change.after or None,
        "context": change.context or None,
    }


def _place_json(place: Place) -> dict[str, str]:
    return {"id": place.id, "title": place.title, "label": place.label, "parent": place.parent}


def total(compared: Comparison) -> str:
    """How much changed, in one line."""
    found = compared.difference
    return compared.translate(
        say(
            "Texts changed: {texts} (+{inserted} −{deleted} words). Figures changed: {figures}. Headings: {headings}.",
            texts=len(found.sections),
            inserted=sum(change.inserted for change in found.sections),
            deleted=sum(change.deleted for change in found.sections),
            figures=found.figure_count,
            headings=len(found.structure),
        )
    )


def unit_words(compared: Comparison) -> Iterator[str]:
    """Units that came or went, each in one line."""
    for id in compared.difference.units_added:
        yield compared.translate(say("new unit: {name}", name=compared.unit(id)))
    for id in compared.difference.units_removed:
        yield compared.translate(say("unit taken away: {name}", name=compared.unit(id)))


def step_line(compared: Comparison, step: Step) -> str:
    """What became of some headings of a report, in one line."""
    return f"{compared.report(step.report)}: {step_words(step, compared.translate)}"


def step_words(step: Step, translate: Callable[[Message | str], str]) -> str:
    """What became of some headings, in one line."""
    before = " + ".join(_place(place, step.move) for place in step.before)
    after = " + ".join(_place(place, step.move) for place in step.after)
    return f"{translate(MOVES[step.move])}: {' → '.join(side for side in (before, after) if side)}"


def _place(place: Place, move: Move) -> str:
    if move is Move.MOVED:
        above = f" ({place.parent})" if place.parent else ""
        return f"{place.label} {place.title}{above}".strip()
    return place.title if move is Move.RETITLED else f"{place.title} [{place.id}]"


def _headline(compared: Comparison, change: SectionChange) -> str:
    fate = f", {compared.translate(FATES[change.fate])}" if change.fate is not Fate.CHANGED else ""
    came = f" ← {', '.join(change.origins)}" if change.origins and change.origins != (change.heading,) else ""
    words = f", +{change.inserted} −{change.deleted}" if change.reworded else ""
    return f"{compared.report(change.report)} · {named(change)} [{change.heading}{came}]{fate}{words}"


def named(change: SectionChange) -> str:
    """What a text's heading is called."""
    return change.title or change.heading


def particulars(compared: Comparison, change: SectionChange) -> list[str]:
    """What else changed of a text than its words and figures, each in one line."""
    themes = {**compared.before.themes, **compared.after.themes}
    titles = {id: theme.title for id, theme in themes.items()}
    return [value_words(one, compared.translate, titles) for one in change.values]


def value_words(change: ValueChange, translate: Callable[[Message | str], str], titles: Mapping[str, str]) -> str:
    """A particular that changed, in one line; `titles` are those of the cross-cutting tasks."""

    def shown(value: str) -> str:
        if change.key == "status" and value in STATES:
            return translate(STATES[value][1])
        if change.key == "themes":
            return "; ".join(titles.get(id, id) for id in value.split(", ")) if value else "–"
        return value or "–"

    return f"{translate(KEYS[change.key])}: {shown(change.before)} → {shown(change.after)}"


def _figure(compared: Comparison, change: FigureChange) -> str:
    return f"{_what(compared, change)}: {change.before or '–'} → {change.after or '–'}"


def _what(compared: Comparison, change: FigureChange) -> str:
    if change.indicator:
        return f"{compared.indicator(change.indicator)} ({change.key})"
    return f"“{change.context}”"


def _bold(compared: Comparison, line: str) -> str:
    return f"\033[1m{line}\033[0m" if compared.color else line


def _filled(compared: Comparison, pieces: list[tuple[str, Kind]], first: str, others: str) -> list[str]:
    """Pieces as lines no wider than the terminal; each word carries its colour, so that any line can stand alone."""
    lines: list[str] = []
    line, width, blank = first, len(first), True
    for words, kind in pieces:
        start, end = MARKS[kind]
        parts = words.split() or (["¶"] if kind is not Kind.EQUAL else [])
        if not parts:
            continue
        parts[0] = start + parts[0]
        parts[-1] += end
        # A changed word and the sign behind it stand as close as they do in the text.
        spaced = words[:1].isspace()
        for number, part in enumerate(parts):
            gap = 0 if blank else int(number > 0 or spaced)
            size = columns(part)
            if not blank and width + gap + size > compared.width:
                lines.append(line)
                line, width, gap = others, len(others), 0
            colored = f"{COLORS[kind]}{part}\033[0m" if compared.color and kind in COLORS else part
            line, width, blank = line + " " * gap + colored, width + gap + size, False
        if words[-1:].isspace() and width < compared.width:
            line, width = line + " ", width + 1
    return [one.rstrip() for one in [*lines, line] if one.strip()]


def _around(run: Run, start: str, end: str, form: Callable[[str], str]) -> str:
    """A run between two tags, its outer blanks outside them."""
    core = run.text.strip()
    left = run.text[: len(run.text) - len(run.text.lstrip())]
    right = run.text[len(run.text.rstrip()) :] if core else ""
    if not core:
        return form(run.text)
    return form(left) + start + form(core) + end + form(right)


def _lines(text: str) -> str:
    return escape(text).replace("\n\n", "<br><br>").replace("\n", "<br>")


def inline(text: str) -> str:
    """A text on one line of Markdown in which no sign of the author's means anything, and which calls nobody."""
    signs = str.maketrans({sign: "\\" + sign for sign in "\\`*_[]{}|#~!"} | {"@": "@\N{WORD JOINER}"})
    return " ".join(escape(text, quote=False).translate(signs).split()) if text.strip() else " " * bool(text)


def row(cells: Iterable[str]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"

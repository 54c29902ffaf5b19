"""Rules F: the particulars at the head of a text and the fields of the other files, as typed."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vankien.checks.fault import found_in_reading, unknown
from vankien.checks.nearest import did_you_mean, nearest
from vankien.model.diagnostic import Finding, Message, Related, say
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section
from vankien.model.sections import marked
from vankien.model.source import Span
from vankien.rollup.contributions import PLACE, alone, is_below, places

if TYPE_CHECKING:
    from vankien.rollup.ledger import Ledger

INDICATORS = "content/indicators.yml"
THEMES = "content/themes.yml"
PLACEHOLDER = regex(r"\{\{([^{}]*)(\}\})?")
REFERENCE = regex(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z_]+)")
FIELDS = ("actual", "target", "share", "verdict", "baseline", "change", "total", "coverage", "chart")
OF_TOTAL = ("total", "coverage")


def unknown_key(project: Project) -> Iterator[Finding]:
    """A key is not known at its place.

    Why: What a misspelt key says is ignored, and its author believes that it counts.

    Mend: Correct the key, or delete the line.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            theme: [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "F101")


def wrong_type(project: Project) -> Iterator[Finding]:
    """A value has the wrong form, such as words where a date belongs.

    Why: A value that cannot be understood cannot be counted, compared or printed.

    Mend: Write days as year-month-day (2023-04-28), lists in square brackets, and `true` or `false` for yes or no.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            updated: 28/4/2023
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            updated: 2023-04-28
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "F102")


def missing_key(project: Project) -> Iterator[Finding]:
    """A key that must be there is missing, or has no value.

    Why: Some things cannot be guessed: the name of a unit, or who approved an approved text.

    Mend: Add the line that is named.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            approved_by: Nguyễn Văn A, Bí thư
            approved_text: 9ac4c05b149ff97a
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "F103")


def value_not_allowed(project: Project) -> Iterator[Finding]:
    """A value is not among those allowed at its place.

    Why: Status, kind of unit and the like are counted and filtered by fixed words.

    Mend: Choose one of the allowed words; for `status` they are `draft`, `review` and `approved`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: xong
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: review
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "F104")


def unknown_indicator(project: Project) -> Iterator[Finding]:
    """A text reports an indicator that the register does not have.

    Why: A figure under a wrong name is missing in the appendix and in the sums over all units.

    Mend: Use the id as it stands in `content/indicators.yml`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              ket-nap-moi: {actual: 12}
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12}
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    if unknown(project, INDICATORS, project.indicators):
        return
    for section in project.sections.values():
        for id, observation in section.observations.items():
            if id not in project.indicators:
                yield Finding(
                    _key(section, f"indicators.{id}", observation.span),
                    say("The register has no indicator `{id}`.", id=id),
                    did_you_mean(id, project.indicators)
                    or say("The ids of all indicators stand in {path}.", path=INDICATORS),
                )


def unknown_theme(project: Project) -> Iterator[Finding]:
    """A text names a theme that the register does not have.

    Why: The text is missing on the page that gathers everything about the theme.

    Mend: Use the id as it stands in `content/themes.yml`, or leave the theme out.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [cai-cac]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            themes: [cai-cach]
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    if unknown(project, THEMES, project.themes):
        return
    for section in project.sections.values():
        for position, id in enumerate(section.themes):
            if id not in project.themes:
                yield Finding(
                    _key(section, f"themes.{position}", Span(section.path)),
                    say("The register has no theme `{id}`.", id=id),
                    did_you_mean(id, project.themes) or say("The ids of all themes stand in {path}.", path=THEMES),
                )


def empty_placeholder(project: Project) -> Iterator[Finding]:
    """A placeholder in double braces stands for no value.

    Why: The braces would be printed in the report instead of a figure.

    Mend: Name an indicator that the unit reports at the head of one of its texts, a point, and `actual`, `target`,
    `share`, `verdict`, `baseline` or `change`; or, for a unit with others below it, `total` or `coverage`. A
    placeholder does not calculate. `chart` puts a chart there, and stands in a paragraph of its own. In the text of a
    unit with others below it, `units` or `contribution:` with the id of a unit, also in a paragraph of its own, draws
    their texts into the consolidated report.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Kết nạp {{ ket-nap.actua }} đảng viên.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Kết nạp {{ ket-nap.actual }} đảng viên.
    """
    with_placeholders = list(marked(project.sections, "placeholders"))
    if not with_placeholders:
        return
    # Loaded only where something about figures has changed, since imports are most of a short run.
    from vankien.rollup.ledger import ledger

    book = ledger(project)
    for section in with_placeholders:
        for match in PLACEHOLDER.finditer(section.body.text):
            problem = _placeholder_problem(book, section, match)
            if problem:
                message, hint, related = problem
                yield Finding(section.body.span(match.start(), match.end()), message, hint, related)


def _placeholder_problem(
    book: "Ledger", section: Section, match: re.Match[str]
) -> tuple[Message, Message | None, tuple[Related, ...]] | None:
    project, unit = book.project, section.unit
    example = say("Write it such as {example}.", example="`{{ ket-nap.actual }}`")
    if not match[2]:
        return say("The placeholder is not closed by two braces."), example, ()
    if place := PLACE.fullmatch(match[0]):
        return _place_problem(project, section, match, place)
    if match[1].strip().startswith("contribution"):
        return (
            say("A placeholder names the unit behind `contribution:` by its id."),
            say("Write it such as {example}.", example="`{{ contribution: so-tai-chinh }}`"),
            (),
        )
    reference = REFERENCE.fullmatch(match[1].strip())
    if not reference:
        return say("A placeholder names an indicator, a point and a field."), example, ()
    id, field = reference.groups()
    if field not in FIELDS:
        near = nearest(field, FIELDS)
        return (
            say("An indicator has no field `{field}` that a text can show.", field=field),
            say("Did you mean `{nearest}`?", nearest=near)
            if near
            else say("Fields are {fields}.", fields=", ".join(FIELDS)),
            (),
        )
    indicator = project.indicators.get(id)
    if indicator is None:
        if unknown(project, INDICATORS, project.indicators):
            return None
        return say("The register has no indicator `{id}`.", id=id), did_you_mean(id, project.indicators), ()
    here = (Related(indicator.span, say("The register defines the indicator here.")),)
    if field in OF_TOTAL:
        total = book.totals.get((unit, id))
        if total is None:
            return (
                say("No unit below this one is asked for the indicator `{id}`, so it has no total.", id=id),
                say("Name the unit's own value with `{id}.actual`.", id=id),
                here,
            )
        if field == "total" and total.value is None:
            return (
                say("The total of the indicator `{id}` has no number.", id=id),
                say("See what the units below report, and how the indicator rolls up."),
                here,
            )
        return None
    if field == "chart":
        return _chart_problem(book, section, match, here)
    reading = book.readings.get((unit, id))
    if reading is None:
        return (
            say("The unit reports no value of the indicator `{id}`.", id=id),
            say("Add it under `indicators:` at the head of the text to which it belongs."),
            here,
        )
    observation = reading.observation
    given = observation.fields
    if field == "target" and not (given.get("target") or book.owed(unit, indicator).target):
        return (
            say("The indicator `{id}` has no target.", id=id),
            say("Add a `target` to what the unit reports, if its resolution set one."),
            here,
        )
    if field == "share" and book.comparison(unit, id).share is None:
        return (
            say("The indicator `{id}` has no share of its target.", id=id),
            say("That takes a number and a target; where less is better, a `baseline` too."),
            (Related(observation.span, say("This is what the unit reports of it.")),),
        )
    if field == "baseline" and not given.get("baseline"):
        return (
            say("The unit gives no `baseline` for the indicator `{id}`.", id=id),
            say("Add the figure of the same period of the term before as `baseline`."),
            (Related(observation.span, say("This is what the unit reports of it.")),),
        )
    if field == "change" and book.comparison(unit, id).change is None:
        return (
            say("The indicator `{id}` cannot be compared with the same period of the term before.", id=id),
            say("That takes a number and a `baseline`."),
            (Related(observation.span, say("This is what the unit reports of it.")),),
        )
    is_given = given.get("actual") or (given.get("numerator") and given.get("denominator")) or observation.years
    if field in ("actual", "verdict") and not is_given:
        return (
            say("The unit gives no `actual` for the indicator `{id}`.", id=id),
            say("Add `actual`, or `numerator` and `denominator`."),
            (Related(observation.span, say("This is what the unit reports of it.")),),
        )
    return None


def _chart_problem(
    book: "Ledger", section: Section, match: re.Match[str], here: tuple[Related, ...]
) -> tuple[Message, Message | None, tuple[Related, ...]] | None:
    """A chart needs figures, and a paragraph of its own."""
    from vankien.rollup.series import kind

    id = match[1].strip().partition(".")[0]
    if kind(book, section.unit, id) is None:
        return (
            say("There is nothing to draw of the indicator `{id}`.", id=id),
            say("A chart takes a figure of the unit, or figures of the units below it."),
            here,
        )
    text = section.body.text
    before, after = text[: match.start()].rpartition("\n"), text[match.end() :].partition("\n")
    alone = not before[2].strip() and len(before[2]) < 4 and not after[0].strip()
    alone = alone and not before[0].rpartition("\n")[2].strip() and not after[2].partition("\n")[0].strip()
    if not alone:
        return (
            say("A chart stands in a paragraph of its own."),
            say("Put the placeholder on a line of its own, with an empty line before and after it."),
            here,
        )
    return None


def _place_problem(
    project: Project, section: Section, match: re.Match[str], place: re.Match[str]
) -> tuple[Message, Message | None, tuple[Related, ...]] | None:
    """What is wrong with a place for the texts of other units; they come into the consolidated report."""
    named = place["unit"]
    below = [unit.id for unit in project.units.values() if is_below(project, unit.id, section.unit)]
    if not below:
        return (
            say("No unit stands below this one whose text could be drawn in."),
            say("Only the report of a unit with others below it draws their texts in."),
            (),
        )
    if named and named not in project.units:
        return say("There is no unit `{id}`.", id=named), did_you_mean(named, below), ()
    if named and named not in below:
        return (
            say("The unit `{id}` does not stand below this one.", id=named),
            did_you_mean(named, below),
            (Related(project.units[named].span, say("The unit says here to which it belongs.")),),
        )
    if not alone(section, match):
        return (
            say("The texts of other units stand in a paragraph of their own."),
            say("Put the placeholder on a line of its own, with an empty line before and after it."),
            (),
        )
    if not next(one.units for one in places(project, section) if one.start == match.start()):
        return (
            say("The texts that belong here have their place further up already, or each by name."),
            say("Delete this placeholder."),
            (),
        )
    return None


def _key(section: Section, place: str, otherwise: Span) -> Span:
    return section.places.get(place, otherwise)

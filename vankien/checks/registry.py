"""The list of all rules, in code order, and the runner that gives their findings an identity."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

from vankien.checks import (
    approval,
    citations,
    comments,
    copies,
    directives,
    excuses,
    front_matter,
    outlines,
    process,
    reading,
    structure,
    territory,
)
from vankien.checks.figures import arithmetic, comparison
from vankien.checks.indicators import asked, totals, values
from vankien.checks.markdown import rules as markdown
from vankien.checks.slices import Slices
from vankien.checks.vietnamese import rules as vietnamese
from vankien.checks.vietnamese import spelling
from vankien.model.diagnostic import Diagnostic, Finding, Severity
from vankien.model.digest import digest_of_text
from vankien.model.project import Project
from vankien.model.record import record
from vankien.model.section import Section
from vankien.rollup import citation_register, progress


class Reach(Enum):
    """How much of a project the findings of a rule at one unit's files depend on."""

    UNIT = "unit"
    """The files of that unit and `content/`, but not the day."""
    DAY = "day"
    """The same and the day."""
    VALUES = "values"
    """The observations of that unit, the units, `content/` and the day."""
    BELOW = "below"
    """The placeholders of that unit, its observations and those of the units below it, the units, `content/` and the
    day."""
    FIGURES = "figures"
    """The observations of all units, of each indicator by itself, the units, `content/` and the day."""
    PROJECT = "project"
    """Anything; such a rule runs again whenever anything has changed."""


@record
class Rule:
    """A rule as the rulebook lists it."""

    code: str
    """Family letter and number, such as `S101`; never used again for anything else."""
    severity: Severity
    """What its findings are, unless a finding says otherwise."""
    function: Callable[[Project], Iterator[Finding]]
    """Yields the findings; its docstring is the rule's page in the rulebook."""
    reach: Reach = Reach.PROJECT
    """What the findings depend on; a narrower reach lets the cache keep them for units that did not change."""


RULES: tuple[Rule, ...] = (
    Rule("C101", Severity.WARNING, comments.place_lost),
    Rule("C102", Severity.WARNING, comments.place_ambiguous),
    Rule("C103", Severity.ERROR, comments.unknown_place),
    Rule("C104", Severity.ERROR, comments.same_id),
    Rule("C105", Severity.WARNING, comments.answer_incomplete),
    Rule("C106", Severity.WARNING, comments.accepted_not_done),
    Rule("C107", Severity.ERROR, comments.more_in_favour_than_present),
    Rule("C108", Severity.ERROR, comments.comment_without_words),
    Rule("C109", Severity.WARNING, comments.no_comment),
    Rule("C110", Severity.ERROR, comments.draft_to_come),
    Rule("C111", Severity.WARNING, comments.dates_out_of_order),
    Rule("C112", Severity.WARNING, comments.no_commit),
    Rule("D101", Severity.WARNING, directives.two_accounts),
    Rule("D102", Severity.WARNING, directives.other_than_register),
    Rule("D103", Severity.ERROR, citations.impossible_date),
    Rule("D104", Severity.WARNING, citations.later_than_report),
    Rule("D105", Severity.WARNING, citations.date_beside_number),
    Rule("D106", Severity.WARNING, citations.type_beside_symbol),
    Rule("D107", Severity.WARNING, citations.wrong_number_form),
    Rule("D108", Severity.NOTE, directives.not_in_register),
    Rule("F101", Severity.WARNING, front_matter.unknown_key),
    Rule("F102", Severity.ERROR, front_matter.wrong_type),
    Rule("F103", Severity.ERROR, front_matter.missing_key),
    Rule("F104", Severity.ERROR, front_matter.value_not_allowed),
    Rule("F105", Severity.ERROR, front_matter.unknown_indicator, Reach.UNIT),
    Rule("F106", Severity.WARNING, front_matter.unknown_theme, Reach.UNIT),
    Rule("F107", Severity.ERROR, front_matter.empty_placeholder, Reach.BELOW),
    Rule("I101", Severity.ERROR, values.text_for_number, Reach.VALUES),
    Rule("I102", Severity.ERROR, values.wrong_separator, Reach.VALUES),
    Rule("I103", Severity.ERROR, values.not_finite, Reach.VALUES),
    Rule("I104", Severity.ERROR, values.impossible_count, Reach.VALUES),
    Rule("I105", Severity.ERROR, values.part_above_whole, Reach.VALUES),
    Rule("I106", Severity.ERROR, values.no_denominator, Reach.VALUES),
    Rule("I107", Severity.ERROR, values.ambiguous_number, Reach.VALUES),
    Rule("I108", Severity.ERROR, values.parts_above_whole, Reach.VALUES),
    Rule("I109", Severity.ERROR, values.word_off_scale, Reach.VALUES),
    Rule("I201", Severity.ERROR, asked.date_in_future, Reach.VALUES),
    Rule("I202", Severity.ERROR, asked.outside_period, Reach.VALUES),
    Rule("I203", Severity.ERROR, asked.not_asked, Reach.VALUES),
    Rule("I204", Severity.ERROR, asked.given_twice, Reach.VALUES),
    Rule("I205", Severity.ERROR, asked.changed_target, Reach.FIGURES),
    Rule("I301", Severity.ERROR, totals.mixed_units, Reach.VALUES),
    Rule("I302", Severity.ERROR, totals.percentage_without_base, Reach.FIGURES),
    Rule("I303", Severity.ERROR, totals.differing_periods, Reach.FIGURES),
    Rule("I304", Severity.WARNING, totals.differs_from_total, Reach.FIGURES),
    Rule("M101", Severity.WARNING, markdown.raw_html, Reach.UNIT),
    Rule("M102", Severity.WARNING, markdown.read_differently, Reach.UNIT),
    Rule("M201", Severity.ERROR, markdown.image_missing),
    Rule("M202", Severity.WARNING, markdown.image_too_large),
    Rule("M203", Severity.WARNING, markdown.image_from_elsewhere),
    Rule("M204", Severity.WARNING, markdown.image_of_another_kind),
    Rule("M205", Severity.WARNING, markdown.image_not_whole),
    Rule("M301", Severity.WARNING, markdown.broken_link),
    Rule("M302", Severity.WARNING, markdown.link_left_out),
    Rule("M401", Severity.ERROR, markdown.footnote_not_defined, Reach.UNIT),
    Rule("M402", Severity.WARNING, markdown.footnote_not_used, Reach.UNIT),
    Rule("M403", Severity.WARNING, markdown.footnote_defined_twice, Reach.UNIT),
    Rule("M404", Severity.WARNING, markdown.footnote_in_footnote, Reach.UNIT),
    Rule("N101", Severity.WARNING, arithmetic.wrong_share, Reach.UNIT),
    Rule("N102", Severity.WARNING, arithmetic.wrong_growth, Reach.UNIT),
    Rule("N103", Severity.WARNING, arithmetic.wrong_difference, Reach.UNIT),
    Rule("N104", Severity.WARNING, arithmetic.wrong_total, Reach.UNIT),
    Rule("N105", Severity.WARNING, arithmetic.part_exceeds_whole, Reach.UNIT),
    Rule("N201", Severity.WARNING, arithmetic.wrong_table_total, Reach.UNIT),
    Rule("N202", Severity.WARNING, arithmetic.wrong_table_rate, Reach.UNIT),
    Rule("N203", Severity.WARNING, arithmetic.wrong_table_difference, Reach.UNIT),
    Rule("N301", Severity.WARNING, comparison.differs_from_indicator, Reach.UNIT),
    Rule("N302", Severity.WARNING, comparison.differs_between_reports, Reach.UNIT),
    Rule("N303", Severity.WARNING, comparison.differs_from_parent),
    Rule("P101", Severity.WARNING, process.milestone_passed, Reach.DAY),
    Rule("P102", Severity.NOTE, process.unit_without_overseer),
    Rule("P103", Severity.WARNING, process.no_figures, Reach.UNIT),
    Rule("P104", Severity.NOTE, process.unusual_length, Reach.UNIT),
    Rule("P105", Severity.WARNING, copies.copied_from_unit),
    Rule("P106", Severity.WARNING, copies.copied_from_guidance, Reach.UNIT),
    Rule("P107", Severity.WARNING, approval.changed_since_approval),
    Rule("P108", Severity.WARNING, approval.approval_not_bound),
    Rule("P901", Severity.WARNING, excuses.useless_excuse),
    Rule("P902", Severity.WARNING, excuses.unknown_rule),
    Rule("R101", Severity.ERROR, reading.cannot_be_opened),
    Rule("R102", Severity.ERROR, reading.not_a_file),
    Rule("R103", Severity.ERROR, reading.link_out_of_repository),
    Rule("R104", Severity.ERROR, reading.too_large),
    Rule("R105", Severity.ERROR, reading.binary),
    Rule("R106", Severity.ERROR, reading.not_utf8),
    Rule("R107", Severity.WARNING, reading.empty_file),
    Rule("R108", Severity.WARNING, reading.not_composed),
    Rule("R109", Severity.WARNING, reading.name_is_no_id),
    Rule("R110", Severity.NOTE, reading.foreign_line_ends),
    Rule("R201", Severity.ERROR, reading.yaml_syntax),
    Rule("R202", Severity.ERROR, reading.yaml_tab),
    Rule("R203", Severity.ERROR, reading.duplicate_key),
    Rule("R204", Severity.ERROR, reading.yaml_anchor),
    Rule("R205", Severity.ERROR, reading.nested_too_deeply),
    Rule("R206", Severity.ERROR, reading.front_matter_not_closed),
    Rule("R207", Severity.ERROR, reading.merge_left_open),
    Rule("S101", Severity.NOTE, structure.missing_heading, Reach.DAY),
    Rule("S102", Severity.WARNING, structure.file_without_heading, Reach.UNIT),
    Rule("S103", Severity.WARNING, structure.heading_does_not_apply, Reach.UNIT),
    Rule("S104", Severity.ERROR, structure.heading_breaks_outline, Reach.UNIT),
    Rule("S105", Severity.ERROR, structure.unit_without_parent),
    Rule("S106", Severity.ERROR, structure.loop_of_units),
    Rule("S107", Severity.NOTE, structure.exempt_unit_with_texts),
    Rule("S108", Severity.WARNING, structure.folder_without_report),
    Rule("S109", Severity.ERROR, structure.unit_without_description),
    Rule("S110", Severity.ERROR, structure.unknown_level),
    Rule("S111", Severity.WARNING, structure.section_without_text, Reach.UNIT),
    Rule("S201", Severity.ERROR, outlines.heading_without_id),
    Rule("S202", Severity.ERROR, outlines.duplicate_heading),
    Rule("S203", Severity.ERROR, outlines.mirror_of_nothing),
    Rule("S204", Severity.ERROR, outlines.skipped_level),
    Rule("S205", Severity.WARNING, outlines.unknown_attribute),
    Rule("S206", Severity.WARNING, outlines.outline_does_not_fit_cycle),
    Rule("S207", Severity.ERROR, outlines.name_without_thing),
    Rule("T101", Severity.WARNING, vietnamese.lookalike_letter, Reach.UNIT),
    Rule("T102", Severity.WARNING, vietnamese.old_encoding, Reach.UNIT),
    Rule("T103", Severity.WARNING, vietnamese.invisible_sign, Reach.UNIT),
    Rule("T104", Severity.NOTE, vietnamese.mixed_tone_styles, Reach.UNIT),
    Rule("T201", Severity.NOTE, vietnamese.double_space, Reach.UNIT),
    Rule("T202", Severity.NOTE, vietnamese.space_before_punctuation, Reach.UNIT),
    Rule("T203", Severity.NOTE, vietnamese.space_missing, Reach.UNIT),
    Rule("T204", Severity.NOTE, vietnamese.space_before_percent, Reach.UNIT),
    Rule("T205", Severity.NOTE, vietnamese.lopsided_hyphen, Reach.UNIT),
    Rule("T301", Severity.NOTE, vietnamese.straight_quotation_mark, Reach.UNIT),
    Rule("T302", Severity.WARNING, vietnamese.quotation_mark_without_partner, Reach.UNIT),
    Rule("T303", Severity.WARNING, vietnamese.dots_of_a_form, Reach.UNIT),
    Rule("T401", Severity.NOTE, vietnamese.date_without_zero, Reach.UNIT),
    Rule("T402", Severity.WARNING, vietnamese.decimal_point, Reach.UNIT),
    Rule("T501", Severity.WARNING, vietnamese.doubled_word, Reach.UNIT),
)

TERRITORY = Rule("P109", Severity.ERROR, territory.outside_unit)
"""Looked for where a change is checked, since it needs to know what was changed, and on whose behalf."""

OPTIONAL_RULES: tuple[Rule, ...] = (TERRITORY, Rule("T901", Severity.NOTE, spelling.unknown_word, Reach.UNIT))
"""Rules that are asked for by name, because they need more than the repository or report much that is right."""


def run(project: Project, rules: tuple[Rule, ...] = RULES) -> tuple[Diagnostic, ...]:
    """All findings of the rules in a project, as the team set them, sorted by path, line, column and code."""
    found: list[Diagnostic] = []
    settings = project.cycle.rules
    known = {rule.code for rule in RULES + OPTIONAL_RULES}
    applied = [rule for rule in rules if settings.get(rule.code) != excuses.OFF and rule.function not in OF_RULES]
    if project.memory is not None:
        applied = _remembered(project, applied, found)
    for rule in applied:
        found += _identified(rule, rule.function(project))
    for rule in rules:
        if rule.function is excuses.useless_excuse:
            found += _identified(rule, excuses.useless_excuse(project, found, known - {one.code for one in rules}))
        elif rule.function is excuses.unknown_rule:
            found += _identified(rule, excuses.unknown_rule(project, known))
    found = excuses.settled(project, found)
    found.sort(key=lambda one: (one.span.path, one.span.line, one.span.column, one.code, one.message.template))
    return tuple(found)


OF_RULES = (excuses.useless_excuse, excuses.unknown_rule)
"""Rules about the other rules; they come last and are told what those found."""


def prepare(project: Project, rules: tuple[Rule, ...] = RULES) -> None:
    """Works out what `run` remembers of each unit by itself; the project may hold some of the units only."""
    applied = [rule for rule in rules if project.cycle.rules.get(rule.code) != excuses.OFF]
    for _ in _of_units(project, applied, project.units):
        pass
    for known in (
        copies.passages,
        comparison.claims_of_texts,
        citation_register.citations_of_texts,
        progress.statuses,
        _observed,
    ):
        for _ in known(project):
            pass


def _remembered(project: Project, rules: list[Rule], found: list[Diagnostic]) -> list[Rule]:
    """Adds the findings of those rules that look at one unit at a time; gives the others."""
    narrow = Slices(project)
    found += _of_figures(project, rules, narrow)
    found += _of_units(project, rules, ("", *project.units), narrow)
    return [rule for rule in rules if rule.reach is Reach.PROJECT]


def _of_units(
    project: Project, rules: Iterable[Rule], units: Iterable[str], narrow: Slices | None = None
) -> Iterator[Diagnostic]:
    """The findings at some units of those rules that look at one unit at a time; without a unit those at `content/`."""
    memory = project.memory
    narrow = narrow or Slices(project)
    words = memory.key("", sorted(project.vocabulary)) if project.vocabulary else ""
    bundles: dict[tuple[Reach, bool], list[Rule]] = {}
    for rule in rules:
        if rule.reach in (Reach.UNIT, Reach.DAY):
            bundles.setdefault((rule.reach, rule in OPTIONAL_RULES), []).append(rule)
    for (reach, optional), bundle in bundles.items():
        codes = [rule.code for rule in bundle]
        day = project.today if reach is Reach.DAY else datetime.date.min
        told = memory.key("", memory.frame, codes, day, words if optional else "")
        for unit in units:
            yield from memory.of_unit(
                unit,
                f"{reach.value} optional" if optional else reach.value,
                memory.key(unit, told),
                lambda: _of_slice(narrow.of(unit, day, optional), unit, bundle),  # noqa: B023
            )


def _of_figures(project: Project, rules: Iterable[Rule], narrow: Slices) -> Iterator[Diagnostic]:
    """The findings of rules that look at figures: of those units and indicators anew whose figures have changed."""
    memory = project.memory
    observed = dict(_observed(project))
    everywhere = memory.key("", memory.frame, project.today, list(project.units.values()))

    def remembered(
        reach: Reach, told: Mapping[str, object], found: Callable[[list[Rule], list[str]], Iterable[list[Diagnostic]]]
    ) -> Iterator[Diagnostic]:
        bundle = [rule for rule in rules if rule.reach is reach]
        common = memory.key("", everywhere, [rule.code for rule in bundle])
        parts = {memory.key("", common, name, figures): name for name, figures in told.items()}
        for listed in memory.of_parts("", reach.value, parts, lambda names: found(bundle, names)):
            yield from listed

    yield from remembered(
        Reach.VALUES,
        {"": "", **{unit: figures for unit, figures in observed.items() if figures}},
        lambda bundle, units: _by_unit(_found(narrow.figures(units), bundle), units),
    )
    below: dict[str, list[object]] = {unit: [memory.digests[unit]] for unit in narrow.with_placeholders}
    for unit, figures in observed.items():
        for above in (unit, *(one.id for one in project.ancestors(unit))):
            if above in below:
                below[above].append((unit, figures))
    yield from remembered(
        Reach.BELOW, below, lambda bundle, units: _by_unit(_found(narrow.placeholders(units), bundle), units)
    )
    given: dict[str, list[tuple[str, str]]] = {id: [] for id in project.indicators}
    for unit, figures in observed.items():
        for id, hashed in figures.items():
            if id in given:
                given[id].append((unit, hashed))
    yield from remembered(
        Reach.FIGURES,
        given,
        lambda bundle, ids: [_found(narrow.figures(project.units, (id,)), bundle) for id in ids],
    )


def _observed(project: Project) -> Iterator[tuple[str, dict[str, str]]]:
    """Of each unit hashes of what its texts tell of each indicator."""
    return project.of_units("observed", _told)


def _told(sections: Iterable[Section]) -> dict[str, str]:
    told: dict[str, list[object]] = {}
    for section in sections:
        for id, observation in section.observations.items():
            told.setdefault(id, []).append(observation)
    return {id: digest_of_text(repr(listed)) for id, listed in told.items()}


def _found(narrow: Project, rules: Iterable[Rule]) -> list[Diagnostic]:
    return [one for rule in rules for one in _identified(rule, rule.function(narrow))]


def _by_unit(found: Iterable[Diagnostic], units: Iterable[str]) -> list[list[Diagnostic]]:
    """The findings at the files of each of some units; those at `content/` at the empty id."""
    owned: dict[str, list[Diagnostic]] = {}
    for one in found:
        top, _, below = one.span.path.partition("/")
        owned.setdefault(below.partition("/")[0] if top == "units" else "", []).append(one)
    return [owned.get(unit, []) for unit in units]


def _of_slice(narrow: Project, unit: str, rules: list[Rule]) -> list[Diagnostic]:
    """The findings of a slice at the files of its unit; of the slice without a unit all of them."""
    place = f"units/{unit}/"
    return [one for one in _found(narrow, rules) if not unit or (one.span.path + "/").startswith(place)]


def _identified(rule: Rule, findings: Iterator[Finding]) -> list[Diagnostic]:
    return [
        Diagnostic(
            rule.code,
            finding.severity or rule.severity,
            finding.span,
            finding.message,
            finding.hint,
            finding.related,
            finding.fix,
        )
        for finding in findings
    ]

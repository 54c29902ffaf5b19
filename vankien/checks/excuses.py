"""Rules P9: what a team lets pass: rules that its cycle sets otherwise, and single places excused with a reason."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from vankien.checks.nearest import did_you_mean
from vankien.model.diagnostic import Diagnostic, Finding, Severity, say
from vankien.model.project import Project
from vankien.model.section import Excuse, Section
from vankien.model.sections import marked
from vankien.model.source import Span

OFF = "off"
SEVERITIES = {severity.value: severity for severity in Severity}


def useless_excuse(
    project: Project, found: Sequence[Diagnostic] = (), not_applied: Collection[str] = ()
) -> Iterator[Finding]:
    """An excuse at the head of a text excuses nothing.

    Why: The place was mended or its words have changed, or the code has a slip. An excuse that stays behind would hide
    the next mistake.

    Mend: Delete the entry below `excuse`, or correct its `rule` and `text`.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            excuse:
              - {rule: D103, text: "31/9/2021", reason: ghi đúng như bản gốc}
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            excuse:
              - {rule: D103, text: "31/9/2021", reason: ghi đúng như bản gốc}
            ---
            Thực hiện Kết luận số 21-KL/TW, ngày 31/9/2021 của Ban Chấp hành Trung ương.
    """
    by_path = _by_path(found)
    for section in marked(project.sections, "excuses"):
        for excuse in section.excuses:
            # Nobody knows what a rule would find that is switched off or was not asked for.
            if not excuse.rule or excuse.rule in not_applied or project.cycle.rules.get(excuse.rule) == OFF:
                continue
            if not any(_excuses(section, excuse, one) for one in by_path.get(section.path, ())):
                yield Finding(
                    excuse.span,
                    say("Rule {rule} finds nothing at the place that this excuses.", rule=excuse.rule),
                    say("Delete the excuse, or correct its `rule` and `text`."),
                )


def unknown_rule(project: Project, codes: Collection[str] = ()) -> Iterator[Finding]:
    """The cycle sets a rule that does not exist.

    Why: The rule that was meant goes on as before, and whoever set it believes otherwise.

    Mend: Use a code from the rulebook; the command `rules` lists all of them.

    Bad:
        content/cycle.yml
            name: Sơ kết giữa nhiệm kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            rules: {S999: warning}
            levels: {khoi: {name: Khối}, co-so: {name: Cơ sở}}

    Good:
        content/cycle.yml
            name: Sơ kết giữa nhiệm kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            rules: {S101: warning}
            levels: {khoi: {name: Khối}, co-so: {name: Cơ sở}}
    """
    for code in project.cycle.rules:
        if code not in codes:
            yield Finding(
                project.cycle.places.get(f"rules.{code}", Span("content/cycle.yml")),
                say("There is no rule {code}.", code=code),
                did_you_mean(code, codes) or say("The command `rules` lists all rules."),
            )


def settled(project: Project, found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The findings as the team wants them: severities set, rules that are off and excused places left out."""
    rules = project.cycle.rules
    excusing = {section.path: section for section in marked(project.sections, "excuses")}
    kept = []
    for one in found:
        setting = rules.get(one.code)
        if setting == OFF:
            continue
        section = excusing.get(one.span.path)
        if section and any(_excuses(section, excuse, one) for excuse in section.excuses):
            continue
        kept.append(replace(one, severity=SEVERITIES[setting]) if setting else one)
    return kept


def _by_path(found: Sequence[Diagnostic]) -> dict[str, list[Diagnostic]]:
    by_path: dict[str, list[Diagnostic]] = {}
    for one in found:
        by_path.setdefault(one.span.path, []).append(one)
    return by_path


def _excuses(section: Section, excuse: Excuse, one: Diagnostic) -> bool:
    """Whether an excuse speaks of a finding: the same rule, and its words overlap the place."""
    if one.code != excuse.rule or not excuse.reason:
        return False
    if not excuse.text:
        return one.span.line < section.body.line or one.span == Span(section.path)
    begin, end = (one.span.line, one.span.column), (one.span.end_line, one.span.end_column)
    for match in re.finditer(r"\s+".join(map(re.escape, excuse.text.split())), section.body.text):
        place = section.body.span(*match.span())
        first, last = (place.line, place.column), (place.end_line, place.end_column)
        if (first < end and begin < last) or first <= begin == end <= last:
            return True
    return False

"""Rules S1xx: the tree of units, and what each unit wrote under its outlines."""

import re
from collections.abc import Iterator

from vankien.checks.fault import found_in_reading, unreadable, unreadable_paths
from vankien.checks.nearest import did_you_mean
from vankien.model.diagnostic import Finding, Message, Related, Severity, say
from vankien.model.outline import Heading, Outline
from vankien.model.project import Entry, Project
from vankien.model.regex import regex
from vankien.model.source import Span
from vankien.model.unit import Unit
from vankien.rollup.progress import ReportProgress, progress

CYCLE = "content/cycle.yml"
COMMENT = regex(r"<!--.*?-->", re.DOTALL)


def missing_heading(project: Project) -> Iterator[Finding]:
    """A heading that the outline requires has no text.

    Why: The report is not complete. As long as it is being drafted this is only a reminder; once it is due, it
    is a warning; a report in review or approved must not have a gap.

    Mend: Add the file that is named, with the text below its particulars. A unit that has nothing to report
    writes that in one sentence.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md (removed)

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    folders = {(entry.unit, entry.report) for entry in project.entries}
    faulty = {fault.finding.span.path for fault in project.faults}
    for (unit, report), state in progress(project).items():
        folder = f"units/{unit}/{report}"
        if state.exempt or not state.missing or folder in faulty:
            continue
        begun = (unit, report) in folders
        due = state.due is not None and project.today >= state.due
        if not begun and not due:
            yield _report_not_begun(project, state, folder)
            continue
        span = Span(folder) if begun else project.units[unit].span
        severity = _severity(state.state, due)
        for heading in state.missing:
            path = f"{folder}/{heading.id}.md"
            if path not in faulty:
                yield Finding(
                    span,
                    say("The heading “{heading}” has no text.", heading=_numbered(heading)),
                    say("Move its part of the text under `{id}` into the file {path}.", id=heading.cut_from, path=path)
                    if heading.cut_from
                    else say("Add the file {path}.", path=path),
                    (Related(heading.span, say("The outline asks for it here.")),),
                    severity,
                )


def _severity(state: str, due: bool) -> Severity:
    if state in ("review", "approved"):
        return Severity.ERROR
    return Severity.WARNING if due else Severity.NOTE


def _report_not_begun(project: Project, state: ReportProgress, folder: str) -> Finding:
    outline = project.outlines[state.report]
    count = len(state.missing)
    first = f"{folder}/{state.missing[0].id}.md"
    title = outline.title
    return Finding(
        project.units[state.unit].span,
        say("The report “{report}” has not been begun: {count} headings have no text.", report=title, count=count)
        if count != 1
        else say("The report “{report}” has not been begun: one heading has no text.", report=title),
        say("Begin with the file {path}.", path=first)
        if state.due is None
        else say("It is due before {date}. Begin with the file {path}.", date=state.due, path=first),
        (Related(Span(outline.path), say("This is the outline.")),),
        Severity.NOTE,
    )


def file_without_heading(project: Project) -> Iterator[Finding]:
    """A file lies in the folder of a report, but no heading asks for it.

    Why: What it says appears in no report, mostly because its name has a slip.

    Mend: Rename the file to the id of its heading, or delete it.

    Bad:
        units/so-y-te/so-ket/kien-ngi.md
            ---
            status: draft
            ---
            Đề nghị cấp trên hỗ trợ tài liệu.

    Good:
        units/so-y-te/so-ket/kien-nghi.md
            ---
            status: draft
            ---
            Đề nghị cấp trên hỗ trợ tài liệu.
    """
    asked = {report: _ids(outline) for report, outline in project.outlines.items()}
    built = {
        report: {appendix.id for appendix in outline.appendices if appendix.kind != "text"}
        for report, outline in project.outlines.items()
    }
    mirrors_of_nothing = {fault.finding.span for fault in project.faults if fault.code == "S203"}
    broken_mirrors = {
        (report, heading.id)
        for report, outline in project.outlines.items()
        for heading in outline.headings
        if heading.span in mirrors_of_nothing
    }
    for entry in project.entries:
        if not entry.report:
            yield Finding(
                entry.span,
                say("This file lies outside the folders of the reports, so it is not read."),
                say("Move it into the folder of its report, under the id of its heading."),
            )
        if entry.report not in asked:
            continue
        if not entry.span.path.endswith(".md"):
            yield Finding(
                entry.span,
                say("Only files whose names end in .md are read."),
                say("Copy the text into a file for its heading, or move this one elsewhere."),
            )
        elif entry.name not in asked[entry.report]:
            if (entry.report, entry.name.partition(".")[0]) not in broken_mirrors:
                yield Finding(
                    entry.span,
                    say("No heading of the outline asks for this file."),
                    _file_hint(project, entry, asked[entry.report]),
                    (Related(Span(project.outlines[entry.report].path), say("This is the outline.")),),
                )
        elif entry.name in built[entry.report]:
            yield Finding(
                entry.span,
                say("This appendix is built from the indicators, so the file is not used."),
                say("Report the figures at the head of the texts, and delete this file."),
            )


def _file_hint(project: Project, entry: Entry, asked: dict[str, None]) -> Message:
    own = project.applied.get((entry.unit, entry.report))
    return did_you_mean(entry.name, _ids(own) if own else asked) or say(
        "Rename it to the id of its heading, or delete it; `outline {report}` lists the ids.", report=entry.report
    )


def heading_does_not_apply(project: Project) -> Iterator[Finding]:
    """A unit wrote a text under a heading that does not apply to it.

    Why: The text appears in no report: the outline asks other units for it.

    Mend: Move what is needed under another heading and delete the file. If the unit is of that kind after all,
    correct its `unit.yml`.

    Bad:
        units/so-y-te/so-ket/bao-ho.md
            ---
            status: draft
            ---
            Trang bị đủ phương tiện bảo hộ lao động.

    Good:
        units/cong-ty-dien/so-ket/bao-ho.md
            ---
            status: draft
            ---
            Trang bị đủ phương tiện bảo hộ lao động.
    """
    all_headings = {report: _headings(outline) for report, outline in project.outlines.items()}
    applying: dict[int, frozenset[str]] = {}
    for entry in project.entries:
        heading = all_headings.get(entry.report, {}).get(entry.name)
        applied = project.applied.get((entry.unit, entry.report))
        if heading is None or applied is None:
            continue
        # Units of one kind share one applied outline; its ids are gathered once.
        if id(applied) not in applying:
            applying[id(applied)] = frozenset(one.id for one in applied.headings)
        if entry.name not in applying[id(applied)]:
            unit = project.units[entry.unit]
            yield Finding(
                entry.span,
                say("The heading “{heading}” does not apply to this unit.", heading=_numbered(heading)),
                say("Delete the file, or correct {path} if the unit is meant.", path=unit.span.path),
                (
                    Related(
                        heading.span,
                        say("It only applies to units with {terms}.", terms=_terms(project, entry, heading)),
                    ),
                ),
            )


def _terms(project: Project, entry: Entry, heading: Heading) -> str:
    """The terms that exclude the unit: the heading's own, or those of a heading above it."""
    unit = project.units[entry.unit]
    level = heading.level + 1
    headings = project.outlines[entry.report].headings
    for above in reversed(headings[: headings.index(heading) + 1]):
        if above.level < level:
            level = above.level
            if not unit.matches(above.applies):
                return above.applies
    return heading.applies


def heading_breaks_outline(project: Project) -> Iterator[Finding]:
    """A heading inside a text is not deeper than the heading under which the text stands.

    Why: In the report it would look like a heading of the outline and shift all numbers after it.

    Mend: Add signs `#` in front of it, or make it a sentence in bold.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

            # Hạn chế

            Một chi bộ tổ chức chậm.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

            ### Hạn chế

            Một chi bộ tổ chức chậm.
    """
    levels = {
        (report, id): level
        for report, outline in project.outlines.items()
        for id, level in [(one.id, one.level) for one in outline.headings]
        + [(appendix.id, 1) for appendix in outline.appendices]
    }
    for (_, report, id), section in project.sections.items():
        for element in section.body.elements:
            if element.kind != "heading":
                continue
            level = levels.get((report, id))
            if level is not None and int(element.value) <= level:
                end = section.body.text.find("\n", element.start)
                end = len(section.body.text) if end < 0 else end
                marks = "`" + "#" * (level + 1) + "`"
                yield Finding(
                    section.body.span(element.start, end),
                    say("This heading breaks the outline: it is not deeper than the heading above the text."),
                    say("Begin the line with {marks} or more, or write it in bold.", marks=marks)
                    if level < 6
                    else say("Write it in bold instead."),
                )


def unit_without_parent(project: Project) -> Iterator[Finding]:
    """A unit names no parent, or one that is not there.

    Why: A unit outside the tree appears on no page and in no sum of the level above.

    Mend: Write behind `parent` the name of the folder of the unit above it.

    Bad:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khois

    Good:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
    """
    if unreadable(project, CYCLE):
        return
    root = project.cycle.root
    for unit in project.units.values():
        place = unit.places.get("parent", unit.span)
        if unit.id == root:
            if unit.parent:
                yield Finding(
                    place,
                    say("This unit is the root of the cycle, yet it names a parent."),
                    say("Delete the line, or name another `root` in {path}.", path=CYCLE),
                )
        elif not unit.parent:
            # Without a known root, the unit without a parent is most likely the root itself.
            if root in project.units and not unreadable(project, unit.span.path):
                yield Finding(
                    unit.span,
                    say("The unit names no parent."),
                    say("Add the line `parent: {root}`, or the id of another unit above it.", root=root),
                )
        elif unit.parent not in project.units and not unreadable(project, f"units/{unit.parent}/unit.yml"):
            yield Finding(
                place,
                say("The parent `{parent}` is not there.", parent=unit.parent),
                did_you_mean(unit.parent, project.units)
                or say("Add the file {path}.", path=f"units/{unit.parent}/unit.yml"),
            )


def loop_of_units(project: Project) -> Iterator[Finding]:
    """Units are one another's parents in a circle.

    Why: Units in a circle hang below no top; nothing can be added up over them.

    Mend: Correct `parent` in the `unit.yml` of one of them.

    Bad:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: cong-ty-dien
        units/cong-ty-dien/unit.yml
            name: Đảng bộ Công ty Điện
            level: co-so
            kind: enterprise
            parent: so-y-te

    Good:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
        units/cong-ty-dien/unit.yml
            name: Đảng bộ Công ty Điện
            level: co-so
            kind: enterprise
            parent: so-y-te
    """
    settled: set[str] = set()
    for start in project.units.values():
        way: dict[str, Unit] = {}
        unit: Unit | None = start
        while unit and unit.id not in settled and unit.id not in way:
            way[unit.id] = unit
            unit = project.units.get(unit.parent) if unit.id != project.cycle.root else None
        settled |= way.keys()
        if unit and unit.id in way:
            ids = list(way)
            loop = [way[id] for id in ids[ids.index(unit.id) :]]
            first = min(loop, key=lambda one: one.id)
            turn = loop.index(first)
            loop = loop[turn:] + loop[:turn]
            yield Finding(
                first.places.get("parent", first.span),
                say("The parents form a circle: {chain}.", chain=" → ".join(one.id for one in [*loop, first])),
                say("Correct `parent` in one of these units."),
                tuple(
                    Related(one.places.get("parent", one.span), say("This unit belongs to the circle."))
                    for one in loop[1:]
                ),
            )


def exempt_unit_with_texts(project: Project) -> Iterator[Finding]:
    """A unit that is too young to report has texts all the same.

    Why: The plan exempts it. The texts are kept and shown, but nothing is asked for.

    Mend: Nothing has to be done. If the day of its establishment is wrong, correct `established`.

    Bad:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
            established: 2023-01-15

    Good:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
            established: 2003-01-15
    """
    exempt = {unit.id for unit in project.units.values() if project.exempt(unit)}
    counts: dict[tuple[str, str], int] = {}
    for unit, report, _ in project.sections if exempt else ():
        if unit in exempt:
            counts[unit, report] = counts.get((unit, report), 0) + 1
    for (unit, report), count in counts.items():
        established = project.units[unit].established
        yield Finding(
            Span(f"units/{unit}/{report}"),
            say("The unit is exempt, yet it has {count} texts here.", count=count)
            if count != 1
            else say("The unit is exempt, yet it has one text here."),
            say(
                "It was established on {date}, less than {months} months before its report is due.",
                date=established,
                months=project.cycle.exempt_months,
            ),
            (Related(project.units[unit].span, say("The day stands here.")),),
        )


def folder_without_report(project: Project) -> Iterator[Finding]:
    """A folder of a unit has the name of no report.

    Why: What lies in it is not read.

    Mend: Rename the folder to the id of its report, or delete it.

    Bad:
        units/so-y-te/soket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "S108")


def unit_without_description(project: Project) -> Iterator[Finding]:
    """The folder of a unit has no file `unit.yml`.

    Why: Without it the unit has no name, no level and no place in the tree, so its texts are not read.

    Mend: Make the file with `new unit`, or delete the folder.

    Bad:
        units/so-cong-an/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-cong-an/unit.yml
            name: Đảng bộ Công an
            level: co-so
            kind: agency
            parent: khoi
    """
    yield from found_in_reading(project, "S109")


def unknown_level(project: Project) -> Iterator[Finding]:
    """A unit names a level that the cycle does not have.

    Why: Period and due dates come from the level; without it the unit's reports are never due.

    Mend: Use a level that stands under `levels` in `content/cycle.yml`.

    Bad:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: coso
            kind: agency
            parent: khoi

    Good:
        units/so-y-te/unit.yml
            name: Đảng bộ Sở Y tế
            level: co-so
            kind: agency
            parent: khoi
    """
    if unreadable(project, CYCLE):
        return
    levels = project.cycle.levels
    for unit in project.units.values():
        if unit.level and unit.level not in levels:
            yield Finding(
                unit.places.get("level", unit.span),
                say("The cycle has no level `{level}`.", level=unit.level),
                did_you_mean(unit.level, levels) or say("Levels are {levels}.", levels=", ".join(levels)),
            )


def section_without_text(project: Project) -> Iterator[Finding]:
    """A file has its particulars, but no text below them.

    Why: In the list it counts as delivered, but in the report only the heading is printed.

    Mend: Write the text below the second line `---`, or delete the file until there is one.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    unread = unreadable_paths(project)
    for section in project.sections.values():
        text = section.body.text
        blank = not text.strip() or ("<!--" in text and not COMMENT.sub("", text).strip())
        if blank and section.path not in unread:
            yield Finding(
                Span(section.path, section.body.line),
                say("There is no text below the particulars."),
                say("Write it below the second line of three dashes (---), or delete the file for now."),
            )


def _ids(outline: Outline) -> dict[str, None]:
    """Names that files may have, in the order of the report."""
    return dict.fromkeys(
        [heading.id for heading in outline.headings] + [appendix.id for appendix in outline.appendices]
    )


def _headings(outline: Outline) -> dict[str, Heading]:
    return {heading.id: heading for heading in outline.headings}


def _numbered(heading: Heading) -> str:
    return f"{heading.label} {heading.title}".strip()

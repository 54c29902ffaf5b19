"""Rules S2xx: the outlines, and the names by which cycle, registers and units refer to one another."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading, unreadable
from vankien.checks.nearest import did_you_mean
from vankien.model.diagnostic import Finding, Message, Related, say
from vankien.model.project import Project
from vankien.model.source import Span

CYCLE = "content/cycle.yml"


def heading_without_id(project: Project) -> Iterator[Finding]:
    """A heading of an outline has no id, or one that is not allowed.

    Why: The id is the name of the file in which each unit writes its text; without one nobody can write it.

    Mend: Put an id in braces behind the title: small letters without marks, digits and hyphens.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Kiến nghị

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
            # Kiến nghị {#kien-nghi optional}
    """
    yield from found_in_reading(project, "S201")


def duplicate_heading(project: Project) -> Iterator[Finding]:
    """Two headings or appendices of an outline have the same id.

    Why: One file would belong to two places of the report.

    Mend: Give the second one an id of its own.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
            # Kiến nghị {#hoc-tap optional}

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
            # Kiến nghị {#kien-nghi optional}
    """
    yield from found_in_reading(project, "S202")


def mirror_of_nothing(project: Project) -> Iterator[Finding]:
    """A heading repeats the headings below another one that is not there.

    Why: The part of the report that should repeat them stays without headings.

    Mend: Write behind `mirror=` the id of a heading of the same outline.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Kết quả {#ket-qua}
            ## Học tập nghị quyết {#hoc-tap}
            ## Công tác đảng viên {#dang-vien}
            ## Bảo hộ lao động {#bao-ho optional}
            # Kiến nghị {#kien-nghi mirror=ket-quả optional}

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Kết quả {#ket-qua}
            ## Học tập nghị quyết {#hoc-tap}
            ## Công tác đảng viên {#dang-vien}
            ## Bảo hộ lao động {#bao-ho optional}
            # Kiến nghị {#kien-nghi mirror=ket-qua optional}
    """
    yield from found_in_reading(project, "S203")


def skipped_level(project: Project) -> Iterator[Finding]:
    """A heading of an outline is more than one level deeper than the heading before it.

    Why: Its number would have a part that counts nothing.

    Mend: Take away signs `#`, or add the heading between the two.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}.", "{letter})"]
            due: [gui-bao-cao]
            ---
            # Kết quả {#ket-qua}
            ### Học tập nghị quyết {#hoc-tap}
            ### Công tác đảng viên {#dang-vien}
            ### Bảo hộ lao động {#bao-ho optional}

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}.", "{letter})"]
            due: [gui-bao-cao]
            ---
            # Kết quả {#ket-qua}
            ## Học tập nghị quyết {#hoc-tap}
            ## Công tác đảng viên {#dang-vien}
            ## Bảo hộ lao động {#bao-ho optional}
    """
    for outline in project.outlines.values():
        before = 0
        for heading in outline.headings:
            if heading.level > before + 1 and not heading.mirrors:
                yield Finding(
                    heading.span,
                    say("The heading `{id}` skips a level.", id=heading.id),
                    say("Begin the line with {marks}.", marks="`" + "#" * (before + 1) + "`"),
                )
            before = heading.level


def unknown_attribute(project: Project) -> Iterator[Finding]:
    """A heading of an outline has an attribute that is not known.

    Why: It is ignored, and a heading meant to be optional stays required.

    Mend: Known are `optional`, `applies`, `mirror`, `depth`, `figures` and `opening`.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien figure=required}
            # Bảo hộ lao động {#bao-ho optional}

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien figures=required}
            # Bảo hộ lao động {#bao-ho optional}
    """
    yield from found_in_reading(project, "S205")


def outline_does_not_fit_cycle(project: Project) -> Iterator[Finding]:
    """An outline does not fit the cycle: its report, a milestone or a numbering pattern is missing there.

    Why: A report that the cycle does not list comes last and nobody is said to prepare it; without its milestone
    it never becomes due; without a pattern its headings stay without numbers.

    Mend: List the report under `reports` in `content/cycle.yml`; use a key that stands under `milestones` there;
    add a pattern to `numbering`, `""` for a level that is meant to have no numbers.

    Bad:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-baocao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}

    Good:
        content/outlines/so-ket.md
            ---
            title: Báo cáo sơ kết
            type: BC
            numbering: ["{roman}.", "{n}."]
            due: [gui-bao-cao]
            ---
            # Học tập nghị quyết {#hoc-tap}
            # Công tác đảng viên {#dang-vien}
            # Bảo hộ lao động {#bao-ho optional}
    """
    milestones = {key: None for level in project.cycle.levels.values() for key in level.milestones}
    listed = project.cycle.reports
    for outline in project.outlines.values():
        if listed and outline.report not in listed:
            yield Finding(
                Span(outline.path),
                say("The cycle does not list the report `{report}`.", report=outline.report),
                did_you_mean(outline.report, dict(listed)) or say("Add it to `reports` in {path}.", path=CYCLE),
            )
        for key in () if unreadable(project, CYCLE) else outline.due:
            if key not in milestones:
                yield Finding(
                    Span(outline.path),
                    say("No level of the cycle has the milestone `{key}`.", key=key),
                    did_you_mean(key, milestones) or say("Milestones are {keys}.", keys=", ".join(milestones))
                    if milestones
                    else say("Add it to a level in {path}.", path=CYCLE),
                )
        patterns = len(outline.numbering)
        deeper = next((one for one in outline.headings if one.level > patterns and not one.opening), None)
        if patterns and deeper:
            yield Finding(
                Span(outline.path),
                say(
                    "The headings are {levels} levels deep, but `numbering` has patterns for {patterns} only.",
                    levels=max(heading.level for heading in outline.headings),
                    patterns=patterns,
                ),
                say("Add a pattern to `numbering`, such as {example}.", example='`"{n}."`'),
                (Related(deeper.span, say("This is the first heading without a number.")),),
            )


def name_without_thing(project: Project) -> Iterator[Finding]:
    """The cycle, a register, an outline or a unit names a report, heading, level or unit that is not there.

    Why: What hangs on the name is lost: a report without outline, an indicator in no appendix, a heading that
    applies to nobody.

    Mend: Correct the name, or add the file that it names.

    Bad:
        content/indicators.yml
            ket-nap:
              title: Kết nạp đảng viên
              unit: đảng viên
              measure: number
              aggregate: sum
              heading: so-ket/dang-vein

    Good:
        content/indicators.yml
            ket-nap:
              title: Kết nạp đảng viên
              unit: đảng viên
              measure: number
              aggregate: sum
              heading: so-ket/dang-vien
    """
    yield from _names_of_the_cycle(project)
    yield from _names_of_the_indicators(project)
    for outline in project.outlines.values():
        for heading in outline.headings:
            if heading.applies and not heading.mirrors:
                yield from _names_in_terms(project, heading.applies, heading.span)
    for unit in project.units.values():
        for report in unit.issues:
            if report not in project.outlines and not unreadable(project, _outline_path(report)):
                yield Finding(unit.places.get(f"issues.{report}", unit.span), *_no_report(project, report))
        if unit.profile and project.profiles and unit.profile not in project.profiles:
            yield Finding(unit.places.get("profile", unit.span), *_no_profile(project, unit.profile))


def _no_profile(project: Project, profile: str) -> tuple[Message, Message]:
    return (
        say("There is no layout profile `{profile}`.", profile=profile),
        did_you_mean(profile, dict.fromkeys(project.profiles))
        or say("There are: {ids}.", ids=", ".join(project.profiles)),
    )


def _names_of_the_cycle(project: Project) -> Iterator[Finding]:
    if unreadable(project, CYCLE):
        return
    for report in project.cycle.reports:
        path = _outline_path(report)
        if report not in project.outlines and not unreadable(project, path):
            yield Finding(
                project.cycle.places.get(f"reports.{report}", Span(CYCLE)),
                say("The report `{report}` of the cycle has no outline.", report=report),
                say("Add the file {path}, or take the report out of the cycle.", path=path),
            )
    root = project.cycle.root
    if root and root not in project.units and not unreadable(project, f"units/{root}/unit.yml"):
        yield Finding(
            project.cycle.places.get("root", Span(CYCLE)),
            say("The unit `{unit}`, root of the cycle, is not there.", unit=root),
            did_you_mean(root, project.units) or say("Add the file {path}.", path=f"units/{root}/unit.yml"),
        )
    if project.cycle.profile not in (project.profiles or (project.cycle.profile,)):
        yield Finding(project.cycle.places.get("profile", Span(CYCLE)), *_no_profile(project, project.cycle.profile))


def _names_of_the_indicators(project: Project) -> Iterator[Finding]:
    ids: dict[str, frozenset[str]] = {
        report: frozenset(heading.id for heading in outline.headings) for report, outline in project.outlines.items()
    }
    for indicator in project.indicators.values():
        report = indicator.report
        if report and report not in ids:
            if not unreadable(project, _outline_path(report)):
                yield Finding(indicator.span, *_no_report(project, report))
        elif report and indicator.heading and indicator.heading not in ids[report]:
            outline = project.outlines[report]
            yield Finding(
                indicator.span,
                say("The outline of `{report}` has no heading `{heading}`.", report=report, heading=indicator.heading),
                did_you_mean(indicator.heading, (heading.id for heading in outline.headings)),
                (Related(Span(outline.path), say("This is the outline.")),),
            )
        if indicator.applies:
            yield from _names_in_terms(project, indicator.applies, indicator.span)


def _names_in_terms(project: Project, terms: str, span: Span) -> Iterator[Finding]:
    for term in terms.split(","):
        key, _, value = (part.strip() for part in term.partition(":"))
        if key == "level" and value not in project.cycle.levels and not unreadable(project, CYCLE):
            yield Finding(
                span,
                say("The cycle has no level `{level}`.", level=value),
                did_you_mean(value, project.cycle.levels)
                or say("Levels are {levels}.", levels=", ".join(project.cycle.levels)),
            )
        if key == "unit" and value not in project.units and not unreadable(project, f"units/{value}/unit.yml"):
            yield Finding(
                span,
                say("There is no unit `{unit}`.", unit=value),
                did_you_mean(value, project.units),
            )


def _no_report(project: Project, report: str) -> tuple[Message, Message | None]:
    return (
        say("There is no report `{report}`.", report=report),
        did_you_mean(report, project.outlines) or say("Reports are {reports}.", reports=", ".join(project.outlines)),
    )


def _outline_path(report: str) -> str:
    return f"content/outlines/{report}.md"

"""The rules N3: figures of a text that contradict the indicators, or another report."""

from collections.abc import Iterator

from vankien.checks.figures.indicator_names import Names, known_values, name_mistakes
from vankien.checks.figures.retold import Claim, Key, claims
from vankien.model.diagnostic import Finding, Message, Related, say
from vankien.model.indicator import Observation
from vankien.model.project import Project
from vankien.model.sections import Key as Home
from vankien.model.sections import marked
from vankien.model.unit import Unit
from vankien.rollup.once import once

names_of = once(Names)
"""The names of a register; all units share it."""

Told = dict[Key, tuple[Home, Claim]]


def differs_from_indicator(project: Project) -> Iterator[Finding]:
    """A figure beside the name of an indicator is not the value that the unit reports for it.

    Why: The appendix and the sums over all units show one figure, the text another.

    Mend: Correct the text or the particulars at the head of the file. Best write `{{ id.actual }}` in the text: then
    the two cannot differ.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12}
            ---
            Đảng bộ đã kết nạp 21 đảng viên.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12}
            ---
            Đảng bộ đã kết nạp 12 đảng viên.
    """
    names = names_of(project.indicators)
    observations: dict[str, dict[str, list[Observation]]] = {}
    for section in marked(project.sections, "observations"):
        for id, observation in section.observations.items():
            observations.setdefault(section.unit, {}).setdefault(id, []).append(observation)
    known = {unit: known_values(project.indicators, found) for unit, found in observations.items()}
    for section in project.sections.values():
        unit = project.units.get(section.unit)
        if unit is None or not known.get(section.unit):
            continue
        for mistake, value in name_mistakes(section.body.text, names, known[section.unit], unit):
            yield Finding(
                section.body.span(mistake.start, mistake.end),
                mistake.message,
                say(
                    "Correct one of the two; `{{{{ {id}.actual }}}}` in the text always agrees.", id=value.indicator.id
                ),
                (Related(value.observation.span, say("The value of the indicator stands here.")),),
            )


def differs_between_reports(project: Project) -> Iterator[Finding]:
    """Two reports of a unit tell the same figure differently.

    Why: Both reports go to the same readers, who lay them side by side.

    Mend: Correct the wrong one. If they speak of different times, name the time in both.

    Bad:
        content/outlines/ktgs.md
            ---
            title: Báo cáo kiểm tra, giám sát
            type: BC
            numbering: ["{roman}."]
            ---
            # Kiểm tra {#kiem-tra}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Ban Thường vụ Đảng ủy kiểm tra 12 chi bộ, giám sát 8 chi bộ.
        units/so-y-te/ktgs/kiem-tra.md
            ---
            status: draft
            ---
            Ban Thường vụ Đảng ủy kiểm tra 21 chi bộ.

    Good:
        content/outlines/ktgs.md
            ---
            title: Báo cáo kiểm tra, giám sát
            type: BC
            numbering: ["{roman}."]
            ---
            # Kiểm tra {#kiem-tra}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Ban Thường vụ Đảng ủy kiểm tra 12 chi bộ, giám sát 8 chi bộ.
        units/so-y-te/ktgs/kiem-tra.md
            ---
            status: draft
            ---
            Ban Thường vụ Đảng ủy kiểm tra 12 chi bộ.
    """
    told = _told(project)
    order = {report: place for place, report in enumerate(project.outlines)}
    for unit in project.units:
        first: Told = {}
        for report in sorted((one for owner, one in told if owner == unit), key=lambda one: order.get(one, 0)):
            for key, (home, claim) in told[unit, report].items():
                if key not in first:
                    first[key] = home, claim
                elif first[key][1].value != claim.value:
                    yield _differs(project, home, claim, *first[key], say("Another report of the unit says this."))


def differs_from_parent(project: Project) -> Iterator[Finding]:
    """A unit and the unit above it tell the same figure of one of them differently.

    Why: The consolidated report contradicts the report it was made from.

    Mend: Agree on the figure with the other unit. If the reports speak of different times, name the time in both.

    Bad:
        units/khoi/so-ket/dang-vien.md
            ---
            status: draft
            ---
            Năm 2022, Đảng bộ Sở Y tế kết nạp 23 đảng viên, nhiều nhất trong các cơ quan.
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Năm 2022, Đảng bộ Sở Y tế kết nạp 25 đảng viên.

    Good:
        units/khoi/so-ket/dang-vien.md
            ---
            status: draft
            ---
            Năm 2022, Đảng bộ Sở Y tế kết nạp 25 đảng viên, nhiều nhất trong các cơ quan.
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Năm 2022, Đảng bộ Sở Y tế kết nạp 25 đảng viên.
    """
    told = _told(project)
    own: dict[str, Told] = {}
    for (unit, _), found in told.items():
        for key, claim in found.items():
            own.setdefault(unit, {}).setdefault(key, claim)
    for unit in project.units.values():
        parent = project.units.get(unit.parent)
        if parent is None or not own.get(unit.id) or not own.get(parent.id):
            continue
        same_period = _period(project, unit) == _period(project, parent)
        for key, (home, claim) in own[unit.id].items():
            other = own[parent.id].get(key)
            if other is None or other[1].value == claim.value or not (key[3] or same_period):
                continue
            if any(key[0] == name for one in (unit, parent) for name in _names(one)):
                yield _differs(project, home, claim, *other, say("The unit above says this."))


@once
def _told(project: Project) -> dict[tuple[str, str], Told]:
    """What each report of each unit tells, by key; what one report tells in two ways is left out."""
    told: dict[tuple[str, str], Told] = {}
    unclear = set()
    for home, found in claims_of_texts(project):
        for claim in found:
            place = home[:2]
            known = told.setdefault(place, {}).setdefault(claim.key, (home, claim))
            if known[1].value != claim.value:
                unclear.add((place, claim.key))
    for place, key in unclear:
        del told[place][key]
    return told


def claims_of_texts(project: Project) -> Iterator[tuple[Home, tuple[Claim, ...]]]:
    """Of each text what it tells of bodies by name."""
    return project.of_texts("claims", lambda body: claims(body.text))


def _differs(project: Project, home: Home, claim: Claim, place: Home, before: Claim, where: Message) -> Finding:
    body, other = project.sections[home].body, project.sections[place].body
    printed, elsewhere = body.text[claim.start : claim.end], other.text[before.start : before.end]
    return Finding(
        body.span(claim.start, claim.end),
        say("Here it is {printed}, elsewhere {elsewhere}.", printed=printed, elsewhere=elsewhere),
        say("Correct the wrong one; if the times differ, name them."),
        (Related(other.span(before.start, before.end), where),),
    )


def _period(project: Project, unit: Unit) -> object:
    level = project.cycle.levels.get(unit.level)
    return level.period if level else None


def _names(unit: Unit) -> set[str]:
    return {name.casefold().replace("uỷ", "ủy") for name in (unit.name, unit.committee, unit.issuer) if name}

"""Rules I2: what is reported against what is asked: the day, the indicator, the file, the target."""

from collections.abc import Iterator

from vankien.checks.indicators.slip import of_kinds, place
from vankien.model.diagnostic import Finding, Related, Severity, say
from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.rollup.comparison import target_of
from vankien.rollup.figure import rank_of, wanted
from vankien.rollup.quantity import field_of, plain


def date_in_future(project: Project) -> Iterator[Finding]:
    """A figure is counted to a day that is still to come.

    Why: Nobody can have counted it yet; mostly the year or the month was mistyped.

    Mend: Correct `as_of`. Where a level reports estimates for days to come, its period in the cycle says
    `estimate: true`.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2024-04-30}
            ---
            Kết nạp 12 đảng viên.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30}
            ---
            Kết nạp 12 đảng viên.
    """
    for reading, _ in of_kinds(project, "future"):
        yield Finding(
            place(reading.observation, "as_of"),
            say("The figure is counted to {day}, and that day is still to come.", day=reading.observation.as_of),
            say("Correct `as_of`; until then the total leaves this unit out."),
        )


def outside_period(project: Project) -> Iterator[Finding]:
    """A figure is counted to a day outside the period that its level reports on.

    Why: Figures of different periods cannot be compared or added up, so the total leaves this one out.

    Mend: Give the figure of the last day of the period, and that day as `as_of`.

    Bad:
        content/cycle.yml
            name: Kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            levels:
              khoi: {name: Khối, milestones: {gui-bao-cao: {title: Gửi, before: 2023-06-15}}}
              co-so:
                name: Cơ sở
                period: {from: 2020-06, to: 2023-04}
                milestones: {gui-bao-cao: {title: Gửi, before: 2023-06-01}}
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2019-12-31}
            ---
            Kết nạp 12 đảng viên.

    Good:
        content/cycle.yml
            name: Kỳ
            root: khoi
            today: 2023-05-12
            reports: {so-ket: Văn phòng}
            levels:
              khoi: {name: Khối, milestones: {gui-bao-cao: {title: Gửi, before: 2023-06-15}}}
              co-so:
                name: Cơ sở
                period: {from: 2020-06, to: 2023-04}
                milestones: {gui-bao-cao: {title: Gửi, before: 2023-06-01}}
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30}
            ---
            Kết nạp 12 đảng viên.
    """
    for reading, _ in of_kinds(project, "outside"):
        level = project.cycle.levels.get(project.units[reading.unit].level)
        yield Finding(
            place(reading.observation, "as_of"),
            say(
                "The figure is counted to {day}, outside the period that “{level}” reports on.",
                day=reading.observation.as_of,
                level=level.name if level else project.cycle.term,
            ),
            say("The period ends on {end}.", end=level.period.end) if level and level.period.end else None,
        )


def not_asked(project: Project) -> Iterator[Finding]:
    """A unit gives a value for an indicator that it does not have.

    Why: The register asks this indicator of other units only; the value appears in no appendix and no total.

    Mend: Delete the value, or widen `applies` of the indicator in the register.

    Bad:
        content/indicators.yml
            ket-nap:
              title: Kết nạp trong doanh nghiệp
              unit: đảng viên
              aggregate: sum
              heading: so-ket/dang-vien
              applies: kind:enterprise, kind:bloc

    Good:
        content/indicators.yml
            ket-nap:
              title: Kết nạp đảng viên
              unit: đảng viên
              aggregate: sum
              heading: so-ket/dang-vien
    """
    for reading, _ in of_kinds(project, "unasked"):
        yield Finding(
            reading.observation.span,
            say("The indicator `{id}` is not asked of this unit.", id=reading.indicator.id),
            say("It is asked of units with {terms}.", terms=reading.indicator.applies),
            (Related(reading.indicator.span, say("The register defines the indicator here.")),),
        )


def given_twice(project: Project) -> Iterator[Finding]:
    """A unit gives the same indicator in two files.

    Why: Nobody knows which of the two counts, and counting both would count the unit twice; so it is left out.

    Mend: Keep the value at the head of the text to which the indicator belongs, and delete the other.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30}
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    from vankien.rollup.reading import repeated

    for observation, first in repeated(project):
        if observation.indicator in project.indicators:
            yield Finding(
                observation.span,
                say("The unit gives the indicator `{id}` a second time.", id=observation.indicator),
                say("Keep one of the two; until then the totals leave this unit out."),
                (Related(first.span, say("It is given here first.")),),
            )


def changed_target(project: Project) -> Iterator[Finding]:
    """A target asks less than the register's, and nobody's approval is named.

    Why: A target of a resolution may only be changed with the consent of the level above. A unit may ask more of
    itself; that is only a note.

    Mend: Add `approval: {number: …, date: …}` with the document that agreed to it, or delete the own `target`. The
    target of a sum is that of the whole, so that units may have their share of it without approval.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, target: ">= 10", heading: so-ket/dang-vien}
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, target: ">= 8", as_of: 2023-04-30}
            ---
            Kết nạp 12 đảng viên.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, target: ">= 10", heading: so-ket/dang-vien}
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap:
                actual: 12
                target: ">= 8"
                approval: {number: 12-CV/ĐUK, date: 2023-02-01}
                as_of: 2023-04-30
            ---
            Kết nạp 12 đảng viên.
    """
    from vankien.rollup.ledger import ledger

    book = ledger(project)
    for reading in book.readings.values():
        own = reading.observation.fields.get("target", "")
        common = book.owed(reading.unit, reading.indicator).target
        if not own or not common or reading.observation.approval or _same_target(reading.indicator, own, common):
            continue
        related = (
            Related(
                reading.indicator.places.get("target", reading.indicator.span),
                say("The register sets the target here."),
            ),
        )
        span = place(reading.observation, "target")
        if _asks_more(reading.indicator, own, common):
            yield Finding(
                span,
                say("The target “{own}” asks more than the register's “{common}”.", own=own, common=common),
                say("Fine where the unit's own resolution set it; if it was changed since, name the `approval`."),
                related,
                Severity.NOTE,
            )
        else:
            yield Finding(
                span,
                say("The target is “{own}” here and “{common}” in the register.", own=own, common=common),
                say("Add the `approval` with number and date, or delete this target."),
                related,
            )


def _same_target(indicator: Indicator, one: str, other: str) -> bool:
    if field_of(indicator).words:
        return plain(one) == plain(other)
    return plain(one) == plain(other) or target_of(indicator, one) == target_of(indicator, other)


def _asks_more(indicator: Indicator, own: str, common: str) -> bool:
    """Whether whoever meets the own target meets the register's too."""
    if field_of(indicator).words:
        ranks = rank_of(indicator, wanted(own)), rank_of(indicator, wanted(common))
        return None not in ranks and (ranks[0] > ranks[1]) is indicator.ascending
    one, other = target_of(indicator, own), target_of(indicator, common)
    return bool(one and other and one.least is other.least and (other.met(one.bound) or one == other))

"""Rules I: figures of indicators, from the single value to the total over all units."""

from collections.abc import Callable, Iterator

from vankien.checks.nearest import did_you_mean
from vankien.model.diagnostic import Finding, Message, Related, Severity, say
from vankien.model.indicator import Indicator, Observation
from vankien.model.project import Project
from vankien.model.source import Span
from vankien.rollup.comparison import target_of
from vankien.rollup.figure import Slip, rank_of, register_slips, typed, wanted
from vankien.rollup.ledger import ledger
from vankien.rollup.quantity import field_of, plain
from vankien.rollup.reading import Reading, repeated
from vankien.rollup.tree import Difference, Total

PARTS_SHOWN = 12
"""How many units a difference names before it only counts them."""

Describe = Callable[[Indicator, str], tuple[Message, Message | None]]
"""What is said of a slip: message and hint, given the indicator and the text that was typed."""


def text_for_number(project: Project) -> Iterator[Finding]:
    """Words, or something that is no number, stand where a number belongs.

    Why: What is no number cannot be compared with its target, and the total of all units lacks it.

    Mend: Write the number alone, such as `64`, `94,38%` or `7/7`, and put the words into `note`. Where there is no
    figure yet, leave the value out.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: chưa tổng hợp, as_of: 2023-04-30}
            ---
            Số kết nạp đang được tổng hợp.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30, note: chưa tổng hợp xong}
            ---
            Kết nạp 12 đảng viên.
    """
    yield from _slips(project, ("text", "length", "reversed"), _no_number)


def wrong_separator(project: Project) -> Iterator[Finding]:
    """A number has two decimal commas, or a point where a decimal comma belongs.

    Why: In Vietnam a comma stands before decimals and a point between thousands; what is written otherwise could be
    a hundred times too great.

    Mend: Write `94,38` for ninety-four point three eight, and `1.234.567` or `1234567` for millions.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: "1,234,567", as_of: 2023-04-30}
            ---
            Kết nạp nhiều đảng viên.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 1.234.567, as_of: 2023-04-30}
            ---
            Kết nạp nhiều đảng viên.
    """
    yield from _slips(project, ("commas", "point"), _separated)


def not_finite(project: Project) -> Iterator[Finding]:
    """A value is infinite, or says of itself that it is no number (NaN).

    Why: Spreadsheets leave such words where a formula failed; a total that takes them in fails as well.

    Mend: Look up the figure where it came from, or leave the value out.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: NaN, as_of: 2023-04-30}
            ---
            Số kết nạp đang được tổng hợp.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30}
            ---
            Kết nạp 12 đảng viên.
    """
    yield from _slips(project, ("not-finite",), _endless)


def impossible_count(project: Project) -> Iterator[Finding]:
    """A count is less than nothing, or not whole.

    Why: There are no minus three party members, and no half ones; a digit or a sign was mistyped.

    Mend: Correct the figure. If there can be halves, name a unit of measure such as hectares in the register, or give
    the indicator `decimals: 1` there.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: -3, as_of: 2023-04-30}
            ---
            Kết nạp 03 đảng viên.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 3, as_of: 2023-04-30}
            ---
            Kết nạp 03 đảng viên.
    """
    yield from _slips(project, ("negative",), _negative)
    yield from _slips(project, ("broken",), _broken, Severity.WARNING)


def part_above_whole(project: Project) -> Iterator[Finding]:
    """A numerator is greater than its denominator.

    Why: Of 75 members no 80 can have taken part; mostly the two figures were interchanged.

    Mend: Correct the two figures. Where more than the whole is possible, as with a plan that was overfulfilled, say
    `exceedable: true` in the register.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {numerator: 80, denominator: 75, as_of: 2023-04-30}
            ---
            Có 75 đảng viên học tập.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {numerator: 75, denominator: 80, as_of: 2023-04-30}
            ---
            Có 75/80 đảng viên học tập.
    """
    yield from _slips(project, ("above",), _above)


def no_denominator(project: Project) -> Iterator[Finding]:
    """A denominator is zero or missing.

    Why: Nothing can be divided by nothing; the unit would have no percentage, and the total would lack it.

    Mend: Give the number of the whole as `denominator`. Where the whole is nothing, leave the indicator out.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {numerator: 0, denominator: 0, as_of: 2023-04-30}
            ---
            Chưa có lớp nào.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {numerator: 0, denominator: 80, as_of: 2023-04-30}
            ---
            Chưa có lớp nào.
    """
    yield from _slips(project, ("zero", "alone"), _undivided)


def ambiguous_number(project: Project) -> Iterator[Finding]:
    """A number can be read in two ways.

    Why: In Vietnam `1.395` is more than a thousand, and elsewhere a little more than one; one of the two readings is
    a thousand times wrong.

    Mend: Write `1395` or `1,395`, as it is meant. Where all values of an indicator are whole, say `decimals: 0` in the
    register.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            tang-truong: {title: Tốc độ tăng, unit: "%", measure: percentage}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              tang-truong: {actual: "1.395", as_of: 2023-04-30}
            ---
            Tăng nhẹ.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            tang-truong: {title: Tốc độ tăng, unit: "%", measure: percentage}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              tang-truong: {actual: "1,395", as_of: 2023-04-30}
            ---
            Tăng nhẹ.
    """
    yield from _slips(project, ("ambiguous",), _ambiguous)
    yield from _slips(project, ("doubt",), _doubtful, Severity.WARNING)


def parts_above_whole(project: Project) -> Iterator[Finding]:
    """A part of a breakdown is greater than the whole.

    Why: Of 12 new members no 15 can be women; the breakdown or the figure is wrong.

    Mend: Correct the part or the whole. Parts may overlap, so only each alone is compared with the whole.

    Bad:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30, parts: {nu: 15}}
            ---
            Kết nạp 12 đảng viên.

    Good:
        units/so-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30, parts: {nu: 7, dan-toc: 6}}
            ---
            Kết nạp 12 đảng viên, trong đó 07 nữ.
    """
    yield from _slips(project, ("parts",), _part)


def word_off_scale(project: Project) -> Iterator[Finding]:
    """A word is not on the scale of its indicator.

    Why: Whether a target is met follows from the order of the scale; a word that is not on it stands nowhere.

    Mend: Use a word of the scale as the register spells it, or add it to the scale at its place.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            xep-loai:
              title: Xếp loại
              measure: ordinal
              scale: [Hoàn thành nhiệm vụ, Hoàn thành tốt nhiệm vụ]
              target: Hoàn thành tốt nhiệm vụ
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              xep-loai: {actual: Tốt, as_of: 2023-04-30}
            ---
            Xếp loại tốt.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            xep-loai:
              title: Xếp loại
              measure: ordinal
              scale: [Hoàn thành nhiệm vụ, Hoàn thành tốt nhiệm vụ]
              target: Hoàn thành tốt nhiệm vụ
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              xep-loai: {actual: Hoàn thành tốt nhiệm vụ, as_of: 2023-04-30}
            ---
            Xếp loại tốt.
    """
    yield from _slips(project, ("scale",), _off_scale)


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
    for reading, _ in _of_kinds(project, "future"):
        yield Finding(
            _place(reading.observation, "as_of"),
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
    for reading, _ in _of_kinds(project, "outside"):
        level = project.cycle.levels.get(project.units[reading.unit].level)
        yield Finding(
            _place(reading.observation, "as_of"),
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
    for reading, _ in _of_kinds(project, "unasked"):
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
    for section, observation, first in repeated(project):
        if observation.indicator in project.indicators and section.unit in project.units:
            yield Finding(
                observation.span,
                say("The unit gives the indicator `{id}` a second time.", id=observation.indicator),
                say("Keep one of the two; until then the totals leave this unit out."),
                (Related(first.observations[observation.indicator].span, say("It is given here first.")),),
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
        place = _place(reading.observation, "target")
        if _asks_more(reading.indicator, own, common):
            yield Finding(
                place,
                say("The target “{own}” asks more than the register's “{common}”.", own=own, common=common),
                say("Fine where the unit's own resolution set it; if it was changed since, name the `approval`."),
                related,
                Severity.NOTE,
            )
        else:
            yield Finding(
                place,
                say("The target is “{own}” here and “{common}” in the register.", own=own, common=common),
                say("Add the `approval` with number and date, or delete this target."),
                related,
            )


def mixed_units(project: Project) -> Iterator[Finding]:
    """A value is in another unit of measure than the register's.

    Why: Million and billion đồng, or persons and percent, must not be added up; the total has no number until then.

    Mend: Convert the value into the unit of measure that the register names, and write the number alone.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            thu: {title: Thu ngân sách, unit: tỷ đồng, aggregate: sum}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              thu: {actual: 1250 triệu đồng, as_of: 2023-04-30}
            ---
            Thu 1.250 triệu đồng.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            thu: {title: Thu ngân sách, unit: tỷ đồng, aggregate: sum}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              thu: {actual: "1,25", as_of: 2023-04-30}
            ---
            Thu 1.250 triệu đồng.
    """
    yield from _slips(project, ("unit",), _other_unit)


def percentage_without_base(project: Project) -> Iterator[Finding]:
    """A percentage has no base, or percentages are to be added up.

    Why: The percentage of all units follows from their numerators and denominators; the average of percentages would
    count a unit of ten members like one of a thousand. So there is no total.

    Mend: Give `numerator` and `denominator`, or both in one as `70/75`. In the register, let percentages roll up by
    `aggregate: ratio`.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {actual: "93,33%", as_of: 2023-04-30}
            ---
            Có 93,33% đảng viên học tập.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp đảng viên, unit: đảng viên, aggregate: sum, heading: so-ket/dang-vien}
            hoc-tap: {title: Đảng viên học tập nghị quyết, unit: "%", measure: percentage, aggregate: ratio}
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            indicators:
              hoc-tap: {actual: 70/75, as_of: 2023-04-30}
            ---
            Có 93,33% đảng viên học tập.
    """
    for indicator in project.indicators.values():
        if indicator.aggregate == "sum" and field_of(indicator).percent:
            yield Finding(
                indicator.places.get("aggregate", indicator.span),
                say("Percentages are not added up."),
                say("Let them roll up by `aggregate: ratio`, or write `none`."),
            )
    for reading, total in _refused(project, "base"):
        yield Finding(
            _place(reading.observation, "actual"),
            say("The percentage is given without its base, so “{unit}” has no total.", unit=_name(project, total.unit)),
            say("Give `numerator` and `denominator` instead."),
        )


def differing_periods(project: Project) -> Iterator[Finding]:
    """Units count an indicator to different periods.

    Why: A yearly figure of 2022 and one of 2023 must not be added up, nor may figures of levels whose periods end in
    different months. So there is no total.

    Mend: Give the figure of the period that the other units report on, with its last day as `as_of`.

    Bad:
        content/indicators.yml
            ket-nap: {title: Kết nạp, unit: đảng viên, over: year, aggregate: sum, heading: so-ket/dang-vien}
        units/phong-y-te/unit.yml
            name: Chi bộ Phòng Y tế
            level: co-so
            kind: agency
            parent: khoi
        units/phong-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2022-12-31}
            ---
            Kết nạp 12 đảng viên.

    Good:
        content/indicators.yml
            ket-nap: {title: Kết nạp, unit: đảng viên, over: year, aggregate: sum, heading: so-ket/dang-vien}
        units/phong-y-te/unit.yml
            name: Chi bộ Phòng Y tế
            level: co-so
            kind: agency
            parent: khoi
        units/phong-y-te/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 12, as_of: 2023-04-30}
            ---
            Kết nạp 12 đảng viên.
    """
    for reading, total in _refused(project, "period"):
        day = reading.observation.as_of or reading.period
        yield Finding(
            _place(reading.observation, "as_of"),
            say(
                "The figure is counted to {day}, most other units' to another period; “{unit}” has no total.",
                day=day,
                unit=_name(project, total.unit),
            ),
            say("Give the figure of the period that the other units report on."),
        )


def differs_from_total(project: Project) -> Iterator[Finding]:
    """A unit's own figure is not what the units below it amount to.

    Why: One of the two is wrong, and readers find both. Where units are missing or count to another day, the two may
    differ rightly; then it is only a note.

    Mend: Compare the parts that are named, and correct the figure that is wrong; or delete the own figure, so that the
    total stands in its place.

    Bad:
        units/khoi/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 25, as_of: 2023-04-30}
            ---
            Kết nạp 25 đảng viên.

    Good:
        units/khoi/so-ket/dang-vien.md
            ---
            status: draft
            indicators:
              ket-nap: {actual: 24, as_of: 2023-04-30}
            ---
            Kết nạp 24 đảng viên.
    """
    for difference in ledger(project).differences:
        own, total = difference.own, difference.total
        key = "actual" if "actual" in own.observation.fields else "numerator"
        yield Finding(
            _place(own.observation, key),
            say(
                "The unit reports {own}, the units below it {total} ({reported} of {asked} reported).",
                own=_shown(own),
                total=_total(own.indicator, total),
                reported=total.coverage.reported,
                asked=total.coverage.asked,
            ),
            say("Compare the figures it is made of, and correct the one that is wrong.")
            if difference.comparable
            else say("Units are missing, or count to another day; compare again when all have reported."),
            tuple(_made_up_of(project, difference)),
            None if difference.comparable else Severity.NOTE,
        )


def _slips(
    project: Project, kinds: tuple[str, ...], describe: Describe, severity: Severity | None = None
) -> Iterator[Finding]:
    """A finding for each slip of these kinds, at the value's own place."""
    for indicator in project.indicators.values():
        for slip in register_slips(indicator):
            if slip.kind in kinds:
                text = indicator.target if slip.key == "target" else indicator.share
                place = indicator.places.get(slip.key, indicator.span)
                yield Finding(place, *describe(indicator, text), severity=severity)
    for reading, slip in _of_kinds(project, *kinds):
        text = typed(reading.observation, slip.key)
        if slip.kind == "above" and slip.key == "numerator":
            text += "/" + typed(reading.observation, "denominator")
        place = _place(reading.observation, slip.key)
        yield Finding(place, *describe(reading.indicator, text), severity=severity)


def _of_kinds(project: Project, *kinds: str) -> Iterator[tuple[Reading, Slip]]:
    for kind in kinds:
        yield from ledger(project).slips.get(kind, ())


def _no_number(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is no number.", text=text),
        say("Write the number alone; words belong into `note`."),
    )


def _separated(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    head, _, tail = text.strip().rpartition(".")
    if "," not in text and head.isdecimal():
        return (
            say("“{text}” has a point where a decimal comma belongs.", text=text),
            say("Write `{better}`, if that is meant.", better=f"{head},{tail}"),
        )
    return (
        say("“{text}” has commas and points that fit no number.", text=text),
        say("A comma stands before decimals, once; a point stands between thousands."),
    )


def _endless(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is no finite number.", text=text),
        say("Look up the figure where it came from, or leave the value out."),
    )


def _negative(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return say("A count cannot be less than nothing, as “{text}” is.", text=text), say("Correct the figure.")


def _broken(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is not whole, but “{unit}” is counted in whole numbers.", text=text, unit=indicator.unit),
        say("Correct the figure, or give the indicator `decimals: 1` in the register."),
    )


def _above(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("The numerator in “{text}” is greater than its denominator.", text=text),
        say("Are the two interchanged? Where that is right, say `exceedable: true` in the register."),
    )


def _undivided(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("The denominator is zero or missing."),
        say("Give the number of the whole; where the whole is nothing, leave the indicator out."),
    )


def _ambiguous(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” can be read in two ways, and is not counted.", text=text),
        say("Write it with a decimal comma, or without points and commas, as it is meant."),
    )


def _doubtful(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is read as thousands; it could also be meant as decimals.", text=text),
        say("Write it without the point, or with a decimal comma, as it is meant."),
    )


def _part(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return say("The part “{text}” is greater than the whole.", text=text), say("Correct the part or the whole.")


def _off_scale(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    if not indicator.scale:
        return say("“{text}” is not on the scale.", text=text), None
    return (
        say("“{text}” is not on the scale of this indicator.", text=text),
        did_you_mean(text, indicator.scale) or say("The scale is: {words}.", words=indicator.scale),
    )


def _other_unit(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is not in “{unit}”, the register's unit of measure.", text=text, unit=indicator.unit),
        say("Convert the value, and write the number alone."),
    )


def _place(observation: Observation, key: str) -> Span:
    return observation.places.get(key, observation.span)


def _refused(project: Project, reason: str) -> Iterator[tuple[Reading, Total]]:
    """The readings for which a total has no number, each with the highest such total."""
    book = ledger(project)
    seen = set()
    for (_, indicator), total in book.totals.items():
        if total.refused and total.refused.reason == reason:
            for unit in total.refused.units:
                if (unit, indicator) not in seen:
                    seen.add((unit, indicator))
                    yield book.readings[unit, indicator], total


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


def _name(project: Project, unit: str) -> str:
    return project.units[unit].name


def _shown(reading: Reading) -> object:
    figure = reading.figure
    if figure.words:
        return figure.words
    if figure.numerator is not None and figure.denominator is not None:
        return say("{numerator}/{denominator}", numerator=figure.numerator, denominator=figure.denominator)
    return figure.value


def _total(indicator: Indicator, total: Total) -> object:
    if total.words:
        return total.words
    if indicator.aggregate in ("ratio", "share-met"):
        return say("{numerator}/{denominator}", numerator=total.numerator, denominator=total.denominator)
    return total.value


def _made_up_of(project: Project, difference: Difference) -> Iterator[Related]:
    parts = difference.total.parts
    for reading in parts[:PARTS_SHOWN]:
        yield Related(
            reading.observation.span,
            say("{unit}: {value}", unit=_name(project, reading.unit), value=_shown(reading)),
        )
    if more := parts[PARTS_SHOWN:]:
        yield Related(more[0].observation.span, say("… and {count} more units from here on.", count=len(more)))

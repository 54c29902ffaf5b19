"""Rules I3: figures that cannot be rolled up, and totals that are not what a unit reports itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vankien.checks.indicators.slip import place, slips
from vankien.model.diagnostic import Finding, Message, Related, Severity, say
from vankien.model.indicator import Indicator
from vankien.model.project import Project
from vankien.rollup.quantity import field_of

if TYPE_CHECKING:
    from vankien.rollup.reading import Reading
    from vankien.rollup.tree import Difference, Total

PARTS_SHOWN = 12
"""How many units a difference names before it only counts them."""


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
    yield from slips(project, ("unit",), _other_unit)


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
            place(reading.observation, "actual"),
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
            place(reading.observation, "as_of"),
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
    from vankien.rollup.ledger import ledger

    for difference in ledger(project).differences:
        own, total = difference.own, difference.total
        key = "actual" if "actual" in own.observation.fields else "numerator"
        yield Finding(
            place(own.observation, key),
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


def _other_unit(indicator: Indicator, text: str) -> tuple[Message, Message | None]:
    return (
        say("“{text}” is not in “{unit}”, the register's unit of measure.", text=text, unit=indicator.unit),
        say("Convert the value, and write the number alone."),
    )


def _refused(project: Project, reason: str) -> "Iterator[tuple[Reading, Total]]":
    """The readings for which a total has no number, each with the highest such total."""
    from vankien.rollup.ledger import ledger

    book = ledger(project)
    seen = set()
    for (_, indicator), total in book.totals.items():
        if total.refused and total.refused.reason == reason:
            for unit in total.refused.units:
                if (unit, indicator) not in seen:
                    seen.add((unit, indicator))
                    yield book.readings[unit, indicator], total


def _name(project: Project, unit: str) -> str:
    return project.units[unit].name


def _shown(reading: "Reading") -> object:
    figure = reading.figure
    if figure.words:
        return figure.words
    if figure.numerator is not None and figure.denominator is not None:
        return say("{numerator}/{denominator}", numerator=figure.numerator, denominator=figure.denominator)
    return figure.value


def _total(indicator: Indicator, total: "Total") -> object:
    if total.words:
        return total.words
    if indicator.aggregate in ("ratio", "share-met"):
        return say("{numerator}/{denominator}", numerator=total.numerator, denominator=total.denominator)
    return total.value


def _made_up_of(project: Project, difference: "Difference") -> Iterator[Related]:
    parts = difference.total.parts
    for reading in parts[:PARTS_SHOWN]:
        yield Related(
            reading.observation.span,
            say("{unit}: {value}", unit=_name(project, reading.unit), value=_shown(reading)),
        )
    if more := parts[PARTS_SHOWN:]:
        yield Related(more[0].observation.span, say("… and {count} more units from here on.", count=len(more)))

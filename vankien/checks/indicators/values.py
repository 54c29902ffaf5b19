"""Rules I1: a single value that is no number, or no possible one."""

from collections.abc import Iterator

from vankien.checks.indicators.slip import slips
from vankien.checks.nearest import did_you_mean
from vankien.model.diagnostic import Finding, Message, Severity, say
from vankien.model.indicator import Indicator
from vankien.model.project import Project


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
    yield from slips(project, ("text", "length", "reversed"), _no_number)


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
    yield from slips(project, ("commas", "point"), _separated)


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
    yield from slips(project, ("not-finite",), _endless)


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
    yield from slips(project, ("negative",), _negative)
    yield from slips(project, ("broken",), _broken, Severity.WARNING)


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
    yield from slips(project, ("above",), _above)


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
    yield from slips(project, ("zero", "alone"), _undivided)


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
    yield from slips(project, ("ambiguous",), _ambiguous)
    yield from slips(project, ("doubt",), _doubtful, Severity.WARNING)


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
    yield from slips(project, ("parts",), _part)


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
    yield from slips(project, ("scale",), _off_scale)


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

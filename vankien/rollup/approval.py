"""What binds an approval to the text that was approved."""

from functools import cache
from typing import TYPE_CHECKING

from vankien.model.digest import digest_of_text
from vankien.model.section import Section

if TYPE_CHECKING:
    from json import JSONEncoder


def mark(section: Section) -> str:
    """The mark of a section's text and figures: 16 signs that another text does not have.

    It covers the words and every observation, and nothing that is said about them: status, themes and dates may change.
    """
    figures = [
        [
            one.indicator,
            sorted(one.fields.items()),
            one.as_of,
            sorted(one.years.items()),
            sorted(one.parts.items()),
            [one.approval.number, one.approval.date] if one.approval else [],
        ]
        for _, one in sorted(section.observations.items())
    ]
    data = _encoder().encode([section.body.text.strip(), figures])
    return digest_of_text(data, 8)


@cache
def _encoder() -> "JSONEncoder":
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, default=str)

"""What stands where the consolidated report draws in texts of other units, in copies that do not."""

import re
from collections.abc import Callable, Mapping

from vankien.model.project import Project
from vankien.model.section import Section
from vankien.rollup.contributions import PLACE, Place, places

PLACE_PARAGRAPH = re.compile(rf"<p(?P<attributes>[^>]*)>{PLACE.pattern}</p>")
"""What a place becomes on the site, where it is a paragraph of its own."""


def words(project: Project, section: Section, place: Place) -> str:
    """The words that say whose texts come to a place: `Phần của 6 đơn vị`, or the name of the unit."""
    if place.named:
        return f"Phần của {project.units[place.named].name}"
    count = sum(project.section(unit, section.report, section.heading) is not None for unit in place.units)
    return f"Phần của {count} đơn vị" if count else "Phần của các đơn vị, chưa có"


def spoken(project: Project, section: Section) -> Mapping[str, str]:
    """The words of the places of a text that draw something in, by the unit that they name."""
    return {place.named: words(project, section, place) for place in places(project, section) if place.units}


def linked(html: str, said: Mapping[str, str], link: Callable[[str, str], str]) -> str:
    """A text as HTML whose places are links; `link` makes one of the unit that is named and of the words."""

    def put(match: re.Match[str]) -> str:
        found = said.get(match["unit"] or "")
        return f"<p{match['attributes']}><em>({link(match['unit'] or '', found)})</em></p>" if found else match[0]

    return PLACE_PARAGRAPH.sub(put, html)

"""The margin of a draft on a page: a link for each paragraph, and beside it what is said about it."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from vankien.model.record import record
from vankien.render.html import Around
from vankien.render.site import places

SHOWN = 3
"""Notes of one paragraph that stand open; further ones are folded, so that a margin is no longer than its text."""


@record
class MarginNote:
    """One thing that is said about a paragraph."""

    paragraph: int
    """Number of the paragraph; 0 for the text as a whole, which is told at its heading."""
    kind: str
    """What it is, such as `error`, `warning`, `note` or `comment`; its look."""
    html: str
    """What it says, as ready HTML on one line."""


@record
class Margin:
    """The margin of one text on one page."""

    anchor: str
    """What the ids of its paragraphs are told apart by on the page: a heading, or a unit on the page of a heading."""
    notes: Mapping[int, Sequence[MarginNote]]
    """What is said, by number of the paragraph."""

    def around(self) -> Around:
        """What stands before and behind each paragraph."""

        def around(number: int) -> tuple[str, str]:
            id = places.paragraph(self.anchor, number)
            name = f"Đoạn {number}"
            link = f'<a class="vk-number" href="#{id}" data-number="{number}" aria-label="{name}"></a>'
            if notes := self.notes.get(number):
                return (
                    f'<div class="vk-par vk-noted" id="{id}">{link}<div class="vk-own">',
                    f"</div>{beside(notes, name)}</div>",
                )
            return f'<div class="vk-par" id="{id}">{link}', "</div>"

        return around

    def above(self) -> Markup:
        """What is said about the text as a whole."""
        return beside(self.notes.get(0, ()), "cả bài")


def margin(anchor: str, paragraphs: int, notes: Iterable[MarginNote]) -> Margin:
    """The margin of a text with so many paragraphs; a note on a paragraph that is not there stands at the heading."""
    found: dict[int, list[MarginNote]] = {}
    for note in notes:
        found.setdefault(note.paragraph if note.paragraph <= paragraphs else 0, []).append(note)
    return Margin(anchor, found)


def beside(notes: Sequence[MarginNote], name: str) -> Markup:
    """Some notes as one block; empty where there are none."""
    if not notes:
        return Markup("")
    items = [f'<li class="vk-note vk-note-{note.kind}">{note.html}</li>' for note in notes]
    more = len(items) - SHOWN
    folded = f"<details><summary>Còn {more} ghi chú</summary><ul>{''.join(items[SHOWN:])}</ul></details>"
    return Markup(
        f'<aside class="vk-beside" role="note" aria-label="Ghi chú: {name}">'
        f"<ul>{''.join(items[:SHOWN])}</ul>{folded if more > 0 else ''}</aside>"
    )

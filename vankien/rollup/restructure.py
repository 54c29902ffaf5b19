"""What became of the headings of an outline from one draft to the next."""

from collections.abc import Iterator
from enum import Enum

from vankien.model.outline import Heading, Outline
from vankien.model.record import record


class Move(Enum):
    """What became of headings."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    RETITLED = "retitled"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


@record
class Place:
    """A heading in an outline."""

    id: str
    """Its id."""
    title: str
    """Its title."""
    label: str
    """Its number."""
    parent: str
    """Title of the heading above it; empty at the top."""


@record
class Step:
    """One change of an outline."""

    report: str
    """Id of the report."""
    move: Move
    """What happened."""
    before: tuple[Place, ...]
    """The headings that it happened to, as they stood; none for a new one."""
    after: tuple[Place, ...]
    """What became of them; none for one that is gone."""


def sources(before: Outline | None, after: Outline | None) -> dict[str, tuple[str, ...]]:
    """Under which ids of the older outline the text of each heading and appendix stood, in order of the newer one."""
    if after is None:
        return {}
    had = {heading.id for heading in before.headings} | {one.id for one in before.appendices} if before else set()
    found = {
        heading.id: tuple(dict.fromkeys(id for id in (heading.id, *heading.was) if id in had))
        for heading in after.headings
    }
    return found | {one.id: (one.id,) if one.id in had else () for one in after.appendices}


def restructure(report: str, before: Outline | None, after: Outline | None) -> Iterator[Step]:
    """The changes of one report's headings; mirrored headings follow those that they mirror and are not told."""
    old, new = _places(before), _places(after)
    origins = {id: tuple(one for one in found if one in old) for id, found in sources(before, after).items()}
    cut = _cut(after, origins)
    gone = dict.fromkeys(id for id in old)
    for id, place in new.items():
        own = origins.get(id, ())
        for one in own:
            gone.pop(one, None)
        parts = [other for other, origin in cut.items() if own and origin == own[0]]
        was = tuple(old[one] for one in own)
        if len(own) > 1:
            yield Step(report, Move.MERGED, was, (place,))
        elif not own and id not in cut:
            yield Step(report, Move.ADDED, (), (place,))
        if parts:
            yield Step(report, Move.SPLIT, was[:1], (place, *(new[part] for part in parts)))
        if len(own) == 1 and not parts:
            if own[0] != id:
                yield Step(report, Move.RENAMED, was, (place,))
            if was[0].title != place.title:
                yield Step(report, Move.RETITLED, was, (place,))
    # A part whose origin has gone from the outline altogether.
    for id, origin in cut.items():
        if origin in gone:
            yield Step(report, Move.SPLIT, (old[origin],), (new[id],))
    for origin in cut.values():
        gone.pop(origin, None)
    for id in _moved(before, after, origins):
        yield Step(report, Move.MOVED, (old[origins[id][0]],), (new[id],))
    for id in gone:
        yield Step(report, Move.REMOVED, (old[id],), ())


def _places(outline: Outline | None) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for heading, above in _with_parents(outline):
        found[heading.id] = Place(heading.id, heading.title, heading.label, above.title if above else "")
    return found


def _with_parents(outline: Outline | None) -> Iterator[tuple[Heading, Heading | None]]:
    above: list[Heading] = []
    for heading in outline.headings if outline else ():
        while above and above[-1].level >= heading.level:
            above.pop()
        if not heading.mirrors:
            yield heading, above[-1] if above else None
        above.append(heading)


def _cut(after: Outline | None, origins: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Headings that are new and took a part of a text, with the old id of that text."""
    found = {}
    for heading in after.headings if after else ():
        if heading.mirrors or not heading.cut_from or origins.get(heading.id):
            continue
        for other in after.headings:
            if heading.cut_from in (other.id, *other.was) and origins.get(other.id):
                found[heading.id] = origins[other.id][0]
                break
    return found


def _moved(before: Outline | None, after: Outline | None, origins: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Headings that stand below another heading than before, or elsewhere among those beside them."""
    was = {heading.id: above.id if above else "" for heading, above in _with_parents(before)}
    order = {id: number for number, id in enumerate(was)}
    siblings: dict[str, list[str]] = {}
    for heading, above in _with_parents(after):
        own = origins.get(heading.id, ())
        if not own:
            continue
        parents = (origins.get(above.id, ()) or (above.id,)) if above else ("",)
        if was[own[0]] in parents:
            siblings.setdefault(above.id if above else "", []).append(heading.id)
        else:
            yield heading.id
    # Loaded late: where no outline has changed there is nothing to compare.
    from rapidfuzz.distance import Indel

    for ids in siblings.values():
        now = [order[origins[id][0]] for id in ids]
        stayed = {
            at
            for step in Indel.opcodes(now, sorted(now))
            if step.tag == "equal"
            for at in range(step.src_start, step.src_end)
        }
        yield from (id for at, id in enumerate(ids) if at not in stayed)

"""The consolidated report of a parent: which parts it is made of, with the texts of its units where they belong."""

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import vankien
from vankien.model.outline import Appendix, Heading
from vankien.model.project import Project
from vankien.model.record import record
from vankien.render.word import elements
from vankien.render.word.copy import Copy, Kind
from vankien.render.word.document import (
    DRAFT,
    appendix_piece,
    heading_kinds,
    heading_piece,
    midnight,
    missing_text,
    stands,
    written,
)
from vankien.render.word.job import ChartPart, DataTable, Ending, HeadingPiece, Job, OpenXml, Piece, Text
from vankien.render.word.stationery import Stationery
from vankien.render.word.typography import line, upper
from vankien.rollup.contributions import Place, contributions, places
from vankien.rollup.progress import report_state

PART_LETTERS = 100_000
"""Letters that pandoc converts at once: it takes more than a hundred bytes of memory for each."""

DEEPEST = 9
"""Levels of headings that Word knows."""

CONTENTS = "contents"
"""Name of the place of the contents."""

NAME = re.compile(rf'w:name="({CONTENTS}|drawn/\d+)"')
"""How places are named in WordprocessingML, until what belongs there is put in."""


@record(eq=False)
class Part:
    """A stretch of the file that is converted at once."""

    pieces: tuple[Piece, ...]
    """What stands in it, in order."""
    section: str
    """WordprocessingML of the page layout at its end."""
    held: bool = False
    """Whether its last paragraph stays on the page of the signature, which stands in another part."""

    @property
    def draws(self) -> tuple[str, ...]:
        """Names of the places in it, in order."""
        xml = (xml for piece in self.pieces if isinstance(piece, Text) for xml in piece.places.values())
        return tuple(name for one in xml for name in NAME.findall(one))


@record
class Volume:
    """A consolidated report before it is converted."""

    job: Job
    """What is true of the file as a whole; without pieces."""
    parts: tuple[Part, ...]
    """Its parts in order, without those that are drawn in."""
    drawn: Mapping[str, tuple[Part, ...]]
    """The parts that stand in the place of a name."""
    units: tuple[str, ...]
    """Ids of the units of which it holds texts."""
    missing: tuple[str, ...]
    """Ids of those that owe the report and have written nothing."""


def compose_volume(stationery: Stationery, project: Project, unit: str, report: str, copy: Copy = DRAFT) -> Volume:
    """The consolidated report of a unit: its own text, its appendices, then what its units wrote.

    A unit's text stands where the parent's text has a place for it, else in the annex, unit after unit.
    """
    return _Composer(stationery, project, unit, report, copy).volume()


def giving(project: Project, owner: str, report: str) -> tuple[str, ...]:
    """Ids of the units whose texts stand in the consolidated report of a unit, in the project's order."""
    given = contributions(project, owner, report)
    drawn = {unit for _, unit in given.drawn}
    return tuple(id for id in project.units if id in given.left or id in drawn)


def stamp(project: Project, owner: str, report: str) -> tuple[str, int]:
    """The newest of the commits that last changed a text of a consolidated report, and its time.

    A plus sign tells that one of them was changed since.
    """
    own = {(unit, report) for unit in (owner, *giving(project, owner, report))}
    # They are in the order of the history; times may be the same, or go back from one machine to another.
    stamps = [found for key, found in project.stamps.items() if key in own]
    if not own <= project.stamps.keys():
        stamps.insert(0, (project.commit, project.epoch))
    commit, epoch = stamps[0]
    changed = "+" if any(each.endswith("+") for each, _ in stamps) else ""
    return commit.removesuffix("+") + changed, epoch


class _Composer:
    """Collects the parts of one file; charts and places are numbered through it."""

    def __init__(self, stationery: Stationery, project: Project, owner: str, report: str, copy: Copy) -> None:
        self.stationery = stationery
        self.project = project
        self.owner = project.units[owner]
        self.report = report
        self.copy = copy
        self.outline = project.printed(owner, report)
        self.kinds = (*heading_kinds(self.outline), *["plain"] * DEEPEST)[:DEEPEST]
        self.given = cache(lambda unit: contributions(project, unit, report))
        self.headings = cache(lambda unit: project.printed(unit, report).headings)
        self.charts: list[ChartPart] = []
        self.drawn: dict[str, tuple[Part, ...]] = {}
        self.tails: dict[tuple[str, str], str] = {}
        self.shown: set[tuple[str, str]] = set()
        self.units = giving(project, owner, report)

    def volume(self) -> Volume:
        """The whole file."""
        stationery, project = self.stationery, self.project
        commit, epoch = stamp(project, self.owner.id, self.report)
        missing = self.given(self.owner.id).missing
        states = {report_state(project, unit, self.report) for unit in (self.owner.id, *self.units)}
        final = self.copy.kind is Kind.FINAL or (states == {"approved"} and not missing)
        head = elements.letterhead(stationery, project, self.owner, self.outline, final)
        pieces = [
            OpenXml(elements.header_block(stationery, self.owner, head)),
            OpenXml(_mark(CONTENTS)),
            *self._own_text(),
            OpenXml(elements.signature(stationery, self.owner)),
        ]
        parts = list(self._cut(pieces))
        appendices = [*self._own_appendices(), *self._annex(() if final else missing), *self._appendices_of_units()]
        landscape = False
        for number, (appendix, inside) in enumerate(appendices, start=1):
            ended = stationery.section(landscape, ends=True, runs_on=number > 1)
            title = elements.appendix_title(stationery, head, appendix, number, len(appendices) > 1)
            landscape = appendix.landscape
            parts += self._cut([OpenXml(ended), OpenXml(title), *inside], landscape)
        job = Job(
            unit=self.owner.id,
            report=self.report,
            profile=stationery.name,
            kinds=self.kinds,
            pieces=(),
            last_section=stationery.section(landscape, ends=False, runs_on=bool(appendices)),
            title=f"{head.type} {head.subject}".strip(),
            creator=head.issuer,
            status=head.draft.strip("()"),
            epoch=epoch if epoch > 0 else midnight(project.today),
            properties={
                "unit": line(self.owner.name),
                "report": self.report,
                "draft": str(project.cycle.draft),
                "commit": commit,
                "profile": stationery.name,
                "vankien": vankien.__version__,
                "copy": "consolidated",
                "units": str(len(self.units)),
                "missing": str(len(missing)),
                **({"forced": line(self.copy.reason)} if self.copy.reason else {}),
            },
            charts=tuple(self.charts),
        )
        return Volume(job, tuple(parts), self.drawn, self.units, missing)

    def _own_text(self) -> list[Piece]:
        """The parent's text with its places; its closing mark stands behind the last words, also of one drawn in."""
        pieces: list[Piece] = []
        complete, written_last = False, ""
        for heading in self.outline.headings:
            if not heading.opening:
                pieces.append(heading_piece(self.stationery, heading, self.kinds[heading.level - 1]))
            if text := self._text(self.owner.id, heading.id, heading.level):
                pieces.append(text)
                complete, written_last = True, heading.id
            elif heading.required:
                pieces.append(missing_text(self.stationery))
                complete = False
        if not complete:
            return pieces
        ending = Ending(self.stationery.profile.words.ending)
        tail = self.tails.get((self.owner.id, written_last))
        if not tail:
            return [*pieces, ending]
        *others, final = self.drawn[tail]
        if final.pieces and isinstance(final.pieces[-1], Text):
            self.drawn[tail] = (*others, replace(final, pieces=(*final.pieces, ending), held=True))
        return pieces

    def _text(self, unit: str, heading: str, level: int) -> Text | None:
        """What a unit wrote under a heading, which stands at a level here, with what it draws in itself."""
        section = self.project.section(unit, self.report, heading)
        drawn: dict[str, str] = {}
        self.shown.add((unit, heading))
        if section:
            for place in places(self.project, section):
                if place.units:
                    name = f"drawn/{len(self.drawn)}"
                    self.drawn[name] = ()
                    self.drawn[name] = tuple(self._cut(self._drawn(unit, heading, level, place)))
                    drawn[place.named] = _mark(name)
                    if place.end >= section.body.paragraphs[-1].start:
                        self.tails[unit, heading] = name
        width = self.stationery.text_width_mm()
        return written(self.stationery, self.project, section, width, self.charts, drawn=drawn)

    def _drawn(self, above: str, taker: str, level: int, place: Place) -> list[Piece]:
        """What a place below a heading of a level holds: each unit's texts below its name."""
        pieces: list[Piece] = []
        empty = True
        for unit in place.units:
            given = self.given(above).drawn.get((taker, unit), ())
            empty = empty and not given
            # Each text comes once, also where units below draw it in as well, or name each other as the one above.
            if ids := [id for id in given if (unit, id) not in self.shown]:
                pieces += [self._name(unit, level + 1), *self._texts(unit, ids, level + 1, taker)]
        return [missing_text(self.stationery)] if empty else pieces

    def _texts(self, unit: str, ids: Collection[str], level: int, taker: str = "") -> Iterator[Piece]:
        """Some texts of a unit below its name, which stands at a level, each with its heading and those above it.

        The heading or appendix `taker` stands above the name already.
        """
        headings = list(self.headings(unit))
        top = 0
        if taker and (own := next((heading for heading in headings if heading.id == taker), None)):
            headings, top = [own, *_below(headings, own)], own.level
        elif taker in ids and (text := self._text(unit, taker, level)):
            yield text
        for heading in headings:
            if heading.id not in ids and not any(other.id in ids for other in _below(headings, heading)):
                continue
            depth = level if heading.id == taker or heading.opening else level + heading.level - top
            if depth > level:
                yield self._demoted(heading, depth)
            if heading.id in ids and (text := self._text(unit, heading.id, depth)):
                yield text

    def _demoted(self, heading: Heading, level: int) -> HeadingPiece:
        """A heading of a unit's report with the number that it has there, in the look of a deeper level."""
        joint = "." if heading.label[-1:].isalnum() else ""
        return self._titled(f"{heading.label}{joint} {line(heading.title)}".strip(), level)

    def _name(self, unit: str, level: int) -> HeadingPiece:
        return self._titled(line(self.project.units[unit].name), level)

    def _titled(self, title: str, level: int) -> HeadingPiece:
        level = min(level, DEEPEST)
        style = getattr(self.stationery.profile.headings, self.kinds[level - 1])
        return HeadingPiece(level, (upper(title) if style.title_capitals else title,))

    def _own_appendices(self) -> Iterator[tuple[Appendix, list[Piece]]]:
        """The parent's appendices, which keep the numbers that its text names them by."""
        for appendix in self.outline.appendices:
            if stands(self.project, self.owner.id, self.report, appendix):
                yield appendix, [self._appendix(self.owner.id, appendix)]

    def _annex(self, missing: Iterable[str]) -> Iterator[tuple[Appendix, list[Piece]]]:
        """What no place draws in, unit after unit; and who has not written."""
        words = self.stationery.profile.words
        pieces: list[Piece] = []
        if names := "; ".join(line(self.project.units[unit].name) for unit in missing):
            pieces.append(OpenXml(self.stationery.paragraph("MissingText", words.absent.format(units=names))))
        for unit, ids in self.given(self.owner.id).left.items():
            if left := [heading.id for heading in self.headings(unit) if heading.id in ids]:
                pieces += [self._name(unit, 2), *self._texts(unit, left, 2)]
        if pieces:
            yield Appendix("", words.units_annex, "text"), pieces

    def _appendices_of_units(self) -> Iterator[tuple[Appendix, list[Piece]]]:
        """Each appendix of the outline as the units filled it in, one below the other."""
        below = [unit for unit in self.units if self.project.units[unit].parent == self.owner.id]
        left = self.given(self.owner.id).left
        for appendix in self.outline.appendices:
            pieces: list[Piece] = []
            for unit in below:
                given = appendix.kind == "indicators" or appendix.id in left.get(unit, ())
                if given and stands(self.project, unit, self.report, appendix):
                    pieces += [self._name(unit, 2), self._appendix(unit, appendix)]
            if pieces:
                title = self.stationery.profile.words.units_appendix.format(title=appendix.title)
                yield replace(appendix, title=title), pieces

    def _appendix(self, unit: str, appendix: Appendix) -> Piece:
        if appendix.kind == "text":
            return self._text(unit, appendix.id, 1) or missing_text(self.stationery)
        return appendix_piece(self.stationery, self.project, unit, self.report, appendix, self.charts)

    def _cut(self, pieces: Iterable[Piece], landscape: bool = False) -> Iterator[Part]:
        """The parts of a run of pieces that stand on pages of one kind."""
        section = self.stationery.section(landscape, ends=False)
        held: list[Piece] = []
        letters = 0
        for piece in pieces:
            size = _letters(piece)
            # What has no letters of its own, such as a closing mark, stays with what stands before it.
            if letters and size and letters + size > PART_LETTERS:
                yield Part(tuple(held), section)
                held, letters = [], 0
            held.append(piece)
            letters += size
        yield Part(tuple(held), section)


def _below(headings: Sequence[Heading], heading: Heading) -> list[Heading]:
    """The headings that stand below one, at any depth."""
    after = itertools.islice(headings, headings.index(heading) + 1, None)
    return list(itertools.takewhile(lambda other: other.level > heading.level, after))


def _letters(piece: Piece) -> int:
    if isinstance(piece, Text):
        return len(piece.markdown)
    if isinstance(piece, DataTable):
        return sum(len(cell) + 1 for row in piece.rows for cell in row)
    return 0


def _mark(name: str) -> str:
    """A place that is found again in what pandoc makes, and is not in the finished file."""
    return f'<w:bookmarkStart w:id="0" w:name="{name}"/>'

"""Citations of directive documents (viện dẫn văn bản chỉ đạo), as they stand in texts."""

import datetime
from collections.abc import Mapping
from dataclasses import field

from vankien.model.outline import Document
from vankien.model.record import record
from vankien.model.section import Section
from vankien.model.sections import Key
from vankien.model.source import Span


@record
class Citation:
    """One place of a text that names a document; offsets count characters of the text."""

    start: int
    """Where the citation begins: at the type, or else at the number."""
    end: int
    """Behind its last part: number, date or issuer."""
    written: str
    """The number as it stands there, such as `04/2015/NĐ/CP`; of a resolution without number its name."""
    number: str
    """The number as it is written by rule, such as `04/2015/NĐ-CP`; `05` where only the serial number is told;
    empty for a resolution without number."""
    type: str = ""
    """Type in words, such as `Nghị quyết`; where the text tells none, the one that the symbol stands for."""
    symbol: str = ""
    """Abbreviation of the type in the number, such as `NQ`; empty where there is none."""
    organ: str = ""
    """Abbreviation of the issuing body in the number, such as `TW`; empty where there is none."""
    year: int | None = None
    """Year that the number itself carries."""
    date: datetime.date | None = None
    """Day of issue, where the text tells one that exists."""
    date_written: str = ""
    """The day as it stands there, such as `16/6/2022`; also one that does not exist."""
    date_start: int = 0
    """Where the day begins; 0 where there is none."""
    date_shared: bool = False
    """Whether the day stands behind another number of the same row, so that it most likely holds for this one too."""
    issuer: str = ""
    """The issuing body as it stands there."""
    issuer_shared: bool = False
    """Whether the body stands behind another number of the same row."""
    title: str = ""
    """What the document is about, where the text quotes it directly behind the citation."""
    told_type: bool = True
    """Whether the text itself tells the type, directly before the number."""
    name: str = ""
    """Name of a resolution that has no number, such as `Nghị quyết Trung ương 4 khóa XII`."""
    congress: str = ""
    """Of a congress's resolution, whose congress it was: `Đại hội Đảng bộ tỉnh`, or `Đại hội` where the text means
    that of its own unit."""
    ordinal: str = ""
    """Of a congress's resolution, the count of the congress, such as `XI`; empty where the text tells none."""
    term: str = ""
    """Of a congress's resolution, the years of its term, such as `2020-2025`; empty where the text tells none."""

    @property
    def short(self) -> bool:
        """Whether only the serial number is told."""
        return bool(self.number) and not self.symbol and not self.organ


@record
class Use:
    """A citation in the text of one section."""

    key: Key
    """Unit, report, and heading or appendix of the section."""
    citation: Citation
    """The citation in its body."""
    sections: Mapping[Key, Section] = field(compare=False, repr=False)
    """Where the section is looked up, which may read it first; most uses are only counted."""
    paragraph: int = 0
    """Number of the paragraph that it stands in; 0 for none."""

    @property
    def unit(self) -> str:
        """Id of the unit that wrote the section."""
        return self.key[0]

    @property
    def path(self) -> str:
        """Path of the file that cites."""
        unit, report, heading = self.key
        return f"units/{unit}/{report}/{heading}.md"

    @property
    def section(self) -> Section:
        """The section."""
        return self.sections[self.key]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.section.body.span(self.citation.start, self.citation.end)

    @property
    def date_span(self) -> Span:
        """Where its day stands, or else the whole citation."""
        start = self.citation.date_start
        return self.section.body.span(start, start + len(self.citation.date_written)) if start else self.span


@record
class CitedDocument:
    """One document, with every place that cites it."""

    number: str
    """Number by rule, or the name of a resolution without number."""
    scope: str
    """Id of the unit to whose own numbering it belongs; empty for a body that is the only one of its symbol."""
    uses: tuple[Use, ...]
    """Citations in the order of units, reports and headings."""
    type: str = ""
    """Type in words that most citations tell."""
    date: datetime.date | None = None
    """Day of issue that most citations tell."""
    issuer: str = ""
    """Issuing body in the fullest of the usual wordings."""
    title: str = ""
    """What it is about, where a text quotes it."""
    documents: Mapping[str, Document] | None = None
    """Entries of the register `content/documents.yml` with this number, by id; mostly one, none where it is lacking."""

    @property
    def registered(self) -> bool:
        """Whether the register knows it."""
        return bool(self.documents)

"""What pandoc is told to make of one report: pieces in order, as data that both sides know."""

from collections.abc import Mapping
from dataclasses import field

from vankien.model.record import record
from vankien.render.word.copy import Remark


@record
class OpenXml:
    """Paragraphs and tables of the layout, ready as WordprocessingML."""

    xml: str
    kind: str = "openxml"


@record
class HeadingPiece:
    """A heading of the outline."""

    level: int
    lines: tuple[str, ...]
    """Label and title, or two lines of them."""
    anchor: str = ""
    """Id by which remarks find it; empty where none are wanted."""
    kind: str = "heading"


@record
class Text:
    """What an author wrote; read by itself, so that its footnote labels are its own."""

    markdown: str
    places: Mapping[str, str] = field(default_factory=dict)
    """What stands, as WordprocessingML, in the place of a paragraph that is a placeholder, by what its braces hold."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Names of the pictures that it may show, by the destination its author typed; every other image becomes its
    words."""
    anchor: str = ""
    """Id of its heading, by which remarks find its paragraphs; empty where none are wanted."""
    kind: str = "text"


@record
class DataTable:
    """A table made of the registers; cells are plain text, a row of one cell is a title over all columns."""

    columns: tuple[str, ...]
    align: tuple[str, ...]
    """`left`, `center` or `right`, one a column."""
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"


@record
class Ending:
    """Closes the last paragraph of the text before it."""

    mark: str
    kind: str = "ending"


@record
class ChartPart:
    """A chart as parts of the Word file."""

    xml: str
    """DrawingML of the chart."""
    workbook: bytes
    """The numbers that it shows, as XLSX."""


Piece = OpenXml | HeadingPiece | Text | DataTable | Ending


@record
class Job:
    """One Word file to make."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    profile: str
    """Name of the layout profile."""
    kinds: tuple[str, ...]
    """Kind of heading on each level, a field of `profile.Headings`."""
    pieces: tuple[Piece, ...]
    """What stands in the document, in order."""
    last_section: str
    """WordprocessingML of the last section's page layout."""
    title: str
    """Title for the file's properties."""
    creator: str
    """The body that issues it."""
    status: str
    """Draft mark without brackets; empty for a final document."""
    epoch: int = 0
    """Seconds since 1970 at which the file says it was made."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Further properties of the file, by name."""
    charts: tuple[ChartPart, ...] = ()
    """The charts that its pieces show, numbered from 1 in the ids of their relations."""
    remarks: tuple[Remark, ...] = ()
    """What is said of its places, in a copy to review."""
    review: bool = False
    """Whether it is such a copy, with numbers of lines and paragraphs."""

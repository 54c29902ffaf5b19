"""A layout profile: every figure of the official layout, as a value."""

from collections.abc import Mapping

from vankien.model.record import record


@record
class Margins:
    """Distances of the text from the edges of the page, in mm."""

    top: float
    bottom: float
    left: float
    right: float


@record
class Page:
    """The paper, upright, and where the page number stands."""

    width_mm: float
    height_mm: float
    margins_mm: Margins
    """Margins of upright pages."""
    landscape_margins_mm: Margins
    """Margins of pages that lie on the long side."""
    header_mm: float
    """Distance of the page number from the upper edge."""
    footer_mm: float
    """Distance of the notice from the lower edge."""
    number_on_first: bool
    """Whether the first page of a section shows its number."""


@record
class Header:
    """Column widths of the header block, in mm."""

    left_mm: float
    right_mm: float


@record
class SignatureBlock:
    """Column widths of the signature block, and its spaces."""

    left_mm: float
    right_mm: float
    space_mm: float
    """Room for signature and seal above the name."""
    gap_pt: float
    """Room between the text and the block."""


@record
class Rules:
    """Lines drawn below an element, as a share of the length of its text; 0 for none."""

    weight_pt: float
    """Thickness."""
    gap_pt: float
    """Room between text and line."""
    nation: float
    motto: float
    issuer: float
    subject: float


@record
class Tables:
    """Tables in the text."""

    border_pt: float
    padding_mm: float
    """Room left and right of a cell's text."""
    gap_pt: float
    """Room below a table."""
    whole_rows: int
    """A table of up to this many rows stays on one page."""


@record
class Pictures:
    """Pictures in the text; they are never enlarged."""

    dots_per_inch: float = 96
    """How fine they are printed, where there is room."""
    page_share: float = 0.6
    """Share of the height of the text that one may take."""


@record
class Contents:
    """The contents of a consolidated report."""

    depth: int = 3
    """Levels of headings that they name at most."""
    lines: int = 150
    """With more entries than this, they name fewer levels, but the first two always."""
    step_mm: float = 5
    """Indent of each level below the first."""


@record
class Lists:
    """Lists in the text."""

    bullets: tuple[str, ...]
    """Marks by depth; deeper ones repeat the last."""
    first_mm: float
    """Indent of an item's first line."""
    step_mm: float
    """Further indent of each depth."""


@record
class Style:
    """How a paragraph of one element looks."""

    size_pt: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    capitals: bool = False
    """Whether its text is put into capitals."""
    align: str = "left"
    """`left`, `center`, `right` or `justify`."""
    left_mm: float = 0
    """Indent of the whole paragraph."""
    first_mm: float = 0
    """Further indent of the first line."""
    before_pt: float = 0
    after_pt: float = 0
    line_pt: float = 0
    """Exact height of a line; 0 where `line` says it."""
    line: float = 1
    """Height of a line as a multiple of the font's own."""
    keep_next: bool = False
    """Stays on the page of what follows."""
    title_capitals: bool = False
    """Of a heading: whether its title is put into capitals; the label stays as the outline has it."""
    two_lines: bool = False
    """Of a heading: whether the title stands below the label."""

    @property
    def indented(self) -> bool:
        """Whether the style sets an indent; list items leave it to their numbering."""
        return bool(self.left_mm or self.first_mm)


@record
class Styles:
    """Looks of all elements but headings."""

    body: Style
    list: Style
    quote: Style
    code: Style
    subheading: Style
    """A heading that an author set inside a text."""
    missing: Style
    """The line that stands where a text is missing."""
    picture: Style
    table_header: Style
    table_text: Style
    footnote: Style
    page_number: Style
    notice: Style
    nation: Style
    motto: Style
    superior: Style
    issuer: Style
    star: Style
    number: Style
    place_date: Style
    draft: Style
    type: Style
    subject: Style
    subject_mark: Style
    authority: Style
    position: Style
    signer: Style
    recipients_title: Style
    recipients_item: Style
    appendix_label: Style
    appendix_title: Style
    appendix_reference: Style


@record
class Headings:
    """Looks of headings, by how the outline numbers them."""

    part: Style
    """A word and a number: `Phần thứ nhất`."""
    roman: Style
    """`I-`, `I.`"""
    number: Style
    """`1.`"""
    subnumber: Style
    """`1.1.` and deeper."""
    letter: Style
    """`a)`"""
    plain: Style
    """No number."""


@record
class ApprovalWords:
    """Words of the table that says who approved what."""

    title: str = "Tình hình phê duyệt"
    note: str = "(Chỉ có trong bản để xem xét, không thuộc văn bản)"
    columns: tuple[str, ...] = ("Đề mục", "Tình trạng", "Người phê duyệt", "Ngày phê duyệt")
    missing: str = "Chưa có bài"
    draft: str = "Đang viết"
    review: str = "Chờ duyệt"
    approved: str = "Đã duyệt"
    changed: str = "Đã sửa sau khi duyệt"


@record
class Words:
    """Fixed words and patterns; an empty one is not printed."""

    nation: str
    motto: str
    star: str
    sign: str
    """Number and sign, with `{number}`, `{type}`, `{symbol}`."""
    number: str
    """The line of the number, with `{sign}`."""
    number_blank: str
    """What stands for a number that is not given yet."""
    number_digits: int
    """Least number of digits."""
    place_date: str
    """With `{place}` and `{date}`."""
    date_blank: str
    """A date that is not fixed yet, with `{year}`."""
    draft: str
    """Draft mark, with `{draft}`."""
    draft_place: str
    """`above` or `below` the line of the number."""
    subject_mark: str
    ending: str
    """What closes the text."""
    recipients: str
    recipient: str
    """One recipient, with `{name}`."""
    recipient_separator: str
    recipient_last: str
    """What closes the last recipient."""
    appendix: str
    appendix_numbered: str
    """With `{n}` or `{roman}`, where a report has several."""
    appendix_reference: str
    """With `{type}`, `{sign}`, `{date}`, `{issuer}`."""
    missing: str
    paragraph: str = "đoạn {n}"
    """What stands before a paragraph in a copy to review, with `{n}`."""
    contents: str = "Mục lục"
    """Title of the contents of a consolidated report."""
    units_annex: str = "Bài viết của các đơn vị"
    """Title of the appendix that holds what the units below wrote."""
    units_appendix: str = "{title} (từng đơn vị)"
    """Title of an appendix as the units below filled it in, with its own `{title}`."""
    absent: str = "Chưa có bài của: {units}."
    """What says which units have not written, with `{units}`."""
    approvals: ApprovalWords = ApprovalWords()
    """The table that closes a copy to review."""


@record
class Profile:
    """A layout profile."""

    title: str
    font: str
    language: str
    page: Page
    header: Header
    signature: SignatureBlock
    rules: Rules
    tables: Tables
    lists: Lists
    styles: Styles
    headings: Headings
    words: Words
    types: Mapping[str, str]
    """Names of document types by abbreviation."""
    pictures: Pictures = Pictures()
    """How large pictures are."""
    contents: Contents = Contents()
    """How much the contents name."""

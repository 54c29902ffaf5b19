"""What documents of one layout profile share: its figures, its pieces of XML, its parts of a Word file."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

from vankien.model.record import record
from vankien.render import templates
from vankien.render.word.profile import Profile
from vankien.render.word.profile_file import load, load_widths
from vankien.render.word.typography import Widths, upper

MM_PER_INCH = 25.4
NAMESPACES = Markup(
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Id and name of the Word style of each element; pandoc and Word know some of them by these names.
STYLE_NAMES = (
    ("BodyText", "Body Text", "body"),
    ("ListParagraph", "List Paragraph", "list"),
    ("BlockText", "Block Text", "quote"),
    ("SourceCode", "Source Code", "code"),
    ("Subheading", "Subheading", "subheading"),
    ("MissingText", "Missing Text", "missing"),
    ("Picture", "Picture", "picture"),
    ("TableHeader", "Table Header", "table_header"),
    ("TableText", "Table Text", "table_text"),
    ("FootnoteText", "footnote text", "footnote"),
    ("Header", "header", "page_number"),
    ("Footer", "footer", "notice"),
    ("Nation", "Nation", "nation"),
    ("Motto", "Motto", "motto"),
    ("Superior", "Superior", "superior"),
    ("Issuer", "Issuer", "issuer"),
    ("Star", "Star", "star"),
    ("DocumentNumber", "Document Number", "number"),
    ("PlaceDate", "Place Date", "place_date"),
    ("DraftMark", "Draft Mark", "draft"),
    ("DocumentType", "Document Type", "type"),
    ("DocumentSubject", "Document Subject", "subject"),
    ("SubjectMark", "Subject Mark", "subject_mark"),
    ("Authority", "Authority", "authority"),
    ("Position", "Position", "position"),
    ("Signer", "Signer", "signer"),
    ("RecipientsTitle", "Recipients Title", "recipients_title"),
    ("Recipient", "Recipient", "recipients_item"),
    ("AppendixLabel", "Appendix Label", "appendix_label"),
    ("AppendixTitle", "Appendix Title", "appendix_title"),
    ("AppendixReference", "Appendix Reference", "appendix_reference"),
)


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point, the length of WordprocessingML."""
    return round(mm / MM_PER_INCH * 1440)


FILTERS: dict[str, Callable[[float], int]] = {
    "twips": twips,
    "points": lambda points: round(points * 20),
    "halves": lambda points: round(points * 2),
    "eighths": lambda points: round(points * 8),
    "lines": lambda lines: round(lines * 240),
}


@record(eq=False)
class Stationery:
    """A layout profile with all that is needed to apply it."""

    name: str
    """Name of the profile."""
    profile: Profile
    widths: Widths
    templates: jinja2.Environment

    def xml(self, template: str, **values: object) -> str:
        """A piece of WordprocessingML from `templates/word/<template>.xml.j2`."""
        return self.templates.get_template(f"word/{template}.xml.j2").render(values, namespaces=NAMESPACES).strip()

    def printed(self, element: str, text: str) -> str:
        """The text of an element, in capitals where the profile asks for them."""
        return upper(text) if getattr(self.profile.styles, element).capitals else text

    def broken(self, element: str, text: str, width_mm: float) -> str:
        """The text of a centred element, broken by line feeds into even lines that fit into a width."""
        style = getattr(self.profile.styles, element)
        return "\n".join(self.widths.lines(self.printed(element, text), style.size_pt, style.bold, width_mm))

    def text_width_mm(self, landscape: bool = False) -> float:
        """Width of the text on a page."""
        page = self.profile.page
        if landscape:
            return page.height_mm - page.landscape_margins_mm.left - page.landscape_margins_mm.right
        return page.width_mm - page.margins_mm.left - page.margins_mm.right

    def paragraph(self, style: str, text: str, counted: bool = True) -> str:
        """One paragraph in a Word style; where it is not `counted`, its lines have no numbers in any reader."""
        return self.xml("paragraph", style=style, text=text, counted=counted)

    def section(self, landscape: bool, ends: bool, lines: bool = False, runs_on: bool = False) -> str:
        """The page layout of a section, inside the paragraph that ends it or, for the last one, alone.

        `lines` numbers the lines of each page; where it `runs_on`, its pages are counted on from those before it.
        """
        page = self.profile.page
        number = page.number_on_first
        return self.xml(
            "section",
            page=page,
            number_on_first=number,
            landscape=landscape,
            ends=ends,
            lines=lines,
            runs_on=runs_on,
        )

    def contents(self, entries: Sequence[object], depth: int) -> str:
        """The contents of a file: entries with a level, a text and the mark at their heading."""
        return self.xml(
            "contents", title=self.printed("appendix_label", self.profile.words.contents), entries=entries, depth=depth
        )

    def parts(
        self, kinds: tuple[str, ...], notice: str, review: bool = False, contents: bool = False
    ) -> dict[str, bytes]:
        """The parts of a Word file that are the same in all reports with these kinds of headings.

        Where there are `contents`, they have styles of their own, and Word fills in their page numbers.
        """
        profile = self.profile
        parts = {
            "word/styles.xml": self.xml(
                "styles",
                profile=profile,
                styles={key: getattr(profile.styles, key) for _, _, key in STYLE_NAMES},
                headings={kind: getattr(profile.headings, kind) for kind in kinds},
                kinds=kinds,
                names=STYLE_NAMES,
                review=review,
                contents=contents,
                text_width_mm=self.text_width_mm(),
            ),
            "word/settings.xml": self.xml("settings", language=profile.language, fields=contents),
            "word/fontTable.xml": self.xml("font-table", font=profile.font),
            "word/header1.xml": self.xml("header", number=True),
            "word/header2.xml": self.xml("header", number=False),
            "word/footer1.xml": self.xml("footer", notice=notice),
            "docProps/app.xml": self.xml("app"),
        }
        return {name: text.encode() for name, text in parts.items()}


def opener(root: Path) -> Callable[[str], Stationery]:
    """A function from the name of a profile to its stationery; each is read once."""
    environment = templates.environment(root)
    environment.filters.update(FILTERS)
    widths = load_widths(root)

    @functools.cache
    def stationery(name: str) -> Stationery:
        return Stationery(name, load(root, name), widths, environment)

    return stationery

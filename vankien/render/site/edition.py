"""What the pages of one site share: the project, what was found in it, and the pieces they are built of."""

import contextlib
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import jinja2
from markupsafe import Markup, escape

from vankien.model.comment import Comment
from vankien.model.diagnostic import Diagnostic, Message, Severity
from vankien.model.outline import Heading, Outline
from vankien.model.page import Page
from vankien.model.project import Project, unwritten, without
from vankien.model.section import Section
from vankien.model.sections import Key
from vankien.model.source import Body
from vankien.model.unit import Unit
from vankien.render import chart, contributions, html, indicator_charts
from vankien.render.chart import Chart
from vankien.render.dates import short_date
from vankien.render.figures import VERDICTS, fill
from vankien.render.rulebook import Documented
from vankien.render.site import compose, drafts, host, places, wording
from vankien.render.site.holdings import Delivered, Holding, Place, Text, Writers, holdings, path_of
from vankien.render.site.margin import Margin, MarginNote, margin
from vankien.rollup.anchor import anchors
from vankien.rollup.consultation import groups, in_parts
from vankien.rollup.difference import SectionChange
from vankien.rollup.ledger import Ledger, ledger
from vankien.rollup.progress import ReportProgress

CHART_PARAGRAPH = re.compile(r"<p(?P<attributes>[^>]*)>\{\{\s*(?P<id>[a-z0-9-]+)\.chart\s*\}\}</p>")
"""What a placeholder for a chart becomes, where it is a paragraph of its own."""

Trail = Sequence[tuple[str, str]]
"""Pages above a page, outermost first: title and place."""

ORDER = tuple(Severity)
"""Severities, gravest first."""

MARGIN = ("error", "comment-open", "warning", "note", "comment")
"""Kinds of notes in a margin, in the order of those of one paragraph: what has to be done first."""

BEGINNING = "---\nstatus: draft\n---\n\n"
"""What a new text begins with."""

MARKED, QUOTED = 160, 60
"""How many characters a finding may touch to be marked in the text, and to be quoted in the margin."""


class Edition:
    """One project as one site: look-ups that many pages need, each computed once when first asked for."""

    def __init__(
        self,
        project: Project,
        diagnostics: Sequence[Diagnostic],
        translate: Callable[[Message | str], str],
        environment: jinja2.Environment,
        rules: Sequence[Documented] = (),
        downloads: frozenset[tuple[str, str]] = frozenset(),
        volumes: frozenset[tuple[str, str]] = frozenset(),
        prints: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.project = project
        self.diagnostics = diagnostics
        self.translate = translate
        self.rules = rules
        self.downloads = downloads
        self.volumes = volumes
        self.prints = prints
        self._environment = environment
        self._templates: dict[str, jinja2.Template] = {}
        self._sections: dict[str, html.SectionHtml] = {}
        self._printed: dict[tuple[str, str], Outline] = {}
        self._counts: dict[str, tuple[int, int, int]] = {}
        self._alike: dict[tuple[int, tuple[str, ...]], Outline] = {}
        self._books: dict[int, Ledger] = {}
        environment.filters.update(day=short_date, code=marked_code, lines=kept_lines)
        environment.globals.update(
            STATES=wording.STATES, VERDICTS=VERDICTS, SEVERITIES=wording.SEVERITIES, Severity=Severity
        )

    @cached_property
    def progress(self) -> Mapping[tuple[str, str], ReportProgress]:
        """Progress of every report, by unit and report, worked out where somebody looks at it."""
        return Delivered(self.project, self.holdings)

    @cached_property
    def book(self) -> Ledger:
        """The figures of the project."""
        return ledger(self.project)

    def book_of(self, project: Project) -> Ledger:
        """The figures of an earlier draft, worked out once for all pages."""
        if id(project) not in self._books:
            self._books[id(project)] = ledger(project)
        return self._books[id(project)]

    @property
    def top(self) -> Unit | None:
        """The unit above all others."""
        return self.project.units.get(self.project.cycle.root) or next(iter(self.project.units.values()), None)

    @cached_property
    def pairs(self) -> Sequence[drafts.Pair]:
        """The drafts that are compared."""
        return tuple(drafts.pairs(self.project))

    @cached_property
    def changed(self) -> Mapping[tuple[str, str, str], tuple[drafts.Pair, SectionChange]]:
        """What changed in a text since the previous draft, by unit, report and heading."""
        since = drafts.previous(self.project)
        return {
            (change.unit, change.report, change.heading): (pair, change)
            for pair in self.pairs
            if pair.after is None and pair.before is since
            for change in pair.difference.sections
        }

    @cached_property
    def by_owner(self) -> Mapping[str, Sequence[Diagnostic]]:
        """Findings by unit; those of the files that belong to no unit under the empty id."""
        owned: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            owned.setdefault(self._owner(diagnostic), []).append(diagnostic)
        return owned

    @cached_property
    def by_path(self) -> Mapping[str, Sequence[Diagnostic]]:
        """Findings by path."""
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.span.path, []).append(diagnostic)
        return found

    @cached_property
    def holdings(self) -> Mapping[str, Holding]:
        """What each unit has written, without its texts."""
        return holdings(self.project)

    @cached_property
    def begun(self) -> frozenset[tuple[str, str]]:
        """Reports, by unit and report, of which at least one file is there: those that have a page."""
        return frozenset((unit, report) for unit, held in self.holdings.items() for report in held.begun)

    @cached_property
    def written(self) -> Mapping[Place, Writers]:
        """Who wrote under each report and heading."""
        units: defaultdict[Place, list[str]] = defaultdict(list)
        texts: defaultdict[Place, list[Text]] = defaultdict(list)
        for id in self.project.units:
            for place, text in self.holdings[id].texts.items():
                if text[0]:
                    units[place].append(id)
                    texts[place].append(text)
        return {
            place: Writers(units[place], [text[0] for text in found], [text[1] for text in found], found)
            for place, found in texts.items()
        }

    @cached_property
    def faulty(self) -> frozenset[str]:
        """Paths of the files with errors."""
        return frozenset(one.span.path for one in self.diagnostics if one.severity is Severity.ERROR)

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Paths of section files that are there and could not be read."""
        return frozenset(
            path
            for id, held in self.holdings.items()
            for place in held.odd
            for state, _, paths, _ in [held.texts[place]]
            if not state
            for path in (paths.split("\n") if paths else [path_of(f"units/{id}/", place)])
        )

    @cached_property
    def comments(self) -> Mapping[tuple[str, str, str], Sequence[Comment]]:
        """Comments by unit, report and heading, in the order of the drafts."""
        return {
            (group.unit, group.report, group.heading.id if group.heading else group.comments[0].heading): group.comments
            for group in groups(self.project, self.project.comments)
        }

    @cached_property
    def comment_pages(self) -> Mapping[tuple[str, str], int]:
        """On which page of its unit's summary each comment stands, by unit and id."""
        by_unit: dict[str, list[Comment]] = {}
        for comment in self.project.comments:
            by_unit.setdefault(comment.unit, []).append(comment)
        return {
            (comment.unit, comment.id): number
            for comments in by_unit.values()
            for number, part in enumerate(in_parts(groups(self.project, comments), places.COMMENTS_A_PAGE), start=1)
            for group in part
            for comment in group.comments
        }

    def section_html(self, section: Section) -> html.SectionHtml:
        """The text of a section, converted once however many pages show it."""
        if section.path not in self._sections:
            prefix = f"{section.unit}_{section.report}_{section.heading}"
            text = fill(self.project, section)
            # A text into which figures were filled has its words at other places than the draft.
            marks = self._marks(section) if text == section.body.text else ()
            written = html.section_html(text, prefix, marks=marks, pictures=self.project.shown(section))
            shown = self._with_places(section, self._with_charts(section, written.html, prefix))
            self._sections[section.path] = replace(written, html=shown)
        return self._sections[section.path]

    def converted(self, spread: Callable[[Callable, Sequence], Iterable[dict[str, html.SectionHtml]]]) -> None:
        """Converts the texts of all sections; `spread` calls a function on each piece of work, wherever it likes."""
        keys: dict[str, list[tuple[str, str, str]]] = {}
        for key in self.project.sections:
            keys.setdefault(key[0], []).append(key)

        def convert(unit: str) -> dict[str, html.SectionHtml]:
            sections = (self.project.sections[key] for key in keys[unit])
            return {section.path: self.section_html(section) for section in sections}

        for made in spread(convert, list(keys)):
            self._sections |= made

    def paragraph(self, diagnostic: Diagnostic, section: Section) -> int:
        """Number of the paragraph of a section in which a finding stands; 0 for one of the file as a whole."""
        return section.body.paragraph(section.body.offset(diagnostic.span.line, diagnostic.span.column))

    def margin(self, section: Section, uri: str, anchor: str, further: Iterable[MarginNote] = ()) -> Margin:
        """What is said about a section, for the margin of its text on the page `uri`; `further` besides findings."""
        notes = sorted([*self._margin_notes(section, uri), *further], key=lambda note: MARGIN.index(note.kind))
        return margin(anchor, len(section.body.paragraphs), notes)

    def _margin_notes(self, section: Section, uri: str) -> Iterator[MarginNote]:
        for one in self.by_path.get(section.path, ()):
            yield MarginNote(self.paragraph(one, section), one.severity.value, self._note(one, section.body, uri))

    def _note(self, one: Diagnostic, body: Body, uri: str) -> str:
        """One finding as it stands in a margin."""
        start, end = _stretch(one, body)
        words = " ".join(body.text[start:end].split()) if 0 <= start < end <= start + QUOTED else ""
        rendered = self._template("margin_finding").render(
            edition=self, one=one, words=words, rule=places.link(uri, places.RULES, one.code.lower())
        )
        return " ".join(rendered.split("\n"))

    def _marks(self, section: Section) -> tuple[html.Mark, ...]:
        """The words that findings and open comments touch, gravest first; none that are as long as a paragraph."""
        found = sorted(self.by_path.get(section.path, ()), key=lambda one: ORDER.index(one.severity))
        stretches = ((one, *_stretch(one, section.body)) for one in found)
        marks = [html.Mark(start, end, one.severity.value) for one, start, end in stretches if start >= 0]
        for comment in self.comments.get((section.unit, section.report, section.heading), ()):
            place = anchors(self.project)[comment.unit, comment.id].place if comment.open else None
            if place and place.heading == section.heading:
                marks.append(html.Mark(place.start, place.end, "comment"))
        return tuple(mark for mark in marks if mark.start < mark.end <= mark.start + MARKED)

    def place(self, diagnostic: Diagnostic) -> tuple[str, str, str]:
        """Where a finding stands on a report's page: page, anchor there, and name of the place; empty where nowhere."""
        folder, _, rest = diagnostic.span.path.partition("/")
        unit, _, rest = rest.partition("/")
        report, _, name = rest.partition("/")
        if folder != "units" or (unit, report) not in self.begun or report not in self.project.outlines:
            return "", "", ""
        if not name:
            # A missing text has no file: its finding stands at the folder.
            return places.report(unit, report), "", self.project.outlines[report].title
        id = name.removesuffix(".md")
        section = self.project.section(unit, report, id)
        if section:
            return self.place_in(section, self.paragraph(diagnostic, section))
        title = self._title(unit, report, id)
        return (places.report(unit, report), id, title) if title else ("", "", "")

    def place_in(self, section: Section, paragraph: int) -> tuple[str, str, str]:
        """A paragraph, or 0 for the heading, of a section: page, anchor there, and name; empty where no page has it."""
        return self.place_of((section.unit, section.report, section.heading), paragraph)

    def place_of(self, key: Key, paragraph: int) -> tuple[str, str, str]:
        """A paragraph, or 0 for the heading, of the section of a unit, report and heading, as `place_in` gives it."""
        unit, report, heading = key
        title = self._title(unit, report, heading)
        if not title:
            return "", "", ""
        page = places.report(unit, report)
        if not paragraph:
            return page, heading, title
        return page, places.paragraph(heading, paragraph), f"{title}, đoạn {paragraph}"

    def _title(self, unit: str, report: str, id: str) -> str:
        """Title of a heading or appendix on a report's page; empty where the page has none of this id."""
        if unit not in self.project.units or report not in self.project.outlines:
            return ""
        if heading := self.printed(unit, report).heading(id):
            return wording.numbered(heading)
        return next((one.title for one in self.project.outlines[report].appendices if one.id == id), "")

    def reading_order(self, diagnostic: Diagnostic) -> tuple[int, int, str, int, int]:
        """A key that sorts the findings of a unit as its drafts are read: report, heading, then place in the file."""
        span = diagnostic.span
        parts = span.path.split("/")
        report = parts[2] if len(parts) > 2 else ""
        outlines = list(self.project.outlines)
        place = self._headings.get((report, parts[-1].removesuffix(".md")), -1)
        return (outlines.index(report) if report in outlines else -1), place, span.path, span.line, span.column

    @cached_property
    def _headings(self) -> Mapping[tuple[str, str], int]:
        return {
            (report, id): place
            for report, outline in self.project.outlines.items()
            for place, id in enumerate([one.id for one in (*outline.headings, *outline.appendices)])
        }

    def printed(self, unit: str, report: str) -> Outline:
        """The outline as a unit's report prints it."""
        if (unit, report) not in self._printed:
            applied, held = self.project.applied[unit, report], self.holdings.get(unit)
            texts = held.texts if held else {}
            written = {place[1] for place, text in texts.items() if place[0] == report and text[0]}
            out = unwritten(applied, written)
            # Most units print the same headings.
            if (known := self._alike.get((id(applied), out))) is None:
                known = self._alike[id(applied), out] = without(applied, out)
            self._printed[unit, report] = known
        return self._printed[unit, report]

    def _with_charts(self, section: Section, written: str, prefix: str) -> str:
        """A text with a chart in the place of each paragraph that is nothing but a placeholder for one."""
        if ".chart" not in written:
            return written
        count = itertools.count(1)

        def drawn(match: re.Match[str]) -> str:
            placed = indicator_charts.placed(self.book, section.unit, match["id"])
            if placed is None:
                return match[0]
            return f"<div{match['attributes']}>{self.figure(placed, f'{prefix}_bieu-do-{next(count)}')}</div>"

        return CHART_PARAGRAPH.sub(drawn, written)

    def _with_places(self, section: Section, written: str) -> str:
        """A text in which the places for texts of other units lead to these."""
        if "{{" not in section.body.text:
            return written
        report, heading = section.report, section.heading
        headed = self.project.outlines[report].heading(heading) is not None

        def link(named: str, words: str) -> str:
            across = places.heading(report, heading) if headed else places.report(section.unit, report)
            page, anchor = (places.report(named, report), heading) if named else (across, "")
            # Whether a unit has begun at all is not part of what the page of a heading is made of.
            if named and self.project.section(named, report, heading) is None:
                return str(escape(words))
            return f'<a href="{escape(places.link_of_text(page, anchor))}">{escape(words)}</a>'

        return contributions.linked(written, contributions.spoken(self.project, section), link)

    def figure(self, drawn: Chart, id: str) -> str:
        """A chart with its legend; `id` is unique on the page."""
        verdicts = list(indicator_charts.verdicts(drawn))
        silent = sum(row.value is None for row in drawn.rows)
        before = any(row.kind == "before" for row in drawn.rows)
        return (
            self._template("chart")
            .render(svg=chart.svg(id, drawn), line=drawn.target_text, verdicts=verdicts, silent=silent, before=before)
            .replace("\n", " ")
        )

    def text(self, markdown: str, prefix: str, headings: bool = False) -> str:
        """A text that stands alone, its footnotes below it; `headings` keeps its headings as such."""
        texts, notes = html.with_notes([html.section_html(markdown, prefix, headings)])
        return texts[0] + notes

    def heading_state(self, unit: str, report: str, heading: Heading) -> str:
        """State of what a unit wrote under one of its headings: a status, `unreadable`, or why there is nothing."""
        held = self.holdings.get(unit)
        if held and (text := held.texts.get((report, heading.id))) and text[0]:
            return text[0]
        if f"units/{unit}/{report}/{heading.id}.md" in self.unreadable:
            return "unreadable"
        if not heading.leaf:
            return "group"
        return "optional" if heading.optional or self.progress[unit, report].exempt else "absent"

    def counts(self, owner: str) -> tuple[int, int, int]:
        """How many errors, warnings and notes one unit has."""
        if owner not in self._counts:
            self._counts[owner] = tally(self.by_owner.get(owner, ()))
        return self._counts[owner]

    def render(self, template: str, source: str, **values: object) -> str:
        """A fragment as a block; `source` is the page it is for, so that its links are relative to it."""
        return compose.block(self._rendered(template, source, values))

    def fragment(self, template: str, source: str, **values: object) -> str:
        """A fragment as HTML on one line, to stand inside another."""
        return " ".join(self._rendered(template, source, values).split("\n"))

    def _rendered(self, template: str, source: str, values: Mapping[str, object]) -> str:

        def link(target: str, anchor: str = "") -> str:
            return places.link(source, target, anchor)

        return self._template(template).render(
            edition=self, project=self.project, cycle=self.project.cycle, link=link, places=places,
            wording=wording, **values,
        )  # fmt: skip

    def edit_link(self, unit: str, report: str, heading: str) -> str:
        """Where a text is changed on the code host, or begun where there is none; empty without a code host."""
        path = f"units/{unit}/{report}/{heading}.md"
        if (unit, report, heading) in self.project.sections or path in self.unreadable:
            return host.edit_link(self.project.cycle, path)
        return host.new_file_link(self.project.cycle, path, BEGINNING)

    def page(
        self,
        uri: str,
        title: str,
        parts: Iterable[str],
        trail: Trail = (),
        contents: bool = True,
    ) -> Page:
        """A page with what every page has: the notice, the way back, and whether there is a table of contents.

        `trail` begins with the page of the menu to which this one belongs.
        """
        front_matter: dict[str, object] = {"hide": ["navigation"] if contents else ["navigation", "toc"]}
        if self.project.cycle.notice:
            front_matter["notice"] = self.project.cycle.notice
        if trail:
            front_matter["trail"] = [
                {"title": text, "url": places.link(uri, target)}
                for text, target in (("Trang chủ", places.HOME), *trail)
            ]
        front_matter["section"] = places.published(trail[0][1] if trail else uri)
        way = "../" * uri.count("/")
        body = [html.placed(part, way) for part in parts]
        return compose.page(uri, title, [compose.heading(1, title), *body], front_matter)

    def load_templates(self) -> None:
        """Loads all templates of pages, so that processes begun afterwards need not do it one by one."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith("site/pages/")):
            # One that cannot be read stands in the way only where it is asked for.
            with contextlib.suppress(jinja2.TemplateError, UnicodeDecodeError):
                self._environment.get_template(name)

    def _template(self, name: str) -> jinja2.Template:
        # Kept here, since asking the environment takes longer.
        if name not in self._templates:
            self._templates[name] = self._environment.get_template(f"site/pages/{name}.html.j2")
        return self._templates[name]

    def _owner(self, diagnostic: Diagnostic) -> str:
        first, _, rest = diagnostic.span.path.partition("/")
        unit = rest.partition("/")[0]
        return unit if first == "units" and unit in self.project.units else ""


def tally(diagnostics: Iterable[Diagnostic]) -> tuple[int, int, int]:
    """How many errors, warnings and notes there are."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE]


def _stretch(one: Diagnostic, body: Body) -> tuple[int, int]:
    """Where a finding stands in a text; it ends before it begins where it stands in the front matter."""
    start = body.offset(one.span.line, one.span.column)
    return start, body.offset(one.span.end_line, one.span.end_column) if start >= 0 else -1


def marked_code(text: str) -> Markup:
    """A sentence in which the words between backticks are code, as HTML."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def kept_lines(text: str) -> Markup:
    """A text for `pre` whose line breaks survive being laid on one line."""
    return Markup(str(escape(text)).replace("\n", "&#10;"))

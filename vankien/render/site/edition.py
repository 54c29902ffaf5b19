"""What the pages of one site share: the project, what was found in it, and the pieces they are built of."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import jinja2
from markupsafe import Markup, escape

from vankien.model.diagnostic import Diagnostic, Message, Severity
from vankien.model.outline import Heading
from vankien.model.page import Page
from vankien.model.project import Project
from vankien.model.section import Section
from vankien.render import html
from vankien.render.figures import VERDICTS, fill, short_date
from vankien.render.rulebook import Documented
from vankien.render.site import compose, places, wording
from vankien.rollup.progress import ReportProgress, progress

Trail = Sequence[tuple[str, str]]
"""Pages above a page, outermost first: title and place."""


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
    ) -> None:
        self.project = project
        self.diagnostics = diagnostics
        self.translate = translate
        self.rules = rules
        self.downloads = downloads
        self._environment = environment
        self._templates: dict[str, jinja2.Template] = {}
        self._sections: dict[str, html.SectionHtml] = {}
        environment.filters.update(day=short_date, code=marked_code, lines=kept_lines)
        environment.globals.update(
            STATES=wording.STATES, VERDICTS=VERDICTS, SEVERITIES=wording.SEVERITIES, Severity=Severity
        )

    @cached_property
    def progress(self) -> Mapping[tuple[str, str], ReportProgress]:
        """Progress of every report, by unit and report."""
        return progress(self.project)

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
    def begun(self) -> frozenset[tuple[str, str]]:
        """Reports, by unit and report, of which at least one file is there: those that have a page."""
        return frozenset((entry.unit, entry.report) for entry in self.project.entries) | frozenset(
            (unit, report) for unit, report, _ in self.project.sections
        )

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Paths of section files that are there and could not be read."""
        read = {section.path for section in self.project.sections.values()}
        return frozenset(entry.span.path for entry in self.project.entries) - read

    def section_html(self, section: Section) -> html.SectionHtml:
        """The text of a section, converted once however many pages show it."""
        if section.path not in self._sections:
            prefix = f"{section.unit}_{section.report}_{section.heading}"
            self._sections[section.path] = html.section_html(fill(self.project, section), prefix)
        return self._sections[section.path]

    def converted(self, spread: Callable[[Callable, Sequence], Iterable[dict[str, html.SectionHtml]]]) -> None:
        """Converts the texts of all sections; `spread` calls a function on each piece of work, wherever it likes."""
        units = list(self.project.units)

        def convert(unit: str) -> dict[str, html.SectionHtml]:
            return {
                section.path: self.section_html(section)
                for (owner, _, _), section in self.project.sections.items()
                if owner == unit
            }

        for made in spread(convert, units):
            self._sections |= made

    def text(self, markdown: str, prefix: str, headings: bool = False) -> str:
        """A text that stands alone, its footnotes below it; `headings` keeps its headings as such."""
        texts, notes = html.with_notes([html.section_html(markdown, prefix, headings)])
        return texts[0] + notes

    def heading_state(self, unit: str, report: str, heading: Heading) -> str:
        """State of what a unit wrote under one of its headings: a status, `unreadable`, or why there is nothing."""
        if section := self.project.section(unit, report, heading.id):
            return section.status.value
        if f"units/{unit}/{report}/{heading.id}.md" in self.unreadable:
            return "unreadable"
        if not heading.leaf:
            return "group"
        return "optional" if heading.optional or self.progress[unit, report].exempt else "absent"

    def counts(self, owner: str) -> tuple[int, int, int]:
        """How many errors, warnings and notes one unit has."""
        return tally(self.by_owner.get(owner, ()))

    def render(self, template: str, source: str, **values: object) -> str:
        """A fragment as a block; `source` is the page it is for, so that its links are relative to it."""

        def link(target: str, anchor: str = "") -> str:
            return places.link(source, target, anchor)

        return compose.block(
            self._template(template).render(
                edition=self, project=self.project, cycle=self.project.cycle, link=link, places=places,
                wording=wording, **values,
            )
        )  # fmt: skip

    def page(
        self,
        uri: str,
        title: str,
        parts: Iterable[str],
        trail: Trail = (),
        search: bool = True,
        contents: bool = True,
    ) -> Page:
        """A page with what every page has: the notice, the way back, and whether search and contents want it.

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
        if not search:
            front_matter["search"] = {"exclude": True}
        return compose.page(uri, title, [compose.heading(1, title), *parts], front_matter)

    def written(self, heading: Heading, report: str) -> Iterator[Section]:
        """What the units wrote under a heading, in order of the units."""
        for unit in self.project.units:
            if section := self.project.section(unit, report, heading.id):
                yield section

    def _template(self, name: str) -> jinja2.Template:
        # Kept here, since the environment looks at the file's date each time that it is asked.
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


def marked_code(text: str) -> Markup:
    """A sentence in which the words between backticks are code, as HTML."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def kept_lines(text: str) -> Markup:
    """A text for `pre` whose line breaks survive being laid on one line."""
    return Markup(str(escape(text)).replace("\n", "&#10;"))

"""What is to be mended: all findings by unit, and what to do first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from vankien.model.diagnostic import Diagnostic, Severity
from vankien.model.page import Page
from vankien.model.unit import Unit
from vankien.render import rulebook
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task

SHOWN_FIRST = 100
"""Errors that the first page lists; the rest stands on the pages of the units."""


def pages(edition: Edition) -> Iterator[Page]:
    """The overview, and one page for each unit."""
    yield _overview(edition)
    for unit in edition.project.units.values():
        yield _unit(edition, unit)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, each with the key of what it shows."""
    yield Task("", inputs.everything, lambda: [_overview(edition)])
    for unit in edition.project.units.values():
        yield Task(unit.id, inputs.findings(unit.id), lambda unit=unit: [_unit(edition, unit)])


def _unit(edition: Edition, unit: Unit) -> Page:
    found = edition.by_owner.get(unit.id, ())
    return edition.page(
        places.findings(unit.id),
        f"Việc cần sửa – {unit.name}",
        _listed(edition, places.findings(unit.id), found),
        [("Việc cần sửa", places.FINDINGS), (unit.name, places.unit(unit.id))],
        search=False,
        contents=bool(found),
    )


def _overview(edition: Edition) -> Page:
    uri = places.FINDINGS
    errors = [one for one in edition.diagnostics if one.severity is Severity.ERROR]
    units = [(unit, edition.counts(unit.id)) for unit in edition.project.units.values() if unit.id in edition.by_owner]
    units.sort(key=lambda pair: [-count for count in pair[1]])
    shared = edition.by_owner.get("", ())
    codes = Counter((one.code, one.severity) for one in edition.diagnostics)
    severities = list(Severity)
    order = sorted(codes.items(), key=lambda pair: (severities.index(pair[0][1]), -pair[1], pair[0][0]))
    parts = [edition.render("findings", uri, units=units, total=_total(edition.diagnostics))]
    if errors:
        parts += [
            compose.heading(2, "Lỗi phải sửa trước", "_loi"),
            edition.render("finding_list", uri, groups=_by_path(errors[:SHOWN_FIRST]), more=errors[SHOWN_FIRST:]),
        ]
    if units:
        parts += [compose.heading(2, "Theo đơn vị", "_don-vi"), edition.render("finding_units", uri, units=units)]
    if shared:
        parts += [
            compose.heading(2, "Tệp chung của kho", "_chung"),
            edition.render("finding_list", uri, groups=_by_path(shared), more=()),
        ]
    if order:
        titles = {rule.code: rulebook.entry(rule, edition.translate).title for rule in edition.rules}
        parts += [
            compose.heading(2, "Theo quy tắc", "_quy-tac"),
            edition.render("finding_codes", uri, codes=order, titles=titles),
        ]
    return edition.page(uri, "Việc cần sửa", parts, search=False)


def _listed(edition: Edition, uri: str, found: Sequence[Diagnostic]) -> Iterator[str]:
    yield edition.render("findings", uri, units=(), total=_total(found))
    for severity, title in (
        (Severity.ERROR, "Lỗi phải sửa"),
        (Severity.WARNING, "Cảnh báo nên xem"),
        (Severity.NOTE, "Lưu ý"),
    ):
        of_it = [one for one in found if one.severity is severity]
        if of_it:
            yield compose.heading(2, title, f"_{severity.value}")
            yield edition.render("finding_list", uri, groups=_by_path(of_it), more=())


def _by_path(found: Iterable[Diagnostic]) -> list[tuple[str, list[Diagnostic]]]:
    return [(path, list(group)) for path, group in groupby(found, key=lambda one: one.span.path)]


def _total(found: Iterable[Diagnostic]) -> dict[Severity, int]:
    counts = Counter(one.severity for one in found)
    return {severity: counts[severity] for severity in Severity}

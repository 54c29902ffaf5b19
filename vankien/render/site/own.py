"""The pages that a repository's editors wrote themselves, and the rulebook."""

import posixpath
from collections.abc import Iterator

from vankien.model.page import Page
from vankien.model.source import Body
from vankien.render import rulebook
from vankien.render.site import compose, places
from vankien.render.site.edition import Edition
from vankien.render.site.plan import Inputs, Task


def pages(edition: Edition) -> Iterator[Page]:
    """The list of own pages, each of them, and the rulebook."""
    titled = [(name(body), *divided(body)) for body in edition.project.pages]
    yield edition.page(places.OWN, "Giới thiệu", [edition.render("own", places.OWN, pages=titled)], contents=False)
    for own, title, text in titled:
        uri = places.own(own)
        yield edition.page(
            uri, title, [compose.block(f'<div class="vk-text">{edition.text(text, "_trang", headings=True)}</div>')],
            [("Giới thiệu", places.OWN)],
        )  # fmt: skip
    yield _rulebook(edition)


def plan(edition: Edition, inputs: Inputs) -> Iterator[Task]:
    """The same pages, which show what the editors wrote and the rules only."""
    yield Task("", inputs.common, lambda: pages(edition))


def _rulebook(edition: Edition) -> Page:
    parts = [compose.block("<p>Những gì chương trình kiểm tra khi dựng trang này, vì sao, và cách sửa.</p>")]
    family = ""
    for rule in edition.rules:
        if rule.code[0] != family:
            family = rule.code[0]
            name = edition.translate(rulebook.FAMILIES[family]) if family in rulebook.FAMILIES else family
            parts.append(compose.heading(2, f"{family} – {name}", f"_{family.lower()}"))
        entry = rulebook.entry(rule, edition.translate)
        parts += [
            compose.heading(3, f"{entry.code} – {entry.title}", entry.code.lower()),
            edition.render(
                "rule",
                places.RULES,
                rule=entry,
                severity=rule.severity,
                described=lambda file: rulebook.described(file, edition.translate),
            ),
        ]
    return edition.page(places.RULES, "Quy tắc", parts)


def name(body: Body) -> str:
    """Name of an own page, after its file."""
    return posixpath.basename(body.path).removesuffix(".md")


def divided(body: Body) -> tuple[str, str]:
    """Title and text of an own page; its title is its first line."""
    first, _, rest = body.text.lstrip("\n").partition("\n")
    if first.startswith("# "):
        return first.removeprefix("# ").strip(), rest
    return name(body), body.text

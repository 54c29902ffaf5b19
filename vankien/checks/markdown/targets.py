"""Where links and images lead: to something of this repository, or to an address that people can open."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from vankien.checks.fault import unreadable
from vankien.checks.nearest import nearest
from vankien.checks.slip import Places, Slip
from vankien.model.diagnostic import Finding, Message, say
from vankien.model.project import Project
from vankien.model.regex import regex
from vankien.model.section import Section
from vankien.model.sections import marked
from vankien.model.source import Element

IMAGE_LIMIT = 2 << 20
"""Largest image in bytes: a photograph as wide as the page has less at printing quality."""

SHOWN = ("png", "jpg", "jpeg")
SCHEME = regex(r"([a-zA-Z][a-zA-Z0-9+.-]+):")
OPENED = ("http", "https", "mailto")
FETCHED = ("http", "https", "ftp", "file")
DOMAIN = regex(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:vn|com|org|net|gov|edu|info)(?:/|\Z)", re.IGNORECASE)


def targets(project: Project) -> dict[str, list[Finding]]:
    """The findings M201 to M204, M301 and M302 of a project, by code."""
    found: dict[str, list[Finding]] = {}
    known: set[str] | None = None
    for section in marked(project.sections, "links"):
        elements = [element for element in section.body.elements if element.kind in ("image", "link")]
        known = _known(project) if known is None else known
        places = Places(section.body)
        for element in elements:
            look = _image if element.kind == "image" else _link
            for slip in look(project, section, element, known):
                found.setdefault(slip.code, []).append(places.finding(slip))
    return found


def _known(project: Project) -> set[str]:
    """Every file that a link may lead to, and the folders around them."""
    files = {entry.span.path for entry in project.entries} | set(project.images)
    files |= {page.path for page in project.pages}
    files |= {unit.span.path for unit in project.units.values()}
    files |= {outline.path for outline in project.outlines.values()}
    files |= {f"content/{name}.yml" for name in ("cycle", "themes", "indicators", "documents")}
    return files | {path.rsplit("/", depth)[0] for path in files for depth in range(1, path.count("/") + 1)}


def _image(project: Project, section: Section, element: Element, known: set[str]) -> Iterator[Slip]:
    target = element.value
    folder = f"units/{section.unit}/images"
    example = f"../images/{posixpath.basename(unquote(target)) or 'so-do.png'}"
    scheme = SCHEME.match(target)
    if scheme and scheme[1].lower() not in FETCHED:
        yield _of(
            "M203",
            element,
            say("`{scheme}:` leads to no file, so that no image is shown.", scheme=scheme[1]),
            say("Put an image into {folder} and write its path, such as {example}.",
                folder=folder, example="../images/so-do.png"),
        )  # fmt: skip
        return
    if scheme or target.startswith("//"):
        example = f"../images/{_name(target) or 'so-do.png'}"
        yield _of(
            "M203",
            element,
            say("An image from another place is shown neither on the site nor in Word."),
            say("Put the file into {folder} and write {example}.", folder=folder, example=example),
        )
        return
    path = section.body.target(target)
    if not path.startswith(folder + "/"):
        yield _of(
            "M203",
            element,
            say("The image is not in the unit's folder of images."),
            say("Put the file into {folder} and write {example}.", folder=folder, example=example),
        )
    elif path not in project.images:
        if unreadable(project, path):
            return
        near = _like(path, [other for other in project.images if other.startswith(folder + "/")])
        yield _of(
            "M201",
            element,
            say("There is no image {path}.", path=path),
            say("Did you mean `{nearest}`?", nearest=posixpath.relpath(near, posixpath.dirname(section.path)))
            if near
            else say("Put the file there, or correct its name; capitals count."),
        )
    elif path.rpartition(".")[2].lower() not in SHOWN:
        yield _of(
            "M204",
            element,
            say("Images of this kind cannot be printed."),
            say("Save it as PNG or JPEG."),
        )
    elif project.images[path] > IMAGE_LIMIT:
        yield _of(
            "M202",
            element,
            say("The image has {size} KB; more than {limit} KB are too much.",
                size=project.images[path] >> 10, limit=IMAGE_LIMIT >> 10),
            say("Make it smaller: 2,000 dots in width are enough for a page."),
        )  # fmt: skip


def _name(address: str) -> str:
    """Name of the file that an address leads to, without what stands behind it for the server."""
    return posixpath.basename(unquote(re.split(r"[?#]", address)[0].partition("//")[2].partition("/")[2]))


def _link(project: Project, section: Section, element: Element, known: set[str]) -> Iterator[Slip]:
    target = element.value
    text = section.body.text
    if not target or target.startswith(("#", "{{")) or (text[element.start] == "<" and "@" in target):
        return
    scheme = SCHEME.match(target)
    if scheme or target.startswith("//"):
        if not scheme or scheme[1].lower() not in OPENED:
            yield _of(
                "M302",
                element,
                say("The site and Word leave out an address of this kind; only its words are shown."),
                say("Use an address that begins with https:// or mailto:."),
            )
        return
    path = section.body.target(target)
    if path in known or path == "." or unreadable(project, path):
        return
    outside = path.startswith("..") or DOMAIN.match(target)
    yield _of(
        "M301",
        element,
        say("The link leads to {path}, which is not there.", path=target if outside else path),
        say("Begin a web address with https://.") if DOMAIN.match(target) else _nearest(section, path, known),
    )


def _nearest(section: Section, path: str, known: set[str]) -> Message:
    folder = posixpath.dirname(path)
    near = _like(path, sorted(other for other in known if posixpath.dirname(other) == folder))
    if near:
        return say("Did you mean `{nearest}`?", nearest=posixpath.relpath(near, posixpath.dirname(section.path)))
    return say("Correct the path, or leave only the words.")


def _like(path: str, known: list[str]) -> str:
    """The known path with the name most like this one's."""
    names = {posixpath.basename(other): other for other in known}
    return names.get(nearest(posixpath.basename(path), names), "")


def _of(code: str, element: Element, message: Message, hint: Message) -> Slip:
    return Slip(code, element.start, element.end, message, hint)

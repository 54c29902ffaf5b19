"""Puts a page together from headings, which are Markdown, and blocks, which are ready HTML."""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape

from vankien.model.page import Page

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]+")


def page(uri: str, title: str, parts: Iterable[str], front_matter: Mapping[str, object]) -> Page:
    """A page of headings and blocks; the title goes into the front matter as HTML text, for themes do not escape it."""
    values = {"title": escape(_line(title), quote=False), **front_matter}
    lines = [f"{key}: {_yaml(value)}" for key, value in values.items()]
    body = "\n\n".join(part for part in parts if part)
    return Page(uri, title, "---\n" + "\n".join(lines) + "\n---\n\n" + body + "\n")


def heading(level: int, title: str, id: str = "") -> str:
    """A Markdown heading that shows `title` exactly as it is; deeper than six counts as six."""
    text = _MARKDOWN.sub(r"\\\1", escape(_line(title), quote=False))
    anchor = f" {{#{id}}}" if id else ""
    return f"{'#' * min(level, 6)} {text}{anchor}"


def block(html: str) -> str:
    """Ready HTML as one raw block of Markdown.

    Everything stands on one line: extensions of the site engine's Markdown, such as fenced code, look for what begins
    a line even inside raw HTML, and a text must not be able to begin one. Tabs they would replace by spaces, and signs
    that no page may hold, such as a quoted word can have, they use as marks of their own.
    """
    line = html.replace("\n", " ").replace("\t", "&#9;")
    # Most texts have nothing to look for, which Python knows much sooner than a pattern does.
    clean = line if line.isprintable() else _UNPRINTABLE.sub(" ", line)
    return f'<div class="vk">{clean}</div>' if html.strip() else ""


def _line(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _yaml(value: object) -> str:
    # JSON is YAML; signs that YAML does not allow even in quotes are left out.
    return _UNPRINTABLE.sub(" ", json.dumps(value, ensure_ascii=False))

"""What the pages allow a browser to load and run."""

import base64
import hashlib
import re

import pytest

from tests.render.small_cycle import pages_of

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
INLINE = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def written(built) -> dict[str, str]:
    """Every page as HTML, by its path in the site."""
    return {path.relative_to(built).as_posix(): path.read_text(encoding="utf-8") for path in built.rglob("*.html")}


def policy(html: str) -> dict[str, list[str]]:
    """What a page allows, by kind."""
    (found,) = POLICY.findall(html)
    parts = (part.split() for part in found.split(";"))
    return {name: allowed for name, *allowed in parts}


def test_every_page_has_a_policy_before_anything_is_loaded(written, project, root):
    assert len(written) > len(pages_of(project, root))
    for path, html in written.items():
        start = POLICY.search(html).start()
        assert not re.search("<(?:script|link|style|img)", html[:start]), path


def test_nothing_is_allowed_but_what_is_named(written):
    for path, html in written.items():
        allowed = policy(html)
        assert allowed["default-src"] == ["'none'"], path
        assert allowed["base-uri"] == allowed["form-action"] == ["'none'"], path
        for kind, sources in allowed.items():
            assert not any("//" in one or one in ("*", "https:", "http:", "'unsafe-eval'") for one in sources), path
            assert "'unsafe-inline'" not in sources or (path, kind) == ("404.html", "style-src"), path


def test_the_lines_of_script_in_the_pages_are_exactly_those_allowed(written):
    used, known = set(), set()
    for path, html in written.items():
        allowed = {one for one in policy(html).get("script-src", ()) if one.startswith("'sha256-")}
        known |= allowed
        for attributes, script in INLINE.findall(html):
            if "application/json" not in attributes:
                hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
                assert f"'sha256-{hashed}'" in allowed, (path, script[:80])
                used.add(f"'sha256-{hashed}'")
    assert used == known


def test_no_page_has_a_style_or_a_handler_of_its_own(written):
    for path, html in written.items():
        tags = re.findall(r"<[a-z][^<>]*>", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
        assert not [tag for tag in tags if re.search(r"\s(?:style|on[a-z]+)=", re.sub(r'"[^"]*"', '""', tag))], path

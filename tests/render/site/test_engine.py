"""Pages on the disk, and the site that MkDocs makes of them."""

import gzip
import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.render.small_cycle import FILES, HARMFUL, build
from tests.repositories import write
from vankien.model.diagnostic import PipelineError
from vankien.model.page import Page
from vankien.readers.project import read
from vankien.render import site


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Active(HTMLParser):
    """Collects what could run or load something: scripts, event handlers, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if self.inside:
            self.inside += tag == "div"
            if tag in ("script", "style", "iframe", "object", "embed", "img", "svg", "form", "input", "base", "link"):
                self.found.append((tag, "", ""))
            self.found += [
                (tag, name, value or "") for name, value in attrs if name.startswith("on") or name == "style"
            ]
            self.found += [
                (tag, name, value or "")
                for name, value in attrs
                if name in ("src", "href", "srcset") and not re.match(r"https?://|mailto:|#|\.\./|[a-z]", value or "")
            ]
            self.found += [(tag, name, value) for name, value in attrs if "javascript:" in (value or "")]
        elif tag == "div" and values.get("class") == "vk-text":
            self.inside = 1

    def handle_endtag(self, tag):
        if self.inside and tag == "div":
            self.inside -= 1


class Loaded(HTMLParser):
    """Collects the addresses that a browser would load by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster", "background", "action") or (name == "href" and tag != "a"):
                self.addresses.append(value or "")


def test_only_what_changed_is_written(tmp_path, root, pages):
    docs = tmp_path / "docs"
    site.write(pages.values(), root, docs)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    changed = [Page(page.uri, page.title, page.markdown + "x" * (page.uri == "index.md")) for page in pages.values()]
    (docs / "alt").mkdir()
    (docs / "alt" / "left.md").write_text("x", encoding="utf-8")
    site.write([page for page in changed if page.uri != "themes.md"], root, docs)
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert {path for path in before if path in after and before[path] != after[path]} == {docs / "index.md"}
    assert set(before) - set(after) == {docs / "themes.md"}
    assert not (docs / "alt").exists()


def test_a_file_where_a_folder_belongs_gives_way(tmp_path, root, pages):
    docs = tmp_path / "docs"
    docs.write_text("x", encoding="utf-8")
    site.write(pages.values(), root, docs)
    assert (docs / "index.md").is_file()


def test_templates_of_the_repository_go_first(tmp_path):
    root = write(tmp_path, FILES | {"templates/site/assets/vankien.css": "/* own */\n"})
    site.write([Page("index.md", "x", "# x\n")], root, root / "build" / "docs")
    assert (root / "build/docs/assets/vankien.css").read_text(encoding="utf-8") == "/* own */\n"
    assert (root / "build/docs/assets/search.js").is_file()


def test_every_page_is_in_the_site(built, pages):
    for uri in pages:
        assert (built / (uri.removesuffix(".md") + ".html")).is_file()
    assert (built / "docx/phong-a/bao-cao.docx").read_bytes() == b"Word"


def test_two_builds_are_the_same_bytes(tmp_path, built):
    root = write(tmp_path / "elsewhere", FILES)
    assert tree(build(read(root), root, (("phong-a", "bao-cao"),))) == tree(built)


def test_a_plain_mkdocs_build_makes_the_same_site(tmp_path, root, project, built):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=root,
        env={"SOURCE_DATE_EPOCH": str(project.epoch), "PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "site") == tree(built)


def test_nothing_of_the_machine_is_in_the_site(built, root):
    for path in built.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if path.suffix == ".gz" else content
            assert str(root).encode() not in content, path


def test_no_page_asks_another_host(built):
    for path in built.rglob("*.html"):
        parser = Loaded()
        parser.feed(path.read_text(encoding="utf-8"))
        assert not [address for address in parser.addresses if re.match(r"\s*([a-z]+:)?//", address)], path


def test_attacks_are_dead_in_the_built_pages(built):
    pages = [built / "units/phong-c/tan-cong.html", *(built / f"headings/tan-cong/{id}.html" for id in HARMFUL)]
    for path in pages:
        parser = Active()
        parser.feed(path.read_text(encoding="utf-8"))
        assert not parser.found, path
        assert not parser.inside


def test_names_are_dead_in_the_built_pages(built):
    for path in built.rglob("*.html"):
        assert "<script>hit" not in path.read_text(encoding="utf-8"), path


def test_no_foreign_words_are_left(built):
    for path in built.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for word in ("Made with", "Initializing", "Skip to", "Table of contents", "Back to top", "Not found"):
            assert word not in html, (path, word)


def test_a_failure_leaves_the_last_good_site(tmp_path):
    root = write(tmp_path, FILES)
    project = read(root)
    good = tree(build(project, root))
    (root / "mkdocs.yml").write_text("INHERIT: build/mkdocs.yml\nsite_name: x\ntheme: {name: none}\n", encoding="utf-8")
    with pytest.raises(PipelineError, match="theme"):
        build(project, root)
    assert tree(root / "build/site") == good
    assert [path.name for path in (root / "build").iterdir() if path.name.startswith(".")] == []


def test_a_repository_without_settings_is_told_what_to_write(tmp_path):
    root = write(tmp_path, {**FILES, "mkdocs.yml": None})
    with pytest.raises(PipelineError, match=r"mkdocs\.yml"):
        site.build(root, root / "build/docs", root / "build/site")

"""Pages on the disk, and the site that MkDocs makes of them."""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.render.small_cycle import FILES, HARMFUL, build
from tests.repositories import write
from vankien.model.diagnostic import PipelineError
from vankien.readers.project import read


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


def times(folder: Path) -> dict[str, int]:
    """Every file below a folder with the time of its last change."""
    return {p.relative_to(folder).as_posix(): p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


def test_nothing_is_written_where_nothing_changed(tmp_path):
    root = write(tmp_path, FILES)
    build(read(root), root)
    before = times(root / "build")
    build(read(root), root)
    assert times(root / "build") == before


def test_only_what_changed_is_written(tmp_path):
    root = write(tmp_path, FILES)
    build(read(root), root)
    before = times(root / "build")
    (root / "content/pages/gioi-thieu.md").write_text("# Về trang này\n\nLời khác.\n", encoding="utf-8")
    build(read(root), root)
    after = times(root / "build")
    written = {path for path in after if after[path] != before.get(path)}
    terms = {path for path in written if "/search/i-" in path}
    texts = {path for path in written if "/search/t-" in path}
    lists = {f"{folder}/search/index.js" for folder in ("docs", "site")}
    assert written - terms - texts - lists == {
        "docs/pages/gioi-thieu.md",
        "site/pages/gioi-thieu.html",
        "cache/site.json",
    }
    # Of the search, the page itself and the words that came and went: một, mục, nhỏ, nữa, khác.
    gone = before.keys() - after.keys()
    assert {path[-7:] for path in terms | gone} == {"i-mo.js", "i-mu.js", "i-nh.js", "i-nu.js", "i-kh.js"}
    assert len(texts) == 2


def test_what_somebody_changed_or_left_behind_is_put_right(tmp_path):
    root = write(tmp_path, FILES)
    good = tree(build(read(root), root))
    site, docs = root / "build/site", root / "build/docs"
    (site / "themes.html").write_text("x", encoding="utf-8")
    (site / "search/index.js").unlink()
    (docs / "index.md").unlink()
    (docs / "alt").mkdir()
    (docs / "alt" / "left.md").write_text("x", encoding="utf-8")
    (site / "units" / "left.html").write_text("x", encoding="utf-8")
    assert tree(build(read(root), root)) == good
    assert (docs / "index.md").is_file()
    assert not (docs / "alt").exists()


def test_a_file_where_a_folder_belongs_gives_way(tmp_path):
    root = write(tmp_path, FILES | {"build/docs": "x", "build/site": "x"})
    assert (build(read(root), root) / "index.html").is_file()
    assert (root / "build/docs/index.md").is_file()


def test_a_link_in_the_site_is_not_followed(tmp_path):
    root = write(tmp_path / "kho", FILES)
    outside = write(tmp_path / "ngoai", {"index.html": "giữ nguyên"})
    (root / "build").mkdir()
    (root / "build/site").symlink_to(outside)
    build(read(root), root)
    assert (outside / "index.html").read_text(encoding="utf-8") == "giữ nguyên"
    assert not (root / "build/site").is_symlink()


def test_templates_of_the_repository_go_first(tmp_path):
    root = write(tmp_path, FILES | {"templates/site/assets/vankien.css": "/* own */\n"})
    site = build(read(root), root)
    for folder in (root / "build/docs", site):
        assert (folder / "assets/vankien.css").read_text(encoding="utf-8") == "/* own */\n"
        assert (folder / "assets/search.js").is_file()


def test_every_page_is_in_the_site(built, pages):
    for uri in pages:
        assert (built / (uri.removesuffix(".md") + ".html")).is_file()
    assert (built / "docx/phong-a/bao-cao.docx").read_bytes() == b"Word"


def test_tabs_of_the_browser_name_the_page_and_the_cycle_once(built):
    titles = [
        (built / page).read_text(encoding="utf-8").partition("<title>")[2].partition("</title>")[0]
        for page in ("index.html", "units/index.html")
    ]
    assert titles[1] == f"Đơn vị - {titles[0]}" and " - " not in titles[0]


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
    theirs, ours = tree(tmp_path / "site"), tree(built)
    assert theirs.keys() == ours.keys()
    assert {path for path in ours if ours[path] != theirs[path]} == set()


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


def test_a_theme_of_ones_own_is_built_by_mkdocs(tmp_path):
    root = write(tmp_path, FILES)
    good = tree(build(read(root), root))
    own = root / "templates/site/theme/partials/copyright.html"
    own.parent.mkdir(parents=True)
    own.write_text("<p>{{ page.title | length }} chữ</p>\n", encoding="utf-8")
    site = build(read(root), root)
    assert f"<p>{len('Nhiệm vụ')} chữ</p>" in (site / "themes.html").read_text(encoding="utf-8")
    before = times(root / "build")
    build(read(root), root)
    assert times(root / "build") == before
    shutil.rmtree(root / "templates")
    assert tree(build(read(root), root)) == good


def test_a_repository_without_settings_is_told_what_to_write(tmp_path):
    root = write(tmp_path, {**FILES, "mkdocs.yml": None})
    with pytest.raises(PipelineError, match=r"mkdocs\.yml"):
        build(read(root), root)

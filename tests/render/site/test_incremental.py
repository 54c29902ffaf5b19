"""A site that was mended after each edit is the same as one that was made at once."""

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.render.small_cycle import FILES, build
from tests.repositories import BASE, section, write
from vankien import pipeline
from vankien.pipeline import reading
from vankien.readers.project import read
from vankien.render.language import translator
from vankien.render.rulebook import Documented
from vankien.render.site import board, headings, themes
from vankien.render.site.edition import Edition
from vankien.render.site.making import KINDS
from vankien.render.site.plan import Inputs, tasks
from vankien.render.templates import environment
from vankien.render.turn import turn

# The attacks are many pages and no other kind of page.
SMALL = {
    path: content
    for path, content in FILES.items()
    if not path.startswith("units/phong-c/") or "/d" not in path or path.endswith(("/d1.md", "/d2.md", "/d3.md"))
} | {
    "content/outlines/tan-cong.md": "---\ntitle: Thử\n---\n# Một {#d1}\n# Hai {#d2 optional}\n# Ba {#d3 optional}\n",
    "units/phong-b/bao-cao/thuan-loi.md": section(
        "Cùng kỳ, {{ ket-nap.actual }}.", indicators="{ket-nap: {actual: 20, as_of: 2023-04-30}}"
    ),
    "units/phong-a/comments/gy-2.md": "---\nreport: bao-cao\nheading: kho-khan\nquote: Không có gì\n---\nViết rõ.\n",
    "units/phong-a/bao-cao/kho-khan.md": section("Không có gì khó[^1].\n\n[^1]: Biên bản.", status="review"),
    "units/khoi/bao-cao/thuan-loi.md": section("Toàn khối {{ ket-nap.total }}, {{ ket-nap.coverage }}."),
}

EDITS: dict[str, dict[str, str | bytes | None]] = {
    "the text of a section": {"units/phong-c/bao-cao/thuan-loi.md": section("Hai dòng, 1,5 %.")},
    "the status of a section": {"units/phong-c/bao-cao/thuan-loi.md": section("Một dòng.", status="approved")},
    "the themes of a section": {"units/phong-c/bao-cao/thuan-loi.md": section("Một dòng.", themes="[cai-cach]")},
    "a figure that others add up": {
        "units/phong-b/bao-cao/thuan-loi.md": section(
            "Cùng kỳ, {{ ket-nap.actual }}.", indicators="{ket-nap: {actual: 99, as_of: 2023-04-30}}"
        )
    },
    "a figure that another text of the unit shows": {
        "units/phong-a/bao-cao/kho-khan.md": section("Đã kết nạp {{ ket-nap.actual }}."),
        "units/phong-a/bao-cao/thuan-loi.md": section("Kết nạp.", indicators="{ket-nap: {actual: 7}}"),
    },
    "a figure that is gone": {"units/phong-b/bao-cao/thuan-loi.md": section("Không có số.")},
    "a new section": {"units/phong-b/bao-cao/kho-khan.md": section("Khó khăn.")},
    "a section that is gone": {"units/phong-a/bao-cao/kho-khan.md": None},
    "a section that cannot be read": {"units/phong-a/bao-cao/kho-khan.md": b"\x00\xff"},
    "a section under no heading": {"units/phong-a/bao-cao/la.md": section("Lạc.")},
    "a copied text": {"units/phong-c/bao-cao/thuan-loi.md": section("Chăm lo đảng viên. " * 30),
                      "units/index/bao-cao/thuan-loi.md": section("Chăm lo đảng viên. " * 30)},
    "a first section of a report": {"units/phong-b/tan-cong/d2.md": section("Mới.")},
    "the name of a unit": {"units/phong-a/unit.yml": "name: Phòng Anh\nlevel: co-so\nparent: khoi\n"},
    "the kind of a unit": {"units/phong-b/unit.yml": "name: Phòng B\nlevel: co-so\nparent: khoi\nkind: enterprise\n"},
    "a unit below another": {"units/phong-c/unit.yml": "name: Phòng C\nlevel: co-so\nparent: khoi\n"},
    "a place for the texts of all units below": {"units/khoi/bao-cao/kho-khan.md": section("{{ units }}")},
    "a text that comes to it": {"units/phong-c/bao-cao/kho-khan.md": section("Thiếu người.")},
    "a new unit": {"units/phong-d/unit.yml": "name: Phòng D\nlevel: co-so\nparent: khoi\n"},
    "a unit that is gone": {path: None for path in SMALL if path.startswith("units/phong-b/")},
    "a unit that moved": {
        **{path: None for path in SMALL if path.startswith("units/phong-b/")},
        **{
            path.replace("phong-b", "phong-e"): content
            for path, content in SMALL.items()
            if path.startswith("units/phong-b/")
        },
    },
    "the outline": {"content/outlines/tan-cong.md": "---\ntitle: Thử lại\n---\n# Một {#d1}\n# Ba {#d3 optional}\n"},
    "the indicators": {
        "content/indicators.yml": "ket-nap: {title: Kết nạp mới, unit: đảng viên, target: 200, aggregate: sum}\n"
    },
    "the themes": {"content/themes.yml": "so-hoa: {title: Số hóa}\n"},
    "the documents": {"content/documents.yml": "a: {number: 21-NQ/TW, title: Về việc a}\n"},
    "an own page": {"content/pages/khac.md": "# Trang khác\n\nLời.\n"},
    "the cycle": {"content/cycle.yml": SMALL["content/cycle.yml"].replace("notice", "ghi-chu")},
    "the day": {"content/cycle.yml": SMALL["content/cycle.yml"].replace("today: 2023-05", "today: 2023-07")},
    "a comment": {
        "units/phong-a/comments/gy-1.md": "---\nreport: bao-cao\nheading: thuan-loi\n---\nCần thêm số liệu.\n"
    },
    "an answer to a comment": {
        "units/phong-a/comments/gy-2.md": "---\nreport: bao-cao\nheading: kho-khan\nquote: Không có gì\n"
        "answer: {disposition: tiep-thu, by: Bà Lan, reason: Đã sửa}\n---\nViết rõ.\n"
    },
    "a comment that is gone": {"units/phong-a/comments/gy-2.md": None},
    "the words of a comment elsewhere": {
        "units/phong-a/bao-cao/kho-khan.md": section("Khác hẳn."),
        "units/phong-a/bao-cao/thuan-loi.md": section("Một dòng.\n\nKhông có gì khó."),
    },
    "a picture": {"units/phong-a/images/anh.png": b"\x89PNG"},
    "a page template": {"templates/site/pages/schedule.html.j2": "<p>Lịch riêng.</p>\n"},
    "a shared piece of a template": {"templates/site/pages/section.html.j2": "<p>{{ state }}</p>{{ text | safe }}\n"},
    "the style sheet": {"templates/site/assets/vankien.css": "/* riêng */\n"},
    "the theme": {"templates/site/theme/partials/copyright.html": "<p>{{ page.title }}</p>\n"},
    "the name of the site": {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Tên khác\n"},
    "other settings": {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Tên\nsite_url: https://thu.example/\n"},
}  # fmt: skip


def outputs(root: Path) -> dict[str, str]:
    """Every file of the pages, the site and the theme with the hash of its content."""
    return {
        path.relative_to(root / "build").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("docs", "site", "theme")
        for path in sorted((root / "build" / folder).rglob("*"))
        if path.is_file()
    }


def put(root: Path, files: dict[str, str | bytes | None]) -> None:
    """Writes or removes files."""
    for path, content in files.items():
        target = root / path
        if content is None:
            target.unlink(missing_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())


def at_once(root: Path, elsewhere: Path) -> dict[str, str]:
    """What a first build of the same input makes."""
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("build"))
    build(read(elsewhere), elsewhere)
    made = outputs(elsewhere)
    shutil.rmtree(elsewhere)
    return made


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose site is mended from one edit to the next."""
    root = write(tmp_path_factory.mktemp("kho"), SMALL)
    build(read(root), root)
    return root


@pytest.mark.parametrize("what", EDITS)
def test_a_mended_site_is_the_same_as_one_made_at_once(grown, tmp_path, what):
    for folder in ("content", "units", "templates"):
        shutil.rmtree(grown / folder, ignore_errors=True)
    put(grown, {**BASE, **SMALL, **EDITS[what]})
    build(read(grown), grown)
    assert outputs(grown) == at_once(grown, tmp_path / "kho")


@pytest.fixture
def short_pages(monkeypatch):
    """Pages that end after few units, so that texts wander from one to the next."""
    monkeypatch.setattr(headings, "UNITS", 2)
    monkeypatch.setattr(headings, "WORDS", 8)
    monkeypatch.setattr(themes, "UNITS", 1)


@pytest.mark.usefixtures("short_pages")
def test_edits_upon_edits_end_in_the_same_site(tmp_path):
    root = write(tmp_path / "kho", SMALL)
    build(read(root), root)
    for changed in EDITS.values():
        put(root, changed)
        build(read(root), root)
    assert outputs(root) == at_once(root, tmp_path / "khac")


def random_edit(root: Path, chance: random.Random) -> None:
    """One edit as drafters make them: a text written, changed, copied, moved, deleted or misplaced; a page by hand."""
    texts = sorted(path for path in (root / "units").rglob("*.md") if path.parent.name == "bao-cao")
    units = sorted(path.name for path in (root / "units").iterdir())
    some, other = chance.choice(texts), chance.choice(texts)
    place = root / "units" / chance.choice(units) / "bao-cao" / chance.choice(("thuan-loi.md", "kho-khan.md", "la.md"))
    words = " ".join(
        chance.choices(("Chăm lo", "đảng viên", "1.395", "{{ ket-nap.total }}", "**đậm**", "so sánh"), k=9)
    )
    figure = f"{{ket-nap: {{actual: {chance.randrange(200)}}}}}"
    pages = sorted((root / "build/site").rglob("*.html"))
    place.parent.mkdir(parents=True, exist_ok=True)
    match chance.randrange(8):
        case 0:
            some.unlink()
        case 1:
            place.write_text(section(words, indicators=figure), encoding="utf-8")
        case 2:
            place.write_text(section(f"{words}\n\n{{{{ ket-nap.chart }}}}", status="review"), encoding="utf-8")
        case 3:
            place.write_bytes(some.read_bytes())
        case 4:
            some.replace(other)
        case 5:
            some.write_bytes(b"\xff\x00")
        case 6:
            (root / "units" / chance.choice(units) / "unit.yml").write_text(
                f"name: Phòng {chance.randrange(99)}\nlevel: co-so\nparent: {chance.choice(units)}\n", encoding="utf-8"
            )
        case 7:
            chance.choice(pages).unlink()


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize("seed", range(3))
def test_any_edits_end_in_the_same_site(tmp_path, seed):
    chance = random.Random(seed)
    root = write(tmp_path / "kho", SMALL)
    build(read(root), root)
    for _ in range(4):
        for _ in range(chance.randrange(1, 4)):
            random_edit(root, chance)
        build(read(root), root)
        assert outputs(root) == at_once(root, tmp_path / "khac")


def git(root: Path, *arguments: str) -> None:
    """Runs git as somebody, on one day of the cycle."""
    somebody = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    day = {"GIT_AUTHOR_DATE": "2023-05-10T08:00:00Z", "GIT_COMMITTER_DATE": "2023-05-10T08:00:00Z"}
    subprocess.run(("git", "-C", root, *somebody, *arguments), check=True, capture_output=True, env=os.environ | day)


def picture(colour: str) -> bytes:
    """A small PNG file."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


def commit(root: Path, tag: str = "") -> None:
    """Commits what is there, as a draft where it has a tag."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x", "--allow-empty")
    if tag:
        git(root, "tag", tag)


def whole(root: Path, jobs: int = 1) -> None:
    """Builds the site as the command does: with the cache of the reading, the drafts and the history."""
    result = pipeline.inspect(root, None, lambda name: lambda done, total: None, jobs=jobs, site=True)
    pipeline.make_site(result, pipeline.Run(root, translator("vi"), jobs, lambda name: lambda done, total: None))


HISTORY: dict[str, Callable[[Path], None]] = {
    "nothing": lambda root: None,
    "a text that was in the last draft": lambda root: put(
        root, {"units/phong-c/bao-cao/thuan-loi.md": section("Hai dòng khác.\n\n{{ ket-nap.chart }}")}
    ),
    "a text that comes and one that goes": lambda root: put(
        root,
        {"units/phong-b/bao-cao/kho-khan.md": section("Mới."), "units/phong-a/bao-cao/mo-dau.md": None},
    ),
    "a commit": commit,
    "a figure": lambda root: put(root, EDITS["a figure that others add up"]),
    "a third draft": lambda root: commit(root, "draft/3"),
    "a text after that draft": lambda root: put(
        root, {"units/index/bao-cao/thuan-loi.md": section("Chăm lo mọi đảng viên.")}
    ),
    "the number of the draft": lambda root: put(
        root, {"content/cycle.yml": SMALL["content/cycle.yml"].replace("draft: 2", "draft: 4")}
    ),
    "a text with a picture": lambda root: put(
        root,
        {
            "units/phong-c/images/a.png": picture("red"),
            "units/phong-c/bao-cao/thuan-loi.md": section("![Ảnh](../images/a.png)"),
        },
    ),
    "another picture of the same name": lambda root: put(root, {"units/phong-c/images/a.png": picture("blue")}),
    "a unit that moved": lambda root: put(root, EDITS["a unit that moved"]),
    "a draft that is withdrawn": lambda root: git(root, "tag", "-d", "draft/2"),
    "a heading with another id": lambda root: put(
        root,
        {
            "content/outlines/bao-cao.md": SMALL["content/outlines/bao-cao.md"].replace(
                "## Khó khăn {#kho-khan}", "## Vướng mắc {#vuong-mac was=kho-khan}"
            ),
            "units/phong-a/bao-cao/vuong-mac.md": section("Không có."),
            "units/phong-a/bao-cao/kho-khan.md": None,
        },
    ),
}


def test_drafts_and_history_end_in_the_same_site(tmp_path):
    root = write(tmp_path / "kho", SMALL | {".gitignore": "build/\n"})
    git(root, "init", "-q")
    put(root, {"units/phong-c/bao-cao/thuan-loi.md": section("Dòng đầu, 7 %.")})
    commit(root, "draft/1")
    put(root, SMALL)
    commit(root, "draft/2")
    for what, edit in HISTORY.items():
        edit(root)
        whole(root)
        mended = outputs(root)
        elsewhere = tmp_path / "khac"
        shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("build"))
        whole(elsewhere)
        assert mended == outputs(elsewhere), what
        shutil.rmtree(elsewhere)
    assert any(path.startswith("site/changes/") for path in mended)
    assert sum(path.startswith("site/images/") for path in mended) == 1


def damage(root: Path, chance: random.Random) -> None:
    """Something below `build` that a full disk, a killed run or a hand could leave: cut off, spoilt or gone."""
    kept = sorted(path for path in (root / "build/.cache").rglob("*") if path.is_file())
    pages = sorted(path for folder in ("docs", "site") for path in (root / "build" / folder).rglob("*.*"))
    for path in (chance.choice(kept), chance.choice(pages), chance.choice([root / "build/cache/site.json", *kept])):
        content = path.read_bytes() if path.exists() else b""
        match chance.randrange(3):
            case 0:
                path.write_bytes(content[: len(content) // 2])
            case 1:
                path.write_bytes(content[:-20] + b"\0" * min(20, len(content)))
            case 2:
                path.unlink(missing_ok=True)


@pytest.mark.usefixtures("short_pages")
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_damaged_between_edits_is_mended(tmp_path, monkeypatch, jobs):
    # With two processes one of them looks at the files of units and site while the other reads.
    monkeypatch.setattr(reading, "LOOKED", 1)
    chance = random.Random(6)
    root = write(tmp_path / "kho", SMALL)
    whole(root)
    for _ in range(5):
        random_edit(root, chance)
        damage(root, chance)
        whole(root, jobs)
        elsewhere = tmp_path / "khac"
        shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("build"))
        whole(elsewhere)
        assert outputs(root) == outputs(elsewhere)
        shutil.rmtree(elsewhere)


def run_site(root: Path) -> subprocess.Popen:
    """The command itself, on its way."""
    place = str(Path(__file__).resolve().parents[3])
    return subprocess.Popen(
        [sys.executable, "-m", "vankien", "site", "--root", str(root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": place},
    )


def test_runs_at_once_do_not_harm_each_other(tmp_path):
    root = write(tmp_path / "kho", SMALL)
    first = run_site(root)
    put(root, EDITS["the text of a section"])
    others = [run_site(root), run_site(root)]
    for process in (first, *others):
        told = process.communicate(timeout=300)[1].decode()
        assert process.returncode in (0, 1), told
    assert outputs(root) == at_once(root, tmp_path / "khac")


def test_a_run_waits_for_the_one_that_holds_the_outputs(tmp_path):
    root = write(tmp_path / "kho", SMALL)
    with turn(root / "build"):
        waiting = run_site(root)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=8)
        assert not (root / "build/site").exists()
    assert waiting.wait(timeout=300) in (0, 1)
    assert (root / "build/site/index.html").is_file()


def test_more_processes_make_the_same_site(tmp_path):
    root = write(tmp_path / "kho", FILES)
    build(read(root), root, jobs=2)
    many = outputs(root)
    shutil.rmtree(root / "build")
    build(read(root), root, jobs=1)
    assert outputs(root) == many


def test_each_page_with_a_key_is_the_page_of_its_kind(root, project, pages):
    rules: tuple[Documented, ...] = ()
    edition = Edition(project, (), translator("vi"), environment(root), rules)
    planned = [page.uri for task in tasks(edition, Inputs(edition, ""), KINDS) for page in task.make()]
    assert len(planned) == len(set(planned))
    assert set(planned) == set(pages)


def test_an_edit_makes_only_what_shows_it_again(tmp_path):
    root = write(tmp_path, SMALL)
    build(read(root), root)
    times = {path: path.stat().st_mtime_ns for path in (root / "build/site").rglob("*.html")}
    put(root, {"units/phong-c/bao-cao/thuan-loi.md": section("Một dòng, thêm lời.")})
    build(read(root), root)
    changed = {
        path.relative_to(root / "build/site").as_posix() for path in times if path.stat().st_mtime_ns != times[path]
    }
    assert {"units/phong-c/bao-cao.html", "headings/bao-cao/thuan-loi.html"} <= changed
    assert not {path for path in changed if path.startswith(("headings/tan-cong", "units/phong-b", "rules", "guide"))}


def keys_of_headings(root: Path) -> dict[str, str]:
    """The keys of the pages of headings."""
    edition = Edition(read(root), (), translator("vi"), environment(root))
    return {task.name: task.key for task in tasks(edition, Inputs(edition, ""), [headings])}


@pytest.mark.usefixtures("short_pages")
def test_a_figure_makes_no_page_of_a_heading_again_that_does_not_show_it(tmp_path):
    root = write(tmp_path, SMALL | EDITS["the indicators"])
    before = keys_of_headings(root)
    put(root, EDITS["a figure that others add up"])
    after = keys_of_headings(root)
    # The page with the total of all units, and the one with the text whose figure it is, but not that between them.
    assert {name for name in before if before[name] != after[name]} == {
        "headings:bao-cao/thuan-loi/1", "headings:bao-cao/thuan-loi/3"
    }  # fmt: skip
    assert "headings:bao-cao/thuan-loi/2" in before


def test_words_do_not_make_the_states_of_headings_again(tmp_path, monkeypatch):
    monkeypatch.setattr(board, "MOST", 4)
    root = write(tmp_path, SMALL)
    whole(root)
    pages = {path: path.stat().st_mtime_ns for path in (root / "build/site").glob("headings/*_[0-9].html")}
    assert pages
    put(root, {"units/phong-c/bao-cao/thuan-loi.md": section("Một dòng khác.")})
    whole(root)
    assert all(path.stat().st_mtime_ns == time for path, time in pages.items())
    put(root, {"units/phong-c/bao-cao/thuan-loi.md": section("Một dòng khác.", status="review")})
    whole(root)
    assert any(path.stat().st_mtime_ns != time for path, time in pages.items())

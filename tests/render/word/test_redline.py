"""Tracked changes: accepting all gives the newer file, rejecting all the older, to every reader."""

import datetime
import functools
import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from tests.pictures import png
from tests.render.word.made import TEXTS, UNIT, W, outline, part
from tests.render.word.office import settle
from tests.render.word.revisions import content
from tests.render.word.test_schema import THEME
from tests.repositories import section, write
from vankien.model.outline import Appendix
from vankien.readers.project import read
from vankien.render.templates import find
from vankien.render.word import export, export_against, pandoc
from vankien.render.word.document import compose
from vankien.render.word.package import finish, skeleton
from vankien.render.word.pictures import album
from vankien.render.word.redline import redline
from vankien.render.word.stationery import opener

AUTHOR = "Đảng ủy Sở Mẫu"
DATE = datetime.datetime(2023, 5, 12, 12, tzinfo=datetime.UTC)
LONG = "Từ đầu nhiệm kỳ đến nay cấp ủy đã rà soát quy chế làm việc, thời gian xử lý rút ngắn rõ rệt."


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """Makes the Word file of a project with one pandoc for all tests."""
    home = tmp_path_factory.mktemp("press")
    stationery = opener(home)
    (home / "reference.docx").write_bytes(skeleton())
    parts = functools.cache(lambda name, kinds: stationery(name).parts(kinds, ""))
    with pandoc.Pandoc(find(home, "word/assemble.lua"), home / "reference.docx", home) as process:

        def made(project):
            job = compose(stationery(project.cycle.profile), project, UNIT.id, "so-ket")
            process.convert(job, home / "made.docx")
            converted = (home / "made.docx").read_bytes()
            return finish(
                converted,
                job,
                stationery(job.profile),
                parts(job.profile, job.kinds),
                {},
                DATE,
                album((), lambda one: b""),
            )

        yield made


@pytest.fixture
def pair(make, press):
    """The files of two texts of one heading, and the one with revisions."""

    def made(old, new, of=(None, None)):
        files = []
        for text, asked in ((old, of[0]), (new, of[1])):
            texts = {**TEXTS, **(text if isinstance(text, dict) else {"chi-tiet": text})}
            files.append(press(make(texts=texts, of=asked)))
        return *files, redline(*files, AUTHOR, DATE)

    return made


def holds(old, new, marked):
    """The property that everything here is about."""
    assert content(marked, True) == content(new)
    assert content(marked, False) == content(old)


TABLE = "| a | b |\n|---|---|\n| Một | hai |\n| Ba | bốn năm sáu |\n"
CHANGES = {
    "a word": (LONG, LONG.replace("rõ rệt", "đáng kể")),
    "a paragraph that comes": (LONG, f"{LONG}\n\nĐoạn mới."),
    "a paragraph that goes": (f"Đoạn cũ.\n\n{LONG}", LONG),
    "a paragraph cut in two": (LONG, LONG.replace(", ", ".\n\n")),
    "everything": (LONG, "Khác hẳn."),
    "a look": (LONG, LONG.replace("quy chế", "**quy chế**")),
    "a link": (f"[đây](https://a.example) {LONG}", f"[đây](https://b.example) {LONG}"),
    "a note that is cited again": (f"{LONG}[^1]\n\n[^1]: Một.", f"{LONG}[^1]\n\nVà lại[^1].\n\n[^1]: Một."),
    "a note that is no longer cited again": (
        f"Một[^1], {LONG}[^1]\n\n[^1]: Một.",
        f"Một[^1], {LONG}\n\n[^1]: Một.",
    ),
    "a note that is no longer cited again elsewhere": (
        f"Một[^1].\n\n{LONG}[^1]\n\n[^1]: Một.",
        f"Một[^1].\n\n{LONG}\n\n[^1]: Một.",
    ),
    "words beside a note cited again": (
        f"Một[^1].\n\n{LONG}[^1]\n\n[^1]: Một.",
        f"Mới[^2].\n\nMột[^1].\n\n{LONG.replace('quy chế', 'quy định')}[^1]\n\n[^1]: Một.\n\n[^2]: Hai.",
    ),
    "another note cited again": (
        f"Một[^1], hai[^2].\n\n{LONG}[^1]\n\n[^1]: Một.\n\n[^2]: Hai.",
        f"Một[^1], hai[^2].\n\n{LONG}[^2]\n\n[^1]: Một.\n\n[^2]: Hai.",
    ),
    "a list that grows": ("1. một\n2. hai\n", "1. một\n2. xen giữa\n3. hai\n"),
    "a list that becomes another": ("1. một\n2. hai\n", "- một\n- hai\n"),
    "two lists that become one": ("1. một\n\nxen\n\n1. hai\n", "1. một\n2. hai\n"),
    "a paragraph that becomes an item": (LONG, f"- {LONG}"),
    "a note that comes": (LONG, f"{LONG}[^1]\n\n[^1]: Nguồn: [trang](https://a.example)."),
    "a note that goes": (f"{LONG}[^1]\n\n[^1]: Nguồn: [trang](https://a.example).", LONG),
    "words of a note": (f"{LONG}[^1]\n\n[^1]: Theo báo cáo năm 2022.", f"{LONG}[^1]\n\n[^1]: Theo báo cáo năm 2023."),
    "notes that change places": (
        f"{LONG}[^1] Thêm.[^2]\n\n[^1]: Một.\n[^2]: Hai.\n",
        f"Thêm.[^2] {LONG}[^1]\n\n[^1]: Một.\n[^2]: Hai.\n",
    ),
    "a cell": (TABLE, TABLE.replace("bốn", "4")),
    "a row that comes": (TABLE, TABLE + "| Bảy | tám |\n"),
    "a row that goes": (TABLE, TABLE.replace("| Một | hai |\n", "")),
    "a column that comes": (TABLE, "| a | b | c |\n|---|---|---|\n| Một | hai | x |\n"),
    "a table that comes": (LONG, f"{LONG}\n\n{TABLE}"),
    "a table that goes, with a note": (f"{TABLE.replace('hai', 'hai[^1]')}\n[^1]: Nguồn.\n", LONG),
    "a table instead of a paragraph": (LONG, TABLE),
    "a paragraph before a table": (TABLE, f"{LONG}\n\n{TABLE}"),
    "a code block": ("```\na b\n  c\n```\n", "```\na b\n  d\n```\n"),
    "nothing": (LONG, LONG),
}


@pytest.mark.parametrize("change", CHANGES)
def test_accepting_all_gives_the_newer_text_and_rejecting_all_the_older(pair, change):
    holds(*pair(*CHANGES[change]))


def test_headings_and_appendices_that_come_and_go_are_revisions_too(pair):
    few = outline(headings=(("mo-dau", "Mở đầu", 1), ("chi-tiet", "Kết quả", 1), ("muc-tieu", "Mục tiêu", 1)))
    more = outline(
        headings=(
            ("mo-dau", "Mở đầu", 1),
            ("boi-canh", "Bối cảnh", 1),
            ("chi-tiet", "Kết quả đạt được", 1),
            ("muc-tieu", "Mục tiêu", 1),
        ),
        appendices=(Appendix("phu-luc", "Bảng", "text", landscape=True), Appendix("hai", "Hai", "text")),
    )
    texts = {"chi-tiet": LONG, "phu-luc": TABLE, "hai": LONG, "boi-canh": "Bối cảnh."}
    holds(*pair(texts, texts, (few, more)))
    holds(*pair(texts, texts, (more, few)))


def revisions(file, tmp_path, *tags):
    path = tmp_path / "marked.docx"
    path.write_bytes(file)
    return list(part(path, "word/document.xml").iter(*(W + tag for tag in tags)))


def words(elements):
    return ["".join(each.itertext()) for each in elements]


def test_only_the_words_that_changed_are_marked(pair, tmp_path):
    *_, marked = pair(*CHANGES["a word"])
    assert words(revisions(marked, tmp_path, "del")) == ["rõ rệt"]
    assert words(revisions(marked, tmp_path, "ins")) == ["đáng kể"]


def test_a_paragraph_that_moved_is_a_move(pair, tmp_path):
    others = [f"Đoạn thứ {n} nói về một việc khác hẳn, số {n}{n}{n}." for n in ("một", "hai", "ba")]
    old, new, marked = pair("\n\n".join([LONG, *others]), "\n\n".join([*others, LONG]))
    holds(old, new, marked)
    gone, came = revisions(marked, tmp_path, "moveFrom"), revisions(marked, tmp_path, "moveTo")
    assert words(gone) == ["", LONG]
    assert words(came) == ["", LONG]
    starts = revisions(marked, tmp_path, "moveFromRangeStart", "moveToRangeStart")
    assert {each.get(f"{W}name") for each in starts} == {"move1"}
    assert not revisions(marked, tmp_path, "ins", "del")


def test_every_revision_has_an_id_of_its_own_and_says_who_and_when(pair, tmp_path):
    *_, marked = pair(LONG, f"{TABLE}\n\nMới[^1].\n\n[^1]: Nguồn.")
    path = tmp_path / "marked.docx"
    path.write_bytes(marked)
    found = [
        each
        for name in ("word/document.xml", "word/footnotes.xml")
        for each in part(path, name).iter()
        if each.get(f"{W}author")
    ]
    assert len({each.get(f"{W}id") for each in found}) == len(found) > 5
    assert {(each.get(f"{W}author"), each.get(f"{W}date")) for each in found} == {(AUTHOR, "2023-05-12T12:00:00Z")}


def test_two_equal_files_have_no_revision_and_the_same_pair_gives_the_same_bytes(pair, tmp_path):
    old, new, marked = pair(*CHANGES["a note that comes"])
    assert redline(old, new, AUTHOR, DATE) == marked
    path = tmp_path / "same.docx"
    path.write_bytes(redline(new, new, AUTHOR, DATE))
    for name in ("word/document.xml", "word/footnotes.xml"):
        assert not [each for each in part(path, name).iter() if each.get(f"{W}author")]


# Pandoc passes over the fields that show a note's number again, as long as nobody struck them out.
READ_BY_PANDOC = [change for change in CHANGES if change != "a code block" and "cited again" not in change]


def read_by_pandoc(file, tmp_path, *options):
    """The letters that pandoc reads; it passes over changes of lists and looks."""
    path = tmp_path / "read.docx"
    path.write_bytes(file)
    command = [pandoc.executable(), "--from=docx", "--to=json", *options, str(path)]
    tree = json.loads(subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout)
    return "".join(_strings(tree["blocks"]))


def _strings(node):
    if isinstance(node, dict):
        if node.get("t") in ("Str", "Code", "CodeBlock"):
            text = node["c"] if node["t"] == "Str" else node["c"][1]
            yield "".join(text.split())
        else:
            for inside in node.values():
                yield from _strings(inside)
    elif isinstance(node, list):
        for inside in node:
            yield from _strings(inside)


# Of a paragraph of code pandoc reads only what no revision touches.
@pytest.mark.parametrize("change", READ_BY_PANDOC)
def test_pandoc_reads_the_same_as_we_do(pair, tmp_path, change):
    old, new, marked = pair(*CHANGES[change])
    assert read_by_pandoc(marked, tmp_path, "--track-changes=accept") == read_by_pandoc(new, tmp_path)
    assert read_by_pandoc(marked, tmp_path, "--track-changes=reject") == read_by_pandoc(old, tmp_path)


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_accepts_and_rejects_to_the_same_paragraphs(pair, tmp_path):
    orders, expected = [], {}
    for number, change in enumerate(CHANGES):
        files = dict(zip(("old", "new", "marked"), pair(*CHANGES[change]), strict=True))
        for name, content_of in files.items():
            (tmp_path / f"{number}-{name}.docx").write_bytes(content_of)
        for name, source, word in (
            ("new", "new", ""),
            ("old", "old", ""),
            ("accepted", "marked", "Accept"),
            ("rejected", "marked", "Reject"),
        ):
            target = tmp_path / "out" / f"{number}-{name}.docx"
            orders.append((tmp_path / f"{number}-{source}.docx", word, target))
        expected[number] = change
    (tmp_path / "out").mkdir()
    settle(orders, tmp_path)
    wrong = []
    for number, change in expected.items():
        paragraphs = {
            name: told(tmp_path / "out" / f"{number}-{name}.docx") for name in ("new", "old", "accepted", "rejected")
        }
        for settled, meant in (("accepted", "new"), ("rejected", "old")):
            if paragraphs[settled] != paragraphs[meant]:
                wrong.append((change, settled, paragraphs[settled], paragraphs[meant]))
    assert not wrong


def told(path):
    """The words of each paragraph in order, of text, tables and notes."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return [
        text
        for name in ("word/document.xml", "word/footnotes.xml")
        if name in names
        for paragraph in part(path, name).iter(f"{W}p")
        if (text := "".join(node.text or "" for node in paragraph.iter(f"{W}t")).strip())
    ]


VOCABULARY = ("cấp", "ủy", "đã", "rà soát", "quy", "chế", "**đậm**", "[đây](https://a.example)", "2023.")
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join)
BLOCKS = st.one_of(
    WORDS,
    st.tuples(WORDS, st.integers(1, 3)).map(lambda each: f"{each[0]}[^{each[1]}]"),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(WORDS, min_size=1, max_size=3).map(
        lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, 1))
    ),
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(
        lambda rows: "\n".join(["| a | b |", "|---|---|", *(f"| {one} | {other} |" for one, other in rows)])
    ),
    WORDS.map(lambda words: f"> {words}"),
    WORDS.map(lambda words: f"1. {words}\n\n   {words}\n   - {words}"),
    WORDS.map(lambda words: f"## {words}"),
)
NOTES = st.tuples(WORDS, WORDS, WORDS).map(
    lambda notes: "\n\n".join(f"[^{n}]: {note}" for n, note in enumerate(notes, 1))
)


@st.composite
def pairs_of_texts(draw):
    """Two texts of which the second is the first with blocks gone, come, moved and changed."""
    old = draw(st.lists(BLOCKS, min_size=1, max_size=6))
    new = []
    for block in old:
        match draw(st.sampled_from(("keep", "keep", "drop", "change", "add", "later"))):
            case "keep":
                new.append(block)
            case "change":
                new.append(block.replace("cấp", draw(st.sampled_from(("chi", "**cấp**", "")))).replace("ủy", "ủy mới"))
            case "add":
                new += [draw(BLOCKS), block]
            case "later":
                new.insert(0, block)
    texts = []
    for blocks in (old, new):
        body = "\n\n<!-- -->\n\n".join(blocks)
        texts.append(f"{body}\n\n{draw(NOTES)}\n")
    return texts


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs_of_texts())
def test_any_two_texts_give_a_file_that_leads_to_both(pair, texts):
    holds(*pair(*texts))


CHARTS = """\
hoc-tap: {title: Học tập, unit: "%", measure: percentage, aggregate: ratio, target: "> 90", over: year,
  heading: bao-cao/thuan-loi}
ket-nap: {title: Kết nạp, unit: người, measure: number, aggregate: sum, target: "9", over: year,
  heading: bao-cao/thuan-loi}
"""
HERE = "units/phong-a/bao-cao/thuan-loi.md"
GIVEN = "{hoc-tap: {actual: 95/100}, ket-nap: {actual: 7}}"


def states(tmp_path, old, new):
    """Two states of a repository with a chart and a picture each, and the file with the changes between them."""
    roots, projects, files = [], [], []
    for name, (text, width, figures) in (("old", old), ("new", new)):
        root = write(
            tmp_path / name,
            {
                "content/indicators.yml": CHARTS,
                HERE: section(text, indicators=figures),
                "units/phong-a/images/so-do.png": png(width, 60),
            },
        )
        content = functools.partial(lambda root, one: (root / one.path).read_bytes(), root)
        project = read(root)
        (path,) = export(project, root, root / "build" / "docx", "phong-a", picture=content)
        roots.append(content)
        projects.append(project)
        files.append(path.read_bytes())
    (marked,) = export_against(*projects, tmp_path / "new", tmp_path / "redline", "phong-a", pictures=tuple(roots))
    return *files, marked


def test_pictures_and_charts_that_come_go_and_change_are_whole_on_both_sides(tmp_path):
    text = "Một.\n\n{{ hoc-tap.chart }}\n\n![Sơ đồ](../images/so-do.png)\n\nHai.\n"
    later = "{{ ket-nap.chart }}\n\n" + text
    old, new, marked = states(tmp_path, (text, 90, GIVEN), (later, 120, GIVEN.replace("95", "80")))
    holds(old, new, marked.read_bytes())
    with zipfile.ZipFile(marked) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert len([name for name in names if name.startswith("word/charts/chart") or "old-chart" in name]) == 5
        assert len([name for name in names if name.startswith("word/media/")]) == 2
        kinds = archive.read("[Content_Types].xml").decode()
        assert all(f'"/{name}"' in kinds for name in names if name.startswith("word/charts/") and "_rels" not in name)
    assert not [
        error.description for error in OpenXmlValidator().validate(str(marked)).errors if THEME not in error.description
    ]


def test_pictures_and_charts_that_only_move_down_are_no_change(tmp_path):
    text = "{{ hoc-tap.chart }}\n\n![Sơ đồ](../images/so-do.png)\n"
    old, new, marked = states(tmp_path, (text, 90, GIVEN), ("{{ ket-nap.chart }}\n\n" + text, 90, GIVEN))
    holds(old, new, marked.read_bytes())
    document = part(marked, "word/document.xml")
    assert len(list(document.iter("{*}docPr"))) == 3
    assert not list(document.iter(f"{W}del"))


def test_fields_of_the_older_text_lead_to_a_mark_that_is_there(pair):
    for change in (
        "words beside a note cited again",
        "another note cited again",
        "a note that is no longer cited again",
    ):
        document = ET.fromstring(zipfile.ZipFile(io.BytesIO(pair(*CHANGES[change])[2])).read("word/document.xml"))
        marks = [mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")]
        assert len(marks) == len(set(marks))
        fields = [node.text for node in document.iter() if node.tag in (f"{W}instrText", f"{W}delInstrText")]
        fields += [node.get(f"{W}instr") for node in document.iter(f"{W}fldSimple")]
        led = [field.split()[1] for field in fields if "NOTEREF" in field]
        assert led and set(led) <= set(marks)

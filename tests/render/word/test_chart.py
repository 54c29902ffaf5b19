"""Charts in Word files: drawn by Word itself, described, and the same bytes for the same figures."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.pictures import png
from tests.render.word.made import W
from tests.repositories import section, write
from vankien.readers.project import read
from vankien.render.word import Copy, Kind, export
from vankien.render.word.copy import Remark

REGISTER = """\
hoc-tap: {title: 'Học tập "quán triệt" & <b>', unit: "%", measure: percentage, aggregate: ratio, target: "> 90",
  over: year, heading: bao-cao/thuan-loi}
"""
BODY = "Lời đầu[^1].\n\n{{ hoc-tap.chart }}\n\nLời cuối.\n\n[^1]: Sổ theo dõi."
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def repository(root: Path, units: int) -> Path:
    """A bloc whose units report, with a chart in its text."""
    files = {"content/indicators.yml": REGISTER, "units/khoi/bao-cao/thuan-loi.md": section(BODY)}
    for number in range(units):
        id = f"phong-{number}"
        files[f"units/{id}/unit.yml"] = f"name: Chi bộ Phòng {number}\nlevel: co-so\nparent: khoi\n"
        given = f"{{hoc-tap: {{actual: {80 + number % 20}/100, baseline: 75%}}}}"
        text = "{{ hoc-tap.chart }}" if number == 0 else "x"
        files[f"units/{id}/bao-cao/thuan-loi.md"] = section(text, indicators=given)
    return write(root, files)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = repository(tmp_path_factory.mktemp("kho"), 12)
    return {path.parent.name: path for path in export(read(root), root, root / "build")}


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_chart_stands_between_the_paragraphs_and_the_footnote_stays(made):
    document = parts(made["khoi"])["word/document.xml"].decode()
    assert document.index("Lời đầu") < document.index("rIdChart1") < document.index("Lời cuối")
    assert "hoc-tap.chart" not in document
    assert "Sổ theo dõi" in parts(made["khoi"])["word/footnotes.xml"].decode()


def test_beside_a_picture_in_a_copy_to_review_all_keep_their_places_and_numbers(tmp_path):
    text = "Đoạn một.\n\n{{ hoc-tap.chart }}\n\n![Sơ đồ](../images/so-do.png)\n\nĐoạn bốn."
    root = repository(tmp_path, 3)
    write(root, {"content/indicators.yml": REGISTER, "units/khoi/bao-cao/thuan-loi.md": section(text),
                 "units/khoi/images/so-do.png": png(300, 200)})  # fmt: skip
    remark = Remark("thuan-loi", 2, "", "", "Bà Lan", "2023-05-12T00:00:00Z", ("Về biểu đồ.",))
    copy = Copy(Kind.REVIEW, lambda unit, report: (remark,))
    picture = lambda picture: (root / picture.path).read_bytes()  # noqa: E731
    (path,) = export(read(root), root, root / "build", "khoi", picture=picture, copy=copy)
    files = parts(path)
    document = etree.fromstring(files["word/document.xml"])
    numbers = [one.get("id") for one in document.iter("{*}docPr")]
    assert len(numbers) == len(set(numbers)) == 2
    assert len([name for name in files if name.startswith("word/media/")]) == 1
    text = "".join(
        one.text or ""
        if one.tag.endswith("}t")
        else {"chart": "<chart>", "blip": "<picture>"}[etree.QName(one).localname]
        for one in document.iter("{*}t", "{*}chart", "{*}blip")
    )
    places = [text.index(each) for each in ("Đoạn một", "<chart>", "<picture>", "Đoạn bốn")]
    assert places == sorted(places)
    assert "đoạn 4 Đoạn bốn" in text
    start = next(document.iter(f"{W}commentRangeStart"))
    assert [etree.QName(each).localname for each in start.getparent().iter("{*}chart", "{*}blip")] == ["chart"]


def test_its_parts_are_declared_and_related(made):
    files = parts(made["khoi"])
    assert b'PartName="/word/charts/chart1.xml"' in files["[Content_Types].xml"]
    assert b'Id="rIdChart1"' in files["word/_rels/document.xml.rels"]
    assert b"../embeddings/chart1.xlsx" in files["word/charts/_rels/chart1.xml.rels"]
    sheet = openpyxl.load_workbook(io.BytesIO(files["word/embeddings/chart1.xlsx"])).active
    assert [sheet.cell(1, 1).value, sheet.cell(1, 2).value] == ["Phòng 11", 91]


def test_it_is_described_for_those_who_cannot_see_it(made):
    document = etree.fromstring(parts(made["khoi"])["word/document.xml"])
    shown = next(document.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"))
    assert shown.get("title") == 'Học tập "quán triệt" & <b>'
    assert "12/13 đơn vị có số liệu, từ 91% (Chi bộ Phòng 11) đến 80% (Chi bộ Phòng 0)" in shown.get("descr")


def test_bars_have_the_profile_s_letters_vietnamese_figures_and_a_line_at_the_target(made):
    chart = etree.fromstring(parts(made["khoi"])["word/charts/chart1.xml"])
    assert {font.get("typeface") for font in chart.iter(f"{A}latin")} == {"Times New Roman"}
    words = [text.text for text in chart.iter(f"{A}t")]
    assert "91% ▲" in words
    assert "90% ✕" in words
    assert "▲ vượt   ✕ chưa đạt" in words
    assert float(chart.find(f".//{C}majorUnit").get("val")) == 90
    assert "chỉ tiêu trên 90%" in chart.find(f".//{C}valAx/{C}numFmt").get("formatCode")
    # Hatched against filled: told apart without colour.
    assert len(list(chart.iter(f"{A}pattFill"))) == 11


def test_a_single_unit_s_chart_shows_the_term_before(made):
    chart = etree.fromstring(parts(made["phong-0"])["word/charts/chart1.xml"])
    assert [value.text for value in chart.findall(f".//{C}cat//{C}v")] == ["Thực hiện", "Cùng kỳ trước"]
    assert [float(value.text) for value in chart.findall(f".//{C}val//{C}v")] == [80, 75]


def test_many_bars_stand_in_several_charts_of_one_scale(tmp_path):
    root = repository(tmp_path, 80)
    path = export(read(root), root, root / "build", unit="khoi")[0]
    files = parts(path)
    charts = [etree.fromstring(content) for name, content in sorted(files.items()) if "charts/chart" in name]
    assert [len(chart.findall(f".//{C}cat//{C}pt")) for chart in charts] == [27, 27, 27]
    assert len({chart.find(f".//{C}valAx//{C}max").get("val") for chart in charts}) == 1
    document = files["word/document.xml"].decode()
    ids = re.findall(r'docPr id="(\d+)"', document)
    assert len(ids) == len(set(ids)) == 3


def test_the_same_figures_give_the_same_bytes(tmp_path):
    found = []
    for name in ("a", "b"):
        root = repository(tmp_path / name, 5)
        found.append(export(read(root), root, root / "build", unit="khoi")[0].read_bytes())
    assert found[0] == found[1]


@pytest.mark.office
@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="needs LibreOffice, poppler")
def test_libreoffice_shows_it(made, tmp_path):
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(made["khoi"])], check=True, capture_output=True)
    told = subprocess.run(["pdftotext", "-layout", str(tmp_path / "bao-cao.pdf"), "-"], capture_output=True, text=True)
    for words in ("Phòng 11", "91% ▲", "chỉ tiêu trên 90%"):
        assert words in told.stdout

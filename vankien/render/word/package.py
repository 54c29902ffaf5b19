"""Word files as packages: the skeleton that pandoc starts from, and the finished file."""

import datetime
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import field
from xml.sax.saxutils import quoteattr

from vankien.model.record import record
from vankien.render.word import body, pictures
from vankien.render.word.annotations import annotate
from vankien.render.word.job import Job
from vankien.render.word.markup import serialise
from vankien.render.word.pictures import Album
from vankien.render.word.references import keep_symbols_whole, number_again
from vankien.render.word.stationery import NAMESPACES, STYLE_NAMES, Stationery

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER_LINE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# The parts of every file, with their content type and the type and id of the relation to them.
PARTS = (
    ("word/styles.xml", f"{WORD_TYPE}.styles+xml", "styles", "rIdStyles"),
    ("word/settings.xml", f"{WORD_TYPE}.settings+xml", "settings", "rIdSettings"),
    ("word/fontTable.xml", f"{WORD_TYPE}.fontTable+xml", "fontTable", "rIdFonts"),
    ("word/numbering.xml", f"{WORD_TYPE}.numbering+xml", "numbering", "rIdNumbering"),
    ("word/footnotes.xml", f"{WORD_TYPE}.footnotes+xml", "footnotes", "rIdFootnotes"),
    ("word/header1.xml", f"{WORD_TYPE}.header+xml", "header", "rIdHeader"),
    ("word/header2.xml", f"{WORD_TYPE}.header+xml", "header", "rIdHeaderFirst"),
    ("word/footer1.xml", f"{WORD_TYPE}.footer+xml", "footer", "rIdFooter"),
)
COMMENTS = ("word/comments.xml", f"{WORD_TYPE}.comments+xml", "comments", "rIdComments")
PROPERTIES = (
    (
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{PACKAGE}/relationships/metadata/core-properties",
    ),
    (
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        f"{OFFICE}/extended-properties",
    ),
    (
        "docProps/custom.xml",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        f"{OFFICE}/custom-properties",
    ),
)
MEDIA = {"png": "image/png", "jpeg": "image/jpeg"}
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLE_ID = re.compile(rb'w:styleId="([^"]+)"')
HEADING_LEVELS = range(1, 10)


@record
class Content:
    """The text of a Word file as the parts that hold it."""

    document: bytes
    notes: bytes
    numbering: bytes
    relations: tuple[str, ...]
    """Relations of the text to links and pictures, as XML."""
    relations_of_notes: tuple[str, ...]
    """The same of the footnotes."""
    pictures: tuple[str, ...]
    """Names of the pictures that it shows."""
    extra: Mapping[str, bytes] = field(default_factory=dict)
    """Further parts, such as comments."""


def skeleton() -> bytes:
    """The reference document for pandoc: names of styles only, since reading their looks costs more than a text."""
    names = [(id, name, "paragraph") for id, name, _ in STYLE_NAMES]
    names += [(f"Heading{level}", f"heading {level}", "paragraph") for level in HEADING_LEVELS]
    names += [("FootnoteReference", "footnote reference", "character"), ("Hyperlink", "Hyperlink", "character")]
    names += [("VerbatimChar", "Verbatim Char", "character"), ("Table", "Table", "table")]
    styles = "".join(
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/></w:style>' for id, name, kind in names
    )
    empty = "<w:body><w:sectPr/></w:body>"
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    return archived(
        {
            "_rels/.rels": _relationships(relation),
            "word/document.xml": f"{HEADER_LINE}<w:document {NAMESPACES}>{empty}</w:document>".encode(),
            "word/styles.xml": f"{HEADER_LINE}<w:styles {NAMESPACES}>{styles}</w:styles>".encode(),
        }
    )


def finish(
    converted: bytes,
    job: Job,
    stationery: Stationery,
    parts: Mapping[str, bytes],
    properties: Mapping[str, str],
    time: datetime.datetime,
    album: Album,
) -> bytes:
    """The finished Word file of a job, from what pandoc made of it and the parts that all such files share."""
    known = known_styles(parts)
    with zipfile.ZipFile(io.BytesIO(converted)) as archive:
        document = ET.fromstring(archive.read("word/document.xml"))
        notes = ET.fromstring(archive.read("word/footnotes.xml"))
        numbering = ET.fromstring(archive.read("word/numbering.xml"))
        relations = ET.fromstring(archive.read("word/_rels/document.xml.rels"))
        note_relations = ET.fromstring(archive.read("word/_rels/footnotes.xml.rels"))
    pictures.set_in((document, notes), album, stationery)
    body.lay_out(document, ET.fromstring(job.last_section), stationery, known)
    body.lay_out_notes(notes, stationery, known)
    body.lay_out_lists(numbering, stationery)
    extra = {}
    if job.review:
        comments = annotate(document, job.remarks, stationery.profile.words.paragraph)
        extra[COMMENTS[0]] = serialise(comments)
    number_again(document)
    keep_symbols_whole((document, notes))
    shown, shown_in_notes = pictures.names(document), pictures.names(notes)
    content = Content(
        document=serialise(document),
        notes=serialise(notes),
        numbering=serialise(numbering),
        relations=(*_carried(relations), *picture_relations(shown)),
        relations_of_notes=(*_carried(note_relations), *picture_relations(shown_in_notes)),
        pictures=(*shown, *shown_in_notes),
        extra=extra,
    )
    return pack(content, job, stationery, parts, properties, time, album)


def known_styles(parts: Mapping[str, bytes]) -> frozenset[str]:
    """The ids of the styles that some parts of a file bring."""
    return frozenset(id.decode() for id in STYLE_ID.findall(parts["word/styles.xml"]))


def pack(
    content: Content,
    job: Job,
    stationery: Stationery,
    parts: Mapping[str, bytes],
    properties: Mapping[str, str],
    time: datetime.datetime,
    album: Album,
) -> bytes:
    """The finished Word file of a job, from its text and the parts that all such files share."""
    stamp = time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    core = stationery.xml(
        "core",
        title=job.title,
        creator=job.creator,
        language=stationery.profile.language,
        status=job.status,
        time=stamp,
    )
    present = (*PARTS, COMMENTS) if content.extra else PARTS
    own = [f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{name[5:]}"/>' for name, _, kind, id in present]
    of_package = [f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>']
    of_package += [
        f'<Relationship Id="rId{position}" Type="{kind}" Target="{name}"/>'
        for position, (name, _, kind) in enumerate(PROPERTIES, start=2)
    ]
    return archived(
        {
            "[Content_Types].xml": _content_types(present, len(job.charts)),
            "_rels/.rels": _relationships(*of_package),
            "docProps/core.xml": core.encode(),
            "docProps/custom.xml": stationery.xml("custom", properties=properties).encode(),
            "word/document.xml": content.document,
            "word/_rels/document.xml.rels": _relationships(*own, *content.relations, *_to_charts(job)),
            "word/footnotes.xml": content.notes,
            "word/_rels/footnotes.xml.rels": _relationships(*content.relations_of_notes),
            "word/numbering.xml": content.numbering,
            **content.extra,
            **parts,
            **_charts(job),
            **_media(album, set(content.pictures)),
        }
    )


def picture_relations(names: Iterable[str]) -> list[str]:
    """The relations of a part to the pictures that it shows."""
    return [f'<Relationship Id="rId-{name}" Type="{OFFICE}/image" Target="media/{name}"/>' for name in names]


def hyperlinks(relations: ET.Element) -> dict[str, str]:
    """The addresses to which a part of pandoc's leads, by id."""
    return {each.get("Id"): each.get("Target") for each in relations if each.get("Type") == f"{OFFICE}/hyperlink"}


def link_relations(ids: Mapping[str, str]) -> list[str]:
    """The relations of a part to the addresses to which it leads, whose ids are given."""
    return [
        f'<Relationship Id="{id}" Type="{OFFICE}/hyperlink" Target={quoteattr(address)} TargetMode="External"/>'
        for address, id in ids.items()
    ]


def _media(album: Album, names: set[str]) -> dict[str, bytes]:
    return {f"word/media/{name}": album.content(album.pictures[name]) for name in sorted(names)}


def _carried(relations: ET.Element) -> list[str]:
    """The links among pandoc's relations; its other parts have their own."""
    kept = [relation for relation in relations if relation.get("Type") == f"{OFFICE}/hyperlink"]
    attributes = [{key: quoteattr(value) for key, value in relation.items()} for relation in kept]
    return [f"<Relationship {' '.join(f'{key}={value}' for key, value in each.items())}/>" for each in attributes]


def _relationships(*relations: str) -> bytes:
    inside = "".join(relations)
    return f'{HEADER_LINE}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'.encode()


def _charts(job: Job) -> dict[str, bytes]:
    """The parts of the charts, each with the workbook of its numbers."""
    files = {}
    for number, chart in enumerate(job.charts, start=1):
        workbook = f'<Relationship Id="rId1" Type="{OFFICE}/package" Target="../embeddings/chart{number}.xlsx"/>'
        files[f"word/charts/chart{number}.xml"] = chart.xml.encode()
        files[f"word/charts/_rels/chart{number}.xml.rels"] = _relationships(workbook)
        files[f"word/embeddings/chart{number}.xlsx"] = chart.workbook
    return files


def _to_charts(job: Job) -> list[str]:
    return [
        f'<Relationship Id="rIdChart{number}" Type="{OFFICE}/chart" Target="charts/chart{number}.xml"/>'
        for number in range(1, len(job.charts) + 1)
    ]


def _content_types(parts: Iterable[tuple[str, str, str, str]], charts: int) -> bytes:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml", **MEDIA}
    defaults |= {"xlsx": SHEET_TYPE} if charts else {}
    overrides = [("word/document.xml", f"{WORD_TYPE}.document.main+xml")]
    overrides += [(name, kind) for name, kind, *_ in (*parts, *PROPERTIES)]
    overrides += [(f"word/charts/chart{number}.xml", CHART_TYPE) for number in range(1, charts + 1)]
    inside = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items())
    inside += "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return f'{HEADER_LINE}<Types xmlns="{PACKAGE}/content-types">{inside}</Types>'.encode()


def archived(files: Mapping[str, bytes]) -> bytes:
    """An archive whose bytes depend on its content only."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return buffer.getvalue()

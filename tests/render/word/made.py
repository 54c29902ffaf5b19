"""A small report made by hand, and what readers that are not our own find in its Word file."""

import zipfile
from pathlib import Path

from docx.document import Document
from lxml import etree

from vankien.model.indicator import Observation
from vankien.model.outline import Appendix, Heading, Outline, numbered
from vankien.model.section import Section, Status
from vankien.model.source import Body, Span
from vankien.model.unit import Signatory, Unit

PROFILES = ("party-2018", "party-2026", "state-2020")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADINGS = (
    ("mo-dau", "Mở đầu", 1),
    ("tinh-hinh", "Tình hình thực hiện nghị quyết đại hội", 1),
    ("boi-canh", "Bối cảnh chung", 2),
    ("thuan-loi", "Thuận lợi", 3),
    ("viec-lam", "Việc làm ở cơ sở", 4),
    ("chi-tiet", "Chi tiết của từng việc", 5),
    ("phuong-huong", "Mục tiêu và giải pháp", 1),
    ("muc-tieu", "Mục tiêu", 2),
)
NUMBERING = ("Phần {ordinal}", "{roman}-", "{n}.", "{n}.{n}.", "{letter})")
TEXTS = {
    "mo-dau": "Lời mở đầu.",
    "thuan-loi": "Đoạn văn của mục thuận lợi.",
    "chi-tiet": "Đoạn văn của mục chi tiết.",
    "muc-tieu": "Đoạn văn cuối cùng.",
}


def outline(
    headings: tuple[tuple[str, str, int], ...] = HEADINGS,
    numbering: tuple[str, ...] = NUMBERING,
    appendices: tuple[Appendix, ...] = (),
) -> Outline:
    made = [
        Heading(id, title, level, Span("content/outlines/so-ket.md"), opening=id == "mo-dau")
        for id, title, level in headings
    ]
    return Outline(
        "so-ket",
        "Báo cáo sơ kết",
        "content/outlines/so-ket.md",
        subject="sơ kết giữa nhiệm kỳ của {committee}",
        numbering=numbering,
        headings=numbered(made, numbering),
        appendices=appendices,
    )


UNIT = Unit(
    "so-mau",
    "Đảng bộ Sở Mẫu",
    "co-so",
    Span("units/so-mau/unit.yml"),
    parent="khoi",
    committee="Ban Chấp hành Đảng bộ Sở Mẫu",
    issuer="Đảng ủy Sở Mẫu",
    place="Trà Vinh",
    symbol="ĐU",
    signatory=Signatory("T/M Ban Thường vụ", "Bí thư", "Nguyễn Văn Mẫu"),
    recipients=("Đảng ủy Khối (b/c)", "Các chi bộ trực thuộc", "Lưu Văn phòng Đảng ủy"),
)
ROOT = Unit("khoi", "Đảng bộ Khối", "khoi", Span("units/khoi/unit.yml"))


def section(heading: str, text: str, status: Status = Status.DRAFT, unit: str = "so-mau") -> Section:
    path = f"units/{unit}/so-ket/{heading}.md"
    observed = {"ket-nap": Observation("ket-nap", Span(path), {"actual": "12"})} if heading == "thuan-loi" else {}
    return Section(unit, "so-ket", heading, Body(text, path), status, observations=observed)


def part(path: Path, name: str) -> etree._Element:
    """One part of a Word file as a tree."""
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def texts(document: Document, style: str) -> list[str]:
    """The paragraphs in one style, also those in tables."""
    found = document.element.body.iter(f"{W}p")
    ids = {each.style_id for each in document.styles if each.name == style}
    return [words(paragraph) for paragraph in found if style_id(paragraph) in ids]


def style_id(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def words(element: etree._Element) -> str:
    signs = {f"{W}br": "\n", f"{W}noBreakHyphen": "-"}
    return "".join(signs.get(node.tag) or node.text or "" for node in element.iter(f"{W}t", *signs))

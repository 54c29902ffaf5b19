"""A small project made by hand, and its Word files."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document

from tests.render.word.made import ROOT, TEXTS, UNIT, outline, section
from vankien.model.cycle import Cycle, Level
from vankien.model.indicator import Indicator
from vankien.model.outline import Outline
from vankien.model.project import Project, resolve_outline
from vankien.model.section import Status
from vankien.model.source import Span
from vankien.model.unit import Issue, Unit
from vankien.render.word import export

Make = Callable[..., Project]
Open = Callable[..., Document]


@pytest.fixture
def make() -> Make:
    """Makes a project of two units of which one has written."""

    def project(
        texts: Mapping[str, str] = TEXTS,
        profile: str = "party-2018",
        status: Status = Status.DRAFT,
        of: Outline | None = None,
        unit: Unit = UNIT,
        issue: Issue | None = None,
        notice: str = "",
    ) -> Project:
        asked = of or outline()
        writer = replace(unit, issues={"so-ket": issue} if issue else unit.issues)
        units = {"khoi": ROOT, writer.id: writer}
        return Project(
            Cycle("Sơ kết", "khoi", draft=4, profile=profile, notice=notice, levels={"co-so": Level("co-so", "Cơ sở")}),
            datetime.date(2023, 5, 12),
            {"so-ket": asked},
            units,
            {(writer.id, "so-ket", id): section(id, text, status, writer.id) for id, text in texts.items()},
            indicators={
                "ket-nap": Indicator(
                    "ket-nap",
                    "Kết nạp đảng viên mới",
                    Span("content/indicators.yml"),
                    "đảng viên",
                    target="10",
                    report="so-ket",
                )
            },
            commit="0123456789abcdef",
            epoch=1683892800,
            applied={(each.id, "so-ket"): resolve_outline(asked, each.matches) for each in units.values()},
        )

    return project


@pytest.fixture
def file(make: Make, tmp_path: Path) -> Callable[..., Path]:
    """The Word file of a project that is made with the same arguments."""

    def written(**arguments: object) -> Path:
        (path,) = export(make(**arguments), tmp_path / "repository", tmp_path / "docx")
        return path

    return written


@pytest.fixture
def opened(file: Callable[..., Path]) -> Open:
    """That file as python-docx reads it."""
    return lambda **arguments: docx.Document(str(file(**arguments)))

"""The small cycle, its pages, and the site built of them."""

from pathlib import Path

import pytest

from tests.render.small_cycle import FILES, build, pages_of
from tests.repositories import write
from vankien.model.page import Page
from vankien.model.project import Project
from vankien.readers.project import read

DOWNLOADS = (("phong-a", "bao-cao"),)


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository."""
    return write(tmp_path_factory.mktemp("kho"), FILES)


@pytest.fixture(scope="session")
def project(root: Path) -> Project:
    """The repository, read."""
    return read(root)


@pytest.fixture(scope="session")
def pages(project: Project, root: Path) -> dict[str, Page]:
    """The pages, by place."""
    return pages_of(project, root, DOWNLOADS)


@pytest.fixture(scope="session")
def built(project: Project, root: Path) -> Path:
    """The folder of the built site."""
    return build(project, root, DOWNLOADS)

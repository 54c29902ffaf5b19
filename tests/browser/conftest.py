"""Sites to look at: one of a small cycle full of attacks, and one of the repository's own drafts."""

import shutil
from pathlib import Path

import pytest

from tests.render.small_cycle import FILES, build
from tests.repositories import write
from vankien.readers.project import read

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the small cycle's site."""
    root = write(tmp_path_factory.mktemp("kho"), FILES)
    return build(read(root), root, (("phong-a", "bao-cao"),))


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site of the repository's sample drafts."""
    root = tmp_path_factory.mktemp("mau")
    for name in ("content", "units"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return build(read(root), root)

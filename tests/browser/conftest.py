"""Sites to look at: a small cycle of attacks, the repository's drafts, and these with earlier ones and a code host."""

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.kinds import kinds
from tests.render.small_cycle import FILES, build
from tests.repositories import write
from vankien.model.draft import Draft
from vankien.model.recent import Recent
from vankien.readers.project import read

ROOT = Path(__file__).resolve().parent.parent.parent
CHANGED = "units/so-thuy-loi/so-ket/thuan-loi.md"


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the small cycle's site."""
    root = write(tmp_path_factory.mktemp("kho"), FILES)
    return build(read(root), root, (("phong-a", "bao-cao"),))


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site of the repository's sample drafts."""
    root = _samples(tmp_path_factory.mktemp("mau"))
    return build(read(root), root)


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a site with pages of every kind: the sample drafts with two drafts before them, on a code host."""
    root = _samples(tmp_path_factory.mktemp("ca"))
    drafts = []
    for number, words in enumerate(("Ba năm qua đã kết nạp 12 đảng viên.", "Ba năm qua đã kết nạp 15 người."), start=1):
        earlier = _samples(tmp_path_factory.mktemp(f"lan-{number}"))
        text = (earlier / CHANGED).read_text(encoding="utf-8")
        (earlier / CHANGED).write_text(f"{text}\n{words}\n", encoding="utf-8")
        (earlier / "units/so-thuy-loi/so-ket/bai-hoc.md").unlink()
        day = datetime.date(2023, 4, 10 * number)
        drafts.append(Draft(number, f"draft/{number}", str(number) * 40, day, read(earlier)))
    for path in sorted((root / "units/so-thuy-loi/so-ket").glob("*.md"))[:10]:
        # A document that is cited at many places has a page of its own.
        path.write_text(path.read_text(encoding="utf-8") + "\nThực hiện Nghị quyết số 21-NQ/TW.\n", encoding="utf-8")
    # A day on which some are late.
    project = read(root, datetime.date(2023, 6, 1))
    recent = (Recent("so-thuy-loi", "so-ket", "thuan-loi", project.today),)
    cycle = replace(project.cycle, draft=3, repository="https://codehost.example/doi/kho", host="forgejo")
    project = replace(project, cycle=cycle, drafts=tuple(drafts), recent=recent)
    return build(project, root, (("so-thuy-loi", "so-ket"),))


@pytest.fixture(scope="session")
def every_kind(whole_site: Path) -> dict[str, str]:
    """One page of each kind of the whole site, by its kind."""
    return kinds(whole_site)


def _samples(root: Path) -> Path:
    for name in ("content", "units"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root

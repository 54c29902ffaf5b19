"""`build.py` as a newcomer meets it: real environments, real pip, packages from a folder and no network."""

import ast
import base64
import hashlib
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
ENTRY = """
import importlib.metadata, pathlib, sys, parcel
print("vankien", importlib.metadata.version("parcel"), pathlib.Path(__file__).parent.parent.name, sys.argv[1:])
sys.exit(7 if "fail" in sys.argv else 0)
"""
RUNNER = """
import os, sys
print("pytest", os.path.basename(os.getcwd()), sys.argv[1:])
sys.exit(5)
"""


def wheel(folder: Path, name: str, version: str, source: str) -> str:
    """Writes a wheel of one module into a folder; returns its line for a lock."""
    files = {
        f"{name}/__init__.py": "",
        f"{name}/__main__.py": source,
        f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},"
        for path, text in files.items()
    ]
    files[f"{name}-{version}.dist-info/RECORD"] = "\n".join([*record, f"{name}-{version}.dist-info/RECORD,,"])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(member, text)
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Path:
    """A folder of packages, with the locks that name them."""
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "requirements.lock").write_text(wheel(folder, "parcel", "1.0", ""))
    (folder / "newer.lock").write_text(wheel(folder, "parcel", "2.0", ""))
    (folder / "requirements-test.lock").write_text(wheel(folder, "pytest", "9.9", RUNNER))
    return folder


def clone(shelf: Path, folder: Path) -> Path:
    """A checkout with the real `build.py`, a package that tells what it was given, and small locks."""
    (folder / "vankien").mkdir(parents=True)
    shutil.copy(ROOT / "build.py", folder)
    (folder / "vankien" / "__init__.py").touch()
    (folder / "vankien" / "__main__.py").write_text(ENTRY)
    for name in ("requirements.lock", "requirements-test.lock"):
        shutil.copy(shelf / name, folder)
    return folder


@pytest.fixture(scope="module")
def first_run(shelf, tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess]:
    """A checkout after its first run, and what that run said."""
    folder = clone(shelf, tmp_path_factory.mktemp("first") / "checkout")
    return folder, build(folder, shelf, "status", "--lang=vi")


@pytest.fixture
def checkout(first_run, tmp_path) -> Path:
    """A checkout that was set up elsewhere and moved here, as users move folders."""
    folder = tmp_path / "moved"
    shutil.copytree(first_run[0], folder, symlinks=True)
    return folder


def environment(packages: Path | None) -> dict[str, str]:
    """The process environment of somebody whose pip knows no index but one folder of packages."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    found = {"PIP_FIND_LINKS": str(packages)} if packages else {}
    return {**kept, **found, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"}


def build(folder: Path, packages: Path | None, *arguments: str, code: str = "") -> subprocess.CompletedProcess:
    """Runs `build.py` with these arguments, after a line of Python that prepares the interpreter."""
    script = str(folder / "build.py")
    prepared = f"import runpy, sys; {code}; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    return subprocess.run(
        [sys.executable, *(["-c", prepared] if code else []), script, *arguments],
        cwd=folder.parent,
        env=environment(packages),
        capture_output=True,
        encoding="utf-8",
    )


def start(folder: Path, packages: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(folder / "build.py"), "status"],
        env=environment(packages),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def test_the_first_run_sets_up_says_so_and_does_what_was_asked(first_run):
    folder, result = first_run
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Lần chạy đầu: đang tạo .venv …\nTải gói 1/1\n")
    assert result.stdout.endswith("vankien 1.0 checkout ['status', '--lang=vi']\n")
    assert (folder / ".venv").is_dir()


def test_the_second_run_says_nothing_of_its_own(first_run):
    folder, _ = first_run
    assert build(folder, None, "check").stdout == "vankien 1.0 checkout ['check']\n"


def test_a_moved_checkout_runs_its_own_code(checkout):
    assert build(checkout, None).stdout == "vankien 1.0 moved []\n"


def test_the_exit_code_is_that_of_the_command(first_run):
    assert build(first_run[0], None, "fail").returncode == 7


def test_a_new_lock_makes_a_new_environment(shelf, checkout):
    shutil.copy(shelf / "newer.lock", checkout / "requirements.lock")
    result = build(checkout, shelf)
    assert result.stdout.endswith("vankien 2.0 moved []\n"), result.stderr
    assert not list((checkout / ".venv").rglob("parcel-1.0.dist-info"))


def test_a_killed_first_run_is_repaired_by_the_next(shelf, tmp_path):
    folder = clone(shelf, tmp_path / "killed")
    process = start(folder, shelf)
    deadline = time.monotonic() + 60
    while not list((folder / ".venv").rglob("pip")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert build(folder, shelf).stdout.endswith("vankien 1.0 killed []\n")


def test_half_an_installed_package_is_not_taken_for_a_whole_one(shelf, checkout):
    (checkout / ".venv" / "vankien-setup").write_text("")
    shutil.rmtree(next((checkout / ".venv").rglob("parcel")))
    assert build(checkout, shelf).stdout.endswith("vankien 1.0 moved []\n")


def test_two_first_runs_at_once_share_one_set_up(shelf, tmp_path):
    folder = clone(shelf, tmp_path / "twice")
    outputs = [process.communicate()[0] for process in [start(folder, shelf), start(folder, shelf)]]
    assert all(output.endswith("vankien 1.0 twice ['status']\n") for output in outputs), outputs
    assert sum("Lần chạy đầu" in output for output in outputs) == 1


@pytest.mark.parametrize(("language", "words"), [("vi", "Không cài được"), ("en", "could not be installed")])
def test_without_a_network_it_says_what_to_do(shelf, tmp_path, language, words):
    result = build(clone(shelf, tmp_path / "offline"), None, "--lang", language)
    assert result.returncode == 2
    assert words in result.stderr
    assert "parcel==1.0" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_the_venv_module_it_names_the_package_to_install(shelf, tmp_path):
    folder = clone(shelf, tmp_path / "debian")
    result = build(folder, shelf, code="sys.modules['ensurepip'] = None")
    assert result.returncode == 2
    assert "sudo apt install python3-venv" in result.stderr
    assert not (folder / ".venv").exists()


def test_an_old_python_gets_a_sentence_in_both_languages(shelf, tmp_path):
    result = build(clone(shelf, tmp_path / "old"), shelf, code="sys.version_info = (3, 9, 2, 'final', 0)")
    assert result.returncode == 2
    assert "cần Python 3.11 trở lên; máy đang chạy Python 3.9.2" in result.stderr
    assert "needs Python 3.11 or newer" in result.stderr


def test_an_old_python_can_parse_the_script():
    ast.parse((ROOT / "build.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_environment_that_somebody_else_made_is_left_alone(shelf, tmp_path):
    folder = clone(shelf, tmp_path / "own")
    (folder / ".venv").mkdir()
    (folder / ".venv" / "notes.txt").write_text("mine")
    result = build(folder, shelf)
    assert result.returncode == 2
    assert ".venv" in result.stderr
    assert (folder / ".venv" / "notes.txt").read_text() == "mine"


def test_the_tests_run_in_the_checkout_with_what_they_need(shelf, checkout):
    result = build(checkout, shelf, "test", "-k", "word")
    assert result.stdout.endswith("pytest moved ['-k', 'word']\n"), result.stderr
    assert result.returncode == 5
    assert build(checkout, None, "check").stdout == "vankien 1.0 moved ['check']\n"


def test_catalogues_are_compiled_where_the_command_line_finds_them(tmp_path):
    source = tmp_path / "vi" / "LC_MESSAGES" / "vankien.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "yes"\nmsgstr "có"\n')
    script = runpy.run_path(str(ROOT / "build.py"))
    script["compile_catalogues"].__globals__.update(LOCALE=str(tmp_path), PYTHON=sys.executable)
    script["compile_catalogues"]()
    assert "có".encode() in source.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_names_packages_and_hashes_and_no_place(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "/" not in text


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_holds_what_the_project_asks_for(name):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = (
        declared["project"]["dependencies"] if name == "requirements.lock" else declared["dependency-groups"]["test"]
    )
    pinned = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if "==" in line:
            requirement = Requirement(line.rstrip("\\ "))
            pinned[requirement.name.replace("_", "-")] = str(requirement.specifier).removeprefix("==")
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pinned[requirement.name.replace("_", "-").replace(".", "-")])


def test_an_installed_wheel_has_templates_translations_and_the_command(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        names = set(archive.namelist())
        entry_points = archive.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    templates = [path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()]
    catalogues = [path.relative_to(ROOT) for path in (ROOT / "vankien" / "locale").rglob("*.po")]
    assert {f"vankien/{name}" for name in templates} <= names
    assert {path.as_posix() for path in catalogues} <= names
    assert "vankien = vankien.__main__:main" in entry_points

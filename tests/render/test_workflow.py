"""The files of a code host: readable by the host, and their steps do on a real clone what they say."""

import http.server
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from ruamel.yaml import YAML

from tests.readers.test_earlier import commit, git
from tests.repositories import CYCLE, section, write
from vankien.readers.project import read
from vankien.render.workflow import FORMS, HOSTS, WORKFLOWS, files

HEADING = "# Một lượt sửa\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write(
        tmp_path,
        {
            "content/cycle.yml": CYCLE + "editors: ['@bien-tap', to-truong]\n",
            "units/phong-b/unit.yml": (
                "name: Phòng B\nlevel: co-so\nparent: khoi\n"
                "accounts: {drafters: ['@lan', lan@so.example], overseers: ['@han']}\n"
            ),
        },
    )
    return root


def owners(root: Path, host: str) -> list[str]:
    text = files(read(root), root, host, "main")[f".{host}/CODEOWNERS"]
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_a_unit_is_owned_by_its_people_and_the_team_and_everything_else_by_the_team(root: Path, host: str) -> None:
    lines = owners(root, host)
    assert lines[0] == "* @bien-tap @to-truong"
    assert "/units/phong-b/ @lan lan@so.example @han @bien-tap @to-truong" in lines
    assert "/units/phong-a/ @bien-tap @to-truong" in lines


def test_the_owners_for_forgejo_are_regular_expressions_that_fit_only_their_folder(root: Path) -> None:
    rules = [line.split() for line in owners(root, "forgejo")]
    fitting = {
        path: sorted({name for pattern, *names in rules if re.fullmatch(pattern, path) for name in names})
        for path in ("units/phong-b/bao-cao/a.md", "units/phong-a/unit.yml", "content/cycle.yml", "README.md")
    }
    assert fitting == {
        "units/phong-b/bao-cao/a.md": ["@bien-tap", "@han", "@lan", "@to-truong", "lan@so.example"],
        "units/phong-a/unit.yml": ["@bien-tap", "@to-truong"],
        "content/cycle.yml": ["@bien-tap", "@to-truong"],
        "README.md": [],
    }


def test_a_team_without_accounts_has_an_empty_list(tmp_path: Path) -> None:
    assert owners(write(tmp_path), "github") == []


def steps(text: str) -> list[str]:
    """The commands of a workflow, in order."""
    value = YAML(typ="safe").load(text)
    if "jobs" in value:
        return [step["run"] for step in value["jobs"]["vankien"]["steps"] if "run" in step]
    return [line for job in ("kiem-tra", "xem-truoc") for line in value[job]["script"]]


@pytest.mark.parametrize("host", HOSTS)
def test_a_workflow_checks_the_change_writes_the_summary_and_builds(root: Path, host: str) -> None:
    text = files(read(root), root, host, "chinh")[WORKFLOWS[host]]
    commands = "\n".join(steps(text))
    for part in ('check --changed "$BASE" --branch "$BRANCH"', 'review "$BASE" --branch "$BRANCH"', "vankien build"):
        assert part in commands
    assert "pip install vankien==" in text
    assert "{%" not in text and "StrictUndefined" not in text


@pytest.mark.parametrize("host", HOSTS)
def test_a_repository_with_its_own_script_uses_that(root: Path, host: str) -> None:
    (root / "build.py").write_text("")
    text = files(read(root), root, host, "main")[WORKFLOWS[host]]
    assert "python3 build.py check" in text and "pip install" not in text
    YAML(typ="safe").load(text)


@pytest.mark.parametrize("host", HOSTS)
def test_the_form_of_a_pull_request_is_vietnamese_and_has_boxes_to_tick(root: Path, host: str) -> None:
    form = files(read(root), root, host, "main")[FORMS[host]]
    assert form.count("- [ ] ") >= 3 and "Đơn vị" in form


class Host(http.server.BaseHTTPRequestHandler):
    """Stands for the interface of a code host: keeps comments in a list."""

    kept: ClassVar[list[dict]] = []

    def answer(self, value: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def body(self) -> str:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def do_GET(self) -> None:
        self.answer(self.kept)

    def do_POST(self) -> None:
        self.kept.append({"id": len(self.kept) + 1, "body": self.body()})
        self.answer(self.kept[-1])

    def do_PATCH(self) -> None:
        one = self.kept[int(self.path.rpartition("/")[2]) - 1]
        one["body"] = self.body()
        self.answer(one)

    do_PUT = do_PATCH

    def log_message(self, *arguments: object) -> None:
        """Nothing on the terminal."""


@contextmanager
def served() -> Iterator[str]:
    """A stand-in for a code host on this machine, with a comment by somebody."""
    Host.kept = [{"id": 1, "body": "Lời của người khác"}]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def settings(address: str) -> dict[str, str]:
    """What a host tells the scripts that send the summary."""
    return {
        "VANKIEN_TOKEN": "x", "CI_API_V4_URL": address, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3",
        "TOKEN": "x", "COMMENTS": f"{address}/issues/3/comments", "COMMENT": f"{address}/issues/comments",
    }  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_a_second_summary_replaces_the_first_and_leaves_what_others_wrote(root: Path, host: str, tmp_path) -> None:
    value = YAML(typ="safe").load(files(read(root), root, host, "main")[WORKFLOWS[host]])
    script = (
        value["kiem-tra"]["after_script"][0]
        if host == "gitlab"
        else next(one["run"] for one in value["jobs"]["vankien"]["steps"] if "SEND" in one.get("run", ""))
    )
    with served() as address:
        environment = os.environ | settings(address)
        (tmp_path / "build").mkdir(exist_ok=True)
        for text in (HEADING + "một", HEADING + "hai"):
            (tmp_path / "build/review.md").write_text(text, encoding="utf-8")
            subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
        # A summary that was not made must not take the place of somebody's words.
        (tmp_path / "build/review.md").write_text("")
        subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=False)
    assert [one["body"] for one in Host.kept] == ["Lời của người khác", HEADING + "hai"]


TEXT = "units/phong-b/bao-cao/thuan-loi.md"


@pytest.fixture
def merged(root: Path, tmp_path_factory) -> Path:
    """A clone as a workflow gets it: a branch with a slip, merged into main, and no branch checked out."""
    write(root, {"mkdocs.yml": "INHERIT: build/mkdocs.yml\nsite_name: Thử\n", ".gitignore": "build/\n"})
    git(root, "init", "-q")
    commit(root)
    git(root, "checkout", "-q", "-b", "phong-b/nop")
    write(root, {TEXT: section("Theo Kết luận số 21-KL/TW, ngày 31/9/2021.")})
    commit(root)
    git(root, "checkout", "-q", "main")
    (root / "units/phong-a/bao-cao/kho-khan.md").write_text(section("Việc đã có trên nhánh chính."))
    commit(root)
    clone = tmp_path_factory.mktemp("runner") / "kho"
    git(root, "clone", "-q", root.as_uri(), str(clone))
    git(clone, "checkout", "-q", "--detach", "origin/main")
    git(clone, "merge", "-q", "--no-ff", "-m", "x", "origin/phong-b/nop")
    return clone


def runner(clone: Path, address: str) -> dict[str, str]:
    """The variables of a machine that runs workflows, on which vankien is installed."""
    program = clone.parent / "bin/vankien"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m vankien "$@"\n')
    program.chmod(0o755)
    here = str(Path(__file__).resolve().parents[2])
    path = f"{program.parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    return os.environ | settings(address) | {
        "PATH": path, "PYTHONPATH": here, "GITHUB_STEP_SUMMARY": str(clone.parent / "summary.md"),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "phong-b/nop",
        "CI_PROJECT_URL": "https://host.example/kho", "CI_COMMIT_SHA": "abc",
    }  # fmt: skip


def expanded(text: str, address: str) -> str:
    """A value of a GitHub or Forgejo workflow as the host gives it to a step."""
    event = {
        "github.base_ref": "main", "github.head_ref": "phong-b/nop", "github.server_url": "https://host.example",
        "github.repository": "kho", "github.sha": "abc", "github.token": "x", "github.event.number": "3",
        "github.api_url": address,
    }  # fmt: skip
    return re.sub(r"\$\{\{ ([\w.]+) }}", lambda found: event[found[1]], text)


@pytest.mark.parametrize("host", ["github", "forgejo"])
def test_every_step_of_a_workflow_does_its_work_on_a_real_clone(merged: Path, host: str) -> None:
    job = YAML(typ="safe").load(files(read(merged), merged, host, "main")[WORKFLOWS[host]])["jobs"]["vankien"]
    codes, printed = {}, {}
    with served() as address:
        machine = runner(merged, address) | {key: expanded(value, address) for key, value in job["env"].items()}
        for step in job["steps"]:
            # What is installed comes from the network; here it is there already.
            if "run" not in step or step["name"] == "Cài đặt":
                continue
            if any(codes.values()) and not re.search(r"!cancelled\(\)|always\(\)", str(step.get("if", ""))):
                continue
            own = {key: expanded(value, address) for key, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", expanded(step["run"], address)],
                cwd=merged, env=machine | own, capture_output=True, text=True,
            )  # fmt: skip
            codes[step["name"]], printed[step["name"]] = done.returncode, done.stdout + done.stderr
    assert codes == {"Kiểm tra": 1, "Tóm tắt": 0, "Gửi tóm tắt": 0, "Bản xem trước": 0}, printed
    assert "D103" in printed["Kiểm tra"] and TEXT in printed["Kiểm tra"]
    summary = (merged / "build/review.md").read_text()
    assert [one["body"] for one in Host.kept] == ["Lời của người khác", summary]
    assert f"/abc/{TEXT}?" in summary and "kho-khan" not in summary and "Phòng B" in summary
    assert (merged / "build/site/index.html").is_file() and list((merged / "build/docx").rglob("*.docx"))
    if host == "github":
        assert f"::error file={TEXT},line=4" in printed["Kiểm tra"]
        assert (merged.parent / "summary.md").read_text() == summary


def test_the_jobs_of_gitlab_do_their_work_on_a_real_clone(merged: Path) -> None:
    value = YAML(typ="safe").load(files(read(merged), merged, "gitlab", "main")[WORKFLOWS["gitlab"]])
    job = value["kiem-tra"]
    with served() as address:
        machine = runner(merged, address)
        for key, text in job["variables"].items():
            machine[key] = re.sub(r"\$(\w+)", lambda found: machine[found[1]], text)
        script = "set -eo pipefail\n" + "\n".join(job["script"])
        done = subprocess.run(["bash", "-c", script], cwd=merged, env=machine, capture_output=True, text=True)
        assert done.returncode == 1 and "D103" in done.stdout, done.stderr
        for line in job["after_script"]:
            subprocess.run(["bash", "-c", line], cwd=merged, env=machine, check=True)
    summary = (merged / "build/review.md").read_text()
    assert [one["body"] for one in Host.kept] == ["Lời của người khác", summary]
    assert f"https://host.example/kho/-/blob/abc/{TEXT}?plain=1#L4" in summary
    quality = json.loads((merged / "build/codequality.json").read_text())
    assert ("D103", TEXT) in [(one["check_name"], one["location"]["path"]) for one in quality]
    assert "D103" in (merged / "build/junit.xml").read_text()

"""The files of a code host: readable by the host, and their steps do on a real clone what they say."""

import http.server
import json
import os
import re
import subprocess
import threading
from pathlib import Path
from typing import ClassVar

import pytest
from ruamel.yaml import YAML

from tests.repositories import CYCLE, write
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


@pytest.mark.parametrize("host", ["gitlab", "forgejo"])
def test_a_second_summary_replaces_the_first_and_leaves_what_others_wrote(root: Path, host: str, tmp_path) -> None:
    value = YAML(typ="safe").load(files(read(root), root, host, "main")[WORKFLOWS[host]])
    script = (
        value["kiem-tra"]["after_script"][0]
        if host == "gitlab"
        else next(one["run"] for one in value["jobs"]["vankien"]["steps"] if "SEND" in one.get("run", ""))
    )
    Host.kept = [{"id": 1, "body": "Lời của người khác"}]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    environment = os.environ | {
        "VANKIEN_TOKEN": "x", "CI_API_V4_URL": address, "CI_PROJECT_ID": "7", "CI_MERGE_REQUEST_IID": "3",
        "TOKEN": "x", "COMMENTS": f"{address}/issues/3/comments", "COMMENT": f"{address}/issues/comments",
    }  # fmt: skip
    (tmp_path / "build").mkdir(exist_ok=True)
    try:
        for text in (HEADING + "một", HEADING + "hai"):
            (tmp_path / "build/review.md").write_text(text, encoding="utf-8")
            subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=True)
    finally:
        server.shutdown()
        server.server_close()
    assert [one["body"] for one in Host.kept] == ["Lời của người khác", HEADING + "hai"]

"""A server without a code host: real pushes into a bare repository, judged by its hooks."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.repositories import CYCLE, section, write
from vankien.cli import main

ROOT = Path(__file__).resolve().parent.parent
TEXT = "units/{}/bao-cao/thuan-loi.md"
WRONG = "Theo Quy định số 58-QĐ/TW, ngày 30/02/2022, đơn vị đã làm."


class Server:
    """A bare repository with the hooks, and clones of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bare = folder / "kho.git"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "LC_ALL": "C.UTF-8",
        }
        self.git(folder, "init", "-q", "--bare", "-b", "main", str(self.bare))
        assert main(["hooks", "--root", str(self.bare)]) == 0
        # The hooks run with this interpreter; `-P` keeps the folder they run in off its path, not PYTHONPATH.
        self.work = self.clone("bien-tap")

    def git(self, where: Path, *arguments: str, account: str = "", check: bool = True) -> subprocess.CompletedProcess:
        settings = ("user.name=A", "user.email=a@b.c", "protocol.file.allow=always", "advice.detachedHead=false")
        command = ["git", *(part for setting in settings for part in ("-c", setting)), *arguments]
        environment = self.environment | ({"VANKIEN_ACCOUNT": account} if account else {})
        done = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, done.stderr
        return done

    def clone(self, name: str) -> Path:
        self.git(self.folder, "clone", "-q", str(self.bare), name)
        self.git(self.folder / name, "checkout", "-q", "-B", "main")
        return self.folder / name

    def commit(self, where: Path, files: dict[str, str]) -> None:
        for path, text in files.items():
            (where / path).parent.mkdir(parents=True, exist_ok=True)
            (where / path).write_text(text, encoding="utf-8")
        self.git(where, "add", "-A")
        self.git(where, "commit", "-qm", "x")

    def push(self, where: Path, *refs: str, account: str = "") -> tuple[bool, str]:
        done = self.git(where, "push", "-q", "origin", *(refs or ("HEAD",)), account=account, check=False)
        return done.returncode == 0, done.stderr

    def head(self, ref: str) -> str:
        return self.git(self.bare, "rev-parse", "--verify", "--quiet", ref, check=False).stdout.strip()

    def page(self, uri: str) -> str:
        return (self.bare / "vankien/tree/build/site" / uri).read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path) -> Server:
    server = Server(tmp_path)
    write(server.work)
    cycle = CYCLE + "editors: ['@bien-tap']\n"
    (server.work / "content/cycle.yml").write_text(cycle, encoding="utf-8")
    unit = server.work / "units/phong-a/unit.yml"
    unit.write_text(unit.read_text(encoding="utf-8") + "accounts: {drafters: ['@lan']}\n", encoding="utf-8")
    (server.work / "units/phong-b").mkdir()
    (server.work / "units/phong-b/unit.yml").write_text("name: Phòng B\nlevel: co-so\nparent: khoi\n", encoding="utf-8")
    (server.work / ".gitignore").write_text("build/\n")
    (server.work / "mkdocs.yml").write_text("INHERIT: build/mkdocs.yml\nsite_name: Thử\n", encoding="utf-8")
    server.commit(server.work, {})
    accepted, said = server.push(server.work)
    assert accepted, said
    return server


def test_a_push_of_good_texts_is_taken_and_stands_on_the_site(server: Server) -> None:
    server.commit(server.work, {TEXT.format("phong-a"): section("Ba lớp học nghị quyết mới.")})
    accepted, said = server.push(server.work)
    assert accepted, said
    assert "build/site" in said
    assert "Ba lớp học nghị quyết mới." in server.page("units/phong-a/bao-cao.html")


def test_a_push_with_errors_is_refused_with_the_findings(server: Server) -> None:
    before = server.head("main")
    server.commit(server.work, {TEXT.format("phong-a"): section(WRONG)})
    accepted, said = server.push(server.work)
    assert not accepted
    assert TEXT.format("phong-a") in said and "D103" in said and "30/02/2022" in said and "bị từ chối" in said
    assert server.head("main") == before


def test_errors_that_were_there_before_do_not_stop_others(server: Server) -> None:
    (server.bare / "hooks/pre-receive").rename(server.bare / "hooks/off")
    server.commit(server.work, {TEXT.format("phong-a"): section(WRONG)})
    server.push(server.work)
    (server.bare / "hooks/off").rename(server.bare / "hooks/pre-receive")
    server.commit(server.work, {TEXT.format("phong-b"): section("Một lời tốt.")})
    accepted, said = server.push(server.work)
    assert accepted, said


@pytest.mark.parametrize("branch", ["phong-a", "phong-a/bao-cao", "units/phong-a"])
def test_a_branch_of_a_unit_stays_in_its_folder(server: Server, branch: str) -> None:
    server.git(server.work, "checkout", "-q", "-b", branch)
    server.commit(server.work, {TEXT.format("phong-b"): section("Chen vào.")})
    accepted, said = server.push(server.work)
    assert not accepted and "P109" in said and TEXT.format("phong-b") in said
    server.git(server.work, "reset", "-q", "--hard", "main")
    server.commit(server.work, {TEXT.format("phong-a"): section("Bài của mình.")})
    accepted, said = server.push(server.work)
    assert accepted, said


def test_an_account_of_a_unit_stays_in_its_folder_on_every_branch(server: Server) -> None:
    server.git(server.work, "checkout", "-q", "-b", "sua-loi")
    server.commit(server.work, {TEXT.format("phong-b"): section("Chen vào.")})
    assert not server.push(server.work, account="lan")[0]
    assert server.push(server.work, account="bien-tap")[0]


def test_nobody_makes_himself_the_owner_of_another_folder(server: Server) -> None:
    server.git(server.work, "checkout", "-q", "-b", "chiem")
    text = (server.work / "units/phong-b/unit.yml").read_text(encoding="utf-8")
    server.commit(server.work, {"units/phong-b/unit.yml": text + "accounts: {drafters: ['@lan']}\n"})
    assert not server.push(server.work, account="lan")[0]


@pytest.mark.parametrize("change", ["rewrite", "delete"])
def test_the_history_of_the_main_branch_stays(server: Server, change: str) -> None:
    before = server.head("main")
    server.git(server.bare, "config", "receive.denyDeleteCurrent", "ignore")
    if change == "rewrite":
        server.git(server.work, "commit", "-q", "--amend", "-m", "y")
    accepted, said = server.push(server.work, "+HEAD:main" if change == "rewrite" else ":main")
    assert not accepted and "main" in said and server.head("main") == before


def test_a_draft_that_was_put_out_stays(server: Server) -> None:
    server.git(server.work, "tag", "draft/1")
    assert server.push(server.work, "draft/1")[0]
    server.commit(server.work, {TEXT.format("phong-a"): section("Khác.")})
    server.git(server.work, "tag", "-f", "draft/1")
    assert not server.push(server.work, "+draft/1")[0]
    assert not server.push(server.work, ":draft/1")[0]


def test_two_pushes_at_once_both_arrive_on_the_site(server: Server) -> None:
    server.git(server.work, "checkout", "-q", "-b", "viec-khac")
    other = server.clone("nguoi-khac")
    server.commit(server.work, {TEXT.format("phong-b"): section("Lời thứ nhất.")})
    server.commit(other, {TEXT.format("phong-a"): section("Lời thứ hai.")})
    command = ["git", "-c", "protocol.file.allow=always", "push", "-q", "origin"]
    first = subprocess.Popen([*command, "HEAD"], cwd=server.work, env=server.environment, stderr=subprocess.PIPE)
    second = subprocess.Popen([*command, "HEAD"], cwd=other, env=server.environment, stderr=subprocess.PIPE)
    assert [first.wait(), second.wait()] == [0, 0]
    first.stderr.close(), second.stderr.close()
    server.git(server.work, "checkout", "-q", "main")
    server.git(server.work, "pull", "-q", "--rebase", "origin", "main")
    server.git(server.work, "merge", "-q", "--no-edit", "viec-khac")
    assert server.push(server.work)[0]
    assert "Lời thứ nhất." in server.page("units/phong-b/bao-cao.html")
    assert "Lời thứ hai." in server.page("units/phong-a/bao-cao.html")


def test_two_pushes_to_the_main_branch_at_once_leave_one_of_them_and_its_site(server: Server) -> None:
    other = server.clone("nguoi-khac")
    server.commit(server.work, {TEXT.format("phong-b"): section("Lời thứ nhất.")})
    server.commit(other, {TEXT.format("phong-a"): section("Lời thứ hai.")})
    command = ["git", "-c", "protocol.file.allow=always", "push", "-q", "origin", "HEAD"]
    pushes = [
        subprocess.Popen(command, cwd=where, env=server.environment, stderr=subprocess.PIPE)
        for where in (server.work, other)
    ]
    codes = [push.wait() for push in pushes]
    for push in pushes:
        push.stderr.close()
    assert sorted(codes)[0] == 0 and sorted(codes)[1] != 0
    winner = server.work if codes[0] == 0 else other
    assert server.head("main") == server.git(winner, "rev-parse", "HEAD").stdout.strip()
    assert (server.bare / "vankien/built").read_text() == server.head("main")


def test_a_push_cut_off_in_the_middle_changes_nothing_and_the_next_one_works(server: Server) -> None:
    before = server.head("main")
    server.commit(server.work, {TEXT.format("phong-a"): section("Bị ngắt giữa chừng.")})
    slow = server.bare / "hooks/pre-receive"
    text = slow.read_text(encoding="utf-8")
    slow.write_text(text.replace("exec", "touch began; sleep 30; exec"), encoding="utf-8")
    command = ["git", "-c", "protocol.file.allow=always", "push", "-q", "origin", "HEAD"]
    push = subprocess.Popen(
        command, cwd=server.work, env=server.environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    for _ in range(200):
        if (server.bare / "began").exists():
            break
        time.sleep(0.05)
    os.killpg(push.pid, signal.SIGKILL)
    push.wait()
    slow.write_text(text, encoding="utf-8")
    assert server.head("main") == before
    accepted, said = server.push(server.work)
    assert accepted, said
    assert "Bị ngắt giữa chừng." in server.page("units/phong-a/bao-cao.html")


def test_a_site_that_was_cut_off_is_made_good_by_the_next_push(server: Server) -> None:
    (server.bare / "vankien/built").unlink()
    lock = server.bare / "worktrees/tree/index.lock"
    lock.touch()
    server.commit(server.work, {TEXT.format("phong-a"): section("Sau khi ngắt.")})
    accepted, said = server.push(server.work)
    assert accepted and "build/site" in said, said
    assert "Sau khi ngắt." in server.page("units/phong-a/bao-cao.html")


def test_another_hook_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    hook = tmp_path / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 0\n")
    assert main(["hooks", "--root", str(tmp_path)]) == 2
    assert "pre-receive" in capsys.readouterr().err
    assert hook.read_text() == "#!/bin/sh\nexit 0\n" and not (tmp_path / "hooks/post-receive").exists()


def test_files_beside_the_content_are_no_business_of_the_hook(server: Server) -> None:
    server.commit(server.work, {"ghi-chu.txt": "không phải bài"})
    assert server.push(server.work)[0]

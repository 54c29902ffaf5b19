"""The cache: whatever is edited, the result is the one without it; and nothing that lies in its folder can do harm."""

import datetime
import os
import pickle
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import png
from vankien import pipeline
from vankien.checks import RULES
from vankien.pipeline import reading
from vankien.readers import folder, store
from vankien.readers.project import read
from vankien.render.demo import write

TODAY = datetime.date(2023, 5, 12)
SENTENCES = (
    "Có 67/68 đảng viên học tập đầy đủ, đạt 95,83%.",
    "Thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương.",
    "Thực hiện Kết luận số 21-KL/TW, ngày 15/10/2021 của Bộ Chính trị.",
    "Thực hiện Kết luận 21, Chỉ thị số 12-CT/TU, ngày 28/10/2021 của Ban Thường vụ Tỉnh ủy.",
    "Năm 2022, Đảng bộ Khối kết nạp 23 đảng viên, nhiều nhất trong các cơ quan.",
    "Năm 2022, Đảng bộ Khối kết nạp 25 đảng viên, nhiều nhất trong các cơ quan.",
    "Ban Thường vụ Đảng ủy kiểm tra 12 chi bộ, giám sát 8 chi bộ.",
    "Ban Thường vụ Đảng ủy kiểm tra 21 chi bộ.",
    "Giá trị {{ ket-nap.total }} và {{ ket-nap.actual }}, {{ khong-co.actual }}.",
    "Xem [báo cáo](../../{unit}/so-ket/{name}) và ![sơ đồ](../images/so-do.png).",
    "Việc học tập của của Đảng bộ  được quan tâm , hoà bình và hòa giải.[^9]",
    "<b>Đậm</b> ngày 1/2/2023.",
    "# Một đề mục",
)
HEADS = (
    "status: review", "status: approved\napproved_by: A", "status: xong", "themes: [khong-co]", "updated: 2023-13-01",
    "excuse:\n  - {rule: N101, text: 'Có 67/68', reason: đúng như bản gốc}",
    "excuse:\n  - {rule: T501, reason: vì thế}",
    "indicators: {ket-nap: {actual: 12, as_of: 2023-04-30}}",
    "indicators: {ket-nap: {actual: mười, as_of: 2023-04-30, target: '9'}}",
    "indicators: {ket-nap: {actual: 15, as_of: 2022-12-31}, khong-co: {actual: 1}}",
)  # fmt: skip


def stage(name: str):
    return lambda done, total: None


def assert_same(root: Path, today: datetime.date | None = TODAY, jobs: int = 1) -> set[str]:
    """Compares the results with and without the cache; gives the codes that were told."""
    fresh = pipeline.inspect(root, today, stage, cache=False)
    remembered = pipeline.inspect(root, today, stage, jobs=jobs)
    assert remembered.diagnostics == fresh.diagnostics
    assert remembered.project.digests == fresh.project.digests
    assert remembered.project == fresh.project
    assert list(remembered.project.sections) == list(fresh.project.sections)
    return {one.code for one in fresh.diagnostics}


@pytest.fixture
def root(tmp_path) -> Path:
    root = tmp_path / "kho"
    write(root, 5, 1, read, comments=24)
    return root


class Editor:
    """Makes one edit after the other, as people and git do, always the same ones for one seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.choice = random.Random(seed)

    def any(self, pattern: str) -> Path:
        return self.choice.choice(sorted(self.root.glob(pattern)))

    def edit(self) -> None:
        edits = (
            self.add_sentence, self.add_sentence, self.add_sentence, self.set_head, self.set_head, self.copy, self.copy,
            self.delete, self.add, self.rename, self.rename_unit, self.delete_unit, self.describe, self.set_rule,
            self.set_content, self.set_content, self.image, self.touch, self.break_file, self.odd_file,
            self.answer,
        )  # fmt: skip
        self.choice.choice(edits)()

    def add_sentence(self) -> None:
        path, other = self.any("units/*/*/*.md"), self.any("units/*/*/*.md")
        sentence = self.choice.choice(SENTENCES)
        sentence = sentence.replace("{unit}", other.parts[-3]).replace("{name}", other.name)
        self.put(path, path.read_text("utf-8") + f"\n{sentence}\n")

    def set_head(self) -> None:
        path = self.any("units/*/*/*.md")
        body = path.read_text("utf-8").split("\n---\n", 1)[-1]
        self.put(path, f"---\n{self.choice.choice(HEADS)}\n---\n{body}")

    def copy(self) -> None:
        source, target = self.any("units/*/*/*.md"), self.any("units/*/*/*.md")
        if source != target:
            shutil.copy2(source, target)

    def delete(self) -> None:
        self.any("units/*/*/*.md").unlink()

    def add(self) -> None:
        folder = self.any("units/*/*/")
        self.put(folder / f"{self.choice.choice(['moi', 'Mới', 'ho-tro'])}.md", "---\nstatus: draft\n---\nMột câu.\n")

    def rename(self) -> None:
        path, folder = self.any("units/*/*/*.md"), self.any("units/*/*/")
        path.rename(folder / self.choice.choice([path.name, "doi-ten.md"]))

    def rename_unit(self) -> None:
        path = self.any("units/*/")
        path.rename(path.with_name(path.name[:20] + "-moi"))

    def delete_unit(self) -> None:
        if len(list(self.root.glob("units/*/"))) > 3:
            shutil.rmtree(self.any("units/*/"))

    def describe(self) -> None:
        path = self.any("units/*/unit.yml")
        lines = path.read_text("utf-8").splitlines()
        key, value = self.choice.choice(
            [("parent", "khong-co"), ("parent", self.any("units/*/").name), ("symbol", "KL/TW"), ("overseer", ""),
             ("established", "2023-01-01"), ("level", "khong-co"), ("kind", "agency"), ("profile", "la")]
        )  # fmt: skip
        self.put(path, "\n".join([*(line for line in lines if not line.startswith(key)), f"{key}: {value}", ""]))

    def set_rule(self) -> None:
        path = self.root / "content/cycle.yml"
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("rules:")]
        setting = self.choice.choice(["off", "error", "note"])
        self.put(path, "\n".join([*lines, f"rules: {{{self.choice.choice(RULES).code}: {setting}}}", ""]))

    def set_content(self) -> None:
        path = self.choice.choice(
            [self.any("content/outlines/*.md"), *(self.root / "content").glob("*.yml"), self.root / "content/cycle.yml"]
        )
        text = path.read_text("utf-8")
        lines = text.splitlines()
        if path.name == "cycle.yml":
            self.put(path, text.replace("before: 2023-0", "before: 2022-0", self.choice.randrange(3)))
        elif path.suffix == ".md":
            marks = [number for number, line in enumerate(lines) if line.startswith("#") and number > len(lines) // 3]
            del lines[self.choice.choice(marks)]
            self.put(path, "\n".join(lines) + "\n")
        else:
            self.put(path, text + "\n# Không đổi gì.\n")

    def answer(self) -> None:
        path = self.any("units/*/comments/*.md")
        words = self.choice.choice(["disposition: tiep-thu", "disposition: tiep-thu, by: Tổ Biên tập", "by: A", ""])
        text = path.read_text("utf-8").split("answer:")[0].removeprefix("---\n").split("\n---\n")[0].rstrip()
        self.put(path, f"---\n{text}\nanswer: {{{words}}}\n---\nĐề nghị sửa lại câu này.\n")

    def image(self) -> None:
        folder = self.any("units/*/") / "images"
        folder.mkdir(exist_ok=True)
        (folder / self.choice.choice(["so-do.png", "so-do.bmp"])).write_bytes(b"x" * self.choice.choice([10, 3 << 20]))

    def touch(self) -> None:
        self.any("units/*/*/*.md").touch()

    def break_file(self) -> None:
        path = self.any("units/*/**/*.*")
        self.put(
            path, self.choice.choice(["", "---\nstatus: [\n---\nCâu.\n", "---\nstatus: draft\n", "Không có gì.\n"])
        )

    def odd_file(self) -> None:
        folder = self.any("units/*/*/")
        odd = self.choice.choice(["so.xlsx", "thu-muc.md"])
        if odd.endswith(".md"):
            (folder / odd).mkdir(exist_ok=True)
        else:
            (folder / odd).write_bytes(b"\0\1")

    def put(self, path: Path, text: str) -> None:
        if path.is_dir():
            return
        if self.choice.random() < 0.5:
            path.write_text(text, "utf-8")
        else:
            # As editors do that write aside.
            aside = path.with_name(path.name + "~tam")
            aside.write_text(text, "utf-8")
            aside.replace(path)


@pytest.mark.parametrize("seed", range(3))
def test_a_series_of_edits_gives_the_same_with_and_without_the_cache(root, seed):
    editor = Editor(root, seed)
    codes = assert_same(root)
    for _ in range(25):
        for _ in range(editor.choice.choice([1, 1, 1, 3])):
            editor.edit()
        day = editor.choice.choice([TODAY, TODAY, datetime.date(2022, 1, 1), datetime.date(2026, 1, 1), None])
        codes |= assert_same(root, day)
    assert len(codes) > 6, "the edits must bring findings of many rules"


def section(root: Path) -> Path:
    return sorted(root.glob("units/*/so-ket/*.md"))[3]


def stored(root: Path) -> list[Path]:
    return [path for path in sorted((root / store.FOLDER).rglob("*")) if path.is_file() and path.name != ".gitignore"]


def test_after_one_edit_only_that_unit_is_read_and_checked(root, monkeypatch):
    pipeline.inspect(root, TODAY, stage)
    opened: list[str] = []
    ordinary = store.read_folder
    monkeypatch.setattr(
        store, "read_folder", lambda disk, item, *rest: opened.append(item.name) or ordinary(disk, item, *rest)
    )
    path = section(root)
    path.write_text(path.read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    pipeline.inspect(root, TODAY, stage)
    assert opened == [path.parts[-3]]
    pipeline.inspect(root, TODAY, stage)
    assert opened == [path.parts[-3]]


def test_after_one_edit_only_that_text_is_read(root, monkeypatch):
    pipeline.inspect(root, TODAY, stage)
    read_texts: list[str] = []
    ordinary = folder.read_section
    monkeypatch.setattr(
        folder, "read_section", lambda text, *rest: read_texts.append(text.path) or ordinary(text, *rest)
    )
    path = section(root)
    path.write_text(path.read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    # Files that were written within the last moment are compared, but not read anew.
    pipeline.inspect(root, TODAY, stage)
    assert read_texts == [path.relative_to(root).as_posix()]


def test_an_answer_to_a_comment_is_seen(root):
    before = {one.span.path for one in pipeline.inspect(root, TODAY, stage).diagnostics if one.code == "C105"}
    path = next(path for path in sorted(root.glob("units/*/comments/*.md")) if "answer:" not in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace("\n---\n", "\nanswer: {disposition: tiep-thu}\n---\n", 1), "utf-8")
    assert "C105" in assert_same(root)
    after = {one.span.path for one in pipeline.inspect(root, TODAY, stage).diagnostics if one.code == "C105"}
    assert after - before == {path.relative_to(root).as_posix()}


def test_a_change_of_the_same_length_within_the_same_instant_is_seen(root):
    path = section(root)
    text = path.read_text("utf-8") + "\nCó 12 đảng viên đi học, trong đó {} đảng viên học tập trung.\n"
    for number in (11, 15, 10, 16) * 3:
        path.write_text(text.format(number), "utf-8")
        told = any(one.code == "N105" for one in pipeline.inspect(root, TODAY, stage).diagnostics)
        assert told == (number > 12)


def test_times_that_were_put_back_do_not_hide_a_change(root):
    path = section(root)
    about = path.stat()
    text = path.read_text("utf-8")
    pipeline.inspect(root, TODAY, stage)
    path.write_text(text.replace("status: ", "staTus: ", 1), "utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert_same(root)


def test_a_picture_that_changes_comes_and_goes_is_seen(root):
    path = section(root)
    picture = path.parents[1] / "images" / "so-do.png"
    picture.parent.mkdir(exist_ok=True)
    path.write_text(path.read_text("utf-8") + "\n![sơ đồ](../images/so-do.png)\n", "utf-8")
    seen = []
    for content in (None, png(2, 2), png(3, 3), png(3, 3)[:50], png(3, 3)):
        if content is not None:
            picture.write_bytes(content)
        codes = assert_same(root)
        project = pipeline.inspect(root, TODAY, stage).project
        seen.append(("M205" in codes, [one.width for one in project.pictures.values()]))
    picture.unlink()
    assert_same(root)
    assert seen == [(False, []), (False, [2]), (False, [3]), (True, []), (False, [3])]


@pytest.mark.parametrize("damage", [b"", b"\0" * 9, b"garbage", None, "half", "flipped", "end"])
def test_a_damaged_cache_is_ignored(root, damage):
    pipeline.inspect(root, TODAY, stage)
    for path in stored(root):
        data = path.read_bytes()
        if damage is None:
            path.unlink()
            path.mkdir()
        elif damage == "half":
            path.write_bytes(data[: len(data) // 2])
        elif damage == "flipped":
            path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
        elif damage == "end":
            path.write_bytes(data[:-100] + bytes([data[-100] ^ 1]) + data[-99:])
        else:
            path.write_bytes(damage)
    path = section(root)
    path.write_text(path.read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    assert_same(root)
    assert_same(root)


class Harmful:
    """What a pickle from elsewhere could hold."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_nothing_of_a_foreign_cache_is_ever_run(root, tmp_path):
    pipeline.inspect(root, TODAY, stage)
    data = pickle.dumps(Harmful(tmp_path / "hai"))
    for path in stored(root):
        path.write_bytes(store.HEADER.pack(store.zlib.crc32(data), len(data)) + data)
    assert_same(root)
    assert not (tmp_path / "hai").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of the POSIX kind")
def test_files_that_others_can_write_are_not_believed(root, monkeypatch):
    pipeline.inspect(root, TODAY, stage)
    for path in stored(root):
        path.chmod(0o666)
    opened: list[str] = []
    ordinary = store.read_folder
    monkeypatch.setattr(
        store, "read_folder", lambda disk, item, *rest: opened.append(item.name) or ordinary(disk, item, *rest)
    )
    pipeline.inspect(root, TODAY, stage)
    assert len(opened) == 5


def test_a_copied_repository_does_not_believe_the_cache_that_came_with_it(root, tmp_path):
    pipeline.inspect(root, TODAY, stage)
    copied = tmp_path / "ban-sao"
    shutil.copytree(root, copied)
    before = {path.relative_to(copied) for path in stored(copied)}
    pipeline.inspect(copied, TODAY, stage)
    assert before.isdisjoint({path.relative_to(copied) for path in stored(copied)})


def test_the_cache_holds_only_what_is_there(root):
    pipeline.inspect(root, TODAY, stage)
    assert len(stored(root)) == 6
    (root / store.FOLDER / "ban-cu").mkdir()
    shutil.rmtree(sorted(root.glob("units/*/"))[-1])
    pipeline.inspect(root, TODAY, stage)
    assert len(stored(root)) == 5
    assert len([path for path in (root / store.FOLDER).iterdir() if path.is_dir()]) == 1


@pytest.fixture
def spread_out(monkeypatch):
    """Lets even a few new units be worth several processes."""
    monkeypatch.setattr(reading, "MANY", 2)


@pytest.mark.parametrize("seed", (7, 8))
def test_several_processes_find_what_one_finds(root, seed, spread_out):
    editor = Editor(root, seed)
    for _ in range(8):
        shutil.rmtree(root / store.FOLDER, ignore_errors=True)
        assert_same(root, jobs=2)
        editor.edit()
    cycle = root / "content" / "cycle.yml"
    cycle.write_text(cycle.read_text("utf-8") + "\nrules: {N101: error}\n", "utf-8")
    assert_same(root, jobs=2)


def test_what_several_processes_found_is_taken_over(root, spread_out, monkeypatch):
    here: list[str] = []
    ordinary = store.read_folder
    monkeypatch.setattr(
        store, "read_folder", lambda disk, item, *rest: here.append(item.name) or ordinary(disk, item, *rest)
    )
    pipeline.inspect(root, TODAY, stage, jobs=2)
    assert here == []
    assert len(stored(root)) == 6
    # Nothing is left for the next run to do, nor for the processes.
    monkeypatch.setattr(reading, "_checked", lambda *rest: pytest.fail("checked again"))
    pipeline.inspect(root, TODAY, stage, jobs=2)


def test_a_unit_that_a_process_could_not_keep_is_read_afterwards(root, spread_out, monkeypatch):
    ordinary = store.Store._write

    def write_some(self, unit):
        if unit and unit[-1] in "aeiou":
            raise OSError
        ordinary(self, unit)

    monkeypatch.setattr(store.Store, "_write", write_some)
    assert_same(root, jobs=2)


def test_without_leave_to_write_everything_goes_on(root):
    (root / "build").write_text("Đây không phải thư mục.")
    assert_same(root, jobs=2)


def test_runs_at_once_do_not_hurt_each_other(root):
    command = [
        sys.executable,
        "-m",
        "vankien",
        "--root",
        str(root),
        "--today",
        "2023-05-12",
        "check",
        "--format",
        "json",
    ]
    path = section(root)
    outputs = []
    for number in range(3):
        path.write_text(path.read_text("utf-8") + f"\nHọp {number} lần.\n", "utf-8")
        runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
        outputs = [run.communicate() for run in runs]
        assert {run.returncode for run in runs} <= {0, 1}
        assert len({out for out, _ in outputs}) == 1
    assert_same(root, jobs=2)

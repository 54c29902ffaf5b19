"""What stood in a draft that was put out decides what became of the place of a comment."""

import subprocess

import pytest

from tests.readers.test_earlier import commit, git
from tests.repositories import section, write
from vankien import pipeline
from vankien.rollup.anchor import Standing, anchors

TEXT = "units/phong-a/bao-cao/thuan-loi.md"
COMMENTS = "units/phong-a/comments/"
FIRST = "Mở ba lớp học nghị quyết trong năm đầu.\n\nKiểm tra hai chi bộ về nền nếp sinh hoạt.\n\nMở ba lớp kỹ năng."
OUTLINE = """\
---
title: Báo cáo thử
---
# Kết quả {#ket-qua}
## Thuận lợi {#thuan-loi}
## Khó khăn {#kho-khan}
"""


def comment(quote: str = "", paragraph: int = 0, accepted: bool = False, draft: int = 1, heading: str = "thuan-loi"):
    """A comment that only quotes: what stood around the words is known from the draft alone."""
    lines = [f"report: bao-cao\nheading: {heading}\ndraft: {draft}\norganisation: Chi bộ 1"]
    lines += [f"quote: {quote}"] if quote else []
    lines += [f"paragraph: {paragraph}"] if paragraph else []
    lines += ["answer: {disposition: tiep-thu, by: Tổ}"] if accepted else []
    return "---\n" + "\n".join(lines) + "\n---\nĐề nghị viết rõ hơn.\n"


@pytest.fixture
def root(tmp_path):
    """A repository, in a folder of a larger one, whose first draft was put out."""
    git(tmp_path, "init", "-q")
    root = tmp_path / "to" / "kho"
    root.mkdir(parents=True)
    write(root, {TEXT: section(FIRST), "content/cycle.yml": cycle(2), "content/outlines/bao-cao.md": OUTLINE})
    commit(tmp_path)
    git(tmp_path, "tag", "draft/1")
    return root


def cycle(draft: int) -> str:
    return f"name: Kỳ\nroot: khoi\ntoday: 2023-05-12\ndraft: {draft}\n"


def result(root):
    return pipeline.inspect(root, None, lambda name: lambda done, total: None)


def standing(root, text: str, **comments: str) -> dict[str, tuple[Standing, int | None]]:
    files = {TEXT: section(text), **{f"{COMMENTS}{id}.md": one for id, one in comments.items()}}
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    found = anchors(result(root).project)
    return {id: (one.standing, one.place.paragraph if one.place else None) for (_, id), one in found.items()}


def accepted(root) -> set[str]:
    """The comments of which is found that they were accepted and nothing was done."""
    return {one.span.path.split("/")[-1][:-3] for one in result(root).diagnostics if one.code == "C106"}


def test_the_draft_tells_which_of_the_same_words_was_meant(root):
    found = standing(root, FIRST.replace("Mở ba lớp kỹ năng.", "Mới.\n\nMở ba lớp kỹ năng."),
                     dau=comment("Mở ba lớp", 1), cuoi=comment("Mở ba lớp", 3), khong=comment("Mở ba lớp"))  # fmt: skip
    assert found == {
        "dau": (Standing.EXACT, 1), "cuoi": (Standing.MOVED, 4), "khong": (Standing.AMBIGUOUS, None),
    }  # fmt: skip


def test_exact_moved_changed_and_lost_are_judged_against_the_draft(root):
    now = "Mở ba lớp kỹ năng.\n\nMở ba lớp học nghị quyết trong năm đầu.\n\nKiểm tra tám chi bộ về nền nếp sinh hoạt."
    found = standing(root, now, chuyen=comment(paragraph=1), sua=comment("Kiểm tra hai chi bộ", 2),
                     ca_doan=comment(paragraph=2))  # fmt: skip
    assert found == {
        "chuyen": (Standing.MOVED, 2), "sua": (Standing.CHANGED, 3), "ca_doan": (Standing.CHANGED, 3),
    }  # fmt: skip
    assert standing(root, "Câu khác hẳn.", sua=comment("hai chi bộ về nền nếp", 2))["sua"] == (Standing.LOST, None)
    assert standing(root, FIRST, chuyen=comment(paragraph=1))["chuyen"] == (Standing.EXACT, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FIRST, {"loi", "doan", "muc"}),
        (f"Một đoạn mới.\n\n{FIRST}", {"loi", "doan"}),
        (FIRST.replace("hai chi bộ", "hai chi bộ: A, B"), {"doan"}),
        (FIRST.replace("Mở ba lớp học", "Mở 03 lớp học"), {"loi"}),
        (FIRST.replace("ba lớp học", "**ba lớp** học"), {"loi", "doan", "muc"}),
    ],
)
def test_a_comment_that_was_accepted_and_not_done_is_found(root, text, told):
    standing(root, text, loi=comment("Kiểm tra hai chi bộ", 2, True), doan=comment(paragraph=1, accepted=True),
             muc=comment(accepted=True), mo=comment(paragraph=1))  # fmt: skip
    assert accepted(root) == told


def test_each_comment_is_held_against_the_draft_that_it_speaks_of(root):
    second = FIRST.replace("hai chi bộ", "tám chi bộ")
    write_text(root, second)
    commit(root)
    git(root, "tag", "draft/2")
    standing(root, second, mot=comment("Kiểm tra hai chi bộ", 2, True, 1), hai=comment("Kiểm tra tám", 2, True, 2),
             ba=comment("Kiểm tra tám", 2, True, 3))  # fmt: skip
    assert accepted(root) == {"hai"}


def write_text(root, text: str) -> None:
    (root / TEXT).write_text(section(text), encoding="utf-8")


def test_a_heading_that_has_another_id_today_is_followed_into_the_draft(root):
    outline = OUTLINE.replace("{#thuan-loi}", "{#thuan-loi-moi was=thuan-loi}")
    (root / "content/outlines/bao-cao.md").write_text(outline, encoding="utf-8")
    (root / TEXT).rename(root / TEXT.replace("thuan-loi", "thuan-loi-moi"))
    (root / COMMENTS).mkdir()
    for id, heading in (("cu", "thuan-loi"), ("moi", "thuan-loi-moi")):
        one = comment("Mở ba lớp", 3, True, heading=heading)
        (root / f"{COMMENTS}{id}.md").write_text(one, encoding="utf-8")
    found = anchors(result(root).project)
    assert {one.standing for one in found.values()} == {Standing.EXACT}
    assert {one.place.heading for one in found.values()} == {"thuan-loi-moi"}
    assert accepted(root) == {"cu", "moi"}
    assert not [one for one in result(root).diagnostics if one.code == "C103"]


def test_a_tag_put_out_later_is_seen_also_by_a_run_that_remembers(root):
    standing(root, FIRST, hai=comment("Kiểm tra hai chi bộ", 2, True, 2))
    assert accepted(root) == set()
    commit(root)
    git(root, "tag", "draft/2")
    assert accepted(root) == {"hai"}


@pytest.mark.parametrize("heading", ["../../../content/cycle", "thuan-loi\\nHEAD:", "a b", ""])
def test_no_words_of_a_comment_reach_git_as_a_name(root, heading):
    found = standing(root, FIRST, la=comment("hai chi bộ", 2, True, heading=f'"{heading}"'))
    assert found["la"][0] in (Standing.EXACT, Standing.MOVED, Standing.LOST)


def test_without_git_or_tags_the_words_noted_are_all_that_is_known(root, tmp_path):
    git(tmp_path, "tag", "-d", "draft/1")
    assert standing(root, FIRST, dau=comment("Mở ba lớp", 1))["dau"] == (Standing.AMBIGUOUS, None)
    subprocess.run(["rm", "-rf", str(tmp_path / ".git")], check=True)
    assert standing(root, FIRST, dau=comment("hai chi bộ", 2, True))["dau"] == (Standing.EXACT, 2)
    assert accepted(root) == set()


def test_a_shallow_clone_without_the_drafts_is_read_all_the_same(root, tmp_path):
    standing(root, FIRST, hai=comment("Kiểm tra hai chi bộ", 2, True))
    commit(tmp_path)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", "ban-sao")
    copy = tmp_path / "ban-sao/to/kho"
    assert accepted(copy) == set()
    git(copy, "fetch", "-q", "--unshallow", "--tags")
    assert accepted(copy) == {"hai"}

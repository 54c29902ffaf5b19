"""A table that an organisation filled in by hand: nothing in it is lost, and nothing lands at a wrong place."""

import datetime

import pytest

from vankien.model.comment import Disposition, Proposal
from vankien.model.diagnostic import PipelineError
from vankien.readers.project import read
from vankien.render.comment_file import text
from vankien.render.language import translator
from vankien.rollup.comment_table import Defaults, Grid, cells, intake

FILES = {
    "content/cycle.yml": "name: Kỳ\nroot: khoi\ntoday: 2023-05-12\n",
    "content/outlines/so-ket.md": (
        '---\ntitle: Báo cáo sơ kết\nnumbering: ["{roman}.", "{n}."]\n---\n'
        "# Kết quả {#ket-qua}\n## Học tập {#hoc-tap}\n"
        "## Đảng viên {#dang-vien}\n# Giải pháp {#giai-phap mirror=ket-qua}\n"
    ),
    "content/outlines/ktgs.md": "---\ntitle: Báo cáo kiểm tra\n---\n# Kiểm tra {#kiem-tra}\n",
    "units/khoi/unit.yml": "name: Khối\n",
    "units/khoi/so-ket/hoc-tap.md": "---\nstatus: draft\n---\nMở ba lớp cho đảng viên.\n\nLại mở ba lớp cho cấp ủy.\n",
}
HEAD = ("STT", "Báo cáo", "Đề mục", "Đoạn", "Nội dung dự thảo (trích)", "Ý kiến", "Loại", "Đơn vị góp ý", "Số dự họp",
        "Số đồng ý", "Ngày nhận")  # fmt: skip


@pytest.fixture
def root(tmp_path):
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def take(root, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD, merged=(), **defaults):
    found = intake(read(root), Grid("gop-y.xlsx", (head, *rows), merged), Defaults("khoi", **defaults))
    return found, [(told.row, translator("en")(told.message)) for told in found.told]


def row(**values: str) -> tuple[str, ...]:
    keys = ("stt", "report", "heading", "paragraph", "quote", "text", "kind", "sender", "present", "favour", "day")
    names = {key: position for position, key in enumerate(keys)}
    cells = [""] * 11
    for name, value in ({"text": "Nêu rõ.", "sender": "Chi bộ 1"} | values).items():
        cells[names[name]] = value
    return tuple(cells)


def test_a_row_becomes_a_comment_with_its_place(root):
    found, told = take(
        root,
        row(stt="1", report="Báo cáo sơ kết", heading="I.1", paragraph="2", quote="mở ba lớp", kind="bổ sung",
            present="40 người", favour="12/40", day="05/5/2023"),
    )  # fmt: skip
    (comment,) = found.comments
    assert not told
    assert (comment.report, comment.heading, comment.paragraph) == ("so-ket", "hoc-tap", 2)
    assert (comment.before, comment.after) == ("Mở ba lớp cho đảng viên. Lại", "cho cấp ủy.")
    assert (comment.proposal, comment.present, comment.in_favour) == (Proposal.ADD, 40, 12)
    assert comment.received == datetime.date(2023, 5, 5)
    assert comment.span.path == f"units/khoi/comments/{comment.id}.md"
    assert comment.id.startswith("chi-bo-1-")


def test_the_same_row_twice_is_one_comment_also_in_the_next_table(root):
    same = row(report="so-ket", heading="hoc-tap", quote="cấp ủy")
    found, _ = take(root, same, same)
    assert (len(found.comments), found.known) == (1, 1)
    (comment,) = found.comments
    path = root / comment.span.path
    path.parent.mkdir(parents=True)
    path.write_text(text(comment), encoding="utf-8")
    again, _ = take(root, same, row(report="so-ket", heading="hoc-tap", text="Điều khác."))
    assert (len(again.comments), again.known) == (1, 1)


def test_what_is_not_sure_is_kept_as_typed_and_told_with_its_row(root):
    found, told = take(
        root,
        row(report="so-ket", heading="Học tập"),
        row(report="so-ket", heading="9.9", text="Hai."),
        row(report="Báo cáo lạ", text="Ba."),
        row(heading="I.1", text="Bốn.", kind="lạ", present="nhiều", day="31/2/2023"),
        row(text="", quote="mở"),
        row(report="so-ket", heading="hoc-tap", quote="ba lớp", text="Sáu."),
        row(report="so-ket", heading="hoc-tap", quote="không có đâu", text="Bảy.", sender=""),
    )
    assert [(one.report, one.heading) for one in found.comments] == [
        ("so-ket", "Học tập"), ("so-ket", "9.9"), ("Báo cáo lạ", ""), ("so-ket", "hoc-tap"), ("so-ket", "hoc-tap"),
        ("so-ket", "hoc-tap"),
    ]  # fmt: skip
    assert told == [
        (2, "Several headings are “Học tập” (hoc-tap, giai-phap.hoc-tap); it was kept as typed."),
        (3, "No heading is “9.9”; it was kept as typed."),
        (4, "There is no report “Báo cáo lạ”; it was kept as typed."),
        (5, "“nhiều” in “Số dự họp” was not understood and left out."),
        (5, "“lạ” in “Loại” was not understood and left out."),
        (5, "“31/2/2023” in “Ngày nhận” was not understood and left out."),
        (6, "There is no comment in this row, so it was passed over."),
        (7, "The words quoted stand in 2 places; say which is meant."),
        (8, "Nobody is named as the sender; the check will ask for it."),
        (8, "The words quoted were not found in the draft."),
    ]


def test_of_headings_of_one_name_the_quotation_tells_which(root):
    found, told = take(root, row(report="so-ket", heading="Học tập", quote="cho cấp ủy"))
    assert (found.comments[0].heading, told) == ("hoc-tap", [])


def test_headings_of_columns_stand_in_any_order_below_a_title(root):
    grid = Grid("a.csv", (("TỔNG HỢP Ý KIẾN",), ("Ý kiến góp ý", "MỤC", "cơ quan"), ("Một.", "I.2", "Sở A")))
    found = intake(read(root), grid, Defaults("khoi", report="so-ket"))
    assert [(one.heading, one.organisation, one.body.text) for one in found.comments] == [("dang-vien", "Sở A", "Một.")]


def test_missing_columns_are_named(root):
    with pytest.raises(PipelineError) as raised:
        take(root, ("1", "Một."), head=("STT", "Nội dung khác"))
    assert "Ý kiến, Đơn vị góp ý" in str(raised.value)


def test_a_sender_for_the_whole_table_stands_for_the_column(root):
    found, _ = take(root, ("so-ket", "Một."), head=("Báo cáo", "Ý kiến"), organisation="Sở A")
    assert found.comments[0].organisation == "Sở A"


def test_merged_cells_are_told(root):
    rows = [row(report="so-ket", heading="hoc-tap", text=words) for words in ("Một.", "Hai.")]
    found, told = take(root, *rows, merged=((2, 3, 3),))
    assert len(found.comments) == 2
    assert told == [(2, "Rows 2 to 3 share one cell in “Đề mục”; it counts for each of them.")]


ANSWERED = (*HEAD, "Mã ý kiến", "Tiếp thu/giải trình", "Nội dung trả lời", "Người trả lời", "Ngày trả lời")


@pytest.mark.parametrize(
    ("typed", "reason", "disposition", "kept"),
    [
        ("Tiếp thu", "", Disposition.ACCEPTED, ""),
        ("tiếp thu một phần", "Sửa câu đầu.", Disposition.PARTLY, "Sửa câu đầu."),
        ("Giải trình: đã nêu ở phụ lục.", "", Disposition.EXPLAINED, "đã nêu ở phụ lục."),
        ("Không tiếp thu", "Ngoài phạm vi.", Disposition.EXPLAINED, "Ngoài phạm vi."),
    ],
)
def test_a_table_that_comes_back_brings_answers(root, typed, reason, disposition, kept):
    found, _ = take(root, row(report="so-ket", heading="hoc-tap"))
    (comment,) = found.comments
    path = root / comment.span.path
    path.parent.mkdir(parents=True)
    path.write_text(text(comment), encoding="utf-8")
    back = (*row(report="so-ket"), comment.id, typed, reason, "Tổ Biên tập", "2023-05-09")
    found, told = take(root, back, head=ANSWERED)
    ((known, answer),) = found.answers
    assert not told
    assert (known.id, answer.disposition, answer.reason) == (comment.id, disposition, kept)
    assert (answer.by, answer.date) == ("Tổ Biên tập", datetime.date(2023, 5, 9))


def test_an_answer_that_stands_is_not_replaced(root):
    path = root / "units/khoi/comments/y-kien-1.md"
    path.parent.mkdir(parents=True)
    path.write_text(
        "---\nreport: so-ket\norganisation: A\nanswer: {disposition: tiep-thu, by: B}\n---\nMột.\n", encoding="utf-8"
    )
    found, told = take(root, (*row(), "y-kien-1", "Giải trình", "Không.", "C", ""), head=ANSWERED)
    assert not found.answers
    assert told == [(2, "`y-kien-1` was answered otherwise before; that answer was kept.")]


def test_a_comment_as_a_row_is_understood_again(root):
    found, _ = take(root, row(report="so-ket", heading="giai-phap.hoc-tap", kind="Câu chữ"))
    (comment,) = found.comments
    values = cells(comment, 1, read(root))
    assert (values["heading"], values["proposal"], values["disposition"]) == (
        "giai-phap.hoc-tap",
        "Câu chữ",
        "Chưa trả lời",
    )

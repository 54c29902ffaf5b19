"""What organisations really send: whatever is wrong with it is said, and nothing of it is lost."""

import csv
import re
from collections import Counter
from html import unescape
from pathlib import Path

import openpyxl
import pytest

from tests.consultation import FILES
from tests.render.small_cycle import pages_of
from tests.repositories import write
from vankien import pipeline
from vankien.cli import main
from vankien.readers.project import read

FOLDER = "units/phong-a/comments"
HEAD = ["STT", "Đề mục", "Nội dung dự thảo (trích)", "Ý kiến", "Đơn vị góp ý"]
THRICE = "---\nstatus: draft\n---\nMở 3 lớp ở xã.\n\nMở 3 lớp ở huyện.\n\nMở 3 lớp ở tỉnh.\n"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, {path: text for path, text in FILES.items() if "/comments/" not in path})


@pytest.fixture
def take(root, capsys):
    """Brings a table in; gives what is printed, and the words of all comments that are there then."""

    def go(table: Path, *options: str, code: int = 0) -> tuple[str, list[str]]:
        capsys.readouterr()
        assert main(["--lang", "en", "comments", "import", str(table), "--unit", "phong-a", *options]) == code
        told = capsys.readouterr()
        return told.out + told.err, sorted(one.body.text.strip("\n") for one in read(root).comments)

    return go


def sheet(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def codes(root: Path) -> Counter[str]:
    found = pipeline.inspect(root, None, lambda name: lambda done, total: None).diagnostics
    return Counter(one.code for one in found if "/comments/" in one.span.path)


def test_cells_merged_over_rows_count_for_each_and_are_told(take, root):
    table = sheet(
        root / "gop-y.xlsx",
        [["TỔNG HỢP Ý KIẾN GÓP Ý"], [], HEAD,
         [1, "1. Thuận lợi", None, "Nêu số nữ.", "Chi bộ Một"], [2, None, None, "Nêu số trẻ.", None],
         [3, "2. Khó khăn", None, "Nói rõ nơi nào.", None]],
        ("A1:E1", "B4:B5", "E4:E6"),
    )  # fmt: skip
    told, words = take(table)
    assert words == ["Nêu số nữ.", "Nêu số trẻ.", "Nói rõ nơi nào."]
    assert {one.organisation for one in read(root).comments} == {"Chi bộ Một"}
    assert [one.heading for one in read(root).comments if "số" in one.body.text] == ["thuan-loi"] * 2
    assert "Row 4: Rows 4 to 5 share one cell in “Đề mục”" in told
    assert "Row 4: Rows 4 to 6 share one cell in “Đơn vị góp ý”" in told


def test_a_comment_in_a_cell_merged_over_columns_is_kept(take, root):
    table = sheet(root / "gop-y.xlsx", [HEAD, [1, "Thuận lợi", None, "Nêu rõ.", "Chi bộ Một"]], ("B2:C2",))
    assert take(table)[1] == ["Nêu rõ."]


@pytest.mark.parametrize(
    ("head", "lacking"),
    [
        (["STT", "Đề mục", "Đơn vị góp ý"], "Ý kiến"),
        (["STT", "Đề mục", "Ý kiến"], "Đơn vị góp ý"),
        (["A", "B", "C"], "Ý kiến, Đơn vị góp ý"),
        ([], "Ý kiến, Đơn vị góp ý"),
    ],
)
def test_missing_columns_are_named_and_nothing_is_written(take, root, head, lacking):
    told, words = take(sheet(root / "gop-y.xlsx", [head, ["1", "Thuận lợi", "Nêu rõ."]]), code=2)
    assert f"gop-y.xlsx lacks the columns: {lacking}." in told
    assert "comments export --template" in told
    assert words == [] and not (root / FOLDER).exists()


def test_a_sender_named_for_the_whole_table_stands_for_its_column(take, root):
    table = sheet(root / "gop-y.xlsx", [HEAD[:4], [1, "Thuận lợi", None, "Nêu rõ."]])
    assert take(table, "--from", "Hội Nông dân")[1] == ["Nêu rõ."]
    assert read(root).comments[0].organisation == "Hội Nông dân"


def test_rows_that_say_too_little_are_told_by_number_and_the_others_taken(take, root):
    table = sheet(
        root / "gop-y.xlsx",
        [HEAD, [1, "Thuận lợi", None, None, "Chi bộ Một"], [2, "Không có mục này", None, "Một.", "Chi bộ Một"],
         [3, "Thuận lợi", "những chữ không có", "Hai.", "Chi bộ Một"], [4, None, None, "Ba.", None], [5]],
    )  # fmt: skip
    told, words = take(table)
    assert words == ["Ba.", "Hai.", "Một."]
    assert re.findall(r"^Row (\d+): (\S+ \S+ \S+)", told, re.MULTILINE) == [
        ("2", "There is no"), ("3", "No heading is"), ("4", "The words quoted"), ("5", "Nobody is named"),
    ]  # fmt: skip
    # What could not be understood stays in sight until somebody puts it right.
    assert codes(root) == {"C101": 1, "C103": 1, "F103": 1}


def test_a_quotation_that_stands_three_times_is_attached_to_none_of_them(take, root):
    (root / "units/phong-a/bao-cao/thuan-loi.md").write_text(THRICE, "utf-8")
    table = sheet(root / "gop-y.xlsx", [HEAD, [1, "Thuận lợi", "Mở 3 lớp", "Lớp nào?", "Chi bộ Một"]])
    told, words = take(table)
    assert words == ["Lớp nào?"]
    assert "Row 2: The words quoted stand in 3 places; say which is meant." in told
    (comment,) = read(root).comments
    assert (comment.quote, comment.paragraph, comment.before) == ("Mở 3 lớp", None, "")
    (found,) = [one for one in pipeline.inspect(root, None, lambda name: lambda a, b: None).diagnostics
                if one.code == "C102"]  # fmt: skip
    assert [place.span.line for place in found.related] == [4, 6, 8]
    page = pages_of(read(root), root)["units/phong-a/bao-cao.md"].markdown
    above = page.split('id="p_thuan-loi_1"')[0]
    assert "Lớp nào?" in above and "có nhiều chỗ giống nhau" in above
    assert "vk-mark-comment" not in page


def test_two_rows_with_one_id_and_other_words_are_two_comments(take, root):
    head = ["Mã ý kiến", *HEAD[1:]]
    row = ["chi-bo-mot-01", "Thuận lợi", None, "Một.", "Chi bộ Một"]
    write(root, {f"{FOLDER}/chi-bo-mot-01.md": "---\nreport: bao-cao\norganisation: Chi bộ Một\n---\nMột.\n"})
    told, words = take(sheet(root / "gop-y.xlsx", [head, row, [*row[:3], "Hai.", row[4]]]))
    assert words == ["Hai.", "Một."]
    assert "Row 3: `chi-bo-mot-01` says something else; this row was taken for another comment." in told
    assert "There already: 1." in told
    assert take(root / "gop-y.xlsx")[1] == words


def test_two_files_with_one_id_are_found_and_both_are_kept(root, capsys):
    text = "---\nreport: bao-cao\norganisation: Chi bộ {}\n---\nÝ kiến {}.\n"
    write(root, {f"{FOLDER}/y-kien.md": text.format(1, 1), "units/khoi/comments/y-kien.md": text.format(2, 2)})
    assert codes(root)["C104"] == 1
    assert len(read(root).comments) == 2
    page = pages_of(read(root), root)["comments/index.md"].markdown
    assert "Ý kiến 1." in page and "Ý kiến 2." in page
    assert "comments/unit/phong-a/index.html#y-kien-phong-a-y-kien" in page.replace('"unit/', '"comments/unit/')


def test_a_conflict_left_in_a_comment_is_a_finding_and_the_file_stays(root):
    text = "---\nreport: bao-cao\norganisation: Chi bộ 1\n---\n<<<<<<< HEAD\nMột.\n=======\nHai.\n>>>>>>> nhanh\n"
    write(root, {f"{FOLDER}/y-kien.md": text})
    assert codes(root) == {"R207": 1}
    assert main(["comments", "answer", "y-kien", "--disposition", "tiep-thu"]) == 2
    assert (root / FOLDER / "y-kien.md").read_text("utf-8") == text


def test_signs_that_spreadsheets_take_for_a_formula_come_back_as_words(take, root, capsys):
    words = ['=HYPERLINK("http://a")', "+84 là mã vùng", "-5% chứ không phải 5%", "@tổ biên tập"]
    table = sheet(root / "gop-y.xlsx", [HEAD, *([n, None, None, "x", "Chi bộ Một"] for n in range(4))])
    book = openpyxl.load_workbook(table)
    for number, one in enumerate(words, start=2):
        book.active.cell(number, 4).value = one
        book.active.cell(number, 4).data_type = "s"
    book.save(table)
    assert take(table)[1] == sorted(words)
    main(["comments", "export"])
    with (root / "build/comments/gop-y.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = [row["Ý kiến"] for row in csv.DictReader(stream, delimiter=";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    for name in ("gop-y.csv", "gop-y.xlsx"):
        assert take(root / "build/comments" / name)[1] == sorted(words)


MANY = 2_400


@pytest.fixture(scope="module")
def crowded(tmp_path_factory) -> tuple[Path, dict[str, str]]:
    """A repository with thousands of comments on one heading, and its pages."""
    root = tmp_path_factory.mktemp("dong")
    comments = {
        f"{FOLDER}/y-{number:04}.md": "---\nreport: bao-cao\nheading: thuan-loi\nparagraph: 1\nquote: 12 đảng viên\n"
        f"organisation: Chi bộ {number % 90}\n" + ("answer: {disposition: tiep-thu, by: Tổ}\n" if number % 3 else "")
        + f"---\nÝ kiến số {number}: " + "đề nghị nêu rõ hơn. " * 12 + "\n"
        for number in range(MANY)
    }  # fmt: skip
    write(root, {**{path: text for path, text in FILES.items() if "/comments/" not in path}, **comments})
    return root, {uri: page.markdown for uri, page in pages_of(read(root), root).items()}


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"Ý kiến số (\d+):", unescape(page))]


def test_thousands_on_one_heading_are_all_in_the_list_and_the_summary_page_by_page(crowded):
    _, pages = crowded
    for prefix, a_page in (("comments/index", 200), ("comments/list-", 200), ("comments/unit/phong-a/", 100)):
        assert all(len(shown(page)) <= a_page for uri, page in pages.items() if uri.startswith(prefix))
    listed = [
        n for uri, page in pages.items() if uri.startswith(("comments/index", "comments/list")) for n in shown(page)
    ]
    assert sorted(listed) == list(range(MANY))
    assert all(number % 3 == 0 for number in listed[: MANY // 3]), "open ones come first"
    summary = [n for uri, page in pages.items() if uri.startswith("comments/unit/") for n in shown(page)]
    assert sorted(summary) == list(range(MANY))
    senders = [n for uri, page in pages.items() if uri.startswith("comments/from/") for n in shown(page)]
    assert sorted(senders) == list(range(MANY))


def test_no_page_grows_with_their_number(crowded):
    _, pages = crowded
    report = pages["units/phong-a/bao-cao.md"]
    assert len(shown(report)) == 20 and all(number % 3 == 0 for number in shown(report))
    assert f"{MANY} ý kiến góp ý, {MANY // 3} chưa trả lời; {MANY - 20} ý kiến chỉ có trong bản tổng hợp" in report
    assert report.count("Còn 17 ghi chú") == 1
    size, uri = max((len(page.encode()), uri) for uri, page in pages.items())
    assert size < 300_000, uri
    last = pages[f"comments/list-{MANY // 200}.md"]
    assert 'href="index.html"' in last and f'href="list-{MANY // 200 - 1}.html"' in last


def test_thousands_go_out_as_a_table_and_come_back_as_they_were(crowded, monkeypatch, capsys):
    root, _ = crowded
    monkeypatch.chdir(root)
    main(["comments", "export"])
    capsys.readouterr()
    main(["--lang", "en", "comments", "import", "build/comments/gop-y.xlsx"])
    assert f"taken over: 0. Answers written: 0. There already: {MANY}." in "".join(capsys.readouterr())

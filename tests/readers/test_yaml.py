"""YAML faults are told at their own place, and nothing hostile gets through."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vankien.readers.yaml import PLAIN, _plain, compose, node_span
from vankien.readers.yaml_parser import parsed


def faults_of(text: str, *reads: tuple[str, str]):
    fields, faults = compose(text, "x.yml", first_line=2)
    for method, key in reads:
        getattr(fields, method)(key)
    return [(fault.code, fault.finding.span.line, fault.finding.span.column) for fault in faults]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: b: c\n", "R201", 2, 5),
        ("a: 'x\nb: 1\n", "R201", 2, 4),
        ("a: [1, 2\nb: 3\n", "R201", 2, 4),
        ("a: \x01\n", "R201", 2, 4),
        ("a:\n\tb: 1\n", "R202", 3, 1),
        ("a: 1\nb: 2\na: 3\n", "R203", 4, 1),
        ("a: &x 1\nb: *x\n", "R204", 2, 4),
        ("a: &a [*a]\n", "R204", 2, 4),
        ("a: " + "[" * 100_000, "R205", 2, 35),
        ("- " * 100_000, "R205", 2, 65),
        ("? " * 100_000, "R205", 2, 65),
        ("chỉ là chữ\n", "F102", 2, 1),
        ("[a, b]: 1\n", "F102", 2, 1),
    ],
)
def test_a_fault_is_told_where_it_stands(text, code, line, column):
    assert faults_of(text) == [(code, line, column)]


@pytest.mark.parametrize("text", ["day: ~\n", "day: null\n", "day:\n", "day: ~ # chưa rõ\n"])
def test_no_value_can_be_written_in_three_ways(text):
    fields, faults = compose(text, "x.yml", first_line=2)
    assert fields.date("day") is None
    assert fields.text("day") == ""
    assert not faults


def test_a_tilde_in_quotation_marks_is_a_text():
    fields, _ = compose('name: "~"\n', "x.yml", first_line=2)
    assert fields.text("name") == "~"


def test_a_billion_laughs_are_not_laughed():
    laughs = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert faults_of(laughs) == [("R204", 2, 4)]


@pytest.mark.parametrize(
    ("text", "method", "code"),
    [
        ("day: 2023-02-30", "date", "F102"),
        ("day: 28/4/2023", "date", "F102"),
        ("day: ２０２３-04-28", "date", "F102"),
        ("day: [1]", "date", "F102"),
        ("day: nhiều", "integer", "F102"),
        ("day: -1", "integer", "F102"),
        ("day: maybe", "boolean", "F102"),
        ("day: 2023-13", "period_last", "F102"),
        ("day: {a: 1}", "texts", "F102"),
        ("day: 5", "mapping", "F102"),
        ("day: 5", "mappings", "F102"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_at_the_value(text, method, code):
    fields, faults = compose(text, "x.yml")
    if method == "period_last":
        fields.period_end("day", last=True)
    else:
        getattr(fields, method)("day")
    assert [(fault.code, fault.finding.span.column) for fault in faults] == [(code, 6)]


def test_figures_stay_as_they_are_typed():
    fields, faults = compose("a: 1.395\nb: 94,38%\nc: 0123\nd: no\ne: 2023-04-30\n", "x.yml")
    assert [fields.text(key) for key in "abcde"] == ["1.395", "94,38%", "0123", "no", "2023-04-30"]
    assert not faults


def test_a_period_may_be_a_year_a_month_or_a_day():
    fields, _ = compose("a: 2023\nb: 2023-02\nc: 2023-12\nd: 2023-04-28\n", "x.yml")
    assert [str(fields.period_end(key, last=True)) for key in "abcd"] == [
        "2023-12-31",
        "2023-02-28",
        "2023-12-31",
        "2023-04-28",
    ]
    assert str(fields.period_end("b", last=False)) == "2023-02-01"


def test_an_unknown_key_comes_with_the_nearest_known_one():
    fields, faults = compose("staus: draft\n", "x.yml")
    fields.text("status")
    fields.close()
    assert faults[0].code == "F101"
    assert faults[0].finding.hint.values == {"nearest": "status"}


@given(st.text())
def test_no_text_makes_the_reader_raise(text):
    fields, _ = compose(text, "x.yml")
    for key in list(fields.keys()):
        fields.text(key), fields.texts(key), fields.mapping(key), fields.mappings(key)
    fields.close()


LINES = st.sampled_from((
    "status: draft", "status: 'draft'", 'status: "draft"', "status:", "status: draft ", "status:  draft",
    "status: a b - c", "by: Nguyễn Văn A", "by: A: b", 'by: "a: b, c"', 'by: "a\\tb"', "on: 2023-04-28",
    "on: 2023-04-28 # chú thích", "x: ~", "themes: [a, b c]", "themes: [a,b]", "themes: []", 'themes: [a, "b, c"]',
    "themes: [a, [b]]", "- a", "---", "...", "indicators:", "  dau-vao:", "  dau-vao: {actual: 5, as_of: 2023-04-30}",
    "    actual: 7,5", '    source: "a"', "  dau-vao: {a: [1]}", "  dau-vao: {a: 1", "   lech: 1", "indicators: {}",
    "# chú thích", "", "\tx: 1", "? a", "x: |", "x: -5", "x: .5", "x: 5%", "x: a\u00a0b", "x: a\u0301", "x: a\u2028b",
    "2022: 5", "  2022: 5", "x: a:b", "_x: 1", "x: &a b",
))  # fmt: skip


@given(st.lists(LINES, max_size=7).map("\n".join), st.sampled_from(("", "\n")))
def test_plain_lines_are_read_as_the_parser_reads_them(lines, end):
    text = lines + end
    short = _plain(text)
    if short is not None:
        node, problem = parsed(text, "x.yml", 2)
        assert problem is None
        assert _told(short) == _told(node)


@settings(max_examples=30)
@given(st.from_regex(f"(?:{PLAIN.pattern})+", fullmatch=True))
def test_whatever_passes_for_plain_lines_is_read_as_the_parser_reads_it(text):
    if short := _plain(text):
        assert _told(short) == _told(parsed(text, "x.yml", 2)[0])


def _told(node):
    """What is looked at of a node: where one of several lines ends does not count."""
    place = node_span(node, "x.yml", 2)
    if node.kind == "scalar":
        return node.value, node.plain, place
    below = [one for pair in node.value for one in pair] if node.kind == "mapping" else node.value
    return node.kind, place, [_told(one) for one in below]


def test_most_front_matters_are_plain():
    text = 'status: approved\napproved_by: Lê Thị Hoa\napproved_text: "5c985ebec0605be9"\nthemes: [dan-van, xay-dung]\n'
    figures = (
        "indicators:\n  dau-vao: {actual: 5, source: Báo cáo}\n  dau-ra:\n    actual: 7,5\n    as_of: 2023-04-30\n"
    )
    assert _told(_plain(text + figures)) == _told(parsed(text + figures, "x.yml", 2)[0])

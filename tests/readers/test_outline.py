"""An outline file becomes numbered headings, mirrored ones in their places."""

import pytest

from vankien.readers.disk import Text
from vankien.readers.outline import read_outline

FRONT = '---\ntitle: Báo cáo\nnumbering: ["{roman}-", "{n}.", "{n}.{n}."]\n---\n'


def read(body: str):
    outline, faults = read_outline(Text("content/outlines/x.md", FRONT + body), "x")
    return outline, [(fault.code, fault.finding.span.line) for fault in faults]


def test_headings_carry_ids_attributes_and_guidance():
    outline, faults = read(
        "Lời dẫn.\n\n# Một {#mot}\nHướng dẫn.\n\n- ý\n## Hai {#hai optional figures=required}\n"
        '# Ba {#ba applies="kind:enterprise, level:co-so"}\n# Mở {#mo opening}\n'
    )
    assert faults == []
    assert outline.preamble == "Lời dẫn."
    one, two, three, four = outline.headings
    assert (one.id, one.title, one.level, one.guidance, one.label) == ("mot", "Một", 1, "Hướng dẫn.\n\n- ý", "I-")
    assert (two.optional, two.figures, two.label, two.required) == (True, True, "1.", False)
    assert (three.applies, three.label) == ("kind:enterprise, level:co-so", "II-")
    assert (four.opening, four.label) == (True, "")


def test_a_mirror_repeats_what_lies_below_another_heading():
    outline, faults = read(
        "# A {#a}\n## B {#b}\n### C {#c optional figures=required}\n## D {#d}\n# E {#e}\n## F {#f mirror=a}\n"
    )
    assert faults == []
    assert [(h.id, h.level, h.label, h.mirrors) for h in outline.headings[5:]] == [
        ("f", 2, "1.", ""),
        ("f.b", 3, "1.1.", "b"),
        ("f.c", 4, "", "c"),
        ("f.d", 3, "1.2.", "d"),
    ]
    mirrored = outline.heading("f.c")
    assert (mirrored.optional, mirrored.figures) == (True, False)


def test_a_mirror_may_stop_at_a_depth():
    outline, _ = read("# A {#a}\n## B {#b}\n### C {#c}\n## D {#d}\n# E {#e mirror=a depth=1}\n")
    assert [h.id for h in outline.headings[4:]] == ["e", "e.b", "e.d"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("# Không mã\n", [("S201", 5)]),
        ("# Sai {#Có-Dấu}\n", [("S201", 5)]),
        ("# Một {#mot}\n# Hai {#mot}\n", [("S202", 6)]),
        ("# Một {#mot mirror=khong-co}\n", [("S203", 5)]),
        ("# Một {#mot mirror=mot}\n", [("S203", 5)]),
        ("# Một {#mot}\n## Hai {#hai mirror=mot}\n", [("S203", 6)]),
        ("# Một {#mot la}\n", [("S205", 5)]),
        ("```\n# không phải đề mục\n```\n", []),
    ],
)
def test_what_is_wrong_is_told_at_the_heading(body, faults):
    assert read(body)[1] == faults

"""Whatever lies in a repository becomes a finding, and never hides the ordinary mistake of another unit."""

import os
from pathlib import Path

import pytest

from vankien.checks import run
from vankien.model.diagnostic import PipelineError
from vankien.readers.project import read

HOC_TAP = "units/so-y-te/so-ket/hoc-tap.md"
ORDINARY_MISTAKE = """
units/khoi/so-ket/hoc-tap.md
    ---
    status: xong
    ---
    Ba lớp.
"""
FRONT = "    ---\n    status: draft\n"
WITHOUT_AN_OUTLINE = """
content/cycle.yml
    name: Kỳ
    root: khoi
    today: 2023-05-12
    reports:
      so-ket: A
      pctn: B
    levels: {khoi: {name: K}, co-so: {name: C}}
"""

BAD = {
    "broken YAML": (f"{HOC_TAP}\n{FRONT}    themes: [cai-cach\n    ---\n    Chữ.\n", "R201", HOC_TAP, 3),
    "a tab in YAML": (f"{HOC_TAP} (→ is a tab)\n{FRONT}    themes:\n    →- cai-cach\n    ---\n", "R202", HOC_TAP, 4),
    "billion laughs": (
        f"{HOC_TAP}\n    ---\n    a: &a [x, x, x, x]\n    b: &b [*a, *a, *a, *a]\n    c: [*b, *b, *b, *b]\n    ---\n",
        "R204",
        HOC_TAP,
        2,
    ),
    "an anchor loop": (f"{HOC_TAP}\n    ---\n    themes: &a [*a]\n    ---\n    Chữ.\n", "R204", HOC_TAP, 2),
    "a merge key": (f"{HOC_TAP}\n    ---\n    <<: *a\n    ---\n    Chữ.\n", "R204", HOC_TAP, 2),
    "ten thousand brackets": (
        f"{HOC_TAP}\n    ---\n    themes: {'[' * 10_000}\n    ---\n    Chữ.\n",
        "R205",
        HOC_TAP,
        2,
    ),
    "ten thousand dashes": (f"{HOC_TAP}\n    ---\n    themes:\n      {'- ' * 10_000}a\n    ---\n", "R205", HOC_TAP, 3),
    "an empty file": ("units/so-y-te/so-ket/kien-nghi.md", "R107", "units/so-y-te/so-ket/kien-nghi.md", 1),
    "a binary file": (f"{HOC_TAP} (bytes FF D8 FF E0 00 10 4A 46)", "R105", HOC_TAP, 1),
    "an encoding of old": (f"{HOC_TAP} (bytes 2D 2D 2D 0A 61 3A 20 F9 0A 2D 2D 2D 0A)", "R106", HOC_TAP, 2),
    "a name with spaces": (
        f"units/so-y-te/so-ket/kiến nghị.md\n{FRONT}    ---\n    Chữ.\n",
        "R109",
        "units/so-y-te/so-ket/kiến nghị.md",
        1,
    ),
    "a name in NFD": (
        f"units/so-y-te/so-ket/kiến-nghị.md (name in NFD)\n{FRONT}    ---\n    Chữ.\n",
        "R109",
        "units/so-y-te/so-ket/kiến-nghị.md",
        1,
    ),
    "a link out of the repository": (f"{HOC_TAP} -> ../../../../outside.md", "R103", HOC_TAP, 1),
    "a link to the whole disk": (
        "units/so-y-te/so-ket/ (removed)\nunits/so-y-te/so-ket -> /",
        "R103",
        "units/so-y-te/so-ket",
        1,
    ),
    "a folder for a text": (f"{HOC_TAP}/", "R102", HOC_TAP, 1),
    "a folder for the cycle": ("content/cycle.yml/", "R102", "content/cycle.yml", 1),
    "a folder for a unit's description": ("units/so-y-te/unit.yml/", "R102", "units/so-y-te/unit.yml", 1),
    "a file for a unit's folder": ("units/so-y-te/ (removed)\nunits/so-y-te\n    chữ", "", "", 0),
    "a file for the folder of a report": (
        "units/so-y-te/so-ket/ (removed)\nunits/so-y-te/so-ket\n    chữ",
        "S101",
        "units/so-y-te/unit.yml",
        1,
    ),
    "a text that nobody may read": (f"{HOC_TAP} (unreadable)\n    chữ", "R101", HOC_TAP, 1),
    "a register that nobody may read": ("content/themes.yml (unreadable)\n    a", "R101", "content/themes.yml", 1),
    "an outline for a report that has none": (
        WITHOUT_AN_OUTLINE,
        "S207",
        "content/cycle.yml",
        6,
    ),
    "control characters": (f"{HOC_TAP} (bytes 2D 2D 2D 0A 61 3A 20 07 0A 2D 2D 2D 0A 61 0A)", "R201", HOC_TAP, 2),
}


@pytest.mark.parametrize(("files", "code", "path", "line"), BAD.values(), ids=BAD)
def test_bad_input_is_a_finding_with_its_place_and_hides_no_other(files, code, path, line, lay, check):
    found = check(lay(files + ORDINARY_MISTAKE))
    if code:
        assert (code, path, line) in {(one.code, one.span.path, one.span.line) for one in found}
    assert ("F104", "units/khoi/so-ket/hoc-tap.md", 2) in {(one.code, one.span.path, one.span.line) for one in found}


def test_file_of_50_megabytes_is_a_finding_and_is_not_read(lay, check):
    root = lay(ORDINARY_MISTAKE)
    with (root / HOC_TAP).open("wb") as stream:
        stream.truncate(50_000_000)
    assert {one.code for one in check(root)} == {"R104", "F104"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_pipe_is_a_finding_and_nobody_waits_for_it(lay, check):
    root = lay(ORDINARY_MISTAKE + f"\n{HOC_TAP} (removed)")
    os.mkfifo(root / HOC_TAP)
    assert {"R102", "F104"} <= {one.code for one in check(root)}


def test_name_that_is_no_unicode_is_a_finding(lay, check):
    root = lay(ORDINARY_MISTAKE)
    try:
        Path(os.fsdecode(os.fsencode(root / "units/so-y-te/so-ket") + b"/b\xe1o.md")).write_text("---\n---\nChữ.\n")
    except OSError:
        return  # Some file systems keep such names out themselves.
    found = check(root)
    assert {"R109", "F104"} <= {one.code for one in found}
    assert all(one.span.path.encode("utf-8") for one in found)


def test_folder_without_outlines_is_a_fault_of_the_operator(lay):
    with pytest.raises(PipelineError) as raised:
        read(lay("content/outlines/ (removed)"))
    assert raised.value.hint


def test_folder_without_cycle_is_a_fault_of_the_operator(lay):
    with pytest.raises(PipelineError) as raised:
        read(lay("content/cycle.yml (removed)"))
    assert "content/cycle.yml" in str(raised.value)


def test_only_outline_that_cannot_be_read_is_a_finding(lay, check):
    assert {one.code for one in check(lay("content/outlines/so-ket.md (bytes 00 01)"))} == {"R105"}


def test_findings_come_in_order_of_place(lay, check):
    found = check(lay("".join(files + "\n" for files, *_ in list(BAD.values())[:1]) + ORDINARY_MISTAKE))
    places = [(one.span.path, one.span.line, one.span.column, one.code) for one in found]
    assert places == sorted(places)


def test_rules_do_not_change_what_they_look_at(lay):
    project = read(lay(ORDINARY_MISTAKE))
    assert run(project) == run(project)

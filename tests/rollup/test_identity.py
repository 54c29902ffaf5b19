"""What makes a finding the same one after lines have moved."""

from vankien.model.diagnostic import Diagnostic, Severity, say
from vankien.model.source import Span
from vankien.rollup.identity import caused, fingerprints

OLD = "sai ở đây\n\nsai và sai\n"
NEW = "thêm một dòng\n" + OLD + "sai nữa\n"


def found(text: str) -> list[Diagnostic]:
    """A finding at every `sai` of a text."""
    return [
        Diagnostic("T1", Severity.ERROR, Span("a.md", number, at + 1, number, at + 4), say("{it}", it=say("sai")))
        for number, line in enumerate(text.split("\n"), start=1)
        for at in range(len(line))
        if line.startswith("sai", at)
    ]


def test_findings_that_only_moved_are_not_new_and_of_equal_ones_the_last_is():
    assert caused(found(NEW), lambda path: NEW, found(OLD), lambda path: OLD) == [False, False, False, True]


def test_same_state_has_nothing_new():
    assert not any(caused(found(OLD), lambda path: OLD, found(OLD), lambda path: OLD))


def test_higher_severity_other_words_and_other_files_are_new():
    (one,) = found("sai")
    changed = (
        Diagnostic("T1", Severity.WARNING, one.span, one.message),
        Diagnostic("T1", Severity.ERROR, one.span, say("Other.")),
        Diagnostic("T2", Severity.ERROR, one.span, one.message),
        Diagnostic("T1", Severity.ERROR, Span("b.md", 1, 1, 1, 4), one.message),
    )
    assert all(caused(changed, lambda path: "sai", [one], lambda path: "sai"))


def test_file_that_is_not_there_any_more_has_a_mark_as_well():
    assert len(set(fingerprints(found(OLD), lambda path: None))) == 3

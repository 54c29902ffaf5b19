"""The report that GitLab shows beside the changes of a merge request."""

import json
import re

from tests.render.findings import FINDINGS, PATH, finding, report
from vankien.model.diagnostic import Severity
from vankien.model.source import Span
from vankien.render.code_quality import code_quality

# https://docs.gitlab.com/ci/testing/code_quality/, "Code Quality report format"
SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_every_finding_has_what_gitlab_asks_for():
    value = json.loads(code_quality(report(language="en")))
    assert len(value) == len(FINDINGS)
    for one in value:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in SEVERITIES
        assert re.fullmatch(r"[0-9a-f]{64}", one["fingerprint"])
    assert value[2]["location"] == {"path": PATH, "lines": {"begin": 1, "end": 2}}
    assert [one["severity"] for one in value] == ["info", "major", "minor", "minor", "minor"]


def marks(*found) -> list[str]:
    return [one["fingerprint"] for one in json.loads(code_quality(report(*found)))]


def test_fingerprints_are_all_different():
    assert len(set(marks())) == len(FINDINGS)


def test_fingerprint_does_not_depend_on_lines_and_language():
    here = finding("F104", Severity.ERROR, Span(PATH, 2, 5, 2, 11))
    there = finding("F104", Severity.ERROR, Span(PATH, 2, 25, 2, 31))
    assert marks(here) == marks(there)
    english = json.loads(code_quality(report(here, language="en")))
    assert english[0]["fingerprint"] == marks(here)[0]


def test_second_finding_of_the_same_words_has_a_mark_of_its_own():
    here = finding("F104", Severity.ERROR, Span(PATH, 2, 5, 2, 11))
    there = finding("F104", Severity.ERROR, Span(PATH, 2, 25, 2, 31))
    first, second = marks(here, there)
    assert first == marks(here)[0] and first != second


def test_nothing_found_is_an_empty_list():
    empty = report()
    assert code_quality(type(empty)((), 0, empty.translate)) == "[]"

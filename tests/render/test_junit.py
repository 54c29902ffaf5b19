"""JUnit XML that build servers read, whatever stands in the sentences."""

from junitparser import JUnitXml
from lxml import etree

from tests.render.findings import FINDINGS, PATH, finding, report
from vankien.model.diagnostic import Severity, say
from vankien.model.source import Span
from vankien.render.junit import junit


def test_errors_and_warnings_fail_and_notes_pass():
    suites = JUnitXml.fromstring(junit(report(language="en")).encode())
    (suite,) = suites
    assert (suites.tests, suites.failures, suites.errors) == (len(FINDINGS), 4, 0)
    cases = list(suite)
    assert [len(case.result) for case in cases] == [0, 1, 1, 1, 1]
    assert cases[0].is_passed and cases[0].system_out.startswith("units/a/so-ket:1:1 S101 ")
    failure = cases[1].result[0]
    assert failure.type == "error"
    assert failure.message.startswith("Wrong: 100% của <b>, \"A\" & 'B': dòng\r\nhai� ]]>")
    assert "Then: stop." in failure.text
    assert (cases[1].classname, cases[1].name) == (PATH, "F104 2:5")
    assert "b.md:3 Here." in cases[2].result[0].text


def test_signs_that_xml_cannot_hold_are_replaced():
    hard = "".join(map(chr, range(0x20))) + "\ud800\ufffe￿ ok"
    root = etree.fromstring(junit(report(finding("D101", Severity.ERROR, Span("a.md"), say("{x}", x=hard)))).encode())
    assert root.find(".//failure").text.endswith("��� ok")


def test_nothing_found_is_one_test_that_passes():
    empty = report()
    (suite,) = JUnitXml.fromstring(junit(type(empty)((), 0, empty.translate)).encode())
    (case,) = suite
    assert (suite.tests, suite.failures, case.is_passed) == (1, 0, True)

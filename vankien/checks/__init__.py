"""Rules that judge a project: `RULES` names them, `run` applies them, `prepare` does what can be done unit by unit."""

from vankien.checks.registry import OPTIONAL_RULES, RULES, TERRITORY, Rule, prepare, run

__all__ = ["OPTIONAL_RULES", "RULES", "TERRITORY", "Rule", "prepare", "run"]

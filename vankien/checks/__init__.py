"""Rules that judge a project; `RULES` names all of them, `run` applies them."""

from vankien.checks.registry import OPTIONAL_RULES, RULES, TERRITORY, Rule, run

__all__ = ["OPTIONAL_RULES", "RULES", "TERRITORY", "Rule", "run"]

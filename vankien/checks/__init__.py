"""Rules that judge a project; `RULES` names all of them, `run` applies them."""

from vankien.checks.registry import RULES, Rule, run

__all__ = ["RULES", "Rule", "run"]

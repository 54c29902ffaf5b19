"""Which files a branch or an account may change: those of its own unit."""

from collections.abc import Collection, Iterable

from vankien.model.project import Project
from vankien.model.record import record

PREFIXES = frozenset(("unit", "units", "don-vi"))
"""Words that may stand before the unit in the name of a branch."""


@record
class Territory:
    """The units whose folders may be changed, and why only these."""

    units: frozenset[str]
    """Ids of the units."""
    owner: str
    """The branch or account that they belong to, as it is told to people."""

    def outside(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The paths that lie in none of the units' folders."""
        return tuple(path for path in paths if path.split("/")[0] != "units" or path.split("/")[1] not in self.units)


def of_branch(branch: str, units: Collection[str]) -> Territory | None:
    """What a branch may change: a branch `so-y-te`, `so-y-te/…` or `units/so-y-te/…` belongs to the unit `so-y-te`.

    Every other branch, such as `main`, may change everything.
    """
    parts = branch.split("/")
    if parts[0] in PREFIXES:
        parts = parts[1:]
    return Territory(frozenset(parts[:1]), branch) if parts and parts[0] in units else None


def of_account(account: str, project: Project) -> Territory | None:
    """What an account may change: the folders of the units that it drafts or oversees.

    None for the editorial team and for accounts that no unit names: they may change everything.
    """
    name = account.lstrip("@").casefold()
    if not name or name in _names(project.cycle.editors):
        return None
    units = frozenset(
        unit.id
        for unit in project.units.values()
        if name in _names(unit.accounts.drafters) or name in _names(unit.accounts.overseers)
    )
    return Territory(units, account) if units else None


def _names(accounts: Iterable[str]) -> frozenset[str]:
    return frozenset(account.lstrip("@").casefold() for account in accounts)

"""What somebody pushes to a repository on a server."""

from vankien.model.record import record

BRANCHES, TAGS, DRAFTS = "refs/heads/", "refs/tags/", "refs/tags/draft/"


@record
class Update:
    """One ref of a push, as git tells it to a `pre-receive` hook."""

    old: str
    """Commit before; empty for a new ref."""
    new: str
    """Commit after; empty where the ref is deleted."""
    ref: str
    """Full name, such as `refs/heads/main`."""

    @property
    def branch(self) -> str:
        """Name of the branch; empty for a tag."""
        return self.ref.removeprefix(BRANCHES) if self.ref.startswith(BRANCHES) else ""

"""Addresses on the team's code host: where a file is edited, where a new one is made."""

from urllib.parse import quote, urlencode, urlsplit

from vankien.model.cycle import Cycle

GITHUB, GITLAB, FORGEJO = "github", "gitlab", "forgejo"
_TOLD = (("github.", GITHUB), ("gitlab.", GITLAB), ("codeberg.", FORGEJO), ("gitea.", FORGEJO), ("forgejo.", FORGEJO))


def kind(cycle: Cycle) -> str:
    """What kind of host the repository lies on: as the cycle says, else as its address tells; empty for none."""
    address = urlsplit(cycle.repository)
    if address.scheme not in ("http", "https") or not address.netloc:
        return ""
    return cycle.host or next((kind for sign, kind in _TOLD if sign in f"{address.netloc}."), GITHUB)


def edit_link(cycle: Cycle, path: str) -> str:
    """Where a file is edited; empty without a code host."""
    base, branch, file = cycle.repository.rstrip("/"), quote(cycle.branch, safe="/"), quote(path)
    match kind(cycle):
        case "github":
            return f"{base}/edit/{branch}/{file}"
        case "gitlab":
            return f"{base}/-/edit/{branch}/{file}"
        case "forgejo":
            return f"{base}/_edit/{branch}/{file}"
    return ""


def new_file_link(cycle: Cycle, path: str, content: str) -> str:
    """Where a new file is made, name and content filled in; empty without a code host.

    GitLab has not filled in the content any more since its new editor; there it must be pasted (`fills_in`).
    """
    base, branch = cycle.repository.rstrip("/"), quote(cycle.branch, safe="/")
    folder, _, name = path.rpartition("/")
    match kind(cycle):
        case "github":
            return f"{base}/new/{branch}/{quote(folder)}?" + urlencode(
                {"filename": name, "value": content}, quote_via=quote
            )
        case "gitlab":
            return f"{base}/-/new/{branch}?" + urlencode({"file_name": path}, quote_via=quote)
        case "forgejo":
            return f"{base}/_new/{branch}/{quote(folder)}?" + urlencode(
                {"filename": name, "value": content}, quote_via=quote
            )
    return ""


def fills_in(cycle: Cycle) -> bool:
    """Whether the host takes the content of a new file from the address."""
    return kind(cycle) in (GITHUB, FORGEJO)

"""What a code host needs to work with a repository: the workflow, who owns which files, the form of a pull request."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import vankien
from vankien.model.project import Project
from vankien.render.templates import environment

HOSTS = ("github", "gitlab", "forgejo")

WORKFLOWS = {
    "github": ".github/workflows/vankien.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/vankien.yml",
}
FORMS = {
    "github": ".github/pull_request_template.md",
    "gitlab": ".gitlab/merge_request_templates/Default.md",
    "forgejo": ".forgejo/pull_request_template.md",
}
NOTICE = "Tệp này do lệnh `vankien workflow {host} --write` ghi ra; sửa ở mẫu templates/workflow/ rồi ghi lại."


def files(project: Project, root: Path, host: str, branch: str) -> Mapping[str, str]:
    """The files for one of `HOSTS`, by path; `branch` is the one that holds what counts.

    A repository with a `build.py` of its own is built by that, any other one by the vankien that is installed.
    """
    own = (root / "build.py").is_file()
    templates = environment(root)
    values = {
        "branch": branch,
        "command": "python3 build.py" if own else "vankien",
        "install": "" if own else f"python3 -m pip install vankien=={vankien.__version__}",
        "notice": NOTICE.format(host=host),
    }
    # GitHub and Forgejo have the same interface for comments.
    sender = "comment-gitlab" if host == "gitlab" else "comment"
    values["sender"] = templates.get_template(f"workflow/{sender}.py.j2").render().rstrip("\n")
    return {
        WORKFLOWS[host]: templates.get_template(f"workflow/{host}.yml.j2").render(values),
        f".{host}/CODEOWNERS": code_owners(project, host),
        FORMS[host]: templates.get_template("workflow/pull-request.md.j2").render(values),
    }


def code_owners(project: Project, host: str) -> str:
    """Who is asked to read a change of which files: drafters and overseers of a unit, the editorial team for the rest.

    GitHub and GitLab take the last line that fits a file, and patterns as in `.gitignore`; Forgejo asks everyone whose
    line fits, and reads patterns as regular expressions.
    """
    editors = project.cycle.editors
    lines = [f"# {NOTICE.format(host=host)}"]
    pattern = _expression if host == "forgejo" else _pattern
    if editors:
        if host != "forgejo":
            lines.append(_owned("*", editors))
        lines.append(_owned(pattern("content"), editors))
    for unit in project.units.values():
        owners = (*unit.accounts.drafters, *unit.accounts.overseers, *editors)
        if owners:
            lines.append(_owned(pattern(f"units/{unit.id}"), owners))
    return "\n".join(lines) + "\n"


def _pattern(folder: str) -> str:
    return f"/{folder}/"


def _expression(folder: str) -> str:
    return f"{folder}/.*"


def _owned(pattern: str, owners: Iterable[str]) -> str:
    return " ".join([pattern, *dict.fromkeys(_named(owners))])


def _named(owners: Iterable[str]) -> Iterator[str]:
    """Accounts as hosts write them; a mail address stays as it is."""
    for owner in owners:
        name = "".join(owner.split())
        if name:
            yield name if "@" in name else f"@{name}"

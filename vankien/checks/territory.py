"""Rule P109: whether a change stays within the unit whose branch or account it comes from."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading
from vankien.model.diagnostic import Finding
from vankien.model.project import Project


def outside_unit(project: Project) -> Iterator[Finding]:
    """A change that belongs to one unit touches files outside the unit's folder.

    It is looked for where a change is checked: with `check --changed`, and by the server that takes a push. A branch
    whose name begins with the id of a unit, such as `so-y-te/so-ket`, belongs to that unit.

    Why: Another unit's text, the outline and the register are for those to change who answer for them. A slip of the
    hand would otherwise be found only when the other unit complains.

    Mend: Take the file out of the change, or make the change on a branch of the editorial team's own.

    Bad:
        units/cong-ty-dien/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Sửa trên nhánh so-y-te/so-ket.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: draft
            ---
            Sửa trên nhánh so-y-te/so-ket.
    """
    yield from found_in_reading(project, "P109")

"""Rules P107 and P108: approvals, which hold for the text that was approved and no other."""

from collections.abc import Iterator

from vankien.checks.fault import found_in_reading
from vankien.model.diagnostic import Finding
from vankien.model.project import Project


def changed_since_approval(project: Project) -> Iterator[Finding]:
    """A text or one of its figures was changed after it had been approved.

    Why: Whoever approved it has not seen what stands there now. The text counts as in review until it is approved
    again.

    Mend: Have the text approved again with the command `approve`, or take the change back.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            approved_by: Nguyễn Văn A, Bí thư
            approved_text: 9ac4c05b149ff97a
            ---
            Đảng bộ tổ chức bốn lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            approved_by: Nguyễn Văn A, Bí thư
            approved_text: 9ac4c05b149ff97a
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "P107")


def approval_not_bound(project: Project) -> Iterator[Finding]:
    """A text says that it is approved, but not which text was approved.

    Why: An approval without the mark of the text would still stand there after the text had been changed. It does not
    count; the text is taken to be in review.

    Mend: Approve the text with the command `approve`, which writes the mark.

    Bad:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            approved_by: Nguyễn Văn A, Bí thư
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.

    Good:
        units/so-y-te/so-ket/hoc-tap.md
            ---
            status: approved
            approved_by: Nguyễn Văn A, Bí thư
            approved_text: 9ac4c05b149ff97a
            ---
            Đảng bộ tổ chức ba lớp học tập nghị quyết.
    """
    yield from found_in_reading(project, "P108")

"""The file of a comment as text: a new one, or one to which an answer is written."""

import json
import re
from pathlib import Path

from vankien.model.comment import Answer, Comment
from vankien.model.diagnostic import PipelineError, say

_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.()/%–-]*[\w.)%])?\Z")
_NOTHING = {"null", "true", "false", "yes", "no", "on", "off"}
_HEAD = re.compile(
    r"(?P<open>\ufeff?---[ \t]*\r?\n)(?P<fields>.*?)(?P<close>^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z))", re.S | re.M
)
_ANSWER = re.compile(r"^answer[ \t]*:[^\r\n]*(?:\r?\n|\Z)(?:(?:[ \t]+[^\r\n]*|\}[ \t]*|[ \t]*)(?:\r?\n|\Z))*", re.M)


def text(comment: Comment) -> str:
    """The file of a new comment; keys without a value are left out, so that nobody has to fill them in."""
    values = {
        "report": comment.report,
        "heading": comment.heading,
        "draft": comment.draft,
        "paragraph": comment.paragraph,
        "quote": comment.quote,
        "before": comment.before,
        "after": comment.after,
        "organisation": comment.organisation,
        "present": comment.present,
        "in_favour": comment.in_favour,
        "proposal": comment.proposal.value,
        "received": comment.received,
    }
    lines = [f"{key}: {scalar(value)}" for key, value in values.items() if value not in ("", None)]
    if comment.answer != Answer():
        lines += answer_lines(comment.answer)
    body = comment.body.text.strip("\n")
    return "\n".join(["---", *lines, "---", *([body] if body else [])]) + "\n"


def write(root: Path, comment: Comment) -> Path:
    """Writes the file of a new comment; raises `PipelineError` where there is one already."""
    path = root / comment.span.path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text(comment))
    except FileExistsError as error:
        raise PipelineError(
            say("{path} is there already.", path=comment.span.path),
            say("It is the same comment, or give the new one another name with --id."),
        ) from error
    except OSError as error:
        raise PipelineError(
            say("{path} cannot be written: {error}", path=comment.span.path, error=error.strerror or str(error)),
            say("Look at the permissions of the folder."),
        ) from error
    return path


def answered(content: str, answer: Answer) -> str | None:
    """The text of a comment's file with another answer and everything else as it was; none where it has no head."""
    head = _HEAD.match(content)
    if head is None:
        return None
    end = "\r\n" if head["open"].endswith("\r\n") else "\n"
    block = "".join(line + end for line in answer_lines(answer))
    fields = head["fields"]
    found = _ANSWER.search(fields)
    if found:
        fields = fields[: found.start()] + block + fields[found.end() :]
    else:
        fields += block
    return head["open"] + fields + head["close"] + content[head.end() :]


def answer_lines(answer: Answer) -> list[str]:
    """The answer as lines of the front matter."""
    values = {"by": answer.by, "date": answer.date, "reason": answer.reason, "commit": answer.commit}
    lines = [f"  {key}: {scalar(value)}" for key, value in values.items() if value not in ("", None)]
    return ["answer:", f"  disposition: {answer.disposition.value}", *lines]


def scalar(value: object) -> str:
    """A value as YAML on one line, in quotation marks where it could be read as something else."""
    typed = str(value)
    if not isinstance(value, str) or (_PLAIN.match(typed) and typed.lower() not in _NOTHING):
        return typed
    return (
        json.dumps(typed, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\u2028", "\\L").replace("\u2029", "\\P")
    )

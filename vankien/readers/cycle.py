"""`content/cycle.yml`: the reporting cycle."""

from vankien.model.cycle import DEFAULT_COMPARED, DEFAULT_PROFILE, Cycle, Level, Milestone, Period
from vankien.model.diagnostic import Fault, Severity
from vankien.model.section import Status
from vankien.readers.disk import Text
from vankien.readers.documents import read_document
from vankien.readers.yaml import Fields, compose

STATES = tuple(status.value for status in Status)
HOSTS = ("github", "gitlab", "forgejo")
SETTINGS = ("off", *(severity.value for severity in Severity))


def read_cycle(text: Text) -> tuple[Cycle, list[Fault]]:
    """The cycle; what cannot be read takes its default."""
    fields, faults = compose(text.content, text.path)
    return cycle(fields), faults


def cycle(fields: Fields) -> Cycle:
    """The cycle in the fields of its file."""
    fields.require("name", "root")
    reports = fields.mapping("reports")
    levels = fields.mapping("levels")
    other = fields.mapping("other")
    rules = fields.mapping("rules")
    found = Cycle(
        name=fields.text("name"),
        root=fields.text("root"),
        term=fields.text("term"),
        draft=fields.integer("draft") or 1,
        profile=fields.text("profile") or DEFAULT_PROFILE,
        today=fields.date("today"),
        notice=fields.text("notice"),
        basis=read_document(fields.mapping("basis")) if "basis" in fields else None,
        repository=fields.text("repository"),
        editors=fields.texts("editors"),
        host=fields.choice("host", HOSTS, ""),
        branch=fields.text("branch") or "main",
        reports={id: reports.text(id) for id in reports.keys()},
        levels={id: _level(id, levels.mapping(id)) for id in levels.keys()},
        pilot=fields.text("pilot"),
        consent=fields.text("consent"),
        exempt_months=fields.integer("exempt_months") or 0,
        compared=fields.integer("compared") or DEFAULT_COMPARED,
        rules={code: setting for code in rules.keys() if (setting := rules.choice(code, SETTINGS, ""))},
        other={key: other.text(key) for key in other.keys()},
        places={key: fields.span(key) for key in ("root", "profile") if key in fields}
        | {f"reports.{id}": reports.key_span(id) for id in reports.keys()}
        | {f"levels.{id}": levels.key_span(id) for id in levels.keys()}
        | {f"rules.{code}": rules.key_span(code) for code in rules.keys()},
    )
    fields.close()
    return found


def _level(id: str, fields: Fields) -> Level:
    period = fields.mapping("period")
    milestones = fields.mapping("milestones")
    level = Level(
        id=id,
        name=fields.text("name") or id,
        period=Period(
            start=period.period_end("from", last=False),
            end=period.period_end("to", last=True),
            estimate=period.boolean("estimate"),
        ),
        milestones={
            key: milestone for key in milestones.keys() if (milestone := _milestone(key, milestones.mapping(key)))
        },
    )
    period.close()
    fields.close()
    return level


def _milestone(id: str, fields: Fields) -> Milestone | None:
    fields.require("before")
    before = fields.date("before")
    title, note, state = fields.text("title") or id, fields.text("note"), fields.choice("state", STATES, "")
    milestone = Milestone(id, title, before, note, state) if before else None
    fields.close()
    return milestone

"""`units/<unit>/unit.yml`: who a unit is."""

from vankien.model.diagnostic import Fault
from vankien.model.unit import Accounts, Issue, Signatory, Unit
from vankien.readers.disk import Text
from vankien.readers.yaml import Fields, compose

FORMS = ("dang-bo", "chi-bo")


def read_unit(text: Text, id: str) -> tuple[Unit, list[Fault]]:
    """The unit whose folder is named `id`."""
    fields, faults = compose(text.content, text.path)
    return unit(fields, id), faults


def unit(fields: Fields, id: str) -> Unit:
    """The unit in the fields of its file."""
    fields.require("name", "level")
    signatory = fields.mapping("signatory")
    issues = fields.mapping("issues")
    accounts = fields.mapping("accounts")
    found = Unit(
        id=id,
        name=fields.text("name") or id,
        level=fields.text("level"),
        span=fields.span(),
        parent=fields.text("parent"),
        kind=fields.text("kind"),
        form=fields.choice("form", FORMS, ""),
        sector=fields.text("sector"),
        established=fields.date("established"),
        overseer=fields.text("overseer"),
        standing_committee=fields.boolean("standing_committee"),
        committee=fields.text("committee"),
        issuer=fields.text("issuer"),
        superior=fields.text("superior"),
        place=fields.text("place"),
        symbol=fields.text("symbol"),
        profile=fields.text("profile"),
        signatory=Signatory(signatory.text("authority"), signatory.text("position"), signatory.text("name")),
        recipients=fields.texts("recipients"),
        issues={report: _issue(issues.mapping(report)) for report in issues.keys()},
        accounts=Accounts(accounts.texts("drafters"), accounts.texts("overseers")),
        places={key: fields.span(key) for key in ("level", "parent", "profile") if key in fields}
        | {f"issues.{report}": issues.key_span(report) for report in issues.keys()},
    )
    signatory.close()
    accounts.close()
    fields.close()
    return found


def _issue(fields: Fields) -> Issue:
    issue = Issue(fields.integer("number"), fields.date("date"))
    fields.close()
    return issue

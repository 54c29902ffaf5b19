"""The registers of a cycle: indicators, cross-cutting themes, directive documents."""

from vankien.model.diagnostic import Fault
from vankien.model.indicator import Indicator
from vankien.model.outline import Document
from vankien.model.theme import Theme
from vankien.readers.disk import Text
from vankien.readers.documents import read_document
from vankien.readers.yaml import Fields, compose

MEASURES = ("number", "percentage", "ordinal", "qualitative")
SPANS_OF_TIME = ("term", "year", "moment")
AGGREGATES = ("sum", "ratio", "share-met", "min", "max", "none")


def read_indicators(text: Text) -> tuple[dict[str, Indicator], list[Fault]]:
    """The indicator register by id, in order."""
    fields, faults = compose(text.content, text.path)
    return indicators(fields), faults


def indicators(register: Fields) -> dict[str, Indicator]:
    """The indicators in the fields of their register."""
    return {id: _indicator(id, register) for id in register.keys()}


def _indicator(id: str, register: Fields) -> Indicator:
    fields = register.mapping(id)
    fields.require("title")
    report, _, heading = fields.text("heading").partition("/")
    indicator = Indicator(
        id=id,
        title=fields.text("title"),
        span=register.key_span(id),
        unit=fields.text("unit"),
        measure=fields.choice("measure", MEASURES, "number"),
        decimals=fields.integer("decimals"),
        scale=fields.texts("scale"),
        ascending=fields.boolean("ascending", True),
        target=fields.text("target"),
        share=fields.text("share"),
        exceedable=fields.boolean("exceedable"),
        over=fields.choice("over", SPANS_OF_TIME, "term"),
        aggregate=fields.choice("aggregate", AGGREGATES, "none"),
        report=report,
        heading=heading,
        applies=fields.text("applies"),
        aliases=fields.texts("aliases"),
        source=fields.text("source"),
        places={key: fields.span(key) for key in ("target", "share", "aggregate") if key in fields},
    )
    fields.close()
    return indicator


def read_themes(text: Text) -> tuple[dict[str, Theme], list[Fault]]:
    """Cross-cutting themes by id, in order."""
    register, faults = compose(text.content, text.path)
    return themes(register), faults


def themes(register: Fields) -> dict[str, Theme]:
    """The themes in the fields of their register."""
    found = {}
    for id in register.keys():
        fields = register.mapping(id)
        fields.require("title")
        found[id] = Theme(
            id, fields.text("title"), register.key_span(id), fields.text("kind"), fields.text("description")
        )
        fields.close()
    return found


def read_documents(text: Text) -> tuple[dict[str, Document], list[Fault]]:
    """Directive documents by id, in order."""
    register, faults = compose(text.content, text.path)
    return documents(register), faults


def documents(register: Fields) -> dict[str, Document]:
    """The documents in the fields of their register."""
    return {id: read_document(register.mapping(id)) for id in register.keys()}

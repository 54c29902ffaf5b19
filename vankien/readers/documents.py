"""Directive documents where they are cited as fields: in registers, outlines and the cycle."""

from vankien.model.outline import Document
from vankien.readers.yaml import Fields


def read_document(fields: Fields) -> Document:
    """One document; every field may be empty."""
    document = Document(
        number=fields.text("number"),
        type=fields.text("type"),
        date=day.isoformat() if (day := fields.date("date")) else "",
        issuer=fields.text("issuer"),
        title=fields.text("title"),
    )
    fields.close()
    return document

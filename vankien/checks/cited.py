"""The documents that a project cites, as the rules of family D look them up."""

from vankien.model.citation import CitedDocument, Use
from vankien.model.outline import Document
from vankien.model.project import Project
from vankien.rollup.citation_register import read_number, register
from vankien.rollup.once import once

cited_documents = once(register)
"""The register of a project; all rules of the family look at the same one."""


def bases_of(project: Project) -> frozenset[str]:
    """Numbers of the documents on which the cycle and its reports are based."""
    bases: list[Document | None] = [project.cycle.basis, *(outline.basis for outline in project.outlines.values())]
    numbers = (read_number(document) for document in bases if document)
    return frozenset(citation.number for citation in numbers if citation)


def named(use: Use, cited: CitedDocument) -> str:
    """The document as a message names it."""
    citation = use.citation
    return citation.name or (cited.number if citation.short else citation.number)

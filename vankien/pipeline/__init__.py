"""The phases of a run and the order they come in: read, check, render.

What only some commands need is imported in the function that needs it: most of a check after an edit is imports.
"""

from vankien.pipeline.commenting import (
    answer_comment,
    export_comments,
    import_comments,
    make_comment_reports,
    new_comment,
)
from vankien.pipeline.keeping import complete_documents, documents, schemas, workflow
from vankien.pipeline.making import (
    alone,
    consolidated,
    final_obstacles,
    font_of_pdfs,
    make_data,
    make_documents,
    make_pdfs,
    make_redlines,
    make_release,
    make_site,
    with_volumes,
)
from vankien.pipeline.reading import inspect, picture_bytes, quoted
from vankien.pipeline.revising import (
    approvals,
    changes,
    compare,
    only_changed,
    out_of_place,
    review,
    rework_outline,
    rewrite,
)
from vankien.pipeline.state import WATCHED, Copies, Outputs, Result, Run, version

__all__ = [
    "WATCHED",
    "Copies",
    "Outputs",
    "Result",
    "Run",
    "alone",
    "answer_comment",
    "approvals",
    "changes",
    "compare",
    "complete_documents",
    "consolidated",
    "documents",
    "export_comments",
    "final_obstacles",
    "font_of_pdfs",
    "import_comments",
    "inspect",
    "make_comment_reports",
    "make_data",
    "make_documents",
    "make_pdfs",
    "make_redlines",
    "make_release",
    "make_site",
    "new_comment",
    "only_changed",
    "out_of_place",
    "picture_bytes",
    "quoted",
    "review",
    "rework_outline",
    "rewrite",
    "schemas",
    "version",
    "with_volumes",
    "workflow",
]

"""Tasks that run across the headings."""

from vankien.model.record import record
from vankien.model.source import Span


@record
class Theme:
    """A cross-cutting task, such as a key task or a breakthrough of a congress."""

    id: str
    """Key in `content/themes.yml`."""
    title: str
    """Short name."""
    span: Span
    """Where it is defined."""
    kind: str = ""
    """Group it belongs to, such as `Nhiệm vụ trọng tâm`."""
    description: str = ""
    """What it asks."""

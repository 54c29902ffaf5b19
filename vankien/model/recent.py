"""What happened to a text lately, by the history of the repository; who did it is not told."""

import datetime

from vankien.model.record import record


@record
class Recent:
    """The last change of one text."""

    unit: str
    """Id of the unit."""
    report: str
    """Id of the report."""
    heading: str
    """Id of the heading or appendix."""
    day: datetime.date
    """Day of the commit, where it was made."""
    gone: bool = False
    """Whether the text was taken away."""

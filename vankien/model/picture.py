"""A picture that a draft may show, without its bytes."""

from vankien.model.record import record


@record
class Picture:
    """One PNG or JPEG file that was opened and found whole."""

    path: str
    """Path of the file below the root."""
    kind: str
    """`png` or `jpeg`."""
    width: int
    """Width in dots as it is to be seen, after it was turned."""
    height: int
    """Height in dots as it is to be seen."""
    digest: str
    """Hash of its bytes."""
    turn: int = 0
    """By how many degrees, clockwise, the camera asks for it to be turned: 0, 90, 180 or 270."""

    @property
    def name(self) -> str:
        """Name under which site and Word keep it: the same bytes have the same name."""
        return f"{self.digest}.{self.kind}"

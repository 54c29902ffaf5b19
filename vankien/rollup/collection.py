"""The search for objects that only hold each other, and when to be spared it."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Spares the search for cycles, which looks through all that grows meanwhile again and again; there are none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # What has grown is not looked through afterwards either.
            gc.freeze()
            gc.enable()

"""The search for objects that only hold each other, and when to be spared it."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Spares the search for cycles, which looks through all that grows meanwhile again and again, and finds little."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            # What has grown is not looked through afterwards either: most commands end soon.
            gc.freeze()
            gc.enable()


def collect() -> None:
    """Makes up for it in a process that goes on, for what is left of each piece of work adds up."""
    gc.unfreeze()
    gc.collect()

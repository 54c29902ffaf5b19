"""Work spread over processes that begin with everything this one holds."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

FEW = 40
"""So many pieces of work are done here; more processes would take longer to begin than to work."""

_work: Callable[[Any], Any] | None = None
_pieces: Sequence[Any] = ()


def spread(
    work: Callable[[Any], Any],
    pieces: Sequence[Any],
    jobs: int,
    few: int = FEW,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Any]:
    """The result of each piece of work, in any order; the longest pieces should come first.

    Processes are forked, so that nothing has to be handed to them; where that is not safe, all is done here. What is
    to be done `meanwhile` is done here, before the first result is given.
    """
    global _work, _pieces
    if jobs < 2 or len(pieces) <= few or not sys.platform.startswith("linux"):
        meanwhile()
        yield from map(work, pieces)
        return
    # Loaded where it is needed: after an edit hardly ever.
    import multiprocessing

    _work, _pieces = work, pieces
    # What is there already is not looked through again by any of the processes, so that they share its memory.
    gc.freeze()
    try:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            results = pool.imap_unordered(_one, range(len(pieces)))
            meanwhile()
            yield from results
    finally:
        gc.unfreeze()
        _work, _pieces = None, ()


def _one(number: int) -> Any:
    assert _work is not None
    return _work(_pieces[number])

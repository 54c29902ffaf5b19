"""What only holds itself is kept while there is no search for it, and gone after the next one."""

import gc
import weakref

from vankien.rollup.collection import collect, without_collection


class Ring:
    """Holds itself."""

    def __init__(self) -> None:
        self.own = self


def test_what_was_left_behind_is_gone_after_the_search():
    with without_collection():
        left = weakref.ref(Ring())
        assert not gc.isenabled()
    assert gc.isenabled()
    assert left() is not None
    collect()
    assert left() is None


def test_pieces_of_work_within_each_other_are_one():
    with without_collection():
        with without_collection():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()

"""Values as bytes and back."""

import datetime
import os
import pickle
import threading
from decimal import Decimal

import pytest

from vankien.model.diagnostic import Finding, Severity, say
from vankien.model.source import Body, Span
from vankien.readers.packing import Unusable, packed, unpacked


@pytest.mark.parametrize(
    "value",
    [
        (1, "Đảng bộ", b"\0", None, True, 0.5, [1], {"a": (2,)}, {3}),
        (datetime.date(2023, 5, 12), Decimal("29.33"), frozenset({"a"})),
        Span("units/a/b.md", 3, 4),
        Finding(Span("a.md", 1), say("There is no {kind}.", kind=say("heading")), severity=Severity.ERROR),
        Body("Một.\n", "a.md", 4),
    ],
)
def test_what_is_stored_comes_back_as_it_was(value):
    again = unpacked(packed(value))
    assert again == value
    assert type(again) is type(value)


class Asked:
    """Is stored by `getattr`, as early versions of Python 3.11 store the members of enumerations."""

    def __init__(self, of: object, name: str) -> None:
        self.given = of, name

    def __reduce__(self):
        return getattr, self.given


def test_members_of_enumerations_come_back_whatever_python_stores_them():
    assert unpacked(packed(Severity.ERROR)) is Severity.ERROR
    assert unpacked(packed(Asked(Severity, "ERROR"))) is Severity.ERROR


@pytest.mark.parametrize("foreign", [Asked(Severity, "mro"), Asked(Severity, "__class__"), Asked(Span, "path")])
def test_nothing_but_members_is_taken_by_name(foreign):
    with pytest.raises(Unusable):
        unpacked(packed(foreign))


@pytest.mark.parametrize("foreign", [os.getcwd, datetime.timedelta(1), Unusable, pytest.MonkeyPatch])
def test_nothing_foreign_is_made_from_bytes(foreign):
    with pytest.raises(Unusable):
        unpacked(pickle.dumps(foreign))


@pytest.mark.parametrize("kept", [1, 10, -1])
def test_bytes_that_are_cut_off_are_not_believed(kept):
    with pytest.raises(Unusable):
        unpacked(packed(Span("units/a/b.md", 3, 4))[:kept])


def test_what_cannot_be_stored_says_so():
    with pytest.raises(TypeError):
        packed(threading.Lock())

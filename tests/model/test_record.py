"""Records against the dataclasses that they stand for."""

import copy
import importlib
import pickle
import pkgutil
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vankien.model.record import record


class Fields:
    """Fields of every kind."""

    path: str
    """Given each time."""
    line: int = 1
    """With a value of its own."""
    among: Mapping[str, int] = field(default_factory=dict)
    """With a value that is made anew."""
    note: str = field(default="", compare=False, repr=False)
    """That makes no difference."""


def made(decorator, **others):
    return decorator(type("Thing", (), dict(Fields.__dict__) | {"__qualname__": "Thing"} | others))


Thing = made(record)
Ordinary = made(dataclass(frozen=True, slots=True))


@record
class Single:
    """With one field."""

    name: str


words = st.text("ab", max_size=2)
given_fields = st.tuples(words, st.integers(0, 2), st.dictionaries(words, st.integers(0, 1), max_size=1), words)


@given(given_fields, given_fields)
def test_a_record_is_compared_and_printed_like_a_dataclass(one, other):
    assert repr(Thing(*one)) == repr(Ordinary(*one))
    assert (Thing(*one) == Thing(*other)) == (Ordinary(*one) == Ordinary(*other))
    assert replace(Thing(*one), line=9) == Thing(one[0], 9, *one[2:])
    assert Thing(*one) != Ordinary(*one)


def test_fields_are_given_in_order_or_by_name_and_have_their_own_values():
    first, second = Thing("a"), Thing(line=1, path="a")
    assert first == second
    assert first.among == {}
    assert first.among is not second.among
    assert is_dataclass(Thing)
    assert [one.name for one in fields(Thing)] == ["path", "line", "among", "note"]
    for wrong in ((), ("a", 1, {}, "", "more")):
        with pytest.raises(TypeError):
            Thing(*wrong)
    with pytest.raises(TypeError):
        Thing("a", other=1)


def test_nothing_of_a_record_can_be_changed():
    thing = Thing("a")
    for change in (lambda: setattr(thing, "path", "b"), lambda: delattr(thing, "path"), lambda: setattr(thing, "x", 1)):
        with pytest.raises(FrozenInstanceError):
            change()


def test_equal_records_are_one_key():
    assert {Single("a"): 1}[Single("a")] == 1
    assert len({Single("a"), Single("b"), Single("a")}) == 2
    with pytest.raises(TypeError):
        hash(Thing("a"))


def test_a_record_is_copied_and_pickled():
    for again in (copy.copy(Single("a")), copy.deepcopy(Single("a")), pickle.loads(pickle.dumps(Single("a")))):
        assert again == Single("a")


def test_a_record_may_be_open_to_change_or_known_by_itself_alone():
    opened = made(record(frozen=False))("a")
    opened.line = 5
    assert opened.line == 5
    with pytest.raises(TypeError):
        hash(opened)
    with pytest.raises(AttributeError):
        opened.unknown = 1
    itself = made(record(eq=False))
    assert itself("a") != itself("a")
    assert len({itself("a"), itself("a")}) == 2


def test_what_a_class_says_itself_stays():
    assert repr(made(record, __repr__=lambda self: "mine")("a")) == "mine"


def test_all_values_are_records():
    ordinary = []
    for part in ("model", "rollup", "checks", "readers", "pipeline", "render"):
        package = importlib.import_module(f"vankien.{part}")
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(one.name)
            ordinary += [
                f"{one.name}.{name}"
                for name, value in vars(module).items()
                if is_dataclass(value) and isinstance(value, type) and "__reduce__" not in vars(value)
                if value.__module__.startswith("vankien.")
            ]
    assert ordinary == [], "use `record`, so that starting stays quick and the cache can hold it"


def test_every_record_says_what_it_is():
    """`dataclasses` loads `inspect` for those that do not, which every command would wait for."""
    silent = [
        f"{module.__name__}.{kind.__name__}"
        for package in ("model", "rollup", "checks", "readers", "pipeline")
        for info in pkgutil.walk_packages(importlib.import_module(f"vankien.{package}").__path__, f"vankien.{package}.")
        for module in [importlib.import_module(info.name)]
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == module.__name__
        if not kind.__doc__ or kind.__doc__.startswith(f"{kind.__name__}(")
    ]
    assert not silent

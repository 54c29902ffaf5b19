"""What several rules need of a project is computed once for all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from vankien.model.project import Project

Value = TypeVar("Value")


class _Identity:
    """A project as a key, by identity: its mappings cannot be hashed, and comparing them would take long."""

    __slots__ = ("project",)

    def __init__(self, project: Project) -> None:
        self.project = project

    def __hash__(self) -> int:
        return id(self.project)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.project is self.project


def once_a_project(function: Callable[[Project], Value]) -> Callable[[Project], Value]:
    """The function with its last result kept, for the project that it was made of."""

    @lru_cache(maxsize=1)
    def kept(key: _Identity) -> Value:
        return function(key.project)

    @wraps(function)
    def call(project: Project) -> Value:
        return kept(_Identity(project))

    return call

"""What several parts of a run need of one project, worked out once for all of them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from vankien.model.project import Project

Value = TypeVar("Value")

KEPT = 2
"""Results of a function that are kept at once: of the project, and of the one that it is compared with."""


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
    """The function with its last results kept, for the very projects that they were made of."""

    @lru_cache(maxsize=KEPT)
    def kept(key: _Identity) -> Value:
        return function(key.project)

    @wraps(function)
    def call(project: Project) -> Value:
        return kept(_Identity(project))

    return call

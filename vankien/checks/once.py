"""What several rules of a family look up in one project, worked out once."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from vankien.model.project import Project

Value = TypeVar("Value")


class _Same:
    """A project as a key: the very same value, not one that equals it."""

    __slots__ = ("project",)

    def __init__(self, project: Project) -> None:
        self.project = project

    def __hash__(self) -> int:
        return id(self.project)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.project is self.project


def once_a_project(function: Callable[[Project], Value]) -> Callable[[Project], Value]:
    """The function, remembering its value for the last project only, so that memory stays bounded."""
    remembered = lru_cache(maxsize=1)(lambda same: function(same.project))

    @wraps(function)
    def look_up(project: Project) -> Value:
        return remembered(_Same(project))

    return look_up

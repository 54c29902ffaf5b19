"""Layout profiles and the widths of letters, read from their data files."""

import dataclasses
import re
import typing
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vankien.model.diagnostic import PipelineError, say
from vankien.render.templates import find
from vankien.render.word.profile import Profile
from vankien.render.word.typography import Widths

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load(root: Path, name: str) -> Profile:
    """The profile of that name; raises `PipelineError` where it is missing or a figure in it does not fit."""
    if not NAME.fullmatch(name):
        raise PipelineError(say("{name} is not the name of a layout profile.", name=name))
    path = find(root, f"profiles/{name}.yml")
    return _build(Profile, _read(path), path.name, "")


def load_widths(root: Path) -> Widths:
    """The widths of letters that lengths of lines are reckoned with."""
    data = _read(find(root, "word/widths.yml"))
    tables = {
        face: {letter: int(width) for width, letters in data[face].items() for letter in letters}
        for face in ("regular", "bold")
    }
    return Widths(tables["regular"], tables["bold"], int(data["other"]))


def _read(path: Path) -> dict:
    try:
        data = YAML(typ="safe").load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise PipelineError(
            say("The layout file {file} cannot be read: {error}", file=path.name, error=str(error))
        ) from error
    if not isinstance(data, dict):
        raise PipelineError(say("The layout file {file} holds no `key: value` lines.", file=path.name))
    return data


def _build(kind: type, value: object, file: str, key: str) -> typing.Any:
    """`value` as an instance of the dataclass, tuple, mapping or scalar type `kind`."""
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        fields = {field.name: field for field in dataclasses.fields(kind)}
        required = {name for name, field in fields.items() if field.default is dataclasses.MISSING}
        if missing := sorted(key + name for name in required - set(value)):
            raise PipelineError(say("The layout file {file} lacks {keys}.", file=file, keys=", ".join(missing)))
        if unknown := sorted(f"{key}{name}" for name in set(value) - set(fields)):
            raise PipelineError(
                say("The layout file {file} has keys that no layout knows: {keys}.", file=file, keys=", ".join(unknown))
            )
        types = typing.get_type_hints(kind)
        return kind(**{name: _build(types[name], item, file, f"{key}{name}.") for name, item in value.items()})
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if typing.get_origin(kind) is tuple and isinstance(value, list) and value:
        return tuple(str(item) for item in value)
    if typing.get_origin(kind) is Mapping and isinstance(value, dict):
        return {str(name): str(item) for name, item in value.items()}
    if isinstance(kind, type) and type(value) is kind:
        return value
    raise PipelineError(
        say("In the layout file {file}, the value of {key} does not fit.", file=file, key=key.rstrip("."))
    )

"""The id that a mistyped id was probably meant to be."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from vankien.model.diagnostic import Message, say


def nearest(id: str, known: Iterable[str]) -> str:
    """The known id most like `id`; empty where none is like it."""
    return _nearest(id, tuple(known))


@lru_cache(maxsize=4096)
def _nearest(id: str, known: tuple[str, ...]) -> str:
    # The same wrong name often stands in the folder of every unit; comparing is slow, looking up is not.
    if (plain := _plain(id)) in known:
        return plain
    from difflib import get_close_matches

    matches = get_close_matches(id, known, 1, 0.6)
    if matches:
        return matches[0]
    # A mirrored heading is easily named without the part before its dot, or by that part's neighbour.
    return next((one for one in known if "." in one and one.rpartition(".")[2] == id), "")


def _plain(id: str) -> str:
    """The id in small letters without marks, with hyphens for everything else."""
    letters = unicodedata.normalize("NFD", id.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9.]+", "-", re.sub(r"[\u0300-\u036f]", "", letters)).strip("-")


def did_you_mean(id: str, known: Iterable[str]) -> Message | None:
    """The hint that names the nearest id, where there is one."""
    match = nearest(id, known)
    return say("Did you mean `{nearest}`?", nearest=match) if match else None

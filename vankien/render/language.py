"""Sentences for people in their language, from gettext catalogues.

The English template of a `Message` is the key of the catalogue, so English needs none. After a change of
sentences, from the root of the repository:

    python -m babel.messages.frontend extract -F vankien/locale/babel.cfg -k say --add-location file \\
        -o build/vankien.pot vankien
    python -m babel.messages.frontend update -D vankien -d vankien/locale -i build/vankien.pot \\
        --no-fuzzy-matching --ignore-obsolete --width 120

A test fails as long as a sentence has no translation. Only the `.po` files are kept in git; set-up compiles
them (`pybabel compile -D vankien -d vankien/locale`), and where it did not, they are read as they are.
"""

import datetime
import gettext
import io
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path

from vankien.model.diagnostic import Message
from vankien.render.dates import short_date

LANGUAGES = ("vi", "en")
"""Languages of the messages; the first is the default."""

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "vankien"
GROUPED_FROM = 10_000
"""Whole numbers from here on are printed in groups of three; a year is not."""

Translate = Callable[[Message | str], str]
"""A message, or a text of the catalogue, in the reader's language."""


@cache
def translator(language: str = LANGUAGES[0]) -> Translate:
    """The translation into one of `LANGUAGES`; what a catalogue lacks stays English."""
    lookup = _catalogue(language).gettext

    def translate(message: Message | str) -> str:
        if isinstance(message, str):
            return lookup(message) if message else ""
        return lookup(message.template).format_map(_Values(message.values))

    class _Values(dict[str, str]):
        """The values of a message, each put into words when it is asked for."""

        def __init__(self, values: Mapping[str, object]) -> None:
            self.values_of = values

        def __missing__(self, key: str) -> str:
            return words(self.values_of[key])

    def words(value: object) -> str:
        if isinstance(value, Message):
            return translate(value)
        if isinstance(value, bool) or value is None:
            return str(value)
        if isinstance(value, int):
            return _grouped(value, language)
        if isinstance(value, Decimal):
            return _rounded(value, language)
        if isinstance(value, datetime.date):
            return short_date(value) if language == "vi" else value.isoformat()
        if isinstance(value, (tuple, list)):
            return ", ".join(words(one) for one in value)
        return str(value)

    return translate


def _grouped(number: int, language: str) -> str:
    if abs(number) < GROUPED_FROM:
        return str(number)
    return f"{number:,}".replace(",", ".") if language == "vi" else f"{number:,}"


def _rounded(number: Decimal, language: str) -> str:
    """A number half up to at most two decimals."""
    text = f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP, Context(prec=60)):,f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _catalogue(language: str) -> gettext.NullTranslations:
    folder = CATALOGUES / language / "LC_MESSAGES"
    source, compiled = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    try:
        changed = source.stat().st_mtime_ns
    except OSError:
        changed = 0
    try:
        if compiled.stat().st_mtime_ns >= changed:
            with compiled.open("rb") as stream:
                return gettext.GNUTranslations(stream)
    except OSError:
        pass
    return _uncompiled(source) if changed else gettext.NullTranslations()


def _uncompiled(source: Path) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    stream = io.BytesIO()
    with source.open("rb") as text:
        write_mo(stream, read_po(text))
    stream.seek(0)
    return gettext.GNUTranslations(stream)

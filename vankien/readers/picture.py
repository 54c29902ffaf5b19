"""Whether the bytes of a picture are one, and how large it is."""

import io
import warnings

from vankien.model.diagnostic import Message, say
from vankien.model.digest import digest
from vankien.model.picture import Picture

PICTURE_LIMIT = 16 << 20
"""Largest picture that is opened, in bytes."""

MOST_DOTS = 40_000_000
"""Most dots of a picture: a page at 600 dots an inch has 35 million. A small file can claim any number."""

KINDS = {"PNG": "png", "JPEG": "jpeg"}
SUFFIXES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg"}
ORIENTATION = 0x0112
TURNS = {3: 180, 6: 90, 8: 270}


def read_picture(path: str, data: bytes) -> Picture | Message:
    """The picture in the bytes of a file, or why there is none to show."""
    # Imported late: most runs see no picture.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # Its own limits only warn; ours is looked at below, before anything is unpacked.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=tuple(KINDS)) as image:
                kind = KINDS[image.format]
                width, height = image.size
                if width * height > MOST_DOTS:
                    return _too_many(width, height)
                turn = TURNS.get(image.getexif().get(ORIENTATION), 0)
                # A photograph is unpacked at an eighth of its size, which reads all of its bytes just the same.
                image.draft(None, (width // 8, height // 8))
                image.load()
    except Image.DecompressionBombError:
        return say("The picture has more dots than any page can show.")
    except Exception:
        # A decoder may fail in any way on hostile bytes; whichever it is, there is no picture.
        return say("This is no picture, or only a part of one.")
    suffix = path.rpartition(".")[2].lower()
    if SUFFIXES.get(suffix) != kind:
        return say("The name ends in .{suffix}, but the picture is a {kind}.", suffix=suffix, kind=kind.upper())
    if turn in (90, 270):
        width, height = height, width
    return Picture(path, kind, width, height, digest(data), turn)


def _too_many(width: int, height: int) -> Message:
    return say("The picture has {width} x {height} dots, more than any page can show.", width=width, height=height)

"""Pictures for tests, made where they are needed, and files that only pretend to be one."""

import io
import struct
import zlib

from PIL import Image


def png(width: int = 1, height: int = 1) -> bytes:
    """A PNG picture with two halves of grey."""
    return _saved("PNG", width, height)


def jpeg(width: int = 64, height: int = 48, orientation: int = 1) -> bytes:
    """A JPEG picture as a camera gives it: `orientation` is the number of its Exif field."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _saved("JPEG", width, height, exif=exif)


def _saved(kind: str, width: int, height: int, **options: object) -> bytes:
    image = Image.new("L", (width, height), 235)
    image.paste(90, (0, 0, width // 2, height))
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def claimed(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it has this many dots, whatever it holds."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


PIXEL = png()

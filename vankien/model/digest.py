"""Hashes by which contents are told apart."""

try:
    # `hashlib` loads OpenSSL for hashes that nobody asks for here, which takes longer than those of a short command.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b


def digest(data: bytes, size: int = 16) -> str:
    """Hash of bytes, in twice as many letters as it has bytes."""
    return blake2b(data, digest_size=size).hexdigest()


def digest_of_text(text: str, size: int = 16) -> str:
    """Hash of a text, also of one that is no good Unicode."""
    return digest(text.encode("utf-8", "surrogatepass"), size)

"""Arithmetic and comparison over the model: no I/O, no text for people."""

"""vankien: one repository of drafts, one command, one review site and the official Word files."""

__version__ = "0.1.0"

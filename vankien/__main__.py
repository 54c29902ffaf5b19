"""`python -m vankien` is the same as the command `vankien`."""

import sys

from vankien.cli import main

if __name__ == "__main__":
    sys.exit(main())

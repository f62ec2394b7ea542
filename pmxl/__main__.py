"""`python -m pmxl` is the command `pmxl`."""

import sys

from pmxl.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks [NAME ...]` runs the benchmarks; each file here that measures something is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measure import chosen

HERE = Path(__file__).parent
HELPERS = ("__init__", "__main__", "kept_book", "measure")
NAMES = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in HELPERS)

if __name__ == "__main__":
    codes = [
        subprocess.call([sys.executable, "-m", f"benchmarks.{n}"], cwd=HERE.parent) for n in chosen(sys.argv[1:], NAMES)
    ]
    sys.exit(max(codes))

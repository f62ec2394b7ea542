"""`python -m benchmarks [NAME ...]` runs the benchmarks; each file here that measures something is one.

pmxl and its peers are compiled first, as installing leaves them: else a machine that writes no compiled files would
measure the compiler in every start.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import chosen

HERE = Path(__file__).parent
HELPERS = ("__init__", "__main__", "kept_book", "measure")
NAMES = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in HELPERS)

PACKAGES = ("pmxl", "benchmarks", "openpyxl", "xlsxwriter", "xlwings", "python_calamine", "frictionless", "pandas")

if __name__ == "__main__":
    for spec in filter(None, map(find_spec, PACKAGES)):
        compileall.compile_dir(str(Path(spec.origin or "").parent), quiet=2)
    codes = [
        subprocess.call([sys.executable, "-m", f"benchmarks.{n}"], cwd=HERE.parent) for n in chosen(sys.argv[1:], NAMES)
    ]
    sys.exit(max(codes))

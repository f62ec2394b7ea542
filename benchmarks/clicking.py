"""What a click costs: from the command line that Excel starts to the plan that is ready to be applied.

Excel itself is not in it: the demo's cells are handed over as xlwings hands them over, in blocks, by an engine that
only keeps them. What is measured is pmxl's own way: start, imports, reading, computing, the plan. Drawing the pages
belongs to applying it and is shown behind it.
"""

from __future__ import annotations

import compileall
import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import Job, medians, process, processor_time, show

IMPORT = "from pmxl.excel.application import import_xlwings; import_xlwings()"
OPEN = "from benchmarks.kept_book import KeptBook; book = KeptBook({!r})"
READ = "from pmxl.excel.reading import raw_book; raw = raw_book(book); [raw.sheets[name] for name in raw.sheets]"
COMPUTE = "from datetime import date; from pmxl.journey import Journey; journey = Journey(raw, date(2026, 3, 13))"
PLAN = "plan = journey.plan()"
DRAW = "from benchmarks.kept_book import draw; draw(raw, plan)"
LIMIT = 12
"""How many starts of a bare Python a click may take until its plan is there."""


def main() -> None:
    """Print how many times a bare Python each step of a click has taken when it is done."""
    for package in map(import_module, ("pmxl", "xlwings", "xlsxwriter")):  # As pmxl addin install leaves them.
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    with TemporaryDirectory() as folder:
        path = Path(folder, "demo.xlsx")
        pmxl.demo.write(path)
        kept = os.path.join(folder, "demo.cells")
        process("-c", f"from benchmarks.kept_book import keep; keep({str(path)!r}, {kept!r})")()
        steps = {"import pmxl.excel": "import pmxl.excel", "xlwings, without what it does not need": IMPORT}
        steps |= {"the cells handed over": OPEN.format(kept), "read": READ, "computed": COMPUTE, "plan": PLAN}
        steps |= {"pages drawn": DRAW}
        jobs: dict[str, Job] = {"python -c pass": process("-c", "pass")}
        done: list[str] = []
        for name, code in steps.items():
            done.append(code)
            jobs[f"... {name}"] = process("-c", "; ".join(["import gc; gc.set_threshold(100_000)", *done]))
        jobs["import xlwings, as it comes"] = process("-c", "import xlwings")
        limits = {"... plan": LIMIT}
        show("One click, until then", medians(jobs, 7), "python -c pass", limits)
        if sys.platform != "win32":
            spent = medians(jobs, 7, processor_time)
            show("One click, until then, time of the processor", spent, "python -c pass", limits)


if __name__ == "__main__":
    main()

"""What writing back costs: a patch of the package, against openpyxl loading and saving the same file.

openpyxl loses something of every real workbook (docs/why/0002-write-back.md); it stands here because people know it.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

import pmxl.demo
from benchmarks.measure import medians, show
from benchmarks.reading import write
from pmxl.journey import Journey
from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
OPENPYXL = "openpyxl load + save"
PAGE = ReplaceSheet("pmxl page", (12, 60), tuple(PageRow((PageCell(f"Line {n}"), PageCell(n))) for n in range(40)))
MEMORY = """
import sys
def peak():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
base = peak()
from datetime import date
from pmxl.journey import Journey
from pmxl.workbook import open_workbook, save
book = open_workbook(sys.argv[1])
save(book, Journey(book.raw, date(2026, 3, 13)).plan().edits, sys.argv[2])
print((peak() - base) / 1024)
"""


def main() -> None:
    """Print the comparisons on the demo and on a large workbook."""
    with TemporaryDirectory() as folder:
        demo, out, large = (Path(folder, name) for name in ("demo.xlsx", "out.xlsx", "large.xlsx"))
        pmxl.demo.write(demo)
        on_the_demo(demo, out)
        write(str(large), sheets=1, rows=60_000, columns=40, tables=False)
        on_a_large_workbook(large, out)


def on_the_demo(demo: Path, out: Path) -> None:
    """Print what a few cells, a page, everything, and a whole refresh cost, and the memory of a refresh."""
    book = open_workbook(demo)
    everything = list(Journey(book.raw, TODAY).plan().edits)
    cells = [edit for edit in everything if isinstance(edit, SetCells)]
    count = sum(len(edit.values) for edit in cells)
    three = [SetCells("Risks", "B", {6: "seen", 7: "seen"}), SetCells("Risks", "C", {8: "seen"})]
    jobs = {
        OPENPYXL: lambda: openpyxl.load_workbook(demo).save(out),
        "patch: 3 cells": lambda: save(book, three, out),
        "patch: 3 cells and a page": lambda: save(book, [*three, PAGE], out),
        f"patch: {count:,} cells": lambda: save(book, cells, out),
        f"patch: {count:,} cells and three pages": lambda: save(book, everything, out),
        "refresh: read, compute, patch": lambda: refresh(demo, out),
    }
    goals = {
        "patch: 3 cells and a page": "x0.067 (15 times faster)",
        "refresh: read, compute, patch": "x0.25 (4 times)",
    }
    show("Writing into the demo", medians(jobs, 5), base=OPENPYXL, goals=goals)
    if sys.platform == "linux":
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(demo), str(out)], capture_output=True, text=True, check=True
        )
        print(f"  memory of a refresh over the bare interpreter  {float(done.stdout):8.1f} MB   goal: 64 MB")


def refresh(demo: Path, out: Path) -> None:
    """Read the demo, compute everything, and write it."""
    book = open_workbook(demo)
    save(book, Journey(book.raw, TODAY).plan().edits, out)


def on_a_large_workbook(large: Path, out: Path) -> None:
    """Print what a page costs in a workbook whose other sheets nobody touches."""
    base = "copying the bytes"
    jobs = {
        base: lambda: out.write_bytes(large.read_bytes()),
        "open it and add a page": lambda: save(open_workbook(large), [PAGE], out),
    }
    show(f"Writing into a workbook of {large.stat().st_size / 1e6:.0f} MB", medians(jobs, 3), base=base)


if __name__ == "__main__":
    main()

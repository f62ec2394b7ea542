"""What writing back costs: a patch of the package, against openpyxl loading and saving the same file.

openpyxl loses something of every real workbook (docs/why/0002-write-back.md); it stands here because people know it.
The limit of a refresh is judged on the demo as `pmxl demo` writes it, which is computed, after somebody changed a task.
The first refresh of a workbook into which people have only typed is shown beside it: it writes thousands of cells and
six new sheets, while openpyxl only writes back what was there.
"""

from __future__ import annotations

import random
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import openpyxl

import pmxl.demo
from benchmarks.measure import Job, as_commands_run, judged, medians, peak_megabytes, process, show
from benchmarks.reading import write
from pmxl.journey import Journey
from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.registers.schedule import SCHEDULE
from pmxl.workbook import Workbook, open_workbook, save

TODAY = date(2026, 3, 13)
OPENPYXL = "openpyxl load + save"
PAGE = ReplaceSheet("pmxl page", (12, 60), tuple(PageRow((PageCell(f"Line {n}"), PageCell(n))) for n in range(40)))
THREE = [SetCells("Risks", "B", {6: "seen", 7: "seen"}), SetCells("Risks", "C", {8: "seen"})]
BY_OPENPYXL = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
PATCH, REFRESH = 1 / 15, 1 / 4
"""The shares of openpyxl's time that are allowed."""
REFRESHED = """
from datetime import date
from pmxl.journey import Journey
from pmxl.workbook import open_workbook, save
book = open_workbook(sys.argv[1])
save(book, Journey(book.raw, date(2026, 3, 13)).plan().edits, sys.argv[2])
"""


def main() -> None:
    """Print the comparisons on the demo, on a workbook of 20 MB, and what large plans take of the memory."""
    with TemporaryDirectory() as folder:
        demo, again, out, large = (Path(folder, f"{name}.xlsx") for name in ("demo", "again", "out", "large"))
        pmxl.demo.write(demo)
        patches(demo, out)
        refreshes("The first refresh, of what was only typed", demo, out, {})
        changed_since(demo, again)
        refreshes("A refresh of the demo after a task became longer", again, out, {"pmxl refresh": REFRESH})
        write(str(large), sheets=1, rows=72_000, columns=40, tables=False)
        on_a_large_workbook(large, out)
        memory(demo, out)


def patches(demo: Path, out: Path) -> None:
    """Print what it costs to write a few cells, a page, and all that a refresh writes, once it is known."""
    book = open_workbook(demo)
    everything = list(Journey(book.raw, TODAY).plan().edits)
    count = sum(len(edit.values) for edit in everything if isinstance(edit, SetCells))
    pages = sum(isinstance(edit, ReplaceSheet) for edit in everything)
    jobs = {
        OPENPYXL: lambda: openpyxl.load_workbook(demo).save(out),
        "patch: 3 cells": lambda: save(book, THREE, out),
        "patch: 3 cells and a page": lambda: save(book, [*THREE, PAGE], out),
        f"patch: {count:,} cells and {pages} pages": lambda: save(book, everything, out),
    }
    limits = {"patch: 3 cells": PATCH, "patch: 3 cells and a page": PATCH}
    show("Writing into the demo, which is open already", medians(jobs, 5), OPENPYXL, limits)


def refreshes(title: str, path: Path, out: Path, limits: dict[str, float]) -> None:
    """Print what a refresh costs in one process, and as a process with its start."""
    jobs: dict[str, Job] = {OPENPYXL: lambda: openpyxl.load_workbook(path).save(out)}
    jobs["pmxl refresh"] = as_commands_run(refresh(path, out))
    show(f"{title}, in one process", medians(jobs, 7), OPENPYXL, limits)
    starts = {
        OPENPYXL: process("-c", BY_OPENPYXL, str(path), str(out)),
        "pmxl refresh": process("-m", "pmxl", "refresh", str(path), "--output", str(out)),
    }
    # Both start a Python first; what is judged is reading, computing and writing.
    show(f"{title}, whole process", medians(starts, 5), OPENPYXL)


def refresh(path: Path, out: Path) -> Job:
    """A job that reads a workbook, computes everything, and writes what is new."""

    def run() -> None:
        book = open_workbook(path)
        changed = save(book, Journey(book.raw, TODAY).plan().edits, out)
        assert len(changed) > 5

    return run


def changed_since(demo: Path, again: Path) -> None:
    """The demo, refreshed, and then made late by somebody who doubled the first open task."""
    book = open_workbook(demo)
    save(book, Journey(book.raw, TODAY).plan().edits, again)
    book = open_workbook(again)
    plan = Journey(book.raw, TODAY).book
    task = next(row for row in plan.of(SCHEDULE) if row.is_open and row.duration and not row.actual_start)
    place = plan.place(task, "duration")
    save(book, [SetCells(place.sheet, place.column, {task.number: 2 * (task.duration or 0)}, kind="number")])


def on_a_large_workbook(large: Path, out: Path) -> None:
    """Print what a page costs in a workbook of 20 MB, and that nothing else of it was unpacked."""
    jobs = {
        "copying the bytes": lambda: out.write_bytes(large.read_bytes()),
        "open it and add a page": lambda: save(open_workbook(large), [PAGE], out),
    }
    start = perf_counter()
    openpyxl.load_workbook(large).save(out)  # Once, for it takes a minute or two.
    seconds = {OPENPYXL: perf_counter() - start} | medians(jobs, 3)
    title = f"Writing into a workbook of {large.stat().st_size / 1e6:.0f} MB"
    show(title, seconds, OPENPYXL, {"open it and add a page": PATCH})
    former, new = open_workbook(large), open_workbook(out)
    kept = [name for name in packed(former) if packed(former)[name] == packed(new).get(name)]
    assert "xl/worksheets/sheet1.xml" in kept
    print(f"  {len(kept)} of its {len(packed(former))} parts are the same packed bytes, the sheet of 60 MB among them")


def packed(book: Workbook) -> dict[str, bytes]:
    """The bytes of each part as they stand in the file."""
    archive = book.package.archive
    return {m.name: archive.data[m.start : m.start + m.packed] for m in archive.members}


def memory(demo: Path, out: Path) -> None:
    """Print the peak of a refresh over a bare interpreter: of the demo, and the first of large plans."""
    if sys.platform != "linux":
        return
    print("\nMemory of a refresh over the bare interpreter")
    used = peak_megabytes(REFRESHED, str(demo), str(out))
    print(f"  {'the demo':46} {used:9.0f} MB{judged(used, 64, 'MB')}")
    for count in (500, 2_000, 5_000):
        path = out.with_name("plan.xlsx")
        chain_of_tasks(demo, path, count)
        used = peak_megabytes(REFRESHED, str(path), str(out))
        title = f"the first of {count:,} more tasks in a chain"
        print(f"  {title:46} {used:9.0f} MB   {used / count * 1000:.0f} kB a task")


def chain_of_tasks(demo: Path, path: Path, count: int) -> None:
    """The demo with that many tasks more, each of which waits for the one before."""
    dice, book = random.Random(1), open_workbook(demo)
    plan = Journey(book.raw, TODAY).book
    standing = plan.standings[SCHEDULE.name]
    rows = range(standing.last_row + 1, standing.last_row + 1 + count)
    columns = {
        "id": {row: f"T-9{n:05}" for n, row in enumerate(rows)},
        "task": {row: f"Move mailbox {n}" for n, row in enumerate(rows)},
        "duration": {row: dice.randint(1, 3) for row in rows},
        "predecessors": {row: f"T-9{n - 1:05}" if n else None for n, row in enumerate(rows)},
    }
    save(book, [SetCells(standing.sheet, standing.letters[name], values) for name, values in columns.items()], path)


if __name__ == "__main__":
    main()

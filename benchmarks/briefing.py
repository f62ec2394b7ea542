"""What the brief costs, against a check of the same workbook: the sheet in three variants, and a file of each form.

The workbook is the demo as `pmxl demo` writes it, after somebody changed a task.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import as_commands_run, medians, show
from benchmarks.writing import changed_since
from pmxl.journey import Journey
from pmxl.reports import page
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
SHEETS = ("Brief", "Team brief", "Business brief")


def main() -> None:
    """Print the comparison on the demo workbook."""
    with TemporaryDirectory() as folder:
        typed, file, out = (Path(folder, f"{name}.xlsx") for name in ("typed", "demo", "out"))
        pmxl.demo.write(typed)
        changed_since(typed, file)

        def check() -> None:
            Journey(open_workbook(file).raw, TODAY).findings()

        def sheets() -> None:
            book = open_workbook(file)
            save(book, Journey(book.raw, TODAY).plan(sheets=SHEETS).edits, str(out))

        def form(name: str) -> None:
            journey = Journey(open_workbook(file).raw, TODAY)
            page(name, journey.book, journey.now)

        jobs = {
            "pmxl check": check,
            "three briefs as sheets": sheets,
            "brief as Markdown": lambda: form("md"),
            "brief as HTML": lambda: form("html"),
            "brief as PDF": lambda: form("pdf"),
        }
        show(
            "The brief, in one process",
            medians({name: as_commands_run(job) for name, job in jobs.items()}),
            "pmxl check",
            {"three briefs as sheets": 3.0, "brief as PDF": 3.0},
        )


if __name__ == "__main__":
    main()

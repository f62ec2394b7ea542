"""What the pages cost: a refresh of the demo with all of them, against a check of the same file.

The demo is measured as `pmxl demo` writes it, which is computed, after somebody changed a task; and as it was typed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import as_commands_run, medians, process, show
from benchmarks.writing import changed_since
from pmxl.journey import PAGES, Journey
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
LIMIT = 3.0
"""Times a check that a refresh may take."""
CHECK = "pmxl check"


def main() -> None:
    """Print the comparison in one process, page by page, and as whole processes."""
    with TemporaryDirectory() as folder:
        typed, demo, out = (Path(folder, f"{name}.xlsx") for name in ("typed", "demo", "out"))
        pmxl.demo.write(typed)
        changed_since(typed, demo)
        _compared("A refresh of the demo after a task became longer", demo, out)
        _compared("The first refresh, of what was only typed", typed, out)


def _compared(title: str, path: Path, out: Path) -> None:
    jobs = {CHECK: lambda: Journey(open_workbook(path).raw, TODAY).findings()}
    names = {"refresh without pages": (), **{f"refresh with {page}": (page,) for page in PAGES}}
    names["refresh with every page"] = PAGES
    for name, pages in names.items():
        jobs[name] = lambda pages=pages: _refresh(path, out, pages)
    jobs = {name: as_commands_run(job) for name, job in jobs.items()}
    show(f"{title}, by what it writes", medians(jobs, 7), CHECK, {"refresh with every page": LIMIT})
    whole = {
        CHECK: process("-m", "pmxl", "check", str(path)),
        "pmxl refresh": process("-m", "pmxl", "refresh", str(path), "--output", str(out)),
    }
    show("The same as whole processes", medians(whole, 5), CHECK, {"pmxl refresh": LIMIT})


def _refresh(demo: Path, out: Path, pages: tuple[str, ...]) -> None:
    book = open_workbook(demo)
    save(book, Journey(book.raw, TODAY).plan(sheets=pages).edits, out)


if __name__ == "__main__":
    main()

"""What the pages cost: a refresh of the demo with all of them, against a check of the same file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import medians, process, show
from pmxl.journey import PAGES, Journey
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
LIMIT = 3.0
"""Times a check that a refresh may take."""
CHECK = "pmxl check"


def main() -> None:
    """Print the comparison in one process, page by page, and as whole processes."""
    with TemporaryDirectory() as folder:
        demo, out = Path(folder, "demo.xlsx"), Path(folder, "out.xlsx")
        pmxl.demo.write(demo)
        jobs = {CHECK: lambda: Journey(open_workbook(demo).raw, TODAY).findings()}
        names = {"refresh without pages": (), **{f"refresh with {page}": (page,) for page in PAGES}}
        names["refresh with every page"] = PAGES
        for name, pages in names.items():
            jobs[name] = lambda pages=pages: _refresh(demo, out, pages)
        limits = {"refresh with every page": LIMIT}
        show("A refresh of the demo, by what it writes", medians(jobs, 7), CHECK, limits)
        whole = {
            CHECK: process("-m", "pmxl", "check", str(demo)),
            "pmxl refresh": process("-m", "pmxl", "refresh", str(demo), "--output", str(out)),
        }
        show("The same as whole processes", medians(whole, 5), CHECK, {"pmxl refresh": LIMIT})


def _refresh(demo: Path, out: Path, pages: tuple[str, ...]) -> None:
    book = open_workbook(demo)
    save(book, Journey(book.raw, TODAY).plan(sheets=pages).edits, out)


if __name__ == "__main__":
    main()

"""What a check costs: against only reading the same sheets with python-calamine, and against frictionless.

Frictionless is installed on demand into a folder of its own outside the project, and left out with a line where it
cannot be had.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import as_commands_run, medians, process, program, show
from pmxl.journey import Journey
from pmxl.model import Book
from pmxl.workbook import open_workbook

TODAY = date(2026, 3, 13)
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "pmxl", "frictionless")
PROGRAMS = CACHE / ("Scripts" if os.name == "nt" else "bin")
VALIDATE = """
import sys, time
from frictionless import Package, system
system.trusted = True
def validate():
    start = time.perf_counter()
    report = Package(sys.argv[1]).validate()
    unread = {"resource-error", "source-error", "scheme-error"}
    assert not [error for task in report.tasks for error in task.errors if error.type in unread]
    return time.perf_counter() - start
print(sorted(validate() for _ in range(4))[1])
"""
"""Validates a package in a process that has imported everything, and prints the seconds that it took."""


def main() -> None:
    """Print both comparisons on the demo workbook."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "demo.xlsx")
        pmxl.demo.write(file)
        book = Journey(open_workbook(file).raw, TODAY).book
        against_calamine(file, sorted({standing.sheet for standing in book.standings.values()}))
        against_frictionless(file, book)


def against_calamine(file: Path, sheets: list[str]) -> None:
    """In one process: reading and checking, against only reading, in Rust, the sheets that the check looks at."""
    from python_calamine import CalamineWorkbook

    def calamine() -> None:
        workbook = CalamineWorkbook.from_path(str(file))
        for name in sheets:
            workbook.get_sheet_by_name(name).to_python()

    def read() -> None:
        raw = open_workbook(file).raw
        for name in sheets:
            raw.sheets[name]

    def check() -> None:
        Journey(open_workbook(file).raw, TODAY).findings()

    jobs = {"calamine reads": calamine, "pmxl reads": read, "pmxl reads, computes and checks": check}
    jobs = {name: as_commands_run(job) for name, job in jobs.items()}
    limits = {"pmxl reads": 3.0, "pmxl reads, computes and checks": 4.0}
    show(f"Checking in one process, {len(sheets)} sheets", medians(jobs), "calamine reads", limits)


def against_frictionless(file: Path, book: Book) -> None:
    """Frictionless looks at the shape of each table, pmxl at everything: once as processes, once without the start."""
    if not installed_frictionless():
        print("\nfrictionless is not to be had here; that comparison is left out.")
        return
    package = described(file, book)
    jobs = {
        "pmxl check": process("-m", "pmxl", "check", str(file)),
        "frictionless validate": program(str(PROGRAMS / "frictionless"), "validate", str(package), "--trusted"),
    }
    show("Checking, whole process", medians(jobs, rounds=5), "frictionless validate", {"pmxl check": 1 / 15})
    check = medians({"pmxl": lambda: Journey(open_workbook(file).raw, TODAY).findings()})["pmxl"]
    done = subprocess.run([PROGRAMS / "python", "-c", VALIDATE, package], capture_output=True, text=True, check=True)
    show("Checking, without the start", {"pmxl": check, "frictionless": float(done.stdout)}, "pmxl")


def described(file: Path, book: Book) -> Path:
    """A data package beside the workbook that tells frictionless where each table stands."""
    resources = [
        {
            "name": standing.sheet.lower().replace(" ", "-"),
            "path": file.name,
            "dialect": {"headerRows": [standing.header_row], "excel": {"sheet": standing.sheet}},
        }
        for standing in book.standings.values()
    ]
    package = file.with_name("datapackage.json")
    package.write_text(json.dumps({"name": "demo", "resources": resources}), encoding="utf-8")
    return package


def installed_frictionless() -> bool:
    """True where the frictionless command is there, installed just now if need be."""
    command = PROGRAMS / ("frictionless.exe" if os.name == "nt" else "frictionless")
    if not command.exists():
        print("\nInstalling frictionless beside the project, once ...", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", CACHE], capture_output=True, check=False)
        if made.returncode == 0:
            install = [PROGRAMS / "python", "-m", "pip", "install", "--quiet", "frictionless[excel]"]
            subprocess.run(install, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=600)
    return command.exists()


if __name__ == "__main__":
    main()

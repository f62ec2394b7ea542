"""What it costs to start: whole processes against a Python that does nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pmxl.demo
from benchmarks.measure import medians, process, show


def main() -> None:
    """Print how many times a bare Python each start takes."""
    with TemporaryDirectory() as folder:
        book = Path(folder, "demo.xlsx")
        pmxl.demo.write(book)
        jobs = {
            "python -c pass": process("-c", "pass"),
            "pmxl": process("-m", "pmxl"),
            "pmxl --version": process("-m", "pmxl", "--version"),
            "pmxl check --help": process("-m", "pmxl", "check", "--help"),
            "pmxl check DEMO": process("-m", "pmxl", "check", str(book)),
        }
        limits = {"pmxl": 3.0, "pmxl --version": 3.0, "pmxl check DEMO": 15.0}
        show("Starting, whole process", medians(jobs), "python -c pass", limits)


if __name__ == "__main__":
    main()

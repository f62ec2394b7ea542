"""Say whether the buttons in Excel can work on this machine, and what to do where they cannot. Nothing is changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from pmxl.cli import CLEAN, FOUND


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--folder", help="where the add-in is (Excel's start-up folder)")


def run(options: Namespace, today: date) -> int:
    """Print a line for each thing; 1 where something must be done before the buttons work."""
    from pmxl.excel.doctor import DO, examine
    from pmxl.excel.machine import this_machine

    machine = this_machine()
    folder = Path(options.folder) if options.folder else machine.start_up_folder
    lines = list(examine(machine, folder))
    for line in lines:
        print(f"{line.state:6}{line.text}")
    return FOUND if any(line.state == DO for line in lines) else CLEAN

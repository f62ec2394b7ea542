"""Say whether the buttons in Excel can work on this machine, and what to do where they cannot. Nothing is changed."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmxl.cli import CLEAN, FOUND

if TYPE_CHECKING:
    from pmxl.excel.doctor import Line


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("--folder", help="where the add-in is (Excel's start-up folder)")


def run(options: Namespace, today: date) -> int:
    """Print a line for each thing; 1 where something must be done before the buttons work."""
    from pmxl.excel.doctor import examine
    from pmxl.excel.machine import this_machine

    machine = this_machine()
    folder = Path(options.folder) if options.folder else machine.start_up_folder
    return tell(examine(machine, folder))


def tell(lines: Iterable[Line]) -> int:
    """Print the lines of an examination and give the exit code: 1 where something must be done."""
    from pmxl.excel.doctor import DO

    states = []
    for line in lines:
        print(f"{line.state:6}{line.text}")
        states.append(line.state)
    return FOUND if DO in states else CLEAN

"""Serving Excel from a Python that a person started, so that Excel need not start any program."""

from __future__ import annotations

from datetime import date

from pmxl.excel.addin.bridge import needed_bridge
from pmxl.excel.machine import Machine
from pmxl.workbook.errors import Refused


def refuse_where_none_serves(machine: Machine) -> None:
    """Raises Refused on systems on which Excel cannot ask a server, and where xlwings is not installed."""
    if machine.system != "windows":
        raise Refused(
            "only Excel on Windows can ask a Python that is already running",
            "on macOS the buttons start Python themselves (pmxl addin install)"
            if machine.system == "macos"
            else "pmxl check, refresh and brief work on files here",
        )
    needed_bridge()


def serve() -> None:
    """Wait for Excel and do what its buttons say, until it is ended."""
    import xlwings

    prepare()
    xlwings.serve()


def prepare() -> None:
    """Import what the buttons need, so that the first click need not wait for it: a blank workbook goes the way."""
    from pmxl.excel import COMMANDS, command
    from pmxl.journey import Journey
    from pmxl.model import RawBook

    for tag in COMMANDS:
        command(tag)
    Journey(RawBook({}), date(2026, 1, 1)).plan()

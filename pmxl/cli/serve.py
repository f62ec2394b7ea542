"""Answer Excel's buttons from this window, on machines where Excel may not start Python itself (Windows)."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN
from pmxl.cli.terminal import say


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes: nothing."""


def run(options: Namespace, today: date) -> int:
    """Serve until the window is closed or Ctrl+C is pressed. Raises Refused where it cannot."""
    from pmxl.excel.addin.install import NAME, look
    from pmxl.excel.machine import this_machine
    from pmxl.excel.serving import refuse_where_none_serves, serve

    machine = this_machine()
    refuse_where_none_serves(machine)
    folder = machine.start_up_folder
    if folder is not None and (look(folder / NAME).settings or {}).get("DEBUG UDFS") != "True":
        say("The add-in that is installed does not ask this server; run once: pmxl addin install --server")
    say("Leave this window open while you work in Excel; Ctrl+C ends it. After an update of pmxl, start it again.")
    serve()
    return CLEAN

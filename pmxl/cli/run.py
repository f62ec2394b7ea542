"""Run a command of the add-in on the workbook that is open in Excel, with no macro and no add-in."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.terminal import say
from pmxl.excel import COMMANDS


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    names = [tag.replace("_", "-") for tag in COMMANDS]
    parser.add_argument("command", choices=names, type=_hyphened, metavar="COMMAND", help=", ".join(names))
    parser.add_argument("--workbook", metavar="NAME", help="one of several that are open (default: the active one)")


def run(options: Namespace, today: date) -> int:
    """Do what the button of that name does, and print what its message says."""
    from pmxl.excel import perform

    words = [f"--wb={options.workbook}"] if options.workbook else []
    _, answer = perform(options.command.replace("-", "_"), today, words)
    (say if answer.alarm else print)(f"pmxl: {answer.text}" if answer.alarm else answer.text)
    return INCOMPLETE if answer.alarm else CLEAN


def _hyphened(name: str) -> str:
    return name.replace("_", "-")

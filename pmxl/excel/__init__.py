"""pmxl inside Excel: commands on the open workbook through xlwings, and custom functions.

The ribbon, `pmxl run COMMAND` and xlwings Lite all call the same commands. Each is a plain function of an open
workbook and today's date that gives what to tell the person; it reads the workbook in blocks, runs the pure journey,
and applies the plan in blocks. What xlwings cannot do in an application is left out and told of.

    application  the running Excel: found, kept quiet, left as it was
    reading      from the open workbook to raw cells (formulas: Excel's short form to the file's long form)
    writing      a plan into the open workbook, and its undoing (blocks, cells, growing, pages, drawings, plain_pages)
    memory       what the next click must know
    commands     what the buttons do
    functions    custom functions for cells
"""

from __future__ import annotations

import atexit
import gc
import sys

TYPE_CHECKING = False  # As in pmxl: importing typing would double the time to start.
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    from pmxl.excel.answers import Answer

COMMANDS = {
    "new": ("making", "Make a workbook from the template and open it."),
    "check": ("looking", "Say what is wrong, mark the cells, and list the findings with links to them."),
    "next_finding": ("looking", "Jump to the next finding."),
    "previous_finding": ("looking", "Jump to the finding before."),
    "explain": ("looking", "Explain the cell: its findings, why they matter, and where a computed value comes from."),
    "repair": ("changing", "Put right what can be put right without asking, and list every change."),
    "refresh": ("changing", "Compute everything and write it into the workbook."),
    "what_if": ("planning", "Show what the selected change would do to dates and colours, without writing it in."),
    "baseline": ("changing", "Freeze the agreed dates of tasks that have no baseline yet."),
    "brief": ("reporting", "Write the one-page brief and show it."),
    "issue": ("reporting", "Refresh, freeze the brief with its number, put it on record, and show it for handing out."),
    "undo": ("changing", "Take back the last write of pmxl; cells that were changed since then stay."),
    "settings": ("going", "Go to the sheet Settings."),
    "help": ("going", "Say what the buttons do and where to read more."),
}
"""Tag of a button -> the file of `pmxl.excel.commands` that holds the function of that name, and what it does."""


def run(tag: str, *, blank: bool = False) -> None:
    """Do what a button says, on the workbook from which it was clicked. Never raises: what is wrong is shown.

    *blank* says that the workbook in front only stands in, for xlwings starts nothing without one. This and
    `pmxl.cli.calling` are the only places that look at the clock.
    """
    from datetime import date

    from pmxl.excel.answers import show

    gc.set_threshold(100_000)  # As in the command line: a workbook is many objects that stay.
    words = sys.argv[1:] if FROM_EXCEL in sys.argv else []  # Else they are those of `pmxl serve`, or of nobody.
    if words:
        end_quickly()
    book, answer = perform(tag, date.today(), words)
    show(book, answer)
    if not words:
        gc.collect()  # Without words nobody started this Python for one click: what clicks leave must not gather.
    if blank and sys.platform == "darwin":  # On Windows the macro closes it: there it waits for the end of Python.
        from pmxl.excel.commands.making import close_blank

        close_blank(book)


def end_quickly() -> None:
    """Let Python end without a last look at everything that a click has left: Excel waits for its end."""
    atexit.register(gc.freeze)


def perform(tag: str, today: date, words: list[str] | None = None) -> tuple[Any, Answer]:
    """Run a command on the calling workbook: the workbook (None where there is none), and what to tell."""
    from pmxl.excel.answers import Answer, failed
    from pmxl.excel.application import calling_book, patiently

    try:
        book = patiently(lambda: calling_book(words or ()))
    except Exception as error:
        if tag in COMMANDS and tag not in NEED_NO_WORKBOOK:
            return None, Answer(failed(error, tag), alarm=True)
        book = None
    return book, answer_on(tag, book, today)


def answer_on(tag: str, book: Any, today: date) -> Answer:
    """Run a command on a workbook that is at hand, as xlwings Lite has it. Never raises."""
    from pmxl.excel.answers import Answer, failed

    try:
        return command(tag)(book, today)
    except Exception as error:
        return Answer(failed(error, tag), alarm=True)


NEED_NO_WORKBOOK = ("new", "help")
FROM_EXCEL = "--from_xl=1"
"""The word by which xlwings' macros tell a Python that it was started for one click."""


def command(tag: str) -> Callable[[Any, date], Answer]:
    """The function of a button. Raises Refused for a tag that is none."""
    if tag not in COMMANDS:
        from pmxl.workbook.errors import Refused

        raise Refused(f'pmxl has no command "{tag}"', "install the add-in again: pmxl addin install")
    from importlib import import_module

    found: Callable[[Any, date], Answer] = getattr(import_module(f"pmxl.excel.commands.{COMMANDS[tag][0]}"), tag)
    return found
